"""The event log on disk: JSON lines in a file of bounded size with a bounded number of older ones."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.base.durable import append
from kiosk.events.fields import Plain
from kiosk.events.log import Record

NAME = "events.jsonl"


class FileSink:
    """Appends to `folder/events.jsonl`; at `limit` bytes it becomes `events.jsonl.1`, and so on up to `older`.

    The disk never holds more than (older + 1) x limit bytes.  A line is in the kernel's hands before `write`
    returns; journald has the same line, so no fsync is spent on it.
    """

    def __init__(self, folder: Path, *, limit: int = 2_000_000, older: int = 4) -> None:
        self._path = folder / NAME
        self._limit = limit
        self._older = older
        self._file: int | None = None
        self._size = 0

    def write(self, record: Record, line: Mapping[str, Plain]) -> None:
        """Append one line; OSError when the disk does not take it (half a line is taken back)."""
        del record
        data = (json.dumps(line, ensure_ascii=False) + "\n").encode()
        if self._file is not None and self._size + len(data) > self._limit:
            self._rotate()
        file = self._open()
        try:
            append(file, data)
        except OSError:
            # the next line opens the file anew: it may be another disk by then
            self.close()
            raise
        self._size += len(data)

    def close(self) -> None:
        """Close the file; the next line opens it again."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
            self._size = os.fstat(self._file).st_size
        return self._file

    def _rotate(self) -> None:
        self.close()
        for number in range(self._older, 0, -1):
            source = self._path if number == 1 else self._path.with_name(f"{NAME}.{number - 1}")
            if source.exists():
                source.replace(self._path.with_name(f"{NAME}.{number}"))


def read_lines(folder: Path) -> Iterator[dict[str, Plain]]:
    """Every line that is kept in `folder`, oldest first; a line that a power cut tore is left out."""
    files = sorted(folder.glob(f"{NAME}.*"), key=lambda path: -int(path.suffix[1:]) if path.suffix[1:].isdigit() else 0)
    for path in (*files, folder / NAME):
        if not path.is_file():
            continue
        with path.open("rb") as lines:
            for line in lines:
                try:
                    yield dict(json.loads(line))
                except ValueError:
                    continue
