"""R118: paper near its end: the service goes on, and staff are told once, not once a ticket."""

from datetime import datetime

from devices.api import DeviceState, Health, Reason
from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.events.generated import Event
from kiosk.events.log import EventLog
from kiosk.health.servicelevel import Level, OpenState, service_level
from kiosk.station.journal import DeviceJournal


def test_R118_paper_that_is_low_is_told_once_and_tickets_go_on():
    clock = ManualClock(datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS))
    log = EventLog(clock, kiosk="kiosk-1")
    journal = DeviceJournal(log)
    journal.observe("printer", Health(DeviceState.READY), 0.0)
    low = Health(DeviceState.DEGRADED, Reason.MEDIA_LOW)
    for ticket in range(5):
        journal.observe("printer", low, 10.0 + ticket)
    told = [record for record in log.recent() if record.event is Event.DEVICE_DEGRADED]
    assert len(told) == 1
    level = service_level({"printer": low}, store_ok=True, opening=OpenState(), staff_out=None, clock_ok=True)
    assert level.level is Level.OPEN
    assert not level.banners
