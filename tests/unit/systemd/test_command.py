"""The command of an installed kiosk, as root calls it: another user, and never root's own terminal."""

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.support.waiting import PATIENCE

COMMAND = (Path(__file__).parents[3] / "systemd" / "lib" / "command").read_text()
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: the command gives its rights away")
SAYS = "import os, sys; print(os.getuid(), os.ttyname(0), os.getcwd(), os.environ['HOME'], sys.argv[1:]); sys.exit(7)"


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """The script with a user and a program that are here."""
    file = tmp_path_factory.mktemp("command") / "kiosk"
    ours = "user=kiosk home=/var/lib/kiosk program=/opt/kiosk/venv/bin/kiosk"
    assert ours in COMMAND
    file.write_text(COMMAND.replace(ours, "user=nobody home=/ program=/usr/bin/python3"))
    file.chmod(0o755)
    return str(file)


def on_a_terminal(*words, typed=b""):
    """Its status, what it showed, and the name of the terminal on which it was called."""
    ours, theirs = os.openpty()
    name = os.ttyname(theirs)
    process = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    os.write(ours, typed)
    shown = b""
    while data := _read(ours):
        shown += data
    os.close(ours)
    return process.wait(PATIENCE), shown.decode(), name


def _read(line):
    """What stands there; nothing when the last who held the other side has gone."""
    try:
        return os.read(line, 4096)
    except OSError:
        return b""


@needs_root
def test_a_command_on_roots_terminal_gets_another_user_and_a_terminal_of_its_own(command):
    status, shown, name = on_a_terminal(command, "-c", SAYS, "--json", "a b")
    uid, terminal, folder, home, arguments = shown.strip().split(" ", maxsplit=4)
    assert (status, folder, home, arguments) == (7, "/", "/", "['--json', 'a b']")
    assert int(uid) not in (0, os.geteuid())
    assert terminal != name


@needs_root
def test_what_is_typed_reaches_the_command(command):
    status, shown, _ = on_a_terminal(command, "-c", "print('heard', input())", typed=b"yes\n")
    assert status == 0
    assert "heard yes" in shown


@needs_root
@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_where_one_stream_goes_elsewhere_the_streams_stay_apart_and_no_terminal_is_theirs(command, stream):
    ours, theirs = pty.openpty()
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs, stream: subprocess.PIPE}
    code = (
        "import os, sys\ntry: os.open('/dev/tty', os.O_RDWR)\n"
        "except OSError: print('out'); print('err', file=sys.stderr); sys.exit(7)"
    )
    process = subprocess.Popen([command, "-c", code], start_new_session=True, text=True, **streams)
    os.close(theirs)
    said = process.communicate(timeout=PATIENCE)
    os.close(ours)
    assert process.returncode == 7
    if stream != "stdin":
        assert ["out", "err"][stream == "stderr"] in said[stream == "stderr"]


@needs_root
def test_who_interrupts_the_command_ends_it(command):
    read, write = os.pipe()
    code = "import os, signal; os.write(1, b'here'); signal.pause()"
    process = subprocess.Popen([command, "-c", code], stdin=subprocess.DEVNULL, stdout=write, start_new_session=True)
    os.close(write)
    assert os.read(read, 100) == b"here"
    process.terminate()
    assert process.wait(PATIENCE) != 0
    assert os.read(read, 100) == b""  # nobody holds it any more
    os.close(read)
