"""A copy of the embedded store that was read back and found whole; older ones go, the newest are kept."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.base.durable import open_owned, owned_folder, sync


class BackupFailed(RuntimeError):
    """No copy was made; the message says why, `errno` is the system's name for it; older copies are untouched."""

    def __init__(self, message: str, name: str = "OTHER") -> None:
        super().__init__(message)
        self.errno = name


@dataclass(frozen=True, slots=True)
class Backup:
    """What was made, its size in bytes, and how many copies are kept now."""

    file: Path
    size: int
    kept: int


def back_up(
    database: Path,
    folder: Path,
    now: datetime,
    keep: int,
    progress: Callable[[int, int, int], None] | None = None,
    checking: AbstractContextManager[None] | None = None,
) -> Backup:
    """Copy a SQLite file that may be in use, check the copy, and keep the newest `keep` copies.

    `progress` hears of each part of the copy, as `sqlite3.Connection.backup` tells it; the check is done in `checking`.
    The copy gets its name only when it is whole and on the disk, so every file with that name can be restored.
    """
    owned_folder(folder, 0o750)
    target = folder / f"{database.stem}-{now:%Y%m%d-%H%M%S}.db"
    beside = target.with_suffix(".part")
    beside.unlink(missing_ok=True)
    try:
        os.close(open_owned(beside, 0o640))
        with (
            closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as source,
            closing(sqlite3.connect(beside)) as copy,
        ):
            source.backup(copy, pages=256, progress=progress)
            # one file, without a journal beside it
            copy.execute("PRAGMA journal_mode=DELETE")
            with checking or nullcontext():
                answer = read_through(copy)
        if answer != "ok":
            raise BackupFailed(f"the copy is not whole: {answer}")
        sync(beside)
        beside.replace(target)
        sync(folder)
    except (sqlite3.Error, OSError) as error:
        beside.unlink(missing_ok=True)
        number = error.errno if isinstance(error, OSError) else None
        raise BackupFailed(str(error), errno.errorcode.get(number or 0, "OTHER")) from None
    copies = sorted(folder.glob(f"{database.stem}-*.db"))
    for old in copies[:-keep]:
        old.unlink()
    return Backup(target, target.stat().st_size, min(len(copies), keep))


def read_through(database: sqlite3.Connection) -> str:
    """Every page of it: "ok", or what SQLite found."""
    (answer,) = database.execute("PRAGMA integrity_check").fetchone()
    return str(answer)
