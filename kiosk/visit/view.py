"""One View is the whole content of a screen and of the speech; screens render it and decide nothing.

All texts are already in the View's language.  Every action's `key` comes back as `Pressed(key)`.
A View kind is a subclass; `screens/registry.py` has one widget module for each.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class Icon(enum.StrEnum):
    """What a picture means; screens choose the glyph, speech the words."""

    CARD = "card"
    CARD_COLLECT = "card_collect"
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
    GUARANTOR = "guarantor"
    PROTECTION = "protection"
    TRAVEL = "travel"
    STAY = "stay"
    HOME = "home"
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
    INFO = "info"
    WARNING = "warning"
    STOP = "stop"
    DONE = "done"
    BACK = "back"
    NEXT = "next"
    HELP = "help"
    LANGUAGE = "language"
    CONTRAST = "contrast"
    TEXT_SIZE = "text_size"
    REACH = "reach"
    SOUND = "sound"
    MUTE = "mute"
    VOLUME_UP = "volume_up"
    VOLUME_DOWN = "volume_down"
    NETWORK = "network"
    SETTINGS = "settings"
    CHART = "chart"
    POWER = "power"
    KEYPAD = "keypad"
    HEADSET = "headset"
    CERTIFICATE = "certificate"
    SIGNATURE = "signature"
    TOUCH = "touch"


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


@dataclass(frozen=True, slots=True)
class Action:
    """A button.  `language` is the language of its label when it is not the View's own (names of languages)."""

    key: str
    label: str
    icon: Icon | None = None
    detail: str = ""
    role: Role = Role.CHOICE
    language: str = ""
    enabled: bool = True
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What every screen has.

    `actions` at most six choices; `controls` back, help, stop: always in the same place; `tools` language,
    contrast, text size, reach, sound; `focus` the key of the button that the tactile keypad stands on;
    `private`: said to the headset only; `tone` is told by icon, words and colour.
    """

    language: str
    title: str
    place: str = ""
    body: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    controls: tuple[Action, ...] = ()
    tools: tuple[Action, ...] = ()
    focus: str = ""
    banner: str = ""
    private: bool = False
    tone: Tone = Tone.CALM
    icon: Icon | None = None
    comfort: Comfort = Comfort()
    accent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttractView(View):
    """Nobody is here.  `invitations`: (language, "Touch the screen to begin") in every language of the profile."""

    invitations: tuple[tuple[str, str], ...] = ()
    offers: tuple[tuple[Icon, str], ...] = ()
    hours: str = ""
    waiting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageView(View):
    """Languages in their own words, one action each (up to twelve; the only screen with more than six)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuView(View):
    """What would you like to do?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView(View):
    """One question with its answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertCardView(View):
    """Put your card in; `turn` after a mute card: the other way up."""

    turn: bool = False


class StepState(enum.StrEnum):
    """State of one step of a check."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that becomes true in turn: card, chip, PIN."""

    label: str
    icon: Icon
    state: StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView(View):
    """What is read and why, while it is read."""

    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingView(View):
    """Hello; the proof goes on meanwhile."""

    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PinView(View):
    """PIN entry: `typed` digits as dots; keys come back as `DigitTyped`, "pin.erase" and "pin.ok"."""

    typed: int = 0
    can_confirm: bool = False
    tries: str = ""
    on_pad: bool = False
    confirm_label: str = ""
    erase_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTryView(View):
    """One try left; the first button is to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckingView(View):
    """Three ticks come in turn."""

    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A labelled point on the time line; `at` from 0.0 to 1.0 of its length."""

    at: float
    label: str
    day: str
    kind: str = "mark"


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The renewal window drawn: marks "opens", "closes", "expires" and "today"; the green part is opens..closes."""

    marks: tuple[TimeMark, ...]
    green_from: float
    green_to: float
    today: float
    caption: str


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of the price."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something to bring or to know, with its picture."""

    icon: Icon
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """A place to go to, with a small map: `lines` are how to get there; (x, y) of you and goal from 0.0 to 1.0."""

    name: str
    address: str = ""
    hours: str = ""
    lines: tuple[str, ...] = ()
    rooms: tuple[tuple[str, float, float, float, float], ...] = ()
    you: tuple[float, float] | None = None
    goal: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView(View):
    """The answer on one screen: what the status means, when, what it costs, what to bring, where to go."""

    time_line: TimeLine | None = None
    fee: tuple[FeeLine, ...] = ()
    fee_title: str = ""
    fee_note: str = ""
    bring_title: str = ""
    bring: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()
    where_title: str = ""
    where: Where | None = None
    channels: tuple[Item, ...] = ()
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanView(View):
    """Hold the letter or the phone under the camera."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeEntryView(View):
    """Type the number of the letter: letters, digits and hyphen come back as `CharTyped`, then "code.ok"."""

    typed: str = ""
    can_confirm: bool = False
    confirm_label: str = ""
    erase_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmView(View):
    """Rows that the resident confirms (what the camera read)."""

    rows: tuple[tuple[str, str], ...] = ()


class PaperState(enum.StrEnum):
    """What the paper does; never more than is known."""

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    SCREEN_ONLY = "screen_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketView(View):
    """The number, large; the paper drawn as it comes out; a QR code when there is no paper."""

    number: str = ""
    service: str = ""
    ahead: str = ""
    wait: str = ""
    paper: PaperState = PaperState.WAITING
    paper_label: str = ""
    qr: str = ""
    where: Where | None = None
    bring_title: str = ""
    bring: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCardView(View):
    """Take your card, until it is out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTicketView(View):
    """Take your ticket."""

    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTimeView(View):
    """Do you need more time?  `seconds` left until the visit ends."""

    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SorryView(View):
    """A fault: picture, cause, next step, telephone number of the staff."""

    cause: str = ""
    next_step: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedView(View):
    """Outside opening hours."""

    opens: str = ""
    where: Where | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfServiceView(View):
    """The kiosk cannot help now; in all languages: `messages` are (language, text)."""

    messages: tuple[tuple[str, str], ...] = ()
    until: str = ""
    where: Where | None = None
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpView(View):
    """Help for the screen before."""

    topics: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of a staff screen: a device, a fact, an event; `tone` says how it stands."""

    label: str
    text: str
    tone: Tone = Tone.CALM
    detail: str = ""
    icon: Icon | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A small bar chart."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffView(View):
    """A maintenance screen; no resident's session is ever visible in it.  `tabs` switch screens."""

    tabs: tuple[Action, ...] = ()
    rows: tuple[StaffRow, ...] = ()
    charts: tuple[Chart, ...] = ()
    typed: int = field(default=-1)


@dataclass(frozen=True, slots=True)
class Call:
    """A called number on the waiting-room display."""

    number: str
    counter: str
    service: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView(View):
    """The waiting-room display: the current call and the last five."""

    current: Call | None = None
    recent: tuple[Call, ...] = ()
    clock: str = ""
    counter_label: str = ""


VIEW_KINDS: tuple[type[View], ...] = (
    AttractView,
    LanguageView,
    MenuView,
    QuestionView,
    InsertCardView,
    ReadingView,
    GreetingView,
    PinView,
    LastTryView,
    CheckingView,
    AnswerView,
    ScanView,
    CodeEntryView,
    ConfirmView,
    TicketView,
    TakeCardView,
    TakeTicketView,
    MoreTimeView,
    SorryView,
    ClosedView,
    OutOfServiceView,
    HelpView,
    StaffView,
    BoardView,
)
