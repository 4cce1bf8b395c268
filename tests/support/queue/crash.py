"""kill -9 at marked points and at random moments, and what must be true afterwards."""

import json
import random
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue.marks import MARKS
from kiosk.queue.model import OPEN, Action, TicketState
from kiosk.queue.store import open_store
from tests.support.waiting import line_of

ZYGOTE = Path(__file__).with_name("crash_zygote.py")
FIRST_DAY = date(2026, 11, 2)

# which scenario passes which marked point
SCENARIO = {mark: "counter" for mark in MARKS if mark.startswith(("issue.", "paper.", "move."))}
SCENARIO |= {mark: "night" for mark in MARKS if mark.startswith(("close.", "purge."))}
SCENARIO |= {mark: "offline" for mark in MARKS if mark.startswith(("offline.", "handover."))}
SCENARIO |= {"open.migrated": "opening"}


class Zygote:
    """The process that forks and kills."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, str(ZYGOTE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert line_of(self.process) == "ready"

    def run(self, **task):
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        return json.loads(line_of(self.process))

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(60)


class Campaign:
    """One store that is killed again and again, judged after every death."""

    def __init__(self, zygote, url, folder):
        self.zygote, self.url = zygote, url
        self.local = f"sqlite:///{folder / 'local.db'}"
        self.log = folder / "promises"
        self.log.touch()
        self.round = 0

    def strike(self, scenario, *, mark=None, nth=1, after=None, seed=0, count=4):
        """One life of a child; returns how it ended, after everything was judged."""
        self.round += 1
        end = self.zygote.run(
            scenario=scenario,
            url=self.url,
            local=self.local,
            mark=mark,
            nth=nth,
            after=after,
            seed=seed,
            count=count,
            round=self.round,
            log=str(self.log),
        )
        self.judge(scenario)
        return end

    def promises(self, kind):
        return [line.split()[1:] for line in self.log.read_text().splitlines() if line.startswith(kind + " ")]

    def judge(self, scenario):
        """0 lost, 0 doubled, 0 unexplained gaps, and every record tells how its ticket came to its state."""
        if scenario == "offline":
            # what died with a full outbox is brought over by the next start
            assert self.zygote.run(
                scenario="offline", url=self.url, local=self.local, seed=0, count=4, round=self.round, log=str(self.log)
            ) == {"exit": 0}
        clock = ManualClock(datetime(2027, 3, 1, 9, 0, tzinfo=BRUSSELS))
        store = open_store(self.url, clock=clock)
        try:
            days = {date.fromisoformat(day) for _, _, day, _ in self.promises("promised")} | {FIRST_DAY}
            days |= {FIRST_DAY + timedelta(days=self.round)}
            there = {ticket.id: ticket for day in days for ticket in store.list(day=day)}
            dropped = Counter()
            for count in store.counts():
                dropped[count.day] += count.tickets
            self._lost(there, dropped)
            self._gaps(there)
            for ticket in there.values():
                self._explained(store, ticket)
        finally:
            store.close()

    def _lost(self, there, dropped):
        promised = self.promises("promised")
        by_day = Counter(date.fromisoformat(day) for _, _, day, _ in promised)
        for one, number, day, _ in promised:
            if one in there:
                assert there[one].number == number
            else:
                assert dropped[date.fromisoformat(day)] >= by_day[date.fromisoformat(day)], f"lost: {number}"
        seen = [(number, day) for _, number, day, _ in promised]
        assert len(set(seen)) == len(seen), "doubled"

    def _gaps(self, there):
        series = {}
        for ticket in there.values():
            series.setdefault((ticket.day, ticket.first_class, ticket.series), []).append(ticket.seq)
        for key, numbers in series.items():
            assert sorted(numbers) == list(range(1, len(numbers) + 1)), f"gap in {key}"

    def _explained(self, store, ticket):
        moves = store.moves(ticket.id)
        assert [move.step for move in moves] == list(range(1, ticket.steps + 1))
        states = [TicketState.WAITING] + [move.after for move in moves]
        assert [move.before for move in moves] == states[:-1]
        assert states[-1] == ticket.state
        if ticket.state not in OPEN and ticket.state is TicketState.WITHDRAWN:
            assert moves[-1].action is Action.SUPERSEDE or ticket.note


def every_mark(campaign_of, times, *, seed=0):
    """kill -9 at every marked point, `times` times at its first or second passing; how often each was struck."""
    chance = random.Random(seed)
    struck = Counter()
    for mark, scenario in SCENARIO.items():
        for at in range(times):
            # some points are passed once in a life: then the first passing it is
            for nth in (1 + at % 2, 1):
                end = campaign_of(scenario).strike(scenario, mark=mark, nth=nth, seed=chance.randrange(1000))
                if end == {"signal": 9}:
                    struck[mark] += 1
                    break
                assert end == {"exit": 0}, f"{scenario} came to grief before {mark}"
        assert struck[mark] == times, f"{mark} was struck {struck[mark]} times"
    return struck


def at_random(campaign_of, times, *, seed=0):
    """kill -9 at random moments in the middle of the work; how many died of it."""
    chance = random.Random(seed)
    died = 0
    for _ in range(times):
        scenario = chance.choice(["counter", "counter", "offline"])
        end = campaign_of(scenario).strike(
            scenario, after=chance.uniform(0.01, 0.15), seed=chance.randrange(1000), count=90
        )
        died += end == {"signal": 9}
        assert end in ({"signal": 9}, {"exit": 0}), f"{scenario} came to grief"
    return died
