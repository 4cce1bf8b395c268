"""Carries maintenance mode out: checks PINs and cards, performs acts, keeps the log; the composition calls it alone.

The session lives in the main loop's thread.  Slow work (argon2, exports) goes through `submit`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from devices.api.card import CardRemoved, Pin, PinOutcome
from kiosk.base.clock import Clock
from kiosk.base.i18n import texts
from kiosk.base.languages import N_
from kiosk.events.generated import ActResult, Event, StaffAct, StaffDoor
from kiosk.events.log import EventLog
from kiosk.health.servicelevel import StaffOut
from kiosk.staff.actions import Actions, StaffFacts
from kiosk.staff.export import USB, export, export_name, export_to_stick, usb_present
from kiosk.staff.lockout import Lock, count_try, passed, remaining, tries_left
from kiosk.staff.members import Members, StaffProblem
from kiosk.staff.mode import Closed, Inside, Mode, step
from kiosk.staff.override import Override
from kiosk.staff.report import readiness_report, trial_receipt
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
from kiosk.staff.views import staff_view
from kiosk.views.view import StaffView

# carry work out somewhere and give its answer to `StaffSession.handle` in the main loop's thread
Submit = Callable[[Callable[[], Happening]], None]

_TEST_DEVICES = {
    StaffAct.CARD_TEST: "card",
    StaffAct.CAMERA_TEST: "camera",
    StaffAct.PANEL_TEST: "panel",
}

# the list of staff cannot be read, or the disk does not take a try
_CLOSED = (OSError, StaffProblem)
_NOT_CHECKED = DoorAnswer("", card=DoorCard.UNKEPT)
# how much of a lock's time a restart may cost
_KEPT_EVERY = 60.0

# on the reader's own keys nobody typed a PIN to the end
_UNTYPED = (PinOutcome.CANCELLED, PinOutcome.TIMEOUT)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where the session keeps things: staff and override in `state`, the event log in `logs`, exports on `usb`."""

    state: Path
    logs: Path
    usb: Path = USB


class StaffSession:
    """Maintenance mode of one kiosk.  `facts` gathers what the screens and the report show.

    `languages` are the municipality's; staff read the first.
    """

    def __init__(
        self,
        keeping: Keeping,
        *,
        actions: Actions,
        log: EventLog,
        clock: Clock,
        facts: Callable[[], StaffFacts],
        languages: tuple[str, ...],
        submit: Submit | None = None,
        members: Members | None = None,
        override: Override | None = None,
    ) -> None:
        self._keeping = keeping
        self._members = members or Members(keeping.state)
        self._override = override or Override(keeping.state)
        self._actions = actions
        self._log = log
        self._clock = clock
        self._facts = facts
        self._languages = languages
        self._language = languages[0]
        self._submit: Submit = submit or (lambda work: self.handle(work()))
        self._mode: Mode = Closed()
        self._door_card = ""
        # the lock before the card was asked, and with that try counted; None while it is not
        self._asked: tuple[Lock, Lock] | None = None
        self._kept_at = clock.monotonic()

    @property
    def active(self) -> bool:
        """True while the maintenance screens own the display: no visit may begin."""
        return not isinstance(self._mode, Closed)

    @property
    def inside(self) -> bool:
        """True when a member of staff has come in."""
        return isinstance(self._mode, Inside)

    @property
    def mode(self) -> Mode:
        """The mode, for tests and for the watchdog's status line."""
        return self._mode

    def view(self) -> StaffView | None:
        """The screen to show, or None when maintenance mode is closed."""
        return staff_view(self._mode, self._facts(), self._language) if self.active else None

    def gesture(self) -> None:
        """The hidden gesture was made.  Whatever visit there is, is wiped before the door shows."""
        if self.active:
            return
        self._asked = None
        self._actions.reset_visit()
        self._log.emit(Event.STAFF_DOOR_FOUND)
        try:
            lock = self._members.lock()
        except _CLOSED:
            # told when a PIN is typed
            lock = Lock()
        now = self._clock.monotonic()
        self.handle(GestureMade(tries_left(lock, now), remaining(lock, now)))

    def press(self, key: str) -> None:
        """A button of a staff screen."""
        self.handle(StaffPressed(key))

    def digit(self, digit: int) -> None:
        """A key of the PIN pad on the door."""
        self.handle(StaffDigit(digit))

    def tick(self) -> None:
        """Time passes; a few times a second."""
        now = self._clock.monotonic()
        if now - self._kept_at >= _KEPT_EVERY:
            self._kept_at = now
            with suppress(*_CLOSED):
                if remaining(self._members.lock(), now) > 0:
                    self._members.keep_lock(lambda lock: passed(lock, now))
        self.handle(StaffTick())

    def ended(self, act: StaffAct, result: ActResult, detail: str = "") -> None:
        """The answer to an act (see `Actions`)."""
        if result is not ActResult.UNCONFIRMED and isinstance(self._mode, Inside):
            doing = self._mode.doing
            if doing is not None and doing.act is act and doing.result is None:
                self._tell(self._mode.member, doing, result)
        self.handle(ActEnded(act, result, detail))

    def card_read(self, chip_number: str, *, on_pad: bool = False, card_tries: int | None = None) -> None:
        """The answer to `Actions.read_card`; "" when the card could not be read.

        `on_pad`: the reader's own keys take its PIN.  `card_tries`: as the card tells them, None when it does not.
        """
        try:
            member = self._members.by_card(self._members.fingerprint(chip_number)) if chip_number else None
            left = tries_left(self._members.lock(), self._clock.monotonic())
        except _CLOSED:
            self._door_card = ""
            self.handle(CardAnswer("", DoorCard.UNKEPT))
            return
        if member is None:
            self._log.emit(Event.STAFF_REFUSED, door=StaffDoor.CARD, tries_left=left)
        card = DoorCard.STRANGE if member is None else _card_after(PinOutcome.WRONG, card_tries)
        self._door_card = member.id if member is not None and card is DoorCard.LISTED else ""
        self.handle(CardAnswer(self._door_card, card, on_pad=on_pad and bool(self._door_card)))

    def card_pin_failed(self) -> None:
        """The card did not answer to its PIN: nobody knows whether it was right, so no try is counted here."""
        self.card_pin_checked(PinOutcome.CANCELLED)

    def card_pin_checked(self, outcome: PinOutcome, *, proved: bool = False, card_tries: int | None = None) -> None:
        """The answer to `Actions.verify_card_pin`: right only with the chip's signed challenge.

        An answer that nobody waits for any more, because the door was closed or the card is out, opens nothing.
        """
        asked, self._asked = self._asked, None
        if asked is None:
            return
        before, counted = asked
        if outcome in _UNTYPED:
            # no PIN was tried, so none is counted
            with suppress(*_CLOSED):
                self._members.keep_lock(lambda _: before)
            now = self._clock.monotonic()
            self.handle(DoorAnswer("", tries_left(before, now), remaining(before, now), DoorCard.UNTYPED))
            return
        right = outcome is PinOutcome.CORRECT and proved
        answer = self._answer(self._door_card if right else "", counted, StaffDoor.CARD)
        self.handle(replace(answer, card=_card_after(outcome, card_tries)))

    def handle(self, happening: Happening) -> None:
        """One step of the machine, and what it asks for."""
        if isinstance(happening, CardRemoved):
            self._asked = None
        self._mode, wishes = step(self._mode, happening, self._clock.monotonic())
        for wish in wishes:
            self._carry_out(wish)

    def _carry_out(self, wish: Wish) -> None:
        match wish:
            case WipePin():
                wish.pin.wipe()
            case CheckPin():
                pin = wish.pin
                self._submit(lambda: self._check(pin))
            case LookAtCard():
                self._actions.read_card()
            case CheckCardPin():
                self._ask_card_pin(wish.pin)
            case Perform():
                self._perform(wish)
            case EndTest():
                if wish.act in _TEST_DEVICES:
                    self._actions.end_test(_TEST_DEVICES[wish.act])
            case SetOut():
                now = self._clock.now()
                self._override.set(StaffOut(wish.reason, now, wish.until))
                self._log.emit(Event.OUT_OF_SERVICE_SET, reason=wish.reason, until=wish.until, staff=self._who())
            case ClearOut():
                before = self._override.clear()
                if before is not None:
                    seconds = max(0.0, (self._clock.now() - before.since).total_seconds())
                    self._log.emit(Event.OUT_OF_SERVICE_CLEARED, seconds=seconds, staff=self._who())
            case Entered():
                door = StaffDoor.CARD if wish.by_card else StaffDoor.PIN
                self._log.emit(Event.STAFF_ENTERED, staff=wish.member, door=door)
            case Left():
                self._log.emit(Event.STAFF_LEFT, staff=wish.member, how=wish.how, seconds=wish.seconds)
            case Judged():
                self._tell(self._who(), wish.doing, wish.result)

    def _who(self) -> str:
        return self._mode.member if isinstance(self._mode, Inside) else "console"

    def _count_try(self) -> Lock:
        """Keep one more try; how it stands then.  What `Members` raises."""
        now = self._clock.monotonic()
        return self._members.keep_lock(lambda lock: count_try(lock, now))

    def _ask_card_pin(self, pin: Pin | None) -> None:
        """Count the try on disk, then let the card check it."""
        try:
            self._asked = self._members.lock(), self._count_try()
        except _CLOSED:
            if pin is not None:
                pin.wipe()
            self.handle(_NOT_CHECKED)
        else:
            self._actions.verify_card_pin(pin, self._language)

    def _check(self, pin: Pin) -> DoorAnswer:
        """Count the try on disk, then check it; runs where `submit` runs it."""
        try:
            lock = self._count_try()
            member = self._members.by_pin(pin)
        except _CLOSED:
            return _NOT_CHECKED
        finally:
            pin.wipe()
        return self._answer(member.id if member else "", lock, StaffDoor.PIN)

    def _answer(self, member: str, lock: Lock, door: StaffDoor) -> DoorAnswer:
        if member:
            # everything is forgotten
            with suppress(*_CLOSED):
                self._members.keep_lock(lambda _: Lock())
            return DoorAnswer(member)
        now = self._clock.monotonic()
        left, locked = tries_left(lock, now), remaining(lock, now)
        self._log.emit(Event.STAFF_REFUSED, door=door, tries_left=left)
        if locked:
            self._log.emit(Event.STAFF_LOCKED, seconds=locked, lock=lock.locks)
        return DoorAnswer("", left, locked)

    def _tell(self, member: str, doing: Doing, result: ActResult) -> None:
        self._log.emit(Event.STAFF_ACTED, staff=member, act=doing.act, result=result, device=doing.device or None)
        if result is ActResult.DONE and doing.act is StaffAct.REPRINT:
            self._log.emit(Event.TICKET_REPRINTED, ticket=doing.ticket, staff=member)
        if result is ActResult.DONE and doing.act is StaffAct.WITHDRAW:
            self._log.emit(Event.TICKET_WITHDRAWN, ticket=doing.ticket, staff=member)

    def _perform(self, wish: Perform) -> None:
        actions = self._actions
        match wish.act:
            case StaffAct.TEST_PRINT:
                facts = self._facts()
                actions.print_receipt(wish.act, trial_receipt(facts.kiosk, facts.place, facts.now, self._languages))
            case StaffAct.REPORT_PRINTED:
                actions.print_receipt(wish.act, readiness_report(self._facts(), self._language))
            case StaffAct.PAPER_CHANGED:
                actions.paper_changed()
            case StaffAct.CUT:
                actions.cut()
            case StaffAct.REPRINT:
                actions.reprint(wish.ticket)
            case StaffAct.WITHDRAW:
                actions.withdraw(wish.ticket)
            case StaffAct.CARD_TEST | StaffAct.CAMERA_TEST | StaffAct.PANEL_TEST:
                actions.start_test(_TEST_DEVICES[wish.act])
            case StaffAct.TOUCH_TEST:
                pass
            case StaffAct.SPEECH_TEST:
                actions.speak(texts(self._language).gettext(N_("This is the voice of the kiosk.")), self._language)
            case StaffAct.RESTART_DEVICE:
                actions.restart_device(wish.device)
            case StaffAct.RESET_VISIT:
                actions.reset_visit()
                self.ended(wish.act, ActResult.DONE)
            case StaffAct.EXPORT_LOGS | StaffAct.EXPORT_USB:
                act, member = wish.act, self._who()
                self._submit(lambda: self._export(act, member))
            case StaffAct.RESTART_APPLICATION | StaffAct.RESTART_MACHINE | StaffAct.SHUT_DOWN:
                # told first: there may be no later
                self._tell(self._who(), Doing(wish.act), ActResult.DONE)
                self._leave_for(wish.act)

    def _leave_for(self, act: StaffAct) -> None:
        match act:
            case StaffAct.RESTART_MACHINE:
                self._actions.restart_machine()
            case StaffAct.SHUT_DOWN:
                self._actions.shut_down()
            case _:
                self._actions.restart_application()

    def _export(self, act: StaffAct, member: str) -> ActEnded:
        usb = act is StaffAct.EXPORT_USB
        folder = self._keeping.usb if usb else self._keeping.state / "export"
        problem = ""
        if usb and not usb_present(folder):
            problem = N_("There is no USB stick with the name KIOSKLOG.")
        else:
            try:
                name = export_name(self._log.kiosk, self._clock.now())
                if usb:
                    count = export_to_stick(self._keeping.logs, folder, name)
                else:
                    folder.mkdir(parents=True, exist_ok=True)
                    count = export(self._keeping.logs, folder / name)
                self._log.emit(Event.LOGS_EXPORTED, staff=member, entries=count, usb=usb)
            except OSError:
                problem = (
                    N_("The file could not be written: is there room, and is the stick still in?")
                    if usb
                    else N_("The file could not be written: is there room?")
                )
        result = ActResult.FAILED if problem else ActResult.DONE
        self._tell(member, Doing(act), result)
        return ActEnded(act, result, problem)


def _card_after(outcome: PinOutcome, tries: int | None) -> DoorCard:
    """A card with one try left is not put at risk at the door: its owner has a staff PIN."""
    spent = outcome is PinOutcome.BLOCKED or (tries is not None and tries <= 1)
    return DoorCard.SPENT if spent else DoorCard.LISTED
