"""Command and response APDUs over a `transmit` callable, with the budget that a hostile card cannot exceed.

A card may answer a T=0 command with 61xx (fetch the answer) or 6Cxx (ask again with this length); some readers
resolve both by themselves.  `Channel.send` accepts either.  It counts what was exchanged and ends an exchange
that a card drags out.
"""

from __future__ import annotations

import enum
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

Command = bytes | bytearray
Transmit = Callable[[Command], tuple[bytes, int]]
"""Carries one command to the card; answers data and the status word.  Raises `CardGone` when there is no answer."""

MAX_APDUS = 400
MAX_SECONDS = 10.0
MAX_FILE = 8 * 1024
OLD_APPLET_PAUSE = 0.010  # seconds; applets 1.0 and 1.1 want this much after a 6Cxx
ERROR_PAUSE, COMMAND_PAUSE = 0.025, 0.003  # seconds; chips of some Kids-IDs choke on commands that come too fast
_CHOKED = (0x6D00, 0x6F00)
_READING = (0xA4, 0xB0, 0xE4)  # SELECT, READ BINARY, GET CARD DATA: may be sent again whatever the answer was


class Sw(enum.IntEnum):
    """Status words of the Belgian applet that we act on (reference manuals of applets 1.7 and 1.8)."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    NOT_ACTIVATED = 0x6283
    WRONG_LENGTH = 0x6700
    PIN_BLOCKED = 0x6983
    CONDITIONS = 0x6985
    NO_CURRENT_FILE = 0x6986
    NOT_FOUND = 0x6A82
    WRONG_P1P2 = 0x6A86
    WRONG_LC_P1P2 = 0x6A87
    KEY_NOT_FOUND = 0x6A88
    WRONG_OFFSET = 0x6B00
    UNKNOWN_COMMAND = 0x6D00


class CardError(Exception):
    """Why an exchange with a card ended; never carries card data."""


class CardGone(CardError):
    """The card, the reader or the service went away in the middle of an exchange."""


class CardHostile(CardError):
    """The card exceeded the budget of an exchange: too many commands, too many bytes, too much time."""


class CardMalformed(CardError):
    """A file of the card is not what the specification says."""


class CardRefused(CardError):
    """The card answered a status word that ends the exchange."""

    def __init__(self, command: str, sw: int) -> None:
        super().__init__(f"{command}: {sw:04X}")
        self.command = command
        self.sw = sw


@dataclass(frozen=True, slots=True, repr=False)
class Response:
    """The data of an answer and its status word; no repr, the data may be personal."""

    data: bytes
    sw: int

    @property
    def ok(self) -> bool:
        """True for 9000."""
        return self.sw == Sw.OK

    def must(self, command: str) -> bytes:
        """The data of a good answer; `CardRefused` for any other status word."""
        if self.sw != Sw.OK:
            raise CardRefused(command, self.sw)
        return self.data


def build(cla: int, ins: int, p1: int, p2: int, data: Command | None = None, le: int | None = None) -> bytes:
    """A short command APDU; `le` 1 to 256, None when no answer is expected."""
    header = bytes((cla, ins, p1, p2))
    body = b"" if data is None else bytes((len(data),)) + bytes(data)
    tail = b"" if le is None else bytes((le & 0xFF,))
    return header + body + tail


def _get_response(sw: int) -> bytes:
    """GET RESPONSE for as much as the status word says."""
    return bytes((0x00, 0xC0, 0x00, 0x00, sw & 0xFF))


def _with_le(command: Command, le: int) -> bytes | None:
    """The same command, asking for `le` bytes; None for a command that asks for none.

    So a VERIFY, which asks for no answer, is never sent twice, whatever the card says to it.
    """
    end = 4 if len(command) == 5 else 5 + command[4] if len(command) > 5 else len(command)
    return bytes(command[:end]) + bytes((le,)) if len(command) == end + 1 else None


class Channel:
    """One exchange with one card: sends commands, resolves 61xx and 6Cxx, counts, and keeps the budget."""

    def __init__(
        self,
        transmit: Transmit,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], object] = lambda _seconds: None,
        max_apdus: int = MAX_APDUS,
        max_seconds: float = MAX_SECONDS,
    ) -> None:
        self._transmit = transmit
        self._monotonic = monotonic
        self._pause = pause
        self._max_apdus = max_apdus
        self._max_seconds = max_seconds
        self._started = monotonic()
        self._gap = 0.0
        self.apdus = 0
        self.bytes = 0

    @property
    def seconds(self) -> float:
        """Wall time since the exchange began, without what a person typed."""
        return self._monotonic() - self._started

    @contextmanager
    def waiting_for_a_person(self) -> Iterator[None]:
        """Time that a person takes in the middle of an exchange is not the card's: it does not count."""
        since = self._monotonic()
        try:
            yield
        finally:
            self._started += self._monotonic() - since

    def send(self, command: Command) -> Response:
        """Send a command and fetch its whole answer.

        A reading command that the chip does not know, or fails at without a reason, came too fast for it perhaps:
        it is sent once more after a pause, and pauses are kept from then on.
        """
        data, sw = self._once(command)
        if sw in _CHOKED and command[1] in _READING and not self._gap:
            self._gap = COMMAND_PAUSE
            self._pause(ERROR_PAUSE)
            data, sw = self._once(command)
        if sw >> 8 == 0x6C and not data:
            again = _with_le(command, sw & 0xFF)
            if again is None:
                return Response(data, sw)
            data, sw = self._once(again)
            if not data and sw >> 8 in (0x67, 0x6C, 0x6D, 0x6F):
                self._pause(OLD_APPLET_PAUSE)
                data, sw = self._once(again)
        if sw >> 8 == 0x61:
            data, sw = self._fetch(data, sw)
        return Response(data, sw)

    def ask(self, command: Command) -> Response:
        """A command with data that is answered with data: sent without Le, as T=0 wants it (ISO 7816-3).

        A card or a reader that speaks T=1 says nothing or 6700 to that, and is asked again with Le.
        """
        answer = self.send(command)
        silent = answer.ok and not answer.data
        return self.send(bytes(command) + b"\0") if silent or answer.sw == Sw.WRONG_LENGTH else answer

    def _fetch(self, data: bytes, sw: int) -> tuple[bytes, int]:
        """GET RESPONSE until the card has said everything."""
        collected = bytearray(data)
        while sw >> 8 == 0x61:
            more, sw = self._once(_get_response(sw))
            if sw >> 8 == 0x6C and not more:
                more, sw = self._once(_get_response(sw))
            collected += more
            if len(collected) > MAX_FILE or (not more and sw >> 8 == 0x61):
                raise CardHostile("an answer without end")
        return bytes(collected), sw

    def _once(self, command: Command) -> tuple[bytes, int]:
        if self.apdus >= self._max_apdus:
            raise CardHostile("too many commands")
        if self.seconds > self._max_seconds:
            raise CardHostile("too slow")
        self.apdus += 1
        if self._gap:
            self._pause(self._gap)
        data, sw = self._transmit(command)
        self.bytes += len(data)
        return data, sw
