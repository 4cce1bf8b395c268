"""One state of every kind, so that every screen can be looked at in every language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from devices.api import (
    CardData,
    CardDate,
    CardProblem,
    CardReading,
    Holder,
    Keypad,
    MrzSeen,
    Pin,
    ProofState,
    Trust,
    Verdict,
)
from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.base.languages import N_
from kiosk.profiles.loader import load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts
from kiosk.residence.opening import closes_at, is_open, next_opening
from kiosk.residence.profile import Place, Profile
from kiosk.residence.topics import topics
from kiosk.residence.vocabulary import CardStatus, Codes, Office, Procedure, Service
from kiosk.views.view import BoardView, Call, Comfort, PaperState, View
from kiosk.visit.model import phases
from kiosk.visit.model.issued import IssuedTicket
from kiosk.visit.model.state import Moment, Setting, Situation, Standing, Visit, VisitState
from kiosk.visit.shown import menus
from kiosk.visit.shown.labels import service_label
from kiosk.visit.shown.presenter import view

# the visits of Amina: inside the window, before it, after it
OPEN_DAY = datetime(2027, 2, 20, 10, 40, tzinfo=BRUSSELS)
EARLY_DAY = datetime(2027, 2, 13, 10, 40, tzinfo=BRUSSELS)
LATE_DAY = datetime(2027, 3, 15, 10, 40, tzinfo=BRUSSELS)
PAST_DAY = datetime(2027, 4, 6, 10, 40, tzinfo=BRUSSELS)
_SUNDAY = datetime(2027, 2, 21, 14, 0, tzinfo=BRUSSELS)
_MONO = 1000.0
# what a back office tells
_OFFICE = ("office", "card_status", "applied", "applied_at", "letter")


def reading(code: int = 33) -> CardReading:
    """Amina's card; she is invented."""
    card = CardData(code, "1.8", "B000000000", "00" * 16, date(2024, 3, 31), date(2027, 3, 31), "Gent")
    holder = Holder("Amina", "Voorbeeld", "Marokko", "Rabat", CardDate(1991, 8, 17), "F", "91081700000")
    trust = Trust(Verdict.GENUINE, identity=ProofState.VALID, chain=ProofState.VALID, chip=ProofState.VALID)
    return CardReading(card, holder, trust=trust, tries_left=3)


@dataclass(frozen=True, slots=True)
class _Hours:
    """A place's own: until when it is open on the day that is shown, and when it opens after that Sunday."""

    closes: datetime | None
    opens: datetime | None


def _hours(profile: Profile, place: Place) -> _Hours:
    """Saturday's, or where it is closed on Saturday those of the first open day after it."""
    begins = OPEN_DAY if is_open(profile, place, OPEN_DAY) else next_opening(profile, place, OPEN_DAY)
    closes = closes_at(profile, place, begins) if begins is not None else None
    today = closes and closes.replace(year=OPEN_DAY.year, month=OPEN_DAY.month, day=OPEN_DAY.day)
    return _Hours(today, next_opening(profile, place, _SUNDAY))


def states(profile: Profile, language: str, comfort: Comfort | None = None) -> Iterator[tuple[str, VisitState]]:
    """(name, state) for every screen of a resident's visit."""
    place = profile.places[0].id
    setting = Setting(profile, place, "show", mrz=True, asks_issuer=True)
    visit = Visit(
        id="show-1", started=_MONO, language=language, comfort=comfort or Comfort(), trail=((phases.Menu(), Facts()),)
    )
    read = replace(visit, reading=reading())
    hours = _hours(profile, profile.places[0])
    base = VisitState(setting, Moment(OPEN_DAY, _MONO), Situation(camera=True, waiting=7, until=hours.closes))

    def at(phase: phases.Phase, here: Visit | None = visit, moment: datetime = OPEN_DAY, **more: Any) -> VisitState:
        state = replace(base, phase=phase, visit=here, now=Moment(moment, _MONO))
        return replace(state, **more)

    def told(
        service: Service, moment: datetime = OPEN_DAY, card: CardReading | None = None, **known: Any
    ) -> VisitState:
        unsaid = {name: value for name, value in known.items() if name in _OFFICE}
        spoken = {name: value for name, value in known.items() if name not in _OFFICE}
        here = replace(
            visit,
            service=service.value,
            said=Facts(service=service, place=place, **spoken),
            office=unsaid or None,
            reading=card,
            pin_proved=card is not None,
        )
        here = replace(here, answer=answer(here.facts, profile, moment, clock_ok=True))
        return at(phases.Answered(), here, moment)

    yield "attract", at(phases.Idle(), None)
    yield "language", at(phases.ChooseLanguage())
    yield "menu", at(phases.Menu())
    groups = [entry.id for entry in profile.menu if entry.services]
    for group in groups:
        yield f"menu-{group}", at(phases.Menu(group))
        if any(action.key == "menu.more" for action in menus.actions(setting, group, texts(language))):
            yield f"menu-{group}-more", at(phases.Menu(group, 1))
    yield "menu-no-card", at(phases.Menu("no_card"))
    yield "menu-topics", at(phases.Menu(menus.TOPICS))
    for topic in topics(texts(language), profile):
        for page in range(len(topic.pages)):
            yield f"information-{topic.id}-{page + 1}", at(phases.Information(topic.id, page))
    yield "card-in", at(phases.AwaitCard())
    yield "card-in-child", at(phases.AwaitCard(), replace(visit, said=Facts(for_other=True)))
    yield "card-turn", at(phases.AwaitCard(1))
    yield "reading", at(phases.Reading())
    yield "greeting", at(phases.Greeting(_MONO), read)
    yield "pin", at(phases.TypePin(_typed(2)), read)
    yield "pin-wrong", at(phases.TypePin(Pin(), wrong=True), replace(read, reading=replace(reading(), tries_left=2)))
    yield "last-try", at(phases.LastTry(), read)
    yield "checking", at(phases.Checking(_MONO), read)
    yield "pin-change", at(phases.ChangingPin(phases.PinStage.NEW, _typed(3), old=Pin()), read)
    keys = replace(read, reading=replace(reading(), pad_verifies=True, pad_changes=True))
    yield "pin-keys", at(phases.TypePin(Pin()), keys)
    yield "pin-change-keys", at(phases.ChangingPin(phases.PinStage.OLD, Pin(), sent=True), keys)
    yield "pin-blocked", at(phases.PinBlocked(), read)
    yield "answer-open", told(Service.RENEW, card=reading())
    yield "answer-early", told(Service.RENEW, EARLY_DAY, card=reading())
    yield "answer-late", told(Service.RENEW, LATE_DAY, card=reading())
    yield "answer-expired", told(Service.RENEW, PAST_DAY, card=reading())
    yield "answer-urgent", told(Service.URGENT, children=2)
    yield "answer-lost", told(Service.LOST, police_paper=False)
    known: dict[str, Any] = {
        "codes": Codes.YES,
        "procedure": Procedure.REGULAR,
        "office": Office.UP,
        "card_status": CardStatus.READY,
    }
    applied: dict[str, Any] = {"applied": date(2027, 1, 20), "letter": date(2027, 2, 10)}
    yield "answer-collect", told(Service.COLLECT, card=reading(), applied_at=place, **known, **applied)
    other = profile.places[-1].id
    yield "answer-elsewhere", told(Service.COLLECT, card=reading(), applied_at=other, **known, **applied)
    for question in (
        "for-whom",
        "for-whom-urgent",
        "how-many",
        "role",
        "codes",
        "police-paper",
        "switch-to",
        "child-age",
    ):
        yield f"question-{question}", at(phases.Asking(question))
    years = replace(visit, said=Facts(service=Service.LONG_TERM, months=(96, 0, 0)))
    yield "question-years-not-counted", at(phases.Asking("years-not-counted"), years)
    yield "looking-up", at(phases.LookingUp("show-1.1"))
    yield "scan", at(phases.Scanning("show-1.1"))
    yield "scan-card", at(phases.Scanning("show-1.1", mrz=True))
    yield "code", at(phases.TypingCode("GNT-204"))
    yield "check-in-early", at(phases.CheckInAnswered("CHECKIN_TOO_EARLY", OPEN_DAY.replace(hour=11, minute=30), place))
    yield "check-in-elsewhere", at(phases.CheckInAnswered("CHECKIN_ELSEWHERE", OPEN_DAY.replace(hour=11), other))
    yield (
        "confirm-card",
        at(phases.ConfirmMrz(MrzSeen("show-1.1", "ID", "000000000000", "1991-08-17", "2027-03-31", "MAR"))),
    )
    yield "confirm-ticket", at(phases.ConfirmTicket("G"))
    yield "already-held", at(phases.Holding("R014", "R", "P"))
    yield "issuing", at(phases.Issuing("show-1.1", "R"))
    yield "slip", at(phases.SlipPrinting("show-1.1"))
    ticket = IssuedTicket("show", "R014", "R", "SHOWTICKET01", 3, (10, 20))
    ticketed = replace(told(Service.RENEW, card=reading()).visit or visit, ticket=ticket)
    yield "ticket-printing", at(phases.Ticketed(PaperState.PRINTING), ticketed)
    yield "ticket-printed", at(phases.Ticketed(PaperState.PRINTED), ticketed)
    yield "ticket-screen", at(phases.Ticketed(PaperState.SCREEN_ONLY), ticketed)
    yield "take-card", at(phases.TakeCard(_MONO, "R014"), replace(visit, trail=()))
    yield "take-ticket", at(phases.TakeTicket("R014"), replace(visit, trail=()))
    yield "more-time", at(phases.MoreTime(phases.Menu(), _MONO + 28))
    yield "help", at(phases.Helping(phases.AwaitCard()))
    yield "help-data", at(phases.Helping(phases.AwaitCard(), data=True))
    ears = replace(visit, comfort=replace(visit.comfort, speech=True))
    yield (
        "help-by-ear",
        at(phases.Helping(phases.Menu()), ears, headset=True, situation=Situation(keypad=Keypad.NAVPAD_8_KEY)),
    )
    yield "headset-out", at(phases.HeadsetOut(phases.Answered()), read)
    for problem in (CardProblem.NOT_RESIDENCE_CARD, CardProblem.CARD_NOT_SUPPORTED, CardProblem.CARD_UNREADABLE):
        yield f"sorry-{problem.value.lower()}", at(phases.Sorry(phases.Fault.CARD_PROBLEM, problem))
    for problem in (CardProblem.CHIP_DEFECT, CardProblem.NO_READER):
        yield f"sorry-{problem.value.lower()}", at(phases.Sorry(phases.Fault.CARD_PROBLEM, problem))
    yield "sorry-refused", at(phases.Sorry(phases.Fault.CARD_REFUSED))
    yield "sorry-cap", at(phases.Sorry(phases.Fault.NO_TICKET, code="CAP_REACHED", until=hours.opens))
    yield "sorry-store", at(phases.Sorry(phases.Fault.NO_TICKET, code="DISK_FULL"))
    closed = Situation(Standing.CLOSED, until=hours.opens)
    yield "closed", at(phases.Idle(), None, _SUNDAY, situation=closed)
    until = OPEN_DAY.replace(hour=13, minute=0)
    out = Situation(Standing.OUT, cause=N_("There is work on the wires."), until=until)
    yield "out-of-service", at(phases.Idle(), None, situation=out)


def views(language: str, comfort: Comfort | None = None, profile: Profile | None = None) -> list[tuple[str, View]]:
    """(name, View) for every screen, of Ghent unless told otherwise; those without a visit in `language` too."""
    profile = profile or load("gent", today=OPEN_DAY.date())
    return list(_views(profile, language, comfort))


def _views(profile: Profile, language: str, comfort: Comfort | None) -> Iterator[tuple[str, View]]:
    for name, state in states(profile, language, comfort):
        if state.visit is None:
            state = replace(state, setting=replace(state.setting, profile=_first(profile, language)))  # noqa: PLW2901
        yield name, view(state)
    yield "board", board(profile, language)


def board(profile: Profile, language: str) -> BoardView:
    """The waiting-room display with invented calls."""
    t = texts(language)
    return BoardView(
        language=language,
        title=t.gettext(N_("Waiting room")),
        place=f"{profile.name} · {profile.places[0].name}",
        face=profile.look.face,
        current=Call("R014", "3", service_label(profile, "R", language), fresh=True),
        recent=(
            Call("P021", "1"),
            Call("R2-004", "4"),
            Call("R013", "3", day=t.day(OPEN_DAY.date() - timedelta(days=1), year=False)),
            Call("Z002", "2"),
            Call("P020", "1"),
        ),
        clock=t.clock(OPEN_DAY),
        counter_label=t.gettext(N_("Counter")),
    )


def _first(profile: Profile, language: str) -> Profile:
    """The profile with this language first, as a municipality of that language would have it."""
    if language in profile.official:
        return profile
    ordered = sorted(profile.languages, key=lambda each: each.code != language)
    house = profile.municipality.model_copy(update={"official_languages": (language,)})
    return profile.model_copy(update={"languages": tuple(ordered), "municipality": house})


def _typed(count: int) -> Pin:
    pin = Pin()
    for _ in range(count):
        pin = pin.with_digit(0)
    return pin
