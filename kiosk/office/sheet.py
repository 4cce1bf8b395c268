"""The records of a sheet that a program or Excel wrote, and the keys that were seen in it, in little memory."""

from __future__ import annotations

import codecs
import csv
import errno
import hashlib
import io
import itertools
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from typing import Final

# characters; a line without an end, or one that goes on in quotes, would be one record of millions of cells
_LONGEST: Final = 1_000_000


class Sheet:
    """The records of a file; `first` is the line of its heading, `line` where the reader is now."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        self._encoding = "utf-16" if wide else "utf-8-sig"
        self.first = self.line = 1
        self._room = _LONGEST  # characters that the record in hand may still have
        # one too many where no line end is at the end: for the progress alone
        self.lines = data.count(b"\n") or data.count(b"\r")

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """(line on which it begins, cells) of each that is not blank, by the line rules of the csv module."""
        with io.TextIOWrapper(io.BytesIO(self._data), encoding=self._encoding, newline="") as text:
            lines = self._lines(text)
            before = 0
            heading = next(lines, "")
            said = re.fullmatch(r'"?sep=([,;\t])"?\s*', heading, re.IGNORECASE)
            if said:
                before, heading = 1, next(lines, "")
            while heading and not heading.strip():
                before, heading = before + 1, next(lines, "")
            separator = said[1] if said else max(",;\t", key=heading.count)
            reader = csv.reader(itertools.chain((heading,), lines), delimiter=separator)
            self.first = self.line = before + 1
            for cells in reader:
                begun, self.line = self.line, before + reader.line_num + 1
                self._room = _LONGEST
                if any(cell.strip() for cell in cells):
                    yield begun, cells

    def _lines(self, text: io.TextIOWrapper) -> Iterator[str]:
        """The lines, with their ends; csv.Error for a record that is far too long."""
        self._room = _LONGEST
        while line := text.readline(_LONGEST):
            self._room -= len(line)
            if self._room <= 0:
                raise csv.Error("a record is far too long")
            yield line


class Keys:
    """The line of each key, by a hash of eight bytes with a key of its own, in a file that SQLite keeps and takes away."""

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(16)
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("PRAGMA cache_size = -24000")
        self._database.execute("CREATE TABLE keys (hash INTEGER PRIMARY KEY, line INTEGER)")
        self._database.execute("BEGIN")

    def line(self, key: str, line: int) -> int:
        """The line on which the key was first.  OSError when the disk has no room."""
        digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8, key=self._salt).digest()
        number = int.from_bytes(digest, "big", signed=True)
        try:
            put = self._database.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (number, line))
            if put.rowcount:
                return line
            (first,) = self._database.execute("SELECT line FROM keys WHERE hash = ?", (number,)).fetchone()
        except sqlite3.OperationalError:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
        return int(first)

    def close(self) -> None:
        """Forget them."""
        self._database.close()
