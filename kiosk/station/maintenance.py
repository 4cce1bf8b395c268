"""Maintenance mode on this kiosk: the session of staff, with the devices and the store behind its acts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from devices.api import (
    CardFault,
    CardIdentified,
    CardJudged,
    Device,
    DeviceEvent,
    Feed,
    Indicator,
    Light,
    NotPrinted,
    Pin,
    PinChecked,
    Printed,
    Receipt,
    SpeechEnded,
    Utterance,
)
from kiosk import __version__
from kiosk.base.clock import business_day
from kiosk.base.config import digest
from kiosk.base.i18n import texts
from kiosk.base.jobs import Jobs
from kiosk.base.languages import N_
from kiosk.events.file import read_lines
from kiosk.events.generated import ActResult, StaffAct
from kiosk.queue.errors import Refusal
from kiosk.queue.model import Ticket
from kiosk.staff.actions import StaffFacts, Unprinted
from kiosk.staff.audit import AuditLog, Chain, verify
from kiosk.staff.export import usb_present
from kiosk.staff.numbers import DayBook
from kiosk.staff.session import Keeping, StaffSession
from kiosk.staff.signals import Happening
from kiosk.station.parts import Parts
from kiosk.station.ticketpaper import receipt_of
from kiosk.views.view import StaffView
from kiosk.visit.model.inputs import Input
from kiosk.visit.shown.labels import service_label

REQUEST: Final = "staff"
_PIN: Final = "pin"
_PRINTED_ACTS = (StaffAct.TEST_PRINT, StaffAct.REPORT_PRINTED, StaffAct.CUT, StaffAct.REPRINT)


class Maintenance:
    """Owns the session of staff.  Main loop only, but for its own thread, which hashes PINs and looks at disks."""

    def __init__(self, parts: Parts, leave: Callable[[str], None]) -> None:
        self._parts = parts
        self._leave = leave
        self._jobs = Jobs("staff", parts.work_failed)
        self._printing: dict[str, StaffAct] = {}
        self._count = 0
        self._unprinted: tuple[Unprinted, ...] = ()
        self._chain = Chain(0, "")
        self._shown: StaffView | None = None
        self.book = DayBook()
        parts.log.subscribe(self.book.listen)
        parts.log.subscribe(AuditLog(parts.config.state_dir).listener(parts.config.kiosk.id))
        self.session = StaffSession(
            Keeping(parts.config.state_dir, parts.config.log_dir),
            actions=self,
            log=parts.log,
            clock=parts.clock,
            facts=self.facts,
            languages=tuple(each.code for each in parts.profile.profile.languages),
            submit=self._submit,
            override=parts.override,
        )
        self._jobs.submit(self._verify_audit)
        self._boot = parts.clock.now()
        self._jobs.submit(self._replay)

    # --- from the main loop ----------------------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """True while the staff screens own the display."""
        return self.session.active

    def tick(self) -> StaffView | None:
        """Time passes; the screen to show when it changed."""
        self.session.tick()
        shown = self.session.view()
        if shown == self._shown:
            return None
        self._shown = shown
        return shown

    def takes(self, given: Input | DeviceEvent) -> bool:
        """True when an event was for staff and the visit must not hear it."""
        request = getattr(given, "request", "")
        if isinstance(request, str) and request.startswith(REQUEST):
            self._answered(given)
            return True
        if self.active and isinstance(given, Happening):
            self.session.handle(given)
        return False

    def count(self) -> None:
        """Look at what the screens show: tickets without paper, the audit chain; in the store's thread."""
        self._jobs.submit(self._verify_audit)
        held = self._parts.store.unprinted(self._parts.profile.place)
        if isinstance(held, Refusal):
            return
        self._unprinted = tuple(Unprinted(each.id, each.number, each.klass, each.taken_at) for each in held)

    def close(self) -> None:
        """Let go."""
        self._jobs.close(0.5)

    def facts(self) -> StaffFacts:
        """Everything that the staff screens show; nothing of a visit."""
        parts = self._parts
        now = parts.clock.now()
        day = business_day(now)
        profile = parts.profile.profile
        spoken = texts(profile.official[0])
        names = {klass.value: service_label(profile, klass.value, spoken.language) for klass in profile.tickets.classes}
        return StaffFacts(
            kiosk=parts.config.kiosk.id,
            place=profile.place(parts.profile.place).name,
            now=now,
            mono=parts.clock.monotonic(),
            level=parts.situation.level,
            devices=parts.situation.devices,
            today=self.book.day(day),
            yesterday=self.book.day(day - timedelta(days=1)),
            events=parts.log.recent(40),
            unprinted=self._unprinted,
            staff_out=parts.override.current(now),
            clock_ok=parts.clock.synchronised(),
            store_ok=parts.situation.store_ok,
            office_ok=parts.situation.office_ok,
            store_refused=parts.situation.store_refused,
            line=parts.situation.line,
            waiting=parts.situation.waiting_by_class,
            free_megabytes=_free(parts),
            versions=(
                (N_("Software"), __version__),
                (N_("Profile"), f"{profile.id} {digest(profile)}"),
                (N_("Configuration"), digest(parts.config)),
            ),
            started_at=self._boot,
            profile_alarms=parts.profile.alarms,
            class_names=names,
            audit_head=self._chain.head,
            audit_broken=self._chain.broken,
            usb_present=usb_present(),
        )

    # --- acts ------------------------------------------------------------------------------------------------

    def read_card(self) -> None:
        """Read the card at the door."""
        reader = self._parts.devices.reader
        if reader is None:
            self.session.card_read("")
        else:
            reader.read(self._request("card"))

    def verify_card_pin(self, pin: Pin | None, language: str) -> None:
        """One VERIFY of the staff member's card; None: on the reader's own keys, in `language`."""
        reader = self._parts.devices.reader
        if reader is None:
            if pin is not None:
                pin.wipe()
            self.session.card_pin_failed()
        else:
            reader.verify_pin(self._request(_PIN), pin, language)

    def print_receipt(self, act: StaffAct, receipt: Receipt) -> None:
        """Print something of staff's own."""
        printer = self._parts.devices.printer
        if printer is None:
            self.session.ended(act, ActResult.REFUSED)
            return
        request = self._request("print")
        self._printing[request] = act
        printer.print(request, receipt)

    def reprint(self, ticket: str) -> None:
        """Print a ticket again, as a copy with the same number."""
        self._parts.tickets.submit(lambda: self._reprint(ticket))

    def withdraw(self, ticket: str) -> None:
        """Withdraw a ticket."""

        def work() -> None:
            answer = self._parts.store.withdraw(ticket, note="staff")
            done = not isinstance(answer, Refusal)
            self._post(lambda: self.session.ended(StaffAct.WITHDRAW, ActResult.DONE if done else ActResult.REFUSED))
            self.count()

        self._parts.tickets.submit(work)

    def cut(self) -> None:
        """Feed a little and cut."""
        self.print_receipt(StaffAct.CUT, Receipt((Feed(4.0),)))

    def paper_changed(self) -> None:
        """Ask the printer anew."""
        printer = self._parts.devices.printer
        if printer is None:
            self.session.ended(StaffAct.PAPER_CHANGED, ActResult.REFUSED)
            return
        printer.refresh()
        self.session.ended(StaffAct.PAPER_CHANGED, ActResult.DONE)

    def start_test(self, device: str) -> None:
        """Begin a live test."""
        camera, panel = self._parts.devices.camera, self._parts.devices.panel
        if device == "camera" and camera is not None:
            camera.look_for_codes(self._request("camera"))
        if device == "panel" and panel is not None:
            for indicator in Indicator:
                panel.light(indicator, Light.BLINK)

    def end_test(self, device: str) -> None:
        """The device rests again."""
        reader, camera, panel = self._parts.devices.reader, self._parts.devices.camera, self._parts.devices.panel
        if device == "card" and reader is not None:
            reader.release()
        if device == "camera" and camera is not None:
            camera.rest()
        if device == "panel" and panel is not None:
            for indicator in Indicator:
                panel.light(indicator, Light.OFF)

    def speak(self, text: str, language: str) -> None:
        """Say a sentence on the loudspeaker."""
        speaker = self._parts.devices.speaker
        if speaker is None:
            self.session.ended(StaffAct.SPEECH_TEST, ActResult.REFUSED)
        else:
            speaker.say(self._request("speech"), (Utterance(text, language),))

    def reset_visit(self) -> None:
        """End and wipe whatever visit there is."""
        self._parts.runner.reset()

    def restart_device(self, device: str) -> None:
        """Stop a device's worker and start a fresh one."""
        found = next((each for each in self._parts.devices.fitted() if each.name == device), None)
        if found is None:
            self.session.ended(StaffAct.RESTART_DEVICE, ActResult.REFUSED)
            return
        self._jobs.submit(lambda: self._restart(found))

    def restart_application(self) -> None:
        """Leave; systemd starts the kiosk again."""
        self._leave("staff")

    def restart_machine(self) -> None:
        """Restart the machine."""
        self._system(StaffAct.RESTART_MACHINE, "reboot")

    def shut_down(self) -> None:
        """Shut the machine down."""
        self._system(StaffAct.SHUT_DOWN, "poweroff")

    # --- how -------------------------------------------------------------------------------------------------

    def _request(self, what: str) -> str:
        self._count += 1
        return f"{REQUEST}-{what}.{self._count}"

    def _post(self, act: Callable[[], None]) -> None:
        """Do something of the session in the main loop."""
        self._parts.later(act)

    def _submit(self, work: Callable[[], Happening]) -> None:
        def job() -> None:
            answer = work()
            self._post(lambda: self.session.handle(answer))

        self._jobs.submit(job)

    def _restart(self, device: Device) -> None:
        device.stop()
        device.start()
        self._post(lambda: self.session.ended(StaffAct.RESTART_DEVICE, ActResult.DONE))

    def _replay(self) -> None:
        """Count what earlier runs wrote, so that today's numbers do not begin at zero."""
        boot = self._boot.isoformat()
        earlier = (line for line in read_lines(self._parts.config.log_dir) if str(line.get("at", "")) < boot)
        self.book.replay(earlier)

    def _verify_audit(self) -> None:
        self._chain = verify(self._parts.config.state_dir)

    def _reprint(self, ticket_id: str) -> None:
        """In the store's thread: count the copy, then print it."""
        ticket = self._parts.store.reprint(ticket_id)
        if isinstance(ticket, Refusal):
            self._post(lambda: self.session.ended(StaffAct.REPRINT, ActResult.REFUSED))
            return
        printer = self._parts.devices.printer
        if printer is None:
            self._post(lambda: self.session.ended(StaffAct.REPRINT, ActResult.REFUSED))
            return
        request = self._request("print")
        self._printing[request] = StaffAct.REPRINT
        self._parts.tickets.expect(request, ticket_id)
        printer.print(request, self._copy(ticket))

    def _copy(self, ticket: Ticket) -> Receipt:
        profile = self._parts.profile.profile
        place = profile.place(self._parts.profile.place)
        return receipt_of(ticket, profile, place, copy=True)

    def _answered(self, given: Input | DeviceEvent) -> None:
        """The answer to a request of staff's."""
        match given:
            case CardIdentified() | CardFault() if self.session.inside:
                # a live test: that it was read is all that is told
                self.session.handle(given)
            case CardJudged(reading=reading) if not self.session.inside:
                chip = reading.card.chip_number
                self.session.card_read(chip, on_pad=reading.pad_verifies, card_tries=reading.tries_left)
            case CardFault(request=request) if request.startswith(f"{REQUEST}-{_PIN}."):
                self.session.card_pin_failed()
            case CardFault():
                self.session.card_read("")
            case PinChecked(outcome=outcome, proved=proved, tries_left=tries):
                self.session.card_pin_checked(outcome, proved=proved, card_tries=tries)
            case Printed(request=request):
                act = self._printing.pop(request, None)
                if act in _PRINTED_ACTS:
                    self._parts.tickets.confirmed(given)
                    self.session.ended(act, ActResult.DONE)
            case NotPrinted(request=request, unknown=unknown):
                act = self._printing.pop(request, None)
                if act in _PRINTED_ACTS:
                    self._parts.tickets.confirmed(given)
                    self.session.ended(act, ActResult.UNCONFIRMED if unknown else ActResult.FAILED)
            case SpeechEnded():
                self.session.ended(StaffAct.SPEECH_TEST, ActResult.UNCONFIRMED)
            case _:
                pass

    def _system(self, act: StaffAct, verb: str) -> None:
        """Ask systemd; polkit lets the kiosk's own user do it."""

        def work() -> None:
            program = shutil.which("systemctl")
            try:
                refused = program is None or subprocess.run((program, verb), check=False, timeout=30).returncode != 0
            except (OSError, subprocess.TimeoutExpired):
                refused = True
            if refused:
                self._post(lambda: self.session.ended(act, ActResult.REFUSED))

        self._jobs.submit(work)


def _free(parts: Parts) -> int | None:
    try:
        return shutil.disk_usage(parts.config.state_dir).free // 1_000_000
    except OSError:
        return None
