"""The thread that talks to the card: one job at a time, each with a limit that a watchdog sees.

A card that does not answer blocks PC/SC for good and nothing can cancel it.  Such a thread is abandoned by the driver;
it sends nothing any more and ends when the card leaves (decision 0012).
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from cryptography import x509

from devices.api.card import (
    CHANGE_ENTRIES,
    PAD_SECONDS,
    CardFault,
    CardIdentified,
    CardJudged,
    CardProblem,
    CardReading,
    Pin,
    PinChanged,
    PinChecked,
)
from devices.api.health import DeviceEvent
from devices.card import pinpad
from devices.card.apdu import CardGone, CardHostile, CardMalformed, CardRefused, Channel, Command
from devices.card.monitor import Slot
from devices.card.pcsc import Card, Context, PcscError, PcscTrouble
from devices.card.pinpad import Entry, Pad
from devices.card.session import CardSession, NotOurCard

CALL_SECONDS = 4.0  # no command of this card takes so long; after that the card is mute
CONNECT_TRIES = 8
CONNECT_PAUSE = 0.15  # seconds between two attempts to power a card or to get a card that another program holds


@dataclass(frozen=True, slots=True, repr=False)
class Read:
    request: str
    address: bool
    photo: bool


@dataclass(frozen=True, slots=True, repr=False)
class Verify:
    request: str
    pin: Pin | None
    language: str


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    request: str
    old: Pin | None
    new: Pin | None
    language: str


@dataclass(frozen=True, slots=True)
class Release:
    request: str = ""


Job = Read | Verify | Change | Release


class Host(Protocol):
    """What the driver lends to its operator."""

    @property
    def slot(self) -> Slot | None:
        """The card that is in now."""
        ...

    def new_session(self, atr: bytes) -> CardSession:
        """A session for a card that was just powered."""
        ...

    def pad(self, slot: Slot, card: Card) -> Pad:
        """What the reader's own keys can do."""
        ...

    def control(self, card: Card) -> pinpad.Control:
        """The way to the reader that this card is in."""
        ...

    def monotonic(self) -> float:
        """The driver's clock, in seconds."""
        ...

    def emit(self, event: DeviceEvent) -> None:
        """Tell the kiosk."""
        ...

    def no_card(self) -> CardProblem:
        """Why there is no card to talk to."""
        ...

    def answer_with_status(self, checked: PinChecked, certificate: x509.Certificate, issuer: x509.Certificate) -> None:
        """Tell the kiosk of a proved PIN, with the status of the holder's certificate; does not wait for it."""
        ...

    def not_ours(self, slot: Slot) -> None:
        """The chip in this slot is no Belgian card."""
        ...

    def broken_off(self, operator: Operator) -> None:
        """An exchange broke off."""
        ...

    def keep_photo(self, photo: bytes | None) -> None:
        """The photo of the last reading."""
        ...


class Operator:
    """The thread that talks to the card; owns its own context and the connection."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._context: Context | None = None
        self._card: Card | None = None
        self._slot: Slot | None = None
        self._session: CardSession | None = None
        self._abandoned = False
        self._request = ""
        self._call_until: float | None = None
        self._thread = threading.Thread(target=self._run, name="card-operator", daemon=True)
        self._thread.start()

    # ------------------------------------------------------------------ from other threads

    def put(self, job: Job) -> None:
        """Queue a job."""
        self._jobs.put(job)

    def stuck(self) -> bool:
        """True when a call to the card has gone on past its limit."""
        until = self._call_until
        return until is not None and self._host.monotonic() > until

    def abandon(self) -> str:
        """Nothing of this operator is heard any more; answers the request that it was at."""
        self._abandoned = True
        self._stop.set()
        self._jobs.put(None)
        return self._request

    def forget(self) -> None:
        """The card is out: drop what is known of it (the connection is closed by the operator itself)."""
        self._session = None

    def stop(self, timeout: float) -> None:
        """Finish what was asked for, let go of the card, end."""
        self._jobs.put(None)
        self._thread.join(timeout)
        self._stop.set()

    # ------------------------------------------------------------------ the thread

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._request = job.request
            broken = False
            try:
                event = self._do(job)
            except CardGone:
                broken = True
                event = self._fault(CardProblem.CARD_REMOVED)
            except Exception as error:  # this thread must outlive whatever one card can provoke
                event = self._fault(_problem_of(error), _detail_of(error))
                self._let_go()
                if isinstance(error, NotOurCard) and self._slot is not None and not self._abandoned:
                    self._host.not_ours(self._slot)
            finally:
                wipe(job)
            self._request = ""
            if event is not None and not self._abandoned:
                self._host.emit(event)
            if broken:
                self._let_go()
                if not self._abandoned:
                    self._host.broken_off(self)
        self._let_go()
        if self._context is not None:
            self._context.close()

    def _do(self, job: Job) -> DeviceEvent | None:
        if isinstance(job, Release):
            self._let_go()
            self._session = None
            return None
        slot = self._host.slot
        if slot is None:
            return self._fault(self._host.no_card())
        if slot != self._slot:
            self._let_go()
            self._session = None
            self._slot = slot
        card, session = self._connected(slot)
        channel = Channel(
            self._guarded(card.transmit, CALL_SECONDS), monotonic=self._host.monotonic, pause=self._stop.wait
        )
        if isinstance(job, Read):
            return self._read(job, session, channel, self._host.pad(slot, card))
        if session.reading is None:
            session.read(channel)
        pad = self._host.pad(slot, card)
        if isinstance(job, Verify):
            structure = pinpad.verify_structure(slot.reader, job.language)
            answer = session.verify(channel, job.pin, self._on_pad(card, pad.verify, structure))
            self._let_go()
            checked = PinChecked(job.request, answer.outcome, answer.tries_left, answer.proved, answer.reasons)
            if session.unasked is None or self._abandoned:
                return checked
            self._host.answer_with_status(checked, *session.unasked)
            return None
        structure = pinpad.modify_structure(slot.reader, job.language)
        answer = session.change(
            channel, job.old, job.new, self._on_pad(card, pad.change, structure, entries=CHANGE_ENTRIES)
        )
        self._let_go()
        return PinChanged(job.request, answer.outcome, answer.tries_left)

    def _read(self, job: Read, session: CardSession, channel: Channel, pad: Pad) -> DeviceEvent:
        def with_pad(reading: CardReading) -> CardReading:
            return replace(reading, pad_verifies=pad.verify is not None, pad_changes=pad.change is not None)

        def identified(reading: CardReading) -> None:
            if not self._abandoned:
                self._host.emit(CardIdentified(job.request, with_pad(reading)))

        reading = session.read(channel, address=job.address, photo=job.photo, identified=identified)
        self._host.keep_photo(session.photo)
        return CardJudged(job.request, with_pad(reading))

    def _connected(self, slot: Slot) -> tuple[Card, CardSession]:
        """The connection to the card, made now if there is none.

        A card that was put in badly, or that another program holds, is tried again for about a second.
        """
        if self._card is None:
            self._card = self._connect(slot)
        if self._session is None:
            self._session = self._host.new_session(slot.atr or self._card.atr())
        return self._card, self._session

    def _connect(self, slot: Slot) -> Card:
        for left in reversed(range(CONNECT_TRIES)):
            try:
                if self._context is None:
                    self._context = Context()
                return self._guarded_connect(self._context, slot)
            except PcscError as error:
                if error.trouble is PcscTrouble.NO_SERVICE and self._context is not None:
                    self._context.close()
                    self._context = None
                elif error.trouble in (PcscTrouble.NO_CARD, PcscTrouble.NO_READER):
                    raise CardGone("no card") from None
                if left == 0 or self._host.slot != slot:
                    raise
            self._stop.wait(CONNECT_PAUSE)
        raise CardGone("no connection")

    def _guarded_connect(self, context: Context, slot: Slot) -> Card:
        self._call_until = self._host.monotonic() + CALL_SECONDS
        try:
            return context.connect(slot.reader)
        finally:
            self._call_until = None

    def _guarded(
        self, call: Callable[[Command], tuple[bytes, int]], seconds: float
    ) -> Callable[[Command], tuple[bytes, int]]:
        """The call, with a limit that the watchdog sees; nothing is sent once this operator was abandoned."""

        def guarded(command: Command) -> tuple[bytes, int]:
            if self._abandoned:
                raise CardGone("abandoned")
            self._call_until = self._host.monotonic() + seconds
            try:
                return call(command)
            finally:
                self._call_until = None

        return guarded

    def _on_pad(
        self, card: Card, entry: Entry | None, structure: bytes, *, entries: int = 1
    ) -> Callable[[], int] | None:
        """The entry on the reader's keys, with the limit that a person needs; None when the reader has no such keys."""
        if entry is None:
            return None

        def on_pad() -> int:
            self._call_until = self._host.monotonic() + PAD_SECONDS * entries
            try:
                return pinpad.ask(entry, structure, self._host.control(card))
            finally:
                self._call_until = None

        return on_pad

    def _let_go(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.release()

    def _fault(self, problem: CardProblem, detail: str = "") -> DeviceEvent | None:
        return CardFault(self._request, problem, detail) if self._request else None


def _problem_of(error: Exception) -> CardProblem:
    """The result code for an exchange that failed."""
    if isinstance(error, NotOurCard):
        return CardProblem.CARD_NOT_SUPPORTED
    if isinstance(error, PcscError):
        return {
            PcscTrouble.NO_SERVICE: CardProblem.NO_PCSC_SERVICE,
            PcscTrouble.NOT_PERMITTED: CardProblem.NOT_PERMITTED,
            PcscTrouble.NO_READER: CardProblem.NO_READER,
            PcscTrouble.MUTE: CardProblem.CHIP_DEFECT,
            PcscTrouble.NO_CARD: CardProblem.CARD_REMOVED,
        }.get(error.trouble, CardProblem.CARD_UNREADABLE)
    return CardProblem.CARD_UNREADABLE


def _detail_of(error: Exception) -> str:
    """A detail for staff; errors of this package carry no card data."""
    if isinstance(error, CardRefused | CardHostile | CardMalformed | PcscError | NotOurCard):
        return str(error)
    return type(error).__name__


def wipe(job: Job) -> None:
    """Overwrite the PINs of a job."""
    if isinstance(job, Verify) and job.pin is not None:
        job.pin.wipe()
    if isinstance(job, Change):
        for typed in (job.old, job.new):
            if typed is not None:
                typed.wipe()
