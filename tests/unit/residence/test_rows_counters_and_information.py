"""Rows R094 to R113, R120, R121, R131 to R141: papers, counters, information, and facts that cannot be."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.base.clock import BRUSSELS

NOW = "2027-02-20T10:00"
HERE = {"place": "stadskantoor"}


def test_R094_annex_15_covers_the_stay(ask):
    told = ask("gent", NOW, service="annex", annex="15", **HERE)
    assert (told.result, told.ticket) == ("INFO", "X")
    assert "covers your stay" in told.text


def test_R095_annex_35_is_extended_by_appointment(ask):
    told = ask("gent", NOW, service="annex", annex="35", **HERE)
    assert (told.result, told.ticket) == ("APPOINTMENT_REQUIRED", "R")
    assert "annex 35" in told.text


@pytest.mark.parametrize("given", [{"service": "annex", "annex": "19"}, {"service": "annex", "annex": "19ter"}])
def test_R096_papers_to_hand_in(ask, given):
    for asked in (given, {"service": "documents"}):
        told = ask("gent", NOW, **asked, **HERE)
        assert (told.result, told.ticket) == ("HAND_IN_DOCUMENTS", "X")


@pytest.mark.parametrize(
    ("given", "annex"),
    [
        ({"service": "annex", "annex": "3bis"}, "3bis"),
        ({"service": "annex", "annex": "32"}, "32"),
        ({"service": "guarantor", "guarantee": "short"}, "3bis"),
        ({"service": "guarantor", "guarantee": "student"}, "32"),
    ],
)
def test_R097_guarantor(ask, given, annex):
    told = ask("gent", NOW, **given, **HERE)
    assert told.ticket == "W"
    assert told.told.params.annex == annex
    assert annex in told.text


def test_R098_an_orange_card_by_appointment(ask):
    told = ask("gent", NOW, service="protection", protection="orange-card", **HERE)
    assert (told.result, told.ticket) == ("APPOINTMENT_REQUIRED", "R")


def test_R099_recognised_refugees(ask):
    card = ask("gent", NOW, service="protection", protection="recognised", **HERE)
    assert (card.result, card.ticket) == ("APPOINTMENT_REQUIRED", "R")
    update = ask("gent", NOW, service="protection", protection="data-update", **HERE)
    assert (update.result, update.ticket, update.bring) == ("BY_MAIL_OR_APPOINTMENT", "R", ["cgrs_documents"])
    assert "mail" in update.channels
    assert "migratie@stad.gent" not in update.text  # it stands beside its way, once


def test_R100_an_attestation_of_temporary_protection(ask):
    told = ask("gent", NOW, service="temporary-protection", **HERE)
    assert (told.result, told.ticket) == ("APPOINTMENT_REQUIRED", "T")
    assert "annex 15 (bijlage 15) and an A card" in told.text


@pytest.mark.parametrize(("wanted", "mail"), [("EU+", False), ("F+", True), ("K", True), ("L", True)])
def test_R101_switching_cards(ask, wanted, mail):
    told = ask("gent", NOW, service="switch", switch_to=wanted, **HERE)
    assert told.result == ("BY_MAIL_OR_APPOINTMENT" if mail else "APPOINTMENT_REQUIRED")
    assert ("mail" in told.channels) is mail


def test_R102_starting_a_file(ask):
    told = ask("gent", NOW, service="file", **HERE)
    assert told.result == "APPOINTMENT_REQUIRED"
    assert "Infopunt Migratie" in told.text


def test_R103_registering_for_a_short_stay_too(ask):
    assert "also for less than three months" in ask("gent", NOW, service="register", **HERE).text


def test_R104_new_to_belgium(ask):
    told = ask("gent", NOW, service="register", **HERE)
    assert (told.result, told.ticket) == ("OTHER_PROCEDURE", "V")


@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
def test_R105_no_travel_document(ask, name):
    told = ask(name, NOW, service="travel", document_type=33)
    assert told.result == "INFO"
    assert {"NOT_A_TRAVEL_DOCUMENT", "GENERAL_INFORMATION"} <= set(told.notes)
    assert "passport or national identity card" in told.text


def test_R106_what_a_childs_card_is_for(ask):
    third = ask("leuven", NOW, service="travel", born="2019-01-01", eu=False)
    assert "NEEDED_FOR_RE_ENTRY" in third.notes
    assert "school or sports club" in third.text
    assert "NEEDED_FOR_RE_ENTRY" not in ask("leuven", NOW, service="travel", born="2019-01-01", eu=True).notes
    assert "NEEDED_FOR_RE_ENTRY" in ask("leuven", NOW, service="child", born="2019-01-01", eu=False).notes


@pytest.mark.parametrize(("entry", "until"), [("2027-03-15", "2027-09-15"), ("2026-08-31", "2027-02-28")])
def test_R107_a_passport_valid_for_six_months(ask, entry, until):
    told = ask("gent", NOW, service="passport", entry=entry)
    assert told.dates.passport_until.isoformat() == until
    assert told.ticket is None


@pytest.mark.parametrize(
    ("months", "result", "counted", "short"),
    [
        ((60, 24, 0), "COUNT_SHORT", 48, 12),
        ((72, 24, 0), "COUNT_OK", 60, None),
        ((84, 36, 6), "COUNT_OK", 60, None),
        ((60, 1, 0), "COUNT_SHORT", 59.5, 1),
    ],
)
def test_R108_the_long_term_count(ask, months, result, counted, short):
    told = ask("gent", NOW, service="long-term", months=months)
    params = told.told.params
    assert (told.result, params.counted_months, params.short_months) == (result, counted, short)
    assert "GENERAL_INFORMATION" in told.notes
    assert told.ticket is None


@pytest.mark.parametrize(
    ("absences", "result", "limit"),
    [((6, 4), "COUNT_OK", None), ((7,), "ABSENCE_BREAKS", 6), ((5, 5, 1), "ABSENCE_BREAKS", 10)],
)
def test_R109_absences(ask, absences, result, limit):
    told = ask("gent", NOW, service="absence", absences=absences)
    assert (told.result, told.told.params.limit_months) == (result, limit)


@pytest.mark.parametrize(
    ("absences", "result", "limit"),
    [((12, 6), "COUNT_OK", None), ((13,), "ABSENCE_BREAKS", 12), ((10, 9), "ABSENCE_BREAKS", 18)],
)
def test_R110_absences_with_a_blue_card(ask, absences, result, limit):
    told = ask("gent", NOW, service="absence", absences=absences, document_type=19)
    assert (told.result, told.told.params.limit_months) == (result, limit)
    assert "for the last 2 years" in told.text


def test_R120_closed_tells_the_next_opening(profile_of):
    from kiosk.residence.opening import is_open, next_opening

    ghent = profile_of("gent")
    place = ghent.place("stadskantoor")

    def at(text):
        return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)

    assert is_open(ghent, place, at("2027-02-20T09:00"))
    assert not is_open(ghent, place, at("2027-02-20T12:30"))
    assert next_opening(ghent, place, at("2027-02-20T12:30")) == at("2027-02-22T09:00")
    assert not is_open(ghent, place, at("2026-11-11T10:00"))
    assert next_opening(ghent, place, at("2026-11-10T18:00")) == at("2026-11-12T09:00")
    centre = ghent.place("gentbrugge")
    assert next_opening(ghent, centre, at("2027-02-22T12:45")) == at("2027-02-22T13:30")


@pytest.mark.parametrize(
    ("now", "result", "ticket"),
    [
        ("2027-02-22T09:39:59", "CHECKIN_TOO_EARLY", None),
        ("2027-02-22T09:40", "CHECKIN_OK", "Z"),
        ("2027-02-22T10:40", "CHECKIN_OK", "Z"),
        ("2027-02-22T11:10", "CHECKIN_OK", "Z"),
        ("2027-02-22T11:10:01", "CHECKIN_TOO_LATE", "G"),
        ("2027-02-23T10:40", "CHECKIN_OTHER_DAY", None),
    ],
)
def test_R121_the_check_in_window(ask, now, result, ticket):
    told = ask("gent", now, appointment="2027-02-22T10:40", **HERE)
    assert (told.result, told.ticket) == (result, ticket)
    if result == "CHECKIN_TOO_EARLY":
        assert told.dates.come_back == datetime(2027, 2, 22, 9, 40, tzinfo=BRUSSELS)
        assert "Come back at 09:40." in told.text


def test_R131_the_first_card(ask):
    told = ask("gent", NOW, service="first", **HERE)
    assert (told.result, told.ticket) == ("APPOINTMENT_REQUIRED", "R")
    assert told.bring == ["passport_or_id", "orange_card_or_annex_15_if_any"]
    waiting = ask("gent", NOW, service="first", card_status="awaiting_decision", **HERE)
    assert (waiting.result, waiting.ticket) == ("WAIT_FOR_DECISION", None)


def test_R132_in_production_names_no_date(ask):
    told = ask("gent", NOW, service="collect", card_status="in_production", applied="2027-02-01", **HERE)
    assert (told.result, told.ticket, told.dates.ready) == ("COLLECT_NOT_READY", None, None)
    assert "letter with the codes comes by post first" in told.text


def test_R133_the_office_knows_no_application(ask):
    told = ask("gent", NOW, service="collect", card_status="none", **HERE)
    assert (told.result, told.ticket) == ("NO_APPLICATION_FOUND", "G")


def test_R135_codes_lost_or_forgotten(ask):
    for told in (
        ask("gent", NOW, service="codes", **HERE),
        ask("gent", NOW, service="collect", codes="lost", **HERE),
    ):
        assert (told.result, told.ticket, told.bring) == ("ASK_AT_COUNTER", "R", ["passport_or_id"])


def test_R139_moved_house(ask):
    told = ask("gent", NOW, service="moved", **HERE)
    assert (told.result, told.ticket) == ("ASK_AT_COUNTER", "G")


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"valid_from": "2027-04-01", "valid_until": "2027-03-31"}, {"valid_from", "valid_until"}),
        (
            {"document_type": 63, "born": "2010-01-01", "valid_from": "2026-01-01", "valid_until": "2028-01-01"},
            {"document_type", "born", "valid_from"},
        ),
        ({"applied": "2027-02-21"}, {"applied"}),
        ({"applied": "2027-02-10", "letter": "2027-02-09"}, {"applied", "letter"}),
        ({"letter": "2027-02-21"}, {"letter"}),
        ({"born": "2027-02-21"}, {"born"}),
        ({"place": "nowhere"}, {"place"}),
        ({"months": (10, 8, 4)}, {"months"}),
    ],
)
def test_R140_facts_that_cannot_be(ask, given, names):
    told = ask("gent", NOW, service="collect", **given)
    assert (told.result, told.ticket) == ("BAD_FACTS", "G")
    assert set(told.told.params.bad_facts) == names
    assert told.words().title == "Something does not fit together"


def test_R140_of_facts_that_cannot_be_nothing_else_is_told(ask):
    told = ask("gent", NOW, service="guarantor", letter="2027-02-21")
    assert told.result == "BAD_FACTS"
    assert told.words().body == ("Staff at the counter can help you.",)


def test_R140_a_childs_card_kept_past_twelve_is_no_contradiction(ask):
    told = ask("leuven", NOW, document_type=63, born="2014-06-01", valid_from="2025-01-10", valid_until="2028-01-10")
    assert told.result == "RENEW_TOO_EARLY"


@pytest.mark.parametrize(
    ("born", "cents"),
    [("1984", 2900), ("1984-05", 2900), ("2020", 800), ("2015-02", None), ("2015-01", 2900), ("2015-03", 800)],
)
def test_R141_a_partly_known_birth_date(ask, born, cents):
    told = ask("gent", NOW, service="child", born=born, **HERE)
    if cents is None:
        assert told.result == "ASK_AT_COUNTER"
    else:
        assert told.fee.total_cents == cents


def test_R107_without_an_entry_the_rule_is_told(ask):
    told = ask("gent", NOW, service="passport")
    assert told.dates.passport_until is None
    assert "until 6 months after you enter Belgium" in told.text
