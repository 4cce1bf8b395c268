"""Health of a device: what it knows, what it does not know, since when."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class DeviceState(enum.StrEnum):
    """Component states of the airport kiosks' standard (CUSS 2), with UNKNOWN made explicit."""

    READY = "ready"
    BUSY = "busy"
    DEGRADED = "degraded"
    UNAVAILABLE = "unavailable"
    UNKNOWN = "unknown"


class Reason(enum.StrEnum):
    """The closed set of reasons for a state; each has a resident's text, a staff text and an event."""

    OK = "ok"
    NOT_STARTED = "not_started"
    DISABLED = "disabled"
    # reaching the device
    NOT_REACHABLE = "not_reachable"
    NOT_RESPONDING = "not_responding"
    NOT_PERMITTED = "not_permitted"
    WRONG_DEVICE = "wrong_device"
    # card reader
    NO_PCSC_SERVICE = "no_pcsc_service"
    NO_READER = "no_reader"
    READER_IN_USE = "reader_in_use"
    CARD_MUTE = "card_mute"
    FOREIGN_CHIP = "foreign_chip"
    REVOCATION_SILENT = "revocation_silent"
    # paper
    MEDIA_LOW = "media_low"
    MEDIA_EMPTY = "media_empty"
    MEDIA_JAMMED = "media_jammed"
    MEDIA_PRESENT = "media_present"
    COVER_OPEN = "cover_open"
    CUTTER_FAULT = "cutter_fault"
    OVERHEATED = "overheated"
    OFF_LINE = "off_line"
    # lines of a serial device
    UNREADABLE_LINES = "unreadable_lines"
    # everything
    HARDWARE_ERROR = "hardware_error"
    SOFTWARE_ERROR = "software_error"


@dataclass(frozen=True, slots=True)
class Health:
    """One device's health.

    `detail` is for staff and logs and never holds personal data; `since` is seconds of the monotonic clock at
    which this state began; `generation` counts connections, so that an answer from before a reconnection is
    recognised.
    """

    state: DeviceState
    reason: Reason = Reason.OK
    detail: str = ""
    since: float = 0.0
    generation: int = 0

    @property
    def usable(self) -> bool:
        """True when the device can take work now (READY, BUSY or DEGRADED)."""
        return self.state in (DeviceState.READY, DeviceState.BUSY, DeviceState.DEGRADED)


class DeviceEvent:
    """Base of everything that a driver emits; each subclass is a frozen dataclass."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class HealthChanged(DeviceEvent):
    """The health of `device` ("card", "printer", "camera", "panel", "speech", "display") changed."""

    device: str
    health: Health


Emit = Callable[[DeviceEvent], None]


class Device(Protocol):
    """What every driver offers; all methods return at once and may be called from any thread."""

    @property
    def name(self) -> str:
        """The device's name, as in `HealthChanged.device`."""
        ...

    def health(self) -> Health:
        """The last known health."""
        ...

    def start(self) -> None:
        """Start the worker; the device is NOT_STARTED before."""
        ...

    def stop(self, timeout: float = 2.0) -> None:
        """Stop in an orderly way within `timeout` seconds; a stuck call is abandoned."""
        ...
