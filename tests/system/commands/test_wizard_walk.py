"""`kiosk doctor --wizard` as an installer walks it: a terminal, simulated devices, and the slip on paper."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from devices.simulators.card.pcscd import shared
from kiosk.base.config import Config
from kiosk.wiring.simulation import Simulation
from tests.support.waiting import PATIENCE, until

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


# kiosk.service as systemctl tells of it, on a machine that has none: its state is a file, and what is asked is kept
SYSTEMCTL = """case "$*" in
show*) printf 'LoadState=loaded\\nActiveState=%s\\n' "$(cat "{folder}/state-of-kiosk" 2>/dev/null || echo active)" ;;
*start*kiosk.service) echo start >>"{folder}/acts"; echo active >"{folder}/state-of-kiosk" ;;
*stop*kiosk.service) echo stop >>"{folder}/acts"; [ ! -e "{folder}/may-not" ] || exit 4; echo inactive >"{folder}/state-of-kiosk" ;;
esac"""


def acts(folder):
    """What was asked of kiosk.service, in order."""
    return (folder / "acts").read_text().split()


@pytest.fixture
def simulation(tmp_path):
    config = Config.model_validate({"paths": {"state": tmp_path / "state"}})
    with Simulation(config, tmp_path / "simulated", paper_speed=0.0, speech_pace=0.0, pcscd=shared()) as running:
        yield running
        running.slot.remove()


class Installer:
    """Reads what the wizard says, and does what it asks for."""

    def __init__(self, words, environment):
        self.wizard = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
        )
        self.said = ""
        # whatever happens the test ends
        self.limit = threading.Timer(5 * PATIENCE, self.wizard.kill)
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

    def waits(self):
        """Until the wizard sleeps at its question: a signal just before that would be seen only after the answer."""
        while Path(f"/proc/{self.wizard.pid}/stat").read_text().rpartition(") ")[2][0] != "S":
            pass

    def end(self):
        self.said += self.wizard.stdout.read().decode()
        self.limit.cancel()
        with self.wizard as ending:
            return ending.wait(PATIENCE)


def test_an_installer_walks_through_every_device_and_gets_the_slip(simulation, tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, text in (("aplay", "cat >/dev/null"), ("systemctl", SYSTEMCTL.format(folder=tmp_path))):
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
    # once, at once: whoever is asked for a code is listened to
    simulation.scanner.scan("TEST-0000")
    assert "The scanner read it." in installer.reads("under the camera.")
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
    if "touch meet the finger?" in installer.reads("touch meet the finger?", "6. Sound"):
        # with a display on this machine; the kiosk shows its own picture while it is looked at
        assert acts(tmp_path) == ["stop", "start"]
        installer.answers("s")
    installer.reads("headset?")
    installer.answers("y")
    installer.reads("Is that right?")
    installer.answers("n")
    assert installer.end() == 1
    assert re.search(r"Not in order: (Screen, )?Clock\.", installer.said)
    assert "The acceptance slip is printed." in installer.said
    # it rested while its devices were tried, but for its own picture, and runs again
    assert acts(tmp_path) == ["stop", "start", "stop", "start"]
    assert "The kiosk runs again." in installer.said
    # the test print and the slip
    assert len(simulation.printer.tickets) == 2
    text = (tmp_path / "slip.txt").read_text()
    for line in ("Kaartlezer: werkt", "Printer: werkt", "Scanner: werkt", "Klok: werkt NIET"):
        assert line in text, text


def wizard(tmp_path, *, state):
    """The wizard beside a kiosk in this state of systemd's, on a machine with no device but what the checks find."""
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs/systemctl").write_text(f"#!/bin/sh\n{SYSTEMCTL.format(folder=tmp_path)}\n")
    (tmp_path / "programs/systemctl").chmod(0o755)
    (tmp_path / "state-of-kiosk").write_text(state)
    (tmp_path / "kiosk.toml").write_text(
        f'[reader]\nenabled = false\n[speech]\nenabled = false\n[paths]\nstate = "{tmp_path / "state"}"\n'
    )
    words = [sys.executable, "-m", "kiosk", "doctor", "--wizard", "--config", str(tmp_path / "kiosk.toml")]
    path = f"{tmp_path / 'programs'}{os.pathsep}{os.environ['PATH']}"
    return Installer(
        [*words, "--slip", str(tmp_path / "slip.txt")], {**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1"}
    )


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_wizard_that_is_broken_off_leaves_the_kiosk_running(tmp_path, end):
    installer = wizard(tmp_path, state="active")
    # the display or the clock, whichever asks first
    installer.reads("finger?", "Is that right?")
    installer.waits()
    installer.wizard.send_signal(end)
    assert installer.end() == 1
    assert acts(tmp_path)[0] == "stop"
    assert acts(tmp_path)[-1] == "start"


def test_a_wizard_that_is_killed_leaves_the_kiosk_running(tmp_path):
    installer = wizard(tmp_path, state="active")
    installer.reads("finger?", "Is that right?")
    before = len(acts(tmp_path))
    installer.wizard.kill()
    installer.end()
    until(lambda: acts(tmp_path)[before:] == ["start"], "the kiosk started again", told=lambda: str(acts(tmp_path)))


def test_a_kiosk_that_rested_before_rests_afterwards(tmp_path):
    installer = wizard(tmp_path, state="inactive")
    if "finger?" in installer.reads("finger?", "Is that right?"):
        installer.answers("y")
        installer.reads("Is that right?")
    installer.answers("y")
    installer.end()
    assert acts(tmp_path) == ["start", "stop"]


def test_a_kiosk_that_may_not_be_stopped_is_left_alone(tmp_path):
    (tmp_path / "may-not").touch()
    installer = wizard(tmp_path, state="activating")
    assert installer.end() == 3
    assert "sudo" in installer.said
    assert acts(tmp_path) == ["stop"]


def test_every_remark_on_the_slip_is_in_the_slip_s_language(tmp_path):
    installer = wizard(tmp_path, state="inactive")
    if "finger?" in installer.reads("finger?", "Is that right?"):
        installer.answers("y")
        installer.reads("Is that right?")
    installer.answers("y")
    installer.end()
    text = (tmp_path / "slip.txt").read_text()
    assert "Deze kiosk heeft dit niet." in text
    assert "Uitgeschakeld in de configuratie." in text
    for english in ("none", "switched", "configured", "not there"):
        assert english not in text
