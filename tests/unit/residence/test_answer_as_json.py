"""An answer as `kiosk explain --json` writes it: every field that a municipality reads, in plain values."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, time

from kiosk.base.clock import BRUSSELS
from kiosk.residence.answers import Answer, Dates, Fee, FeeLine, Params, SourceUse
from kiosk.residence.vocabulary import (
    AppointmentNeed,
    BringItem,
    Channel,
    Note,
    PhotoRule,
    ResultCode,
    Service,
    TicketClass,
)

WHOLE = Answer(
    ResultCode.URGENT_READY,
    (Note.LATE, Note.OWN_EXPENSE),
    Dates(valid_until=date(2027, 3, 31), ready=datetime(2027, 2, 22, 14, 0, 59, tzinfo=BRUSSELS), days_left=9),
    Fee((FeeLine("Card", 2300), FeeLine("Urgent", 10000)), 12300, (100, 200), reasons=("age", "card")),
    (BringItem.PASSPORT_OR_ID,),
    PhotoRule.BRING,
    AppointmentNeed.WALK_IN,
    (Channel.ONLINE, Channel.PHONE),
    TicketClass.URGENT,
    params=Params(bad_facts=("born", "letter"), cutoff=time(15, 0), service=Service.LOST, counted_months=4.5),
    sources=(
        SourceUse("urgent.cutoff", "002", date(2026, 11, 1), date(2026, 3, 4)),
        SourceUse("fees.0", "assumption", date(2026, 11, 2), None),
    ),
)
NONE_DATED = {each.name: None for each in fields(Dates)}
NOTHING = {
    **{each.name: None for each in fields(Params)},
    "bad_facts": [],
    "photo_too_old": False,
    "certificate_too_old": False,
    "child": False,
}


def test_every_field_is_written():
    assert WHOLE.as_json() == {
        "result": "URGENT_READY",
        "notes": ["LATE", "OWN_EXPENSE"],
        "dates": {**NONE_DATED, "valid_until": "2027-03-31", "ready": "2027-02-22T14:00", "days_left": 9},
        "fee": {
            "lines": [{"label": "Card", "cents": 2300}, {"label": "Urgent", "cents": 10000}],
            "total_cents": 12300,
            "alternatives_cents": [100, 200],
            "ask_at_counter": False,
            "reasons": ["age", "card"],
        },
        "bring": ["passport_or_id"],
        "photo": "bring",
        "appointment": "walk_in",
        "channels": ["online", "phone"],
        "ticket_class": "U",
        "params": {
            **NOTHING,
            "bad_facts": ["born", "letter"],
            "cutoff": "15:00",
            "service": "lost",
            "counted_months": 4.5,
        },
        "sources": [
            {"key": "urgent.cutoff", "source": "002", "checked_on": "2026-11-01", "page_date": "2026-03-04"},
            {"key": "fees.0", "source": "assumption", "checked_on": "2026-11-02", "page_date": None},
        ],
    }


def test_what_nobody_knows_is_null_and_not_left_out():
    assert Answer(ResultCode.INFO).as_json() == {
        "result": "INFO",
        "notes": [],
        "dates": NONE_DATED,
        "fee": None,
        "bring": [],
        "photo": "none",
        "appointment": "unstated",
        "channels": [],
        "ticket_class": None,
        "params": NOTHING,
        "sources": [],
    }


def test_times_are_the_time_of_day_in_brussels_whatever_zone_the_question_had(ask):
    given = datetime(2027, 2, 22, 9, 40, tzinfo=UTC)
    for appointment in (given, datetime(2027, 2, 22, 10, 40)):
        told = ask("gent", "2027-02-22T10:40", service="renew", appointment=appointment)
        assert (told.result, told.appointment) == ("CHECKIN_OK", "required")
        assert told.told.as_json()["dates"]["appointment"] == "2027-02-22T10:40"
