"""The embedded back office on both engines: lookups, appointments, imports, and nothing of a person in the tables."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import create_engine, text

from kiosk.base.clock import BRUSSELS
from kiosk.office.checkin import ByCode, ByPerson, Window, find, once
from kiosk.office.csvfile import Known, read_appointments, read_cards
from kiosk.office.embedded import open_office
from kiosk.office.keys import OfficeKey
from kiosk.office.model import Appointment, CardStatus, CheckInCode, OfficeAnswer, Silence, StatusUnknown
from kiosk.queue.model import IssueRequest
from kiosk.queue.settings import QueueSettings
from kiosk.queue.store import open_store

EMRE = "91081712373"
OTHER = "05021500185"
READY = OfficeAnswer(CardStatus.READY, "gentbrugge", date(2026, 11, 2), "gentbrugge", date(2026, 11, 18), urgent=False)
AT_1040 = datetime(2026, 11, 3, 10, 40, tzinfo=BRUSSELS)
VISIT = Appointment("GENT-2026-0417", "stadskantoor", AT_1040, "Migration")

KNOWN = Known(("stadskantoor", "gentbrugge"), "GPRSTUVWXZ")


@pytest.fixture
def office(store_url, clock):
    opened = open_office(store_url, key=OfficeKey(b"k" * 32), clock=clock)
    yield opened
    opened.close()


def test_a_table_that_was_never_filled_is_silent(office):
    assert office.lookup(EMRE) == StatusUnknown(Silence.NEVER_FILLED)
    assert office.by_code("GENT-2026-0417") == StatusUnknown(Silence.NEVER_FILLED)


def test_what_was_put_in_is_found_however_the_number_is_written(office):
    office.put_cards([(EMRE, READY)])
    assert office.lookup("91.08.17-123.73") == READY


def test_r133_an_unknown_person_has_no_application(office):
    office.put_cards([(EMRE, READY)])
    assert office.lookup(OTHER) == OfficeAnswer(CardStatus.NONE)


def test_a_newer_row_replaces_the_older_and_others_stay(office):
    office.put_cards([(EMRE, replace(READY, status=CardStatus.IN_PRODUCTION)), (OTHER, READY)])
    office.put_cards([(EMRE, READY)])
    office.put_cards([(EMRE, READY)])
    assert (office.lookup(EMRE), office.lookup(OTHER)) == (READY, READY)


def test_an_empty_file_fills_the_table_with_nothing(office):
    office.put_cards([])
    assert office.lookup(EMRE) == OfficeAnswer(CardStatus.NONE)


def test_no_number_and_no_code_stands_in_the_database(office, store_url):
    office.put_cards([(EMRE, READY)])
    office.put_appointments([(VISIT, EMRE)])
    engine = create_engine(store_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        rows = [
            str(connection.execute(text(one)).all())
            for one in ("SELECT * FROM office_card", "SELECT * FROM office_appointment")
        ]
    engine.dispose()
    assert "0417" not in "".join(rows)
    assert "910817" not in "".join(rows)


def test_another_key_finds_nothing(office, store_url, clock):
    office.put_cards([(EMRE, READY)])
    other = open_office(store_url, key=OfficeKey(b"x" * 32), clock=clock)
    assert other.lookup(EMRE) == OfficeAnswer(CardStatus.NONE)
    other.close()


def test_a_csv_goes_in_whole_and_again(office, tmp_path):
    file = tmp_path / "cards.csv"
    file.write_text(
        "national_number;status;place;applied_on;letter_on;urgent\n"
        "91.08.17-123.73;ready;gentbrugge;2026-11-02;2026-11-18;no\n"
        "05.02.15-001.85;revoked;;;;\n"
    )
    for _ in range(2):
        parsed = read_cards(file, KNOWN)
        assert parsed.mistakes == ()
        office.put_cards(parsed.rows)
    assert office.lookup(EMRE) == replace(READY, applied_at=None)
    assert office.lookup(OTHER).status is CardStatus.REPORTED


# ------------------------------------------------------------------ check-in


def check(office, by, moment, place="stadskantoor"):
    return find(office, by, place, moment, Window())


def test_r121_an_appointment_is_checked_in_by_code_typed_or_scanned_and_by_card(office, tmp_path):
    file = tmp_path / "appointments.csv"
    file.write_text(
        "code,place,starts_at,service,national_number\nGENT-2026-0417,stadskantoor,2026-11-03T10:40,Migration,91081712373\n"
    )
    office.put_appointments(read_appointments(file, KNOWN).rows)
    now = datetime(2026, 11, 3, 10, 35, tzinfo=BRUSSELS)
    for by in (ByCode("GENT-2026-0417"), ByCode(" gent-2026-0417\r\n"), ByPerson("91.08.17-123.73")):
        result = check(office, by, now)
        assert result.code is CheckInCode.CHECKIN_OK
        assert (result.appointment.starts_at, result.appointment.service) == (AT_1040, "Migration")


def test_r121_checked_in_twice_is_the_same_number_and_keeps_its_time(office, store_url, clock):
    office.put_appointments([(VISIT, None)])
    store = open_store(store_url, clock=clock, settings=QueueSettings())
    found = check(office, ByCode("GENT-2026-0417"), clock.now()).appointment
    asked = [
        IssueRequest(found.place, found.klass, "uk", f"kiosk-{n}", once(found), appointment_at=found.starts_at)
        for n in (1, 2)
    ]
    first, second = (store.issue(one) for one in asked)
    store.close()
    assert first == second
    assert (first.number, first.appointment_at) == ("Z001", AT_1040)


def test_r121_of_several_appointments_of_a_card_the_one_that_is_open_counts(office):
    later = replace(VISIT, id="GENT-LATER", starts_at=AT_1040.replace(hour=16))
    tomorrow = replace(VISIT, id="GENT-TOMORROW", starts_at=AT_1040.replace(day=4))
    office.put_appointments([(later, EMRE), (tomorrow, EMRE), (VISIT, EMRE)])
    assert check(office, ByPerson(EMRE), AT_1040).appointment.starts_at == AT_1040
    assert check(office, ByPerson(EMRE), AT_1040.replace(hour=16, minute=5)).appointment.starts_at.hour == 16
    assert check(office, ByPerson(OTHER), AT_1040).code is CheckInCode.CHECKIN_NOT_FOUND


def test_r136_an_unknown_or_impossible_code_is_not_found(office):
    office.put_appointments([(VISIT, None)])
    for code in ("GENT-9999", "https://gent.example/GENT-2026-0417", "A" * 5000, "", "'; DROP TABLE office_card"):
        assert check(office, ByCode(code), AT_1040).code is CheckInCode.CHECKIN_NOT_FOUND


def test_old_appointments_are_dropped(office):
    office.put_appointments([(VISIT, None), (replace(VISIT, id="GENT-LATER", starts_at=AT_1040.replace(day=9)), None)])
    assert office.erase_appointments(date(2026, 11, 4)) == 1
    assert office.by_code("GENT-2026-0417") == ()
    assert len(office.by_code("GENT-LATER")) == 1
