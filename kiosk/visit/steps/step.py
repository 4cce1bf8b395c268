"""`step(state, input, now)`: every input in every phase is handled or ignored on purpose.

Pure: no I/O, no threads, no clock.  The parts are `buttons` (what is pressed), `cards`, `pin`, `scan` (codes), `tickets` (numbers
and paper), `waiting` (time and devices) and `proceed` (what comes next); `moves` is what all of them do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from devices.api import (
    CardFault,
    CardIdentified,
    CardInserted,
    CardJudged,
    CardRemoved,
    CodeSeen,
    HeadsetChanged,
    KeyPressed,
    MrzSeen,
    NotPrinted,
    Offered,
    PadKey,
    PinChanged,
    PinChecked,
    Printed,
    PrintStarted,
)
from kiosk.views.touches import CharTyped, DigitTyped, Pressed, Touched
from kiosk.views.view import LanguageView
from kiosk.visit.model.effects import Tone
from kiosk.visit.model.inputs import (
    CheckedIn,
    Input,
    OfficeAnswered,
    Reset,
    SettingChanged,
    SituationChanged,
    SlipPrinted,
    Tick,
    TicketHeld,
    TicketIssued,
    TicketRefused,
)
from kiosk.visit.model.phases import ChooseLanguage
from kiosk.visit.model.state import Moment, VisitState
from kiosk.visit.shown import keypad
from kiosk.visit.shown.presenter import view
from kiosk.visit.steps import buttons, cards, pin, scan, tickets, waiting
from kiosk.visit.steps.moves import Out, begin, finish, stay, touched_again


def step(state: VisitState, given: Input, now: Moment) -> Out:
    """The next state and what is to be done."""
    state = replace(state, now=now)
    match given:
        case Tick():
            return waiting.tick(state)
        case Touched():
            return begin(state)
        case Pressed(key=key):
            return _pressed(state, key)
        case DigitTyped(digit=digit):
            return pin.digit(touched_again(state), digit)
        case CharTyped(char=char):
            return scan.char(touched_again(state), char)
        case KeyPressed(key=key):
            return _key(state, key)
        case HeadsetChanged(inserted=inserted):
            return waiting.headset(state, inserted=inserted)
        case Offered(key=key):
            return _offered(state, key)
        case CardInserted():
            return cards.inserted(state)
        case CardRemoved():
            return cards.removed(state)
        case CardIdentified():
            return cards.identified(state, given)
        case CardJudged():
            return cards.judged(state, given)
        case CardFault():
            return cards.fault(state, given)
        case PinChecked():
            return pin.pin_checked(state, given)
        case PinChanged():
            return pin.pin_changed(state, given)
        case OfficeAnswered():
            return buttons.office_answered(state, given)
        case CheckedIn():
            return scan.checked_in(state, given)
        case CodeSeen(text=text):
            return scan.code_seen(state, text)
        case MrzSeen():
            return scan.mrz_seen(state, given)
        case TicketIssued():
            return tickets.issued(state, given)
        case TicketHeld():
            return tickets.held(state, given)
        case TicketRefused():
            return tickets.refused(state, given)
        case PrintStarted():
            return tickets.started(state, given)
        case Printed():
            return tickets.printed(state, given)
        case NotPrinted():
            return tickets.not_printed(state, given)
        case SlipPrinted():
            return tickets.slip_printed(state, given)
        case SituationChanged(situation=situation):
            return waiting.situation(state, situation)
        case Reset():
            return finish(state, "reset")
        case SettingChanged(setting=setting):
            return waiting.setting(state, setting)
        case _:
            assert_never(given)


def _pressed(state: VisitState, key: str) -> Out:
    """A button counts only when it is on the screen now: a touch that comes too late is nobody's."""
    shown = view(state)
    offered = {action.key for action in (*shown.actions, *shown.controls, *shown.tools) if action.enabled}
    offered |= {"pin.ok", "pin.erase", "code.ok", "code.erase"}  # keys of the pads; their phases check them
    return buttons.pressed(touched_again(state), key) if key in offered else stay(state)


def _key(state: VisitState, key: PadKey) -> Out:
    shown = view(state)
    after, effects = _meant(state, keypad.meaning(state, key, shown))
    if shown.comfort.speech and not effects and view(after) == shown:
        # nothing came of it, but whoever presses a key wants the voice to stop (A06)
        effects = (Tone("key"),)
    return after, effects


def _offered(state: VisitState, key: str) -> Out:
    """The voice offers this choice: OK takes it, until a key has moved the ring elsewhere."""
    shown = view(state)
    places = keypad.order(shown)
    follows = isinstance(shown, LanguageView) and shown.offered and key in places
    return stay(replace(state, focus=places.index(key)) if follows else state)


def _meant(state: VisitState, meaning: keypad.Meaning) -> Out:
    match meaning:
        case keypad.Press(key=key) if key in keypad.NO_BUTTONS:
            return buttons.pressed(touched_again(state), key)
        case keypad.Press(key=key):
            return _pressed(state, key)
        case keypad.Digit(digit=digit):
            return pin.digit(touched_again(state), digit)
        case keypad.Focus(index=index):
            here = touched_again(state)
            if isinstance(here.phase, ChooseLanguage):
                here = replace(here, phase=replace(here.phase, by_hand=True))
            return stay(replace(here, focus=index))
        case keypad.Volume(step=volume_step):
            return buttons.volume(touched_again(state), volume_step)
        case keypad.Nothing():
            return stay(state)
        case _:
            assert_never(meaning)
