"""Every command has an example in docs/CLI.md, and the example is true: it is run here, and prints what is written there."""

import os
import re
import shlex
import signal
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from devices.simulators.card.pcscd import shared
from devices.simulators.card.pki import Pki
from devices.simulators.card.vpcd import CardSlot
from kiosk.cli import kiosk
from kiosk.commands import installed
from kiosk.commands.examples import EXAMPLES
from kiosk.commands.registry import COMMANDS

ROOT = Path(__file__).parents[3]
SLOW = [pytest.mark.full]
CARD = ("card read", "card verify-pin")


def leaves():
    """Every command that does something, by its words."""
    for name in COMMANDS:
        found = import_module(f"kiosk.commands.{name}").command
        if isinstance(found, click.Group):
            yield from (f"{name} {each}" for each in found.commands)
        else:
            yield name


def test_every_command_has_an_example_and_every_example_its_command():
    assert sorted(EXAMPLES) == sorted(leaves())
    assert all(example.words.startswith(name) for name, example in EXAMPLES.items())


def matches(prints, said):
    """Whether the text is what the example shows, with anything where it has an ellipsis."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\s*\n" for line in prints.split("\n")
    ]
    return re.fullmatch("".join(lines), said.strip("\n") + "\n") is not None


@pytest.fixture
def here(tmp_path, monkeypatch):
    for variable, name in (("XDG_STATE_HOME", "state"), ("XDG_RUNTIME_DIR", "runtime")):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))
    monkeypatch.setattr(installed, "INSTALLED", tmp_path / "none.toml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def started(words, here, environment=None):
    return subprocess.Popen(
        [sys.executable, "-m", "kiosk", *shlex.split(words)],
        cwd=here, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **(environment or {})},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


@pytest.fixture
def card(tmp_path, request):
    """A card in the virtual reader, and the roots that it is judged by beside the example."""
    daemon, pki = shared(), Pki.at(tmp_path / "pki")
    (tmp_path / "roots.pem").write_bytes(pki.roots_path.read_bytes())
    slot = CardSlot(daemon.port, pki_directory=pki.directory)
    slot.insert("a33")
    yield daemon.environment
    slot.close()


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=SLOW if each.slow else []) for name, each in EXAMPLES.items()]
)
def test_the_example_prints_what_the_page_shows(name, here, request):
    example = EXAMPLES[name]
    environment = request.getfixturevalue("card") if name in CARD else {}
    for file, content in example.files:
        (here / file).write_text(content)
    for words in example.first:
        CliRunner().invoke(kiosk, shlex.split(words))
    if not (example.stays or example.slow or environment):
        done = CliRunner().invoke(kiosk, shlex.split(example.words), input=example.typed + "\n")
        assert (done.exit_code, matches(example.prints, done.output)) == (example.status, True), done.output
        return
    process = started(example.words, here, environment)
    if not example.stays:
        said, _ = process.communicate(example.typed + "\n", timeout=500)
        assert (process.returncode, matches(example.prints, said)) == (example.status, True), said
        return
    lines = []
    killer = threading.Timer(120, process.kill)
    killer.start()
    try:
        for line in process.stdout:
            lines.append(line)
            if matches(example.prints, "".join(lines)):
                break
        process.send_signal(signal.SIGTERM)  # SIGINT is ignored by whatever a script put in the background
        process.communicate(timeout=60)
    finally:
        killer.cancel()
        process.kill()
    assert matches(example.prints, "".join(lines)), lines
