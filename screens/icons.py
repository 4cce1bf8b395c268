"""The glyph and the meaning in words of every Icon (Material Icons, Apache-2.0, from Debian)."""

from __future__ import annotations

from kiosk.base.languages import N_
from kiosk.views.view import Icon, StepState, Tone

# Icon -> (code point, what it shows in words)
GLYPHS: dict[Icon, tuple[int, str]] = {
    Icon.CARD: (0xE870, N_("Residence card")),
    Icon.CARD_COLLECT: (0xEB86, N_("New card")),
    Icon.CARD_LOST: (0xEA76, N_("Lost card")),
    Icon.CARD_FOUND: (0xE2E6, N_("Card found")),
    Icon.CARD_DAMAGED: (0xE3AD, N_("Damaged card")),
    Icon.CARD_TURN: (0xE863, N_("Turn the card")),
    Icon.NO_CARD: (0xE4F4, N_("No card")),
    Icon.TICKET: (0xE638, N_("Ticket")),
    Icon.APPOINTMENT: (0xE614, N_("Appointment")),
    Icon.OTHER: (0xE5D3, N_("Something else")),
    Icon.CHILD: (0xEB41, N_("Child")),
    Icon.URGENT: (0xEA0B, N_("Urgent")),
    Icon.DOCUMENTS: (0xE873, N_("Documents")),
    Icon.GUARANTOR: (0xEBCB, N_("Guarantor")),
    Icon.PROTECTION: (0xE9E0, N_("Protection")),
    Icon.TRAVEL: (0xF235, N_("Travel")),
    Icon.STAY: (0xE8F8, N_("Stay")),
    Icon.HOME: (0xE88A, N_("Home")),
    Icon.PERSON: (0xE7FD, N_("Person")),
    Icon.PEOPLE: (0xF233, N_("People")),
    Icon.PASSPORT: (0xEA67, N_("Passport")),
    Icon.PHOTO: (0xE412, N_("Photo")),
    Icon.LETTER: (0xE158, N_("Letter")),
    Icon.POLICE: (0xEF56, N_("Police")),
    Icon.MONEY: (0xEA15, N_("Money")),
    Icon.CONTACTLESS: (0xEA71, N_("Contactless payment")),
    Icon.PHONE: (0xE0B0, N_("Telephone")),
    Icon.ONLINE: (0xE80B, N_("Online")),
    Icon.MAIL: (0xE158, N_("By post")),
    Icon.COUNTER: (0xF0E2, N_("Counter")),
    Icon.PLACE: (0xE55F, N_("Place")),
    Icon.CLOCK: (0xE8B5, N_("Time")),
    Icon.CALENDAR: (0xEBCC, N_("Date")),
    Icon.PIN: (0xE0BC, N_("PIN")),
    Icon.CHIP: (0xE322, N_("Chip")),
    Icon.CAMERA: (0xF206, N_("Camera")),
    Icon.PRINTER: (0xE8AD, N_("Printer")),
    Icon.PAPER: (0xEF6E, N_("Paper")),
    Icon.STAFF: (0xEA67, N_("Staff")),
    Icon.INFO: (0xE88E, N_("Information")),
    Icon.WARNING: (0xE002, N_("Warning")),
    Icon.STOP: (0xE5CD, N_("Stop")),
    Icon.DONE: (0xE86C, N_("Done")),
    Icon.BACK: (0xE5C4, N_("Back")),
    Icon.NEXT: (0xE5C8, N_("Next")),
    Icon.HELP: (0xE887, N_("Help")),
    Icon.LANGUAGE: (0xE8E2, N_("Language")),
    Icon.CONTRAST: (0xEB37, N_("Contrast")),
    Icon.TEXT_SIZE: (0xE245, N_("Text size")),
    Icon.REACH: (0xE914, N_("Buttons lower")),
    Icon.SOUND: (0xE050, N_("Sound on")),
    Icon.MUTE: (0xE04F, N_("Sound off")),
    Icon.VOLUME_UP: (0xE050, N_("Louder")),
    Icon.VOLUME_DOWN: (0xE04D, N_("Softer")),
    Icon.NETWORK: (0xE63E, N_("Network")),
    Icon.SETTINGS: (0xE8B8, N_("Settings")),
    Icon.CHART: (0xE26B, N_("Numbers")),
    Icon.POWER: (0xE8AC, N_("Power")),
    Icon.KEYPAD: (0xE312, N_("Keypad")),
    Icon.HEADSET: (0xE310, N_("Headset")),
    Icon.CERTIFICATE: (0xE7AF, N_("Certificate")),
    Icon.SIGNATURE: (0xE746, N_("Signature")),
    Icon.TOUCH: (0xE913, N_("Touch the screen")),
}

# arrows point along the reading direction
_MIRRORED = {Icon.BACK: Icon.NEXT, Icon.NEXT: Icon.BACK}

ERASE = chr(0xE14A)
CHECK = chr(0xE5CA)
CROSS = chr(0xE5CD)
QUESTION = chr(0xE8FD)
MORE = chr(0xE5C8)
MORE_MIRRORED = chr(0xE5C4)
DOWN = chr(0xE5DB)
UP = chr(0xE5D8)
CITY = chr(0xE84F)

STEP_GLYPHS = {
    StepState.DONE: (CHECK, Tone.GOOD),
    StepState.FAILED: (CROSS, Tone.STOP),
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
    return chr(GLYPHS[shown][0])


def meaning(icon: Icon) -> str:
    """What the icon shows, an English source sentence for gettext."""
    return GLYPHS[icon][1]
