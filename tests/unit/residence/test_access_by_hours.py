"""A place that serves without an appointment at some hours only, and a telephone that is answered at some hours only."""

from datetime import date, datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.profiles.loader import check, load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.reasons import staff_view
from kiosk.residence.vocabulary import Access, AppointmentNeed, CardStatus, Channel, ResultCode, Service, TicketClass
from kiosk.residence.ways import way_detail
from kiosk.residence.words import describe

TODAY = date(2026, 11, 22)
# a Thursday
MORNING = datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS)
AFTERNOON = datetime(2027, 2, 18, 15, 0, tzinfo=BRUSSELS)
ROWS = """

[[places.access.hours]]
access = "walk_in"
services = ["renew", "lost", "damaged"]
monday = ["09:00-12:30"]
tuesday = ["09:00-12:30"]
wednesday = ["09:00-12:30"]
thursday = ["09:00-12:30"]
source = "000"

[[places.access.hours]]
access = "appointment"
services = ["collect"]
thursday = ["14:00-17:00"]
source = "000"
"""
ACCESS = ('default = "reception"\nsource = "000"\n', 'default = "appointment"\nsource = "000"\n')
PHONE = """
[contact.telephone_hours]
monday = ["09:00-12:00", "13:00-16:00"]
tuesday = ["09:00-12:00"]
wednesday = ["09:00-12:00"]
thursday = ["09:00-12:00"]
friday = ["09:00-12:00"]
saturday = ["09:00-12:00"]
source = "000"

[contact.reception]"""


@pytest.fixture
def profile(town):
    return load(town((ACCESS[0], ACCESS[1] + ROWS), ("\n[contact.reception]", PHONE)), today=TODAY)


def ask(profile, now, language="en", **values):
    facts = Facts(**values)
    found = answer(facts, profile, now, clock_ok=True)
    return found, describe(found, facts, texts(language), profile)


WHO = {"born": PartialDate.parse("1990-05-01"), "document_type": 33}
SAID = "Without an appointment: Monday to Thursday 09:00 to 12:30."


def test_in_the_morning_a_number_is_given_and_the_hours_are_told(profile):
    found, said = ask(profile, MORNING, service=Service.DAMAGED, **WHO)
    assert (found.result, found.ticket_class) == (ResultCode.APPLY_HERE, TicketClass.REQUEST)
    assert found.appointment is AppointmentNeed.WALK_IN
    assert {SAID, "At other times you need an appointment."} <= set(said.body)


def test_in_the_afternoon_the_same_needs_an_appointment_and_the_hours_are_told(profile):
    found, said = ask(profile, AFTERNOON, service=Service.DAMAGED, **WHO)
    assert (found.result, found.ticket_class) == (ResultCode.APPOINTMENT_REQUIRED, None)
    assert SAID in said.body


def test_the_minute_at_which_the_hours_end_is_not_among_them(profile):
    at = MORNING.replace(hour=12, minute=29)
    assert ask(profile, at, service=Service.DAMAGED, **WHO)[0].result is ResultCode.APPLY_HERE
    at = MORNING.replace(hour=12, minute=30)
    assert ask(profile, at, service=Service.DAMAGED, **WHO)[0].result is ResultCode.APPOINTMENT_REQUIRED


def test_a_service_that_no_row_names_is_told_no_hours(profile):
    found, said = ask(profile, MORNING, service=Service.SWITCH, **WHO)
    assert found.result is ResultCode.APPOINTMENT_REQUIRED
    assert not any("Without an appointment" in line for line in said.body)


def test_a_card_is_collected_by_appointment_in_the_hours_of_its_row(profile):
    known = {"service": Service.COLLECT, "card_status": CardStatus.READY, **WHO}
    now, said = ask(profile, MORNING, **known)
    assert (now.result, now.ticket_class) == (ResultCode.COLLECT_NOW, TicketClass.PICK_UP)
    assert "Thursday 09:00 to 14:00;" in " ".join(said.body)
    later, _ = ask(profile, AFTERNOON, **known)
    assert (later.result, later.ticket_class) == (ResultCode.COLLECT_BY_APPOINTMENT, None)


def test_who_comes_on_another_day_is_not_told_that_this_hour_needs_an_appointment(profile):
    known = {"service": Service.RENEW, "valid_until": date(2027, 12, 31), **WHO}
    found, said = ask(profile, AFTERNOON, **known)
    assert found.result is ResultCode.RENEW_TOO_EARLY
    assert SAID in said.body
    assert "You need an appointment for this." not in said.body
    found, said = ask(profile, AFTERNOON, service=Service.LOST, **WHO)
    assert found.result is ResultCode.POLICE_FIRST
    assert "3. Come back with that document." in said.body


def test_why_names_the_rows_and_their_page(profile):
    found, _ = ask(profile, AFTERNOON, service=Service.DAMAGED, **WHO)
    assert any(
        "places.stadskantoor.access = default appointment, hours monday 09:00-12:30" in line
        for line in staff_view(found, profile)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_both(profile, language):
    found, said = ask(profile, AFTERNOON, language, service=Service.DAMAGED, **WHO)
    assert any("12:30" in line for line in said.body)
    way = way_detail(Channel.PHONE, found, texts(language), profile)
    assert "09 266 71 50" in way.replace("\u00a0", " ")
    assert "13:00" in way


def test_the_telephone_says_when_somebody_answers(profile):
    found, _ = ask(profile, AFTERNOON, service=Service.DAMAGED, **WHO)
    way = way_detail(Channel.PHONE, found, texts("en"), profile)
    hours = "Monday 09:00 to 12:00, 13:00 to 16:00; Tuesday to Saturday 09:00 to 12:00"
    assert way == f"09 266 71 50 ({hours})"
    assert way_detail(Channel.PHONE, found, texts("de"), profile).endswith("Dienstag bis Samstag 09:00 bis 12:00 Uhr)")


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ('monday = ["09:00-12:30"]\ntuesday', 'monday = ["19:00-21:00"]\ntuesday', "hours.0.monday", "not open"),
        (
            'services = ["collect"]\nthursday = ["14:00-17:00"]\n',
            'services = ["collect"]\n',
            "hours.1",
            "needs its hours",
        ),
        ('access = "walk_in"\nservices', 'access = "appointment"\nservices', "hours.0.access", "take the row out"),
        ('access = "walk_in"\nservices', 'access = "none"\nservices', "hours.0.access", "write one of"),
        ('default = "appointment"', 'default = "none"', "hours.0.services", "at other times"),
    ],
)
def test_a_row_that_holds_at_no_time_or_changes_nothing_is_named(town, old, new, key, said):
    path = town((ACCESS[0], ACCESS[1] + ROWS), (old, new))
    found = {error.key: error.message for error in check([path], TODAY).errors}
    assert said in found[f"places.stadskantoor.access.{key}"]


def test_hours_of_a_telephone_without_a_number_are_named(town):
    path = town(("\n[contact.reception]", PHONE), ('telephone = "09 266 71 50"\nmail', "mail"))
    assert "contact.telephone_hours" in {error.key for error in check([path], TODAY).errors}


def test_a_telephone_that_is_answered_at_no_hour_is_named(town):
    never = '[contact.telephone_hours]\nsource = "000"\n\n[contact.reception]'
    (error,) = check([town(("[contact.reception]", never))], TODAY).errors
    assert (error.code, error.key) == ("MISSING_KEY", "contact.telephone_hours")
    assert "needs hours, like monday" in error.message


def test_a_place_knows_its_access_by_hour(profile):
    place = profile.place("stadskantoor")
    at = MORNING.time()
    assert place.access_at(Service.RENEW, None, 3, at) is Access.WALK_IN
    assert place.access_at(Service.RENEW, None, 4, at) is Access.APPOINTMENT
