"""Whatever is asked over the API, of a real store: each question is answered or refused, and the queue goes on (F2, Q09)."""

import json
import os
import random
import string
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import get_type_hints
from urllib.parse import urlencode

import pytest

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue.errors import Refusal
from kiosk.queue.model import TicketState
from kiosk.queue.routes import ROUTER
from kiosk.queue.settings import QueueSettings
from kiosk.queue.shapes import Question
from kiosk.queue.store import open_store
from tests.support.queue.asked import Asked

MOMENTS = (
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-11-03T10:40:00+01:00",
    "1969-12-31T23:59:59Z",
    "2027-03-28T02:30:00+01:00",
    "2262-04-11T23:47:16.854775807Z",
    "-1",
    "1e30",
    "NaN",
    253402300799,
    -62135596800,
    1793696400,
    1e300,
    None,
    "",
)


def _text(chance):
    return "".join(
        chance.choices(string.printable + "\x00\u2028\ud7ff\U0010ffffé", k=chance.choice((0, 1, 2, 8, 40, 300)))
    )


def _value(name, chance, known):
    if chance.random() < 0.15:
        return chance.choice((_text(chance), None, True, -1, 2**63, 1e308, [], {}, [[]], "R", [_text(chance)]))
    return {
        "place": "p",
        "class": chance.choice("RADZ"),
        "klass": "R",
        "request_id": f"request-{chance.randrange(10**9)}",
        "language": chance.choice(("nl", "ar", "xx")),
        "people": chance.choice((1, 2, 20, 0, 21)),
        "priority": chance.choice((True, False, "yes", 2)),
        "appointment_at": chance.choice(MOMENTS),
        "counter": chance.choice(("1", "3", "desk 4", _text(chance))),
        "classes": chance.choice(([], ["R"], ["A", "D"], ["R"] * 27)),
        "op": chance.choice((None, f"operation-{chance.randrange(50)}", _text(chance))),
        "to": chance.choice("RADZQ"),
        "printed": chance.choice((True, False)),
        "reason": chance.choice(("", "PAPER_OUT", _text(chance))),
        "state": chance.choice((None, "waiting", "lost")),
        "day": chance.choice(("2026-11-03", "0001-01-01", "9999-12-31", "2026-02-30", 0, 1e12)),
        "seen": chance.choice((None, "x", _text(chance))),
        "wait": chance.choice((0, -1, "NaN", 1e9)),
    }.get(name, known)


def _questions(count, seed, known):
    chance = random.Random(seed)
    for _ in range(count):
        route = chance.choice(ROUTER.routes)
        fields = get_type_hints(route.endpoint).get("question", Question).model_fields
        names = [field.alias or name for name, field in fields.items()]
        asked = {name: _value(name, chance, None) for name in names if chance.random() < 0.95}
        if chance.random() < 0.03:
            asked[_text(chance)] = _text(chance)
        ticket_id = chance.choice(known[-50:] or ["0"]) if chance.random() < 0.9 else _text(chance)
        path, [method] = route.path.replace("{id}", ticket_id), route.methods
        if method == "GET":
            yield method, path, urlencode({name: value for name, value in asked.items() if value is not None}), b""
        else:
            yield method, path, "", json.dumps(asked).encode()


def ask_many(folder, count, seed):
    """Ask so many questions; how many were answered, refused by the store, and not understood."""
    clock = ManualClock(datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS))
    store = open_store(f"sqlite:///{folder / 'tickets.db'}", clock=clock, settings=QueueSettings(reserve_mb=0))
    known, told = [], {"answered": 0, "refused": 0, "not understood": 0}
    with Asked(store, "p", clock) as ask:
        for question in _questions(count, seed, known):
            clock.advance(1)
            status, answer = ask(*question)
            result = json.loads(answer)
            if status == 200:
                told["answered"] += 1
                if result.get("ticket"):
                    known.append(result["ticket"]["id"])
            else:
                assert status in (400, 404, 405, 409, 422, 503), question
                assert result["message"]
                told["not understood" if status == 400 else "refused"] += 1
    today = clock.now().date()
    assert len(store.list()) == sum(row["record"] == "ticket" and row["day"] == f"{today}" for row in store.export())
    assert store.odd() == ()
    assert not isinstance(store.call("p", "1"), Refusal)
    assert not isinstance(store.close_day(), Refusal)
    assert store.list(state=TicketState.WAITING) == ()
    assert store.purge(date(2100, 1, 1)) > 0
    store.close()
    return told


def test_a_thousand_questions_are_answered_or_refused_and_the_day_is_closed(tmp_path):
    assert min(ask_many(tmp_path, 1_000, 3).values()) > 100


@pytest.mark.full
def test_a_hundred_thousand_questions():
    # a day of so many tickets grows long for its lists: twenty days of five thousand, in memory where the system has such a folder
    memory = Path("/dev/shm")
    for seed in range(20):
        with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
            assert min(ask_many(Path(folder), 5_000, seed).values()) > 500
