"""The event log: what it keeps, what it refuses, and that a broken sink costs nothing but lines."""

import io
import json
import threading
from datetime import datetime

import pytest

from devices.api.health import DeviceState, Health, Reason
from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.events.fields import FieldError
from kiosk.events.file import FileSink, read_lines
from kiosk.events.generated import CATALOGUE, Event, OutReason, VisitOutcome
from kiosk.events.log import EventLog, StreamSink
from kiosk.events.terminal import TerminalSink
from kiosk.station.journal import DeviceJournal, LinkJournal

START = datetime(2027, 2, 20, 10, 0, tzinfo=BRUSSELS)


def a_log(*sinks, ring=400):
    return EventLog(ManualClock(START), kiosk="gent-1", sinks=sinks, ring=ring)


def test_a_record_becomes_one_json_line_with_its_fields_in_the_order_of_the_catalogue():
    stream = io.StringIO()
    log = a_log(StreamSink(stream))
    log.emit(Event.VISIT_ENDED, touches=9, visit="7f3a", outcome=VisitOutcome.TICKET, seconds=50.12345, language="nl")
    assert stream.getvalue().count("\n") == 1
    line = json.loads(stream.getvalue())
    assert list(line) == ["seq", "at", "level", "event", "kiosk", "visit", "outcome", "seconds", "language", "touches"]
    assert line == {
        "seq": 1,
        "at": "2027-02-20T10:00:00.000+01:00",
        "level": "normal",
        "event": "visit_ended",
        "kiosk": "gent-1",
        "visit": "7f3a",
        "outcome": "ticket",
        "seconds": 50.123,
        "language": "nl",
        "touches": 9,
    }


def test_somebody_at_a_terminal_reads_short_lines_of_what_happened():
    stream = io.StringIO()
    log = a_log(TerminalSink(stream))
    log.emit(Event.APPLICATION_STARTED, version="0.3.0", simulated=True)
    log.emit(Event.CONFIGURATION_LOADED, digest="0cfcc23c")
    log.emit(Event.VISIT_ENDED, touches=9, visit="7f3a", outcome=VisitOutcome.TICKET, seconds=50.12345, language="nl")
    log.emit(Event.STORE_UNREACHABLE, count=1)
    assert stream.getvalue().splitlines() == [
        "10:00:00   application started: version 0.3.0, simulated",
        "10:00:00   configuration loaded",
        "10:00:00   visit ended: visit 7f3a, outcome ticket, seconds 50.1, language nl, touches 9",
        "10:00:00 ‼ store unreachable: count 1",
    ]


@pytest.mark.parametrize(
    ("event", "priority"),
    [
        (lambda log: log.emit(Event.STAFF_DOOR_FOUND), "<6>"),
        (lambda log: log.emit(Event.STORE_UNREACHABLE, count=1), "<2>"),
        (lambda log: log.emit(Event.OFFICE_UNREACHABLE, count=1), "<4>"),
    ],
)
def test_journald_gets_the_priority_at_the_start_of_the_line(event, priority):
    stream = io.StringIO()
    event(a_log(StreamSink(stream, journal=True)))
    assert stream.getvalue().startswith(priority + "{")


@pytest.mark.parametrize(
    "fields",
    [
        {"visit": "Amina Yilmaz"},
        {"visit": "91081712365"},  # shaped like a register number, but its check digits are wrong: see below
        {"visit": ""},
        {"visit": 7},
        {},
        {"visit": "7f3a", "name": "x"},
    ],
)
def test_a_field_that_is_missing_unknown_or_of_a_wrong_kind_is_refused_without_showing_its_value(fields):
    if fields.get("visit") == "91081712365":
        fields = {"visit": "910817123" + f"{97 - 910817123 % 97:02d}"}
    with pytest.raises(FieldError) as caught:
        a_log().keep(Event.VISIT_STARTED, fields)
    assert "Amina" not in str(caught.value)
    assert "910817" not in str(caught.value)


def test_card_numbers_do_not_fit_into_the_id_of_a_ticket():
    number = "B021329690"
    with pytest.raises(FieldError):
        a_log().emit(Event.TICKET_PRINTED, ticket=number, seconds=1.0)


def test_moments_need_a_time_zone_and_optional_fields_may_be_left_out():
    log = a_log()
    log.emit(Event.OUT_OF_SERVICE_SET, reason=OutReason.CABLING, staff="s1ab2")
    assert log.recent()[0].fields == {"reason": "cabling", "until": None, "staff": "s1ab2"}
    with pytest.raises(FieldError):
        log.emit(Event.OUT_OF_SERVICE_SET, reason=OutReason.CABLING, until=datetime(2027, 1, 1), staff="s1ab2")


def test_the_ring_keeps_the_last_records_newest_first():
    log = a_log(ring=3)
    for count in range(5):
        log.emit(Event.OFFICE_UNREACHABLE, count=count)
    assert [record.fields["count"] for record in log.recent()] == [4, 3, 2]
    assert [record.fields["count"] for record in log.recent(1)] == [4]


def test_a_listener_that_fails_costs_neither_the_event_nor_the_other_listeners():
    log, seen = a_log(), []

    def broken(record):
        raise RuntimeError("91.08.17-123.12")

    log.subscribe(broken)
    off = log.subscribe(lambda record: seen.append(record.event))
    log.emit(Event.STAFF_DOOR_FOUND)
    off()
    log.emit(Event.STAFF_DOOR_FOUND)
    assert seen == [Event.STAFF_DOOR_FOUND]
    assert {record.event for record in log.recent()} == {Event.STAFF_DOOR_FOUND, Event.SUBSCRIBER_FAULT}
    assert [record.fields for record in log.recent() if record.fields] == [{"fault": "RuntimeError"}] * 2


def test_a_full_disk_is_said_and_counted_and_the_log_goes_on():
    class Full:
        full = True

        def __init__(self):
            self.lines = []

        def write(self, record, line):
            if self.full:
                raise OSError(28, "No space left on device")
            self.lines.append(line)

        def close(self):
            pass

    sink = Full()
    log = a_log(sink)
    for count in range(3):
        log.emit(Event.OFFICE_UNREACHABLE, count=count)
    assert [r.fields["errno"] for r in log.recent() if r.event is Event.LOG_LINES_LOST] == ["ENOSPC"]
    sink.full = False
    log.emit(Event.OFFICE_UNREACHABLE, count=9)
    assert [line["event"] for line in sink.lines] == ["office_unreachable", "log_lines_lost"]
    assert sink.lines[1]["count"] == 3


def test_the_file_is_bounded_and_reads_back_in_order(tmp_path):
    log = a_log(FileSink(tmp_path, limit=2000, older=3))
    for count in range(100):
        log.emit(Event.OFFICE_UNREACHABLE, count=count)
    log.close()
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 4
    assert max(sizes) <= 2000
    counts = [line["count"] for line in read_lines(tmp_path)]
    assert counts == list(range(100 - len(counts), 100))


def test_a_new_run_appends_and_a_torn_line_is_left_out(tmp_path):
    a_log(FileSink(tmp_path)).emit(Event.OFFICE_UNREACHABLE, count=1)
    with (tmp_path / "events.jsonl").open("ab") as file:
        file.write(b'{"seq": 2, "at": "20\n')
    a_log(FileSink(tmp_path)).emit(Event.OFFICE_UNREACHABLE, count=2)
    assert [line["count"] for line in read_lines(tmp_path)] == [1, 2]


def test_many_threads_lose_no_record(tmp_path):
    log = a_log(FileSink(tmp_path), ring=2000)

    def work():
        for count in range(100):
            log.emit(Event.OFFICE_UNREACHABLE, count=count)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(record.seq for record in log.recent(2000)) == list(range(1, 601))
    assert [line["seq"] for line in read_lines(tmp_path)] == list(range(1, 601))


class TestDeviceJournal:
    def observe(self, *steps):
        log = a_log()
        journal = DeviceJournal(log)
        for now, state, reason in steps:
            journal.observe("printer", Health(state, reason), now)
        return [(record.event.value, dict(record.fields)) for record in reversed(log.recent())]

    def test_an_outage_is_two_events_with_its_duration_and_count(self):
        said = self.observe(
            (0.0, DeviceState.UNKNOWN, Reason.NOT_STARTED),
            (2.0, DeviceState.READY, Reason.OK),
            (10.0, DeviceState.UNAVAILABLE, Reason.MEDIA_EMPTY),
            (11.0, DeviceState.UNAVAILABLE, Reason.MEDIA_EMPTY),
            (70.0, DeviceState.READY, Reason.OK),
            (71.0, DeviceState.BUSY, Reason.OK),
            (72.0, DeviceState.READY, Reason.OK),
        )
        assert said == [
            ("device_started", {"device": "printer", "seconds": 2.0}),
            ("device_lost", {"device": "printer", "reason": "media_empty", "count": 1}),
            ("device_restored", {"device": "printer", "reason": "media_empty", "seconds": 60.0, "count": 1}),
        ]

    def test_a_second_reason_is_the_same_outage(self):
        said = self.observe(
            (0.0, DeviceState.READY, Reason.OK),
            (10.0, DeviceState.UNAVAILABLE, Reason.COVER_OPEN),
            (20.0, DeviceState.UNAVAILABLE, Reason.MEDIA_EMPTY),
            (30.0, DeviceState.READY, Reason.OK),
        )
        assert [fields.get("count") for _, fields in said] == [None, 1, 1, 1]
        assert said[-1][1]["seconds"] == 20.0

    def test_paper_near_its_end_is_told_once(self):
        said = self.observe(
            (0.0, DeviceState.READY, Reason.OK),
            *((float(at), DeviceState.DEGRADED, Reason.MEDIA_LOW) for at in range(1, 30)),
        )
        assert [name for name, _ in said] == ["device_started", "device_degraded"]

    def test_a_glass_that_takes_no_touches_for_minutes_is_an_alarm_until_one_presses(self):
        said = self.observe(
            (0.0, DeviceState.READY, Reason.OK),
            (10.0, DeviceState.DEGRADED, Reason.NOT_RESPONDING),
            (200.0, DeviceState.READY, Reason.OK),
        )
        assert [name for name, _ in said] == ["device_started", "device_lost", "device_restored"]
        assert [CATALOGUE[Event(name)][0] for name, _ in said] == ["normal", "alarm", "normal"]

    def test_nobody_who_answers_whether_cards_were_revoked_is_an_alarm_until_somebody_does(self):
        said = self.observe(
            (0.0, DeviceState.READY, Reason.OK),
            (10.0, DeviceState.DEGRADED, Reason.REVOCATION_SILENT),
            (70.0, DeviceState.READY, Reason.OK),
        )
        assert [name for name, _ in said] == ["device_started", "device_lost", "device_restored"]
        assert said[1][1]["reason"] == Reason.REVOCATION_SILENT
        assert said[2][1]["seconds"] == 60.0

    def test_silence_is_no_news_and_ends_no_outage(self):
        said = self.observe(
            (0.0, DeviceState.UNAVAILABLE, Reason.NOT_REACHABLE),
            (1.0, DeviceState.UNKNOWN, Reason.NOT_RESPONDING),
            (2.0, DeviceState.UNAVAILABLE, Reason.NOT_REACHABLE),
        )
        assert [name for name, _ in said] == ["device_lost"]

    def test_a_device_that_worked_and_falls_silent_is_lost(self):
        said = self.observe(
            (0.0, DeviceState.READY, Reason.OK),
            (1.0, DeviceState.UNKNOWN, Reason.NOT_RESPONDING),
            (2.0, DeviceState.UNAVAILABLE, Reason.NOT_REACHABLE),
            (9.0, DeviceState.READY, Reason.OK),
        )
        assert [name for name, _ in said] == ["device_started", "device_lost", "device_lost", "device_restored"]

    def test_a_device_that_is_switched_off_is_said_once(self):
        said = self.observe(
            (0.0, DeviceState.UNAVAILABLE, Reason.DISABLED), (1.0, DeviceState.UNAVAILABLE, Reason.DISABLED)
        )
        assert said == [("device_switched_off", {"device": "printer"})]


def test_store_office_and_clock_are_told_when_they_go_and_when_they_come():
    log = a_log()
    links = LinkJournal(log)
    for now, ok in ((0.0, None), (1.0, True), (2.0, False), (3.0, False), (4.0, None), (12.0, True), (13.0, True)):
        links.store(ok, now)
        links.office(ok, now)
        links.clock(ok, now)
    said = [(record.event.value, dict(record.fields)) for record in reversed(log.recent())]
    assert said == [
        ("clock_unsynchronised", {"known": False}),
        ("clock_synchronised", {"seconds": 1.0}),
        ("store_unreachable", {"count": 1}),
        ("office_unreachable", {"count": 1}),
        ("clock_unsynchronised", {"known": True}),
        ("store_restored", {"seconds": 10.0, "count": 1}),
        ("office_restored", {"seconds": 10.0, "count": 1}),
        ("clock_synchronised", {"seconds": 10.0}),
    ]
