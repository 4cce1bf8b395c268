"""Who bears which off-line mark: two kiosks of one place must never give the same number while the line is down."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from kiosk.queue.database import StoreError
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import Bearer
from kiosk.queue.tables import EPOCH, kiosks


def known_in(connection: Connection, bearer: Bearer) -> str | None:
    """The kiosk's side: the name of this machine, when it is written down with this bearer."""
    row = connection.execute(select(kiosks)).one_or_none()
    same = row is not None and (row.place, row.mark, row.kiosk) == (bearer.place, bearer.mark, bearer.kiosk)
    return str(row.machine) if same else None  # type: ignore[union-attr]


def machine_in(connection: Connection, bearer: Bearer) -> str:
    """The kiosk's side: the random name of this machine, made at the first start and kept in its own store."""
    row = connection.execute(select(kiosks).limit(1)).one_or_none()
    machine, seen_at = (secrets.token_hex(8), EPOCH) if row is None else (str(row.machine), row.seen_at)
    connection.execute(delete(kiosks))
    _write(connection, bearer, machine, seen_at)
    return machine


def register_in(connection: Connection, bearer: Bearer, machine: str, now: datetime, *, take: bool = False) -> None:
    """The central side: write down who bears the mark.

    StoreError MARK_TAKEN when another machine has the same name, or the same mark at the same place; with `take`
    a person vouches that the other one is gone.
    """
    mine = (kiosks.c.place == bearer.place) & (kiosks.c.mark == bearer.mark)
    same = (mine | (kiosks.c.kiosk == bearer.kiosk)) & (kiosks.c.machine != machine)
    other = connection.execute(select(kiosks).where(same).order_by(kiosks.c.seen_at.desc()).limit(1)).one_or_none()
    if other is not None and not take:
        seen = f"{other.seen_at:%Y-%m-%d %H:%M}"
        detail = f"{other.kiosk} bears mark {other.mark} at {other.place}, last seen {seen}"
        raise StoreError(Refusal(RefusalCode.MARK_TAKEN, detail))
    connection.execute(delete(kiosks).where(same | (kiosks.c.machine == machine)))
    _write(connection, bearer, machine, now)


def witness_in(connection: Connection, kiosk: str, now: datetime) -> None:
    """The kiosk's side: the time stood here when the central store last gave a number."""
    connection.execute(update(kiosks).where(kiosks.c.kiosk == kiosk).values(seen_at=now))


def witnessed_in(connection: Connection, kiosk: str) -> datetime | None:
    """When this kiosk was last known to be at work; None: never."""
    found: datetime | None = connection.execute(
        select(func.max(kiosks.c.seen_at)).where(kiosks.c.kiosk == kiosk)
    ).scalar_one()
    return found


def _write(connection: Connection, bearer: Bearer, machine: str, now: datetime) -> None:
    values = {"place": bearer.place, "mark": bearer.mark, "kiosk": bearer.kiosk, "machine": machine, "seen_at": now}
    connection.execute(insert(kiosks), values)
