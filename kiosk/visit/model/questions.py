"""The questions of a visit: what can be known is not asked; each answer is one fact for the rules.

A question is asked when its service needs the fact, nobody knows it yet, and this municipality makes a difference
of it.  The order of the table is the order of the questions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from devices.api import CardReading
from devices.api import PartialDate as CardDate
from kiosk.base.languages import N_
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import (
    Annex,
    Codes,
    Guarantee,
    Procedure,
    Protection,
    Role,
    Service,
)
from kiosk.views.view import Icon

Update = Callable[[Facts, date], Facts]
_CHILD_AGE = 12
_PHOTO_AGE = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its value, its words, its picture, and the fact that it states."""

    value: str
    label: str
    icon: Icon | None
    update: Update


@dataclass(frozen=True, slots=True)
class Question:
    """A question with two to six answers; `needed` says whether to ask it."""

    id: str
    text: str
    choices: tuple[Choice, ...]
    needed: Callable[[Facts, date, Profile], bool]


def _set(**values: object) -> Update:
    def update(facts: Facts, today: date) -> Facts:
        del today
        return replace(facts, **values)  # type: ignore[arg-type]  # the table names fields of Facts

    return update


def _aged(low: int, high: int) -> Update:
    """A birth date that is only known to give an age from `low` to `high` years today."""

    def update(facts: Facts, today: date) -> Facts:
        latest = _years_before(today, low)
        earliest = _years_before(today, high + 1) + timedelta(days=1)
        return replace(facts, born=PartialDate(earliest, latest))

    return update


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _for_other(low: int, high: int) -> Update:
    """Someone else's card: the card in the reader, if any, says nothing about that person."""
    aged = _aged(low, high)

    def update(facts: Facts, today: date) -> Facts:
        bare = replace(facts, for_other=True, document_type=None, valid_from=None, valid_until=None)
        return aged(bare, today)

    return update


def _children(count: int) -> Update:
    """Cards for children: whoever stands here does not pay for a card of their own."""

    def update(facts: Facts, today: date) -> Facts:
        return replace(_for_other(0, _CHILD_AGE - 1)(facts, today), children=count)

    return update


def _ages() -> tuple[Choice, ...]:
    return (
        Choice("under-3", N_("Younger than 3"), Icon.CHILD, _aged(0, _PHOTO_AGE - 1)),
        Choice("3-11", N_("3 to 11 years old"), Icon.CHILD, _aged(_PHOTO_AGE, _CHILD_AGE - 1)),
        Choice("12-up", N_("12 or older"), Icon.PERSON, _aged(_CHILD_AGE, 17)),
    )


def _is(*services: Service) -> Callable[[Facts, date, Profile], bool]:
    return lambda facts, *_: facts.service in services


def _young_child(facts: Facts, today: date) -> bool:
    """True when somebody comes for a child who may be under 12."""
    for_child = facts.service is Service.CHILD or facts.for_other
    return for_child and (facts.born is None or facts.born.latest > _years_before(today, _CHILD_AGE))


QUESTIONS: tuple[Question, ...] = (
    Question(
        "for-whom",
        N_("For whom is the card?"),
        (
            Choice("me", N_("For me"), Icon.PERSON, _set(for_other=False)),
            Choice("child", N_("For a child under 12"), Icon.CHILD, _for_other(0, _CHILD_AGE - 1)),
            Choice("other", N_("For someone of 12 or older"), Icon.PEOPLE, _for_other(_CHILD_AGE, 120)),
        ),
        _is(Service.COLLECT, Service.LOST, Service.STOLEN),
    ),
    Question(
        "child-age",
        N_("How old is the child?"),
        _ages(),
        lambda facts, *_: facts.service is Service.CHILD and facts.born is None,
    ),
    Question(
        "role",
        N_("Who are you?"),
        (
            Choice("parent", N_("Parent"), Icon.PERSON, _set(role=Role.PARENT)),
            Choice("foster", N_("Foster parent"), Icon.PERSON, _set(role=Role.FOSTER)),
            Choice("guardian", N_("Guardian"), Icon.PERSON, _set(role=Role.GUARDIAN)),
            Choice("head-of-home", N_("Head of the foster home"), Icon.HOME, _set(role=Role.HEAD_OF_HOME)),
        ),
        lambda facts, today, profile: profile.child_card.ask_role and facts.role is None and _young_child(facts, today),
    ),
    Question(
        "procedure",
        N_("Was it an urgent application?"),
        (
            Choice("regular", N_("No, the normal one"), Icon.CALENDAR, _set(procedure=Procedure.REGULAR)),
            Choice("urgent", N_("Yes, urgent"), Icon.URGENT, _set(procedure=Procedure.URGENT)),
        ),
        lambda facts, *_: facts.service is Service.COLLECT and facts.procedure is None,
    ),
    Question(
        "codes",
        N_("Did the letter with the codes come?"),
        (
            Choice("yes", N_("Yes, it came"), Icon.LETTER, _set(codes=Codes.YES)),
            Choice("no", N_("No, not yet"), Icon.CLOCK, _set(codes=Codes.NO)),
            Choice("lost", N_("I lost it"), Icon.HELP, _set(codes=Codes.LOST)),
        ),
        lambda facts, *_: (
            facts.service is Service.COLLECT and facts.codes is None and facts.procedure is Procedure.REGULAR
        ),
    ),
    Question(
        "called",
        N_("Were you called or mailed that the card is here?"),
        (
            Choice("yes", N_("Yes"), Icon.PHONE, _set(codes=Codes.YES)),
            Choice("no", N_("No"), Icon.CLOCK, _set(codes=Codes.NO)),
        ),
        lambda facts, *_: (
            facts.service is Service.COLLECT and facts.codes is None and facts.procedure is Procedure.URGENT
        ),
    ),
    Question(
        "police-paper",
        N_("Do you have a document of the police?"),
        (
            Choice("yes", N_("Yes"), Icon.POLICE, _set(police_paper=True)),
            Choice("no", N_("No, not yet"), Icon.CARD_LOST, _set(police_paper=False)),
        ),
        lambda facts, *_: facts.service in (Service.LOST, Service.STOLEN) and facts.police_paper is None,
    ),
    Question(
        "how-many",
        N_("For whom is the urgent card?"),
        (
            Choice("adult", N_("For me"), Icon.PERSON, _set(children=0)),
            Choice("1", N_("For 1 child under 12"), Icon.CHILD, _children(1)),
            Choice("2", N_("For 2 children under 12"), Icon.PEOPLE, _children(2)),
            Choice("3", N_("For 3 children under 12"), Icon.PEOPLE, _children(3)),
            Choice("4", N_("For 4 children under 12"), Icon.PEOPLE, _children(4)),
        ),
        lambda facts, *_: facts.service is Service.URGENT and facts.children is None,
    ),
    Question(
        "switch-to",
        N_("Which card do you want?"),
        tuple(Choice(letter, letter, Icon.CARD, _set(switch_to=letter)) for letter in ("EU+", "F+", "K", "L")),
        lambda facts, *_: facts.service is Service.SWITCH and facts.switch_to is None,
    ),
    Question(
        "annex",
        N_("Which paper is it about?"),
        (
            Choice("15", N_("Annex 15"), Icon.DOCUMENTS, _set(annex=Annex.A15)),
            Choice("19", N_("Annex 19"), Icon.DOCUMENTS, _set(annex=Annex.A19)),
            Choice("19ter", N_("Annex 19ter"), Icon.DOCUMENTS, _set(annex=Annex.A19TER)),
            Choice("35", N_("Annex 35"), Icon.DOCUMENTS, _set(annex=Annex.A35)),
            Choice("12", N_("Annex 12 (lost card)"), Icon.POLICE, _set(annex=Annex.A12)),
        ),
        lambda facts, *_: facts.service is Service.ANNEX and facts.annex is None,
    ),
    Question(
        "guarantee",
        N_("For whom are you guarantor?"),
        (
            Choice(
                "short",
                N_("Someone who comes for a short time (annex 3bis)"),
                Icon.TRAVEL,
                _set(guarantee=Guarantee.SHORT),
            ),
            Choice("student", N_("A student (annex 32)"), Icon.GUARANTOR, _set(guarantee=Guarantee.STUDENT)),
        ),
        lambda facts, *_: facts.service is Service.GUARANTOR and facts.guarantee is None,
    ),
    Question(
        "protection",
        N_("What do you come for?"),
        (
            Choice("orange", N_("The orange card"), Icon.DOCUMENTS, _set(protection=Protection.ORANGE_CARD)),
            Choice(
                "recognised",
                N_("A card after recognition or subsidiary protection"),
                Icon.CARD,
                _set(protection=Protection.RECOGNISED),
            ),
            Choice("data", N_("My personal data changed"), Icon.PERSON, _set(protection=Protection.DATA_UPDATE)),
        ),
        lambda facts, *_: facts.service is Service.PROTECTION and facts.protection is None,
    ),
)
_BY_ID = {question.id: question for question in QUESTIONS}


def question(identifier: str) -> Question:
    """The question by its id."""
    return _BY_ID[identifier]


def next_question(facts: Facts, asked: frozenset[str], today: date, profile: Profile) -> Question | None:
    """The first question that is still needed; None when the rules can answer."""
    for each in QUESTIONS:
        if each.id not in asked and each.needed(facts, today, profile):
            return each
    return None


def facts_of(reading: CardReading, facts: Facts) -> Facts:
    """The card's own facts added to what is known; for someone else's card the birth date is not the holder's."""
    card = reading.card
    born = facts.born if facts.for_other else _born(reading.holder.birth_date)
    return replace(
        facts,
        document_type=card.document_type,
        valid_from=card.valid_from,
        valid_until=card.valid_until,
        born=born,
    )


def _born(birth: CardDate | None) -> PartialDate | None:
    if birth is None:
        return None
    try:
        return PartialDate.parse(birth.iso())
    except ValueError:
        return None
