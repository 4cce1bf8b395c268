"""The card reader's driver: one monitor thread, one operator thread, and events for the kiosk.

The operator alone talks to the card.  When a card does not answer, PC/SC cannot be cancelled: the operator is
abandoned, a fresh one takes over, and the screen never waits (decision 0012).
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cryptography import x509

from devices.api.card import (
    CardFault,
    CardIdentified,
    CardInserted,
    CardJudged,
    CardProblem,
    CardRemoved,
    CertificateStatus,
    Pin,
    PinChanged,
    PinChecked,
)
from devices.api.health import DeviceEvent, Emit, Health, HealthChanged, Reason, State
from devices.card import pinpad
from devices.card.apdu import CardError, CardGone, CardHostile, CardMalformed, CardRefused, Channel, Command
from devices.card.monitor import Monitor, Sight, Slot
from devices.card.pcsc import Card, Context, PcscError, PcscTrouble
from devices.card.roots import RootStore
from devices.card.session import CardSession, NotOurCard

NAME = "card"
CALL_SECONDS = 4.0  # no command of this card takes so long; after that the card is mute
PAD_SECONDS = 75.0  # a person types on the reader's own keys
CONNECT_TRIES = 8
CONNECT_PAUSE = 0.15  # seconds between two attempts to power a card or to get a card that another program holds

CertificateSource = Callable[[x509.Certificate, x509.Certificate], CertificateStatus]


@dataclass(frozen=True, slots=True, repr=False)
class _Read:
    request: str
    address: bool
    photo: bool


@dataclass(frozen=True, slots=True, repr=False)
class _Verify:
    request: str
    pin: Pin | None


@dataclass(frozen=True, slots=True, repr=False)
class _Change:
    request: str
    old: Pin
    new: Pin


@dataclass(frozen=True, slots=True)
class _Release:
    request: str = ""


_Job = _Read | _Verify | _Change | _Release


_REASONS = {
    PcscTrouble.NO_SERVICE: Reason.NO_PCSC_SERVICE,
    PcscTrouble.NOT_PERMITTED: Reason.NOT_PERMITTED,
    PcscTrouble.NO_READER: Reason.NO_READER,
    PcscTrouble.IN_USE: Reason.READER_IN_USE,
    PcscTrouble.MUTE: Reason.CARD_MUTE,
}
_PROBLEMS = {
    Reason.NO_PCSC_SERVICE: CardProblem.NO_PCSC_SERVICE,
    Reason.NOT_PERMITTED: CardProblem.NOT_PERMITTED,
    Reason.NO_READER: CardProblem.NO_READER,
}


class PcscCardReader:
    """The CardReader of `devices.api` over PC/SC.

    `emit` is called from this driver's threads.  `trust_roots` are trusted besides the pinned ones (refused in
    production); `ocsp` tells a certificate's status after a correct PIN; `today` is the civil date that
    certificates are judged by; `language` is what a PIN pad's display speaks.
    """

    def __init__(
        self,
        emit: Emit,
        *,
        trust_roots: Iterable[x509.Certificate] = (),
        production: bool = False,
        ocsp: CertificateSource | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
        language: Callable[[], str] = lambda: "en",
    ) -> None:
        self._emit = emit
        self._store = RootStore(trust_roots, production=production)
        self._ocsp = ocsp
        self._monotonic = monotonic
        self._today = today
        self._language = language
        self._lock = threading.Lock()
        self._health = Health(State.UNKNOWN, Reason.NOT_STARTED, since=monotonic())
        self._slot: Slot | None = None
        self._pads: dict[str, int | None] = {}
        self._operator: _Operator | None = None
        self._monitor = Monitor(self._seen, self._watch, monotonic=monotonic)
        self.last_photo: bytes | None = None

    # ------------------------------------------------------------------ the contract

    @property
    def name(self) -> str:
        """The device's name."""
        return NAME

    def health(self) -> Health:
        """The last known health."""
        return self._health

    @property
    def has_pin_pad(self) -> bool:
        """True when the reader of the inserted card takes the PIN on its own keys."""
        slot = self._slot
        return slot is not None and self._pads.get(slot.reader) is not None

    def start(self) -> None:
        """Start to watch the readers."""
        self._operator = _Operator(self)
        self._monitor.start()

    def stop(self, timeout: float = 2.0) -> None:
        """Let go of the card and stop; a stuck card is abandoned."""
        self._monitor.stop(timeout)
        operator = self._operator
        if operator is not None:
            operator.stop(timeout)

    def read(self, request: str, *, address: bool = False, photo: bool = False) -> None:
        """Read and judge the card: `CardIdentified`, then `CardJudged`; or `CardFault`."""
        self._ask(_Read(request, address, photo))

    def verify_pin(self, request: str, pin: Pin | None) -> None:
        """One VERIFY, then the signed nonce: `PinChecked`, or `CardFault`.  The PIN is wiped here."""
        self._ask(_Verify(request, pin))

    def change_pin(self, request: str, old: Pin, new: Pin) -> None:
        """Change the PIN: `PinChanged`, or `CardFault`.  Both PINs are wiped here."""
        self._ask(_Change(request, old, new))

    def release(self) -> None:
        """Log off, reset and let go of the card."""
        self._ask(_Release())

    # ------------------------------------------------------------------ what threads share

    @property
    def slot(self) -> Slot | None:
        """The card that is in now."""
        return self._slot

    @property
    def store(self) -> RootStore:
        """The trusted roots."""
        return self._store

    def new_session(self, atr: bytes) -> CardSession:
        """A session for a card that was just powered."""
        return CardSession(atr, self._store, self._today, self._ocsp)

    def channel(self, card: Callable[[Command], tuple[bytes, int]], pause: Callable[[float], object]) -> Channel:
        """A fresh budget for one request."""
        return Channel(card, monotonic=self._monotonic, pause=pause)

    def pad_code(self, slot: Slot, card: Card) -> int | None:
        """The control code of the reader's own PIN entry; asked once a reader."""
        if slot.reader not in self._pads:
            self._pads[slot.reader] = pinpad.verify_code(slot.reader, card.control)
        return self._pads[slot.reader]

    def language(self) -> str:
        """What a PIN pad's display speaks."""
        return self._language()

    def monotonic(self) -> float:
        """The driver's clock."""
        return self._monotonic()

    def emit(self, event: DeviceEvent) -> None:
        """Tell the kiosk."""
        self._emit(event)

    def no_card(self) -> CardProblem:
        """Why there is no card to talk to."""
        return _PROBLEMS.get(self._health.reason, CardProblem.NO_CARD)

    def broken_off(self, operator: _Operator) -> None:
        """An exchange broke off: whatever is in the reader now is a new card."""
        if operator is self._operator:
            self._monitor.renew()

    def set_health(self, state: State, reason: Reason, detail: str = "") -> None:
        """Change the health; tells only of changes."""
        with self._lock:
            now = self._health
            if (now.state, now.reason, now.detail) == (state, reason, detail):
                return
            reached = state is State.READY and now.state in (State.UNAVAILABLE, State.UNKNOWN)
            generation = now.generation + (1 if reached else 0)
            self._health = health = Health(state, reason, detail, self._monotonic(), generation)
        self._emit(HealthChanged(NAME, health))

    # ------------------------------------------------------------------ the monitor's thread

    def _seen(self, sight: Sight) -> None:
        before, self._slot = self._slot, sight.slot
        if before is not None and before != sight.slot:
            if self._operator is not None:
                self._operator.forget()
            self._emit(CardRemoved())
        if sight.trouble is not None:
            reason = _REASONS.get(sight.trouble, Reason.NOT_REACHABLE)
            self.set_health(State.UNAVAILABLE, reason, ", ".join(sight.readers))
            return
        if not (self._health.reason is Reason.CARD_MUTE and before is not None and sight.slot is not None):
            self.set_health(State.READY, Reason.OK, ", ".join(sight.readers))
        if sight.slot is not None and before != sight.slot:
            self._emit(CardInserted())

    def _watch(self) -> None:
        """Abandon an operator that is stuck in a call; a fresh one takes the next request."""
        operator = self._operator
        if operator is None or not operator.stuck():
            return
        with self._lock:
            self._operator = _Operator(self)
        request = operator.abandon()
        self.set_health(State.UNAVAILABLE, Reason.CARD_MUTE, "the card does not answer; take it out")
        if request:
            self._emit(CardFault(request, CardProblem.CHIP_DEFECT, "mute"))

    def _ask(self, job: _Job) -> None:
        with self._lock:
            operator = self._operator
        if operator is None:
            _wipe(job)
            if job.request:
                self._emit(CardFault(job.request, CardProblem.NO_READER, "not started"))
            return
        operator.put(job)


class _Operator:
    """The thread that talks to the card; owns its own context and the connection."""

    def __init__(self, reader: PcscCardReader) -> None:
        self._reader = reader
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
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

    def put(self, job: _Job) -> None:
        """Queue a job."""
        self._jobs.put(job)

    def stuck(self) -> bool:
        """True when a call to the card has gone on past its limit."""
        until = self._call_until
        return until is not None and self._reader.monotonic() > until

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
            try:
                event = self._do(job)
            except CardGone:
                event = self._fault(CardProblem.CARD_REMOVED)
                self._let_go()
                if not self._abandoned:
                    self._reader.broken_off(self)
            except (CardError, PcscError, ValueError) as error:
                event = self._fault(_problem_of(error), _detail_of(error))
                self._let_go()
            finally:
                _wipe(job)
            self._request = ""
            if event is not None and not self._abandoned:
                self._reader.emit(event)
        self._let_go()
        if self._context is not None:
            self._context.close()

    def _do(self, job: _Job) -> DeviceEvent | None:
        if isinstance(job, _Release):
            self._let_go()
            self._session = None
            return None
        slot = self._reader.slot
        if slot is None:
            return self._fault(self._reader.no_card())
        if slot != self._slot:
            self._let_go()
            self._session = None
            self._slot = slot
        card, session = self._connected(slot)
        channel = self._reader.channel(self._guarded(card.transmit, CALL_SECONDS), self._stop.wait)
        if isinstance(job, _Read):
            return self._read(job, session, channel)
        if session.reading is None:
            session.read(channel)
        if isinstance(job, _Verify):
            pad = self._pad(slot, card) if job.pin is None else None
            answer = session.verify(channel, job.pin, pad)
            self._let_go()
            return PinChecked(job.request, answer.outcome, answer.tries_left, answer.proved, answer.reasons)
        answer = session.change(channel, job.old, job.new)
        self._let_go()
        return PinChanged(job.request, answer.outcome, answer.tries_left)

    def _read(self, job: _Read, session: CardSession, channel: Channel) -> DeviceEvent:
        def identified(reading: object) -> None:
            from devices.api.card import CardReading

            if isinstance(reading, CardReading) and not self._abandoned:
                self._reader.emit(CardIdentified(job.request, reading))

        reading = session.read(channel, address=job.address, photo=job.photo, identified=identified)
        self._reader.last_photo = session.photo
        return CardJudged(job.request, reading)

    def _connected(self, slot: Slot) -> tuple[Card, CardSession]:
        """The connection to the card, made now if there is none.

        A card that was put in badly, or that another program holds, is tried again for about a second.
        """
        if self._card is None:
            self._card = self._connect(slot)
            self._reader.pad_code(slot, self._card)
        if self._session is None:
            self._session = self._reader.new_session(self._card.atr())
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
                if left == 0 or self._reader.slot != slot:
                    raise
            self._stop.wait(CONNECT_PAUSE)
        raise CardGone("no connection")

    def _guarded_connect(self, context: Context, slot: Slot) -> Card:
        self._call_until = self._reader.monotonic() + CALL_SECONDS
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
            self._call_until = self._reader.monotonic() + seconds
            try:
                return call(command)
            finally:
                self._call_until = None

        return guarded

    def _pad(self, slot: Slot, card: Card) -> Callable[[], int] | None:
        code = self._reader.pad_code(slot, card)
        if code is None:
            return None

        def on_pad() -> int:
            self._call_until = self._reader.monotonic() + PAD_SECONDS
            try:
                structure = pinpad.verify_structure(slot.reader, self._reader.language())
                return pinpad.status_word(card.control(code, structure))
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


def _wipe(job: _Job) -> None:
    """Overwrite the PINs of a job."""
    if isinstance(job, _Verify) and job.pin is not None:
        job.pin.wipe()
    if isinstance(job, _Change):
        job.old.wipe()
        job.new.wipe()
