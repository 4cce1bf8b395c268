"""A status is what the printer said now, however its answers were delayed, halved and mixed with those of rounds before."""

from __future__ import annotations

import itertools
from collections import deque
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.printer import hearing as heard
from devices.printer.hearing import Hearing
from devices.printer.status import PrinterStatus
from devices.worker import TemporaryFault

LIMITS = SimpleNamespace(reply=0.1, write=1.0)
WELL = (0x16, 0x12, 0x12, 0x12)
TRUTHS = (WELL, (0x1E, 0x32, 0x12, 0x72), (0x1E, 0x16, 0x12, 0x12), (0x16, 0x12, 0x12, 0x1E), (0x1E, 0x52, 0x16, 0x12))
EACH = st.lists(st.booleans(), min_size=16, max_size=96)


class DelayedLine:
    """A line with a clock of its own: each answer is `delays` late and none overtakes another."""

    def __init__(self, truth: tuple[int, int, int, int], delays: list[float]) -> None:
        self.now = 0.0
        self._truth = truth
        self._delays = deque(delays)
        self._coming: deque[tuple[float, int]] = deque()

    def write(self, data: bytes, _: float) -> None:
        """Answer each DLE EOT, some time."""
        for number in data[2::3]:
            late = self._delays.popleft() if self._delays else 0.0
            before = self._coming[-1][0] if self._coming else 0.0
            self._coming.append((max(before, self.now + late), self._truth[number - 1]))

    def read(self, timeout: float) -> bytes:
        """What has come when `timeout` is over, or as soon as anything comes."""
        until = self.now + timeout
        self.now = min(until, max(self.now, self._coming[0][0])) if self._coming else until
        came = bytearray()
        while self._coming and self._coming[0][0] <= self.now:
            came.append(self._coming.popleft()[1])
        return bytes(came)

    def seconds_for(self, _: int) -> float:
        """No time: the delays are all there is."""
        return 0.0


@pytest.mark.parametrize("late", [0.12, 0.25])
@pytest.mark.parametrize("truth", TRUTHS)
def test_late_halves_of_an_answer_never_become_another_status(truth, late) -> None:
    # every choice of those of ten rounds whose second half is late
    for halves in itertools.product((False, True), repeat=10):
        ask_again_and_again(truth, [second * late for half in halves for second in (False, False, half, False)])


@pytest.mark.parametrize("truth", TRUTHS)
@given(each=EACH, late=st.sampled_from((0.06, 0.12, 0.16, 0.25)))
def test_late_answers_never_become_another_status(truth, each, late) -> None:
    ask_again_and_again(truth, [one * late for one in each])


def ask_again_and_again(truth: tuple[int, int, int, int], delays: list[float]) -> None:
    """What is told is the truth, or a fault."""
    line = DelayedLine(truth, delays)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heard, "time", SimpleNamespace(monotonic=lambda: line.now))
        hearing = Hearing(line, LIMITS)
        for _ in range(6):
            try:
                told = hearing.status(lambda: None)
            except TemporaryFault:
                # as the driver does: a new connection, on a line whose late answers come all the same
                hearing = Hearing(line, LIMITS)
            else:
                assert told == PrinterStatus.from_replies(truth)
