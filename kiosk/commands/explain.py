"""`kiosk explain`: what a resident would be told, and which value of which page decided."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import Texts, texts
from kiosk.base.languages import LANGUAGES
from kiosk.commands.output import CivilDay, CommandProblem, Exit, answer, json_option, leave, print_json
from kiosk.commands.towns import named_profile
from kiosk.residence.cardtypes import SWITCH_TARGETS
from kiosk.residence.vocabulary import (
    Annex,
    CardStatus,
    ChildSituation,
    Codes,
    Guarantee,
    Medical,
    Office,
    Procedure,
    Protection,
    ResultCode,
    Role,
    Service,
)

if TYPE_CHECKING:
    from kiosk.residence.answers import Answer
    from kiosk.residence.facts import Facts
    from kiosk.residence.profile import Profile
    from kiosk.residence.words import Described

# a day without a time of day means noon: before every cut-off
_NOON = time(12, 0)
_YES = click.Choice(["yes", "no"])


class _Moment(click.ParamType[datetime]):
    """A civil date and time in Europe/Brussels; a date alone means noon."""

    name = "DATE[TIME]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The aware moment; a usage error for one that does not exist."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date and time; write it like 2027-02-20T10:00", param, ctx)
        if len(value) <= len("2027-02-20"):
            moment = datetime.combine(moment.date(), _NOON)
        return moment.astimezone(BRUSSELS) if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)


class _Numbers(click.ParamType[tuple[int, ...]]):
    """Whole numbers with commas between them."""

    name = "N,N,…"

    def __init__(self, count: int | None = None) -> None:
        self.count = count

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        """The numbers; a usage error for anything else or another count."""
        if isinstance(value, tuple):
            return value
        try:
            numbers = tuple(int(part) for part in value.split(","))
        except ValueError:
            self.fail(f"{value!r} is not a list of whole numbers; write it like 60,24,0", param, ctx)
        if self.count is not None and len(numbers) != self.count:
            self.fail(
                f"{value!r} has {len(numbers)} numbers, {self.count} are needed (total,student,excluded)", param, ctx
            )
        return numbers


def _words(words: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([member.value for member in words])


@click.command()
@click.option(
    "--profile", "profile_name", required=True, metavar="NAME", help="gent, leuven, vlaams-voorbeeld or a file."
)
@click.option("--kiosk-layer", type=click.Path(path_type=Path), help="This kiosk's own file, laid over the profile.")
@click.option("--today", type=_Moment(), help="Civil date and time in Europe/Brussels; default: now.")
@click.option("--clock", type=click.Choice(["ok", "unsynchronised"]), default="ok", help="Is the clock to be trusted?")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", help="Language of the resident's text.")
@click.option("--place", metavar="ID", help="Where the resident stands; default: the kiosk's own or the first place.")
@click.option("--service", type=_words(Service), help="What it is about; without it: what the card alone tells.")
@click.option("--document-type", type=int, metavar="CODE", help="The chip's document-type code.")
@click.option("--valid-from", type=CivilDay(), help="First day of the card.")
@click.option("--valid-until", type=CivilDay(), help="Last day of the card.")
@click.option("--born", metavar="DATE", help="Birth date; 1984 and 1984-05 are possible.")
@click.option("--eu", type=_YES, help="Has the child the nationality of an EU or EEA country?")
@click.option("--duplicate", is_flag=True, help="A duplicate is asked for.")
@click.option("--read-from-back", is_flag=True, help="The dates were read from the back of the card.")
@click.option("--has-puk", type=_YES, help="Has the card a PUK? Cards of applet 1.8 have none.")
@click.option("--card-status", type=_words(CardStatus), help="What the office says.")
@click.option("--office", type=_words(Office), help="Does the office answer?")
@click.option("--applied", type=CivilDay(), help="Day of the application.")
@click.option("--applied-at", metavar="ID", help="Place of the application.")
@click.option("--letter", type=CivilDay(), help="Date on the letter with the codes.")
@click.option("--codes", type=_words(Codes), help="Did the letter with the codes come?")
@click.option("--invitation", type=_YES, help="Did the letter of invitation come?")
@click.option("--procedure", type=_words(Procedure), help="Regular or urgent.")
@click.option("--children", type=click.IntRange(0, 20), help="How many children in one application.")
@click.option("--role", type=_words(Role), help="Who the adult is to the child.")
@click.option("--situation", type=_words(ChildSituation), help="When a child's card is applied for.")
@click.option("--for-other", is_flag=True, help="It is for somebody else.")
@click.option("--medical", type=_words(Medical), help="A medical reason for an exception.")
@click.option("--certificate", type=CivilDay(), help="Date of the medical certificate.")
@click.option("--police-paper", type=_YES, help="Is the police's paper there?")
@click.option("--reported", type=_YES, help="Was the card reported as lost or stolen?")
@click.option("--photo-date", type=CivilDay(), help="Day of the photo.")
@click.option("--sits-still", type=_YES, help="Can the child sit still alone?")
@click.option("--switch-to", type=click.Choice(SWITCH_TARGETS), help="The card that is wanted.")
@click.option("--annex", type=_words(Annex), help="The annex that it is about.")
@click.option("--guarantee", type=_words(Guarantee), help="For a short stay or for a student.")
@click.option("--protection", type=_words(Protection), help="What somebody under international protection needs.")
@click.option("--from-abroad", is_flag=True, help="The resident is outside Belgium.")
@click.option("--appointment", metavar="TIME", help="An appointment today (10:40), or a date and time.")
@click.option("--entry", type=CivilDay(), help="Day of entry into Belgium.")
@click.option("--months", type=_Numbers(3), help="Months of stay: total,student,excluded.")
@click.option("--absences", type=_Numbers(), help="Months of each absence.")
@click.option("--pages", is_flag=True, help="The pages of general information instead of an answer.")
@json_option
def command(
    profile_name: str,
    kiosk_layer: Path | None,
    today: datetime | None,
    clock: str,
    language: str,
    *,
    pages: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """What a resident would be told, and why.

    Whatever is not given is unknown.  Facts that contradict each other answer BAD_FACTS and leave with status 2.
    """
    from kiosk.residence import engine
    from kiosk.residence.reasons import staff_view
    from kiosk.residence.words import describe

    now = today or datetime.now(BRUSSELS)
    profile = named_profile(profile_name, kiosk_layer, now.date())
    if pages:
        _show_pages(profile, texts(language), as_json=as_json)
        return
    facts = _facts(profile, now, given)
    told = engine.answer(facts, profile, now, clock_ok=clock == "ok")
    spoken = texts(language)
    words = describe(told, facts, spoken, profile)
    if as_json:
        print_json(
            {
                **_payload(told, words, spoken, profile),
                **_shown(facts, profile, now, clock_ok=clock == "ok", language=language),
            }
        )
    else:
        click.echo("\n".join(_human(told, words, staff_view(told, profile), spoken, profile)))
    if told.result is ResultCode.BAD_FACTS:
        click.echo(f"These facts contradict each other: {', '.join(told.params.bad_facts)}.", err=True)
        leave(Exit.USAGE)


def _show_pages(profile: Profile, spoken: Texts, *, as_json: bool) -> None:
    from kiosk.residence.sentences import own_title
    from kiosk.residence.topics import InfoPage, information_pages

    found = information_pages(spoken, profile)

    def human() -> str:
        return "\n\n".join("\n".join((page.title, *(f"  {line}" for line in lines(page)))) for page in found)

    def lines(page: InfoPage) -> list[str]:
        return [*page.body, *(f"{own_title(spoken, profile.name)} {text}" for text, _ in page.own)]

    payload = {
        "pages": [{"id": page.id, "title": page.title, "body": lines(page), "footer": page.footer} for page in found]
    }
    answer(payload, as_json=as_json, human=human)


def _facts(profile: Profile, now: datetime, given: dict[str, Any]) -> Facts:
    from kiosk.residence.facts import Facts, PartialDate

    values = {name: value for name, value in given.items() if value is not None}
    for name in ("eu", "police_paper", "has_puk", "reported", "sits_still", "invitation"):
        if name in values:
            values[name] = values[name] == "yes"
    for name, words in _ENUMS.items():
        if name in values:
            values[name] = words(values[name])
    for name in ("place", "applied_at"):
        known = [place.id for place in profile.places]
        if name in values and values[name] not in known:
            option = name.replace("_", "-")
            raise CommandProblem(
                f"--{option}: {profile.name} has no place {values[name]!r}. Places: {', '.join(known)}.", Exit.USAGE
            )
    if "born" in values:
        try:
            values["born"] = PartialDate.parse(values["born"])
        except ValueError:
            born = values["born"]
            message = f"--born: {born!r} is no birth date; write 1984-05-17, 1984-05 or 1984"
            raise CommandProblem(message, Exit.USAGE) from None
    if "appointment" in values:
        values["appointment"] = _appointment(values["appointment"], now)
    if "service" not in values:
        values["service"] = next((service for name, service in _IMPLIED.items() if name in values), None)
    return Facts(**values)


# facts that belong to one service only say what it is about
_IMPLIED = {
    "annex": Service.ANNEX,
    "guarantee": Service.GUARANTOR,
    "switch_to": Service.SWITCH,
    "protection": Service.PROTECTION,
    "months": Service.LONG_TERM,
    "absences": Service.ABSENCE,
    "entry": Service.PASSPORT,
    "codes": Service.COLLECT,
    "letter": Service.COLLECT,
    "applied": Service.COLLECT,
    "applied_at": Service.COLLECT,
    "police_paper": Service.LOST,
    "reported": Service.FOUND,
    "situation": Service.CHILD,
}
_ENUMS: dict[str, type[StrEnum]] = {
    "service": Service,
    "card_status": CardStatus,
    "office": Office,
    "codes": Codes,
    "procedure": Procedure,
    "role": Role,
    "situation": ChildSituation,
    "medical": Medical,
    "annex": Annex,
    "guarantee": Guarantee,
    "protection": Protection,
}


def _appointment(text: str, now: datetime) -> datetime:
    try:
        if "T" in text or " " in text:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)
        return datetime.combine(now.astimezone(BRUSSELS).date(), time.fromisoformat(text), tzinfo=BRUSSELS)
    except ValueError:
        message = f"--appointment: {text!r} is no time; write 10:40, or 2027-02-20T10:40 for another day"
        raise CommandProblem(message, Exit.USAGE) from None


def _payload(told: Answer, words: Described, spoken: Texts, profile: Profile) -> dict[str, Any]:
    from kiosk.residence.feewords import line_words
    from kiosk.residence.sentences import own_title

    payload = told.as_json()
    if told.fee is not None:
        payload["fee"]["lines"] = [
            {"label": line_words(line, spoken, profile), "cents": line.cents} for line in told.fee.lines
        ]
    price = [spoken.labelled(label, amount) for label, amount in words.fee_lines]
    body = [*words.body, *words.notes, *price, *([words.fee_note] if words.fee_note else [])]
    body += (f"{own_title(spoken, profile.name)} {text}" for text, _ in words.own)
    payload["text"] = {"title": words.title, "body": body}
    return payload


def _shown(facts: Facts, profile: Profile, now: datetime, *, clock_ok: bool, language: str) -> dict[str, Any]:
    """The screen's own sentences, and how a resident comes to them."""
    from kiosk.visit.tour.reach import reach

    found = reach(facts, profile, now, clock_ok=clock_ok, language=language)
    touches = None if found.touches is None else [touch.label for touch in found.touches]
    return {"told": list(found.told), "reachable": {"touches": touches, "why_not": found.why_not}}


def _human(told: Answer, words: Described, staff: tuple[str, ...], spoken: Texts, profile: Profile) -> list[str]:
    from kiosk.residence.labels import CHANNEL
    from kiosk.residence.sentences import own_title
    from kiosk.residence.ways import way_detail

    lines = [words.title, "", *words.body, *words.notes]
    if words.own:
        lines += ["", own_title(spoken, profile.name), *(f"  {text}" for text, _ in words.own)]
    if told.fee is not None:
        lines.append("")
        lines += [spoken.labelled(label, amount) for label, amount in words.fee_lines]
        if words.fee_note:
            lines.append(words.fee_note)
    if words.bring:
        lines += ["", *(f"- {label}" for _, label in words.bring)]
    if told.channels:
        ways = [(spoken.gettext(CHANNEL[each]), way_detail(each, told, spoken, profile)) for each in told.channels]
        lines += ["", f"Appointment {told.appointment}:"]
        lines += [f"- {'. '.join(filter(None, way))}" for way in ways]
    if told.ticket_class is not None:
        lines += ["", f"Ticket class {told.ticket_class}"]
    return [*lines, "", "Why:", *(f"  {line}" for line in staff)]
