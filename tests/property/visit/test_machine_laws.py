"""The machine is walked, whole in the longer proofs; what must hold in every state and for every step is checked on the way."""

import dataclasses
from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from devices.api import CardRemoved, DeviceEvent
from kiosk.base.clock import BRUSSELS
from kiosk.base.values.aloud import aloud
from kiosk.profiles.loader import load
from kiosk.views.touches import Pressed
from kiosk.views.view import (
    VIEW_KINDS,
    BoardView,
    ClosedView,
    LanguageView,
    OutOfServiceView,
    StaffView,
    TakeTicketView,
)
from kiosk.visit.model import phases
from kiosk.visit.model.effects import AskOffice, CheckIn, IssueTicket, PrintTicket, VerifyPin, VisitEnded
from kiosk.visit.model.inputs import Tick, TicketIssued
from kiosk.visit.model.phases import Idle, Issuing, Phase, TakeCard, TakeTicket, Ticketed
from kiosk.visit.model.state import Moment, Setting, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import spoken
from kiosk.visit.steps.moves import beneath, under
from kiosk.visit.steps.step import step
from kiosk.visit.tour.explore import sample_reading, walk, with_camera
from kiosk.visit.tour.showcase import views

PERSONAL = ("Amina", "Voorbeeld", "91081700000", "1991")
READING = sample_reading(datetime(2027, 2, 20, tzinfo=BRUSSELS).date())
NAME, NUMBER, CHIP = READING.holder.given_names, READING.holder.national_number, READING.card.chip_number
# read because the file of a card is one piece, and nobody's business after that
DROPPED = {
    READING.holder.surname,
    READING.holder.birth_place,
    READING.holder.nationality,
    READING.card.card_number,
}
BEFORE_A_LOOK_UP = (phases.Greeting, phases.TypePin, phases.LastTry, phases.Checking, phases.Asking)
# where the matter is done the last one says so, or is the button that matters
CONTROLS = (("back", "help", "stop"), ("back", "help", "done"), ("back", "help"))


def start():
    moment = datetime(2027, 2, 20, 10, 0, tzinfo=BRUSSELS)
    profile = load("gent", today=moment.date())
    return with_camera(VisitState(Setting(profile, "stadskantoor", "walk"), Moment(moment, 1000.0)))


def later(state, seconds):
    return Moment(state.now.civil + timedelta(seconds=seconds), state.now.mono + seconds)


_NOTHING = frozenset()
_seen = {}  # a step makes few parts of a state anew: what each holds, with the part itself, so that no other gets its number


def held(value):
    """Every text in a value, however deep; a setting is the municipality's and holds nobody."""
    kind = type(value)
    if kind is str:
        return frozenset((value,))
    if issubclass(kind, (tuple, list, set, frozenset)):
        return _NOTHING.union(*map(held, value))
    if not dataclasses.is_dataclass(kind) or kind is Setting:
        return frozenset((str(value),)) if isinstance(value, str) else _NOTHING
    part, texts = _seen.get(id(value), (None, _NOTHING))
    if part is not value:
        texts = _NOTHING.union(*(held(getattr(value, name)) for name in value.__dataclass_fields__))
        if len(_seen) > 20_000:
            _seen.clear()
        _seen[id(value)] = value, texts
    return texts


def holds_too_much(edge):
    """The laws about what is held and sent of a card that this step breaks."""
    visit, on = edge.after.visit, beneath(edge.after.phase)
    texts = held(edge.after)
    if texts & DROPPED or (visit and visit.reading and visit.reading.holder.sex):
        yield "what nobody needs of a card is never held"
    if NAME in texts and not isinstance(on, phases.Greeting):
        yield "the first name is held as long as it is greeted"
    looked_up = visit is not None and visit.service in ("collect", "appointment")
    if NUMBER in texts and not (looked_up and isinstance(on, BEFORE_A_LOOK_UP)):
        yield "the register number is held until its look-up"
    for effect in edge.effects:
        sent = held(effect)
        if (
            sent & {*DROPPED, NAME}
            or (NUMBER in sent and not isinstance(effect, (AskOffice, CheckIn)))
            or (CHIP in sent and not isinstance(effect, IssueTicket))
        ):
            yield "what is sent of a card is sent for its purpose"


def waits_home(state):
    """Nobody does anything any more: where does it end?"""
    for _ in range(40):
        wait = 0.3 if state.deadline is None else max(0.0, state.deadline - state.now.mono) + 0.2
        state, _ = step(state, Tick(), later(state, max(wait, 31.0)))
        if isinstance(state.phase, (Idle, TakeCard)):
            return True
    return False


def said(shown):
    return " ".join(utterance.text for utterance in spoken(shown))


# how many kinds of states are entered: the nearest ones, with nearly each phase and each kind of screen; and all there are
@pytest.fixture(scope="module", params=[2_500, pytest.param(20_000, marks=pytest.mark.full)], ids=["nearest", "all"])
def walked(request):
    broken = defaultdict(list)
    reached, kinds = set(), set()
    homes = {}

    def note(law, edge):
        if len(broken[law]) < 5:
            broken[law].append(f"{edge.label}: {type(edge.before.phase).__name__} -> {type(edge.after.phase).__name__}")

    for edge in walk(start(), request.param):
        after, phase = edge.after, edge.after.phase
        shown = view(after)
        reached.add(type(phase).__name__)
        kinds.add(type(shown))
        ended = [effect for effect in edge.effects if isinstance(effect, VisitEnded)]
        if not isinstance(shown, LanguageView) and len(shown.actions) > 6:
            note("at most six choices", edge)
        if tuple(action.key for action in shown.controls) not in ((), *CONTROLS):
            note("controls always in the same place", edge)
        keys = [action.key for action in (*shown.actions, *shown.controls)]
        if shown.controls and ("stop" in keys) + ("done" in keys) != 1:
            note("one button ends the visit", edge)
        for law in holds_too_much(edge):
            note(law, edge)
        if ended or after.visit is None:
            text = repr(after.visit) + repr(shown)
            leftover = after.visit is not None and (after.visit.reading or after.visit.answer)
            if leftover or any(word in text for word in PERSONAL):
                note("nothing personal after a visit", edge)
        if isinstance(edge.given, CardRemoved) and edge.before.visit and edge.before.visit.reading:
            promised = isinstance(under(edge.before.phase), (Issuing, Ticketed))
            if after.visit is not None and (after.visit.reading is not None or not promised):
                note("a pulled card leads home", edge)
        if edge.label == "press stop" and not isinstance(phase, (Idle, TakeCard, TakeTicket)):
            note("stop leads home", edge)
        verifies = [effect.pin for effect in edge.effects if isinstance(effect, VerifyPin)]
        typed_here = any(pin is not None for pin in verifies)  # else the person confirms on the reader's own keys
        if len(verifies) > 1 or (typed_here and edge.given != Pressed("pin.ok")):
            note("one VERIFY for one confirmation by a person", edge)
        asked_for = isinstance(edge.given, Pressed) or edge.label == "check-in OK"
        if any(isinstance(effect, IssueTicket) for effect in edge.effects) and not asked_for:
            note("a number only when a person asks for it", edge)
        if any(isinstance(effect, PrintTicket) for effect in edge.effects) and not isinstance(edge.given, TicketIssued):
            note("print only after the number is durable", edge)
        key = (type(phase), type(under(phase)), after.card_in)
        if key not in homes:
            homes[key] = waits_home(after)
            if not homes[key]:
                note("time leads home", edge)
            if shown.private and not all(utterance.private for utterance in spoken(shown)):
                note("personal screens are said to the headset only", edge)
    return broken, reached, kinds


LAWS = (
    "at most six choices",
    "controls always in the same place",
    "one button ends the visit",
    "nothing personal after a visit",
    "a pulled card leads home",
    "stop leads home",
    "one VERIFY for one confirmation by a person",
    "a number only when a person asks for it",
    "print only after the number is durable",
    "time leads home",
    "personal screens are said to the headset only",
    "what nobody needs of a card is never held",
    "the first name is held as long as it is greeted",
    "the register number is held until its look-up",
    "what is sent of a card is sent for its purpose",
)


@pytest.mark.parametrize("law", LAWS)
def test_the_law_holds_in_every_state(walked, law):
    broken, _, _ = walked
    assert not broken[law]


def test_every_phase_is_reached(walked, request):
    _, reached, _ = walked
    # changing a PIN is what lies farthest from the beginning
    far = {"ChangingPin"} if request.node.callspec.id == "nearest" else set()
    assert reached | far == {kind.__name__ for kind in Phase.__args__}


def test_every_view_kind_of_a_visit_is_reached(walked):
    _, _, kinds = walked
    assert set(VIEW_KINDS) - kinds == {BoardView, ClosedView, OutOfServiceView, StaffView}
    assert kinds <= set(VIEW_KINDS), "kiosk/views/view.py: VIEW_KINDS lacks one that is shown"


def test_all_that_is_on_a_screen_is_spoken():
    for language in ("nl", "en", "ar"):
        for name, shown in views(language):
            text = said(shown)
            # the last screen ends with a good-bye: nobody has to press anything there
            pressed = () if isinstance(shown, TakeTicketView) else (*shown.actions, *shown.controls)
            for part in (shown.title, *shown.body, *(action.label for action in pressed)):
                enabled = [action.label for action in (*shown.actions, *shown.controls) if not action.enabled]
                if part and part not in enabled:
                    assert aloud(part, language) in text, (language, name, part)


def test_devices_events_and_inputs_are_one_closed_union():
    from kiosk.visit.model.inputs import Input

    assert DeviceEvent not in Input.__args__
    assert len(set(Input.__args__)) == len(Input.__args__)
