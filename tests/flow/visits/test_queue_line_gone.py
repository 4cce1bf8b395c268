"""A real kiosk whose central store goes away, or whose own store cannot be written: numbers, screens, staff's facts."""

from datetime import datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.demo.script import Script
from kiosk.demo.stage import prepared
from kiosk.events.generated import Event
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.offline import OfflineStore
from kiosk.queue.sqlstore import open_sql_store
from kiosk.staff.viewparts import first_rows
from kiosk.views.touches import Pressed, Touched
from kiosk.views.view import AttractView, OutOfServiceView, SorryView, TicketView
from tests.support.waiting import until

MORNING = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
CUT = Refusal(RefusalCode.STORE_UNAVAILABLE, "cut")


class Cable:
    def __init__(self, central):
        self.central, self.up = central, True

    def __getattr__(self, name):
        real = getattr(self.central, name)
        return lambda *given, **named: real(*given, **named) if self.up else CUT

    def close(self):
        self.central.close()


@pytest.fixture
def stage(tmp_path, pcscd, monkeypatch):
    """A started kiosk with a central store behind a cable."""
    cables = []

    def with_central(config, *, clock, settings, **_):
        central = open_sql_store(f"sqlite:///{tmp_path / 'central.db'}", clock=clock, settings=settings)
        local = open_sql_store(config.store_url, clock=clock, settings=settings, series=settings.offline_mark)
        cables.append(Cable(central))
        store = OfflineStore(lambda: cables[0], local, clock)
        store.probe()
        return store

    monkeypatch.setattr("kiosk.station.stores.open_configured", with_central)
    monkeypatch.setattr("kiosk.station.kiosk.COUNT_SECONDS", 0.1)
    monkeypatch.setattr("kiosk.station.kiosk.LOOK_SECONDS", 0.1)
    script = Script("line", "", "en", MORNING, lambda _: (), people_before=0)
    with prepared(script, tmp_path, present=lambda _: None, pcscd=pcscd, paper_speed=0.0) as ready:
        yield ready.kiosk, cables[0]


def wait(kiosk, wanted):
    def turn():
        kiosk.runner.wait(0.01)
        kiosk.frame()

    return until(wanted, turn=turn, told=kiosk.shown)


def take_ticket(kiosk):
    kiosk.input(Touched())
    kiosk.frame()
    for key in ("language.en", "menu.ticket", "take"):
        kiosk.input(Pressed(key))
        kiosk.frame()
    assert wait(kiosk, lambda: isinstance(kiosk.shown(), (TicketView, SorryView)))
    return kiosk.shown()


def test_numbers_go_on_and_staff_see_how_many_wait_for_the_central_store(stage):
    kiosk, cable = stage
    cable.up = False
    assert take_ticket(kiosk).number == "G1-001"
    assert wait(kiosk, lambda: kiosk.situation.line is not None and kiosk.situation.line.waiting == 1)
    kiosk.situation.look(kiosk.profile.profile, kiosk.profile.place)
    rows, _ = first_rows(kiosk.maintenance.facts(), texts("en"))
    (line,) = [row for row in rows if row.label == "Shared store of tickets"]
    assert "1 ticket waits to be handed over." in line.text
    assert kiosk.situation.level.banners == ()
    cable.up = True
    assert kiosk.store.probe()
    assert wait(kiosk, lambda: kiosk.situation.line.online and not kiosk.situation.line.waiting)
    assert wait(kiosk, lambda: Event.OUTBOX_DELIVERED in [record.event for record in kiosk.log.recent()])
    assert [ticket.number for ticket in cable.central.list()] == ["G1-001"]


@pytest.mark.parametrize("code", [RefusalCode.DISK_FULL, RefusalCode.READ_ONLY, RefusalCode.CLOCK_BACK])
def test_a_store_that_cannot_keep_a_number_is_said_before_anybody_begins_and_clears_by_itself(stage, monkeypatch, code):
    kiosk, _ = stage
    refused = Refusal(code)
    with monkeypatch.context() as broken:
        broken.setattr(type(kiosk.store), "ready", lambda *_, **__: refused)
        broken.setattr(type(kiosk.store), "issue", lambda *_: refused)
        assert wait(kiosk, lambda: isinstance(kiosk.shown(), OutOfServiceView))
        assert "We kunnen nu geen nummers geven." in " ".join(kiosk.shown().body)
        assert kiosk.maintenance.facts().store_refused == refused
    assert wait(kiosk, lambda: isinstance(kiosk.shown(), AttractView))


def test_a_disk_that_fills_up_during_a_visit_gives_no_number_and_says_so(stage, monkeypatch):
    kiosk, _ = stage
    monkeypatch.setattr(type(kiosk.store), "issue", lambda *_: Refusal(RefusalCode.DISK_FULL))
    shown = take_ticket(kiosk)
    assert (shown.title, shown.next_step) == (
        "We cannot give a number now",
        "Please go to a member of staff. They know it.",
    )
    assert [ticket for ticket in kiosk.store.list() if ticket.kiosk == "kiosk-1"] == []


def test_R120_a_cap_that_is_reached_says_when_numbers_are_given_again(stage, monkeypatch):
    kiosk, _ = stage
    monday = datetime(2027, 2, 22, 9, 0, tzinfo=BRUSSELS)
    monkeypatch.setattr(type(kiosk.store), "issue", lambda *_: Refusal(RefusalCode.CAP_REACHED, "G", monday))
    shown = take_ticket(kiosk)
    assert shown.cause == "All numbers of today are taken."
    assert shown.next_step == "Probably opens on Monday 22\u00a0February at 09:00."
