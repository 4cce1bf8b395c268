"""The whole machine is walked once; what must hold in every state and for every step is checked on the way."""

from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from devices.api import CardRemoved, DeviceEvent
from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import load
from kiosk.views.touches import Pressed
from kiosk.views.view import VIEW_KINDS, BoardView, ClosedView, LanguageView, OutOfServiceView, StaffView
from kiosk.visit.model.effects import IssueTicket, PrintTicket, VerifyPin, VisitEnded
from kiosk.visit.model.inputs import Tick, TicketIssued
from kiosk.visit.model.phases import Idle, Issuing, Phase, TakeCard, TakeTicket, Ticketed
from kiosk.visit.model.state import Moment, Setting, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import spoken
from kiosk.visit.steps.moves import under
from kiosk.visit.steps.step import step
from kiosk.visit.tour.explore import walk, with_camera
from kiosk.visit.tour.showcase import views

PERSONAL = ("Amina", "Voorbeeld", "91081700000", "1991")
CONTROLS = ("back", "help", "stop")


def start():
    moment = datetime(2027, 2, 20, 10, 0, tzinfo=BRUSSELS)
    profile = load("gent", today=moment.date())
    return with_camera(VisitState(Setting(profile, "stadskantoor", "walk"), Moment(moment, 1000.0)))


def later(state, seconds):
    return Moment(state.now.civil + timedelta(seconds=seconds), state.now.mono + seconds)


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


@pytest.fixture(scope="module")
def walked():
    broken = defaultdict(list)
    phases, kinds = set(), set()
    homes = {}

    def note(law, edge):
        if len(broken[law]) < 5:
            broken[law].append(f"{edge.label}: {type(edge.before.phase).__name__} -> {type(edge.after.phase).__name__}")

    for edge in walk(start()):
        after, phase = edge.after, edge.after.phase
        shown = view(after)
        phases.add(type(phase).__name__)
        kinds.add(type(shown))
        ended = [effect for effect in edge.effects if isinstance(effect, VisitEnded)]
        if not isinstance(shown, LanguageView) and len(shown.actions) > 6:
            note("at most six choices", edge)
        if tuple(action.key for action in shown.controls) not in ((), CONTROLS):
            note("controls always in the same place", edge)
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
    return broken, phases, kinds


LAWS = (
    "at most six choices",
    "controls always in the same place",
    "nothing personal after a visit",
    "a pulled card leads home",
    "stop leads home",
    "one VERIFY for one confirmation by a person",
    "a number only when a person asks for it",
    "print only after the number is durable",
    "time leads home",
    "personal screens are said to the headset only",
)


@pytest.mark.parametrize("law", LAWS)
def test_the_law_holds_in_every_state(walked, law):
    broken, _, _ = walked
    assert not broken[law]


def test_every_phase_is_reached(walked):
    _, reached, _ = walked
    assert reached == {kind.__name__ for kind in Phase.__args__}


def test_every_view_kind_of_a_visit_is_reached(walked):
    _, _, kinds = walked
    assert set(VIEW_KINDS) - kinds == {BoardView, ClosedView, OutOfServiceView, StaffView}
    assert kinds <= set(VIEW_KINDS), "kiosk/views/view.py: VIEW_KINDS lacks one that is shown"


def test_all_that_is_on_a_screen_is_spoken():
    for language in ("nl", "en", "ar"):
        for name, shown in views(language):
            text = said(shown)
            for part in (shown.title, *shown.body, *(action.label for action in (*shown.actions, *shown.controls))):
                enabled = [action.label for action in (*shown.actions, *shown.controls) if not action.enabled]
                if part and part not in enabled:
                    assert part in text, (language, name, part)


def test_devices_events_and_inputs_are_one_closed_union():
    from kiosk.visit.model.inputs import Input

    assert DeviceEvent not in Input.__args__
    assert len(set(Input.__args__)) == len(Input.__args__)
