"""The panel over a real serial line: keys, lights, cables, lines that lie; and how its port and the scanner's are opened."""

from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace

import pytest
import serial

from devices.api import (
    Contact,
    ContactChanged,
    DeviceState,
    HeadsetChanged,
    HealthChanged,
    Indicator,
    KeyPressed,
    Light,
    PadKey,
    Reason,
)
from devices.panel import driver as driving
from devices.panel import line
from devices.panel.driver import SerialPanel
from devices.panel.scanner import SerialScanner
from devices.simulators.panel import PANEL_FAULTS, SimulatedPanel, SimulatedScanner
from devices.simulators.unkind import damaged
from devices.worker import Backoff
from tests.support.waiting import Told

QUICK = Backoff(first=0.1, longest=0.2)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def board(tmp_path: Path):
    with SimulatedPanel(tmp_path / "panel") as board:
        yield board


@pytest.fixture
def panel(board, told):
    panel = SerialPanel(told.emit, board.url, backoff=QUICK)
    panel.start()
    told.until(lambda: panel.health().state is DeviceState.READY)
    yield panel
    panel.stop()


def test_every_key_arrives_once_and_in_order(board, panel, told) -> None:
    for key in PadKey:
        board.press(key)
    told.until(lambda: len(told.of(KeyPressed)) == len(PadKey))
    assert [e.key for e in told.of(KeyPressed)] == list(PadKey)


def test_the_kind_of_keypad_is_told(board, panel, told) -> None:
    assert panel.health().detail == "NAVPAD_8_KEY"


def test_a_digit_does_not_show_in_the_event(board, panel, told) -> None:
    board.press("7")
    told.until(lambda: told.of(KeyPressed))
    assert "7" not in repr(told.of(KeyPressed)[0])


def test_a_held_key_is_one_press(board, panel, told) -> None:
    board.hold("ok", 8)
    board.release("ok")
    board.press("back")
    told.until(lambda: told.of(KeyPressed)[-1:] == [KeyPressed(PadKey.BACK)])
    assert [e.key for e in told.of(KeyPressed)] == [PadKey.OK, PadKey.BACK]


def test_a_key_whose_way_up_was_lost_is_heard_again(board, panel, told, monkeypatch) -> None:
    passed = [0.0]
    monkeypatch.setattr(driving, "_SILENCE", 60.0)
    monkeypatch.setattr(driving, "time", SimpleNamespace(monotonic=lambda: passed[0]))
    board.hold("ok", 3)  # and the line that says UP never arrives
    told.until(lambda: told.of(KeyPressed))
    passed[0] = 1.5
    board.press("ok")
    board.press("back")
    told.until(lambda: told.of(KeyPressed)[-1] == KeyPressed(PadKey.BACK))
    assert [e.key for e in told.of(KeyPressed)] == [PadKey.OK, PadKey.OK, PadKey.BACK]


def test_a_key_that_bounces_sticks_nowhere_and_the_others_work(board, panel, told) -> None:
    """To tell a bounce from a second press is the board's work (docs/devices.md): lines may come late and together."""
    board.fault("chatter", times=1)
    board.press("ok")
    board.press("back")
    board.press("ok")
    told.until(lambda: PadKey.OK in [e.key for e in told.of(KeyPressed)][-1:] and len(told.of(KeyPressed)) >= 3)
    assert [e.key for e in told.of(KeyPressed)] == [PadKey.OK, PadKey.OK, PadKey.BACK, PadKey.OK]


def test_headset_and_contacts_are_told_when_they_change(board, panel, told) -> None:
    board.headset(True)
    board.headset(True)
    board.contact("door", True)
    board.headset(False)
    told.until(lambda: len(told.of(HeadsetChanged)) == 2)
    assert told.of(HeadsetChanged) == [HeadsetChanged(True), HeadsetChanged(False)]
    assert told.of(ContactChanged) == [ContactChanged(Contact.DOOR, True)]


def test_a_ticket_that_nobody_takes_is_told_until_it_is_gone(board, panel, told) -> None:
    panel.paper_left = 0.3
    board.contact("paper", True)
    told.until(lambda: ContactChanged(Contact.PAPER, True) in told.events)
    assert panel.health().state is DeviceState.READY
    told.until(lambda: (panel.health().state, panel.health().reason) == (DeviceState.DEGRADED, Reason.MEDIA_PRESENT))
    board.contact("paper", False)
    told.until(lambda: panel.health().state is DeviceState.READY)


def test_what_is_plugged_in_at_the_start_is_told(board, told) -> None:
    board.headset(True)
    board.contact("tamper", True)
    panel = SerialPanel(told.emit, board.url, backoff=QUICK)
    panel.start()
    told.until(lambda: HeadsetChanged(True) in told.events and ContactChanged(Contact.TAMPER, True) in told.events)
    panel.stop()


def test_lights_do_what_they_are_told_also_after_a_replug(board, panel, told) -> None:
    panel.light(Indicator.CARD_SLOT, Light.BLINK)
    panel.light(Indicator.TICKET_MOUTH, Light.ON)
    told.until(lambda: (board.lights.get("card_slot"), board.lights.get("ticket_mouth")) == ("blink", "on"))
    board.unplug()
    told.until(lambda: panel.health().state is DeviceState.UNAVAILABLE)
    panel.light(Indicator.CARD_SLOT, Light.OFF)
    board.plug()
    told.until(lambda: (board.lights.get("card_slot"), board.lights.get("ticket_mouth")) == ("off", "on"))


def test_a_replug_is_a_new_generation_and_keys_work_again(board, panel, told) -> None:
    generation = panel.health().generation
    board.unplug()
    told.until(lambda: panel.health().reason is Reason.NOT_REACHABLE)
    board.plug()
    told.until(lambda: panel.health().state is DeviceState.READY and panel.health().generation > generation)
    board.press("help")
    told.until(lambda: told.of(KeyPressed) == [KeyPressed(PadKey.HELP)])


def test_a_panel_that_is_pulled_out_takes_the_headset_with_it(board, panel, told) -> None:
    board.headset(True)
    told.until(lambda: told.of(HeadsetChanged))
    board.unplug()
    told.until(lambda: told.of(HeadsetChanged) == [HeadsetChanged(True), HeadsetChanged(False)])
    board.plug()
    told.until(lambda: told.of(HeadsetChanged)[-1].inserted)


SPOILT = ["garbage", "split", "bad_checksum", "endless", "halves", "doubled", "lost_first", "broken", "stray", "break"]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(1, 6))])
@pytest.mark.parametrize("fault", SPOILT)
def test_damaged_lines_lose_no_state(board, panel, told, fault: str, seed: int) -> None:
    board.fault(fault, times=1, value={"stray": 9, "break": 9}.get(fault), seed=seed)
    board.contact("door", True)
    told.until(lambda: ContactChanged(Contact.DOOR, True) in told.events)
    board.clear()
    # the fault may have struck behind the door, and the key's own line with it: a person who is not heard presses again
    told.until(lambda: board.press("up") or KeyPressed(PadKey.UP) in told.events)


def test_a_headset_whose_pulling_out_was_lost_whole_does_not_stay_plugged_in(board, told, monkeypatch) -> None:
    monkeypatch.setattr(driving, "_STATE_EVERY", 0.3)
    panel = SerialPanel(told.emit, board.url, backoff=QUICK)
    panel.start()
    board.headset(True)
    told.until(lambda: HeadsetChanged(True) in told.events)
    board.headset_in = False  # and the line that says so never arrives
    told.until(lambda: told.of(HeadsetChanged)[-1] == HeadsetChanged(False))
    panel.stop()


@pytest.mark.parametrize("fault", [name for name in PANEL_FAULTS if name != "mute"])
def test_whatever_happened_to_the_line_it_is_well_again_afterwards(board, panel, told, fault: str) -> None:
    board.fault(fault)
    before = len(board.lines)
    board.contact("door", True)
    board.press("ok")
    told.until(lambda: len(board.lines) > before + 1, "the kiosk goes on asking")
    board.clear()
    told.until(lambda: ContactChanged(Contact.DOOR, True) in told.events)
    # a person who is not heard presses again
    told.until(lambda: board.press("up") or KeyPressed(PadKey.UP) in told.events)
    assert {each.key for each in told.of(KeyPressed)} <= {PadKey.OK, PadKey.UP}


def test_who_takes_seconds_for_each_key_is_heard_in_order(board, panel, told) -> None:
    board.fault("slow_typist", value=0.2)
    for key in "1357":
        board.press(key)
    assert told.of(KeyPressed) == []
    told.until(lambda: len(told.of(KeyPressed)) == 4)
    assert [each.key.value for each in told.of(KeyPressed)] == list("1357")


def test_a_seed_draws_the_same_bytes_again_and_another_one_others(board, panel, told) -> None:
    def heard(seed: int) -> bytes:
        board.fault("garbage", seed=seed)
        return damaged(board.faults, b"KEY ok DOWN")

    assert heard(3) == heard(3) != heard(4)
    # any byte can come, not a chosen few
    assert len({byte for seed in range(400) for byte in heard(seed)[:3]}) > 240


def test_a_silent_panel_is_unknown_and_comes_back(board, panel, told) -> None:
    board.fault("mute")
    told.until(lambda: (panel.health().state, panel.health().reason) == (DeviceState.UNKNOWN, Reason.NOT_RESPONDING))
    board.clear()
    told.until(lambda: panel.health().state is DeviceState.READY)


def test_another_board_on_the_line_is_refused(board, told) -> None:
    board.fault("wrong_device")
    panel = SerialPanel(told.emit, board.url, backoff=QUICK)
    panel.start()
    told.until(lambda: panel.health().reason is Reason.WRONG_DEVICE)
    panel.stop()


def test_a_board_with_another_serial_number_is_refused(board, told) -> None:
    panel = SerialPanel(told.emit, board.url, serial="KP-77", backoff=QUICK)
    panel.start()
    told.until(lambda: panel.health().reason is Reason.WRONG_DEVICE)
    assert "SIM-0001" in panel.health().detail
    panel.stop()


def test_a_panel_over_a_socket_works_and_its_end_is_noticed(told) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        panel = SerialPanel(told.emit, f"socket://127.0.0.1:{server.getsockname()[1]}", backoff=QUICK)
        panel.start()
        connection, _ = server.accept()
        with connection:
            connection.recv(100)
            connection.sendall(_line("HELLO kiosk-panel 1 NET-1") + _line("KEY ok DOWN"))
            told.until(lambda: KeyPressed(PadKey.OK) in told.events)
        told.until(lambda: panel.health().reason is Reason.NOT_REACHABLE)
        panel.stop()


def _line(text: str) -> bytes:
    check = 0
    for byte in text.encode():
        check ^= byte
    return f"{text}*{check:02X}\n".encode()


class Wires:
    """DTR and RTS of a line, which a pseudo-terminal does not have; `heard` gets both as they are after each opening."""

    def __init__(self, monkeypatch, heard) -> None:
        self.lines = [False, False]

        def dtr(port) -> None:
            self.lines[0] = port._dtr_state

        def rts(port) -> None:
            self.lines[1] = port._rts_state
            heard(*self.lines)

        monkeypatch.setattr(serial.Serial, "_update_dtr_state", dtr)
        monkeypatch.setattr(serial.Serial, "_update_rts_state", rts)


def test_a_board_that_starts_anew_at_each_opening_is_waited_for(board, told) -> None:
    board.fault("boots")
    panel = SerialPanel(told.emit, board.url, backoff=QUICK)
    panel.start()
    told.until(lambda: panel.health().state is DeviceState.READY)
    panel.stop()
    assert [each.health.reason for each in told.of(HealthChanged)].count(Reason.NOT_RESPONDING) == 0
    # it heard the first question while it booted, and answered a later one
    assert sum(line.startswith("HELLO?") for line in board.lines) > 1


def test_neither_line_that_resets_a_board_is_up_while_its_port_is_open(board, told, monkeypatch) -> None:
    seen: list[tuple[bool, bool]] = []
    Wires(monkeypatch, lambda dtr, rts: seen.append((dtr, rts)))
    with SimulatedScanner() as device:
        for driver in (SerialPanel(told.emit, board.url), SerialScanner(told.emit, device.url)):
            driver.start()
            told.until(lambda driver=driver: driver.health().state is DeviceState.READY)
            driver.stop()
    # RTS without DTR holds boards with an ESP32 in their reset; DTR starts those with an Arduino's wiring anew
    assert seen == [(False, False)] * 2


def test_a_port_that_only_speaks_while_dtr_is_up_is_found_out(board, told, monkeypatch) -> None:
    monkeypatch.setattr(driving, "_HELLO_LIMIT", 0.3)
    Wires(monkeypatch, lambda dtr, rts: board.clear("mute") if dtr else board.fault("mute"))
    panel = SerialPanel(told.emit, board.url, backoff=QUICK)
    panel.start()
    told.until(lambda: panel.health().state is DeviceState.READY)
    panel.stop()


@pytest.mark.parametrize(
    ("name", "query", "up"),
    [("ttyACM0", "", True), ("ttyUSB0", "", False), ("ttyUSB0", "?dtr=on", True), ("ttyACM0", "?dtr=off", False)],
)
def test_a_scanner_of_the_modem_class_that_sends_while_dtr_is_up_alone_gets_it(
    tmp_path, told, monkeypatch, name, query, up
) -> None:
    seen: list[tuple[bool, bool]] = []
    Wires(monkeypatch, lambda dtr, rts: seen.append((dtr, rts)))
    with SimulatedScanner(tmp_path / name) as device:
        monkeypatch.setattr(line, "_real_name", lambda path: name)
        scanner = SerialScanner(told.emit, device.url + query)
        scanner.start()
        told.until(lambda: scanner.health().state is DeviceState.READY)
        scanner.stop()
    assert seen == [(up, up)]
