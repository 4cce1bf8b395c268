"""A copy of the embedded store put in the place of a damaged one: verified first, the old one kept, no number given twice.

What was given after the copy was made is not in it.  So today's series go on behind a gap: a number that nobody holds
harms nobody, two people with one number do.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.base.clock import business_day
from kiosk.base.durable import open_owned, owned_folder, sync
from kiosk.events.fields import Plain
from kiosk.queue.fair import alone
from kiosk.queue.migrate import HEAD, VERSION_TABLE
from kiosk.queue.settings import ClassSettings, number_text
from kiosk.queue.tables import to_micros
from kiosk.staff.backup import read_through
from kiosk.staff.numbers import DayBook

# numbers that a counter or another program may have taken: the kiosk's own log does not have those
MARGIN = 20
# the series go on with the next full hundred and one, which staff recognise at once
STEP = 100

_JOURNALS = ("-wal", "-shm")
_ADVANCE = """
    INSERT INTO queue_counter (place, day, klass, series, last, issued, last_at) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (place, day, klass, series) DO UPDATE SET
        last = max(last, excluded.last), issued = max(issued, excluded.issued), last_at = max(last_at, excluded.last_at)
"""


class RestoreRefused(RuntimeError):
    """Nothing was changed; the message says why and what to do."""


class StoreOpen(RestoreRefused):
    """Somebody has the store open."""


@dataclass(frozen=True, slots=True)
class Series:
    """Whose numbers go on: the place's id, its classes, and "" or the mark of numbers given off line."""

    place: str
    classes: Mapping[str, ClassSettings]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """`replaced` is the folder with the old store (None: there was none); `next_numbers` by class.

    `lost` counts today's numbers by class that people hold and that the copy does not have.
    """

    copy: Path
    replaced: Path | None
    next_numbers: Mapping[str, str]
    lost: Mapping[str, int]


def restore(
    copy: Path,
    database: Path,
    series: Series,
    now: datetime,
    given: Mapping[str, int],
    progress: Callable[[int, int, int], None] | None = None,
    checking: AbstractContextManager[None] | None = None,
) -> Restored:
    """Replace the store.  `given`: today's numbers by class that the kiosk's own log knows of; `progress` and `checking` as in `back_up`.

    RestoreRefused when the copy is not whole, is no store of tickets or is newer than this program, or when anybody
    has the store open.  OSError when the disk does not take it.  In both cases the old store stands as it stood.
    """
    with checking or nullcontext():
        _check(copy)
    part = database.with_name(database.name + ".part")
    try:
        with alone(database.with_name(database.name + ".lock")) as nobody_else:
            if not nobody_else:
                raise StoreOpen("The kiosk or another program has the store open. Stop it: systemctl stop kiosk")
            next_numbers, lost = _prepare(copy, part, database, series, now, given, progress)
            replaced = _put_aside(database, now)
            part.replace(database)
            sync(database.parent)
    except sqlite3.Error as error:
        raise RestoreRefused(f"The copy cannot be written: {error}") from None
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in ("-journal", *_JOURNALS))):
            left.unlink(missing_ok=True)
    return Restored(copy, replaced, next_numbers, lost)


def given_today(lines: Iterable[Mapping[str, Plain]], now: datetime) -> dict[str, int]:
    """Today's numbers by class, from the kiosk's own log."""
    book = DayBook()
    book.replay(lines)
    return dict(book.day(business_day(now)).classes)


def _check(copy: Path) -> None:
    """The copy is whole, and this program can use it."""
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as source:
            answer = read_through(source)
            (version,) = source.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()  # noqa: S608
    except (sqlite3.Error, TypeError):
        raise RestoreRefused(f"{copy} is damaged or is no store of tickets. Take an older copy.") from None
    if answer != "ok":
        raise RestoreRefused(f"{copy} is damaged: {answer}. Take an older copy.")
    if str(version) > HEAD:
        raise RestoreRefused(f"{copy} was made by a newer kiosk ({version}): update this one first.")


def _counters(database: Path, series: Series, now: datetime) -> dict[str, tuple[int, int]]:
    """Today's last number and how many were given, by class, as far as a store still tells; a damaged one may not."""
    asked = "SELECT klass, last, issued FROM queue_counter WHERE place = ? AND day = ? AND series = ?"
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as store:
            rows = store.execute(asked, (series.place, business_day(now).isoformat(), series.mark)).fetchall()
    except sqlite3.Error:
        return {}
    return {klass: (last, issued) for klass, last, issued in rows}


def _prepare(
    copy: Path,
    part: Path,
    database: Path,
    series: Series,
    now: datetime,
    given: Mapping[str, int],
    progress: Callable[[int, int, int], None] | None,
) -> tuple[dict[str, str], dict[str, int]]:
    """The new store beside the old one, with today's series moved on; the next numbers, and how many are lost."""
    day = business_day(now).isoformat()
    kept, old = _counters(copy, series, now), _counters(database, series, now)
    # a store that was replaced today already had moved its series on, which only that store knew
    moved = len(list(database.parent.glob(f"replaced-{now:%Y%m%d}-*"))) * (STEP + MARGIN)
    next_numbers, lost = {}, {}
    part.unlink(missing_ok=True)
    os.close(open_owned(part, _mode(database)))
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as source, closing(sqlite3.connect(part)) as fresh:
        source.backup(fresh, pages=256, progress=progress)
        fresh.execute("PRAGMA journal_mode=DELETE")
        for klass, row in series.classes.items():
            before, counted = row.start - 1, given.get(klass, 0)
            last_kept, in_copy = kept.get(klass, (before, 0))
            last_old, in_old = old.get(klass, (before, 0))
            last = max(last_kept, last_old, before + counted + moved)
            issued = max(in_copy, in_old, counted)
            if issued > in_copy:
                lost[klass] = issued - in_copy
            behind = before + -(-(last - before + MARGIN) // STEP) * STEP
            fresh.execute(_ADVANCE, (series.place, day, klass, series.mark, behind, issued, to_micros(now)))
            next_numbers[klass] = number_text(row.prefix, series.mark, behind + 1)
        fresh.commit()
    sync(part)
    return next_numbers, lost


def _mode(database: Path) -> int:
    """Who may read the store: as it was, else its owner and group."""
    try:
        return stat.S_IMODE(database.stat().st_mode)
    except FileNotFoundError:
        return 0o640


def _put_aside(database: Path, now: datetime) -> Path | None:
    """The old files under their own names in a folder of their own, so that a technician can still open them.

    They are linked there first: a power cut leaves the old store, or the new one, and the old one kept.  Its journal
    must be gone before the new file has the name, or it would be played into that.
    """
    if not database.exists():
        return None
    folder = database.parent / f"replaced-{now:%Y%m%d-%H%M%S-%f}"
    owned_folder(folder, 0o750)
    files = [path for end in ("", *_JOURNALS) if (path := database.with_name(database.name + end)).exists()]
    for file in files:
        os.link(file, folder / file.name)
    sync(folder)
    for file in files[1:]:
        file.unlink()
    sync(database.parent)
    return folder
