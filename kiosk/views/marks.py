"""Words of the Views: what a picture means, how much weight a button has, what a screen says at a glance."""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """What makes a screen the municipality's own: colours as "#RRGGBB" and the text of an SVG, each "" for none."""

    accent: str = ""
    second: str = ""
    logo: str = ""


class Icon(enum.StrEnum):
    """What a picture means; screens choose the glyph, speech the words."""

    CARD = "card"
    CARD_COLLECT = "card_collect"
    CARD_FIRST = "card_first"
    CARD_RENEW = "card_renew"
    CARD_SWITCH = "card_switch"
    CARD_TYPES = "card_types"
    CARD_LOST = "card_lost"
    CARD_FOUND = "card_found"
    CARD_DAMAGED = "card_damaged"
    CARD_TURN = "card_turn"
    NO_CARD = "no_card"
    TICKET = "ticket"
    APPOINTMENT = "appointment"
    OTHER = "other"
    CHILD = "child"
    URGENT = "urgent"
    DOCUMENTS = "documents"
    HAND_IN = "hand_in"
    FILE = "file"
    E_FORM = "e_form"
    GUARANTOR = "guarantor"
    PROTECTION = "protection"
    SHELTER = "shelter"
    TRAVEL = "travel"
    STAY = "stay"
    HOME = "home"
    MOVED = "moved"
    PERSON = "person"
    PEOPLE = "people"
    PASSPORT = "passport"
    PHOTO = "photo"
    LETTER = "letter"
    POLICE = "police"
    MONEY = "money"
    CONTACTLESS = "contactless"
    PHONE = "phone"
    ONLINE = "online"
    MAIL = "mail"
    COUNTER = "counter"
    PLACE = "place"
    CLOCK = "clock"
    CALENDAR = "calendar"
    PIN = "pin"
    CHIP = "chip"
    CAMERA = "camera"
    PRINTER = "printer"
    PAPER = "paper"
    STAFF = "staff"
    PRIORITY = "priority"
    DATA = "data"
    INFO = "info"
    WARNING = "warning"
    STOP = "stop"
    NOT = "not"
    DONE = "done"
    BACK = "back"
    NEXT = "next"
    MORE = "more"
    REPEAT = "repeat"
    UP_DOWN = "up_down"
    HELP = "help"
    LANGUAGE = "language"
    CONTRAST = "contrast"
    TEXT_SIZE = "text_size"
    REACH = "reach"
    SOUND = "sound"
    VOLUME_UP = "volume_up"
    VOLUME_DOWN = "volume_down"
    FASTER = "faster"
    SLOWER = "slower"
    NETWORK = "network"
    SETTINGS = "settings"
    CHART = "chart"
    POWER = "power"
    RESTART = "restart"
    KEYPAD = "keypad"
    HEADSET = "headset"
    CERTIFICATE = "certificate"
    SIGNATURE = "signature"
    TOUCH = "touch"


class Picture(enum.StrEnum):
    """The drawing of a fault; its meaning in words is the screen's title and cause."""

    CARD_OTHER = "card_other"
    CARD_UNKNOWN = "card_unknown"
    CARD_UNREADABLE = "card_unreadable"
    CARD_REFUSED = "card_refused"
    CARD_OUT = "card_out"
    NO_CARD = "no_card"
    CHIP_SILENT = "chip_silent"
    READER_AWAY = "reader_away"
    READER_STOPPED = "reader_stopped"
    READER_LOCKED = "reader_locked"
    DATES = "dates"
    CLOSED = "closed"
    NUMBERS_GONE = "numbers_gone"
    NOT_KEPT = "not_kept"


class Role(enum.StrEnum):
    """How much weight a button has."""

    PRIMARY = "primary"
    CHOICE = "choice"
    QUIET = "quiet"
    DANGER = "danger"


class Tone(enum.StrEnum):
    """What a screen says at a glance; always told by icon and words too, never by colour alone."""

    CALM = "calm"
    GOOD = "good"
    ATTENTION = "attention"
    STOP = "stop"


class Theme(enum.StrEnum):
    """Colour themes."""

    LIGHT = "light"
    CONTRAST = "contrast"


class TextSize(enum.StrEnum):
    """Text sizes."""

    NORMAL = "normal"
    LARGE = "large"
    VERY_LARGE = "very_large"


@dataclass(frozen=True, slots=True)
class Comfort:
    """A resident's own settings; they go back at the end of the visit.

    `volume` 0 to 8 (4 is the default), `rate` 0.5 to 2.0, `reach`: all controls in the lower part.
    """

    theme: Theme = Theme.LIGHT
    text_size: TextSize = TextSize.NORMAL
    reach: bool = False
    reduced_motion: bool = False
    speech: bool = False
    volume: int = 4
    rate: float = 1.0
