"""Rows R001 to R033: what a card is, and when it may be renewed."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.residence.cardtypes import CARD_LETTERS, CARD_TYPES, card_type, group_of
from kiosk.residence.vocabulary import TicketClass

E = "2027-03-31"


@pytest.mark.parametrize("code", sorted(code for code, card in CARD_TYPES.items() if card.served))
def test_R001_every_code_of_the_table_is_known(ask, code):
    told = ask("gent", "2026-11-22", document_type=code)
    assert told.result == "ID_OK"
    assert f"{card_type(code).letter_printed} card" in told.words().title
    assert told.ticket is None


@pytest.mark.parametrize("code", [1, 6])
def test_R002_a_belgian_card_gets_a_general_ticket_only(ask, code):
    told = ask("gent", "2026-11-22", document_type=code, service="renew", valid_until=E)
    assert (told.result, told.ticket) == ("NOT_RESIDENCE_CARD", "G")
    assert "Staff at the counter can help you." in told.text


@pytest.mark.parametrize("code", [7, 8, 99, 0, -1, 255, 70])
def test_R003_refused_and_unknown_codes_are_values_not_errors(ask, code):
    told = ask("gent", "2026-11-22", document_type=code)
    assert (told.result, told.ticket) == ("CARD_NOT_SUPPORTED", "G")


def test_R004_a_silent_chip_needs_an_appointment_and_a_look_by_staff(ask):
    told = ask("gent", "2026-11-22", service="chip-defect", place="stadskantoor")
    assert told.result == "CHIP_DEFECT"
    assert "CHIP_NOT_WORKING" in told.notes
    assert told.ticket == "S"
    assert told.channels == ["online", "reception", "phone"]
    read = ask("gent", "2027-02-20", service="chip-defect", valid_until=E, read_from_back=True)
    assert "NO_PROOF" in read.notes
    assert read.dates.opens == date(2027, 2, 14)


def test_R005_without_a_card_the_choice_decides_the_class(ask):
    assert ask("gent", "2026-11-23", service="lost").result == "POLICE_FIRST"
    assert ask("gent", "2026-11-23", service="collect", place="gentbrugge").ticket == "P"
    assert ask("gent", "2026-11-23").ticket == "G"


def test_R010_an_expired_chip_still_tells_its_dates(ask):
    told = ask("gent", "2027-04-02", document_type=33, valid_until=E)
    assert (told.result, told.dates.expired_days) == ("EXPIRED", 2)


def test_R011_a_silent_office_leaves_what_the_chip_says(ask):
    told = ask("gent", "2027-02-20", service="renew", document_type=33, valid_until=E, office="down")
    assert told.result == "RENEW_OPEN"
    assert told.notes[0] == "STATUS_NOT_CHECKED"
    collecting = ask("gent", "2026-11-23", service="collect", place="stadskantoor", office="down", codes="yes")
    assert (collecting.result, collecting.ticket) == ("STATUS_UNKNOWN", "P")
    assert "STATUS_NOT_CHECKED" in collecting.notes


def test_R013_a_C_card_is_now_called_K(ask):
    told = ask("gent", "2027-02-20", document_type=13, valid_until=E)
    assert "OLD_LETTER_NAME" in told.notes
    assert "Your C card is now called K card." in told.text


def test_R014_a_K_card_has_no_other_name(ask):
    told = ask("gent", "2027-02-20", document_type=27, valid_until=E)
    assert "OLD_LETTER_NAME" not in told.notes
    assert "Your K card is valid" in told.text


@pytest.mark.parametrize(
    ("code", "printed", "now"),
    [(14, "D", "L"), (28, "L", "L"), (15, "E", "EU"), (31, "EU", "EU"), (16, "E+", "EU+"), (32, "EU+", "EU+")],
)
def test_R015_the_letter_printed_is_shown_and_the_new_one_told(ask, code, printed, now):
    told = ask("gent", "2027-02-20", document_type=code, valid_until=E)
    assert f"Your {printed} card is valid" in told.text
    assert ("OLD_LETTER_NAME" in told.notes) is (printed != now)
    assert card_type(code).letter == now


@pytest.mark.parametrize(
    ("code", "letter"),
    [(61, "EU"), (62, "EU+"), (63, "A"), (64, "B"), (65, "K"), (66, "L"), (67, "F"), (68, "F+"), (69, "M")],
)
def test_R016_children_have_the_same_letters(code, letter):
    card = card_type(code)
    assert (card.letter, card.child, card.group) == (letter, True, group_of(letter))


@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
def test_R017_help_lists_exactly_fourteen_types(profile_of, name):
    names = [row.label for row in profile_of(name).card_names]
    assert len(names) == len(set(names)) == 14
    assert [row.old_letter for row in profile_of(name).card_names if row.old_letter] == ["C", "D", "E", "E+"]


def test_R018_no_default_prefix_stands_on_a_card(profile_of):
    assert {member.value for member in TicketClass} & CARD_LETTERS == set()
    for name in ("gent", "leuven", "vlaams-voorbeeld"):
        prefixes = {row.prefix for row in profile_of(name).tickets.classes.values()}
        assert prefixes & CARD_LETTERS == set()
        assert len(prefixes) == 10


def test_R019_too_early_tells_the_first_open_day(ask):
    told = ask("gent", "2027-02-13", service="renew", place="stadskantoor", document_type=33, valid_until=E)
    assert told.result == "RENEW_TOO_EARLY"
    assert told.dates.opens == date(2027, 2, 14)
    assert told.dates.first_open_day == date(2027, 2, 15)
    assert told.dates.closes == date(2027, 3, 1)
    assert told.dates.opens_in_days == 1
    assert told.ticket is None
    assert "Sunday 14\u00a0February\u00a02027" in told.text
    assert "Monday 15\u00a0February\u00a02027" in told.text


@pytest.mark.parametrize(("today", "left"), [("2027-02-14", 15), ("2027-02-20", 9), ("2027-03-01", 0)])
def test_R020_the_window_is_open_at_both_ends(ask, today, left):
    told = ask("gent", today, service="renew", place="stadskantoor", document_type=33, valid_until=E)
    assert (told.result, told.dates.days_left, told.ticket) == ("RENEW_OPEN", left, "R")
    assert told.dates.last_open_day == date(2027, 3, 1)
    assert told.bring == ["current_card", "passport_or_id"]


def test_R020_the_last_open_day_before_a_closed_last_day_is_shown(ask):
    # E-30 is Saturday 30 January 2027: Gentbrugge is closed then
    told = ask("gent", "2027-01-20", service="renew", place="gentbrugge", document_type=33, valid_until="2027-03-01")
    assert told.dates.last_open_day == date(2027, 1, 29)
    assert "Friday 29\u00a0January\u00a02027" in told.text


@pytest.mark.parametrize(("today", "valid"), [("2027-03-02", 29), ("2027-03-30", 1), ("2027-03-31", 0)])
def test_R021_late_but_still_valid(ask, today, valid):
    told = ask("gent", today, service="renew", place="stadskantoor", document_type=33, valid_until=E)
    assert (told.result, told.dates.valid_days, told.dates.days_left) == ("RENEW_LATE", valid, None)
    assert "LATE" in told.notes
    assert told.ticket == "R"


def test_R022_expired_one_day_ago(ask):
    told = ask("gent", "2027-04-01", service="renew", place="stadskantoor", document_type=33, valid_until=E)
    assert (told.result, told.dates.expired_days, told.ticket) == ("EXPIRED", 1, "R")
    assert told.channels[:3] == ["online", "reception", "phone"]
    assert "ANNEX_15_NOW" not in told.notes
    waiting = ask("gent", "2027-04-01", service="renew", valid_until=E, card_status="awaiting_decision")
    assert "ANNEX_15_NOW" in waiting.notes


@pytest.mark.parametrize(
    ("expiry", "opens", "closes"),
    [
        ("2027-03-01", "2027-01-15", "2027-01-30"),
        ("2028-03-15", "2028-01-30", "2028-02-14"),
        ("2026-12-31", "2026-11-16", "2026-12-01"),
        ("2027-02-14", "2026-12-31", "2027-01-15"),
        ("2027-10-31", "2027-09-16", "2027-10-01"),
    ],
)
def test_R023_worked_windows(ask, expiry, opens, closes):
    told = ask("gent", opens, service="renew", document_type=33, valid_until=expiry)
    assert told.result == "RENEW_OPEN"
    assert (told.dates.opens.isoformat(), told.dates.closes.isoformat()) == (opens, closes)
    assert told.dates.days_left == 15


@pytest.mark.parametrize("today", ["2027-02-20", "2027-03-10"])
def test_R024_no_letter_comes_for_an_A_card_in_ghent(ask, today):
    told = ask("gent", today, service="renew", place="stadskantoor", document_type=33, valid_until=E)
    assert "NO_LETTER_E_FORM" in told.notes
    assert told.channels == ["online", "reception", "phone", "e_form"]
    assert (told.appointment, told.ticket) == ("reception", "R")
    rabot = ask("gent", today, service="renew", place="rabot", document_type=33, valid_until=E)
    assert (rabot.appointment, rabot.ticket) == ("required", None)
    early = ask("gent", "2027-01-20", service="renew", document_type=33, valid_until=E)
    assert "NO_LETTER_E_FORM" not in early.notes


def test_R025_invitations_by_profile(ask):
    other = ask("gent", "2027-02-20", service="renew", document_type=34, valid_until=E)
    assert "LETTER_BY_POST" in other.notes
    assert "NO_LETTER_YET" in other.notes
    assert "NO_LETTER_E_FORM" not in other.notes
    came = ask("gent", "2027-02-20", service="renew", document_type=34, valid_until=E, invitation=True)
    assert "NO_LETTER_YET" not in came.notes
    early = ask("gent", "2027-01-20", service="renew", document_type=34, valid_until=E)
    assert "LETTER_BY_POST" in early.notes
    assert "NO_LETTER_YET" not in early.notes
    example = ask("vlaams-voorbeeld", "2027-02-20", service="renew", document_type=33, valid_until=E)
    assert "LETTER_BY_POST" in example.notes
    child = ask("vlaams-voorbeeld", "2027-02-20", service="renew", document_type=63, valid_until=E, born="2019-01-01")
    assert "NO_INVITATION" in child.notes


@pytest.mark.parametrize("code", [33, 34, 35])
def test_R026_annex_15_while_the_decision_is_awaited(ask, code):
    def notes(today):
        return ask(
            "gent", today, service="renew", document_type=code, valid_until=E, card_status="awaiting_decision"
        ).notes

    assert "ANNEX_15_IF_NO_DECISION" not in notes("2027-02-28")
    assert "ANNEX_15_IF_NO_DECISION" in notes("2027-03-01")
    assert "ANNEX_15_IF_NO_DECISION" in notes("2027-03-31")
    assert "ANNEX_15_NOW" in notes("2027-04-01")
    ready = ask("gent", "2027-03-10", service="renew", document_type=code, valid_until=E, card_status="in_production")
    assert "ANNEX_15_IF_NO_DECISION" not in ready.notes


def test_R027_a_B_card_expires_the_right_of_residence_does_not(ask):
    told = ask("gent", "2027-02-20", service="renew", document_type=12, valid_until=E)
    assert "CARD_EXPIRES_NOT_STAY" in told.notes
    assert "Only the card expires. Your right to stay does not." in told.text
    assert "CARD_EXPIRES_NOT_STAY" not in ask("gent", "2027-02-20", document_type=27, valid_until=E).notes


def test_R028_an_F_card_asks_for_permanent_residence_in_time(ask):
    told = ask("gent", "2027-02-20", service="renew", document_type=17, valid_until=E)
    assert "ASK_PERMANENT_RESIDENCE" in told.notes
    assert "Ask for permanent residence before your card expires." in told.text
    assert "ASK_PERMANENT_RESIDENCE" in ask("gent", "2027-01-20", document_type=17, valid_until=E).notes
    assert "ASK_PERMANENT_RESIDENCE" not in ask("gent", "2027-04-01", document_type=17, valid_until=E).notes


def test_R029_a_students_A_card_until_31_october(ask):
    told = ask("gent", "2027-09-16", service="renew", document_type=11, valid_until="2027-10-31")
    assert told.result == "RENEW_OPEN"
    assert (told.dates.opens, told.dates.closes) == (date(2027, 9, 16), date(2027, 10, 1))


def test_R030_temporary_protection_has_its_own_window(ask):
    def told(today, expiry="2027-03-04"):
        return ask(
            "gent",
            today,
            service="temporary-protection",
            place="stadskantoor",
            document_type=33,
            valid_until=expiry,
        )

    early = told("2027-01-03")
    assert (early.result, early.dates.opens, early.ticket) == ("RENEW_TOO_EARLY", date(2027, 1, 4), None)
    for today in ("2027-01-04", "2027-03-04"):
        assert (told(today).result, told(today).ticket) == ("TP_RENEW_OPEN", "T")
    after = told("2027-03-05")
    assert after.result == "EXPIRED"
    assert told("2027-03-05", expiry="2027-06-01").result == "RENEW_TOO_EARLY"
    # only when the resident says so: the chip's letter A does not show it
    ordinary = ask("gent", "2027-01-04", service="renew", document_type=33, valid_until="2027-03-04")
    assert (ordinary.result, ordinary.dates.opens) == ("RENEW_TOO_EARLY", date(2027, 1, 18))


def test_R030_a_card_whose_date_is_not_known_has_the_same_window(ask):
    early = ask("gent", "2027-01-03", service="temporary-protection", document_type=33)
    assert (early.result, early.dates.opens, early.dates.valid_days) == ("RENEW_TOO_EARLY", date(2027, 1, 4), None)
    assert ask("gent", "2027-03-04", service="temporary-protection", document_type=33).result == "TP_RENEW_OPEN"


def test_without_an_expiry_date_no_window_is_invented(ask):
    told = ask("gent", "2027-02-20", service="renew", document_type=34)
    assert (told.result, told.ticket) == ("APPOINTMENT_REQUIRED", "R")
    assert (told.dates.opens, told.dates.closes, told.dates.valid_days) == (None, None, None)
    assert told.fee.total_cents == 2900
    assert told.bring == ["current_card", "passport_or_id"]
    assert told.notes[:3] == ["ANNEX_15_IF_CARD", "CARD_EXPIRES_NOT_STAY", "LETTER_BY_POST"]


def test_R032_renewing_for_someone_else(ask):
    told = ask("gent", "2027-02-20", service="renew", place="stadskantoor", valid_until=E, for_other=True)
    assert (told.result, told.ticket) == ("IN_PERSON_ONLY", "V")
    assert "MEDICAL_PROXY" in told.notes
    assert "Contact Migration (Migratie)" in told.text


def test_R033_how_long_without_a_card(profile_of):
    facts = profile_of("gent").knowledge_facts
    assert (facts.stay_without_card_months, facts.stay_without_card_days) == (3, 90)
    assert profile_of("gent").source("knowledge_facts.stay_without_card_months").page == "000"
    assert profile_of("gent").source("knowledge_facts.stay_without_card_days").page == "004"
