"""PC/SC as it is: contexts that die with the service, readers that come and go, cards that fall silent.

A thin layer over `smartcard.scard`: every status code becomes one of a few errors, and nothing here is repeated or
waited for.  pyscard's own monitors end for good when the service restarts; that is why they are not used.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from devices.card.apdu import CardGone, Command

# pcsc-lite's status codes, by their names in the PC/SC specification; pyscard answers them as signed numbers
S_SUCCESS = 0
E_CANCELLED = 0x80100002
E_TIMEOUT = 0x8010000A
E_SHARING_VIOLATION = 0x8010000B
E_NO_SMARTCARD = 0x8010000C
E_UNKNOWN_READER = 0x80100009
E_PROTO_MISMATCH = 0x8010000F
E_NOT_READY = 0x80100010
E_READER_UNAVAILABLE = 0x80100017
E_NO_SERVICE = 0x8010001D
E_SERVICE_STOPPED = 0x8010001E
F_COMM_ERROR = 0x80100013
E_NO_READERS = 0x8010002E
W_UNRESPONSIVE = 0x80100066
W_UNPOWERED = 0x80100067
W_REMOVED = 0x80100069
W_SECURITY_VIOLATION = 0x8010006A
E_INVALID_HANDLE = 0x80100003

STATE_CHANGED = 0x2
STATE_PRESENT = 0x20
STATE_UNAVAILABLE = 0x8

GET_FEATURE_REQUEST = 0x42000000 + 3400

# readers that are not a slot for this card: virtual ones of other systems, contactless antennas, sockets of SAMs and
# SIMs, and sticks that are a chip and its reader in one
_IGNORED = re.compile(
    r"windows hello|contactless|picc|\bnfc\b|\bcl\b|\dcl\b|\bs[ai]m(?:[ _-]?\d+)?\b"
    r"|yubikey|yubico|nitrokey|gnuk|onlykey|etoken|epass",
    re.IGNORECASE,
)


class PcscTrouble(enum.Enum):
    """Why PC/SC cannot be used now."""

    NO_SERVICE = "no_service"
    NOT_PERMITTED = "not_permitted"
    NO_READER = "no_reader"
    IN_USE = "in_use"
    MUTE = "mute"
    NO_CARD = "no_card"
    OTHER = "other"


class PcscError(Exception):
    """A PC/SC call did not do what was asked."""

    def __init__(self, trouble: PcscTrouble, code: int) -> None:
        super().__init__(f"{trouble.value} ({code:08X})")
        self.trouble = trouble
        self.code = code


_TROUBLES = {
    E_NO_SERVICE: PcscTrouble.NO_SERVICE,
    E_SERVICE_STOPPED: PcscTrouble.NO_SERVICE,
    F_COMM_ERROR: PcscTrouble.NO_SERVICE,
    E_INVALID_HANDLE: PcscTrouble.NO_SERVICE,
    W_SECURITY_VIOLATION: PcscTrouble.NOT_PERMITTED,
    E_NO_READERS: PcscTrouble.NO_READER,
    E_UNKNOWN_READER: PcscTrouble.NO_READER,
    E_READER_UNAVAILABLE: PcscTrouble.NO_READER,
    E_SHARING_VIOLATION: PcscTrouble.IN_USE,
    W_UNRESPONSIVE: PcscTrouble.MUTE,
    W_UNPOWERED: PcscTrouble.MUTE,
    E_PROTO_MISMATCH: PcscTrouble.MUTE,  # its answer to the reset is no answer to a reset
    E_NO_SMARTCARD: PcscTrouble.NO_CARD,
    W_REMOVED: PcscTrouble.NO_CARD,
    E_NOT_READY: PcscTrouble.NO_CARD,
}


def _check(code: int) -> None:
    unsigned = code & 0xFFFFFFFF
    if unsigned != S_SUCCESS:
        raise PcscError(_TROUBLES.get(unsigned, PcscTrouble.OTHER), unsigned)


def ignored(reader: str) -> bool:
    """True for a reader that no resident puts a card into: virtual, contactless or a SAM socket."""
    return _IGNORED.search(reader) is not None


@dataclass(frozen=True, slots=True)
class ReaderState:
    """One reader's state as the service tells it; `events` counts insertions and removals."""

    name: str
    flags: int
    atr: bytes

    @property
    def present(self) -> bool:
        """A card is in the reader."""
        return bool(self.flags & STATE_PRESENT)

    @property
    def available(self) -> bool:
        """The reader itself is there."""
        return not self.flags & STATE_UNAVAILABLE

    @property
    def events(self) -> int:
        """The service's count of changes, in the upper 16 bits."""
        return self.flags >> 16


class Context:
    """One connection to the service.  It never recovers from the service's end: make a new one."""

    def __init__(self) -> None:
        from smartcard import scard

        self._scard: Any = scard
        code, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        _check(code)

    def readers(self) -> list[str]:
        """Names of the readers that a card can be put into; empty when there is none."""
        code, names = self._scard.SCardListReaders(self._context, [])
        if code & 0xFFFFFFFF == E_NO_READERS:
            return []
        _check(code)
        return [str(name) for name in names if not ignored(str(name))]

    def wait(self, known: Sequence[ReaderState], timeout_ms: int, *, for_readers: bool = True) -> list[ReaderState]:
        """The readers' states once one of them differs from `known`, or after `timeout_ms` milliseconds.

        A reader that comes or goes ends the wait too (the pseudo reader of PC/SC).
        """
        asked = [(state.name, state.flags & ~STATE_CHANGED) for state in known]
        if for_readers:
            asked.append((r"\\?PnP?\Notification", len(known) << 16))
        code, states = self._scard.SCardGetStatusChange(self._context, timeout_ms, asked)
        if code & 0xFFFFFFFF not in (S_SUCCESS, E_TIMEOUT, E_CANCELLED):
            _check(code)
        return [ReaderState(name, flags, bytes(atr)) for name, flags, atr in states if not name.startswith("\\")]

    def cancel(self) -> None:
        """End a wait from another thread."""
        self._scard.SCardCancel(self._context)

    def connect(self, reader: str) -> Card:
        """Power the card and hold it alone; T=0 is what this card speaks."""
        scard = self._scard
        code, handle, protocol = scard.SCardConnect(
            self._context, reader, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        )
        _check(code)
        return Card(scard, handle, protocol)

    def close(self) -> None:
        """Release the context; harmless when the service is gone."""
        self._scard.SCardReleaseContext(self._context)


class Card:
    """A connected card, held alone: no other program can use our PIN or move our file selection."""

    def __init__(self, scard: Any, handle: Any, protocol: int) -> None:
        self._scard = scard
        self._handle = handle
        self._pci = scard.SCARD_PCI_T1 if protocol == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0

    def transmit(self, command: Command) -> tuple[bytes, int]:
        """One command to the card.  Any failure is the end of this card (`CardGone`): it may be another one by now."""
        octets = list(command)
        code, answer = self._scard.SCardTransmit(self._handle, self._pci, octets)
        octets.clear()
        if code & 0xFFFFFFFF != S_SUCCESS or len(answer) < 2:
            raise CardGone(f"transmit {code & 0xFFFFFFFF:08X}")
        raw = bytes(byte & 0xFF for byte in answer)
        return raw[:-2], int.from_bytes(raw[-2:], "big")

    def control(self, code: int, data: bytes = b"") -> bytes:
        """SCardControl to the reader; PcscError when it has no such function."""
        status, answer = self._scard.SCardControl(self._handle, code, list(data))
        _check(status)
        return bytes(byte & 0xFF for byte in answer)

    def release(self) -> None:
        """Reset the card, so that no right outlives us, and let go of it."""
        self._scard.SCardDisconnect(self._handle, self._scard.SCARD_RESET_CARD)

    def atr(self) -> bytes:
        """The answer to reset; empty when the card is gone."""
        code, _reader, _state, _protocol, atr = self._scard.SCardStatus(self._handle)
        return b"" if code & 0xFFFFFFFF else bytes(byte & 0xFF for byte in atr)
