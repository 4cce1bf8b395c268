"""What maintenance mode needs of the rest of the kiosk: a Protocol that the composition fulfils, and the facts it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from devices.api.card import Pin
from devices.api.health import Health
from devices.api.printer import Receipt
from kiosk.events.generated import StaffAct
from kiosk.events.log import Record
from kiosk.health.servicelevel import ServiceLevel, StaffOut
from kiosk.profiles.source import Alarm
from kiosk.queue.errors import Refusal
from kiosk.queue.model import Line
from kiosk.staff.numbers import DayNumbers


class Actions(Protocol):
    """Every method returns at once.

    Those that say so are answered later through `StaffSession.ended(act, result, detail)`; `detail` is a sentence for
    staff.  A device that is not fitted is answered with REFUSED.
    """

    def read_card(self) -> None:
        """Read the card at the door; answer with `StaffSession.card_read(chip_number, …)` ("" when it cannot be read)."""
        ...

    def verify_card_pin(self, pin: Pin | None, language: str) -> None:
        """One VERIFY and the signed challenge; answer with `StaffSession.card_pin_checked(…)`.

        None: the PIN is typed on the reader's own keys, whose display speaks `language` where it can.
        """
        ...

    def print_receipt(self, act: StaffAct, receipt: Receipt) -> None:
        """Print (test print, readiness report): answered DONE (confirmed), UNCONFIRMED (nobody knows) or FAILED."""
        ...

    def reprint(self, ticket: str) -> None:
        """Print a ticket again as a copy: answered like `print_receipt`."""
        ...

    def withdraw(self, ticket: str) -> None:
        """Withdraw a ticket: answered."""
        ...

    def cut(self) -> None:
        """Feed and cut: answered like `print_receipt`."""
        ...

    def paper_changed(self) -> None:
        """Ask the printer anew: answered."""
        ...

    def start_test(self, device: str) -> None:
        """Begin a live test: the card reader reads what is put in, the camera looks for codes, lights blink."""
        ...

    def end_test(self, device: str) -> None:
        """The device rests again."""
        ...

    def speak(self, text: str, language: str) -> None:
        """Say a sentence on the loudspeaker: answered UNCONFIRMED when it was said."""
        ...

    def reset_visit(self) -> None:
        """End and wipe whatever visit there is."""
        ...

    def restart_device(self, device: str) -> None:
        """Stop the worker of a device and start a fresh one: answered."""
        ...

    def restart_application(self) -> None:
        """Leave in an orderly way; systemd starts the kiosk again."""
        ...

    def restart_machine(self) -> None:
        """Restart the machine: answered only when it was refused."""
        ...

    def shut_down(self) -> None:
        """Shut the machine down: answered only when it was refused."""
        ...


@dataclass(frozen=True, slots=True)
class Unprinted:
    """A ticket without confirmed paper."""

    ticket: str
    number: str
    klass: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """Everything that the maintenance screens show, gathered by the composition; nothing of a visit is in it.

    `now` civil and `mono` monotonic seconds; `versions` are (what, value) with values as "1.4.0"; `free_megabytes`
    None when nobody knows; `waiting` people in the queue now, by class, None when nobody knows; `audit_broken` the first broken entry of the audit log, 0 when it fits.
    """

    kiosk: str
    place: str
    now: datetime
    mono: float
    level: ServiceLevel
    devices: Mapping[str, Health]
    today: DayNumbers
    yesterday: DayNumbers
    events: tuple[Record, ...] = ()
    unprinted: tuple[Unprinted, ...] = ()
    staff_out: StaffOut | None = None
    clock_ok: bool | None = None
    store_ok: bool | None = None
    office_ok: bool | None = None
    store_refused: Refusal | None = None
    line: Line | None = None
    waiting: Mapping[str, int] | None = None
    free_megabytes: int | None = None
    versions: tuple[tuple[str, str], ...] = ()
    class_names: Mapping[str, str] | None = None
    started_at: datetime | None = None
    audit_head: str = ""
    audit_broken: int = 0
    profile_alarms: tuple[Alarm, ...] = ()
    usb_present: bool = False
