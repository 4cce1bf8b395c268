"""The panel's figures: a key's way to the event, and back after a replug.  Python's plain pyserial reader beside it.

.venv/bin/python tests/bench/bench_panel.py

Back within 0.3 s of being plugged in again, in the median of twenty; a key in at most 10 ms.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time

import serial

from devices.api import KeyPressed, State
from devices.panel.driver import SerialPanel
from devices.simulators.panel import SimulatedPanel


def main() -> int:
    came = threading.Condition()
    keys: list[float] = []

    def emit(event: object) -> None:
        with came:
            if isinstance(event, KeyPressed):
                keys.append(time.perf_counter())
            came.notify_all()

    with SimulatedPanel() as board:
        panel = SerialPanel(emit, board.url)
        panel.start()

        def wait(wanted) -> None:
            with came:
                while not wanted():
                    came.wait(0.002)

        wait(lambda: panel.health().state is State.READY)
        ways = []
        for _ in range(100):
            before, count = time.perf_counter(), len(keys)
            board.press("ok")
            wait(lambda count=count: len(keys) > count)
            ways.append(keys[-1] - before)
        backs = []
        for _ in range(20):
            board.unplug()
            wait(lambda: panel.health().state is not State.READY)
            before = time.perf_counter()
            board.plug()
            wait(lambda: panel.health().state is State.READY)
            backs.append(time.perf_counter() - before)
        panel.stop()
        port = serial.Serial(board.url.removeprefix("serial://"), timeout=2)
        plain = []
        for _ in range(100):
            before = time.perf_counter()
            board.press("ok")
            port.readline()
            plain.append(time.perf_counter() - before)
            port.readline()
        board.unplug()
        try:
            port.read(1)
            theirs = "reads nothing, says nothing"
        except serial.SerialException:
            theirs = "an exception, for ever"
        port.close()
    key, back = statistics.median(ways), statistics.median(backs)
    print(f"{'':<34}{'ours':>22}{'a plain pyserial reader':>30}")
    print(f"{'key to event, median':<34}{key * 1000:>19.2f} ms{statistics.median(plain) * 1000:>27.2f} ms")
    print(f"{'back after a replug, median (max)':<34}{back * 1000:>10.0f} ({max(backs) * 1000:.0f}) ms{theirs:>34}")
    held = back <= 0.3 and key <= 0.010
    print("every figure is held" if held else "MISSED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
