"""The log of staff acts as a hash chain: every line bears the hash of the line before it.

Altering, inserting or removing a line anywhere but at the end is found by `verify`; the newest hash is printed on the
readiness report every morning, so that a cut at the end is found too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.base.durable import append_synced, give_to_owner, take_lock
from kiosk.events.fields import Plain
from kiosk.events.log import Record

NAME = "audit.jsonl"
START = "0" * 64
# longer than any entry: the catalogue bounds every field
TAIL = 4096


@dataclass(frozen=True, slots=True)
class Chain:
    """What a check found: number of good entries, the newest hash, and the first broken entry (0: none)."""

    entries: int
    head: str
    broken: int = 0

    @property
    def good(self) -> bool:
        """True when every entry fits."""
        return self.broken == 0


def link(before: str, entry: Mapping[str, Plain]) -> str:
    """The hash of an entry: SHA-256 over the hash before it and the entry's canonical JSON."""
    body = json.dumps(dict(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()


class AuditLog:
    """Appends to `folder/audit.jsonl` and syncs every line; the kiosk neither rotates nor erases this file.

    Commands in a terminal append to the same chain while the kiosk runs: every append holds a lock on the file.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NAME

    @property
    def head(self) -> str:
        """The newest hash."""
        return verify(self._folder).head

    def listener(self, kiosk: str) -> Callable[[Record], None]:
        """A listener for `EventLog.subscribe` that keeps every audited record."""

        def keep(record: Record) -> None:
            if record.audited:
                self.append(record.as_dict(kiosk))

        return keep

    def append(self, entry: Mapping[str, Plain]) -> None:
        """One act, on the disk when this returns; OSError when it cannot be kept."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            take_lock(file, self._path)
            give_to_owner(file, self._folder)
            head = link(_newest(file), entry)
            append_synced(file, _line(dict(entry), head) + b"\n", self._folder)
        finally:
            os.close(file)


def _line(entry: Any, head: Any) -> bytes:
    return json.dumps({"entry": entry, "hash": head}, ensure_ascii=False).encode()


def _newest(file: int) -> str:
    """The hash of the last whole line; a line that a power cut tore is taken away first."""
    size = os.fstat(file).st_size
    tail = os.pread(file, TAIL, max(0, size - TAIL))
    whole, newline, torn = tail.rpartition(b"\n")
    if torn:
        os.ftruncate(file, size - len(torn))
    if not newline:
        return START
    try:
        return str(json.loads(whole.rpartition(b"\n")[2])["hash"])
    except (ValueError, KeyError, TypeError):
        # somebody altered the last line: the chain goes on from its start, and `verify` tells where it broke
        return START


def holds(folder: Path, head: str) -> bool:
    """True when an entry has this hash, or the beginning of it as a report shows it: nothing was cut off since."""
    path = folder / NAME
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return any(str(json.loads(line)["hash"]).startswith(head) for line in lines)
    except (ValueError, KeyError, TypeError):
        return False


def verify(folder: Path) -> Chain:
    """Walk the chain.  A last line that a power cut tore is not a break: it never was an entry."""
    path = folder / NAME
    head, count = START, 0
    whole = path.read_bytes().rpartition(b"\n")[0] if path.exists() else b""
    for line in whole.split(b"\n") if whole else ():
        try:
            data = json.loads(line)
            # nothing stands beside what the hash covers: no further key, and none twice
            fits = data["hash"] == link(head, data["entry"]) and line == _line(data["entry"], data["hash"])
        except (ValueError, KeyError, TypeError):
            fits = False
        if not fits:
            return Chain(count, head, broken=count + 1)
        head, count = data["hash"], count + 1
    return Chain(count, head)
