"""Generated from events.toml by `python -m kiosk.events.generate`; changes belong there."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Literal, overload

from devices.api.card import CardProblem as CardTrouble
from devices.api.card import PinOutcome as PinAnswer
from devices.api.card import Verdict as CardVerdict
from devices.api.health import Reason as DeviceReason
from kiosk.events.fields import TYPES, FieldType, code_type


class VisitOutcome(enum.StrEnum):
    """How a visit ended."""

    ANSWERED = "answered"
    TICKET = "ticket"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"
    RESET = "reset"


class VisitStep(enum.StrEnum):
    """A part of a visit whose duration is measured."""

    CHOOSE = "choose"
    CARD = "card"
    PIN = "pin"
    CHECK = "check"
    ANSWER = "answer"
    TICKET = "ticket"
    SCAN = "scan"
    FAREWELL = "farewell"


class CloseCause(enum.StrEnum):
    """Why the application ends."""

    SIGNAL = "signal"
    STAFF = "staff"
    FAULT = "fault"


class ServiceState(enum.StrEnum):
    """Service level of the kiosk."""

    OPEN = "open"
    DEGRADED = "degraded"
    OUT_OF_SERVICE = "out_of_service"


class ServiceCause(enum.StrEnum):
    """What decides the service level."""

    NONE = "none"
    STAFF = "staff"
    CLOSED = "closed"
    STORE = "store"
    DISPLAY = "display"
    CARD = "card"
    PRINTER = "printer"
    PAPER = "paper"
    CAMERA = "camera"
    PANEL = "panel"
    SCANNER = "scanner"
    SPEECH = "speech"
    OFFICE = "office"
    CLOCK = "clock"
    STARTING = "starting"
    SOFTWARE = "software"


class OutReason(enum.StrEnum):
    """Why staff took the kiosk out of service."""

    CABLING = "cabling"
    CLEANING = "cleaning"
    REPAIR = "repair"
    MOVING = "moving"
    EVENT = "event"
    OTHER = "other"


class StaffDoor(enum.StrEnum):
    """How a member of staff came in."""

    PIN = "pin"
    CARD = "card"


class StaffExit(enum.StrEnum):
    """How maintenance mode ended."""

    LEFT = "left"
    TIMED_OUT = "timed_out"


class StaffAct(enum.StrEnum):
    """An act of staff on the kiosk."""

    TEST_PRINT = "test_print"
    PAPER_CHANGED = "paper_changed"
    REPRINT = "reprint"
    WITHDRAW = "withdraw"
    CUT = "cut"
    CARD_TEST = "card_test"
    CAMERA_TEST = "camera_test"
    PANEL_TEST = "panel_test"
    TOUCH_TEST = "touch_test"
    SPEECH_TEST = "speech_test"
    RESET_VISIT = "reset_visit"
    RESTART_DEVICE = "restart_device"
    RESTART_APPLICATION = "restart_application"
    RESTART_MACHINE = "restart_machine"
    SHUT_DOWN = "shut_down"
    REPORT_PRINTED = "report_printed"
    EXPORT_LOGS = "export_logs"
    EXPORT_USB = "export_usb"


class ActResult(enum.StrEnum):
    """What became of an act."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"


class Component(enum.StrEnum):
    """A part of the software."""

    MAIN_LOOP = "main_loop"
    WORKER = "worker"
    RUNNER = "runner"


class Privacy(enum.StrEnum):
    """A protection of the process."""

    NO_CORE_DUMP = "no_core_dump"
    NO_SWAP = "no_swap"


class Event(enum.StrEnum):
    """Everything that is ever logged."""

    APPLICATION_STARTED = "application_started"
    APPLICATION_READY = "application_ready"
    APPLICATION_STOPPING = "application_stopping"
    APPLICATION_CRASHED_BEFORE = "application_crashed_before"
    PROTECTION_MISSING = "protection_missing"
    CALLBACK_FAULT = "callback_fault"
    SUBSCRIBER_FAULT = "subscriber_fault"
    HEART_BEAT_LATE = "heart_beat_late"
    LOG_LINES_LOST = "log_lines_lost"
    STALE_ANSWER_DROPPED = "stale_answer_dropped"
    VISIT_STARTED = "visit_started"
    VISIT_ENDED = "visit_ended"
    VISIT_STEP = "visit_step"
    APPOINTMENT_CHECKED_IN = "appointment_checked_in"
    CARD_IDENTIFIED = "card_identified"
    CARD_JUDGED = "card_judged"
    CARD_REFUSED = "card_refused"
    CARD_FAULT = "card_fault"
    CARD_FORGOTTEN = "card_forgotten"
    PIN_CHECKED = "pin_checked"
    PIN_CHANGED = "pin_changed"
    TICKET_ISSUED = "ticket_issued"
    TICKET_REFUSED = "ticket_refused"
    TICKET_PRINTED = "ticket_printed"
    TICKET_NOT_PRINTED = "ticket_not_printed"
    TICKET_REPRINTED = "ticket_reprinted"
    TICKET_WITHDRAWN = "ticket_withdrawn"
    TICKET_FLOOD = "ticket_flood"
    DEVICE_STARTED = "device_started"
    DEVICE_LOST = "device_lost"
    DEVICE_DEGRADED = "device_degraded"
    DEVICE_RESTORED = "device_restored"
    DEVICE_SWITCHED_OFF = "device_switched_off"
    WORKER_REPLACED = "worker_replaced"
    DOOR_OPENED = "door_opened"
    DOOR_CLOSED = "door_closed"
    TAMPERED = "tampered"
    SERVICE_LEVEL_CHANGED = "service_level_changed"
    OUT_OF_SERVICE_SET = "out_of_service_set"
    OUT_OF_SERVICE_CLEARED = "out_of_service_cleared"
    STORE_UNREACHABLE = "store_unreachable"
    STORE_RESTORED = "store_restored"
    SHARED_STORE_UNREACHABLE = "shared_store_unreachable"
    SHARED_STORE_RESTORED = "shared_store_restored"
    OUTBOX_WAITING = "outbox_waiting"
    OUTBOX_DELIVERED = "outbox_delivered"
    OFFICE_UNREACHABLE = "office_unreachable"
    OFFICE_RESTORED = "office_restored"
    CLOCK_UNSYNCHRONISED = "clock_unsynchronised"
    CLOCK_SYNCHRONISED = "clock_synchronised"
    CLOCK_JUMPED = "clock_jumped"
    DISK_LOW = "disk_low"
    DISK_RESTORED = "disk_restored"
    PROFILE_LOADED = "profile_loaded"
    PROFILE_BROKEN = "profile_broken"
    PROFILE_MENDED = "profile_mended"
    PROFILE_OUTDATED = "profile_outdated"
    CONFIGURATION_LOADED = "configuration_loaded"
    BACKUP_MADE = "backup_made"
    STORE_REPLACED = "store_replaced"
    BACKUP_FAILED = "backup_failed"
    STAFF_DOOR_FOUND = "staff_door_found"
    STAFF_ENTERED = "staff_entered"
    STAFF_REFUSED = "staff_refused"
    STAFF_LOCKED = "staff_locked"
    STAFF_LEFT = "staff_left"
    STAFF_ACTED = "staff_acted"
    STAFF_ADDED = "staff_added"
    STAFF_REMOVED = "staff_removed"
    STAFF_UNLOCKED = "staff_unlocked"
    STAFF_RESTORED = "staff_restored"
    AUDIT_BROKEN = "audit_broken"
    LOGS_EXPORTED = "logs_exported"


# event -> (level, audited, what happened, fields: name -> (type, may be None))
CATALOGUE: dict[Event, tuple[str, bool, str, dict[str, tuple[FieldType, bool]]]] = {
    Event.APPLICATION_STARTED: (
        "normal",
        False,
        "The application starts.",
        {"version": (TYPES["version"], False), "simulated": (TYPES["flag"], False)},
    ),
    Event.APPLICATION_READY: (
        "normal",
        False,
        "The first screen is shown and the kiosk takes visitors.",
        {"seconds": (TYPES["seconds"], False)},
    ),
    Event.APPLICATION_STOPPING: (
        "normal",
        False,
        "The application ends in an orderly way.",
        {"cause": (code_type(CloseCause), False), "seconds": (TYPES["seconds"], False)},
    ),
    Event.APPLICATION_CRASHED_BEFORE: (
        "warning",
        False,
        "The run before this one ended without saying so: power loss, a crash, or the watchdog.",
        {"restarts": (TYPES["count"], False)},
    ),
    Event.PROTECTION_MISSING: (
        "warning",
        False,
        "A protection of the process could not be switched on.",
        {"protection": (code_type(Privacy), False)},
    ),
    Event.CALLBACK_FAULT: (
        "alarm",
        False,
        "A fault in the software was caught; the visit was ended and the start screen shown.",
        {
            "part": (code_type(Component), False),
            "fault": (TYPES["fault"], False),
            "place": (TYPES["fault"], False),
            "count": (TYPES["count"], False),
        },
    ),
    Event.SUBSCRIBER_FAULT: (
        "warning",
        False,
        "A listener to events failed; the event itself was kept.",
        {"fault": (TYPES["fault"], False)},
    ),
    Event.HEART_BEAT_LATE: (
        "alarm",
        False,
        "A part of the software does not move; the watchdog is no longer fed.",
        {"part": (code_type(Component), False), "seconds": (TYPES["seconds"], False)},
    ),
    Event.LOG_LINES_LOST: (
        "warning",
        False,
        "Lines could not be written to the log file (disk full, or the file system is read-only).",
        {"count": (TYPES["count"], False), "errno": (TYPES["errno"], False)},
    ),
    Event.STALE_ANSWER_DROPPED: (
        "normal",
        False,
        "An answer came for a visit that is over, and was dropped.",
        {"part": (code_type(Component), False), "count": (TYPES["count"], False)},
    ),
    Event.VISIT_STARTED: ("normal", False, "Somebody began a visit.", {"visit": (TYPES["visit"], False)}),
    Event.VISIT_ENDED: (
        "normal",
        False,
        "A visit is over and everything about it is wiped.",
        {
            "visit": (TYPES["visit"], False),
            "outcome": (code_type(VisitOutcome), False),
            "seconds": (TYPES["seconds"], False),
            "language": (TYPES["language"], False),
            "touches": (TYPES["count"], False),
        },
    ),
    Event.VISIT_STEP: (
        "normal",
        False,
        "How long one part of a visit took.",
        {"visit": (TYPES["visit"], False), "step": (code_type(VisitStep), False), "seconds": (TYPES["seconds"], False)},
    ),
    Event.APPOINTMENT_CHECKED_IN: (
        "normal",
        False,
        "An appointment was checked in, or was not.",
        {"visit": (TYPES["visit"], False), "accepted": (TYPES["flag"], False)},
    ),
    Event.CARD_IDENTIFIED: (
        "normal",
        False,
        "The dates of a card were read.",
        {"visit": (TYPES["visit"], False), "applet": (TYPES["version"], False), "seconds": (TYPES["seconds"], False)},
    ),
    Event.CARD_JUDGED: (
        "normal",
        False,
        "The proof of a card was judged, as far as it goes without a PIN.",
        {
            "visit": (TYPES["visit"], False),
            "verdict": (code_type(CardVerdict), False),
            "applet": (TYPES["version"], False),
            "apdus": (TYPES["count"], False),
            "seconds": (TYPES["seconds"], False),
        },
    ),
    Event.CARD_REFUSED: (
        "alarm",
        False,
        "A card with an invalid proof was put in.  Nothing about its holder is kept.",
        {"visit": (TYPES["visit"], False)},
    ),
    Event.CARD_FAULT: (
        "warning",
        False,
        "A card could not be read.",
        {"visit": (TYPES["visit"], False), "problem": (code_type(CardTrouble), False)},
    ),
    Event.CARD_FORGOTTEN: (
        "warning",
        False,
        "A card stays in the reader after the visit.",
        {"seconds": (TYPES["seconds"], False)},
    ),
    Event.PIN_CHECKED: (
        "normal",
        False,
        "The chip answered to a PIN.  The PIN itself is never kept.",
        {"visit": (TYPES["visit"], False), "outcome": (code_type(PinAnswer), False), "proved": (TYPES["flag"], False)},
    ),
    Event.PIN_CHANGED: (
        "normal",
        False,
        "The chip answered to a change of PIN.",
        {"visit": (TYPES["visit"], False), "outcome": (code_type(PinAnswer), False)},
    ),
    Event.TICKET_ISSUED: (
        "normal",
        False,
        "A number was given, and is in the store.",
        {
            "visit": (TYPES["visit"], False),
            "ticket": (TYPES["ticket"], False),
            "klass": (TYPES["class"], False),
            "existing": (TYPES["flag"], False),
        },
    ),
    Event.TICKET_REFUSED: (
        "warning",
        False,
        "No number was given.",
        {"visit": (TYPES["visit"], False), "klass": (TYPES["class"], False), "closed": (TYPES["flag"], False)},
    ),
    Event.TICKET_PRINTED: (
        "normal",
        False,
        "The printer confirmed that the ticket came out.",
        {"ticket": (TYPES["ticket"], False), "seconds": (TYPES["seconds"], False)},
    ),
    Event.TICKET_NOT_PRINTED: (
        "alarm",
        False,
        "The ticket did not come out; unknown: nobody knows, it may be out already or still come.  Its number stays in the queue.",
        {
            "ticket": (TYPES["ticket"], False),
            "reason": (code_type(DeviceReason), False),
            "unknown": (TYPES["flag"], False),
        },
    ),
    Event.TICKET_REPRINTED: (
        "normal",
        True,
        "A ticket was printed again, marked as a copy.",
        {"ticket": (TYPES["ticket"], False), "staff": (TYPES["staff"], False)},
    ),
    Event.TICKET_WITHDRAWN: (
        "normal",
        True,
        "Staff withdrew a ticket.",
        {"ticket": (TYPES["ticket"], False), "staff": (TYPES["staff"], False)},
    ),
    Event.TICKET_FLOOD: (
        "warning",
        False,
        "Many tickets without a card were taken in a short time.",
        {"count": (TYPES["count"], False), "seconds": (TYPES["seconds"], False)},
    ),
    Event.DEVICE_STARTED: (
        "normal",
        False,
        "A device answered for the first time.",
        {"device": (TYPES["device"], False), "seconds": (TYPES["seconds"], False)},
    ),
    Event.DEVICE_LOST: (
        "alarm",
        False,
        "A device cannot be used any more; a screen also when touches press nothing for minutes, a reader when nobody answers whether a card was revoked.",
        {
            "device": (TYPES["device"], False),
            "reason": (code_type(DeviceReason), False),
            "count": (TYPES["count"], False),
        },
    ),
    Event.DEVICE_DEGRADED: (
        "warning",
        False,
        "A device works, but needs somebody soon.",
        {
            "device": (TYPES["device"], False),
            "reason": (code_type(DeviceReason), False),
            "count": (TYPES["count"], False),
        },
    ),
    Event.DEVICE_RESTORED: (
        "normal",
        False,
        "A device works again.",
        {
            "device": (TYPES["device"], False),
            "reason": (code_type(DeviceReason), False),
            "seconds": (TYPES["seconds"], False),
            "count": (TYPES["count"], False),
        },
    ),
    Event.DEVICE_SWITCHED_OFF: (
        "normal",
        False,
        "A device is switched off by configuration.",
        {"device": (TYPES["device"], False)},
    ),
    Event.WORKER_REPLACED: (
        "warning",
        False,
        "A worker was stuck in a call of its device, and a fresh one took its place.",
        {"device": (TYPES["device"], False), "seconds": (TYPES["seconds"], False), "count": (TYPES["count"], False)},
    ),
    Event.DOOR_OPENED: ("warning", False, "The door of the cabinet was opened.", {"allowed": (TYPES["flag"], False)}),
    Event.DOOR_CLOSED: ("normal", False, "The door of the cabinet was closed.", {"seconds": (TYPES["seconds"], False)}),
    Event.TAMPERED: (
        "alarm",
        False,
        "The tamper contact says that somebody works on the cabinet.",
        {"count": (TYPES["count"], False)},
    ),
    Event.SERVICE_LEVEL_CHANGED: (
        "normal",
        False,
        "The kiosk is open, open in part, or out of service.",
        {
            "before": (code_type(ServiceState), False),
            "now": (code_type(ServiceState), False),
            "cause": (code_type(ServiceCause), False),
            "seconds": (TYPES["seconds"], False),
        },
    ),
    Event.OUT_OF_SERVICE_SET: (
        "warning",
        True,
        "Staff took the kiosk out of service.",
        {"reason": (code_type(OutReason), False), "until": (TYPES["moment"], True), "staff": (TYPES["staff"], False)},
    ),
    Event.OUT_OF_SERVICE_CLEARED: (
        "normal",
        True,
        "The kiosk is in service again.",
        {"seconds": (TYPES["seconds"], False), "staff": (TYPES["staff"], False)},
    ),
    Event.STORE_UNREACHABLE: (
        "alarm",
        False,
        "The store of tickets does not answer.",
        {"count": (TYPES["count"], False)},
    ),
    Event.STORE_RESTORED: (
        "normal",
        False,
        "The store of tickets answers again.",
        {"seconds": (TYPES["seconds"], False), "count": (TYPES["count"], False)},
    ),
    Event.SHARED_STORE_UNREACHABLE: (
        "warning",
        False,
        "The shared store of tickets does not answer; numbers go on in the kiosk's own series.",
        {"count": (TYPES["count"], False)},
    ),
    Event.SHARED_STORE_RESTORED: (
        "normal",
        False,
        "The shared store of tickets answers again.",
        {"seconds": (TYPES["seconds"], False), "count": (TYPES["count"], False)},
    ),
    Event.OUTBOX_WAITING: (
        "warning",
        False,
        "Tickets wait on the kiosk for the shared store.",
        {"count": (TYPES["count"], False)},
    ),
    Event.OUTBOX_DELIVERED: (
        "normal",
        False,
        "Tickets that waited on the kiosk are in the shared store.",
        {"count": (TYPES["count"], False), "seconds": (TYPES["seconds"], False)},
    ),
    Event.OFFICE_UNREACHABLE: (
        "warning",
        False,
        "The back office does not answer; visitors are told that the kiosk cannot see it.",
        {"count": (TYPES["count"], False)},
    ),
    Event.OFFICE_RESTORED: (
        "normal",
        False,
        "The back office answers again.",
        {"seconds": (TYPES["seconds"], False), "count": (TYPES["count"], False)},
    ),
    Event.CLOCK_UNSYNCHRONISED: (
        "warning",
        False,
        "The time of this machine is not checked against a time server.  No date is promised.",
        {"known": (TYPES["flag"], False)},
    ),
    Event.CLOCK_SYNCHRONISED: ("normal", False, "The time is checked again.", {"seconds": (TYPES["seconds"], False)}),
    Event.CLOCK_JUMPED: (
        "warning",
        False,
        "The time of day jumped.",
        {"forward": (TYPES["flag"], False), "seconds": (TYPES["seconds"], False)},
    ),
    Event.DISK_LOW: ("alarm", False, "The disk is nearly full.", {"free_megabytes": (TYPES["count"], False)}),
    Event.DISK_RESTORED: ("normal", False, "The disk has room again.", {"free_megabytes": (TYPES["count"], False)}),
    Event.PROFILE_LOADED: (
        "normal",
        False,
        "The values of the municipality were loaded.",
        {"profile": (TYPES["profile"], False), "digest": (TYPES["digest"], False), "warnings": (TYPES["count"], False)},
    ),
    Event.PROFILE_BROKEN: (
        "alarm",
        False,
        "A profile could not be used; the last good one stays in force.",
        {"profile": (TYPES["profile"], False), "errors": (TYPES["count"], False)},
    ),
    Event.PROFILE_MENDED: (
        "normal",
        False,
        "The files of the profile are good again and in force.",
        {"profile": (TYPES["profile"], False)},
    ),
    Event.PROFILE_OUTDATED: (
        "warning",
        False,
        "Values of the profile have ended and are not shown, or were read more than a year ago.",
        {"profile": (TYPES["profile"], False), "ended": (TYPES["count"], False), "old": (TYPES["count"], False)},
    ),
    Event.CONFIGURATION_LOADED: (
        "normal",
        False,
        "The configuration of this kiosk was loaded.",
        {"digest": (TYPES["digest"], False)},
    ),
    Event.BACKUP_MADE: (
        "normal",
        False,
        "A copy of the embedded store was made and read back.",
        {"seconds": (TYPES["seconds"], False), "megabytes": (TYPES["count"], False)},
    ),
    Event.STORE_REPLACED: (
        "warning",
        True,
        "The store was replaced by a copy of it; numbers go on behind a gap.",
        {"staff": (TYPES["staff"], False), "count": (TYPES["count"], False)},
    ),
    Event.BACKUP_FAILED: (
        "alarm",
        False,
        "No copy of the embedded store could be made.",
        {"errno": (TYPES["errno"], False)},
    ),
    Event.STAFF_DOOR_FOUND: ("normal", False, "The hidden gesture was made; the kiosk asks for a staff PIN.", {}),
    Event.STAFF_ENTERED: (
        "normal",
        True,
        "A member of staff opened maintenance mode.",
        {"staff": (TYPES["staff"], False), "door": (code_type(StaffDoor), False)},
    ),
    Event.STAFF_REFUSED: (
        "warning",
        True,
        "A wrong staff PIN, or a card that is not on the list.",
        {"door": (code_type(StaffDoor), False), "tries_left": (TYPES["count"], False)},
    ),
    Event.STAFF_LOCKED: (
        "alarm",
        True,
        "Maintenance mode is locked after too many wrong tries.",
        {"seconds": (TYPES["seconds"], False), "lock": (TYPES["count"], False)},
    ),
    Event.STAFF_LEFT: (
        "normal",
        True,
        "Maintenance mode is closed.",
        {"staff": (TYPES["staff"], False), "how": (code_type(StaffExit), False), "seconds": (TYPES["seconds"], False)},
    ),
    Event.STAFF_ACTED: (
        "normal",
        True,
        "A member of staff did something on the kiosk.",
        {
            "staff": (TYPES["staff"], False),
            "act": (code_type(StaffAct), False),
            "result": (code_type(ActResult), False),
            "device": (TYPES["device"], True),
        },
    ),
    Event.STAFF_ADDED: (
        "normal",
        True,
        "A member of staff may enter maintenance mode.",
        {"staff": (TYPES["staff"], False), "card": (TYPES["flag"], False)},
    ),
    Event.STAFF_REMOVED: (
        "normal",
        True,
        "A member of staff may no longer enter maintenance mode.",
        {"staff": (TYPES["staff"], False)},
    ),
    Event.STAFF_UNLOCKED: (
        "normal",
        True,
        "The lock of maintenance mode after wrong tries was taken away by a command.",
        {"seconds": (TYPES["seconds"], False)},
    ),
    Event.STAFF_RESTORED: (
        "warning",
        True,
        "The list of staff was damaged or lost, and was brought back from its copy by a command.",
        {"count": (TYPES["count"], False)},
    ),
    Event.AUDIT_BROKEN: (
        "alarm",
        False,
        "The log of staff acts was altered: its chain does not fit at this entry.",
        {"entry": (TYPES["count"], False)},
    ),
    Event.LOGS_EXPORTED: (
        "normal",
        True,
        "The event log was exported.",
        {"staff": (TYPES["staff"], False), "entries": (TYPES["count"], False), "usb": (TYPES["flag"], False)},
    ),
}


class TypedEmitter:
    """`emit` with the fields of every event typed; a log inherits it and keeps the records."""

    @overload
    def emit(self, event: Literal[Event.APPLICATION_STARTED], *, version: str, simulated: bool) -> None: ...
    @overload
    def emit(self, event: Literal[Event.APPLICATION_READY], *, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.APPLICATION_STOPPING], *, cause: CloseCause, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.APPLICATION_CRASHED_BEFORE], *, restarts: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.PROTECTION_MISSING], *, protection: Privacy) -> None: ...
    @overload
    def emit(
        self, event: Literal[Event.CALLBACK_FAULT], *, part: Component, fault: str, place: str, count: int
    ) -> None: ...
    @overload
    def emit(self, event: Literal[Event.SUBSCRIBER_FAULT], *, fault: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.HEART_BEAT_LATE], *, part: Component, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.LOG_LINES_LOST], *, count: int, errno: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STALE_ANSWER_DROPPED], *, part: Component, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.VISIT_STARTED], *, visit: str) -> None: ...
    @overload
    def emit(
        self,
        event: Literal[Event.VISIT_ENDED],
        *,
        visit: str,
        outcome: VisitOutcome,
        seconds: float,
        language: str,
        touches: int,
    ) -> None: ...
    @overload
    def emit(self, event: Literal[Event.VISIT_STEP], *, visit: str, step: VisitStep, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.APPOINTMENT_CHECKED_IN], *, visit: str, accepted: bool) -> None: ...
    @overload
    def emit(self, event: Literal[Event.CARD_IDENTIFIED], *, visit: str, applet: str, seconds: float) -> None: ...
    @overload
    def emit(
        self,
        event: Literal[Event.CARD_JUDGED],
        *,
        visit: str,
        verdict: CardVerdict,
        applet: str,
        apdus: int,
        seconds: float,
    ) -> None: ...
    @overload
    def emit(self, event: Literal[Event.CARD_REFUSED], *, visit: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.CARD_FAULT], *, visit: str, problem: CardTrouble) -> None: ...
    @overload
    def emit(self, event: Literal[Event.CARD_FORGOTTEN], *, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.PIN_CHECKED], *, visit: str, outcome: PinAnswer, proved: bool) -> None: ...
    @overload
    def emit(self, event: Literal[Event.PIN_CHANGED], *, visit: str, outcome: PinAnswer) -> None: ...
    @overload
    def emit(
        self, event: Literal[Event.TICKET_ISSUED], *, visit: str, ticket: str, klass: str, existing: bool
    ) -> None: ...
    @overload
    def emit(self, event: Literal[Event.TICKET_REFUSED], *, visit: str, klass: str, closed: bool) -> None: ...
    @overload
    def emit(self, event: Literal[Event.TICKET_PRINTED], *, ticket: str, seconds: float) -> None: ...
    @overload
    def emit(
        self, event: Literal[Event.TICKET_NOT_PRINTED], *, ticket: str, reason: DeviceReason, unknown: bool
    ) -> None: ...
    @overload
    def emit(self, event: Literal[Event.TICKET_REPRINTED], *, ticket: str, staff: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.TICKET_WITHDRAWN], *, ticket: str, staff: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.TICKET_FLOOD], *, count: int, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.DEVICE_STARTED], *, device: str, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.DEVICE_LOST], *, device: str, reason: DeviceReason, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.DEVICE_DEGRADED], *, device: str, reason: DeviceReason, count: int) -> None: ...
    @overload
    def emit(
        self, event: Literal[Event.DEVICE_RESTORED], *, device: str, reason: DeviceReason, seconds: float, count: int
    ) -> None: ...
    @overload
    def emit(self, event: Literal[Event.DEVICE_SWITCHED_OFF], *, device: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.WORKER_REPLACED], *, device: str, seconds: float, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.DOOR_OPENED], *, allowed: bool) -> None: ...
    @overload
    def emit(self, event: Literal[Event.DOOR_CLOSED], *, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.TAMPERED], *, count: int) -> None: ...
    @overload
    def emit(
        self,
        event: Literal[Event.SERVICE_LEVEL_CHANGED],
        *,
        before: ServiceState,
        now: ServiceState,
        cause: ServiceCause,
        seconds: float,
    ) -> None: ...
    @overload
    def emit(
        self, event: Literal[Event.OUT_OF_SERVICE_SET], *, reason: OutReason, until: datetime | None = None, staff: str
    ) -> None: ...
    @overload
    def emit(self, event: Literal[Event.OUT_OF_SERVICE_CLEARED], *, seconds: float, staff: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STORE_UNREACHABLE], *, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STORE_RESTORED], *, seconds: float, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.SHARED_STORE_UNREACHABLE], *, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.SHARED_STORE_RESTORED], *, seconds: float, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.OUTBOX_WAITING], *, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.OUTBOX_DELIVERED], *, count: int, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.OFFICE_UNREACHABLE], *, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.OFFICE_RESTORED], *, seconds: float, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.CLOCK_UNSYNCHRONISED], *, known: bool) -> None: ...
    @overload
    def emit(self, event: Literal[Event.CLOCK_SYNCHRONISED], *, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.CLOCK_JUMPED], *, forward: bool, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.DISK_LOW], *, free_megabytes: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.DISK_RESTORED], *, free_megabytes: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.PROFILE_LOADED], *, profile: str, digest: str, warnings: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.PROFILE_BROKEN], *, profile: str, errors: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.PROFILE_MENDED], *, profile: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.PROFILE_OUTDATED], *, profile: str, ended: int, old: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.CONFIGURATION_LOADED], *, digest: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.BACKUP_MADE], *, seconds: float, megabytes: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STORE_REPLACED], *, staff: str, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.BACKUP_FAILED], *, errno: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STAFF_DOOR_FOUND]) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STAFF_ENTERED], *, staff: str, door: StaffDoor) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STAFF_REFUSED], *, door: StaffDoor, tries_left: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STAFF_LOCKED], *, seconds: float, lock: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STAFF_LEFT], *, staff: str, how: StaffExit, seconds: float) -> None: ...
    @overload
    def emit(
        self,
        event: Literal[Event.STAFF_ACTED],
        *,
        staff: str,
        act: StaffAct,
        result: ActResult,
        device: str | None = None,
    ) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STAFF_ADDED], *, staff: str, card: bool) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STAFF_REMOVED], *, staff: str) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STAFF_UNLOCKED], *, seconds: float) -> None: ...
    @overload
    def emit(self, event: Literal[Event.STAFF_RESTORED], *, count: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.AUDIT_BROKEN], *, entry: int) -> None: ...
    @overload
    def emit(self, event: Literal[Event.LOGS_EXPORTED], *, staff: str, entries: int, usb: bool) -> None: ...
    def emit(self, event: Event, **fields: object) -> None:
        """Record that this happened.  FieldError when a field is missing, unknown, or of a wrong kind."""
        self.keep(event, fields)

    def keep(self, event: Event, fields: dict[str, object]) -> None:
        """What a log does with an event."""
        raise NotImplementedError
