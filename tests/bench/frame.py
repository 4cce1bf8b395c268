"""The values of a bench: a figure with both sides and its limit, what cannot be measured here, how long to look.

A bench is a file `tests/bench/bench_NAME.py`.  Its docstring says what is measured beside what, and the limits; its
generator `rows(run: Run) -> Iterator[Row | Absent]` measures.  `tests/bench/run.py` finds it, `kiosk docs` describes it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound of our value, or of the ratio ours / other; `least` when it must be reached, not kept."""

    bound: float
    least: bool = False
    ratio: bool = False

    def holds(self, value: float) -> bool:
        """Whether `value` is on the right side; a value that is no number never is."""
        return value >= self.bound if self.least else value <= self.bound


def at_most(bound: float) -> Limit:
    """Our value may not be larger."""
    return Limit(bound)


def at_least(bound: float) -> Limit:
    """Our value may not be smaller."""
    return Limit(bound, least=True)


def ratio_at_most(bound: float) -> Limit:
    """Ours divided by the other side's may not be larger."""
    return Limit(bound, ratio=True)


def ratio_at_least(bound: float) -> Limit:
    """Ours divided by the other side's may not be smaller."""
    return Limit(bound, least=True, ratio=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: `ours` and, from the same run, what `beside` needed, both in `unit`; perhaps a third side, which is only shown."""

    what: str
    ours: float
    unit: str
    other: float | None = None
    beside: str = ""
    limit: Limit | None = None
    note: str = ""
    third: float | None = None
    third_of: str = ""

    def __post_init__(self) -> None:
        """A side has a name; a limit of a ratio has two sides."""
        if (self.other is None) != (not self.beside) or (self.third is None) != (not self.third_of):
            raise ValueError(f"{self.what}: the other side needs a value and a name")
        if self.limit and self.limit.ratio and self.other is None:
            raise ValueError(f"{self.what}: a limit of a ratio needs the other side")

    @property
    def ratio(self) -> float | None:
        """Ours divided by the other side's; infinite beside nothing; None where there is nothing to divide."""
        if self.other is None or (self.other == 0 and self.ours == 0):
            return None
        return self.ours / self.other if self.other else math.inf

    @property
    def met(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        if self.limit is None:
            return None
        value = self.ratio if self.limit.ratio else self.ours
        return value is not None and self.limit.holds(value)


@dataclass(frozen=True, slots=True)
class Absent:
    """Figures that this machine cannot give; `why` says what is missing and how it comes here."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Run:
    """How much is measured: all, or with `--short` just enough to see that a bench works."""

    short: bool = False

    def rounds(self, full: int, short: int) -> int:
        """Rounds (or seconds) of this run."""
        return short if self.short else full
