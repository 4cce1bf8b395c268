"""Somebody else has the port of the metrics: the kiosk says so and goes on."""

import socket
from datetime import datetime
from types import SimpleNamespace

from kiosk.base.clock import ManualClock
from kiosk.base.config import Config
from kiosk.events.log import EventLog
from kiosk.wiring.screen import KioskScreen, setup_of


def test_a_port_that_is_taken_is_told_and_ends_nothing(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = Config.model_validate({"metrics": {"port": taken.getsockname()[1]}, "paths": {"state": tmp_path}})
        clock = ManualClock(datetime(2027, 2, 22, 7, 40))
        log = EventLog(clock, kiosk="gent-1")
        kiosk = SimpleNamespace(config=config, clock=clock, log=log, situation=None)
        show = KioskScreen(lambda _present, _leave: kiosk, setup_of(config, windowed=True), simulated=True)
        show._serve_metrics()
    assert [record.event.value for record in log.recent()] == ["subscriber_fault"]
