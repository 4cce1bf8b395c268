"""Collection check-in end to end: the office's CSV, the look-up, the rules, the number (R034-R047, R132, R133)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.office.csvfile import Known, read_cards
from kiosk.office.embedded import open_office
from kiosk.office.keys import load_key
from kiosk.office.model import StatusUnknown
from kiosk.profiles import loader
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts
from kiosk.residence.vocabulary import Codes, Note, Office, ResultCode, Service, TicketClass
from kiosk.station.inquiries import facts_of

EMRE = "91081712373"
HEAD = "national_number,status,place,applied_on,applied_at,letter_on,urgent\n"
YES = Facts(service=Service.COLLECT, codes=Codes.YES)


@pytest.fixture
def office(tmp_path):
    clock = ManualClock(datetime(2026, 11, 20, 10, 0, tzinfo=BRUSSELS))
    opened = open_office(f"sqlite:///{tmp_path / 't.db'}", key=load_key(tmp_path / "office.key"), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def ask(office, tmp_path):
    def told(row, facts=YES, *, place="stadskantoor", profile="gent", today=date(2026, 11, 27)):
        if row is not None:
            file = tmp_path / "cards.csv"
            file.write_text(HEAD + f"{EMRE},{row}\n")
            places = [place.id for place in loader.load(profile).places]
            parsed = read_cards(file, Known(places, "Z"))
            assert parsed.mistakes == ()
            office.put_cards(parsed.rows, replace=True)
        found = office.lookup("91.08.17-123.73")
        if isinstance(found, StatusUnknown):
            known = replace(facts, office=Office.DOWN, card_status=None)
        else:
            known = replace(facts, **facts_of(found))
        now = datetime(today.year, today.month, today.day, 10, 0, tzinfo=BRUSSELS)
        return answer(replace(known, place=place), loader.load(profile), now, clock_ok=True)

    return told


@pytest.mark.parametrize("place", ["stadskantoor", "gentbrugge", "nieuw-gent", "sint-amandsberg"])
def test_r034_ready_here_is_collected_now_with_a_number(ask, place):
    told = ask(f"ready,{place},2026-11-02,{place},2026-11-18,no", place=place)
    assert (told.result, told.ticket_class) == (ResultCode.COLLECT_NOW, TicketClass.PICK_UP)


def test_r035_at_rabot_by_appointment_without_a_number(ask):
    told = ask("ready,rabot,2026-11-02,rabot,2026-11-18,no", place="rabot")
    assert (told.result, told.ticket_class) == (ResultCode.COLLECT_BY_APPOINTMENT, None)


def test_r036_a_card_that_lies_elsewhere_gets_no_number(ask):
    told = ask("ready,gentbrugge,2026-11-02,gentbrugge,2026-11-18,no")
    assert (told.result, told.ticket_class) == (ResultCode.COLLECT_ELSEWHERE, None)


def test_r037_an_urgent_card_lies_at_the_stadskantoor(ask):
    told = ask("ready,nieuw-gent,2026-11-02,nieuw-gent,,yes", place="nieuw-gent")
    assert told.result is ResultCode.COLLECT_ELSEWHERE


def test_r039_from_a_week_after_the_letter_at_a_service_centre(ask):
    told = ask("ready,gentbrugge,2026-11-02,gentbrugge,2026-11-18,no", place="gentbrugge", today=date(2026, 11, 24))
    assert (told.result, told.ticket_class) == (ResultCode.COLLECT_FROM, None)
    assert told.dates.collect_from == date(2026, 11, 25)


def test_r041_after_the_deadline_the_office_wins(ask):
    late = date(2027, 2, 3)
    told = ask("ready,stadskantoor,2026-11-02,stadskantoor,2026-11-18,no", today=late)
    assert told.result is ResultCode.COLLECT_NOW
    assert Note.DEADLINE_PASSED in told.notes


def test_r041_a_card_that_the_office_destroyed_is_no_longer_there_wherever_it_lay(ask):
    row = "destroyed,gentbrugge,2026-11-02,gentbrugge,2026-11-18,no"
    for codes in (Codes.YES, Codes.NO, Codes.LOST):
        told = ask(row, replace(YES, codes=codes), today=date(2027, 2, 3))
        assert (told.result, told.ticket_class) == (ResultCode.DESTROYED_OR_EXPIRED, TicketClass.REQUEST)
        assert told.dates.collect_until == date(2027, 2, 2)
    soon = ask(row)
    assert soon.result is ResultCode.DESTROYED_OR_EXPIRED
    assert soon.dates.collect_until is None


def test_a_card_that_was_handed_out_is_no_application_any_more(ask):
    told = ask("collected,stadskantoor,2026-11-02,stadskantoor,2026-11-18,no")
    assert (told.result, told.ticket_class) == (ResultCode.NO_APPLICATION_FOUND, TicketClass.GENERAL)


def test_r043_without_the_letter_one_waits_for_the_codes(ask):
    told = ask("ready,stadskantoor,2026-11-02,stadskantoor,,no", replace(YES, codes=Codes.NO))
    assert (told.result, told.ticket_class) == (ResultCode.WAIT_FOR_CODES, None)


def test_r044_nobody_collects_an_adults_card_for_them_in_ghent(ask):
    told = ask("ready,stadskantoor,2026-11-02,stadskantoor,2026-11-18,no", replace(YES, for_other=True))
    assert told.result is ResultCode.IN_PERSON_ONLY


def test_r047_an_urgent_card_in_production_is_called_and_mailed(ask):
    assert ask("in_production,,2026-11-24,stadskantoor,,yes").result is ResultCode.URGENT_WAIT


def test_r132_a_card_in_production_has_no_date_and_no_number(ask):
    told = ask("in_production,,2026-11-02,stadskantoor,,no")
    assert (told.result, told.ticket_class) == (ResultCode.COLLECT_NOT_READY, None)


def test_r133_no_application_is_said_and_a_general_ticket_given(ask):
    told = ask("none,,,,,")
    assert (told.result, told.ticket_class) == (ResultCode.NO_APPLICATION_FOUND, TicketClass.GENERAL)


def test_r091_a_reported_card_is_invalid_for_good(ask):
    told = ask("revoked,,,,,")
    assert (told.result, told.ticket_class) == (ResultCode.CARD_REVOKED, TicketClass.SIGNAL)


def test_r011_a_silent_office_is_unknown_never_not_ready_and_a_ticket_stays_possible(ask):
    told = ask(None)
    assert (told.result, told.ticket_class) == (ResultCode.STATUS_UNKNOWN, TicketClass.PICK_UP)
    assert Note.STATUS_NOT_CHECKED in told.notes


@pytest.mark.parametrize("profile", ["leuven", "vlaams-voorbeeld"])
def test_r038_where_collecting_is_by_appointment_there_is_no_number(ask, profile):
    home = loader.load(profile).place(None).id
    told = ask(f"ready,{home},2026-11-02,{home},2026-11-18,no", place=home, profile=profile)
    assert (told.result, told.ticket_class) == (ResultCode.COLLECT_BY_APPOINTMENT, None)
