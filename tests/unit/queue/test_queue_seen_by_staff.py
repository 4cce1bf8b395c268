"""What staff and monitoring see of the ticket store: the line to the central one, the outbox, why no number is given."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.base.i18n import texts
from kiosk.events.generated import Event
from kiosk.events.log import EventLog
from kiosk.health.servicelevel import Capability, Level, OpenState, service_level
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import Line
from kiosk.staff.actions import StaffFacts
from kiosk.staff.numbers import DayBook
from kiosk.staff.viewparts import device_rows, first_rows
from kiosk.station.journal import LinkJournal
from kiosk.station.metrics import Metrics, health_document
from kiosk.views.view import Tone

NOW = datetime(2026, 11, 3, 10, 5, tzinfo=BRUSSELS)
GONE = Line(False, datetime(2026, 11, 3, 9, 0, tzinfo=BRUSSELS), 12)
CITY = (Path(__file__).parents[3] / "docs" / "CITY.md").read_text("utf-8")
UP = Line(True, datetime(2026, 11, 3, 9, 0, tzinfo=BRUSSELS))


def level(**given):
    known = {"store_ok": True, "opening": OpenState(), "staff_out": None, "clock_ok": True}
    return service_level({}, **(known | given))


@pytest.fixture
def facts():
    book = DayBook()
    day = book.day(NOW.date())
    return StaffFacts("kiosk-1", "Stadskantoor", NOW, 0.0, level(), {}, day, day, store_ok=True, clock_ok=True)


def row(rows, label):
    return next(each for each in rows if each.label == label)


def test_without_the_central_store_the_kiosk_stays_open_and_residents_are_not_worried():
    gone = level(shared_ok=False)
    assert gone.level is Level.OPEN
    assert gone.banners == ()
    assert Capability.TICKET in gone.can
    assert [ground.explanation.device for ground in gone.reasons] == ["line"]
    assert level(shared_ok=True).reasons == level().reasons == ()


def test_staff_read_since_when_it_is_away_and_how_many_tickets_wait(facts):
    shown, tone = first_rows(replace(facts, level=level(shared_ok=False), line=GONE), texts("en"))
    line = shown[0]
    assert line.label == "Shared store of tickets"
    assert "does not answer" in line.text
    assert "Since 09:00." in line.text
    assert "12 tickets wait to be handed over." in line.text
    assert (line.tone, tone) == (Tone.ATTENTION, Tone.ATTENTION)
    assert (
        "1 ticket waits"
        in row(device_rows(replace(facts, line=replace(GONE, waiting=1)), texts("en")), line.label).text
    )


def test_a_line_that_is_well_is_a_calm_row_and_without_a_central_store_there_is_none(facts):
    assert row(device_rows(replace(facts, line=UP), texts("en")), "Shared store of tickets").tone is Tone.GOOD
    assert [each.label for each in device_rows(facts, texts("en"))] == ["Store of tickets", "Clock"]


def test_a_mark_that_two_kiosks_bear_is_told_with_what_to_do(facts):
    shown = row(
        device_rows(replace(facts, line=replace(UP, trouble="MARK_TAKEN")), texts("en")), "Shared store of tickets"
    )
    assert "off-line mark" in shown.text
    assert "take-mark" in shown.detail
    assert shown.tone is Tone.ATTENTION
    odd = row(device_rows(replace(facts, line=replace(UP, trouble="RuntimeError")), texts("en")), shown.label)
    assert "RuntimeError" in odd.text


@pytest.mark.parametrize(
    ("online", "trouble", "says"),
    [
        (False, "", "The shared store does not answer. Numbers go on in this kiosk's own series."),
        (False, "STORE_MOVED", "The shared store is read-only or was moved: it takes no numbers now."),
        (True, "NO_SECOND_COPY", "The shared store has no second copy now."),
    ],
)
def test_staff_read_what_happened_to_the_servers_in_the_words_of_the_page(facts, online, trouble, says):
    assert f'"{says}"' in CITY
    told = replace(facts, level=level(shared_ok=online), line=replace(UP, online=online, trouble=trouble))
    shown = row(device_rows(told, texts("en")), "Shared store of tickets")
    assert says in shown.text.replace("’", "'")
    assert shown.tone is Tone.ATTENTION


@pytest.mark.parametrize(
    ("code", "says", "todo"),
    [
        (RefusalCode.DISK_FULL, "The disk is full", "Free some space"),
        (RefusalCode.READ_ONLY, "cannot be written", "writable"),
        (RefusalCode.CLOCK_BACK, "The clock stands before the last ticket", "accept-clock"),
    ],
)
def test_staff_read_why_no_number_is_given_and_what_to_do(facts, code, says, todo):
    told = replace(facts, level=level(store_ok=False), store_ok=False, store_refused=Refusal(code))
    for rows in (first_rows(told, texts("en"))[0], device_rows(told, texts("en"))):
        shown = row(rows, "Store of tickets")
        assert says in shown.text
        assert todo in shown.detail
        assert shown.tone is Tone.STOP


def test_the_log_tells_the_outage_and_the_outbox_once_and_at_every_doubling():
    log = EventLog(ManualClock(NOW), kiosk="kiosk-1")
    journal = LinkJournal(log)
    seen = [(True, 0), (False, 0), (False, 1), (False, 1), (False, 2), (False, 3), (False, 4), (True, 2), (True, 0)]
    for second, (online, waiting) in enumerate(seen):
        journal.shared(online, waiting, float(second))
    told = [
        (record.event, record.fields.get("count"), record.fields.get("seconds")) for record in reversed(log.recent())
    ]
    assert told == [
        (Event.SHARED_STORE_UNREACHABLE, 1, None),
        (Event.OUTBOX_WAITING, 1, None),
        (Event.OUTBOX_WAITING, 2, None),
        (Event.OUTBOX_WAITING, 4, None),
        (Event.SHARED_STORE_RESTORED, 1, 6.0),
        (Event.OUTBOX_DELIVERED, 4, 6.0),
    ]


def test_monitoring_sees_the_line_and_the_outbox():
    metrics = Metrics()
    metrics.observe(level(shared_ok=False), {}, line=GONE)
    assert b"kiosk_outbox 12.0" in metrics.text()
    assert b"kiosk_shared_store_up 0.0" in metrics.text()
    metrics.observe(level(), {}, line=None)
    assert b"kiosk_outbox 0.0" in metrics.text()
    assert b"kiosk_shared_store_up 1.0" in metrics.text()
    document = health_document(level(shared_ok=False), "1", GONE)
    assert document["level"] == "open"
    assert document["shared_store"] == {"online": False, "since": "2026-11-03T09:00:00+01:00", "waiting": 12}
    assert document["reasons"][0]["device"] == "line"
