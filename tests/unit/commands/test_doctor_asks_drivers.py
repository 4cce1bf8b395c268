"""The doctor asks each device through its driver: a file that is there is no device that answers."""

import os
import random
import threading

import pytest

from devices.api import DeviceState, Health, Reason
from devices.simulators.panel import SimulatedPanel, SimulatedScanner
from kiosk.base.clock import SystemClock
from kiosk.base.config import Config, SpeechSection
from kiosk.commands import checks, devicechecks, doctor, soundcheck
from kiosk.commands.findings import Found, good
from kiosk.events.file import FileSink
from kiosk.events.log import EventLog
from kiosk.station.journal import DeviceJournal
from tests.support.waiting import PATIENCE


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch):
    monkeypatch.setattr(devicechecks, "kiosk_runs", lambda: False)


def asked(name, **panel):
    (found,) = getattr(devicechecks, name)(Config.model_validate({"panel": panel}))
    return found


def test_a_panel_that_answers_is_good_and_has_been_asked(tmp_path):
    with SimulatedPanel(tmp_path / "panel") as board:
        assert asked("panel", url=board.url).found is Found.GOOD
        assert any(line.startswith("HELLO?") for line in board.lines)


def test_a_panel_that_is_silent_is_missing_though_its_file_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr(devicechecks, "DRIVER_SECONDS", 0.5)
    with SimulatedPanel(tmp_path / "panel") as board:
        board.fault("mute")
        found = asked("panel", url=board.url)
        assert found.found is Found.MISSING
        assert "does not answer" in found.said


def test_a_device_that_the_running_kiosk_holds_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(devicechecks, "kiosk_runs", lambda: True)
    monkeypatch.setattr(devicechecks, "DRIVER_SECONDS", 10 * PATIENCE)
    monkeypatch.setattr(devicechecks, "HELD_SECONDS", 0.2)
    with SimulatedPanel(tmp_path / "panel") as board:
        board.fault("mute")
        found = asked("panel", url=board.url)
    assert found.found is Found.WARNING
    assert "while the kiosk runs" in found.said


def test_the_checks_are_made_beside_each_other_and_told_in_their_order(monkeypatch):
    together = threading.Barrier(3)

    def first(config):
        together.wait(PATIENCE)
        yield good("first", "")

    def second(config):
        together.wait(PATIENCE)
        yield good("second", "")

    def third(config):
        together.wait(PATIENCE)
        raise RuntimeError("boom")
        yield

    monkeypatch.setattr(checks, "CHECKS", (second, first, third))
    assert [(f.name, f.found) for f in doctor.examine(Config())] == [
        ("second", Found.GOOD),
        ("first", Found.GOOD),
        ("third", Found.MISSING),
    ]


def test_another_panel_than_the_agreed_one_is_named(tmp_path):
    with SimulatedPanel(tmp_path / "panel") as board:
        found = asked("panel", url=board.url, serial="ANOTHER")
        assert found.found is Found.MISSING
        assert "Another device" in found.said


def test_a_scanner_is_said_to_be_an_open_line_and_no_more(tmp_path):
    with SimulatedScanner(tmp_path / "scanner") as device:
        found = asked("scanner", scanner_url=device.url)
        assert found.found is Found.GOOD
        assert "hold a code under it" in found.said


def test_a_sound_device_that_does_not_take_sound_is_missing(monkeypatch, tmp_path):
    program = tmp_path / "aplay"
    program.write_text("#!/bin/sh\necho 'aplay: audio open error: Permission denied' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    found = soundcheck.sound(SpeechSection(), "0 [HDA]")
    assert found.found is Found.MISSING
    assert "Permission denied" in found.said


def test_an_issuer_that_answers_the_running_kiosk_nothing_is_told_and_no_word_says_that_it_is_asked(
    monkeypatch, tmp_path
):
    config = Config.model_validate({"paths": {"state": tmp_path}, "reader": {"revocation": True}})
    log = EventLog(SystemClock(), kiosk="gent-1", sinks=(FileSink(config.log_dir),))
    journal = DeviceJournal(log)

    def found(state, reason=Reason.OK):
        journal.observe("card", Health(state, reason), 0.0)
        return [each.found for each in devicechecks.revocation(config)]

    monkeypatch.setattr(devicechecks, "kiosk_runs", lambda: True)
    assert found(DeviceState.DEGRADED, Reason.REVOCATION_SILENT) == [Found.MISSING]
    assert found(DeviceState.UNAVAILABLE, Reason.NO_READER) == [Found.GOOD]  # another alarm, told by its own line
    assert found(DeviceState.READY) == [Found.GOOD]


def test_a_glass_that_the_running_kiosk_has_found_deaf_is_missing_until_a_touch_pressed(monkeypatch, tmp_path):
    config = Config.model_validate({"paths": {"state": tmp_path}})
    log = EventLog(SystemClock(), kiosk="gent-1", sinks=(FileSink(config.log_dir),))
    journal = DeviceJournal(log)

    def found(state, reason=Reason.OK):
        journal.observe("display", Health(state, reason), 0.0)
        return [
            each.said for each in devicechecks.display(config) if each.found is Found.MISSING and each.name == "touches"
        ]

    assert found(DeviceState.DEGRADED, Reason.NOT_RESPONDING) == []  # the kiosk does not run: nobody touches it
    monkeypatch.setattr(devicechecks, "kiosk_runs", lambda: True)
    assert found(DeviceState.DEGRADED, Reason.NOT_RESPONDING) == ["The screen does not take touches or does not light."]
    assert found(DeviceState.READY) == []


@pytest.fixture
def loop(tmp_path, monkeypatch):
    """ALSA devices without a card: `out` plays into a pipe, `back` hears what comes through it, `elsewhere` nothing of it."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "noise").write_bytes(random.Random(18).randbytes(60_000))
    base = 'pcm.{name} {{ type file slave.pcm "null" file "{out}" format raw {more} }}\n'
    (tmp_path / "asoundrc").write_text(
        base.format(name="out", out=tmp_path / "pipe", more="")
        + base.format(name="back", out="/dev/null", more=f'infile "{tmp_path / "pipe"}"')
        + base.format(name="lone", out="/dev/null", more="")
        + base.format(name="elsewhere", out="/dev/null", more=f'infile "{tmp_path / "noise"}"')
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", f"/usr/share/alsa/alsa.conf:{tmp_path / 'asoundrc'}")
    monkeypatch.setattr(soundcheck, "LISTEN_SECONDS", 1)


def test_a_tone_that_comes_back_through_a_loopback_has_been_heard(loop):
    found = soundcheck.sound(SpeechSection(device="out", loopback="back"), "")
    assert (found.found, found.said) == (Found.GOOD, "out: a tone was played, and back heard it")


def test_a_tone_that_nobody_hears_is_missing_though_the_device_took_it(loop):
    found = soundcheck.sound(SpeechSection(device="lone", loopback="elsewhere"), "")
    assert (found.found, found.said) == (Found.MISSING, "lone took a tone, and elsewhere did not hear it")
    found = soundcheck.sound(SpeechSection(device="lone", loopback="nothing"), "")
    assert found.found is Found.MISSING
    assert found.said.startswith("nothing: ")


def test_without_a_loopback_it_is_said_that_nobody_heard_anything(loop):
    found = soundcheck.sound(SpeechSection(device="lone"), "0 [HDA]")
    assert found.found is Found.GOOD
    assert "nobody heard any" in found.said
