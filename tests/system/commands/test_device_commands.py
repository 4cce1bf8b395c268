"""The commands that show devices: started as a person would, stopped by Ctrl-C."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from devices.api import CodeSeen, DeviceState, NotPrinted, Printed, Receipt, Size, Text
from devices.panel.scanner import SerialScanner
from devices.printer.driver import ThermalPrinter
from devices.printer.receipt import render
from devices.worker import Backoff
from tests.support.waiting import PATIENCE, Told, line_of

KIOSK = [sys.executable, "-m", "kiosk"]
TICKET = Receipt((Text("Stad Gent"), Text("R014", size=Size.HUGE)))


def _kiosk(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*KIOSK, *words], capture_output=True, text=True, timeout=60, check=False)


def test_ticket_render_draws_bytes_as_paper(tmp_path: Path) -> None:
    (tmp_path / "ticket.bin").write_bytes(render(TICKET).data)
    done = _kiosk("ticket", "render", str(tmp_path / "ticket.bin"), "--out", str(tmp_path / "t.png"), "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert (answer["tickets"], answer["cuts"], answer["unknown_commands"]) == (1, 1, [])
    assert (tmp_path / "t.png").stat().st_size > 1000


def test_ticket_render_says_when_there_is_nothing_to_print(tmp_path: Path) -> None:
    (tmp_path / "nothing.bin").write_bytes(b"\x1b@")
    done = _kiosk("ticket", "render", str(tmp_path / "nothing.bin"), "--out", str(tmp_path / "t.png"), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["tickets"] == 0
    assert not (tmp_path / "t.png").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("simulate", "printer", "--tcp", "0", "--fault", "moo"), "unknown fault moo"),
        (("simulate", "printer", "--tcp", "0", "--fault", "slow:fast"), "NAME:VALUE"),
        (("simulate", "printer", "--tcp", "0", "--fault", "stray:3@x"), "NAME@SEED"),
        (("simulate", "scanner", "--pty", "/nowhere/x", "--fault", "moo"), "unknown fault moo"),
        (("simulate", "printer", "--tcp", "0", "--pty", "/tmp/x"), "--tcp or --pty"),
        (("ticket", "render", "/no/such/file", "--out", "x.png"), "cannot be read: No such file"),
    ],
)
def test_wrong_usage_is_told(words, says) -> None:
    done = _kiosk(*words)
    assert done.returncode == 2
    assert says in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("panel", "--pty", "{file}"),
        ("scanner", "--pty", "{folder}/nowhere/scanner"),
        ("printer", "--pty", "{file}", "--out", "{folder}/out"),
        ("printer", "--tcp", "{taken}", "--out", "{folder}/out"),
        ("camera", "--port", "{taken}"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_name_or_port_that_cannot_be_had_is_told_and_nothing_is_lost(tmp_path: Path, words) -> None:
    kept = tmp_path / "letter.txt"
    kept.write_text("mine")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = _kiosk("simulate", *(word.format(file=kept, folder=tmp_path, taken=port) for word in words))
    assert done.returncode == 3
    assert done.stderr.startswith("cannot begin: ")
    assert kept.read_text() == "mine"


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "ticket.bin").write_bytes(render(TICKET).data)
    done = _kiosk("ticket", "render", str(tmp_path / "ticket.bin"), "--out", str(tmp_path / "nowhere" / "t.png"))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_simulate_scanner_plays_its_faults_and_its_cable(tmp_path: Path) -> None:
    command = [*KIOSK, "simulate", "scanner", "--pty", str(tmp_path / "scanner"), "--fault", "lost_first*1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as device:
        told = Told()
        driver = SerialScanner(told.emit, line_of(device).strip(), backoff=Backoff(first=0.1, longest=0.2))
        driver.start()

        def then(line: str, state: DeviceState) -> None:
            print(line, file=device.stdin)
            told.until(lambda: driver.health().state is state)

        told.until(lambda: driver.health().state is DeviceState.READY)
        print("AP-CODE1", file=device.stdin)
        told.until(lambda: told.of(CodeSeen))
        then("unplug", DeviceState.UNAVAILABLE)
        then("plug", DeviceState.READY)
        print("AP-CODE2", file=device.stdin)
        told.until(lambda: len(told.of(CodeSeen)) == 2)
        driver.stop()
        device.send_signal(signal.SIGINT)
        assert device.wait(PATIENCE) == 0
    assert [each.text for each in told.of(CodeSeen)] == ["P-CODE1", "AP-CODE2"]


def test_simulate_printer_prints_what_comes_and_ends_on_an_interrupt(tmp_path: Path) -> None:
    command = [*KIOSK, "simulate", "printer", "--tcp", "0", "--out", str(tmp_path / "out"), "--speed", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as device:
        url = line_of(device)
        assert url.startswith("tcp://127.0.0.1:")
        events: list[object] = []
        answered = threading.Event()

        def emit(event: object) -> None:
            events.append(event)
            if isinstance(event, Printed | NotPrinted):
                answered.set()

        driver = ThermalPrinter(emit, url)
        driver.start()
        driver.print("a", TICKET)
        png = Path(line_of(device))
        assert answered.wait(PATIENCE)
        driver.stop()
        device.send_signal(signal.SIGINT)
        assert device.wait(PATIENCE) == 0
    assert png.is_file()
    assert png.with_suffix(".bin").read_bytes().startswith(b"\x1b@")
    assert [type(e) for e in events if isinstance(e, Printed | NotPrinted)] == [Printed]
