"""How long work tells that it goes on: a bar on a terminal, else a plain line now and then; always on standard error."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self, TypeVar

import click

from kiosk.commands.terminal import drawing
from kiosk.office.csvfile import Counted, Watch

T = TypeVar("T")

# the first line comes as soon as this machine's pace is known, the others now and then
_FIRST_SECONDS, _EVERY_SECONDS = 5.0, 30.0


class Progress:
    """`with Progress("gallery", 2282, "screens") as progress:` and `progress.step()` after each of them.

    A total of 0 is one that nobody knows: what is done is told, and no end is promised.
    Work that is over within five seconds says nothing where no bar can be drawn.
    """

    def __init__(self, name: str, total: int, things: str) -> None:
        self._name, self._total, self._things = name, total, things
        self._done = 0
        self._began = time.monotonic()
        self._due = self._began + _FIRST_SECONDS
        label = f"{name}: {total} {things}"
        self._bar = click.progressbar(length=total, label=label, show_pos=True, file=drawing(sys.stderr))
        self._drawn = sys.stderr.isatty() and total > 0

    def __enter__(self) -> Self:
        if self._drawn:
            self._bar.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            self._bar.__exit__(kind, error, trace)

    def step(self, done: int = 1) -> None:
        """One more is done, or as many."""
        self._done += done
        if self._drawn:
            self._bar.update(done)
            return
        now = time.monotonic()
        if now >= self._due and self._total == 0:
            self._due = now + _EVERY_SECONDS
            click.echo(f"{self._name}: {self._done} {self._things} so far", err=True)
        elif now >= self._due and self._done < self._total:
            self._due = now + _EVERY_SECONDS
            left = (now - self._began) / self._done * (self._total - self._done)
            told = f"{self._done} of {self._total} {self._things}, about {_rounded(left)} left"
            click.echo(f"{self._name}: {told}", err=True)


def announce(what: str, seconds: float) -> None:
    """Say before it begins what is done and how long it takes on a machine that has nothing else to do."""
    click.echo(f"{what}, about {_rounded(seconds)}", err=True)


def _rounded(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} minute{'s'[: minutes != 1]}" if minutes else f"{max(10, round(seconds, -1)):.0f} seconds"


@contextmanager
def going_on(name: str, what: str) -> Iterator[None]:
    """Tells now and then that the block still runs, where nobody can say how far it is; the first five seconds are quiet."""
    over, began = threading.Event(), time.monotonic()

    def tell() -> None:
        pause = _FIRST_SECONDS
        while not over.wait(pause):
            pause = _EVERY_SECONDS
            click.echo(f"{name}: {what}, {time.monotonic() - began:.0f} seconds so far", err=True)

    beside = threading.Thread(target=tell, name=f"progress of {name}", daemon=True)
    beside.start()
    try:
        yield
    finally:
        over.set()
        beside.join(_FIRST_SECONDS)  # at most the length of one line, on a terminal that takes none


def watched(name: str, things: str) -> Watch:
    """Goes through a list and tells how far it is."""

    def watch(items: Counted[T]) -> Iterator[T]:
        with Progress(name, len(items), things) as progress:
            for item in items:
                yield item
                progress.step()

    return watch


def copying(name: str, progress: ExitStack) -> Callable[[int, int, int], None]:
    """What SQLite tells of a copy (status, pages left, pages in all), as progress that ends with the stack."""
    made: list[Progress] = []
    told = [0]

    def tell(_status: int, left: int, total: int) -> None:
        if not made:
            made.append(progress.enter_context(Progress(name, total, "pages")))
        made[0].step(total - left - told[0])
        told[0] = total - left

    return tell
