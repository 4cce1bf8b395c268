"""The screen of an answer, and the touches by which somebody with these facts comes to it, or why nobody does."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from devices.api import CardDate, CardReading
from kiosk.residence import engine
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import Medical, Office, ResultCode, Service
from kiosk.visit.model import phases
from kiosk.visit.model.questions import question
from kiosk.visit.model.state import Moment, Setting, Situation, Visit, VisitState
from kiosk.visit.tour.explore import sample_reading
from kiosk.visit.tour.people import Person
from kiosk.visit.tour.walker import Told, Touch, walk

# what the office says of a card; the rest is said by touches or by the card
_OFFICE: Final = ("card_status", "applied", "applied_at", "letter", "procedure")
_UNKNOWN: Final = Facts()
_MONO = 1000.0


@dataclass(frozen=True, slots=True)
class Reached:
    """`told`: the sentences of the screen.  `touches` is None where no walk ends there, and `why_not` says why."""

    told: tuple[str, ...]
    touches: tuple[Touch, ...] | None
    why_not: str = ""


def reach(facts: Facts, profile: Profile, now: datetime, *, clock_ok: bool, language: str) -> Reached:
    """The screen that says the answer to these facts, and the shortest way there at this place."""
    place = profile.place(facts.place).id
    wanted = replace(facts, place=place, service=_asked_for(facts))
    idle = VisitState(Setting(profile, place, "walk"), Moment(now, _MONO), Situation(clock_ok=clock_ok))
    told = screen(idle, wanted, language).sentences
    if wanted.service is None:
        return Reached(told, None, "Without a service there is no answer: the kiosk first asks what it is about.")
    ends = [
        each
        for each in walk(idle, _person(wanted), language=language, only=wanted.service, details=True)
        if isinstance(each.state.phase, (phases.Answered, phases.Sorry)) and each.visit.facts.service is wanted.service
    ]
    for each in ends:
        if each.sentences == told and _agrees(wanted, each.visit.facts):
            return Reached(told, each.touches)
    return Reached(told, None, _why_not(wanted, ends))


def _asked_for(facts: Facts) -> Service | None:
    """What the kiosk takes it for where nothing was chosen: a card that is put in first, or a medical reason, is about renewing."""
    dated = facts.document_type is not None and facts.valid_until is not None
    first = dated or facts.medical not in {None, Medical.NONE}
    return facts.service or (Service.RENEW if first else None)


def screen(idle: VisitState, facts: Facts, language: str) -> Told:
    """The screen as it stands after the rules have answered."""
    answer = engine.answer(facts, idle.setting.profile, idle.now.civil, clock_ok=idle.situation.clock_ok)
    service = facts.service.value if facts.service else ""
    visit = Visit("walk", _MONO, language, service=service, said=facts, answer=answer)
    bad = answer.result is ResultCode.BAD_FACTS
    phase: phases.Phase = phases.Sorry(phases.Fault.BAD_FACTS) if bad else phases.Answered()
    return Told(Person(""), (), replace(idle, visit=visit, phase=phase))


def _person(facts: Facts) -> Person:
    known = {name: value for name in _OFFICE if (value := getattr(facts, name)) is not None}
    silent = facts.office is Office.DOWN or facts.card_status is None
    return Person("given", _card(facts), None if silent else known)


def _card(facts: Facts) -> CardReading | None:
    """A card with these dates; None where no chip could have told them."""
    if facts.document_type is None:
        return None
    day = facts.valid_until or facts.valid_from
    if day is None:
        return None
    reading = sample_reading(day)
    card = replace(
        reading.card, document_type=facts.document_type, valid_from=facts.valid_from, valid_until=facts.valid_until
    )
    return replace(reading, card=card, holder=replace(reading.holder, birth_date=_birth(facts.born)))


def _birth(born: PartialDate | None) -> CardDate | None:
    if born is None:
        return None
    first, last = born.earliest, born.latest
    if first == last:
        return CardDate(first.year, first.month, first.day)
    return CardDate(first.year, first.month) if first.month == last.month else CardDate(first.year)


def _given(facts: Facts) -> dict[str, Any]:
    """The facts that are known, by name."""
    named = ((field.name, getattr(facts, field.name)) for field in fields(Facts))
    return {name: value for name, value in named if value != getattr(_UNKNOWN, name)}


def _agrees(wanted: Facts, walked: Facts) -> bool:
    """True when the walk says nothing against what is known; what it does not ask makes no difference there."""
    unknown = {name for name in _given(wanted) if getattr(walked, name) == getattr(_UNKNOWN, name)}
    return all(name in unknown or _says(value, getattr(walked, name)) for name, value in _given(wanted).items())


def _says(value: object, walked: object) -> bool:
    if isinstance(value, PartialDate) and isinstance(walked, PartialDate):
        return walked.earliest <= value.earliest and value.latest <= walked.latest
    return value == walked


def _why_not(wanted: Facts, ends: list[Told]) -> str:
    if not ends:
        return f"Nothing on this place's menu leads to {wanted.service}."
    walked = [each.visit.facts for each in ends]
    never = [
        name for name, value in _given(wanted).items() if not any(_says(value, getattr(each, name)) for each in walked)
    ]
    if never:
        return f"No touch, card or office says this here: {', '.join(never)}."
    asked: dict[str, None] = {}
    for each in ends:
        for before, _ in each.visit.trail:
            if isinstance(before, phases.Asking):
                asked[question(before.question).text] = None
    if not asked:
        return "With these facts the kiosk says something else."
    return f"The kiosk asks before it answers: {' '.join(asked)}"
