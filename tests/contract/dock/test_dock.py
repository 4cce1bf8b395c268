"""The dock: a person plays the hardware in a real browser, and nobody else can."""

from __future__ import annotations

import http.client
import json
import os
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from devices.api import Align, Printed, Receipt, Size, Text
from devices.printer.driver import ThermalPrinter
from devices.simulators.camera import SimulatedCamera
from devices.simulators.card.keys import ReaderKeys
from devices.simulators.control import SimulatorControl
from devices.simulators.controlsocket import ControlServer, ask
from devices.simulators.dock import DockServer
from devices.simulators.glass import SimulatedGlass
from devices.simulators.network import Cable
from devices.simulators.office import SimulatedOffice
from devices.simulators.panel import SimulatedPanel, SimulatedScanner
from devices.simulators.printer import SimulatedPrinter
from tests.support.waiting import PATIENCE, until


class CardSlot:
    """A slot with nothing behind it."""

    def __init__(self) -> None:
        self.inserted: str | None = None
        self.faults: list[str | None] = []

    def insert(self, card: str) -> None:
        self.inserted = card

    def remove(self) -> None:
        self.inserted = None

    def fault(self, text: str | None) -> None:
        if text == "nonsense":
            raise ValueError("there is no fault 'nonsense'")
        self.faults.append(text)


class Kiosk:
    """The kiosk's own control, as the dock meets it."""

    def __init__(self) -> None:
        self.asked: list[dict] = []

    def handle(self, request):
        self.asked.append(dict(request))
        match request:
            case {"ask": "state"}:
                return {
                    "ok": True,
                    "now": "2027-02-20T10:04:00+01:00",
                    "view": "Attract",
                    "scenarios": ["renew-open", "no-card"],
                }
            case {"ask": "spoken"}:
                return {
                    "ok": True,
                    "spoken": [
                        {"text": "Welkom", "language": "nl", "private": False},
                        {"text": "", "language": "nl", "private": True},
                    ],
                }
            case _:
                return {"ok": True}


@pytest.fixture
def slot():
    return CardSlot()


@pytest.fixture
def run(tmp_path: Path, slot):
    """Everything a simulated kiosk has, but the kiosk."""
    with (
        SimulatedPrinter(0, tmp_path / "paper") as printer,
        SimulatedPanel(tmp_path / "panel") as panel,
        SimulatedScanner(tmp_path / "scanner") as scanner,
        SimulatedCamera() as camera,
        SimulatedOffice() as office,
        Cable("127.0.0.1", int(printer.url.rpartition(":")[2])) as cable,
    ):
        glass, keys = SimulatedGlass(), ReaderKeys()
        control = SimulatorControl(
            card=slot,
            keys=keys,
            profiles={"a11": "A card", "blocked": "PIN blocked"},
            printer=printer,
            panel=panel,
            scanner=scanner,
            camera=camera,
            glass=glass,
            office=office,
            network={"printer": cable},
        )
        kiosk = Kiosk()
        done: list[tuple[str, bool]] = []

        def handle(request):
            answer = control.handle(request)
            if "do" in request:
                done.append((request["do"], answer["ok"]))
            return answer

        with (
            ControlServer(tmp_path / "sim.sock", handle) as server,
            ControlServer(tmp_path / "kiosk.sock", kiosk.handle) as own,
            DockServer(0, simulators=server.path, kiosk=own.path) as dock,
        ):
            yield type("Run", (), {"printer": printer, "panel": panel, "keys": keys, "camera": camera, "dock": dock, "kiosk": kiosk,
                                   "socket": server.path, "office": office, "cable": cable,
                                   "done": done})  # fmt: skip


def _print(printer: SimulatedPrinter) -> None:
    done = threading.Event()
    driver = ThermalPrinter(lambda e: done.set() if isinstance(e, Printed) else None, printer.url)
    driver.start()
    driver.print("a", Receipt((Text("R014", size=Size.HUGE, align=Align.CENTER), Text("Stad Gent"))))
    assert done.wait(PATIENCE)
    driver.stop()


def test_a_person_plays_the_hardware_in_a_real_browser(run, slot, page, tmp_path: Path) -> None:
    page.open(run.dock.url)
    page.wait("document.body.dataset.ready === 'true'")

    page.click("Put it in")
    page.wait("document.getElementById('card-state').textContent === 'In: a11'")
    assert slot.inserted == "a11"
    page.click("Pull it out")
    page.wait("document.getElementById('card-state').textContent === 'Empty'")

    page.click("Paper out")
    page.wait("document.getElementById('printer-state').textContent.includes('Paper out')")
    assert "paper_end" in run.printer.conditions
    page.click("All well")
    page.wait("document.getElementById('printer-state').textContent.startsWith('Well')")

    page.click("Headset in")
    page.wait("[...document.querySelectorAll('[aria-pressed=true]')].some((b) => b.dataset.name === 'headset')")
    assert run.panel.headset_in
    page.click("Hold the phone")
    until(lambda: ask(run.socket, {"ask": "state"})["camera"]["shows"] == "AP-7KQ2MX")

    page.click("Network down")
    page.wait("document.getElementById('network-state').textContent === 'no printer'")
    page.click("Network down")
    page.wait("document.getElementById('network-state').textContent === 'to printer'")

    page.click("+ 1 hour")
    page.wait("document.getElementById('spoken').textContent.includes('Welkom')")
    page.wait("document.getElementById('spoken').textContent.includes('(personal words) nl · headset only')")
    page.wait("document.getElementById('kiosk-clock').textContent === '2027-02-20 10:04'")
    until(lambda: {"do": "clock", "seconds": 3600} in run.kiosk.asked)
    page.wait("document.getElementById('scenario').options.length === 2")
    page.click("Play it")
    until(lambda: {"do": "scenario", "name": "renew-open"} in run.kiosk.asked)

    _print(run.printer)
    page.wait("document.getElementById('paper-state').textContent === '1 ticket'")
    page.wait("document.getElementById('roll').naturalHeight > 200")
    assert page.run("performance.getEntriesByType('resource').every((r) => r.name.startsWith(location.origin)"
                    " || r.name.startsWith('data:'))")  # fmt: skip
    picture = Path(os.environ.get("KIOSK_DOCK_PICTURE", tmp_path / "dock.png"))
    page.picture(picture)
    assert picture.stat().st_size > 30_000


def test_every_button_does_something_and_nothing_is_refused(run, slot, page, tmp_path: Path) -> None:
    page.open(run.dock.url)
    page.wait("document.body.dataset.ready === 'true'")
    count = page.run("document.querySelectorAll('button').length")
    assert count > 60
    for number in range(count):
        if page.run(f"document.querySelectorAll('button')[{number}].disabled"):
            continue  # the red key: nothing waits for it
        before = len(run.done) + len([r for r in run.kiosk.asked if "do" in r])
        page.run(f"document.querySelectorAll('button')[{number}].click()")
        until(lambda b=before: len(run.done) + len([r for r in run.kiosk.asked if "do" in r]) > b)
        until(lambda: page.run("document.getElementById('message').textContent") == "")
    assert all(ok for _, ok in run.done)
    acts = {act for act, _ in run.done}
    assert acts == {
        "card.insert", "card.remove", "keys.fit", "keys.fault", "panel.type", "panel.press", "panel.headset", "panel.contact", "panel.unplug",
        "printer.fault", "printer.new_roll", "printer.unplug", "printer.power", "printer.clear",
        "camera.show", "camera.fault", "scanner.scan", "scanner.fault", "glass.fault", "panel.fault", "network.pull", "office.fault", "office.appoint",
    }  # fmt: skip
    assert {r["do"] for r in run.kiosk.asked if "do" in r} == {"clock", "scenario"}
    # the choices: a fault of the card with its value, and what the back office says
    page.run(
        "(() => { const c = document.getElementById('card-fault'); c.value = 'mute'; c.dispatchEvent(new Event('change')); })()"
    )
    until(lambda: slot.faults[-1:] == ["mute"])
    page.run("(() => { const c = document.getElementById('office-status'); c.value = 'ready';"
             " c.dispatchEvent(new Event('change')); })()")  # fmt: skip
    until(lambda: run.office.status == "ready")
    # toggles that are on go off again
    assert not run.cable.plugged
    page.click("Network down")
    until(lambda: run.cable.plugged)
    picture = Path(os.environ.get("KIOSK_DOCK_PICTURE_ALL", tmp_path / "dock-all.png"))
    page.picture(picture)
    assert picture.stat().st_size > 30_000


def test_a_run_without_simulators_says_so(page, tmp_path: Path) -> None:
    with DockServer(0, simulators=tmp_path / "none.sock") as dock:
        page.open(dock.url)
        page.wait("document.body.dataset.ready === 'false'")
        page.wait("document.querySelectorAll('section.absent').length >= 3")


def _request(url: str, method: str, path: str, body: str = "", **headers: str) -> int:
    port = int(url.rstrip("/").rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path, body or None, {"Host": f"127.0.0.1:{port}", **headers})
    status = connection.getresponse().status
    connection.close()
    return status


def test_pages_of_other_sites_cannot_play(run) -> None:
    body = json.dumps({"do": "card.insert", "profile": "a11"})
    assert _request(run.dock.url, "POST", "/simulators", body) == 403
    assert _request(run.dock.url, "POST", "/simulators", body, Host="evil.example:80", **{"X-Kiosk-Dock": "1"}) == 403
    assert _request(run.dock.url, "GET", "/", Host="evil.example:80") == 404
    assert _request(run.dock.url, "GET", "/../server.py") == 404
    assert _request(run.dock.url, "POST", "/simulators", body, **{"X-Kiosk-Dock": "1"}) == 200
    assert _request(run.dock.url, "POST", "/simulators", "", **{"X-Kiosk-Dock": "1", "Content-Length": "-1"}) == 403
    assert _request(run.dock.url, "POST", "/simulators", "", **{"X-Kiosk-Dock": "1", "Content-Length": "9" * 9}) == 403
    assert (
        _request(run.dock.url, "POST", "/simulators", "", **{"X-Kiosk-Dock": "1", "Content-Length": "9" * 5000}) == 403
    )


def test_what_follows_a_question_for_a_page_is_no_question(run) -> None:
    port = urlsplit(run.dock.url).port
    hidden = f"GET /hidden HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    asked = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(hidden)}\r\n\r\n{hidden}"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(asked.encode())
        assert b"".join(iter(lambda: line.recv(65536), b"")).count(b"HTTP/1.1 ") == 1


def test_only_the_owner_may_open_the_control_socket(run) -> None:
    assert run.socket.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"do": "card.insert"},
        {"do": "card.insert", "profile": "../../etc"},
        {"do": "card.fault", "name": "nonsense"},
        {"do": "keys.type", "digits": "1234"},
        {"do": "keys.cancel"},
        {"do": "keys.sing"},
        {"do": "printer.fault", "name": "nonsense"},
        {"do": "printer.explode"},
        {"do": "toaster.on"},
        {"do": "panel.contact", "name": "window", "active": True},
        {"do": "panel.press", "key": "up*00\nHELLO"},
        {"do": "office.say", "status": "perhaps"},
        {"do": "office.appoint", "code": "AP-7KQ2MX", "minutes": "soon"},
        {"do": "network.melt"},
        {"ask": "meaning"},
    ],
)
def test_a_wish_that_cannot_be_understood_is_refused_and_the_socket_lives_on(run, request_) -> None:
    answer = ask(run.socket, request_)
    assert answer["ok"] is False
    assert answer["error"]
    assert ask(run.socket, {"ask": "state"})["ok"] is True


def test_a_control_socket_works_in_a_folder_whose_name_is_longer_than_a_socket_address(tmp_path: Path) -> None:
    deep = tmp_path / ("a town's own long name " * 5) / ("and another " * 5)
    with ControlServer(deep / "sim.sock", lambda request: {"ok": True, **request}) as server:
        assert ask(server.path, {"ask": "state"}) == {"ok": True, "ask": "state"}
        assert server.path.stat().st_mode & 0o777 == 0o600
    assert list(deep.iterdir()) == []


def test_lines_that_are_no_json_are_refused(run, monkeypatch) -> None:
    # a name within the folder: the whole path may be longer than a socket's address
    monkeypatch.chdir(run.socket.parent)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(run.socket.name)
        connection.sendall(b"hello\n[1]\n")
        lines = connection.makefile()
        assert [json.loads(lines.readline())["ok"] for _ in range(2)] == [False, False]


def test_every_fault_that_the_dock_offers_can_be_set_and_cleared(run) -> None:
    choices = ask(run.socket, {"ask": "choices"})
    for device in ("printer", "camera", "panel", "office", "keys"):
        for name in choices[f"{device}_faults"]:
            assert ask(run.socket, {"do": f"{device}.fault", "name": name})["ok"]
        assert ask(run.socket, {"ask": "state"})[device]["faults"] == choices[f"{device}_faults"]
        assert ask(run.socket, {"do": f"{device}.clear"})["ok"]
    assert ask(run.socket, {"do": "card.fault", "name": "mute"})["ok"]
    assert ask(run.socket, {"ask": "state"})["card"]["fault"] == "mute"


def test_the_page_sets_a_fault_of_the_size_and_with_the_seed_that_are_typed(run, page) -> None:
    page.open(run.dock.url)
    page.wait("document.body.dataset.ready === 'true'")
    page.run(
        "document.getElementById('fault-value').value = '0.5'; document.getElementById('fault-seed').value = '17'; 0"
    )
    for device in ("printer", "panel"):
        page.run(f"document.querySelector('#{device}-faults [data-name=halves]').click()")
        board = getattr(run, device).faults
        until(lambda b=board: b.set_now("halves") is not None)
        assert (board.set_now("halves").value, board.set_now("halves").seed) == (0.5, 17)


def test_a_pin_is_typed_on_the_readers_keys_while_they_wait_and_on_the_panel_else(run, page) -> None:
    page.open(run.dock.url)
    page.wait("document.body.dataset.ready === 'true'")
    typed: list[str] = []
    run.keys.type, run.keys.cancel = typed.append, lambda: typed.append("red")
    page.click("Type PIN 1234")
    until(lambda: ("panel.type", True) in run.done)
    assert page.run("document.getElementById('red-key').disabled")
    run.keys.waits = 1
    page.wait("document.getElementById('keys-state').textContent === 'asks for a PIN now'")
    page.click("Type PIN 1234")
    page.click("Red key")
    until(lambda: typed == ["1234", "red"])


@pytest.mark.parametrize("device", ["printer", "panel"])
def test_a_seed_draws_other_bytes_and_the_same_ones_again(run, device: str) -> None:
    def drawn(**seed: int) -> bytes:
        # one that never strikes, so that nobody else draws from it
        assert ask(run.socket, {"do": f"{device}.fault", "name": "stray", "value": 3, "chance": 0, **seed})["ok"]
        return getattr(run, device).faults.set_now("stray").rng.randbytes(8)

    assert drawn() == drawn(seed=0) != drawn(seed=17) == drawn(seed=17)


def test_the_dock_is_refused_on_an_installed_kiosk(monkeypatch) -> None:
    monkeypatch.setattr("kiosk.base.production.in_production", lambda: True)
    from kiosk.commands.dock import command

    result = CliRunner().invoke(command, [])
    assert result.exit_code == 1
    assert "/etc/kiosk/production" in result.output
