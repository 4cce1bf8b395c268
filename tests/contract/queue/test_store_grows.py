"""Board, list and estimate read who waits and who was called lately, however long the day was: counted, not timed."""

from datetime import timedelta

import pytest
from psycopg import sql
from sqlalchemy import event

from kiosk.queue.model import Board, Estimate, IssueRequest, Ticket, TicketState
from tests.support.queue import day

HERE = "stadskantoor"
KIOSKS = [f"kiosk-{at}" for at in range(1, 31)]


class Cost:
    """What an engine had to look at to answer: rows on PostgreSQL, steps of its own machine on SQLite."""

    def __init__(self, store):
        self.engine, self.asked, self.total = store.database.engine, [], 0
        self.sqlite = store.database.sqlite
        if self.sqlite:
            event.listen(self.engine, "connect", self._count)
            self.engine.dispose()  # lines that are counted from their beginning
        else:
            event.listen(self.engine, "before_cursor_execute", self._remember)

    def _count(self, line, _record):
        def step():
            self.total += 1

        line.set_progress_handler(step, 10)

    def _remember(self, _line, _cursor, statement, parameters, *_):
        if statement.lstrip().upper().startswith("SELECT"):
            self.asked.append((statement, parameters))

    def of(self, question):
        """The cost of one answer, and the answer."""
        self.total, self.asked = 0, []
        answer = question()
        if self.sqlite:
            return self.total, answer
        asked = list(self.asked)
        with self.engine.connect() as line:
            for statement, parameters in asked:
                for plan in _plans(line.connection.driver_connection, statement, parameters):
                    self.total += _rows(plan["Plan"])
        return self.total, answer


def _plans(line, statement, parameters):
    """How the server does what a program asked it, by the plan that it makes for prepared statements."""
    names = list(parameters)
    text = statement % {name: f"${at}" for at, name in enumerate(names, 1)}
    line.execute(f"PREPARE asked AS {text}")
    given = sql.SQL(", ").join(map(sql.Literal, parameters.values()))
    execute = sql.SQL("EXECUTE asked ({})").format(given) if names else sql.SQL("EXECUTE asked")
    plans = line.execute(sql.SQL("EXPLAIN (ANALYZE, FORMAT JSON) ") + execute).fetchone()[0]
    line.execute("DEALLOCATE asked")
    return plans


def _rows(plan):
    here = 0
    if "Scan" in plan["Node Type"] and "Subquery" not in plan["Node Type"]:
        looked = sum(
            plan.get(name, 0) for name in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
        )
        here = looked * plan["Actual Loops"]
    return here + sum(_rows(below) for below in plan.get("Plans", ()))


QUESTIONS = {
    "board": (Board, lambda store: store.board(HERE)),
    "estimate of a new ticket": (Estimate, lambda store: store.estimate(HERE, "R")),
    "estimate of who waits": (
        Estimate,
        lambda store: store.estimate(HERE, "R", ticket_id=store.list(HERE, state=TicketState.WAITING)[-1].id),
    ),
    "list of who waits": (tuple, lambda store: store.list(HERE, state=TicketState.WAITING)),
    "list of who is served": (tuple, lambda store: store.list(HERE, state=TicketState.SERVING, klass="R")),
    "tickets without paper": (tuple, lambda store: store.unprinted(HERE)),
    "call": (Ticket, lambda store: store.call(HERE, "1", classes=["R"])),
    "first ticket of a kiosk": (
        Ticket,
        lambda store: store.issue(IssueRequest(HERE, "R", "nl", "kiosk-7", f"first-{store._clock.now()}")),
    ),
}


@pytest.fixture
def grown(store_url, opened, clock):
    """A store with some days that have been, and how much its questions cost on a day of `count` tickets."""

    def costs(count, *, analysed):
        store = opened()
        now = clock.now()
        today = now.date()
        if not costs.days:
            for back in range(1, 4):
                before = today - timedelta(days=back)
                then = now - timedelta(days=back)
                past = day.tickets_of(before, then, 1000, [HERE, "elders"], KIOSKS, waiting=0, at_counters=0)
                day.load(store_url, past, then)
            _analyse(store)
            costs.days = True
        more = day.tickets_of(today, now, count, [HERE], KIOSKS, seed=count)
        day.load(store_url, more, now)
        if analysed:
            _analyse(store)
        cost = Cost(store)
        return {name: _checked(cost, kind, ask, store) for name, (kind, ask) in QUESTIONS.items()}

    costs.days = False
    return costs


def _analyse(store):
    with store.database.engine.begin() as line:
        if not store.database.sqlite:
            line.exec_driver_sql("SET LOCAL statement_timeout = 0")
        line.exec_driver_sql("ANALYZE")


def _checked(cost, kind, ask, store):
    spent, answer = cost.of(lambda: ask(store))
    assert isinstance(answer, kind), answer
    return spent


@pytest.mark.parametrize("analysed", [True, False], ids=["known-day", "day-that-the-engine-knows-nothing-of"])
def test_no_question_costs_more_because_the_day_was_long(grown, store_url, opened, clock, analysed):
    short = grown(400, analysed=analysed)
    with opened().database.engine.begin() as line:
        line.exec_driver_sql("DELETE FROM queue_ticket WHERE ended_at IS NULL")
        line.exec_driver_sql("DELETE FROM queue_ticket WHERE queue_day = '2026-11-03'")
        line.exec_driver_sql("DELETE FROM queue_counter WHERE day = '2026-11-03'")
    long = grown(8000, analysed=analysed)
    assert {name: (short[name], cost) for name, cost in long.items() if cost > short[name] * 1.5 + 100} == {}
