"""`./check busy`: passes in a row beside busy processes; what was done before a stop is not done again."""

import os
import subprocess
import sys

import pytest

from tests.support import busy
from tests.support.waiting import PATIENCE, until

TWO = """
import pathlib
LOG = pathlib.Path(__file__).with_name("log")
def note(name):
    with LOG.open("a") as log:
        log.write(name)
def test_a():
    note("a")
def test_b():
    note("b")
    {b}
"""


@pytest.fixture
def tests(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def write(b="pass"):
        (tmp_path / "test_two.py").write_text(TWO.format(b=b))
        return [
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(tmp_path),
            "-c",
            os.devnull,
            str(tmp_path / "test_two.py"),
        ]

    write.log = tmp_path / "log"
    write.state = tmp_path / "state"
    return write


def test_every_pass_runs_every_test_and_nothing_is_left_behind(tests):
    assert busy.row(tests(), tests.state, passes=3, loops=0) == 0
    assert tests.log.read_text() == "ab" * 3
    assert not tests.state.exists()


def test_a_failure_breaks_the_row_and_the_next_run_begins_anew(tests, capfd):
    assert busy.row(tests("assert False"), tests.state, passes=3, loops=0) == 1
    assert "test_two.py::test_b" in capfd.readouterr().err
    assert busy.row(tests(), tests.state, passes=2, loops=0) == 0
    assert tests.log.read_text() == "ab" + "ab" * 2


def test_a_run_that_was_stopped_goes_on_where_it_stood(tests):
    words = tests(
        "import os, signal; LOG.read_text().count('b') == 2 and os.kill(os.getppid(), signal.SIGKILL) or note('')"
    )
    code = f"import sys; from pathlib import Path; from tests.support import busy; sys.exit(busy.row({words!r}, Path({str(tests.state)!r}), passes=3, loops=0))"
    killed = subprocess.run([sys.executable, "-c", code], cwd=busy.ROOT, check=False, timeout=PATIENCE)
    assert killed.returncode < 0
    # the test that was under way goes to its end without its runner
    until(lambda: [how for how, _ in busy._notes(tests.state / "notes")] == ["ran", "ran"], "the orphan's end")
    assert busy.row(words, tests.state, passes=3, loops=0) == 0
    assert tests.log.read_text() == "ab" * 3


def test_what_is_left_of_a_pass_alone_is_run(tests):
    words = tests()
    state = busy.State(tests.state, busy.fingerprint(words))
    state.notes.write_text("ran test_two.py::test_a\n")
    state.save()
    assert busy.row(words, tests.state, passes=1, loops=0) == 0
    assert tests.log.read_text() == "b"


def test_a_failure_before_the_stop_is_not_forgotten(tests):
    words = tests()
    state = busy.State(tests.state, busy.fingerprint(words))
    state.notes.write_text("failed test_two.py::test_a\n")
    state.save()
    assert busy.row(words, tests.state, passes=1, loops=0) == 1


def test_another_code_is_another_row_and_a_row_has_its_minutes(tests):
    state = busy.State(tests.state, "other")
    state.passes = 2
    state.notes.write_text("ran test_two.py::test_a\n")
    state.save()
    # a row that takes longer than it may is no good row
    assert busy.row(tests(), tests.state, passes=1, loops=0, minutes=0) == 1
    assert tests.log.read_text() == "ab"


def test_the_busy_processes_end_with_their_runner():
    code = "import os; from tests.support import busy\nwith busy.busy(2) as loops: print(loops[0].pid, loops[1].pid, flush=True); os._exit(9)"
    # they hold what they print to open: its end is theirs
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=busy.ROOT, check=False, capture_output=True, timeout=PATIENCE
    )
    assert (told.returncode, len(told.stdout.split())) == (9, 2)


@pytest.mark.parametrize("name", ["no-such-file.py", "."])
def test_a_test_that_does_not_exist_is_wrong_usage(tests, tmp_path, name):
    with pytest.raises(SystemExit) as ended:
        busy.row([*tests()[:-1], str(tmp_path / "state" / name)], tests.state, passes=1, loops=0)
    assert ended.value.code == 2


def test_tests_that_cannot_be_read_break_the_row(tests, tmp_path):
    words = tests()
    (tmp_path / "test_two.py").write_text("import no_such_module")
    assert busy.row(words, tests.state, passes=1, loops=0) == 1
