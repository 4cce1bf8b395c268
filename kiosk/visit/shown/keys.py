"""The keys under the fingers of who cannot see, in words: where they are, what each does (A01, A03)."""

from __future__ import annotations

from devices.api import Keypad
from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.views.view import Icon, Item
from kiosk.visit.model.state import VisitState

_BACK = frozenset({Keypad.NAVPAD_5_KEY, Keypad.NAVPAD_8_KEY})
_REPEAT = frozenset({Keypad.NAVPAD_8_KEY})
VOLUME = frozenset({Keypad.NAVPAD_8_KEY, Keypad.AUDIONAV_6_KEY})


def keys(state: VisitState, t: Texts) -> tuple[Item, ...]:
    """The keys that this keypad has, in the order in which they are told; none while nobody listens by headset.

    Said when the headset comes in and when the language becomes another one, and again by the help key.  A keypad that
    does not tell its kind is told by the keys that every kind has.
    """
    if state.visit is None or not state.headset or not state.visit.comfort.speech:
        return ()
    kind = state.situation.keypad
    told = [
        (Icon.HEADSET, N_("Your keys"), N_("They are next to the hole for the headset. Every key stops the voice.")),
        (Icon.KEYPAD, N_("Up and down"), N_("Go from button to button.")),
        (Icon.DONE, N_("OK"), N_("Choose the button that you hear.")),
    ]
    if kind in _BACK:
        told.append((Icon.BACK, N_("Back"), N_("The screen before. At the PIN: one digit less.")))
    told.append((Icon.HELP, N_("Help"), N_("Hear these keys again.")))
    if kind in _REPEAT:
        told.append((Icon.NEXT, N_("Repeat"), N_("Hear the screen again.")))
    if kind in VOLUME:
        told.append((Icon.VOLUME_UP, N_("Volume"), N_("Make the voice louder or softer.")))
    told.append((Icon.PIN, N_("Digits"), N_("Type your PIN. The five has a raised mark.")))
    in_help = N_("In the help you make it slower or faster.")
    if kind not in VOLUME:
        in_help = N_("In the help you make it slower, faster, softer or louder.")
    told.append((Icon.SOUND, N_("Voice"), in_help))
    return tuple(Item(icon, t.gettext(name), t.gettext(what)) for icon, name, what in told)
