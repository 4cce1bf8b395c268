"""Maintenance mode as a pure state machine: the door (PIN or own card), the screens, and what staff may do there.

`step(mode, happening, now)` answers the next mode and the wishes that `kiosk.staff.session` carries out.  Nothing of a
resident's visit is in a mode: the visit is reset before the door opens.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import datetime

from devices.api.card import PAD_SECONDS, CardFault, CardIdentified, CardInserted, CardRemoved, Pin
from devices.api.others import CodeSeen, ContactChanged, HeadsetChanged, KeyPressed
from kiosk.events.generated import ActResult, OutReason, StaffAct, StaffExit
from kiosk.staff.signals import (
    ActEnded,
    CardAnswer,
    CheckCardPin,
    CheckPin,
    ClearOut,
    Doing,
    DoorAnswer,
    DoorCard,
    EndTest,
    Entered,
    GestureMade,
    Happening,
    Judged,
    Left,
    LookAtCard,
    Perform,
    SetOut,
    StaffDigit,
    StaffPressed,
    StaffTick,
    WipePin,
    Wish,
)

# maintenance mode leaves by itself when nobody touches it; so does the door, sooner
LEAVE_SECONDS = 300.0
DOOR_SECONDS = 45.0
# as long as a person may take on the reader's own keys, and what the card needs then; the driver ends it sooner
PAD_DOOR_SECONDS = PAD_SECONDS + 15.0
TOUCH_TARGETS = 6


class Tab(enum.StrEnum):
    """The maintenance screens."""

    STATE = "state"
    PRINTER = "printer"
    TESTS = "tests"
    SERVICE = "service"
    NUMBERS = "numbers"
    EVENTS = "events"
    SOFTWARE = "software"


class Page(enum.StrEnum):
    """A page under a tab."""

    MAIN = "main"
    DEVICES = "devices"
    PROFILE = "profile"
    TICKETS = "tickets"
    TICKET = "ticket"
    OUT_REASON = "out_reason"
    OUT_UNTIL = "out_until"
    CONFIRM = "confirm"
    TEST = "test"
    ASK_RESULT = "ask_result"


# acts that ask "are you sure?" first
GRAVE = frozenset({StaffAct.RESTART_APPLICATION, StaffAct.RESTART_MACHINE, StaffAct.SHUT_DOWN, StaffAct.WITHDRAW})
# acts whose result only the person can tell
SEEN_BY_PERSON = frozenset({StaffAct.TEST_PRINT, StaffAct.CUT, StaffAct.SPEECH_TEST, StaffAct.REPRINT})
# tests that go on until left, and show what the device says
LIVE_TESTS = frozenset({StaffAct.CARD_TEST, StaffAct.CAMERA_TEST, StaffAct.PANEL_TEST, StaffAct.TOUCH_TEST})


@dataclass(frozen=True, slots=True)
class Closed:
    """Nobody is in maintenance mode."""


@dataclass(frozen=True, slots=True)
class Door:
    """The door asks for a PIN; `member` is set once a listed card is in, and the PIN is the card's then.

    `tries_left` before the lock, `locked` seconds when it is locked; both are told by the session.  `on_pad`: the card's
    PIN is typed on the reader's own keys, and never on this screen.
    """

    pin: Pin
    touched: float
    tries_left: int
    locked: float = 0.0
    wrong: bool = False
    checking: bool = False
    member: str = ""
    card: DoorCard = DoorCard.NONE
    on_pad: bool = False

    @property
    def typing_elsewhere(self) -> bool:
        """True while the reader's own keys take the PIN."""
        return self.on_pad and self.checking


@dataclass(frozen=True, slots=True)
class Inside:
    """A member of staff is in; `seen` is what a live test has seen so far."""

    member: str
    since: float
    touched: float
    tab: Tab = Tab.STATE
    page: Page = Page.MAIN
    doing: Doing | None = None
    ticket: str = ""
    out_reason: OutReason | None = None
    seen: tuple[str, ...] = ()
    first: int = 0


Mode = Closed | Door | Inside


Stepped = tuple[Mode, tuple[Wish, ...]]


def step(mode: Mode, happening: Happening, now: float) -> Stepped:
    """The next mode and what to do; `now` in seconds of the monotonic clock."""
    match mode:
        case Closed():
            if isinstance(happening, GestureMade):
                return Door(Pin(), now, happening.tries_left, happening.locked), ()
            return mode, ()
        case Door():
            return _at_door(mode, happening, now)
        case Inside():
            return _inside(mode, happening, now)


def _at_door(door: Door, happening: Happening, now: float) -> Stepped:
    match happening:
        case StaffTick():
            if now - door.touched >= (PAD_DOOR_SECONDS if door.typing_elsewhere else DOOR_SECONDS):
                return Closed(), (WipePin(door.pin),)
            return door, ()
        case StaffPressed(key="staff.leave"):
            return Closed(), (WipePin(door.pin),)
        case StaffDigit(digit=digit) if not door.checking and not door.locked:
            fresh = replace(door, pin=door.pin.with_digit(digit), touched=now, wrong=False)
            return fresh, (WipePin(door.pin),)
        case StaffPressed(key="pin.erase") if not door.checking:
            return replace(door, pin=door.pin.without_last(), touched=now), (WipePin(door.pin),)
        case StaffPressed(key="pin.ok") if door.pin.complete and not door.checking and not door.locked:
            wish: Wish = CheckCardPin(door.pin, door.member) if door.member else CheckPin(door.pin)
            return replace(door, pin=Pin(), touched=now, checking=True), (wish,)
        case DoorAnswer() if door.checking:
            if happening.member:
                entered = Entered(happening.member, by_card=bool(door.member))
                return Inside(happening.member, now, now), (WipePin(door.pin), entered)
            card = happening.card or door.card
            tried = Door(
                Pin(), now, happening.tries_left, happening.locked,
                wrong=card not in (DoorCard.UNTYPED, DoorCard.UNKEPT),
                member=door.member if card is DoorCard.LISTED else "",
                card=card,
                on_pad=door.on_pad and card is DoorCard.LISTED,
            )  # fmt: skip
            return _ask_card(tried, (WipePin(door.pin),))
        case CardInserted():
            return replace(door, touched=now, card=DoorCard.NONE), (LookAtCard(),)
        case CardAnswer():
            fresh = replace(
                door, touched=now, pin=Pin(), member=happening.member, card=happening.card, on_pad=happening.on_pad
            )
            return _ask_card(fresh, (WipePin(door.pin),))
        case CardRemoved():
            # a staff PIN that is being checked goes on; a card's answer does not come any more
            checking = door.checking and not door.member
            gone = replace(door, member="", card=DoorCard.NONE, on_pad=False, pin=Pin(), checking=checking)
            return gone, (WipePin(door.pin),)
        case _:
            return door, ()


def _ask_card(door: Door, wishes: tuple[Wish, ...]) -> Stepped:
    """A reader with keys of its own is asked at once: there is nothing to type on this screen."""
    if door.on_pad and door.member and not door.locked and not door.checking:
        return replace(door, checking=True), (*wishes, CheckCardPin(None, door.member))
    return door, wishes


def _inside(mode: Inside, happening: Happening, now: float) -> Stepped:
    match happening:
        case StaffTick():
            if now - mode.touched >= LEAVE_SECONDS:
                return _leave(mode, StaffExit.TIMED_OUT, now)
            return mode, ()
        case StaffPressed(key="staff.leave"):
            return _leave(mode, StaffExit.LEFT, now)
        case StaffPressed():
            return _pressed(replace(mode, touched=now), happening)
        case ActEnded():
            return _ended(mode, happening), ()
        case CardInserted() if (
            mode.page is Page.TEST and mode.doing is not None and mode.doing.act is StaffAct.CARD_TEST
        ):
            return _observed(mode, happening), (LookAtCard(),)
        case _:
            return _observed(mode, happening), ()


def _leave(mode: Inside, how: StaffExit, now: float) -> Stepped:
    return Closed(), (*_rest(mode), Left(mode.member, how, now - mode.since))


def _rest(mode: Inside) -> tuple[Wish, ...]:
    """A live test that goes on must let its device rest."""
    if mode.page is Page.TEST and mode.doing is not None and mode.doing.act in LIVE_TESTS:
        return (EndTest(mode.doing.act),)
    return ()


def _pressed(mode: Inside, press: StaffPressed) -> Stepped:
    match press.key.removeprefix("staff.").split("."):
        case ["tab", name]:
            return _page(mode, Tab(name), Page.MAIN)
        case ["page", name]:
            return _page(mode, mode.tab, Page(name))
        case ["back"]:
            return _page(mode, mode.tab, Page.MAIN)
        case ["more"]:
            return replace(mode, first=mode.first + 1), ()
        case ["ticket", ticket]:
            return replace(mode, page=Page.TICKET, ticket=ticket, doing=None), ()
        case ["act", name, *device]:
            return _act(mode, StaffAct(name), device[0] if device else "")
        case ["sure"] if mode.page is Page.CONFIRM and mode.doing is not None:
            doing = mode.doing
            return replace(mode, page=Page.MAIN), (Perform(doing.act, doing.device, doing.ticket),)
        case ["target", number] if mode.page is Page.TEST:
            return replace(mode, seen=tuple(sorted({*mode.seen, number}))), ()
        case ["came", answer] if mode.page is Page.ASK_RESULT and mode.doing is not None:
            result = ActResult.DONE if answer == "yes" else ActResult.FAILED
            done = replace(mode.doing, result=result)
            return replace(mode, page=Page.MAIN, doing=done), (Judged(mode.doing, result),)
        case ["out", reason]:
            return replace(mode, page=Page.OUT_UNTIL, out_reason=OutReason(reason), doing=None), ()
        case ["until", end] if mode.out_reason is not None:
            out = SetOut(mode.out_reason, None if end == "open" else datetime.fromisoformat(end))
            return replace(mode, page=Page.MAIN, out_reason=None), (out,)
        case ["in"]:
            return mode, (ClearOut(),)
        case _:
            return mode, ()


def _page(mode: Inside, tab: Tab, page: Page) -> Stepped:
    return replace(mode, tab=tab, page=page, doing=None, seen=(), first=0, out_reason=None), _rest(mode)


def _act(mode: Inside, act: StaffAct, device: str) -> Stepped:
    ticket = mode.ticket if act in (StaffAct.REPRINT, StaffAct.WITHDRAW) else ""
    doing = Doing(act, device, ticket)
    if act in GRAVE:
        return replace(mode, page=Page.CONFIRM, doing=doing), ()
    if act in LIVE_TESTS:
        return replace(mode, page=Page.TEST, doing=doing, seen=()), (*_rest(mode), Perform(act, device, ticket))
    if mode.doing is not None and mode.doing.act is act and mode.doing.result is None:
        return mode, ()
    return replace(mode, doing=doing), (Perform(act, device, ticket),)


def _ended(mode: Inside, ended: ActEnded) -> Inside:
    if mode.doing is None or mode.doing.act is not ended.act:
        return mode
    doing = replace(mode.doing, result=ended.result, detail=ended.detail)
    if ended.act in SEEN_BY_PERSON and ended.result is ActResult.UNCONFIRMED:
        return replace(mode, page=Page.ASK_RESULT, doing=replace(doing, result=None))
    return replace(mode, doing=doing)


def _observed(mode: Inside, happening: Happening) -> Inside:
    """What a live test saw; a card is described without its holder, a code without its content."""
    if mode.page is not Page.TEST or mode.doing is None:
        return mode
    seen = ""
    match mode.doing.act, happening:
        case StaffAct.CARD_TEST, CardInserted():
            seen = "card.in"
        case StaffAct.CARD_TEST, CardRemoved():
            seen = "card.out"
        case StaffAct.CARD_TEST, CardIdentified():
            seen = "card.read"
        case StaffAct.CARD_TEST, CardFault():
            seen = f"card.fault.{happening.problem.value}"
        case StaffAct.CAMERA_TEST, CodeSeen():
            seen = "code"
        case StaffAct.PANEL_TEST, KeyPressed():
            seen = f"key.{happening.key.value}"
        case StaffAct.PANEL_TEST, HeadsetChanged():
            seen = "headset.in" if happening.inserted else "headset.out"
        case StaffAct.PANEL_TEST, ContactChanged():
            seen = f"contact.{happening.contact.value}"
        case _:
            return mode
    return replace(mode, seen=(*mode.seen, seen)[-24:])
