"""One conversation between a command and the real card reader's driver: waits for its events, explains its problems."""

from __future__ import annotations

import queue
import time
from pathlib import Path
from typing import Self

import click

from devices.api.card import (
    CardFault,
    CardIdentified,
    CardInserted,
    CardJudged,
    CardProblem,
    CardReading,
    CardRemoved,
    Pin,
    PinChecked,
)
from devices.api.health import DeviceEvent, HealthChanged, Reason
from devices.card.pcsc import PcscTrouble
from kiosk.commands.output import CommandProblem, Exit
from kiosk.commands.staffcard import IN_USE

_MISSING = {
    Reason.NO_PCSC_SERVICE: (
        CardProblem.NO_PCSC_SERVICE,
        "The PC/SC service does not run. Start it: systemctl start pcscd.socket",
    ),
    Reason.NOT_PERMITTED: (
        CardProblem.NOT_PERMITTED,
        "This user may not use the PC/SC service. Allow it with a polkit rule (docs/card.md), or run as the kiosk's user.",
    ),
    Reason.NO_READER: (
        CardProblem.NO_READER,
        "There is no card reader. Plug one in; `pcsc_scan -r` lists what the service sees.",
    ),
}
_ADVICE = {
    CardProblem.NO_CARD: "There is no card in the reader. Put one in, chip first.",
    CardProblem.CARD_REMOVED: "The card was taken out before it was read.",
    CardProblem.CHIP_DEFECT: "The chip does not answer. Turn the card; if that does not help, the chip is broken.",
    CardProblem.CARD_NOT_SUPPORTED: "This is no Belgian residence card.",
    CardProblem.CARD_UNREADABLE: "The card cannot be read. Take it out, put it in again.",
    CardProblem.NOT_RESIDENCE_CARD: "This is a Belgian identity card, not a residence card.",
}


class Conversation:
    """The real driver, used from a command: waits for its events in one queue."""

    def __init__(self, trust_root: Path | None) -> None:
        from devices.card.reader import PcscCardReader
        from devices.card.roots import load_pem
        from kiosk.base import production

        installed = production.in_production()
        if trust_root is not None and installed:
            raise click.UsageError(f"--trust-root is refused here: {production.PRODUCTION_MARK} exists")
        try:
            roots = load_pem(trust_root) if trust_root is not None else ()
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        self._events: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
        self.reader = PcscCardReader(self._events.put, trust_roots=roots, production=installed, once=True)

    def __enter__(self) -> Self:
        self.reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.reader.stop()

    def wait_for_card(self, timeout: float) -> None:
        """Until a card is in; ends the command when that cannot be."""
        until = time.monotonic() + timeout
        settled = False
        while True:
            patience = max(until - time.monotonic(), 0.0) if settled else max(until - time.monotonic(), 2.0)
            event = self._next(patience)
            match event:
                case CardInserted():
                    return
                case HealthChanged(health=health) if health.reason in _MISSING:
                    raise _missing(*_MISSING[health.reason])
                case HealthChanged():
                    settled = True
                case None:
                    raise _unread(CardProblem.NO_CARD)
                case _:
                    pass

    def read(self, *, address: bool = False, photo: bool = False) -> CardReading:
        """The judged reading; ends the command with the problem when there is none."""
        self.reader.read("read", address=address, photo=photo)
        while True:
            match self._next(60.0):
                case CardJudged(reading=reading):
                    return reading
                case CardFault(problem=problem, detail=detail):
                    raise _unread(problem, detail)
                case CardIdentified() | CardInserted() | CardRemoved() | HealthChanged():
                    pass
                case _:
                    raise _unread(CardProblem.CARD_UNREADABLE, "no answer")

    def verify(self, pin: Pin | None) -> PinChecked:
        """What the card said of the PIN."""
        self.reader.verify_pin("verify", pin)
        while True:
            match self._next(120.0):
                case PinChecked() as checked:
                    return checked
                case CardFault(problem=problem, detail=detail):
                    raise _unread(problem, detail)
                case None:
                    raise _unread(CardProblem.CARD_UNREADABLE, "no answer")
                case _:
                    pass

    def _next(self, timeout: float) -> DeviceEvent | None:
        try:
            return self._events.get(timeout=max(timeout, 0.001))
        except queue.Empty:
            return None


def _missing(problem: CardProblem, advice: str) -> CommandProblem:
    return CommandProblem(advice, Exit.MISSING, {"card": None, "problem": problem.value})


def _unread(problem: CardProblem, detail: str = "") -> CommandProblem:
    for missing, advice in _MISSING.values():
        if problem is missing:
            return _missing(problem, advice)
    if detail.startswith(PcscTrouble.IN_USE.value):
        return CommandProblem(IN_USE, Exit.MISSING, {"card": None, "problem": Reason.READER_IN_USE.name})
    text = _ADVICE[problem] + (f" ({detail})" if detail else "")
    return CommandProblem(text, Exit.NO, {"card": None, "problem": problem.value})


class quiet_when:  # noqa: N801  (used as a statement)
    """In JSON mode a problem answers its object and no click decoration; otherwise its message alone."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, CommandProblem) and not self._as_json:
            error.payload = None
