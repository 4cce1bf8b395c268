"""ESC/POS bytes cut into commands: which bytes belong together, without knowing yet what they do.

Source: Epson's ESC/POS command reference.  The cutter never guesses: a command whose length it does not know is
taken as its two or three leading bytes and named in `unknown`, so that a wrong decode shows itself.
"""

from __future__ import annotations

from dataclasses import dataclass

ESC, FS, GS, DLE = 0x1B, 0x1C, 0x1D, 0x10


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name (leading bytes as text, "ESC @", "GS v 0"), its arguments, its raw bytes."""

    name: str
    args: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class Letters:
    """Printable bytes in the current code page."""

    data: bytes

    @property
    def raw(self) -> bytes:
        """The same bytes."""
        return self.data


Piece = Command | Letters

_PREFIX = {ESC: "ESC", FS: "FS", GS: "GS"}
_CONTROL = {0x09: "HT", 0x0A: "LF", 0x0C: "FF", 0x0D: "CR", 0x18: "CAN"}
# number of argument bytes after the two leading bytes
_FIXED: dict[int, dict[str, int]] = {
    ESC: {
        "@": 0, "2": 0, "L": 0, "S": 0, "<": 0, "i": 0, "m": 0, "\x0c": 0, "v": 0,
        "a": 1, "E": 1, "G": 1, "-": 1, "!": 1, "M": 1, "V": 1, "{": 1, "J": 1, "K": 1, "d": 1, "e": 1, "3": 1,
        "t": 1, "R": 1, "r": 1, " ": 1, "T": 1, "=": 1, "?": 1, "%": 1, "u": 1, "U": 1,
        "$": 2, "\\": 2, "c": 2, "B": 2,
        "p": 3, "W": 8,
    },
    GS: {
        ":": 0,
        "!": 1, "B": 1, "H": 1, "h": 1, "w": 1, "f": 1, "a": 1, "r": 1, "I": 1, "b": 1, "T": 1, "/": 1, "E": 1, "j": 1,
        "L": 2, "W": 2, "P": 2, "$": 2, "\\": 2, "z": 2,
        "^": 3,
    },
    FS: {"&": 0, ".": 0, "!": 1, "-": 1, "C": 1, "W": 1, "S": 2, "p": 2},
}  # fmt: skip


class Cutter:
    """Cuts a stream into pieces; bytes of a piece that is not complete yet stay until more come."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self.unknown: list[bytes] = []

    def push(self, data: bytes) -> None:
        """More bytes."""
        self._buffer += data

    def clear(self) -> None:
        """Forget what has not been cut yet."""
        self._buffer.clear()

    @property
    def waiting(self) -> int:
        """How many bytes are not cut yet."""
        return len(self._buffer)

    def next_piece(self) -> Piece | None:
        """The next complete piece, or None."""
        buffer = self._buffer
        if not buffer:
            return None
        first = buffer[0]
        if first in _PREFIX:
            return self._command(first)
        if first == DLE:
            return self._take("DLE", 1, 3) if len(buffer) >= 3 else None
        if first in _CONTROL:
            return self._take(_CONTROL[first], 1, 1)
        if first < 0x20:
            return self._take("NUL", 1, 1)
        end = 1
        while end < len(buffer) and buffer[end] >= 0x20:
            end += 1
        letters = Letters(bytes(buffer[:end]))
        del buffer[:end]
        return letters

    def _take(self, name: str, head: int, total: int) -> Command:
        raw = bytes(self._buffer[:total])
        del self._buffer[:total]
        return Command(name, raw[head:], raw)

    def _command(self, first: int) -> Command | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        letter = chr(buffer[1])
        name = f"{_PREFIX[first]} {letter}"
        length = _FIXED[first].get(letter)
        if length is not None:
            return self._take(name, 2, 2 + length) if len(buffer) >= 2 + length else None
        known, total = self._variable(name)
        if not known:
            self.unknown.append(bytes(buffer[:2]))
            return self._take(name, 2, 2)
        return self._take(name, 2, total) if total is not None and len(buffer) >= total else None

    def _variable(self, name: str) -> tuple[bool, int | None]:
        """Whether the command is known, and its whole length where enough bytes have come to tell."""
        b = self._buffer
        match name:
            case "ESC *":
                return True, None if len(b) < 5 else 5 + _word(b, 3) * (3 if b[2] >= 32 else 1)
            case "ESC D":
                end = b.find(0, 2)
                return True, None if end < 0 else end + 1
            case "ESC &":
                return True, _user_letters(b)
            case "GS v":
                return True, None if len(b) < 8 else 8 + _word(b, 4) * _word(b, 6)
            case "GS (" | "ESC (" | "FS (":
                return True, None if len(b) < 5 else 5 + _word(b, 3)
            case "GS 8":
                return True, None if len(b) < 7 else 7 + int.from_bytes(b[3:7], "little")
            case "GS V":
                return True, None if len(b) < 3 else (4 if b[2] >= 65 else 3)
            case "GS k":
                return True, _barcode(b)
            case "GS *":
                return True, None if len(b) < 4 else 4 + b[2] * b[3] * 8
            case "GS g":
                return True, 6
            case "FS q":
                return True, None if len(b) < 7 else 7 + _word(b, 3) * _word(b, 5) * 8
            case _:
                return False, None


def _word(data: bytearray, at: int) -> int:
    return data[at] | data[at + 1] << 8


def _barcode(b: bytearray) -> int | None:
    if len(b) < 4:
        return None
    if b[2] >= 65:
        return 4 + b[3]
    end = b.find(0, 3)
    return None if end < 0 else end + 1


def _user_letters(b: bytearray) -> int | None:
    """ESC & y c1 c2, then for each letter its width and y bytes a column."""
    if len(b) < 5:
        return None
    at = 5
    for _ in range(b[4] - b[3] + 1):
        if len(b) <= at:
            return None
        at += 1 + b[2] * b[at]
    return at
