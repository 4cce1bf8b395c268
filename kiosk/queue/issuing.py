"""Giving a number: the counter row and the ticket row in one transaction, so that no number is lost or doubled."""

from __future__ import annotations

import dataclasses
import secrets
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Integer, case, cast, func, literal_column, select

from kiosk.base.clock import business_day
from kiosk.queue import registry
from kiosk.queue.database import StoreError
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.marks import mark
from kiosk.queue.model import IssueRequest, Paper, Ticket, TicketState
from kiosk.queue.rows import TICKET_FIELDS, values_of
from kiosk.queue.settings import ClassSettings, QueueSettings, number_text
from kiosk.queue.statements import Prepared
from kiosk.queue.tables import clocks, counters, from_micros, tickets

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing to mistake on paper
_ONE: Final = literal_column("1", Integer)
_BROKEN: Final = literal_column("-1", Integer)
MOST: Final = 999_999_999  # no day has so many numbers: what stands beyond was never counted
_YEAR: Final = timedelta(days=366)
_ID_LENGTH: Final = 12  # 60 bits of chance; matches the codes that the kiosk accepts


class SeriesBrokenError(Exception):
    """What stands in the place of the last number of a series is none: another program wrote it."""


def new_id() -> str:
    """A random ticket id: also the token of its QR code.  Never digits alone, which the log could take for a card's number."""
    while True:
        bits = secrets.randbits(5 * _ID_LENGTH)
        made = "".join(_LETTERS[bits >> 5 * at & 31] for at in range(_ID_LENGTH))
        if not made.isdigit():
            return made


def _next_number(dialect: Any) -> Any:
    """Take the next number of a series; the engine locks the row until the ticket is committed.

    -1 where the last one is no number that a day can have.
    """
    row = dialect.insert(counters)
    first, most = literal_column("0", Integer), literal_column(str(MOST), Integer)
    counted = counters.c.last.between(first, most) & counters.c.issued.between(first, most)
    following = {
        name: case((counted, cast(counters.c[name], Integer) + _ONE), else_=_BROKEN) for name in ("last", "issued")
    }
    # a clock that is a little behind the newest ticket must not turn the order of numbers around
    last_at = case((counters.c.last_at > row.excluded.last_at, counters.c.last_at), else_=row.excluded.last_at)
    return row.on_conflict_do_update(
        index_elements=[counters.c.place, counters.c.day, counters.c.klass, counters.c.series],
        set_={**following, "last_at": last_at},
    ).returning(counters.c.last, counters.c.issued, counters.c.last_at)


_NEXT: Final = Prepared(_next_number, ("place", "day", "klass", "series", "last", "issued", "last_at"))
_WRITE: Final = Prepared(lambda dialect: dialect.insert(tickets), TICKET_FIELDS)


def judge(request: IssueRequest, now: datetime, settings: QueueSettings) -> ClassSettings | Refusal:
    """What can be refused before the database is asked."""
    chosen = settings.classes.get(request.klass)
    if chosen is None:
        return Refusal(RefusalCode.UNKNOWN_CLASS, request.klass[:8])
    due = request.appointment_at
    if due is not None and not now - _YEAR <= due <= now + _YEAR:
        # the usual "no date" of another program, 9999-12-31, would stand in the queue for ever
        return Refusal(RefusalCode.BAD_TIME, due.isoformat()[:10])
    if not chosen.open or not settings.opening.is_open(now):
        return Refusal(RefusalCode.CLOSED, request.klass, settings.opening.next_opening(now))
    return chosen


def issue_in(
    connection: Connection,
    request: IssueRequest,
    now: datetime,
    settings: QueueSettings,
    *,
    series: str = "",
) -> Ticket:
    """Write one ticket; StoreError CAP_REACHED, IntegrityError when the request was answered before, SeriesBrokenError."""
    mark("issue.begun")
    chosen = settings.classes[request.klass]
    day = business_day(now)
    last, issued, newest = _NEXT.run(
        connection,
        {
            "place": request.place,
            "day": day,
            "klass": request.klass,
            "series": series,
            "last": chosen.start,
            "issued": 1,
            "last_at": now,
        },
    ).one()
    if last < 0:
        raise SeriesBrokenError
    newest_at = from_micros(newest)
    mark("issue.counted")
    if chosen.cap is not None and issued > chosen.cap:
        raise StoreError(Refusal(RefusalCode.CAP_REACHED, request.klass))
    skew = timedelta(seconds=settings.clock_tolerance)
    taken_at = newest_at if now < newest_at <= now + skew else now
    ticket = Ticket(
        id=new_id(),
        number=number_text(chosen.prefix, series, last),
        klass=request.klass,
        state=TicketState.WAITING,
        place=request.place,
        day=day,
        taken_at=taken_at,
        language=request.language or settings.language,
        kiosk=request.kiosk,
        request_id=request.request_id,
        first_class=request.klass,
        series=series,
        seq=last,
        queue_day=day,
        waiting_since=taken_at,
        paper=Paper.PENDING if request.paper else Paper.NOT_WANTED,
        people=request.people,
        priority=request.priority,
        appointment_at=request.appointment_at,
    )
    _WRITE.run(connection, values_of(ticket))
    mark("issue.written")
    return ticket


def lift_in(connection: Connection, request: IssueRequest, day: date, settings: QueueSettings, *, series: str) -> None:
    """Begin the series anew behind the numbers of the day that bear its letters.

    Its next number stood on a ticket already, or was none: another program wrote there, or two classes exchanged letters.
    """
    letters = number_text(settings.classes[request.klass].prefix, series, 0).removesuffix("000")
    mine = tickets.c.first_class == request.klass
    taken = select(func.max(tickets.c.seq), func.count().filter(mine), func.max(tickets.c.taken_at)).where(
        tickets.c.place == request.place,
        tickets.c.day == day,
        tickets.c.series == series,
        tickets.c.seq <= MOST,
        tickets.c.number.startswith(letters, autoescape=True),
    )
    last, issued, newest = connection.execute(taken).one()
    key = {"place": request.place, "day": day, "klass": request.klass, "series": series}
    connection.execute(counters.delete().where(*(counters.c[name] == value for name, value in key.items())))
    if last is not None:
        connection.execute(counters.insert(), {**key, "last": last, "issued": issued, "last_at": newest})


@dataclasses.dataclass(slots=True)
class Watermarks:
    """The newest ticket of each kiosk: its clock may not stand before it (T18).

    Kept per kiosk, so that one wrong clock does not stop the others of the city.  `own` is a kiosk's own store, which
    knows of the central numbers that it saw only when it last saw one.
    """

    tolerance: float
    own: bool = False
    newest: dict[str, datetime] = dataclasses.field(default_factory=dict)

    def check(self, connection: Connection, kiosk: str, now: datetime) -> None:
        """StoreError CLOCK_BACK when `now` stands before the kiosk's newest ticket."""
        if kiosk not in self.newest:
            self.newest[kiosk] = self._load(connection, kiosk) or now
        newest = self.newest[kiosk]
        if now < newest - timedelta(seconds=self.tolerance):
            raise StoreError(Refusal(RefusalCode.CLOCK_BACK, f"{now:%Y-%m-%d %H:%M} < {newest:%Y-%m-%d %H:%M}"))

    def note(self, kiosk: str, taken_at: datetime) -> None:
        """A ticket was committed."""
        self.newest[kiosk] = max(self.newest.get(kiosk, taken_at), taken_at)

    def _load(self, connection: Connection, kiosk: str) -> datetime | None:
        known = self._of_tickets(connection, kiosk)
        witnessed = registry.witnessed_in(connection, kiosk) if self.own else None
        return max(known, witnessed) if known and witnessed else known or witnessed

    def _of_tickets(self, connection: Connection, kiosk: str) -> datetime | None:
        accepted = connection.execute(select(clocks).where(clocks.c.kiosk == kiosk)).one_or_none()
        newest = select(func.max(tickets.c.taken_at)).where(tickets.c.kiosk == kiosk)
        if accepted is None:
            latest: datetime | None = connection.execute(newest).scalar_one()
            return latest
        disowned = (tickets.c.taken_at > accepted.accepted) & (tickets.c.taken_at <= accepted.ceiling)
        known: datetime | None = connection.execute(newest.where(~disowned)).scalar_one()
        since: datetime = accepted.accepted
        return max(known, since) if known else since

    def accept(self, connection: Connection, kiosk: str, now: datetime) -> None:
        """Staff vouch for the clock: tickets that are newer than now no longer count against it."""
        ceiling = connection.execute(select(func.max(tickets.c.taken_at)).where(tickets.c.kiosk == kiosk)).scalar_one()
        connection.execute(clocks.delete().where(clocks.c.kiosk == kiosk))
        connection.execute(clocks.insert(), {"kiosk": kiosk, "accepted": now, "ceiling": ceiling or now})
        registry.witness_in(connection, kiosk, now)
        self.newest[kiosk] = now
