"""A key's way to the event and the panel's way back after a replug, beside a plain pyserial reader on the same line.

A key at most 10 ms in the median of a hundred; back at most 300 ms after being plugged in again, in the median of twenty.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import serial

from devices.api import DeviceState, KeyPressed
from devices.panel.driver import SerialPanel
from devices.simulators.panel import SimulatedPanel
from tests.bench.frame import Row, Run, at_most
from tests.bench.measure import Times


def ours(board: SimulatedPanel, run: Run) -> tuple[Times, Times]:
    """(key to event, back after a replug) of our driver."""
    came = threading.Condition()
    keys: list[float] = []

    def emit(event: object) -> None:
        with came:
            if isinstance(event, KeyPressed):
                keys.append(time.perf_counter())
            came.notify_all()

    panel = SerialPanel(emit, board.url)
    panel.start()

    def wait(wanted) -> None:
        with came:
            while not wanted():
                came.wait(0.002)

    wait(lambda: panel.health().state is DeviceState.READY)
    ways, backs = [], []
    for _ in range(run.rounds(100, 10)):
        before, count = time.perf_counter(), len(keys)
        board.press("ok")
        wait(lambda count=count: len(keys) > count)
        ways.append(keys[-1] - before)
    for _ in range(run.rounds(20, 3)):
        board.unplug()
        wait(lambda: panel.health().state is not DeviceState.READY)
        before = time.perf_counter()
        board.plug()
        wait(lambda: panel.health().state is DeviceState.READY)
        backs.append(time.perf_counter() - before)
    panel.stop()
    return Times.of(ways), Times.of(backs)


def plain(board: SimulatedPanel, run: Run) -> tuple[Times, str]:
    """(key to line, what it says of a pulled cable) of pyserial alone."""
    port = serial.Serial(board.url.removeprefix("serial://"), timeout=2)
    ways = []
    for _ in range(run.rounds(100, 10)):
        before = time.perf_counter()
        board.press("ok")
        port.readline()
        ways.append(time.perf_counter() - before)
        port.readline()
    board.unplug()
    try:
        port.read(1)
        said = "reads nothing and says nothing"
    except serial.SerialException:
        said = "raises for ever"
    port.close()
    return Times.of(ways), said


def rows(run: Run) -> Iterator[Row]:
    """Both sides on one simulated board."""
    with SimulatedPanel() as board:
        keys, backs = ours(board, run)
        bare, said = plain(board, run)
    yield Row("key to event, median", keys.median, "ms", bare.median, "a plain pyserial reader", at_most(10))
    yield Row(
        "back after a replug, median",
        backs.median,
        "ms",
        limit=at_most(300),
        note=f"longest {backs.longest:.0f} ms; a plain pyserial reader {said}",
    )
