"""What a new user gets wrong at the command line: every answer says what, where and what to do, and nothing falls over."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.base.clock import SystemClock, business_day
from kiosk.cli import kiosk
from kiosk.commands import ticket
from kiosk.commands.output import filling
from kiosk.office import csvfile

HEAD = "national_number,status\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a good file and every kind of bad one."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "latin.toml").write_bytes(b"id = '\xe9'\n")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "latin").write_bytes(HEAD.encode() + b"\xe9,ready\n")
    (tmp_path / "open-quote").write_text(HEAD + '91081712373,none\n"' + "9" * 140_000 + ",none\n")
    (tmp_path / "good.csv").write_text(HEAD + "91081712373,none\n")
    (tmp_path / "good.bin").write_bytes(b"Nummer R001\n\x1dV\x00")
    return tmp_path


def run(*words):
    done = CliRunner().invoke(kiosk, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("office import missing", 2, "missing: cannot be read: No such file"),
        ("office import folder", 2, "'folder' is a directory"),
        ("office import empty", 1, "empty: line 1: the file is empty; its first line names the columns"),
        ("office import latin", 1, "latin: line 1: the file is not UTF-8: save it as CSV UTF-8"),
        ("office import open-quote", 1, "open-quote: line 3: cannot be read: a value is far too long"),
        ("office import /dev/zero", 1, "the file is larger than 64 MB"),
        ("appointments import missing", 2, "missing: cannot be read: No such file"),
        ("appointments import open-quote", 1, "open-quote: line 1, status: unknown column"),
        ("appointments erase --before 31-12-2026", 2, "'31-12-2026' is no date; write it like 2027-03-31"),
        ("queue erase --before yesterday", 2, "'yesterday' is no date; write it like 2027-03-31"),
        ("queue list --day 2027-02-30", 2, "'2027-02-30' is no date; write it like 2027-03-31"),
        ("queue list --place mars", 2, "Gent has no place 'mars'. Places: stadskantoor, gentbrugge"),
        ("queue issue --class R --no-print --language xx", 2, "'xx' is not one of 'nl'"),
        ("queue export --out nowhere/records", 2, "records cannot be written: No such file or directory"),
        ("simulate printer --fault twin", 2, "twin is a fault of a USB printer"),
        ("queue list --store sqlite:///folder", 3, "sqlite:///folder: The disk or the database cannot be written"),
        ("queue list --store sqlite:///good.bin", 3, "sqlite:///good.bin: The ticket database is damaged"),
        ("office import good.csv --store sqlite:///folder", 3, "sqlite:///folder: The disk or the database"),
        (
            "queue list --store postgresql://kiosk:topsecret@127.0.0.1:1/q",
            2,
            "everybody on this machine sees what is typed",
        ),
        (
            "queue list --store postgresql://kiosk@127.0.0.1:1/q",
            3,
            "postgresql://kiosk@127.0.0.1:1/q: The ticket database does not answer.",
        ),
        ("queue token hall]2 --scope display", 2, "'hall]2' cannot name a client: 1 to 32 small letters"),
        ("queue api --clients missing", 2, "missing: cannot be read: No such file"),
        ("queue api --clients latin", 2, "latin: is not UTF-8 text"),
        ("queue api --clients latin --certificate latin", 2, "--certificate and --key belong together"),
        ("profile check missing", 2, "There is no profile missing.toml. Give the path of a TOML file, or one of: gent"),
        ("profile check folder.toml", 2, "The profile folder.toml is no file. Give the path of a TOML file"),
        ("profile check latin.toml", 1, "UNREADABLE: is not UTF-8 text"),
        ("profile check gent --today 2027", 2, "'2027' is no date; write it like 2027-03-31"),
        (
            "explain --profile missing",
            2,
            "There is no profile missing.toml. Give the path of a TOML file, or one of: gent",
        ),
        ("explain --profile gent --born 1984-13", 2, "'1984-13' is no birth date; write 1984-05-17, 1984-05 or 1984"),
        ("ticket render missing --out a.png", 2, "missing: cannot be read: No such file"),
        ("ticket render folder --out a.png", 2, "'folder' is a directory"),
        ("ticket render empty --out a.png", 1, "empty: nothing in it would be printed"),
        ("ticket render /dev/zero --out a.png", 2, "/dev/zero: larger than 16 MB"),
        ("demo --out empty", 2, "Directory 'empty' is a file"),
        ("demo --out empty/demo", 2, "empty/demo cannot be written: Not a directory. Choose another folder with --out"),
        ("gallery --out /proc/gallery --view menu", 2, "/proc/gallery cannot be written: No such file or directory."),
        ("ticket render good.bin --out nowhere/a.png", 2, "a.png cannot be written: No such file or directory"),
        ("ticket render good.bin --out /dev/full", 2, "/dev/full cannot be written: No space left on device"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_a_way_out(here, monkeypatch, words, status, said):
    # the limits themselves are counted in thousands here: what lies beyond them is never read
    monkeypatch.setattr(csvfile, "LONGEST_FILE", 200_000)
    monkeypatch.setattr(ticket, "LONGEST_FILE", 1_000)
    done = run(*words.split())
    assert (done.exit_code, said in done.output) == (status, True), done.output


@pytest.mark.parametrize("command", ["demo", "gallery --view menu"])
def test_two_commands_never_fill_one_folder(here, command):
    """Each would take away, or show, pictures of the other."""
    folder = here / "pictures"
    folder.mkdir()
    kept = folder / "menu.png"
    kept.write_bytes(b"of the first")
    with filling(folder):
        done = run(*command.split(), "--out", str(folder))
    assert (done.exit_code, kept.read_bytes()) == (2, b"of the first"), done.output
    assert "is being filled by another command. Wait until it ends, or choose another with --out" in done.output


@pytest.mark.parametrize("group", ["queue", "appointments"])
def test_what_is_still_to_come_is_not_erased(here, group):
    today = business_day(SystemClock().now())
    done = run(group, "erase", "--before", (today + timedelta(days=1)).isoformat())
    assert (done.exit_code, "is still to come; only days that are over are erased" in done.output) == (2, True)
    assert run(group, "erase", "--before", today.isoformat()).exit_code == 0


def test_an_answer_that_cannot_be_written_is_said_in_one_line(here):
    begin = "from kiosk.cli import main; raise SystemExit(main())"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", begin, "profile", "check", "--no-draw", "gent"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    told = "kiosk: the answer cannot be written to standard output: No space left on device.  Make room there and ask again."
    assert (done.returncode, done.stderr.strip()) == (4, told)


def test_a_reader_that_goes_away_ends_the_command_quietly(here):
    begin = "from kiosk.cli import main; raise SystemExit(main())"
    out, into = os.pipe()
    os.close(out)
    done = subprocess.run(
        [sys.executable, "-c", begin, "profile", "check", "--no-draw", "gent"],
        stdout=into,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(into)
    assert (done.returncode, done.stderr) == (1, "")
