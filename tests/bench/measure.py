"""How benches measure: processor time, of a piece of work and of whole programs, and what a row of times says."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Times in milliseconds, sorted."""

    ms: tuple[float, ...]

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Times:
        """From seconds."""
        return cls(tuple(sorted(1000 * each for each in seconds)))

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(self.ms)

    @property
    def longest(self) -> float:
        """Milliseconds."""
        return self.ms[-1]

    def share(self, of: float) -> float:
        """Milliseconds in which this share (0 to 1) was done."""
        return self.ms[min(len(self.ms) - 1, int(of * len(self.ms)))]


def spread(work: Callable[[], object], rounds: int) -> tuple[Times, Times]:
    """(processor, clock) times of `rounds` calls; a busy machine shows in the second only."""
    busy, took = [], []
    for _ in range(rounds):
        began, worked = time.perf_counter(), time.process_time()
        work()
        busy.append(time.process_time() - worked)
        took.append(time.perf_counter() - began)
    return Times.of(busy), Times.of(took)


def processor_seconds(command: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """Processor seconds of one run of a program and of all that it waited for; RuntimeError when it fails."""
    with subprocess.Popen(
        command, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit {process.returncode}: {said.decode(errors='replace')[-500:]}")
    return usage.ru_utime + usage.ru_stime


def in_turns(*works: Callable[[], float], rounds: int) -> list[list[float]]:
    """What each work answered in each round; they take turns, so that all meet the same machine."""
    answers: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, found in zip(works, answers, strict=True):
            found.append(work())
    return answers


def python(code: str) -> tuple[str, str, str]:
    """The command that runs a piece of Python in a program of its own."""
    return (sys.executable, "-c", code)
