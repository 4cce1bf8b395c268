"""Control characters that come from a card, a file or a device are shown on a terminal, and never obeyed by it."""

import os
import subprocess
import sys

import pytest

from kiosk.commands.terminal import shown
from tests.support.waiting import PATIENCE

BEGIN = "from kiosk.cli import main; raise SystemExit(main())"
EVIL = "\x1b]0;mine\x07\x9b2J\x08\x7f\r\x1b[8mhidden"
SAFE = r"\x1b]0;mine\x07\x9b2J\x08\x7f\x0d\x1b[8mhidden"


def test_what_a_terminal_would_obey_is_shown_by_its_number():
    assert shown(f"Ж {EVIL}\n\tend") == f"Ж {SAFE}\n\tend"


def test_our_own_colours_stay():
    assert shown("\x1b[32m✓\x1b[0m \x1b[1mbold\x1b[0m") == "\x1b[32m✓\x1b[0m \x1b[1mbold\x1b[0m"


@pytest.mark.parametrize(
    "words",
    [
        ("profile", "check", "{file}"),
        ("doctor", "--config", "{file}"),
        ("queue", "withdraw", "--ticket", EVIL),
        ("profile", "check", EVIL),
    ],
    ids=["a profile", "a configuration", "an id", "a name"],
)
def test_no_command_lets_data_reach_the_terminal(words, tmp_path):
    file = tmp_path / "evil.toml"
    file.write_text('[kiosk]\n"\\u001b]0;mine\\u0007\\u009b2J\\b\\u007f" = 1\n')
    ours, theirs = os.openpty()
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN, *(word.format(file=file) for word in words)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=env,
    )
    os.close(theirs)
    said = b""
    while data := _read(ours):
        said += data
    os.close(ours)
    assert process.wait(PATIENCE) not in (0, 4), said
    text = said.decode().replace("\r\n", "\n")  # what the line itself makes of an end of line
    assert r"\x1b]0;mine\x07\x9b2J\x08\x7f" in text
    assert not set(text) & set("\x1b\x07\x9b\x08\x7f\r"), text


def _read(line):
    """What stands there; nothing when the last who held the other side has gone."""
    try:
        return os.read(line, 4096)
    except OSError:
        return b""
