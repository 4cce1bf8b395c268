"""Prepares a visit: a kiosk on simulators in a directory of its own, with what the office and the queue hold before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devices.simulators.card.pcscd import PrivatePcscd
from devices.speech.driver import Speech
from kiosk.base.clock import SystemClock
from kiosk.base.config import Config
from kiosk.demo.script import Script
from kiosk.office.embedded import open_office
from kiosk.office.keys import load_key
from kiosk.office.model import Appointment, CardStatus, OfficeAnswer
from kiosk.profiles.loader import load
from kiosk.profiles.source import ProfileSource
from kiosk.queue.errors import Refusal
from kiosk.queue.model import IssueRequest
from kiosk.queue.setup import settings_of
from kiosk.queue.store import open_store
from kiosk.station.kiosk import Kiosk
from kiosk.station.stores import StoreProblem
from kiosk.views.view import View
from kiosk.wiring.simulation import Simulation

SETTLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Set:
    """A kiosk ready to be played with."""

    kiosk: Kiosk
    simulation: Simulation
    clock: SystemClock

    def speaks(self) -> bool:
        """True while the kiosk has words to say."""
        speaker = self.kiosk.devices.speaker
        return isinstance(speaker, Speech) and speaker.busy


@contextmanager
def prepared(
    script: Script,
    directory: Path,
    *,
    present: Callable[[View], None],
    pcscd: PrivatePcscd | None = None,
    paper_speed: float = 150.0,
) -> Iterator[Set]:
    """A started kiosk at the script's place and time, on simulators; everything is stopped at the end."""
    clock = SystemClock(script.moment.timestamp() - time.time(), synchronised=True)
    kiosk_section = {"profile": script.profile, "place": script.place or "-"}
    source = ProfileSource(script.profile, today=lambda: clock.now().date())
    if not script.place:
        kiosk_section["place"] = source.current().place(None).id
    config = Config.model_validate({"kiosk": kiosk_section, "paths": {"state": directory / "state"}})
    with Simulation(config, directory, paper_speed=paper_speed, speech_pace=0.0, pcscd=pcscd) as simulation:
        _fill(script, simulation.config, clock)
        kiosk = Kiosk(
            simulation.config,
            source,
            clock=clock,
            make_devices=simulation.make_devices(clock),
            present=present,
        )
        try:
            if script.prepare is not None:
                script.prepare(kiosk)
            kiosk.start()
            _settle(kiosk)
            yield Set(kiosk, simulation, clock)
        finally:
            kiosk.stop()


def _settle(kiosk: Kiosk) -> None:
    """Until the devices are known to work: nobody walks up to a kiosk in its first half second."""
    until = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < until and not all(health.usable for health in kiosk.situation.devices.values()):
        kiosk.runner.wait(0.02)
        kiosk.frame()


def _fill(script: Script, config: Config, clock: SystemClock) -> None:
    """People who came before, the holder's row in the office, an appointment."""
    profile = load(script.profile, today=script.moment.date())
    config.state_dir.mkdir(parents=True, exist_ok=True)
    store = open_store(
        config.store_url, clock=clock, settings=settings_of(profile, config.kiosk.place, kiosk="desk-9", hours=False)
    )
    if isinstance(store, Refusal):
        raise StoreProblem(str(store))
    for klass in ("R", "G"):
        for number in range(script.people_before):
            request = IssueRequest(
                config.kiosk.place, klass, profile.official[0], "desk", f"before-{klass}-{number}", paper=False
            )
            store.issue(request)
    store.close()
    if script.office is None and script.appointment is None:
        return
    key = load_key(config.state_dir / "office.key")
    office = open_office(config.store_url, key=key, clock=clock)
    if isinstance(office, Refusal):
        raise StoreProblem(str(office))
    if script.office is not None:
        row = script.office
        answer = OfficeAnswer(CardStatus(row.status), row.place, row.applied_on, row.place, row.letter_on)
        office.put_cards([(HOLDER, answer)])
    if script.appointment is not None:
        made = script.appointment
        office.put_appointments([(Appointment(made.code, made.place, made.starts_at, made.service), None)])
    office.close()


# the register number of the invented holder of the card "a33"
HOLDER = "91681700232"
