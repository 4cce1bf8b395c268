"""The questions of `kiosk profile new`, in their order: which come depends on the answers that are there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, get_args

from babel import Locale

from kiosk.base.languages import LANGUAGES
from kiosk.profiles.beginning import reading
from kiosk.profiles.beginning.placesasked import places
from kiosk.profiles.beginning.question import NOT_SAID, Answers, Question, official_of, region_of
from kiosk.profiles.messages import did_you_mean
from kiosk.profiles.regions import REGIONS, USUAL
from kiosk.profiles.usual import MEANT
from kiosk.residence.calendar import DayName
from kiosk.residence.ruleset import FeeReason
from kiosk.residence.vocabulary import BringItem, Channel, Procedure

MORE_PROCEDURES: Final = (Procedure.VERY_URGENT, Procedure.CENTRAL)


def questions(said: Answers) -> Iterator[Question]:
    """Every question that these answers lead to; those after the first that has none may still change."""
    for part in (_town, _reached, places, _days, _prices, _urgent, _papers, _data):
        yield from part(said)


def following(said: Answers) -> Question | None:
    """The first question without an answer, or whose answer no longer fits those before it; None when all are there."""
    return next((question for question in questions(said) if not _answered(question, said)), None)


def filled(given: Answers, lines: Mapping[str, int] | None = None) -> tuple[dict[str, str], list[str]]:
    """All answers, with what is usual where none is given, and everything that is wrong with those that are.

    What is wrong: a text for each answer, with its line in the file (`lines`), its question and an example; one that is needed
    and missing as well.  The answers are complete only where nothing is.
    """
    said: dict[str, str] = {}
    wrong: list[str] = []
    asked: set[str] = set()
    lines = lines or {}
    for question in questions(said):
        asked.add(question.key)
        usual = NOT_SAID if question.usual is None and question.optional else question.usual
        answer = given.get(question.key, usual)
        try:
            question.value(_needed(answer))
        except ValueError as error:
            wrong.append(f"{_where(question.key, lines)} ({question.text}): {error}; {_like(question)}")
            answer = usual
        if answer is not None:
            said[question.key] = answer
    unasked = [key for key in given if key not in asked]
    hanging = [key for key in unasked if wrong and _kind(key) in _kinds()]
    wrong += [f"{_where(key, lines)}: {_not_asked(key, asked)}" for key in unasked if key not in hanging]
    if hanging:
        named = ", ".join(_where(key, lines) for key in hanging)
        wrong.append(f"Not looked at, because they may hang on an answer above: {named}")
    return said, wrong


def _needed(answer: str | None) -> str:
    if answer is None:
        raise ValueError("is missing")
    return answer


def _where(key: str, lines: Mapping[str, int]) -> str:
    return f"line {lines[key]}: {key}" if key in lines else key


def _like(question: Question) -> str:
    return f"for example: {json.dumps(question.key)} = {json.dumps(question.example, ensure_ascii=False)}"


def _kind(key: str) -> str:
    return re.sub(r"\d+", "1", key)


@lru_cache(maxsize=1)
def _kinds() -> frozenset[str]:
    """The key of every question that some answers lead to, of one place."""
    prices = ("price", "price.child", "price.urgent", "price.urgent.child")
    most = {"official": ", ".join(USUAL), "place.1.more": "y", "cutoff": "12", **dict.fromkeys(prices, "1 or 2")}
    served = ("walk_in", "reception")
    return frozenset(_kind(each.key) for how in served for each in questions({**most, "place.1.served": how}))


def _not_asked(key: str, asked: Iterable[str]) -> str:
    """What is wrong with an answer that no question wants: it hangs on another answer, or its name is a slip."""
    if _kind(key) in _kinds():
        return "after the other answers there is no such question; take it out"
    return f"there is no such question{did_you_mean(key, asked)}"


def values(said: Answers) -> dict[str, Any]:
    """What complete answers mean, by question; ValueError for one that means nothing."""
    return {question.key: question.value(said[question.key]) for question in questions(said)}


def _answered(question: Question, said: Answers) -> bool:
    try:
        question.value(said[question.key])
    except (KeyError, ValueError):
        return False
    return True


def _town(said: Answers) -> Iterator[Question]:
    part = "Your municipality"
    regions = tuple(REGIONS)
    yield Question(
        "region", part, "Part of the country", f"One of: {', '.join(regions)}.", reading.one_of(regions), regions[0]
    )
    yield Question(
        "name", part, "Name of the municipality", "As residents know it.", reading.words("municipality.name"), like="Mijnstad"
    )  # fmt: skip
    yield Question(
        "official", part, "Official languages", "One, two or three, with commas: nl, fr, de. They stand on every paper.",
        reading.official, ", ".join(REGIONS[region_of(said)].official),
    )  # fmt: skip
    official = official_of(said)
    for code in official:
        yield Question(
            f"department.{code}", part, f"Name of the department in {_language(code)}", "As it stands on the door.",
            reading.words("municipality.department"), USUAL[code].department,
        )  # fmt: skip
    others = [code for code in LANGUAGES if code not in official]
    yield Question(
        "languages", part, "Other languages of the screen", f"In the order of the screen: {', '.join(LANGUAGES)}.",
        reading.languages, ", ".join(others), optional=True, like="en, fr",
    )  # fmt: skip
    usual_page = ": ".join(filter(None, (said.get("name"), USUAL[official[0]].page)))
    yield Question(
        "page", part, "Title of your page on residence cards", "What you answer from; its title, and its address if you like.",
        reading.words("sources.town.title"), usual_page,
    )  # fmt: skip
    yield Question("colour", part, "Your colour", "As on your website: # and six signs.", reading.colour, "#005F73")


def _reached(said: Answers) -> Iterator[Question]:
    part = "How you are reached"
    yield Question(
        "telephone",
        part,
        "Telephone",
        "As on your page.",
        reading.words("contact.telephone"),
        NOT_SAID,
        optional=True,
        like="081 00 00 00",
    )
    yield Question(
        "mail", part, "E-mail", "Of the department.", reading.words("contact.mail"), NOT_SAID, optional=True, like="burgerzaken@example.be"
    )  # fmt: skip
    yield Question(
        "website", part, "Page where an appointment is made", "Its address.", reading.words("contact.website"), NOT_SAID, optional=True,
        like="www.example.be/afspraak",
    )  # fmt: skip
    known = [each.value for each in Channel]
    usual = [
        *(["online"] if said.get("website", NOT_SAID) != NOT_SAID else []),
        *(["phone"] if said.get("telephone", NOT_SAID) != NOT_SAID else []),
    ]
    yield Question(
        "channels", part, "Ways to an appointment", f"The best first, with commas: {', '.join(known)}.",
        reading.some_of(known), ", ".join(usual or ["counter"]), optional=True,
    )  # fmt: skip


def _days(said: Answers) -> Iterator[Question]:
    part = "Days and letters"
    names = get_args(DayName)
    yield Question(
        "special", part, "Days on which you close, besides public holidays",
        f"With semicolons: {', '.join(names)}; 24/12 is every year, 24/12/2027 one day, 28/06-29/08 a span; hours behind it for half a day: 24/12 9-12.",
        reading.special_days(names), "; ".join(REGIONS[region_of(said)].days) or NOT_SAID, optional=True, like="bridge; 24/12 9-12",
    )  # fmt: skip
    yield Question(
        "letter", part, "Does a letter invite to renew", "post: by post; none: no letter; - if your page does not say.",
        reading.one_of(("post", "none")), "post", optional=True,
    )  # fmt: skip
    yield Question(
        "window", part, "When a card can be renewed: days before it ends", "From and until, like 45-30; - if your page does not say.",
        reading.window, NOT_SAID, optional=True, like="45-30",
    )  # fmt: skip


def _prices(said: Answers) -> Iterator[Question]:
    part = "Prices"
    how = "In euro: 22.50, or free; one of two: 22.50 or 23; EU citizens otherwise: 22.50, eu 23."
    yield Question(
        "price", part, "A card that is no child's", how, reading.price, NOT_SAID, optional=True, like="22.50"
    )
    yield from _depends(said, "price", part, "the price of a card")
    yield Question("price.child", part, "A child's card", how, reading.price, NOT_SAID, optional=True, like="12.50")
    yield from _depends(said, "price.child", part, "the price of a child's card")
    yield Question(
        "price.ages", part, "Other prices by age", "Like: 12-17 15; 65+ 12.50; - for none.", reading.ages, NOT_SAID, optional=True,
        like="12-17 15; 65+ 12.50",
    )  # fmt: skip
    yield Question(
        "price.lost", part, "A lost or stolen card, if it costs otherwise", "27 each time, or: first 27; further 40.",
        reading.losses, NOT_SAID, optional=True, like="first 27; further 40",
    )  # fmt: skip
    yield Question(
        "tax", part, "Town tax on top of it", "Told as a line of its own: 5, or: 5 from 18; - for none.",
        reading.tax, NOT_SAID, optional=True, like="5 from 18",
    )  # fmt: skip
    means = ("cash", "bancontact", "credit_card", "app")
    yield Question(
        "means", part, "With what one can pay", f"Some of: {', '.join(means)}.", reading.some_of(means), "cash, bancontact", optional=True
    )  # fmt: skip


def _depends(said: Answers, price: str, part: str, whose: str, usual: str = NOT_SAID) -> Iterator[Question]:
    """What decides between two amounts, where two were said."""
    if reading.either(said.get(price, "")):
        known = get_args(FeeReason)
        yield Question(
            f"{price}.depends", part, f"What {whose} depends on",
            f"One of: {', '.join(known)}. If your page does not say it and nobody knows, {NOT_SAID}: residents are sent to ask.",
            reading.one_of(known), usual, optional=True, like=known[0],
        )  # fmt: skip


def _urgent(said: Answers) -> Iterator[Question]:
    part = "When it is urgent"
    yield Question("urgent", part, "Can a card be asked for urgently", "y or n.", reading.yes_no, "y")
    if not reading.yes_no(said.get("urgent", "y")):
        return
    how = "As the prices before."
    yield Question(
        "price.urgent", part, "Price of an urgent card", how, reading.price, NOT_SAID, optional=True, like="140"
    )
    yield from _depends(said, "price.urgent", part, "the price of an urgent card")
    yield Question(
        "price.urgent.child", part, "Price of an urgent child's card", how, reading.price,
        said.get("price.urgent", NOT_SAID), optional=True, like="140",
    )  # fmt: skip
    usual = said.get("price.urgent.depends", NOT_SAID)
    yield from _depends(said, "price.urgent.child", part, "the price of an urgent child's card", usual)
    known = [each.value for each in MORE_PROCEDURES]
    yield Question(
        "procedures", part, "Further procedures", "Like: very_urgent 152.30; central 130 (to collect at the ministry in Brussels); - for none.",
        reading.procedures(known), NOT_SAID, optional=True, like=f"{known[0]} 152.30",
    )  # fmt: skip
    yield Question(
        "cutoff", part, "Asked until what hour is it ready earlier", "A time, like 15:00; - if no day is promised.",
        reading.clock, NOT_SAID, optional=True, like="15:00",
    )  # fmt: skip
    if said.get("cutoff", NOT_SAID) == NOT_SAID:
        return
    few, most = MEANT["after_cutoff_workdays"]
    yield Question("workdays", part, "After how many working days then", "A number.", reading.whole(few, most), "1")
    before = said.get("workdays", "1")
    later = str(int(before) + 1) if before.isdigit() and int(before) < most else str(most)
    yield Question("workdays.later", part, "And asked later on the day", "A number.", reading.whole(few, most), later)
    yield Question(
        "ready", part, "From what hour it is ready on its day", "A time; - from opening on.", reading.clock, NOT_SAID, optional=True, like="10:00"
    )  # fmt: skip


def _papers(said: Answers) -> Iterator[Question]:
    part = "Photo and papers"
    yield Question(
        "photo", part, "Who brings a photo", "always; never: it is taken at the desk; under 6: children below that age.",
        reading.photo, "always", optional=True,
    )  # fmt: skip
    if said.get("photo", "always") != "never":
        yield Question("booth", part, "Is there a photo booth in the building", "y or n.", reading.yes_no, "n")
    items = [each.value for each in BringItem]
    brought = [
        *(["photo"] if said.get("photo", "always") == "always" else []),
        BringItem.CURRENT_CARD,
        *(["invitation"] if said.get("letter", "post") == "post" else []),
        BringItem.FEE,
    ]
    how = f"With commas, some of: {', '.join(items)}."
    yield Question(
        "bring", part, "To bring when one applies", how, reading.some_of(items), ", ".join(brought), optional=True
    )  # fmt: skip
    yield Question(
        "bring.collect", part, "To bring when one collects", how, reading.some_of(items),
        "codes_letter, current_card_or_police_loss", optional=True,
    )  # fmt: skip
    yield Question(
        "child", part, "Is a card for a child a duty", "mandatory, optional or recommended.",
        reading.one_of(("mandatory", "optional", "recommended")), "optional",
    )  # fmt: skip
    yield Question(
        "child.collect", part, "Does a child come along to collect", "y or n.", reading.yes_no, NOT_SAID, optional=True, like="y"
    )  # fmt: skip
    yield Question(
        "kept", part, "How many months a ready card is kept", "A number, 1 to 12.", reading.whole(*MEANT["deadline_months"]), NOT_SAID, optional=True,
        like="3",
    )  # fmt: skip


def _data(said: Answers) -> Iterator[Question]:
    part = "Data of visitors"
    yield Question(
        "controller", part, "Who answers for it", "As in your privacy notice.",
        reading.words("privacy.controller"), said.get("name"), optional=True, like="Mijnstad"
    )  # fmt: skip
    yield Question(
        "officer", part, "Whom to ask", "The data protection officer's e-mail.", reading.words("privacy.officer"),
        NOT_SAID, optional=True, like="privacy@example.be",
    )  # fmt: skip
    yield Question(
        "privacy", part, "Page where more stands", "Its address.", reading.words("privacy.page"), NOT_SAID, optional=True,
        like="www.example.be/privacy",
    )  # fmt: skip
    yield Question(
        "basis", part, "On which basis of the law", "public_task or legal_obligation.",
        reading.one_of(("public_task", "legal_obligation")), "public_task", optional=True,
    )  # fmt: skip


def _language(code: str) -> str:
    return Locale.parse(code).get_display_name("en") or code
