"""What a serial line does to what a simulated device says: late, in halves, doubled, broken, with bytes from nowhere."""

from __future__ import annotations

import random

from devices.simulators.faults import FaultBoard

LINE_FAULTS = {
    "late": "says everything `value` (1) seconds late",
    "halves": "the second half of what it says comes `value` (0.35) seconds late",
    "doubled": "every byte that it says comes twice",
    "broken": "one byte of what it says arrives as another",
    "lost_first": "the first byte of what it says is lost",
    "garbage": "three bytes, any of 256, come before what it says",
    "stray": "up to `value` (1) bytes, any of 256, come from nowhere, at any moment",
    "break": "up to `value` (1) zero bytes come from nowhere, as a BREAK does",
}
_LATE, _HALF = 1.0, 0.35  # s


def damaged(faults: FaultBoard, data: bytes) -> bytes:
    """What arrives of `data` when it arrives."""
    garbage = faults.strikes("garbage")
    if garbage is not None:
        data = garbage.rng.randbytes(3) + data
    if len(data) > 1 and faults.strikes("lost_first"):
        data = data[1:]
    broken = faults.strikes("broken")
    if broken is not None:
        at = broken.rng.randrange(len(data))
        data = data[:at] + _another(data[at], broken.rng) + data[at + 1 :]
    if faults.strikes("doubled"):
        data = bytes(byte for each in data for byte in (each, each))
    return data


def held_back(faults: FaultBoard, data: bytes) -> tuple[bytes, bytes, float]:
    """What of `data` is said now, what later, and how many seconds later."""
    late, halves = faults.strikes("late"), faults.strikes("halves")
    if late is not None:
        return b"", data, late.value or _LATE
    if halves is not None:
        return data[: len(data) // 2], data[len(data) // 2 :], halves.value or _HALF
    return data, b"", 0.0


def from_nowhere(faults: FaultBoard) -> bytes:
    """What comes at a moment at which nothing was said; mostly nothing."""
    came = b""
    for name in ("stray", "break"):
        fault = faults.strikes(name)
        if fault is not None:
            count = fault.rng.randint(1, int(fault.value or 1))
            came += bytes(count) if name == "break" else fault.rng.randbytes(count)
    return came


def _another(byte: int, rng: random.Random) -> bytes:
    return bytes(((byte + rng.randrange(1, 256)) % 256,))
