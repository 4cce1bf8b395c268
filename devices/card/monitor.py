"""Watches the readers on SCardGetStatusChange, for as long as the kiosk lives, through every death of the service.

One thread.  It makes a new context whenever the old one died, looks again for readers that come and go, chooses the
slot with the card, and tells of changes through one callback.  It never connects to a card.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from devices.card.belpic import applet_of_atr
from devices.card.pcsc import Context, PcscError, PcscTrouble, ReaderState

RETRY_SECONDS = 0.25  # between two attempts to reach a service or find a reader
WAIT_MS = 500  # longest wait for a change; also how often the watchdog looks
POLL_SECONDS = 0.6  # the service polls some readers every 0.4 s
_SOCKET = "/run/pcscd/pcscd.comm"


@dataclass(frozen=True, slots=True)
class Slot:
    """A card in a reader.  `insertion` counts insertions over the monitor's life: two cards never share it."""

    reader: str
    insertion: int
    atr: bytes = b""  # what the service saw; empty when the card was slow to answer


@dataclass(frozen=True, slots=True)
class Sight:
    """What the monitor sees: a trouble, or readers with or without a card.  `foreign` are readers that hold another chip."""

    trouble: PcscTrouble | None
    readers: tuple[str, ...] = ()
    slot: Slot | None = None
    foreign: tuple[str, ...] = ()


class Monitor:
    """Calls `changed` with every new `Sight`, and `tick` at least twice a second, from its own thread.

    `only` leaves out readers whose name does not contain it.  `once`: for a program that reads what is there now; a chip
    of an unknown kind that is in a reader at the start is a card then, and no token that lives there.
    """

    def __init__(
        self,
        changed: Callable[[Sight], None],
        tick: Callable[[], None] = lambda: None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        only: str = "",
        once: bool = False,
    ) -> None:
        self._changed = changed
        self._tick = tick
        self._stop = threading.Event()
        self._monotonic = monotonic
        self._only = only
        self._once = once
        self._distrusted_until = -1.0
        self._events = -1
        self._looked_at: set[str] = set()
        # readers that hold another chip, and the count of changes at which it was there
        self._foreign: dict[str, int] = {}
        self._not_ours = -1
        self._context: Context | None = None
        self._insertions = 0
        self._sight: Sight | None = None
        self._thread = threading.Thread(target=self._run, name="card-monitor", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """End within `timeout` seconds."""
        self._stop.set()
        self._wake()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def renew(self) -> None:
        """Take the card that is in as a new one: an exchange with it broke off, so it may be another.

        It is announced again once the service has had time to notice a removal.
        """
        self._distrusted_until = self._monotonic() + POLL_SECONDS
        self._wake()

    def not_ours(self, slot: Slot) -> None:
        """The chip in this slot is no card of ours: it yields to a card that is put in elsewhere."""
        self._not_ours = slot.insertion
        self._wake()

    def _wake(self) -> None:
        context = self._context
        if context is not None:
            context.cancel()

    # ------------------------------------------------------------------ the thread

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._context = Context()
                self._watch(self._context)
            except PcscError as error:
                self._see(Sight(_explained(error.trouble)))
            finally:
                if self._context is not None:
                    self._context.close()
                    self._context = None
            self._tick()
            self._stop.wait(RETRY_SECONDS)

    def _watch(self, context: Context) -> None:
        """Watch until the context dies (PcscError) or stop is asked for."""
        known: list[ReaderState] = []
        while not self._stop.is_set():
            names = [name for name in context.readers() if self._only in name]
            if not names:
                self._see(Sight(PcscTrouble.NO_READER))
            if [state.name for state in known] != names:
                known = [ReaderState(name, 0, b"") for name in names]
            timeout = WAIT_MS if names else int(RETRY_SECONDS * 1000)
            try:
                known = context.wait(known, timeout, for_readers=True)
            except PcscError as error:
                if error.trouble is not PcscTrouble.NO_READER:
                    raise
                known = []
            if names and known:
                self._look(names, known)
            self._tick()

    def _look(self, names: Sequence[str], states: Sequence[ReaderState]) -> None:
        """Turn states into a sight; a changed event counter is another card even when one is in all the time."""
        usable = [state for state in states if state.available]
        if not usable:
            self._see(Sight(PcscTrouble.NO_READER, tuple(names)))
            return
        cards = self._cards(usable)
        current = self._sight.slot if self._sight is not None else None
        if current is not None and current.reader in cards:
            for name in self._beside(current, cards):
                self._foreign[name] = cards.pop(name).events
        empty = Sight(None, tuple(names), foreign=tuple(sorted(self._foreign)))
        if not cards or self._monotonic() < self._distrusted_until:
            self._see(empty)
            return
        if current is not None and current.reader in cards:
            state = cards[current.reader]
            if state.events == self._events:
                self._see(replace(empty, slot=current))
                return
        else:
            state = next(iter(cards.values()))
        if current is not None:
            self._see(empty)
        self._insertions += 1
        self._events = state.events
        self._see(replace(empty, slot=Slot(state.name, self._insertions, state.atr)))

    def _beside(self, current: Slot, cards: Mapping[str, ReaderState]) -> list[str]:
        """The slots whose chip is not what somebody came with: a token, a SAM, a bank card; it stays where it is."""
        others = [name for name in cards if name != current.reader]
        if current.insertion == self._not_ours and others:
            return [current.reader]
        if self._once:
            return []
        if _strange(cards[current.reader]) and any(applet_of_atr(cards[name].atr) is not None for name in others):
            return [current.reader]
        # it came later: when the card leaves it must not look as if that was still in
        return [name for name in others if _strange(cards[name])]

    def _cards(self, usable: Sequence[ReaderState]) -> dict[str, ReaderState]:
        """The readers with a card; not those that hold a chip of another kind since they are there, until it leaves."""
        present = {state.name: state for state in usable if state.present}
        # a card of ours may have taken the place of such a chip between two looks
        self._foreign = {
            name: events
            for name, events in self._foreign.items()
            if name in present and (present[name].events == events or applet_of_atr(present[name].atr) is None)
        }
        for name, state in present.items():
            if _strange(state) and name not in self._looked_at and not self._once:
                self._foreign[name] = state.events
        self._looked_at = {state.name for state in usable}
        return {name: state for name, state in present.items() if name not in self._foreign}

    def _see(self, sight: Sight) -> None:
        if sight != self._sight:
            self._sight = sight
            self._changed(sight)


def _strange(state: ReaderState) -> bool:
    """A chip whose answer to reset is of no residence card that we know."""
    return bool(state.atr) and applet_of_atr(state.atr) is None


def _explained(trouble: PcscTrouble) -> PcscTrouble:
    """A service that is there but closed to us is no missing service."""
    socket = Path(os.environ.get("PCSCLITE_CSOCK_NAME", _SOCKET))
    if trouble is PcscTrouble.NO_SERVICE and socket.exists() and not os.access(socket, os.R_OK | os.W_OK):
        return PcscTrouble.NOT_PERMITTED
    return trouble
