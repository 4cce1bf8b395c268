"""Forks children that use a ticket store and die by kill -9 at a marked point; one JSON line a task on stdin.

A task: {"scenario", "url", "local", "mark", "nth", "after", "seed", "round", "log"}.  `mark` and `nth` say where the
child kills itself, `after` (seconds) when this process kills it instead.  The child writes every number that it
promised to `log` before it goes on.  The answer line: {"signal": 9} or {"exit": 0}.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import datetime, timedelta

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue import marks
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import By, IssueRequest
from kiosk.queue.offline import OfflineStore
from kiosk.queue.settings import QueueSettings
from kiosk.queue.sqlstore import open_sql_store
from kiosk.queue.store import open_store

HERE = "stadskantoor"
START = datetime(2026, 11, 2, 9, 0, tzinfo=BRUSSELS)


class Log:
    """What the outside world has seen: kill -9 takes nothing back that was written."""

    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def say(self, kind, ticket):
        os.write(self.file, f"{kind} {ticket.id} {ticket.number} {ticket.day} {ticket.series or '-'}\n".encode())


def good(result):
    if isinstance(result, Refusal):
        raise RuntimeError(f"refused: {result.code} {result.detail}")
    return result


def request(task, number, clock):
    name = f"{task['round']}-{task['seed']}-{number}-{os.getpid()}-{clock.now():%H%M%S}"
    return IssueRequest(HERE, "R", "nl", "kiosk-1", name)


def counter(task, clock, log):
    """A kiosk and a counter in one: issue, print, confirm, call, serve, finish, and what else happens."""
    store = good(open_store(task["url"], clock=clock))
    good(store.recover("kiosk-1"))
    chance = random.Random(task["seed"])
    for number in range(task["count"]):
        clock.advance(1)
        ticket = good(store.issue(request(task, number, clock)))
        log.say("promised", ticket)
        if chance.random() < 0.7:
            log.say("paper", ticket)
            good(store.printed(ticket.id))
        else:
            good(store.not_printed(ticket.id, "PAPER_OUT"))
        called = good(store.call(HERE, "1"))
        if called is None:
            continue
        by = By("1", "1")
        match chance.randrange(5):
            case 0:
                good(store.recall(called.id, by=by))
            case 1:
                # one that an earlier life transferred is called again: it goes back
                good(store.transfer(called.id, "R" if called.klass == "V" else "V", by=by))
            case 2:
                good(store.return_to_queue(called.id, by=by))
            case _:
                good(store.serve(called.id, by=by))
                good(store.finish(called.id, by=by))
    store.close()


def night(task, clock, log):
    """The end of a day: close it, count and drop the days before."""
    clock.set(START + timedelta(days=task["round"]))
    store = good(open_store(task["url"], clock=clock))
    for number in range(3):
        clock.advance(1)
        log.say("promised", good(store.issue(request(task, number, clock))))
    good(store.close_day())
    good(store.purge(clock.now().date()))
    store.close()


class Line:
    def __init__(self, central):
        self.central, self.up = central, True

    def __getattr__(self, name):
        real = getattr(self.central, name)
        return lambda *a, **k: real(*a, **k) if self.up else Refusal(RefusalCode.STORE_UNAVAILABLE, "cut")


def offline(task, clock, log):
    """A kiosk whose line breaks and comes back."""
    settings = QueueSettings(offline_mark="1")
    local = good(open_sql_store(task["local"], clock=clock, settings=settings, series="1"))
    line = Line(good(open_sql_store(task["url"], clock=clock, settings=settings)))
    store = OfflineStore(lambda: line, local, clock)
    store.probe()
    for number in range(task["count"]):
        clock.advance(1)
        line.up = number % 2 == 0
        ticket = good(store.issue(request(task, number, clock)))
        log.say("promised", ticket)
        line.up = number % 3 == 0
        good(store.printed(ticket.id))
        line.up = True
        if number % 2:
            store.probe()
    if not store.probe():
        raise RuntimeError("the outbox was not brought over")
    store.close()


def opening(task, clock, log):
    """The first start on an empty disk."""
    good(open_store(task["url"], clock=clock)).close()


SCENARIOS = {"counter": counter, "night": night, "offline": offline, "opening": opening}


def child(task):
    passed = 0

    def hook(name):
        nonlocal passed
        if name == task.get("mark"):
            passed += 1
            if passed == task.get("nth", 1):
                os.kill(os.getpid(), signal.SIGKILL)

    marks.watch(hook)
    clock = ManualClock(START + timedelta(seconds=100 * task["round"]))
    SCENARIOS[task["scenario"]](task, clock, Log(task["log"]))


def run(task):
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            child(task)
            status = 0
        except BaseException as fault:
            os.write(2, f"{type(fault).__name__}: {fault}\n".encode())
        finally:
            os._exit(status)
    if task.get("after") is not None:
        time.sleep(task["after"])
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return {"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else {"exit": os.WEXITSTATUS(status)}


if __name__ == "__main__":
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)
