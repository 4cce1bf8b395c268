"""Staff's word that the kiosk is out of service: one small file, so that it outlives a restart and a command can set it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from kiosk.base.durable import replace_file
from kiosk.events.generated import OutReason
from kiosk.health.servicelevel import StaffOut

NAME = "out-of-service.json"


class Override:
    """Reads and writes `folder/out-of-service.json`; `current` looks at the disk only when the file changed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._seen: tuple[int, int] | None = None
        self._value: StaffOut | None = None

    def set(self, out: StaffOut) -> None:
        """Out of service from now on.  OSError when the disk does not take it."""
        data = {
            "reason": out.reason.value,
            "since": out.since.isoformat(timespec="seconds"),
            "until": out.until.isoformat(timespec="seconds") if out.until else None,
            "note": out.note,
        }
        replace_file(self._path, json.dumps(data).encode(), 0o640)

    def clear(self) -> StaffOut | None:
        """Back in service; what was in force, or None."""
        before = self.current()
        self._path.unlink(missing_ok=True)
        return before

    def current(self, now: datetime | None = None) -> StaffOut | None:
        """What is in force; with `now`, an entry whose planned end has passed is taken away first.

        A file that cannot be understood counts as out of service without an end: somebody wanted something.
        """
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._seen = self._value = None
            return None
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._seen:
            self._value = _parse(self._path, status.st_mtime)
            self._seen = stamp
        if now is not None and self._value is not None and self._value.over(now):
            self._path.unlink(missing_ok=True)
            self._seen = self._value = None
        return self._value


def _parse(path: Path, written: float) -> StaffOut:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        until = datetime.fromisoformat(data["until"]) if data["until"] else None
        return StaffOut(OutReason(data["reason"]), datetime.fromisoformat(data["since"]), until, str(data["note"]))
    except (OSError, ValueError, KeyError, TypeError):
        return StaffOut(OutReason.OTHER, datetime.fromtimestamp(written).astimezone())
