"""The card reader's driver: one monitor thread, one operator thread, and events for the kiosk.

The operator alone talks to the card.  When a card does not answer, PC/SC cannot be cancelled: the operator is
abandoned, a fresh one takes over, and the screen never waits (decision 0012).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Protocol

from cryptography import x509

from devices.api.card import CardFault, CardInserted, CardProblem, CardRemoved, CertificateStatus, Pin, PinChecked
from devices.api.health import DeviceEvent, DeviceState, Emit, Health, HealthChanged, Reason
from devices.card import pinpad
from devices.card.monitor import Monitor, Sight, Slot
from devices.card.pcsc import Card, PcscTrouble
from devices.card.roots import RootStore
from devices.card.session import CardSession
from devices.card.worker import Change, Job, Operator, Read, Release, Verify, wipe

NAME = "card"


Keys = Callable[[Card, int, bytes], bytes]
"""What answers a control code for the reader that a card is in; PcscError where the reader has no such function."""


class CertificateSource(Protocol):
    """Tells a certificate's status within a few seconds; `answered` is False when nobody said anything that counts."""

    answered: bool

    def __call__(self, certificate: x509.Certificate, issuer: x509.Certificate) -> CertificateStatus:
        """The status of a certificate that this issuer has signed."""
        ...


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
    certificates are judged by; `only` is part of the name of the one reader to use, where there are several; `once`:
    whatever chip is in a reader at the start is the card; `keys` answer for the reader's own (a simulated reader has none).
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
        only: str = "",
        once: bool = False,
        keys: Keys | None = None,
    ) -> None:
        self._emit = emit
        self._store = RootStore(trust_roots, production=production)
        self._ocsp = ocsp
        self._monotonic = monotonic
        self._today = today
        self._lock = threading.Lock()
        self._health = Health(DeviceState.UNKNOWN, Reason.NOT_STARTED, since=monotonic())
        self._slot: Slot | None = None
        self._sight = Sight(None)
        self._silent = False
        self._pads: dict[str, pinpad.Pad] = {}
        self._operator: Operator | None = None
        self._only = only
        self._once = once
        self._keys = keys
        self._monitor: Monitor | None = None
        self.last_photo: bytes | None = None

    # ------------------------------------------------------------------ the contract

    @property
    def name(self) -> str:
        """The device's name."""
        return NAME

    def health(self) -> Health:
        """The last known health."""
        return self._health

    def start(self) -> None:
        """Start to watch the readers, also again after `stop`; while it runs a second call does nothing."""
        if self._operator is not None:
            return
        self._monitor = Monitor(self._seen, self._watch, monotonic=self._monotonic, only=self._only, once=self._once)
        self._operator = Operator(self)
        self._monitor.start()

    def stop(self, timeout: float = 2.0) -> None:
        """Let go of the card and stop; a stuck card is abandoned."""
        if self._monitor is not None:
            self._monitor.stop(timeout)
        operator, self._operator = self._operator, None
        if operator is not None:
            operator.stop(timeout)
        slot, self._slot = self._slot, None
        if slot is not None:
            # nobody sees it leave any more; one that is still in is put in again by the next start
            self._emit(CardRemoved())
        self.set_health(DeviceState.UNAVAILABLE, Reason.NOT_STARTED, "stopped")

    def read(self, request: str, *, address: bool = False, photo: bool = False) -> None:
        """Read and judge the card: `CardIdentified`, then `CardJudged`; or `CardFault`."""
        self._ask(Read(request, address, photo))

    def verify_pin(self, request: str, pin: Pin | None, language: str = "en") -> None:
        """One VERIFY, then the signed nonce: `PinChecked`, or `CardFault`.  The PIN is wiped here.

        None: on the reader's keys, whose display speaks `language` where it can.
        """
        self._ask(Verify(request, pin, language))

    def change_pin(self, request: str, old: Pin | None, new: Pin | None, language: str = "en") -> None:
        """Change the PIN: `PinChanged`, or `CardFault`.  None twice: on the reader's keys.  Both PINs are wiped here."""
        self._ask(Change(request, old, new, language))

    def release(self) -> None:
        """Log off, reset and let go of the card."""
        self._ask(Release())

    # ------------------------------------------------------------------ what threads share

    @property
    def slot(self) -> Slot | None:
        """The card that is in now."""
        return self._slot

    def new_session(self, atr: bytes) -> CardSession:
        """A session for a card that was just powered."""
        return CardSession(atr, self._store, self._today)

    def pad(self, slot: Slot, card: Card) -> pinpad.Pad:
        """What the reader's own keys can do; asked once a reader and card."""
        pad = self._pads.get(slot.reader)
        if pad is None:
            pad = self._pads[slot.reader] = pinpad.look(slot.reader, self.control(card))
        return pad

    def control(self, card: Card) -> pinpad.Control:
        """The way to the reader that this card is in."""
        return card.control if self._keys is None else partial(self._keys, card)

    def monotonic(self) -> float:
        """The driver's clock."""
        return self._monotonic()

    def keep_photo(self, photo: bytes | None) -> None:
        """The photo of the last reading, for who asked for it."""
        self.last_photo = photo

    def emit(self, event: DeviceEvent) -> None:
        """Tell the kiosk."""
        self._emit(event)

    def no_card(self) -> CardProblem:
        """Why there is no card to talk to."""
        return _PROBLEMS.get(self._health.reason, CardProblem.NO_CARD)

    def broken_off(self, operator: Operator) -> None:
        """An exchange broke off: whatever is in the reader now is a new card."""
        if operator is self._operator and self._monitor is not None:
            self._monitor.renew()

    def answer_with_status(self, checked: PinChecked, certificate: x509.Certificate, issuer: x509.Certificate) -> None:
        """Tell the kiosk of a proved PIN, once the status of the holder's certificate is known.

        It is asked aside: the card is free, and the next one is read meanwhile.
        """
        source = self._ocsp
        if source is None:
            self._emit(checked)
            return

        def ask() -> None:
            told = replace(checked, certificate=source(certificate, issuer))
            if told.certificate is CertificateStatus.REVOKED:
                told = replace(told, proved=False, reasons=(*told.reasons, "certificate-revoked"))
            if self._operator is None:
                return
            self._emit(told)
            if self._silent is source.answered:
                self._silent = not source.answered
                if self._health.usable:
                    self._tell_usable(self._sight)

        threading.Thread(target=ask, name="card-status", daemon=True).start()

    def _tell_usable(self, sight: Sight) -> None:
        if sight.foreign:
            told = f"a chip sits in {', '.join(sight.foreign)}"
            self.set_health(DeviceState.DEGRADED, Reason.FOREIGN_CHIP, told)
        elif self._silent:
            self.set_health(DeviceState.DEGRADED, Reason.REVOCATION_SILENT, ", ".join(sight.readers))
        else:
            self.set_health(DeviceState.READY, Reason.OK, ", ".join(sight.readers))

    def not_ours(self, slot: Slot) -> None:
        """The chip in this slot is no Belgian card."""
        if self._monitor is not None:
            self._monitor.not_ours(slot)

    def set_health(self, state: DeviceState, reason: Reason, detail: str = "") -> None:
        """Change the health; tells only of changes."""
        with self._lock:
            now = self._health
            if (now.state, now.reason, now.detail) == (state, reason, detail):
                return
            reached = state in (DeviceState.READY, DeviceState.DEGRADED) and now.state in (
                DeviceState.UNAVAILABLE,
                DeviceState.UNKNOWN,
            )
            generation = now.generation + (1 if reached else 0)
            self._health = health = Health(state, reason, detail, self._monotonic(), generation)
        self._emit(HealthChanged(NAME, health))

    # ------------------------------------------------------------------ the monitor's thread

    def _seen(self, sight: Sight) -> None:
        before, self._slot, self._sight = self._slot, sight.slot, sight
        if before is not None and before != sight.slot:
            if self._operator is not None:
                self._operator.forget()
            self._pads.clear()
            self._emit(CardRemoved())
        if sight.trouble is not None:
            reason = _REASONS.get(sight.trouble, Reason.NOT_REACHABLE)
            self.set_health(DeviceState.UNAVAILABLE, reason, ", ".join(sight.readers))
            return
        if not (self._health.reason is Reason.CARD_MUTE and before is not None and sight.slot is not None):
            self._tell_usable(sight)
        if sight.slot is not None and before != sight.slot:
            self._emit(CardInserted())

    def _watch(self) -> None:
        """Abandon an operator that is stuck in a call; a fresh one takes the next request."""
        operator = self._operator
        if operator is None or not operator.stuck():
            return
        with self._lock:
            self._operator = Operator(self)
        request = operator.abandon()
        self.set_health(DeviceState.UNAVAILABLE, Reason.CARD_MUTE, "the card does not answer; take it out")
        if request:
            self._emit(CardFault(request, CardProblem.CHIP_DEFECT, "mute"))

    def _ask(self, job: Job) -> None:
        with self._lock:
            operator = self._operator
        if operator is None:
            wipe(job)
            if job.request:
                self._emit(CardFault(job.request, CardProblem.NO_READER, "not started"))
            return
        operator.put(job)
