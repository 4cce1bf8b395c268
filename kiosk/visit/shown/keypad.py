"""The tactile keypad: what a key means on the screen that is shown (A01, A24)."""

from __future__ import annotations

from dataclasses import dataclass, field

from devices.api import PadKey
from kiosk.views.view import Action, View
from kiosk.visit.model.phases import ChangingPin, Helping, Idle, TypePin
from kiosk.visit.model.state import VisitState

# what only the keypad has: on the screen one touches anywhere, and a text stays to be read again
NO_BUTTONS = frozenset({"start", "repeat"})
_DIGITS = {PadKey(str(number)): number for number in range(10)}


@dataclass(frozen=True, slots=True)
class Press:
    """Presses this button."""

    key: str


@dataclass(frozen=True, slots=True)
class Digit:
    """Types this digit."""

    digit: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class Focus:
    """Moves the focus ring to this place in the reading order."""

    index: int


@dataclass(frozen=True, slots=True)
class Volume:
    """Louder (+1) or softer (-1)."""

    step: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """A key without meaning here."""


Meaning = Press | Digit | Focus | Volume | Nothing


def buttons(view: View) -> tuple[Action, ...]:
    """What the ring goes over, in reading order: choices first, then back, help, stop; what does the same once."""
    return tuple(
        {action.key: action for action in (*view.controls, *view.actions) if action.enabled}[key] for key in order(view)
    )


def order(view: View) -> tuple[str, ...]:
    """The keys of these buttons."""
    return tuple(dict.fromkeys(action.key for action in (*view.actions, *view.controls) if action.enabled))


def meaning(state: VisitState, key: PadKey, shown: View) -> Meaning:
    """What the key does; the ring goes round and never traps."""
    keys = order(shown)
    if isinstance(state.phase, Idle):
        return Press("start")
    if key in _DIGITS:
        return Digit(_DIGITS[key]) if isinstance(state.phase, (TypePin, ChangingPin)) else Nothing()
    match key:
        case PadKey.UP | PadKey.DOWN:
            if not keys:
                return Nothing()
            step = 1 if key is PadKey.DOWN else -1
            at = state.focus if state.focus >= 0 or step > 0 else 0
            return Focus((at + step) % len(keys))
        case PadKey.OK:
            if isinstance(state.phase, (TypePin, ChangingPin)) and state.focus < 0:
                return Press("pin.ok")
            return Press(keys[state.focus]) if 0 <= state.focus < len(keys) else Nothing()
        case PadKey.BACK:
            if isinstance(state.phase, (TypePin, ChangingPin)) and state.phase.pin.length:
                return Press("pin.erase")
            return Press(next((way for way in ("back", "stop") if way in keys), "done"))
        case PadKey.HELP:
            return Press("repeat" if isinstance(state.phase, Helping) else "help")
        case PadKey.VOLUME_UP:
            return Volume(1)
        case PadKey.VOLUME_DOWN:
            return Volume(-1)
        case PadKey.REPEAT:
            return Press("repeat")
        case _:
            return Nothing()
