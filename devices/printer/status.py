"""What a thermal printer really said: DLE EOT, ASB, GS r and texts, told apart bit by bit.

Source: Epson's ESC/POS command reference, "Transmit status" group.  Fixed bits make every kind recognisable:

    DLE EOT n   one byte   0xx1xx10
    ASB         four bytes 0xx1xx00 then three of 0xx0xxxx
    GS r 1      one byte   0000eenn, outside an ASB packet; e (end) and n (near end) each 00 or 11
    texts                  0x37 or 0x5F, then text, then NUL (GS I, GS ( H, DLE DC4 8)

XON and XOFF are the line's and never come here (`devices.printer.serialline`).  No answer is not an answer: a `PrinterStatus` exists only when the printer spoke.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar

from devices.api import DeviceState, Reason

GAP = 0.2  # s; the bytes of a packet or a text follow each other at once, whatever the baud rate
_INFO_MAX = 80


@dataclass(frozen=True, slots=True)
class Realtime:
    """The answer to one DLE EOT n; which n, only the order tells."""

    value: int


@dataclass(frozen=True, slots=True)
class Asb:
    """A status that the printer sent by itself (Automatic Status Back)."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Barrier:
    """The answer to GS r 1: everything sent before it was worked through."""

    VALUES: ClassVar[frozenset[int]] = frozenset((0x00, 0x03, 0x0C, 0x0F))
    """What it can be: only the bits of the paper are ever set, and each sensor has two of them."""
    value: int


@dataclass(frozen=True, slots=True)
class Info:
    """A text answer, without header and NUL; `header` 0x37 or 0x5F."""

    header: int
    data: bytes


Said = Realtime | Asb | Barrier | Info


class Demultiplexer:
    """Cuts the printer's bytes into what they mean; keeps half-arrived packets.  Bytes of no kind are counted."""

    def __init__(self) -> None:
        self._asb = bytearray()
        self._info: bytearray | None = None
        self._at = 0.0
        self.garbage = 0

    def feed(self, data: bytes, now: float) -> list[Said]:
        """The statements that are complete with `data`, which came at `now` (s)."""
        said: list[Said] = []
        if now - self._at > GAP:
            self._asb.clear()
            self._info = None
        for byte in data:
            one = self._byte(byte, now)
            if one is not None:
                said.append(one)
        return said

    def _byte(self, byte: int, now: float) -> Said | None:
        if self._info is not None:
            if byte == 0 or byte >= 0x20:
                return self._info_byte(byte)
            # no text has such a byte: what looked like its head was none
            self._info = None
            self.garbage += 1
        if byte in (0x37, 0x5F):
            self._info, self._at = bytearray([byte]), now
            return None
        if byte & 0x93 == 0x12:
            return Realtime(byte)
        if byte & 0x93 == 0x10:
            self._asb[:] = bytes([byte])
            self._at = now
            return None
        if self._asb and byte & 0x90 == 0:
            self._asb.append(byte)
            if len(self._asb) < 4:
                return None
            packet = bytes(self._asb)
            self._asb.clear()
            return Asb(packet)
        if byte in Barrier.VALUES:
            return Barrier(byte)
        self.garbage += 1
        return None

    def _info_byte(self, byte: int) -> Said | None:
        assert self._info is not None  # noqa: S101  (the caller's branch)
        if byte != 0 and len(self._info) < _INFO_MAX:
            self._info.append(byte)
            return None
        header, text = self._info[0], bytes(self._info[1:])
        self._info = None
        return Info(header, text)


class Condition(enum.Flag):
    """What a status says, whichever way it came."""

    NONE = 0
    OFF_LINE = enum.auto()
    COVER_OPEN = enum.auto()
    FEEDING = enum.auto()
    MECHANICAL = enum.auto()
    CUTTER = enum.auto()
    HARDWARE = enum.auto()
    OVERHEATED = enum.auto()
    NEAR_END = enum.auto()
    PAPER_END = enum.auto()


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """One complete answer, reduced to its conditions."""

    conditions: Condition = Condition.NONE

    @classmethod
    def from_replies(cls, replies: tuple[int, int, int, int]) -> PrinterStatus:
        """From the answers to DLE EOT 1, 2, 3 and 4; ValueError when one of them is not such an answer."""
        if any(value & 0x93 != 0x12 for value in replies):
            raise ValueError("not an answer to DLE EOT")
        printer, cause, error, paper = replies
        return cls(
            _flags(printer, ((0x08, Condition.OFF_LINE),))
            | _flags(cause, ((0x04, Condition.COVER_OPEN), (0x08, Condition.FEEDING), (0x20, Condition.PAPER_END)))
            | _flags(error, _ERROR_BITS)
            | _flags(paper, ((0x0C, Condition.NEAR_END), (0x60, Condition.PAPER_END)))
        )

    @classmethod
    def from_asb(cls, data: bytes) -> PrinterStatus:
        """From the four bytes of an ASB packet."""
        if len(data) != 4 or data[0] & 0x93 != 0x10:
            raise ValueError("not an ASB packet")
        return cls(
            _flags(data[0], ((0x08, Condition.OFF_LINE), (0x20, Condition.COVER_OPEN), (0x40, Condition.FEEDING)))
            | _flags(data[1], _ERROR_BITS)
            | _flags(data[2], ((0x03, Condition.NEAR_END), (0x0C, Condition.PAPER_END)))
        )

    def without(self, distrusted: Condition) -> PrinterStatus:
        """The same without what this model says wrongly."""
        return PrinterStatus(self.conditions & ~distrusted)

    @property
    def reason(self) -> Reason:
        """The one reason that a person should hear, the gravest first."""
        for condition, reason in _GRAVEST_FIRST:
            if condition in self.conditions:
                return reason
        return Reason.OK

    @property
    def state(self) -> DeviceState:
        """READY, DEGRADED (near end) or UNAVAILABLE."""
        match self.reason:
            case Reason.OK:
                return DeviceState.READY
            case Reason.MEDIA_LOW:
                return DeviceState.DEGRADED
            case _:
                return DeviceState.UNAVAILABLE

    @property
    def can_print(self) -> bool:
        """True when a ticket may be sent."""
        return self.state is not DeviceState.UNAVAILABLE

    @property
    def passes(self) -> bool:
        """True when a job under way may simply wait: the head cools down, or somebody feeds paper."""
        return self.can_print or self.reason in (Reason.OVERHEATED, Reason.OFF_LINE)


# the "recoverable error" of a ticket printer is mechanical: in practice paper that does not move
_ERROR_BITS = (
    (0x04, Condition.MECHANICAL),
    (0x08, Condition.CUTTER),
    (0x20, Condition.HARDWARE),
    (0x40, Condition.OVERHEATED),
)
_GRAVEST_FIRST = (
    (Condition.HARDWARE, Reason.HARDWARE_ERROR),
    (Condition.CUTTER, Reason.CUTTER_FAULT),
    (Condition.MECHANICAL, Reason.MEDIA_JAMMED),
    (Condition.COVER_OPEN, Reason.COVER_OPEN),
    (Condition.PAPER_END, Reason.MEDIA_EMPTY),
    (Condition.OVERHEATED, Reason.OVERHEATED),
    (Condition.OFF_LINE, Reason.OFF_LINE),
    (Condition.NEAR_END, Reason.MEDIA_LOW),
)


def _flags(value: int, table: tuple[tuple[int, Condition], ...]) -> Condition:
    conditions = Condition.NONE
    for mask, condition in table:
        if value & mask:
            conditions |= condition
    return conditions
