"""How benches measure: processor time, of a piece of work and of whole programs, and what a row of times says."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
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


@dataclass(frozen=True, slots=True)
class Program:
    """One run of a program and of all that it waited for."""

    clock: float  # s
    processor: float  # s
    status: int
    said: str  # on standard error


def program(command: Sequence[str], env: Mapping[str, str] | None = None) -> Program:
    """Run a program to its end; its output is thrown away.

    Python may keep its byte code, as it does where a kiosk is installed: a workplace that forbids it would be measured instead.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **(env or {})}
    began = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    return Program(clock, usage.ru_utime + usage.ru_stime, process.returncode, said)


def processor_seconds(command: Sequence[str]) -> float:
    """Processor seconds of a program that must succeed; RuntimeError when it does not."""
    ran = program(command)
    if ran.status:
        raise RuntimeError(f"{' '.join(command)}: exit {ran.status}: {ran.said[-500:]}")
    return ran.processor


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
