"""`kiosk doctor --wizard` as an installer walks it: a terminal, simulated devices, and the slip on paper."""

import os
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from devices.simulators.card import shared
from kiosk.base.config import Config
from kiosk.wiring.simulation import Simulation
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.full

TOML = """
[kiosk]
profile = "gent"
place = "stadskantoor"
[printer]
url = "{printer}"
[panel]
url = "{panel}"
scanner_url = "{scanner}"
[camera]
url = "{camera}"
[paths]
state = "{state}"
"""


@pytest.fixture
def simulation(tmp_path):
    config = Config.model_validate({"paths": {"state": tmp_path / "state"}})
    with Simulation(config, tmp_path / "simulated", paper_speed=0.0, speech_pace=0.0, pcscd=shared()) as running:
        yield running
        running.slot.remove()


@contextmanager
def held_under(scanner):
    """A code that stays under the scanner, which reads it again and again."""
    over = threading.Event()

    def hold():
        while not over.wait(0.3):
            scanner.scan("TEST-0000")

    holding = threading.Thread(target=hold)
    holding.start()
    yield
    over.set()
    holding.join()


class Installer:
    """Reads what the wizard says, and does what it asks for."""

    def __init__(self, words, environment):
        self.wizard = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
        )
        self.said = ""
        # whatever happens the test ends
        self.limit = threading.Timer(100.0, self.wizard.kill)
        self.limit.start()

    def reads(self, *until):
        """What came since the last answer, up to and with the first of `until`."""
        new = ""
        while not any(each in new for each in until):
            byte = os.read(self.wizard.stdout.fileno(), 1)
            assert byte, f"the wizard ended before {until!r}: {self.said}"
            new += byte.decode(errors="replace")
            self.said += byte.decode(errors="replace")
        return new

    def answers(self, text):
        self.wizard.stdin.write(f"{text}\n".encode())
        self.wizard.stdin.flush()

    def end(self):
        self.said += self.wizard.stdout.read().decode()
        self.limit.cancel()
        with self.wizard as ending:
            return ending.wait(PATIENCE)


def test_an_installer_walks_through_every_device_and_gets_the_slip(simulation, tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, text in (("aplay", "cat >/dev/null"), ("systemctl", "exit 3")):
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)
    config = simulation.config
    (tmp_path / "kiosk.toml").write_text(
        TOML.format(
            printer=config.printer.url,
            panel=config.panel.url,
            scanner=config.panel.scanner_url,
            camera=config.camera.url,
            state=tmp_path / "state",
        )
    )
    words = [sys.executable, "-m", "kiosk", "doctor", "--wizard", "--config", str(tmp_path / "kiosk.toml")]
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
    installer = Installer([*words, "--slip", str(tmp_path / "slip.txt")], environment)

    installer.reads("Is it in?")
    simulation.slot.insert("a33")
    installer.answers("what?")
    installer.reads("Is it in?")
    installer.answers("y")
    while "The chip answers." not in installer.reads("Is it in?", "easy to read?"):
        # the reader looks twice a second: an installer says it again
        installer.answers("y")
    simulation.slot.remove()
    assert "confirmed it" in installer.said
    installer.answers("y")
    installer.reads("under the scanner.")
    with held_under(simulation.scanner):
        installer.reads("The scanner read it.")
    simulation.camera.show_code("TEST-0000")
    assert "The camera read it." in installer.reads("press Enter here")
    while "blink" not in simulation.panel.lights.values():
        pass
    for key in ("up", "down", "ok", "back", "help"):
        simulation.panel.press(key)
    simulation.panel.headset(True)
    installer.answers("")
    assert "key up, key down, key ok, key back, key help, headset in" in installer.reads("did the lights blink?")
    installer.answers("y")
    installer.reads("touch meet the finger?")
    installer.answers("s")
    installer.reads("headset?")
    installer.answers("y")
    installer.reads("Is that right?")
    installer.answers("n")
    assert installer.end() == 1
    assert "Not in order: Clock." in installer.said
    assert "The acceptance slip is printed." in installer.said
    # the test print and the slip
    assert len(simulation.printer.tickets) == 2
    text = (tmp_path / "slip.txt").read_text()
    for line in ("Kaartlezer: werkt", "Printer: werkt", "Scanner: werkt", "Klok: werkt NIET", "Scherm: overgeslagen"):
        assert line in text, text


def test_while_the_kiosk_runs_its_devices_are_left_alone(tmp_path):
    (tmp_path / "systemctl").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "systemctl").chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "doctor", "--wizard"],
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "systemctl stop kiosk" in done.stderr
