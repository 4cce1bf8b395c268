"""A slot of the virtual reader: puts simulated cards in and pulls them out, over the virtual reader's protocol.

Every message is a two-byte length and a payload; a payload of one byte is control (0 off, 1 on, 2 reset, 4 the ATR
is wanted), anything else is a command.  A connected socket is an inserted card.  Debian's virtual reader sends
length and payload as two segments: TCP_QUICKACK before every receive turns 44 ms a command into 0.1 ms.
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from pathlib import Path
from typing import Protocol

from devices.card.wire_model import WireModel
from devices.simulators.card import faults
from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.faults import Fault, FaultError
from devices.simulators.card.pki import Pki
from devices.simulators.card.profile import FORGERIES, load

PORT = 35963  # of the virtual reader that Debian's package configures
_RETRY = 0.05  # seconds between two attempts to reach the reader
_TRY = 0.2  # seconds for one attempt; a reader with a full backlog drops it
_HAND = (
    0.5  # seconds that a hand needs between two cards; the service polls every 0.4 s and a faster change confuses it
)
_pulled: dict[tuple[str, int], float] = {}  # when a slot was last emptied, by its address


class Chip(Protocol):
    """What answers in a slot."""

    @property
    def atr(self) -> bytes: ...
    def reset(self) -> None: ...
    def transmit(self, command: bytes) -> bytes: ...


class OtherChip:
    """A token, a SIM, a security module: a chip with the answer to reset of one, and no file of a residence card."""

    atr = bytes.fromhex("3BFD1300008131FE158073C021C057597562694B657940")

    def reset(self) -> None:
        """It remembers nothing."""

    def transmit(self, command: bytes) -> bytes:
        """Whatever is asked for is not there."""
        del command
        return b"\x6a\x82"


class CardSlot:
    """One slot.  All methods return at once and may be called from any thread; the card lives in a thread of its own."""

    def __init__(self, port: int = PORT, *, host: str = "127.0.0.1", pki_directory: Path | None = None) -> None:
        self._address = (host, port)
        self._pki_directory = pki_directory
        self._pki: Pki | None = None
        self._lock = threading.Lock()
        self._server: _CardThread | None = None
        self._other: _CardThread | None = None
        self._fault: Fault | None = None
        self._model: WireModel | None = None

    @property
    def pki(self) -> Pki:
        """The infrastructure that signs the cards of this slot."""
        if self._pki is None:
            self._pki = Pki.at(self._pki_directory)
        return self._pki

    @property
    def card(self) -> SimulatedCard | None:
        """The card that is in, None when the slot is empty."""
        server = self._server
        card = server.card if server is not None and server.is_alive() else None
        return card if isinstance(card, SimulatedCard) else None

    @property
    def inserted(self) -> str | None:
        """Name of the inserted card's profile."""
        card = self.card
        return card.profile.name if card is not None else None

    def make(self, profile: str) -> SimulatedCard:
        """A card of a profile, not yet in; a `forged` fault makes it a forgery."""
        fault = self._fault
        forged = fault.argument if fault is not None and fault.name == "forged" else ""
        return SimulatedCard.of(profile, self.pki, forged=forged)

    def insert(self, card: str | SimulatedCard, *, bounce: bool = False) -> SimulatedCard:
        """Put a card in, by profile name or as it is; the one that was in comes out first.

        A card goes in half a second after the last one came out, as a hand would do it; `bounce` is faster than
        the reader can see.
        """
        made = self.make(card) if isinstance(card, str) else card
        self.remove()
        if bounce:
            _pulled.pop(self._address, None)
        with self._lock:
            self._server = _CardThread(self, made, self._address)
            self._server.start()
        return made

    def remove(self) -> None:
        """Pull the card out; harmless when there is none."""
        with self._lock:
            server, self._server = self._server, None
        if server is not None:
            server.pull()
            _pulled[self._address] = time.monotonic()

    def fault(self, text: str | None) -> None:
        """A named fault (`NAME` or `NAME:ARG`) for this card and the next ones; None clears it."""
        fault = Fault.parse(text) if text else None
        if fault is not None and fault.name == "forged" and fault.argument not in FORGERIES:
            raise FaultError(f"forged: there is no {fault.argument!r}; there are: {', '.join(FORGERIES)}")
        if fault is not None and fault.name == "swap":
            load(fault.swap()[0])  # ProfileError now, not when the other card is wanted
        self._fault = fault
        self._other_chip(sits=fault is not None and fault.name == "other-chip")
        card = self.card
        if fault is not None and fault.name == "forged" and card is not None:
            self.insert(card.profile.name)

    def _other_chip(self, *, sits: bool) -> None:
        """Put another chip into the slot beside this one, or take it out."""
        with self._lock:
            if sits and self._other is None:
                host, port = self._address
                self._other = _CardThread(self, OtherChip(), (host, port + 1))
                self._other.start()
            elif not sits and self._other is not None:
                _pulled[self._other.address] = time.monotonic()
                self._other.pull()
                self._other = None

    def wire(self, model: WireModel | None) -> None:
        """Answer as slowly as a real reader would; None: as fast as possible."""
        self._model = model

    def connected(self) -> bool:
        """True when the reader has taken the card."""
        server = self._server
        return server is not None and server.taken

    def close(self) -> None:
        """The card is out, and what sits beside it."""
        self.remove()
        self._other_chip(sits=False)

    # ------------------------------------------------------------------ the card's thread

    @property
    def current_fault(self) -> Fault | None:
        """The fault in force."""
        return self._fault

    @property
    def model(self) -> WireModel | None:
        """The timing in force."""
        return self._model


class _CardThread(threading.Thread):
    """Serves one card until it is pulled; reconnects when the reader's service restarts."""

    def __init__(self, slot: CardSlot, card: Chip, address: tuple[str, int]) -> None:
        super().__init__(name="simulated-card", daemon=True)
        self._slot = slot
        self.card = card
        self.address = address
        self._out = threading.Event()
        self._socket: socket.socket | None = None
        self._count = 0

    @property
    def taken(self) -> bool:
        """The reader holds the connection."""
        return self._socket is not None

    def pull(self) -> None:
        """Pull the card: from now on it answers nothing."""
        self._out.set()
        connection = self._socket
        if connection is not None:
            _shut(connection)

    def run(self) -> None:
        """Connect and answer, until pulled."""
        self._out.wait(max(0.0, _pulled.get(self.address, 0.0) + _HAND - time.monotonic()))
        while not self._out.is_set():
            try:
                connection = socket.create_connection(self.address, timeout=_TRY)
            except OSError:
                self._out.wait(_RETRY)
                continue
            connection.settimeout(None)
            self._socket = connection
            if self._out.is_set():
                _shut(connection)
            try:
                self._serve(connection)
            except faults.Gone:
                self._out.set()
                _pulled[self.address] = time.monotonic()
            except OSError:
                pass
            finally:
                self._socket = None
                connection.close()

    def _serve(self, connection: socket.socket) -> None:
        while True:
            payload = _receive(connection)
            if payload is None:
                return
            answer = self._control(payload) if len(payload) == 1 else self._command(payload)
            if answer is not None:
                connection.sendall(struct.pack(">H", len(answer)) + answer)

    def _control(self, payload: bytes) -> bytes | None:
        fault = self._slot.current_fault
        if payload == b"\x04":
            return b"\0" if fault is not None and fault.name == "silent" else self.card.atr
        if payload in (b"\x01", b"\x02"):
            self._count = 0
        self.card.reset()
        return None

    def _command(self, command: bytes) -> bytes | None:
        self._count += 1
        fault = self._slot.current_fault
        started = time.monotonic()
        answer = self._faulty(fault, command) if fault is not None else self.card.transmit(command)
        model = self._slot.model
        if model is not None and answer is not None:
            spent = time.monotonic() - started
            self._out.wait(max(0.0, model.command_seconds(command, answer) - spent))
        return answer

    def _faulty(self, fault: Fault, command: bytes) -> bytes | None:
        if fault.name == "slow":
            self._out.wait(fault.number(200) / 1000)
        if fault.name == "swap":
            name, at = fault.swap()
            if self._count >= at:
                self._slot.fault(None)
                self.card = self._slot.make(name)
                self.card.reset()
        if fault.name == "false-end":
            self._slot.fault(None if self._hits(fault, command) else f"false-end:{fault.argument}")
        answer = faults.apply(fault, self._count, command, self.card.transmit)
        if answer is None:
            self._out.wait()
        return answer

    def _hits(self, fault: Fault, command: bytes) -> bool:
        """A false end of file is reported once."""
        return command[1:2] == b"\xb0" and int.from_bytes(command[2:4], "big") == fault.number(0)


def _receive(connection: socket.socket) -> bytes | None:
    """One message; None when the other side is gone."""
    head = _exactly(connection, 2)
    return None if head is None else _exactly(connection, struct.unpack(">H", head)[0])


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    got = b""
    while len(got) < size:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        more = connection.recv(size - len(got))
        if not more:
            return None
        got += more
    return got


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
