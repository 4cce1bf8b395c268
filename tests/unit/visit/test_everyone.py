"""What the machine owes everyone: nothing by eye alone, by ear alone, in a hurry or with a camera (A05 A08 A09 A22-A28 A32)."""

import random
from dataclasses import replace

import pytest

from devices.api import CardProblem, Pin
from kiosk.base.values.aloud import aloud
from kiosk.profiles.loader import load
from kiosk.views.touches import Pressed
from kiosk.views.view import Comfort, LanguageView, SorryView, TicketView
from kiosk.views.view import Tone as Look
from kiosk.visit.model import phases
from kiosk.visit.model.comfort import change
from kiosk.visit.model.effects import Tone
from kiosk.visit.model.inputs import Tick
from kiosk.visit.model.state import Moment
from kiosk.visit.shown.keypad import order
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import news, spoken
from kiosk.visit.steps.moves import EXTENSIONS, MORE_TIME_SECONDS
from kiosk.visit.steps.step import step as machine_step
from kiosk.visit.tour.showcase import OPEN_DAY, states, views


@pytest.fixture(scope="module")
def shown():
    return dict(states(load("gent", today=OPEN_DAY.date()), "nl"))


def step(state, given, mono):
    return machine_step(state, given, Moment(OPEN_DAY, mono))


def said(shown_view):
    return [utterance.text for utterance in spoken(shown_view)]


def test_ten_thousand_pins_sound_and_look_like_any_other_of_their_length(shown):
    """A05: the screen and the voice know how many digits there are, never which."""
    alike = {}
    generator = random.Random(5)
    for _ in range(10_000):
        pin = Pin()
        for _ in range(generator.randint(1, 12)):
            pin = pin.with_digit(generator.randint(0, 9))
        seen = view(replace(shown["pin"], phase=phases.TypePin(pin)))
        assert alike.setdefault(pin.length, seen) == seen
    assert all(said(seen) for seen in alike.values())


def faults():
    cards = [phases.Sorry(phases.Fault.CARD_PROBLEM, problem) for problem in CardProblem]
    tickets = [phases.Sorry(phases.Fault.NO_TICKET, code=code) for code in ("CLOSED", "CAP_REACHED", "DISK_FULL")]
    return [*cards, *tickets, phases.Sorry(phases.Fault.CARD_REFUSED), phases.Sorry(phases.Fault.BAD_FACTS)]


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_every_fault_says_what_is_wrong_and_how_to_go_on_to_eye_and_ear(shown, language):
    """A08, and each fault has a drawing that no other one has."""
    pictures = {}
    for fault in faults():
        here = shown["sorry-chip_defect"]
        seen = view(replace(here, phase=fault, visit=replace(here.visit, language=language)))
        assert isinstance(seen, SorryView)
        assert all((seen.title, seen.cause, seen.next_step, seen.telephone))
        told = (seen.title, seen.cause, seen.next_step, seen.telephone)
        assert {aloud(text, language) for text in told} <= set(said(seen))
        assert pictures.setdefault(seen.picture, seen.cause) == seen.cause


def test_a_ticket_stays_possible_in_every_fault_but_that_of_the_number(shown):
    for fault in faults():
        seen = view(replace(shown["sorry-chip_defect"], phase=fault))
        assert ("ticket" in [action.key for action in seen.actions]) == (fault.fault is not phases.Fault.NO_TICKET)


def test_the_ticket_is_told_whole_and_its_number_twice(shown):
    """A09."""
    seen = view(shown["ticket-printed"])
    assert isinstance(seen, TicketView)
    heard = said(seen)
    assert sum(aloud(seen.number, seen.language) in line for line in heard) == 2
    wanted = {seen.ahead, seen.wait, seen.paper_label, *(item.label for item in seen.bring)}
    assert wanted <= set(heard)
    assert any(seen.service in line for line in heard)
    assert any(seen.where.name in line for line in heard)


@pytest.mark.parametrize("tool", ["tool.contrast", "tool.text", "tool.reach", "tool.sound"])
def test_a_switch_is_seen_and_heard_in_both_directions(shown, tool):
    """A22."""
    on, heard = step(shown["menu"], Pressed(tool), 1001.0)
    selected = {action.key: action.selected for action in view(on).tools}
    assert selected[tool]
    assert Tone("done") in heard
    state = on
    while {action.key: action.selected for action in view(state).tools}[tool]:
        state, heard = step(state, Pressed(tool), 1002.0)
    assert Tone("key") in heard


def test_more_time_is_asked_early_enough_by_sight_and_sound_and_given_ten_times(shown):
    """A23."""
    state = shown["menu"]
    assert MORE_TIME_SECONDS >= 20
    assert EXTENSIONS >= 10
    for _ in range(10):
        late = replace(state, deadline=state.now.mono)
        asked, heard = step(late, Tick(), state.now.mono + 1)
        assert isinstance(asked.phase, phases.MoreTime)
        assert Tone("attention") in heard
        assert [action.key for action in view(asked).actions] == ["more"]
        state, _ = step(asked, Pressed("more"), asked.now.mono + 1)
        assert isinstance(state.phase, phases.Menu)


def test_the_ring_goes_over_every_button_and_round(shown):
    """A24: no screen holds the keypad; the choices come first, then back, help and stop."""
    for name, seen in views("nl"):
        keys = order(seen)
        assert len(keys) == len(set(keys)), name
        assert set(keys) == {action.key for action in (*seen.actions, *seen.controls) if action.enabled}, name
        assert list(keys)[: len(seen.actions)] == [action.key for action in seen.actions if action.enabled], name


def test_a_ticket_is_confirmed_before_it_is_drawn(shown):
    """A26."""
    state, effects = step(shown["menu"], Pressed("menu.ticket"), 1001.0)
    assert isinstance(state.phase, phases.ConfirmTicket)
    assert not any(type(effect).__name__ == "IssueTicket" for effect in effects)


def test_settings_of_one_visit_are_unknown_to_the_next(shown):
    """A27."""
    here = shown["menu"]
    louder = replace(here, visit=replace(here.visit, comfort=change(Comfort(volume=8, rate=2.0), "tool.contrast")))
    state, _ = step(louder, Pressed("stop"), 1001.0)
    for _ in range(3):
        state, _ = step(state, Tick(), state.now.mono + 100)
    assert view(state).comfort == Comfort()


def test_nothing_needs_a_camera(shown):
    """A28: no face, no finger, and every code can be typed."""
    here = shown["menu"]
    with_camera, _ = step(here, Pressed("menu.appointment"), 1001.0)
    assert isinstance(with_camera.phase, phases.Scanning)
    without = replace(here, situation=replace(here.situation, camera=False))
    state, _ = step(without, Pressed("menu.appointment"), 1001.0)
    assert isinstance(state.phase, phases.TypingCode)


def test_one_decision_and_at_most_six_choices():
    """A31."""
    for name, seen in views("en"):
        if not isinstance(seen, LanguageView):
            assert len(seen.actions) <= 6, name


def test_what_sounds_is_also_seen(shown):
    """A32: wherever the machine calls for attention, the screen does so too, or is another one."""
    called = set()
    answered = shown["answer-open"].visit.answer
    for name, state in shown.items():
        if name == "slip":
            state = replace(state, visit=replace(state.visit, answer=answered))  # noqa: PLW2901
        for happening in (Tick(), Pressed("more"), Pressed("stop"), Pressed("pin.ok")):
            after, effects = step(replace(state, deadline=state.now.mono), happening, state.now.mono + 100)
            if {effect.name for effect in effects if isinstance(effect, Tone)} & {"attention", "chime"}:
                called.add(name)
                before, seen = view(state), view(after)
                assert seen.tone is Look.ATTENTION or seen.title != before.title, name
    assert "take-card" in called
    assert len(called) > 10


def test_a_language_is_offered_in_its_own_voice_from_end_to_end():
    said = spoken(next(each for _, each in views("nl") if isinstance(each, LanguageView)))
    assert any(each.language == "en" and each.text == "English" for each in said)
    focus = next(each for _, each in views("nl") if isinstance(each, LanguageView))
    here = replace(focus, offered=False, comfort=replace(focus.comfort, speech=True))
    (one,) = news(here, replace(here, focus="language.en"))
    assert (one.text, one.language) == ("English: button 2 of 14.", "en")
