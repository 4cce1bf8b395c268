"""The keys under the fingers of who cannot see, in words: where they are, what each does (A01, A03)."""

from __future__ import annotations

from devices.api import Keypad
from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.views.view import Icon, Item
from kiosk.visit.model.phases import ChooseLanguage
from kiosk.visit.model.state import VisitState

_BACK = frozenset({Keypad.NAVPAD_5_KEY, Keypad.NAVPAD_8_KEY})
_REPEAT = frozenset({Keypad.NAVPAD_8_KEY})
VOLUME = frozenset({Keypad.NAVPAD_8_KEY, Keypad.AUDIONAV_6_KEY})


def listens(state: VisitState) -> bool:
    """True while somebody listens by headset, with the keypad under the fingers."""
    return state.visit is not None and state.headset and state.visit.comfort.speech


def sentence(state: VisitState, t: Texts) -> str:
    """The three keys that suffice, said once the language is known; "" while nobody listens by headset."""
    if not listens(state) or isinstance(state.phase, ChooseLanguage):
        return ""
    return t.gettext(N_("The down key goes on, the round key chooses, the question mark helps."))


def explained(state: VisitState, t: Texts) -> tuple[Item, ...]:
    """The keys that this keypad has, each with what it does, for the help; none while nobody listens by headset.

    A keypad that does not tell its kind is told by the keys that every kind has.
    """
    if not listens(state):
        return ()
    kind = state.situation.keypad
    told = [
        (Icon.HEADSET, N_("Your keys"), N_("They are next to the hole for the headset. Every key stops the voice.")),
        (Icon.UP_DOWN, N_("Up and down"), N_("They take you to the next choice or to the one before.")),
        (Icon.DONE, N_("The round key"), N_("It takes the choice that you hear.")),
    ]
    if kind in _BACK:
        told.append((Icon.BACK, N_("Back"), N_("It goes to the screen before. At the PIN it takes one digit away.")))
    told.append((Icon.HELP, N_("The question mark"), N_("It tells you these keys again.")))
    if kind in _REPEAT:
        told.append((Icon.REPEAT, N_("Repeat"), N_("It says the screen again.")))
    if kind in VOLUME:
        told.append((Icon.VOLUME_UP, N_("Volume"), N_("It makes the voice louder or softer.")))
    told.append((Icon.PIN, N_("Digits"), N_("With them you type your PIN. The five has a raised mark.")))
    in_help = N_("In the help you make it slower or faster.")
    if kind not in VOLUME:
        in_help = N_("In the help you make it slower, faster, softer or louder.")
    told.append((Icon.SOUND, N_("Voice"), in_help))
    return tuple(Item(icon, t.gettext(name), t.gettext(what)) for icon, name, what in told)
