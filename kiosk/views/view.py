"""One View is the whole content of a screen and of the speech; screens render it and decide nothing.

All texts are already in the View's language.  Every action's `key` comes back as `Pressed(key)`.
A View kind is a subclass; `screens/registry.py` has one widget module for each.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.views.marks import Comfort, Face, Icon, Picture, Role, TextSize, Theme, Tone
from kiosk.views.parts import (
    Bar,
    Call,
    Chart,
    Destination,
    FeeLine,
    Invitation,
    Item,
    PaperState,
    StaffRow,
    Step,
    StepState,
    TimeLine,
    TimeMark,
    When,
)

__all__ = [
    "VIEW_KINDS",
    "Action",
    "AnswerView",
    "AttractView",
    "Bar",
    "BoardView",
    "Call",
    "Chart",
    "CheckingView",
    "ClosedView",
    "CodeEntryView",
    "Comfort",
    "ConfirmView",
    "Destination",
    "Face",
    "FeeLine",
    "GreetingView",
    "HelpView",
    "Icon",
    "InsertCardView",
    "Invitation",
    "Item",
    "LanguageView",
    "LastTryView",
    "MenuView",
    "MoreTimeView",
    "OutOfServiceView",
    "PaperState",
    "Picture",
    "PinView",
    "QuestionView",
    "ReadingView",
    "Role",
    "ScanView",
    "SorryView",
    "StaffRow",
    "StaffView",
    "Step",
    "StepState",
    "TakeCardView",
    "TakeTicketView",
    "TextSize",
    "Theme",
    "TicketView",
    "TimeLine",
    "TimeMark",
    "Tone",
    "View",
    "When",
]


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
    `banner` what does not work now, above all else; `footnote` in small letters under it;
    `private`: said to the headset only; `keys` a sentence on the keypad's keys, while somebody listens by headset;
    `by_ear` what only those need on this screen;
    `tone` is told by icon, words and colour; `also`: the same screen in the further official languages, as large, where
    nobody has chosen a language.
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
    footnote: str = ""
    private: bool = False
    keys: str = ""
    by_ear: tuple[str, ...] = ()
    tone: Tone = Tone.CALM
    icon: Icon | None = None
    comfort: Comfort = field(default_factory=Comfort)
    face: Face = field(default_factory=Face)
    also: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttractView(View):
    """Nobody is here.  `invitations`: how to begin and what one can do here, in every language of the profile."""

    invitations: tuple[Invitation, ...] = ()
    offers: tuple[tuple[Icon, str], ...] = ()
    hours: str = ""
    waiting: str = ""
    also: tuple[AttractView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageView(View):
    """Languages in their own words, one action each (up to twelve; the only screen with more than six).

    `offered`: the voice offers one after the other, and the ring goes with it.
    """

    offered: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView(View):
    """The answer on one screen: what the status means, when, what it costs, what to bring, where to go.

    `later`: those of the notes that are only good to know: nobody needs them before what is to be done now.
    `own`: sentences of the town itself under their title, each with the language that it is in; `letters`: (letter of a
    card, what it means, its name with an older letter or ""), which say the same as the body and are drawn in its place.
    """

    letters: tuple[tuple[str, str, str], ...] = ()
    time_line: TimeLine | None = None
    fee: tuple[FeeLine, ...] = ()
    fee_title: str = ""
    fee_note: str = ""
    bring_title: str = ""
    bring: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    when: When | None = None
    channels_title: str = ""
    where_title: str = ""
    where: Destination | None = None
    channels: tuple[Item, ...] = ()
    own_title: str = ""
    own: tuple[tuple[str, str], ...] = ()
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanView(View):
    """Hold the letter or the phone under the camera; `card`: the back of the card."""

    card: bool = False


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
    where_title: str = ""
    where: Destination | None = None
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

    picture: Picture | None = None
    cause: str = ""
    next_step: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedView(View):
    """Outside opening hours; in all languages: `messages` are (language, text); `check`: that the hours are not sure."""

    messages: tuple[tuple[str, str], ...] = ()
    opens: str = ""
    check: str = ""
    where: Destination | None = None
    also: tuple[ClosedView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfServiceView(View):
    """The kiosk cannot help now; in all languages: `messages` are (language, text)."""

    messages: tuple[tuple[str, str], ...] = ()
    until: str = ""
    where: Destination | None = None
    telephone: str = ""
    also: tuple[OutOfServiceView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpView(View):
    """Help for the screen before."""

    topics: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffView(View):
    """A maintenance screen; no resident's session is ever visible in it.  `tabs` switch screens.

    `band`: how the kiosk stands, in the View's tone; a tab's `detail` counts what is to be read there.
    `typed` from 0 on: the door, which asks for a PIN on the screen, or `on_pad` on the card reader's own keys.
    """

    band: str = ""
    tabs: tuple[Action, ...] = ()
    rows: tuple[StaffRow, ...] = ()
    charts: tuple[Chart, ...] = ()
    typed: int = field(default=-1)
    on_pad: bool = False


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
