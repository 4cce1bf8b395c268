"""The ticket printer as the kiosk sees it: a receipt document goes in, a fact comes out."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol

from devices.api.health import Device, DeviceEvent, Reason


class Align(enum.StrEnum):
    """Alignment of a block; START follows the text's direction."""

    START = "start"
    CENTER = "center"


class Size(enum.StrEnum):
    """Text sizes on paper."""

    SMALL = "small"
    NORMAL = "normal"
    LARGE = "large"
    HUGE = "huge"


class Mark(enum.StrEnum):
    """What stands before a paragraph; its lines hang behind it."""

    NONE = "none"
    BULLET = "bullet"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph, wrapped by the renderer; `language` chooses script and direction (BCP 47, "ar").

    A HUGE one stands in a black band.
    """

    text: str
    language: str = "en"
    size: Size = Size.NORMAL
    bold: bool = False
    align: Align = Align.START
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Blank paper, in millimetres."""

    mm: float = 3.0


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code; `data` is ASCII."""

    data: str
    module_dots: int = 6


@dataclass(frozen=True, slots=True)
class Drawing:
    """Dots as they are printed, at the start of the line: each row packed into bytes from the left, 1 is black.

    It is decoration: where the printer's own letters are sent, it is left out.
    """

    width: int
    rows: tuple[bytes, ...]


Block = Text | Rule | Feed | QrCode | Drawing


@dataclass(frozen=True, slots=True)
class Receipt:
    """A whole ticket or slip.  It never holds anything personal; the caller sees to that.

    A `copy` bears `copy_label` at its head, so that a reprint can be told from the first print.
    """

    blocks: tuple[Block, ...]
    copy: bool = False
    cut: bool = True
    copy_label: str = "KOPIE · COPIE · COPY"


@dataclass(frozen=True, slots=True)
class PrintStarted(DeviceEvent):
    """The first byte of this job is on its way."""

    request: str


@dataclass(frozen=True, slots=True)
class Printed(DeviceEvent):
    """The printer confirmed, after the last byte, that it worked through the ticket."""

    request: str


@dataclass(frozen=True, slots=True)
class NotPrinted(DeviceEvent):
    """The job did not come out; with `unknown` nobody knows: it may be out already, or still come."""

    request: str
    reason: Reason
    detail: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class PrintedLate(DeviceEvent):
    """After `NotPrinted`: the paper came out after all (no copy is needed; the number is in the resident's hand)."""

    request: str


class Printer(Device, Protocol):
    """The printer's driver."""

    def print(self, request: str, receipt: Receipt) -> None:
        """Print: `PrintStarted`, then `Printed` or `NotPrinted`."""
        ...

    def refresh(self) -> None:
        """Ask for the status now; a change comes as `HealthChanged`."""
        ...
