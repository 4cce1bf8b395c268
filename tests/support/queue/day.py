"""A day of tickets that has been: every state in its usual share, loaded as fast as the engine takes it."""

import random
import sqlite3
from datetime import datetime, timedelta

from kiosk.queue.issuing import new_id
from kiosk.queue.model import Paper, Ticket, TicketState
from kiosk.queue.rows import TICKET_FIELDS, values_of
from kiosk.queue.settings import number_text
from kiosk.queue.tables import to_micros

CLASSES = ("G", "P", "R", "S", "T")
HOURS = 8
# what became of those whose turn is over, and how many of a hundred each is
_STATES, _SHARES = (TicketState.DONE, TicketState.NO_SHOW, TicketState.WITHDRAWN), (93, 5, 2)


def tickets_of(day, now, count, places, kiosks, *, waiting=20, at_counters=5, seed=1):
    """`count` tickets of a day up to `now`, spread over places, classes and kiosks; at each place some wait and some are served."""
    chance = random.Random(seed)
    each = [count // len(places) + (at < count % len(places)) for at in range(len(places))]
    for place, wanted in zip(places, each, strict=True):
        last = dict.fromkeys(CLASSES, 0)
        for at in range(wanted):
            klass = CLASSES[at % len(CLASSES)]
            last[klass] += 1
            taken = now - timedelta(hours=HOURS) * (wanted - at) / wanted
            left = wanted - at
            if left <= waiting:
                state = TicketState.WAITING
            elif left <= waiting + at_counters:
                state = chance.choice((TicketState.CALLED, TicketState.SERVING))
            else:
                state = chance.choices(_STATES, _SHARES)[0]
            yield _ticket(place, day, klass, last[klass], state, taken, now, chance, kiosks)


def _ticket(place, day, klass, seq, state, taken, now, chance, kiosks):
    called = taken + min(timedelta(minutes=chance.uniform(1, 20)), (now - taken) * chance.uniform(0.2, 0.9))
    served = min(called + timedelta(minutes=chance.uniform(2, 9)), now)
    was_called = state not in {TicketState.WAITING, TicketState.WITHDRAWN}
    return Ticket(
        id=new_id(),
        number=number_text(klass, "", seq),
        klass=klass,
        state=state,
        place=place,
        day=day,
        taken_at=taken,
        language="nl",
        kiosk=chance.choice(kiosks),
        request_id=new_id(),
        first_class=klass,
        series="",
        seq=seq,
        queue_day=day,
        waiting_since=taken,
        paper=Paper.PRINTED,
        counter=str(chance.randrange(1, 11)) if was_called else None,
        called_at=called if was_called else None,
        calls=int(was_called),
        serving_at=called if was_called and state is not TicketState.NO_SHOW else None,
        ended_at=served if state in {TicketState.DONE, TicketState.NO_SHOW, TicketState.WITHDRAWN} else None,
        steps=3 if was_called else 1,
    )


def _plain(value):
    return to_micros(value) if isinstance(value, datetime) else value


def load(url, tickets, now):
    """Put them into the tables of a store, with the last number of each series; how many."""
    last, count = {}, 0

    def rows():
        nonlocal count
        for ticket in tickets:
            count += 1
            key = (ticket.place, ticket.day, ticket.klass, "")
            last[key] = max(last.get(key, 0), ticket.seq)
            values = values_of(ticket)
            yield tuple(_plain(values[name]) for name in TICKET_FIELDS)

    def series():
        return [(*key, seq, seq, to_micros(now)) for key, seq in last.items()]

    fields = ", ".join(TICKET_FIELDS)
    counter = "INSERT INTO queue_counter (place, day, klass, series, last, issued, last_at) VALUES ({})"
    if url.startswith("sqlite"):
        line = sqlite3.connect(url.removeprefix("sqlite:///"))
        marks = ", ".join("?" * len(TICKET_FIELDS))
        with line:
            line.executemany(f"INSERT INTO queue_ticket ({fields}) VALUES ({marks})", map(_texts, rows()))  # noqa: S608
            line.executemany(counter.format(", ".join("?" * 7)), map(_texts, series()))
        line.close()
        return count
    import psycopg

    with psycopg.connect(url) as line, line.cursor() as cursor:
        with cursor.copy(f"COPY queue_ticket ({fields}) FROM STDIN") as copy:
            for row in rows():
                copy.write_row(row)
        cursor.executemany(counter.format(", ".join(["%s"] * 7)), series())
    return count


def _texts(row):
    """SQLite has no dates."""
    return tuple(value.isoformat() if hasattr(value, "isoformat") else value for value in row)
