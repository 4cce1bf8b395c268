"""Visits on the real machine, the real drivers and the real bytes, without a screen."""

import threading

import pytest

from devices.printer import driver
from devices.simulators.card.pcscd import shared
from kiosk.demo.ears import EarHands
from kiosk.demo.player import Player
from kiosk.demo.stage import prepared
from kiosk.demo.transcript import Transcript
from kiosk.views.touches import DigitTyped, Pressed, Touched
from tests.support.printer.patient import SLOW
from tests.support.waiting import PATIENCE


class Fingers:
    """Touches as inputs."""

    def __init__(self, kiosk):
        self._post = kiosk.input
        self._desk = kiosk.maintenance.session

    def touch(self):
        self._post(Touched())
        return True

    def tap(self, key):
        self._post(Pressed(key))
        return True

    def corner(self):
        self._desk.gesture()
        return True

    def digit(self, digit):
        self._post(DigitTyped(digit))
        return True


class Played:
    def __init__(self):
        self.views = []
        self.done = []
        self.tickets = []
        self.records = []
        self.kiosk = None
        self.texts = set()
        self.spoken = []
        self.heard = []
        self.transcript = ""

    def kinds(self):
        names = [type(view).__name__.removesuffix("View") for view in self.views]
        return [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]

    def last(self, kind):
        return [view for view in self.views if isinstance(view, kind)][-1]


@pytest.fixture(scope="session")
def pcscd():
    return shared()


@pytest.fixture
def play(tmp_path, pcscd, monkeypatch):
    # every part of the kiosk is a thread of this process, and so is its printer
    monkeypatch.setattr(driver, "Timing", lambda: SLOW)

    def run(script, language=None, hands=lambda fingers: fingers):
        played = Played()
        watchers = [played.views.append]

        def present(view):
            for watcher in watchers:
                watcher(view)

        with prepared(script, tmp_path, present=present, pcscd=pcscd, paper_speed=0.0) as stage:
            kiosk = played.kiosk = stage.kiosk
            transcript = Transcript(stage.simulation.spoken)

            def done(each):
                played.done.append(each)
                transcript.act(each.act)

            player = Player(
                script,
                language or script.language,
                kiosk=kiosk,
                simulation=stage.simulation,
                hands=EarHands(kiosk, stage.simulation, transcript.act) if script.by_ear else hands(Fingers(kiosk)),
                clock=stage.clock,
                done=done,
                speaks=stage.speaks if script.by_ear else None,
            )
            watchers.append(player.saw)
            while player.advance():
                kiosk.runner.wait(0.01)
                kiosk.frame()
            # what the visit left to be written is written first: the store has a thread of its own
            written = threading.Event()
            kiosk.tickets.submit(written.set)
            assert written.wait(PATIENCE)
            played.tickets = list(kiosk.store.list())
            played.paper = list(stage.simulation.printer.tickets)
            played.records = list(reversed(kiosk.log.recent()))
            played.state = kiosk.runner.state
            played.spoken = list(stage.simulation.spoken)
            played.heard = list(stage.simulation.sink.heard)
            played.transcript = transcript.text()
        return played

    return run
