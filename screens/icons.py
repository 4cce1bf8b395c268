"""The glyph of every Icon (Material Icons, Apache-2.0, from Debian): no two have the same."""

from __future__ import annotations

from kiosk.views.view import Icon, StepState, Tone

GLYPHS: dict[Icon, int] = {
    Icon.CARD: 0xE870,
    Icon.CARD_COLLECT: 0xEFF1,
    Icon.CARD_FIRST: 0xEB86,
    Icon.CARD_RENEW: 0xE863,
    Icon.CARD_SWITCH: 0xE8D4,
    Icon.CARD_TYPES: 0xE41D,
    Icon.CARD_LOST: 0xEA76,
    Icon.CARD_FOUND: 0xE2E6,
    Icon.CARD_DAMAGED: 0xE3AD,
    Icon.CARD_TURN: 0xE1C1,
    Icon.NO_CARD: 0xE4F4,
    Icon.TICKET: 0xE638,
    Icon.APPOINTMENT: 0xE614,
    Icon.OTHER: 0xE5D3,
    Icon.CHILD: 0xEB41,
    Icon.URGENT: 0xEA0B,
    Icon.DOCUMENTS: 0xE873,
    Icon.HAND_IN: 0xE9FC,
    Icon.FILE: 0xE2CC,
    Icon.E_FORM: 0xF1C3,
    Icon.GUARANTOR: 0xEBCB,
    Icon.PROTECTION: 0xE9E0,
    Icon.SHELTER: 0xF1F1,
    Icon.TRAVEL: 0xF235,
    Icon.STAY: 0xE8F8,
    Icon.HOME: 0xE88A,
    Icon.MOVED: 0xE558,
    Icon.PERSON: 0xE7FD,
    Icon.PEOPLE: 0xF233,
    Icon.PASSPORT: 0xEA67,
    Icon.PHOTO: 0xE412,
    Icon.LETTER: 0xE158,
    Icon.POLICE: 0xEF56,
    Icon.MONEY: 0xEA15,
    Icon.CONTACTLESS: 0xEA71,
    Icon.PHONE: 0xE0B0,
    Icon.ONLINE: 0xE80B,
    Icon.MAIL: 0xE0E6,
    Icon.COUNTER: 0xEB49,
    Icon.PLACE: 0xE55F,
    Icon.CLOCK: 0xE8B5,
    Icon.CALENDAR: 0xEBCC,
    Icon.PIN: 0xE0BC,
    Icon.CHIP: 0xE322,
    Icon.CAMERA: 0xF206,
    Icon.PRINTER: 0xE8AD,
    Icon.PAPER: 0xEF6E,
    Icon.STAFF: 0xF0E2,
    Icon.PRIORITY: 0xF21A,
    Icon.DATA: 0xE897,
    Icon.INFO: 0xE88E,
    Icon.WARNING: 0xE002,
    Icon.STOP: 0xE5CD,
    Icon.NOT: 0xE14B,
    Icon.DONE: 0xE86C,
    Icon.BACK: 0xE5C4,
    Icon.NEXT: 0xE5C8,
    Icon.MORE: 0xE241,
    Icon.REPEAT: 0xE042,
    Icon.UP_DOWN: 0xE8D5,
    Icon.HELP: 0xE887,
    Icon.LANGUAGE: 0xE8E2,
    Icon.CONTRAST: 0xEB37,
    Icon.TEXT_SIZE: 0xE245,
    Icon.REACH: 0xE258,
    Icon.SOUND: 0xE91F,
    Icon.VOLUME_UP: 0xE050,
    Icon.VOLUME_DOWN: 0xE04D,
    Icon.FASTER: 0xE01F,
    Icon.SLOWER: 0xE020,
    Icon.NETWORK: 0xE63E,
    Icon.SETTINGS: 0xE8B8,
    Icon.CHART: 0xE26B,
    Icon.POWER: 0xE8AC,
    Icon.RESTART: 0xF053,
    Icon.KEYPAD: 0xE312,
    Icon.HEADSET: 0xE310,
    Icon.CERTIFICATE: 0xE7AF,
    Icon.SIGNATURE: 0xE746,
    Icon.TOUCH: 0xE913,
}

# arrows point along the reading direction
_MIRRORED = {Icon.BACK: Icon.NEXT, Icon.NEXT: Icon.BACK}

ERASE = chr(0xE14A)
CHECK = chr(0xE5CA)
QUESTION = chr(0xE8FD)
MORE = chr(0xE5C8)
MORE_MIRRORED = chr(0xE5C4)
BEFORE = chr(0xE5CB)
AFTER = chr(0xE5CC)
# what a printed code looks like
CODE = chr(0xE00A)
DOWN = chr(0xE5DB)
UP = chr(0xE5D8)
CITY = chr(0xE84F)

STEP_GLYPHS = {
    StepState.DONE: (CHECK, Tone.GOOD),
    StepState.FAILED: (chr(GLYPHS[Icon.NOT]), Tone.STOP),
    StepState.UNKNOWN: (QUESTION, Tone.ATTENTION),
}
TONE_ICONS = {
    Tone.CALM: Icon.INFO,
    Tone.GOOD: Icon.DONE,
    Tone.ATTENTION: Icon.WARNING,
    Tone.STOP: Icon.WARNING,
}


def glyph(icon: Icon, *, right_to_left: bool = False) -> str:
    """The character of an icon in the icon face; arrows turn with the reading direction."""
    shown = _MIRRORED.get(icon, icon) if right_to_left else icon
    return chr(GLYPHS[shown])
