"""Faults by name: now, on the next n occasions, until cleared, or by a seeded chance; shared by all simulators."""

from __future__ import annotations

import random
import threading
from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(slots=True)
class Fault:
    """One fault that lies in wait.

    `times`: on how many occasions it strikes (None: until cleared).  `value`: its size, where it has one (seconds,
    bytes, millimetres).  `chance`: how likely it strikes on an occasion, drawn from `seed`.
    """

    name: str
    times: int | None = None
    value: float | None = None
    chance: float = 1.0
    seed: int = 0
    rng: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311  (repeatable by design)


class FaultBoard:
    """The faults of one simulated device; knows the names that exist, so that a misspelt one is refused."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = known
        self._lock = threading.Lock()
        self._faults: dict[str, Fault] = {}

    def set(self, fault: Fault) -> None:
        """Set or replace a fault; ValueError for a name that this device does not know."""
        if fault.name not in self.known:
            raise ValueError(f"unknown fault {fault.name!r}; known: {', '.join(sorted(self.known))}")
        with self._lock:
            self._faults[fault.name] = fault

    def clear(self, name: str | None = None) -> None:
        """Clear one fault, or all."""
        with self._lock:
            if name is None:
                self._faults.clear()
            else:
                self._faults.pop(name, None)

    def set_now(self, name: str) -> Fault | None:
        """The fault if it is set, without using up an occasion."""
        with self._lock:
            return self._faults.get(name)

    def strikes(self, name: str) -> Fault | None:
        """The fault if it strikes on this occasion; uses the occasion up."""
        with self._lock:
            fault = self._faults.get(name)
            if fault is None or (fault.chance < 1.0 and fault.rng.random() >= fault.chance):
                return None
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    del self._faults[name]
            return fault

    def names(self) -> tuple[str, ...]:
        """The faults that are set now."""
        with self._lock:
            return tuple(sorted(self._faults))


class CanFail:
    """A simulated device with faults that can be set by name."""

    faults: FaultBoard

    def fault(
        self, name: str, *, times: int | None = None, value: float | None = None, chance: float = 1.0, seed: int = 0
    ) -> None:
        """Set a fault by name (`Fault` says what the rest is); ValueError for one that this device does not have."""
        self.faults.set(Fault(name, times, value, chance, seed))

    def clear(self, name: str | None = None) -> None:
        """Clear one fault, or all."""
        self.faults.clear(name)
