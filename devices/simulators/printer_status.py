"""The status bytes of the simulated printer, written from the manual and not from the driver's parser.

Source: Epson's ESC/POS command reference, DLE EOT and GS a.
"""

from __future__ import annotations

CONDITIONS = {
    "paper_end": "the paper is at its end",
    "near_end": "the paper is nearly at its end",
    "cover_open": "the cover is open",
    "cutter_error": "the knife is stuck",
    "jam": "paper is stuck",
    "hardware": "says that it is broken",
    "overheated": "the head is too hot",
    "off_line": "says that it is off line",
    "feed_button": "somebody holds the feed button",
}
_NEAR_END_ROWS = 8 * 6000.0  # six metres of paper


def roll_sensor(rows_left: float) -> frozenset[str]:
    """What the paper sensors see of the roll."""
    if rows_left <= 0:
        return frozenset({"paper_end", "near_end"})
    return frozenset({"near_end"}) if rows_left < _NEAR_END_ROWS else frozenset()


def realtime_reply(kind: int, conditions: frozenset[str]) -> int:
    """The one byte that answers DLE EOT `kind` (1 to 4)."""
    off_line = bool(conditions - {"near_end"})
    errors = bool(conditions & {"cutter_error", "jam", "hardware", "overheated"})
    out = "paper_end" in conditions
    value = 0b0001_0010
    match kind:
        case 1:
            value |= 0b0000_1000 if off_line else 0
            value |= 0b0000_0100
        case 2:
            value |= 0b0000_0100 if "cover_open" in conditions else 0
            value |= 0b0000_1000 if "feed_button" in conditions else 0
            value |= 0b0010_0000 if out else 0
            value |= 0b0100_0000 if errors else 0
        case 3:
            value |= 0b0000_0100 if "jam" in conditions else 0
            value |= 0b0000_1000 if "cutter_error" in conditions else 0
            value |= 0b0010_0000 if "hardware" in conditions else 0
            value |= 0b0100_0000 if "overheated" in conditions else 0
        case _:
            value |= 0b0000_1100 if out or "near_end" in conditions else 0
            value |= 0b0110_0000 if out else 0
    return value


def asb(conditions: frozenset[str]) -> bytes:
    """The four bytes that the printer sends by itself."""
    off_line = bool(conditions - {"near_end"})
    first = 0b0001_0000
    first |= 0b0000_1000 if off_line else 0
    first |= 0b0010_0000 if "cover_open" in conditions else 0
    first |= 0b0100_0000 if "feed_button" in conditions else 0
    second = 0
    second |= 0b0000_0100 if "jam" in conditions else 0
    second |= 0b0000_1000 if "cutter_error" in conditions else 0
    second |= 0b0010_0000 if "hardware" in conditions else 0
    second |= 0b0100_0000 if "overheated" in conditions else 0
    out = "paper_end" in conditions
    third = 0b0000_0011 if out or "near_end" in conditions else 0
    third |= 0b0000_1100 if out else 0
    return bytes((first, second, third, 0x0F))
