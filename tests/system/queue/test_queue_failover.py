"""Two real servers, one the other's synchronous copy: the main one dies, the copy takes over, and nobody restarts anything."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import threading

import pytest
from click.testing import CliRunner

from kiosk.base.clock import SystemClock
from kiosk.cli import kiosk as kiosk_command
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import Bearer, IssueRequest, Ticket
from kiosk.queue.offline import open_with_outbox
from kiosk.queue.settings import QueueSettings
from kiosk.queue.store import open_store
from tests.support.queue.proxy import Proxy
from tests.support.queue.servers import PostgresServer, binaries, free_port
from tests.support.waiting import PATIENCE, until

HERE = "stadskantoor"
CLOCK = SystemClock()
PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin"


class Pair:
    """A main server, its synchronous copy, and what a person does when one of them is lost."""

    def __init__(self):
        self.main = PostgresServer(tcp=True)
        self.main.sql("CREATE DATABASE queue")
        self.copy = PostgresServer(tcp=True, copy_of=self.main)
        self.wants_copy(self.main)
        self.all = [self.main, self.copy]

    def wants_copy(self, server):
        server.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        server.sql("SELECT pg_reload_conf()")
        until(lambda: server.sql("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"))

    def fail_over(self):
        """The main server dies; the copy is promoted, with its own wish for a copy."""
        self.main.kill()
        self.copy.promote()
        self.promoted = CLOCK.now()
        self.main, self.copy = self.copy, None

    def back_as_copy(self):
        """The old one is made anew as the copy of the new one."""
        self.copy = PostgresServer(tcp=True, copy_of=self.main)
        self.all.append(self.copy)
        self.wants_copy(self.main)

    def addresses(self):
        servers = ",".join(f"127.0.0.1:{server.port}" for server in (self.main, self.copy))
        return f"postgresql://kiosk@{servers}/queue"

    def stop(self):
        for server in self.all:
            server.kill()
            server.stop()


@pytest.fixture
def pair():
    if binaries() is None:
        pytest.skip("no PostgreSQL server here")
    made = Pair()
    yield made
    made.stop()


class City:
    """Kiosks with outboxes, counters and boards as threads, on one address; `given` and `called` are what they were promised."""

    def __init__(self, url, folder, *, kiosks, counters=1, boards=1):
        self.given, self.called, self.seen = [], [], {}
        self.tries = {}  # of each kiosk and board: (begun, ended, whether a server answered that can be used)
        self._pace = 0.02 * (kiosks + counters)
        self._stop = threading.Event()
        self.kiosks = []
        for at in range(1, kiosks + 1):
            opened = open_with_outbox(
                url,
                f"sqlite:///{folder / f'{at}.db'}",
                clock=SystemClock(),
                settings=QueueSettings(offline_mark=str(at), reserve_mb=0),
                bearer=Bearer(f"kiosk-{at}", HERE, str(at)),
            )
            assert not isinstance(opened, Refusal), opened
            self._count(f"kiosk-{at}", opened._courier)
            self.kiosks.append(opened)
        self.desks = [open_store(url, clock=SystemClock()) for _ in range(counters)]
        self.boards = [open_store(url, clock=SystemClock()) for _ in range(boards)]
        work = [(self._take, at, kiosk) for at, kiosk in enumerate(self.kiosks, 1)]
        work += [(self._call, at, desk) for at, desk in enumerate(self.desks, 1)]
        work += [(self._watch, at, board) for at, board in enumerate(self.boards)]
        self._threads = [threading.Thread(target=do, args=rest) for do, *rest in work]
        for thread in self._threads:
            thread.start()

    def _count(self, who, courier):
        probe = courier.probe

        def counted(**given):
            with self._tried(who) as answers:
                answers.append(probe(**given))
            return answers[0]

        courier.probe = counted

    @contextlib.contextmanager
    def _tried(self, who):
        begun, answers = CLOCK.now(), []
        yield answers
        self.tries.setdefault(who, []).append((begun, CLOCK.now(), answers[0]))

    def found(self, promoted):
        """Everybody's second try after the promotion has the new server: with four seconds between two, that is within ten."""
        took, early = {}, set()
        for who, tries in self.tries.items():
            after = [(ended, good) for begun, ended, good in tries if begun > promoted]
            # no try since: a kiosk that asked for no number meanwhile, or who found the new server as it was promoted and is still in that try
            if after:
                assert any(good for _, good in after[:2]), (who, after)
                took[who] = (next(ended for ended, good in after if good) - promoted).total_seconds()
            elif any(good for _, ended, good in tries if ended > promoted):
                early.add(who)
        for kind in ("kiosk", "board"):
            seconds = [each for who, each in took.items() if who.startswith(kind)]
            assert seconds or any(who.startswith(kind) for who in early), f"no {kind} tried the line"
            print(
                f"{len(seconds)} {kind}s on the new server, seconds after the promotion: longest {max(seconds, default=0):.1f}"
            )

    def _take(self, at, kiosk):
        number, wait = 0, self._pace
        while not self._stop.wait(wait):
            answer = kiosk.issue(IssueRequest(HERE, "R", "nl", f"kiosk-{at}", f"{at}-{number}"))
            if isinstance(answer, Ticket):  # a refused request is asked again: the same one
                self.given.append(answer)
                number += 1
                # off line numbers come faster than a busy machine's courier brings them over, and the line is up when none is left
                wait = self._pace * (50 if answer.series else 1)

    def _call(self, at, desk):
        while not self._stop.wait(self._pace * 2):
            answer = desk.call(HERE, str(at))
            if isinstance(answer, Ticket):
                self.called.append(answer)

    def _watch(self, at, board):
        tag = ""
        while not self._stop.is_set():
            with self._tried(f"board-{at}") as answers:
                told = board.wait_for_call(HERE, tag, 1.0)
                answers.append(not isinstance(told, Refusal))
            if isinstance(told, Refusal):
                self._stop.wait(0.5)
                continue
            tag, self.seen[at] = told.tag, told

    def goes_on(self):
        """Wait until every kiosk gives central numbers, a counter calls, and every board shows a call of from now on."""
        done, calls, started = len(self.given), len(self.called), SystemClock().now()
        until(
            lambda: (
                {ticket.kiosk for ticket in self.given[done:] if not ticket.series}
                == {f"kiosk-{at}" for at in range(1, len(self.kiosks) + 1)}
            )
        )
        until(lambda: len(self.called) > calls)
        until(
            lambda: all(
                at in self.seen and self.seen[at].current and self.seen[at].current.called_at > started
                for at in range(len(self.boards))
            )
        )

    def end(self):
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
        until(lambda: all(kiosk.probe() and kiosk.line().waiting == 0 for kiosk in self.kiosks))

    def prove(self, url):
        """Everything that was promised is there once, and numbers have no gap that nobody asked for."""
        store = open_store(url, clock=SystemClock())
        there = store.list(HERE)
        store.close()
        assert {(ticket.id, ticket.number) for ticket in self.given} <= {(ticket.id, ticket.number) for ticket in there}
        assert len({ticket.request_id for ticket in there}) == len(there)
        assert len({ticket.number for ticket in there}) == len(there)
        central = sorted(ticket.seq for ticket in there if not ticket.series)
        assert central == list(range(1, len(central) + 1))
        # called once, at one counter
        assert len({ticket.id for ticket in self.called}) == len(self.called)

    def close(self):
        self._stop.set()
        for store in (*self.kiosks, *self.desks, *self.boards):
            store.close()


@pytest.fixture
def city(tmp_path):
    made = []

    def build(url, **counts):
        made.append(City(url, tmp_path, **counts))
        return made[-1]

    yield build
    for one in made:
        one.close()


def through_a_day(pair, city, url, **counts):
    """Standby lost and back, main server killed and copy promoted, the old one back as the copy."""
    people = city(url, **counts)
    people.goes_on()
    pair.copy.kill()
    people.goes_on()  # one copy is enough to go on
    lines = [kiosk.line() for kiosk in people.kiosks]
    assert all(line.online for line in lines)
    assert RefusalCode.NO_SECOND_COPY.value in {line.trouble for line in lines}
    pair.copy.start()
    pair.wants_copy(pair.main)
    until(lambda: not any(kiosk.line().trouble for kiosk in people.kiosks))
    return people


def test_the_copy_is_lost_and_comes_back_and_then_the_main_server_dies(pair, city, monkeypatch):
    monkeypatch.setattr("kiosk.queue.secondcopy.AGAIN", 1.0)
    monkeypatch.setattr("kiosk.queue.courier.PROBE", 0.5)
    people = through_a_day(pair, city, pair.addresses(), kiosks=3)
    pair.fail_over()
    people.goes_on()
    pair.back_as_copy()
    until(lambda: not any(kiosk.line().trouble for kiosk in people.kiosks))
    people.end()
    people.prove(pair.main.tcp_url("queue"))


def test_the_same_command_works_before_and_after_a_server_is_lost(pair, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    url = pair.addresses()

    def ask(*words):
        done = CliRunner().invoke(kiosk_command, ["queue", *words, "--store", url, "--json"])
        return done.exit_code, json.loads(done.stdout)

    assert ask("issue", "--class", "R", "--no-print")[1]["number"] == "R001"
    pair.main.kill()
    status, said = ask("issue", "--class", "R", "--no-print")
    assert (status, said["refused"]) == (3, "STORE_MOVED")  # the copy answers, and takes no numbers
    pair.copy.promote()
    assert ask("issue", "--class", "R", "--no-print")[1]["number"] == "R002"
    assert ask("call", "--counter", "1")[1]["number"] == "R001"
    assert [ticket["number"] for ticket in ask("list", "--state", "waiting")[1]["tickets"]] == ["R002"]
    assert ask("calls")[1]["current"]["number"] == "R001"


@pytest.mark.full
def test_while_the_copy_is_lost_no_number_waits_for_the_question_whether_it_is_back(pair, monkeypatch):
    """A commit that waits holds the row that every other number of its place needs: sixty kiosks that each asked in turn were a jam."""
    monkeypatch.setattr("kiosk.queue.secondcopy.AGAIN", 0.05)
    store = open_store(pair.addresses(), clock=CLOCK)
    watch = store.database.second_copy
    commits, asked, ask = [], [], watch._ask
    commit = watch.commit

    def counted(connection, *, waits):
        commits.append((waits, threading.current_thread() is threading.main_thread()))
        return commit(connection, waits=waits)

    def asking():
        asked.append(True)
        ask()

    watch.commit, watch._ask = counted, asking

    def number(name):
        assert isinstance(store.issue(IssueRequest(HERE, "R", "nl", "kiosk-1", name)), Ticket)

    pair.copy.kill()
    number("waits once")
    assert store.one_copy()
    commits.clear()
    for name in range(4):
        number(f"{name}")
        until(lambda: asked)
        asked.clear()
    assert [waits for waits, ticket in commits if ticket] == [False] * 4
    pair.copy.start()
    pair.wants_copy(pair.main)
    until(lambda: not store.one_copy())
    number("waits again")
    assert commits[-1] == (True, True)
    store.close()


@pytest.mark.full
def test_sixty_kiosks_and_their_counters_and_boards_through_the_same(pair, city):
    people = through_a_day(pair, city, pair.addresses(), kiosks=60, counters=10, boards=6)
    pair.fail_over()
    people.goes_on()
    people.found(pair.promoted)
    pair.back_as_copy()
    until(lambda: not any(kiosk.line().trouble for kiosk in people.kiosks))
    people.end()
    people.prove(pair.main.tcp_url("queue"))


class Bouncer:
    """PgBouncer in session pooling, as Debian has it; `target` leads new lines elsewhere, those that stand stay."""

    def __init__(self, target, folder, server):
        self.port = free_port()
        self._config = folder / "pgbouncer.ini"
        self._folder = folder
        self.target = target
        with (folder / "pgbouncer.log").open("ab") as log:
            command = [shutil.which("pgbouncer", path=PLACES), str(self._config)]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, **server._as_user())
        until(lambda: _answers(self.port))

    @property
    def target(self):
        return self._target

    @target.setter
    def target(self, port):
        self._target = port
        self._config.write_text(
            f"[databases]\nqueue = host=127.0.0.1 port={port} user=kiosk\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\n"
            "auth_type = any\nadmin_users = kiosk\nunix_socket_dir =\nignore_startup_parameters = options\n"
            "pool_mode = session\ndefault_pool_size = 100\nmax_client_conn = 500\n"
        )
        self._config.chmod(0o644)
        if hasattr(self, "_process"):
            self._process.send_signal(signal.SIGHUP)

    def close(self):
        self._process.terminate()
        self._process.wait(60)


def _answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
        return True
    return False


@pytest.fixture(params=["proxy", "pgbouncer"])
def front(request, pair):
    """What stands before the main server and keeps the lines that are open when it leads elsewhere."""
    if request.param == "proxy":
        made = Proxy(pair.main.port)
    elif shutil.which("pgbouncer", path=PLACES) is None:
        pytest.fail("no PgBouncer here: install pgbouncer", pytrace=False)
    else:
        made = Bouncer(pair.main.port, pair.main.folder, pair.main)
    yield made
    made.close()


@pytest.mark.full
def test_behind_what_keeps_old_lines_a_store_that_is_read_only_is_left(pair, front, city):
    people = city(f"postgresql://kiosk@127.0.0.1:{front.port}/queue", kiosks=6, counters=2, boards=2)
    people.goes_on()
    # the old server is demoted and lives on with every line that is open
    pair.main.sql("ALTER SYSTEM SET default_transaction_read_only = on")
    pair.main.sql("SELECT pg_reload_conf()")
    until(lambda: {kiosk.line().trouble for kiosk in people.kiosks} == {RefusalCode.STORE_MOVED.value})
    pair.copy.promote()
    front.target = pair.copy.port
    people.goes_on()
    # the old one is made anew as the copy of the new one, and nobody says any more that there is none
    pair.main, old = pair.copy, pair.main
    old.kill()
    pair.back_as_copy()
    until(lambda: not any(kiosk.line().trouble for kiosk in people.kiosks))
    people.goes_on()
    people.end()
    people.prove(pair.main.tcp_url("queue"))
