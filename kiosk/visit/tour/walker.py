"""Walks through a visit as a person does, by touches and with a card, and collects everything that is told on the way.

Nothing is invented here: the real `step` and `view` are driven, and what devices and desks would answer comes from the person.
Each walk takes a way once; "back", "stop" and the tools lead nowhere new.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import NamedTuple

from devices.api import (
    CardFault,
    CardIdentified,
    CardInserted,
    CardJudged,
    CardProblem,
    CardReading,
    CardRemoved,
    CodeSeen,
    MrzSeen,
    PinChecked,
    PinOutcome,
    Receipt,
)
from devices.api import Text as PaperText
from kiosk.residence.menu import menu
from kiosk.residence.vocabulary import Service
from kiosk.views.touches import DigitTyped, Pressed, Touched
from kiosk.views.view import View
from kiosk.visit.model import phases
from kiosk.visit.model.effects import Effect, PrintSlip, PrintTicket
from kiosk.visit.model.inputs import CheckedIn, Input, OfficeAnswered, SlipPrinted, Tick, TicketIssued
from kiosk.visit.model.known import by_card
from kiosk.visit.model.questions import question
from kiosk.visit.model.state import Moment, Visit, VisitState
from kiosk.visit.shown.menus import MEDICAL
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import sentences, spoken
from kiosk.visit.steps.step import step
from kiosk.visit.tour.people import Person

CARD = "card"
Screens = Callable[[], Iterator[tuple[str, VisitState]]]
_PIN = (1, 2, 3, 4)
# buttons that end something or are on every screen
_NOWHERE = frozenset({"back", "help", "stop", "done", "slip", "priority", "take", "ticket", "change_pin", "menu"})
_CODE = "ABC-123-XYZ"
_CHECK_INS = ("OK", "TOO_EARLY", "TOO_LATE", "ELSEWHERE", "OTHER_DAY", "NOT_FOUND")


class Touch(NamedTuple):
    """What a person does: the key of a button, or `CARD`; and the words on it."""

    key: str
    label: str


@dataclass(frozen=True)
class Told:
    """One screen that somebody comes to: who, how, and what is on it."""

    person: Person
    touches: tuple[Touch, ...]
    state: VisitState
    before: Told | None = None

    def after(self, touch: Touch, state: VisitState) -> Told:
        """The next screen of the same walk."""
        return Told(self.person, (*self.touches, touch), state, self)

    @property
    def screens(self) -> tuple[tuple[phases.Phase, Touch], ...]:
        """The screens on the way here, each with what was done there."""
        if self.before is None:
            return ()
        return (*self.before.screens, (self.before.state.phase, self.touches[-1]))

    @property
    def visit(self) -> Visit:
        """The visit that is going on."""
        assert self.state.visit is not None  # noqa: S101  (a screen of a walk belongs to a visit)
        return self.state.visit

    @cached_property
    def view(self) -> View:
        """The screen."""
        return view(self.state)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence of the screen in reading order, without its buttons."""
        return tuple(text for text, _ in sentences(self.view) if text)

    @cached_property
    def speech(self) -> tuple[str, ...]:
        """What is said by the voice, buttons too."""
        return tuple(each.text for each in spoken(self.view))

    @cached_property
    def buttons(self) -> frozenset[str]:
        """The keys of the choices that can be pressed."""
        return frozenset(action.key for action in self.view.actions if action.enabled)

    @cached_property
    def slip(self) -> tuple[str, ...]:
        """The lines of the slip in the resident's language; empty where none is offered."""
        own = self.visit.language
        lines = _lines(self._pressed("slip", PrintSlip)) if "slip" in self.buttons else ()
        return tuple(line.text for line in lines if line.language == own)

    @cached_property
    def ticket(self) -> tuple[str, ...]:
        """The lines of the ticket; empty where none is offered."""
        lines = _lines(self._pressed("ticket", PrintTicket)) if "ticket" in self.buttons else ()
        return tuple(line.text for line in lines)

    @cached_property
    def paper(self) -> Receipt | None:
        """What would come out of the printer: the ticket, else the slip; None where neither is offered."""
        if "ticket" in self.buttons:
            return self._pressed("ticket", PrintTicket)
        return self._pressed("slip", PrintSlip) if "slip" in self.buttons else None

    @property
    def way(self) -> str:
        """How it was reached, in the words of the buttons."""
        return " › ".join(touch.label for touch in self.touches)

    def _pressed(self, key: str, wanted: type[PrintSlip | PrintTicket]) -> Receipt | None:
        state, effects = do(self.state, Pressed(key))
        found = list(effects)
        if isinstance(state.phase, phases.Issuing):
            issuing = state.phase
            given = TicketIssued(issuing.request, "walk", f"{issuing.klass}001", issuing.klass, "WALK", 3, (10, 20))
            _, effects = do(state, given)
            found += effects
        return next((each.receipt for each in found if isinstance(each, wanted)), None)


def walk(
    start: VisitState,
    person: Person,
    *,
    language: str = "en",
    only: Service | None = None,
    details: bool = False,
    late: bool = False,
) -> Iterator[Told]:
    """Every screen that waits for this person, the shortest way first; `only`: on the way to one service.

    `details`: every answer to a question on which a detail depends; without it who walks does not know.
    `start` is an idle kiosk.  The card is put in where it is asked for, at a question, and before anything is chosen;
    `late`: also when the answer stands there.
    """
    state, _ = do(start, Touched())
    state, _ = do(state, Pressed(f"language.{language}"))
    todo = deque([Told(person, (), state)])
    seen = {_key(state)}
    while todo:
        here = todo.popleft()
        yield here
        for touch, leads in choices(here, only, details=details, late=late):
            for label, after in leads():
                key = _key(after)
                if key not in seen:
                    seen.add(key)
                    todo.append(here.after(touch._replace(label=f"{touch.label}{label}"), after))


def follow(told: Told, keys: Iterable[str]) -> Told:
    """The screen after these touches more; a touch that is not offered is left out."""
    for key in keys:
        told = next(_by(told, key), told)
    return told


def _by(told: Told, key: str) -> Iterator[Told]:
    """The screens that this touch leads to."""
    if key == "menu" and "menu" in told.buttons:
        after, _ = do(told.state, Pressed("menu"))
        yield told.after(Touch("menu", "menu"), after)
        return
    for touch, leads in choices(told):
        if touch.key == key:
            for label, after in leads():
                yield told.after(touch._replace(label=f"{touch.label}{label}"), after)


def choices(
    here: Told, only: Service | None = None, *, details: bool = True, late: bool = True
) -> Iterator[tuple[Touch, Screens]]:
    """What this person can do here, and for each the screens that it would lead to, with what is told of the way.

    `details`: every answer to a question on which a detail depends, or only "I do not know".  `late`: a card that can tell
    more is put in at the answer too.
    """
    state = here.state
    shown = here.view.actions
    if isinstance(state.phase, phases.Asking) and question(state.phase.question).detail and not details:
        shown = shown[-1:]
    for action in (*shown, *here.view.controls):
        if action.enabled and action.key not in _NOWHERE and _leads(state, action.key, only):
            yield Touch(action.key, action.label), partial(_after, here, Pressed(action.key))
    if isinstance(state.phase, phases.TypingCode):
        yield Touch("code", _CODE), partial(_after, here, CodeSeen(_CODE))
    back = here.person.card
    if isinstance(state.phase, phases.Scanning) and state.phase.mrz and back is not None:
        yield Touch("back", "(back of the card)"), partial(_after, here, _zone(state.phase.request, back))
    if here.person.card is not None and state.situation.cards and not state.card_in and here.visit.reading is None:
        # without a service chosen, the card alone is asked about
        first = only in (None, Service.RENEW) and state.phase == phases.Menu()
        answered = late and isinstance(state.phase, phases.Answered)
        closer = answered and by_card(here.visit.said, state.now.civil.date(), state.setting.profile)
        if isinstance(state.phase, (phases.AwaitCard, phases.Asking)) or first or closer:
            yield Touch(CARD, f"({CARD})"), partial(_after, here, CardInserted())


def _zone(request: str, back: CardReading) -> MrzSeen:
    """What the camera reads on the back: dates alone matter."""
    born, until = back.holder.birth_date, back.card.valid_until
    day = f"{born.year}-{born.month or 1:02}-{born.day or 1:02}" if born is not None else ""
    return MrzSeen(request, "ID", "000590696101", day, until.isoformat() if until is not None else "", "MAR")


def _after(here: Told, given: Input) -> Iterator[tuple[str, VisitState]]:
    state, _ = do(here.state, given)
    return _settled(state, here.person)


def _leads(state: VisitState, key: str, only: Service | None) -> bool:
    """Whether a button of a menu is on the way to the service."""
    word, _, value = key.partition(".")
    if only is None or word != "menu":
        return True
    if value in (only.value, "more"):
        return True
    if value.split(".")[0] == MEDICAL:
        return only is Service.RENEW
    items = menu(state.setting.profile, state.setting.profile.place(state.setting.place))
    return any(item.id == value and any(leaf.service is only for leaf in item.children) for item in items)


def _settled(state: VisitState, person: Person) -> Iterator[tuple[str, VisitState]]:
    """The screens that come when devices and desks have answered, each with what is to be told of the way."""
    label = ""
    while True:
        visit, phase = state.visit, state.phase
        if visit is None:
            return
        request = f"{visit.id}.{visit.asked}"
        match phase:
            case phases.Reading() if not person.chip_answers:
                state, _ = do(state, CardFault(request, CardProblem.CHIP_DEFECT))
                state, _ = do(state, CardRemoved())
            case phases.Reading() if person.card is not None:
                state, _ = do(state, CardIdentified(request, person.card))
            case phases.Greeting(judged=False) if person.card is not None:
                state, _ = do(state, CardJudged(request, person.card))
            case phases.Greeting():
                state, _ = do(state, Tick(), 2.0)
            case phases.TypePin() if not person.knows_pin:
                state, _ = do(state, Pressed("pin.forgot"))
                label = ", PIN forgotten"
            case phases.TypePin():
                for digit in _PIN:
                    state, _ = do(state, DigitTyped(digit))
                state, _ = do(state, Pressed("pin.ok"))
                label = ", PIN"
            case phases.Checking(correct_since=None):
                state, _ = do(state, PinChecked(request, PinOutcome.CORRECT, 3, proved=True))
            case phases.Checking():
                state, _ = do(state, Tick(), 2.0)
            case phases.LookingUp(request=asked, code=""):
                state, _ = do(state, OfficeAnswered(asked, person.office))
            case phases.LookingUp(request=asked):
                yield from _check_ins(state, asked, label)
                return
            case phases.SlipPrinting(request=asked):
                state, _ = do(state, SlipPrinted(asked, True))
            case phases.Issuing():
                return
            case _:
                yield label, state
                return


def _check_ins(state: VisitState, asked: str, label: str) -> Iterator[tuple[str, VisitState]]:
    place = state.setting.profile.places[-1].id
    for code in _CHECK_INS:
        after, _ = do(state, CheckedIn(asked, f"CHECKIN_{code}", state.now.civil, place))
        if not isinstance(after.phase, phases.Issuing):
            yield f"{label} ({code.lower().replace('_', ' ')})", after


def do(state: VisitState, given: Input, seconds: float = 1.0) -> tuple[VisitState, tuple[Effect, ...]]:
    """One input to the machine, this long after the last one."""
    # civil time stands still: how long a person takes is no matter of what is told
    return step(state, given, Moment(state.now.civil, state.now.mono + seconds))


def _key(state: VisitState) -> tuple[object, ...]:
    visit = state.visit
    asked: tuple[object, ...] = ()
    known: tuple[object, ...] = ()
    if visit is not None:
        asked = tuple(sorted(phase.question for phase, _ in visit.trail if isinstance(phase, phases.Asking)))
        known = (visit.service, visit.said, visit.facts, visit.reading is not None, visit.office is not None)
    phase = state.phase
    if isinstance(phase, phases.Scanning):
        phase = replace(phase, request="")
    return (phase, *known, asked, state.card_in)


def _lines(receipt: Receipt | None) -> tuple[PaperText, ...]:
    blocks = receipt.blocks if receipt is not None else ()
    return tuple(block for block in blocks if isinstance(block, PaperText))
