"""When the wizard asks an installer for something: only once the device that shall notice it works."""

import queue

import pytest

from devices.api.health import DeviceState, Health, HealthChanged
from devices.api.others import CodeSeen
from kiosk.base.config import Config
from kiosk.commands import wizard

READY = HealthChanged("panel", Health(DeviceState.READY))
LOST = HealthChanged("panel", Health(DeviceState.UNAVAILABLE))


@pytest.fixture(autouse=True)
def nothing_more_comes(monkeypatch):
    monkeypatch.setattr(wizard, "WAIT_SECONDS", 0.05)


def heard(*events):
    line = queue.SimpleQueue()
    for event in events:
        line.put(event)
    return line


def test_a_code_is_asked_for_once_the_device_works(capsys):
    assert wizard._read(heard(LOST, READY, CodeSeen("TEST-0000")), "scanner")
    assert [line.strip() for line in capsys.readouterr().out.splitlines()] == [
        "Hold any QR code under the scanner.",
        "The scanner read it.",
    ]


def test_nobody_is_asked_for_a_code_by_a_device_that_does_not_answer(capsys):
    assert not wizard._read(heard(LOST), "camera")
    said = capsys.readouterr().out
    assert "The camera did not answer" in said
    assert "Hold" not in said


def test_a_code_that_is_not_read_is_told_with_what_to_look_at(capsys):
    assert not wizard._read(heard(READY), "camera", ": is its glass clean and lit?")
    assert "The camera read no code: is its glass clean and lit?" in capsys.readouterr().out


def test_nobody_presses_keys_for_a_board_that_does_not_answer(capsys, monkeypatch):
    class Silent:
        def __init__(self, emit, url):
            self.light = self.ask = lambda *_: None

        def start(self):
            pass

        def stop(self):
            pass

    monkeypatch.setattr("devices.panel.driver.SerialPanel", Silent)
    monkeypatch.setattr(wizard.devicechecks, "camera", lambda _: [])
    monkeypatch.setattr(wizard.devicechecks, "scanner", lambda _: [])
    monkeypatch.setattr(wizard, "_checked", lambda *_: None)
    assert wizard._panel(Config(), None).works is False
    said = capsys.readouterr().out
    assert "did not answer" in said
    assert "Press every key" not in said


def test_a_step_that_looks_at_two_devices_names_each(capsys):
    assert wizard._scanner(Config(), None).works is None
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert ("camera: none is configured" in said, "scanner: none is configured" in said) == (True, True), said


@pytest.mark.parametrize("named", ["", "ACME"])
def test_the_installer_is_told_the_line_that_holds_the_kiosk_to_this_reader(capsys, monkeypatch, named):
    monkeypatch.setattr(wizard, "_checked", lambda *_: None)
    monkeypatch.setattr(wizard, "_ask", lambda _: True)
    monkeypatch.setattr(wizard, "read_chip", lambda: ("ACME Reader [CCID Interface] (21120512) 00 00", "00"))
    assert wizard._reader(Config(reader={"name": named}), None).works
    assert ('name = "ACME Reader [CCID Interface] (21120512)"' in capsys.readouterr().out) == (not named)
