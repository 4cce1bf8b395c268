"""Answers that the pages give and that once were wrong or missing: each test names the finding that showed it (D1-D34)."""

from __future__ import annotations

from datetime import date

import pytest

E = "2027-03-31"
DECIDED_ON = [33, 63, 34, 64, 35, 67]


# --- D3: the state first, then the codes and the call, then where ------------------------------------------------


@pytest.mark.parametrize(
    ("status", "codes", "result"),
    [
        ("in_production", "no", "COLLECT_NOT_READY"),
        ("awaiting_decision", "no", "WAIT_FOR_DECISION"),
        ("ready", "no", "WAIT_FOR_CODES"),
        ("ready", "yes", "COLLECT_ELSEWHERE"),
    ],
)
def test_D3_a_card_that_is_not_here_yet_is_in_no_other_building(ask, status, codes, result):
    told = ask(
        "gent", "2027-02-20", service="collect", card_status=status, codes=codes, applied="2027-02-01",
        applied_at="gentbrugge", place="stadskantoor",
    )  # fmt: skip
    assert told.result == result
    assert (told.place == "gentbrugge") is (result == "COLLECT_ELSEWHERE")


@pytest.mark.parametrize("place", ["gentbrugge", "rabot"])
def test_D3_who_was_not_called_waits_for_the_call(ask, place):
    told = ask(
        "gent", "2026-11-05T15:00", service="collect", procedure="urgent", codes="no", card_status="in_production",
        place=place,
    )  # fmt: skip
    assert (told.result, told.place) == ("URGENT_WAIT", "stadskantoor")
    assert "You always collect an urgent card at Stadskantoor." in told.text


GONE = [
    {"applied": "2026-08-01", "codes": "yes"},
    {"applied": "2026-08-01", "codes": "yes", "letter": "2026-08-20", "applied_at": "gentbrugge"},
    {"applied": "2026-08-01", "codes": "yes", "born": "2019-01-01"},
    {"applied": "2026-08-01", "card_status": "destroyed"},
]


@pytest.mark.parametrize("given", GONE)
def test_D3_why_a_card_is_gone_names_nothing_that_only_collecting_needs(ask, given):
    told = ask("gent", "2027-02-18", service="collect", place="stadskantoor", **given)
    assert told.result == "DESTROYED_OR_EXPIRED"
    assert {use.key for use in told.told.sources} == {"collection.deadline_months", "places.stadskantoor.access"}
    assert (told.bring, told.notes) == ([], [])
    days = (told.dates.collect_until, told.dates.collect_last_open_day, told.dates.collect_from)
    assert days == (date(2026, 11, 1), None, None)


def test_D3_the_letters_date_counts_in_another_building_too(ask):
    given = {"service": "collect", "codes": "yes", "applied_at": "gentbrugge", "place": "stadskantoor"}
    told = ask("gent", "2027-02-12", applied="2027-01-20", letter="2027-02-10", **given)
    assert (told.result, told.dates.collect_from, told.place) == ("COLLECT_FROM", date(2027, 2, 17), "gentbrugge")
    assert "Go to Gentbrugge." in told.text
    after = ask("gent", "2027-02-17", applied="2027-01-20", letter="2027-02-10", **given)
    assert after.result == "COLLECT_ELSEWHERE"


# --- D16: what holds is told when the office is silent ------------------------------------------------------------


@pytest.mark.parametrize("given", [{"office": "down"}, {}])
def test_D16_a_silent_office_hides_neither_the_extra_week_nor_the_three_months(ask, given):
    told = ask("gent", "2027-02-12", service="collect", codes="yes", place="gentbrugge", **given)
    assert told.result == "STATUS_UNKNOWN"
    assert "Wait 7 more days after the letter." in told.text
    assert "Collect your card within 3 months of your application." in told.text
    here = ask("gent", "2027-02-12", service="collect", codes="yes", place="stadskantoor", **given)
    assert "COLLECT_EXTRA_DAYS" not in here.notes
    assert "COLLECT_WITHIN" in here.notes


def test_D16_what_the_office_knows_is_not_said_as_a_rule(ask):
    told = ask(
        "gent", "2027-02-12", service="collect", codes="yes", place="gentbrugge", card_status="ready",
        applied="2027-01-20",
    )  # fmt: skip
    assert told.result == "COLLECT_NOW"
    assert {"COLLECT_EXTRA_DAYS", "COLLECT_WITHIN"} & set(told.notes) == set()


def test_D16_the_usual_delay_of_the_letter_is_told_without_a_date(ask):
    told = ask("vlaams-voorbeeld", "2027-02-12", service="collect", codes="no")
    assert (told.result, told.dates.letter_from) == ("WAIT_FOR_CODES", None)
    assert "14 to 21 days after your application" in told.text
    dated = ask("vlaams-voorbeeld", "2027-02-12", service="collect", codes="no", applied="2027-02-01")
    assert "14 to 21 days" not in dated.text
    assert "between 15\u00a0February\u00a02027 and 22\u00a0February\u00a02027" in dated.text


# --- D5: no decision yet -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", DECIDED_ON)
@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
def test_D5_who_waits_for_a_decision_hears_of_annex_15_without_any_office(ask, name, code):
    near = ask(name, "2027-03-26", service="renew", document_type=code, valid_until=E, born="2019-01-01")
    assert "ANNEX_15_IF_NO_DECISION" in near.notes
    assert "No decision by 31\u00a0March\u00a02027? Then you get annex 15 (bijlage 15), a temporary paper" in near.text
    ended = ask(name, "2027-04-01", service="renew", document_type=code, valid_until=E, born="2019-01-01")
    assert "Are you still waiting for a decision? Ask for annex 15 (bijlage 15), a temporary paper" in ended.text
    assert "ANNEX_15_NOW" not in ended.notes


@pytest.mark.parametrize("today", ["2027-02-20", "2027-03-26", "2027-04-01"])
def test_D5_an_A_card_needs_the_approval_of_the_immigration_office_first(ask, today):
    told = ask("gent", today, service="renew", document_type=33, valid_until=E)
    assert "The Immigration Office must agree to your new card first." in told.text
    assert "APPROVAL_FIRST" not in ask("gent", "2027-01-20", service="renew", document_type=33, valid_until=E).notes
    assert "APPROVAL_FIRST" not in ask("gent", today, service="renew", document_type=27, valid_until=E).notes


NEW_CARD = ["damaged", "photo", "data-change", "chip-defect", "urgent", "child"]


@pytest.mark.parametrize("service", NEW_CARD)
def test_D5_who_asks_for_a_new_card_near_its_end_hears_the_same_whatever_it_is_for(ask, service):
    def told(today, code=33):
        given = {"born": "2019-01-01"} if service == "child" else {}
        return ask("gent", today, service=service, document_type=code, valid_until=E, place="stadskantoor", **given)

    assert {"APPROVAL_FIRST", "ANNEX_15_IF_NO_DECISION"} <= set(told("2027-03-26").notes)
    assert "No decision by 31\u00a0March\u00a02027? Then you get annex 15" in told("2027-03-26").text
    assert "ANNEX_15_IF_WAITING" in told("2027-04-01").notes
    # in the window the approval alone; before it the card is new enough, and for another card nobody agrees
    assert {"APPROVAL_FIRST", "ANNEX_15_IF_NO_DECISION"} & set(told("2027-02-15").notes) == {"APPROVAL_FIRST"}
    assert {"APPROVAL_FIRST", "ANNEX_15_IF_NO_DECISION"} & set(told("2027-02-12").notes) == set()
    assert {"APPROVAL_FIRST", "ANNEX_15_IF_NO_DECISION"} & set(told("2027-03-26", 27).notes) == set()


@pytest.mark.parametrize("service", ["urgent", "lost", "damaged", "renew"])
def test_D5_who_needs_it_urgently_without_a_card_hears_of_the_approval_as_a_condition(ask, service):
    given = {"service": service, "procedure": "urgent", "police_paper": True, "born": "1990-01-01"}
    told = ask("gent", "2027-02-18", **given)
    assert "Card A that ends soon? Then the Immigration Office must agree to the new card first." in told.text
    # one sentence: an urgent answer is one page on a panel that lies across, and its card is there within days
    assert {"APPROVAL_FIRST", "ANNEX_15_IF_CARD"} & set(told.notes) == set()
    # who is from the EU, and who has another card, needs no approval
    assert "APPROVAL_IF_CARD" not in ask("gent", "2027-02-18", **given, eu=True).notes
    assert "APPROVAL_IF_CARD" not in ask("gent", "2027-02-18", **given, document_type=27).notes


IF_CARD = {"APPROVAL_IF_CARD", "ANNEX_15_IF_CARD"}


@pytest.mark.parametrize("service", ["renew", "damaged", "lost", "child"])
@pytest.mark.parametrize("town", ["gent", "leuven", "vlaams-voorbeeld"])
def test_D5_without_a_card_in_the_reader_approval_and_annex_15_are_conditions(ask, town, service):
    born = "2019-01-01" if service == "child" else "1990-01-01"
    given = {"service": service, "police_paper": True, "born": born}
    told = ask(town, "2027-02-18", **given)
    whose = "the child's" if service == "child" else "your"
    assert "Card A that ends soon? Then the Immigration Office must agree to the new card first." in told.text
    assert f"No decision when card A, B, F ends? Then annex 15 (bijlage 15) covers {whose} stay." in told.text
    assert set(ask(town, "2027-02-18", eu=True, **given).notes) & IF_CARD == set()
    assert set(ask(town, "2027-02-18", document_type=27, **given).notes) & IF_CARD == set()
    # what is known of the card is no condition any more
    b_card = ask(town, "2027-02-18", document_type=34, **given)
    assert "No decision when card B ends? Then annex 15" in b_card.text
    assert "APPROVAL_IF_CARD" not in b_card.notes
    assert set(ask(town, "2027-02-18", document_type=33, valid_until=E, **given).notes) & IF_CARD == set()
    assert set(ask(town, "2027-02-18", card_status="in_production", **given).notes) & IF_CARD == set()


@pytest.mark.parametrize("service", ["renew", "damaged"])
def test_D5_dates_from_the_back_of_a_card_tell_no_letter_so_both_stay_conditions(ask, service):
    given = {"service": service, "born": "1990-01-01", "valid_until": E}
    assert set(ask("gent", "2027-03-26", **given).notes) >= IF_CARD
    assert set(ask("gent", "2027-02-12", **given).notes) & IF_CARD == set()
    ended = ask("gent", "2027-04-01", card_status="awaiting_decision", **given)
    assert {"ANNEX_15_NOW", "ANNEX_15_IF_CARD"} & set(ended.notes) == {"ANNEX_15_NOW"}


@pytest.mark.parametrize("procedure", ["regular", "urgent"])
@pytest.mark.parametrize(
    "given",
    [{"service": "first"}, {"service": "switch", "switch_to": "EU+"}, {"service": "child", "situation": "born-here"}],
)
def test_D5_a_card_that_follows_no_other_says_nothing_of_an_approval(ask, given, procedure):
    told = ask("leuven", "2027-02-18", procedure=procedure, born="2019-01-01", **given)
    assert set(told.notes) & IF_CARD == set()


def test_D5_temporary_protection_waits_for_the_same_decision(ask):
    given = {"service": "temporary-protection", "document_type": 33, "valid_until": "2027-03-04"}
    assert {"APPROVAL_FIRST", "ANNEX_15_IF_NO_DECISION"} <= set(ask("gent", "2027-02-22", **given).notes)
    early = ask("gent", "2026-12-22", **given)
    assert (early.result, "APPROVAL_FIRST" in early.notes) == ("RENEW_TOO_EARLY", False)


@pytest.mark.parametrize("status", ["ready", "in_production"])
@pytest.mark.parametrize("today", ["2027-03-26", "2027-04-01"])
def test_D5_a_decision_that_was_taken_is_not_waited_for(ask, status, today):
    told = ask("gent", today, service="renew", document_type=33, valid_until=E, card_status=status)
    assert {"APPROVAL_FIRST", "ANNEX_15_IF_NO_DECISION", "ANNEX_15_IF_WAITING"} & set(told.notes) == set()


def test_D5_who_comes_to_collect_too_early_hears_of_annex_15(ask):
    told = ask(
        "gent", "2027-04-01", service="collect", document_type=33, valid_until=E, card_status="awaiting_decision"
    )
    assert (told.result, told.notes) == ("WAIT_FOR_DECISION", ["ANNEX_15_NOW"])
    assert told.dates.annex_15 == date(2027, 3, 31)


def test_D5_who_waits_to_collect_near_the_end_reads_what_covers_the_stay(ask):
    told = ask(
        "gent", "2027-03-26", service="collect", document_type=33, valid_until=E, card_status="awaiting_decision"
    )
    assert told.result == "WAIT_FOR_DECISION"
    assert "No decision by 31\u00a0March\u00a02027? Then you get annex 15" in told.text


# --- D4: a birthday that matters ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "born", "until", "said"),
    [
        ("2028-03-03", "2021-06-01", "2028-02-29", False),  # expired, and six
        ("2028-01-03", "2021-06-01", "2028-02-29", False),  # ends at six
        ("2028-01-03", "2016-06-01", "2028-05-31", False),  # ends the day before
        ("2028-01-03", "2016-06-01", "2028-06-01", True),
        ("2029-01-03", "2016-06-01", "2029-02-01", True),  # twelve already, the card is still good
    ],
)
@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
def test_D4_a_card_outlives_the_birthday_only_when_it_does(ask, name, today, born, until, said):
    told = ask(name, today, service="renew", document_type=63, valid_from="2025-03-01", valid_until=until, born=born)
    assert ("past the 12th birthday" in told.text) is said
    assert ("renew the stay before the card" in told.text) is said


def test_D4_a_birth_date_that_leaves_it_open_says_nothing(ask):
    told = ask("leuven", "2028-01-03", service="renew", document_type=63, valid_until="2028-06-01", born="2016")
    assert "12th birthday" not in told.text


# --- D12: Leuven's urgent procedure is for children under 12 ------------------------------------------------------


@pytest.mark.parametrize("given", [{"born": "1990-01-01"}, {}, {"born": "2014-11-03"}])
def test_D12_leuven_promises_adults_no_urgent_card(ask, given):
    told = ask("leuven", "2026-11-03T10:00", service="urgent", **given)
    assert (told.result, told.ticket, told.dates.ready) == ("ASK_AT_COUNTER", "G", None)
    assert told.fee.ask_at_counter
    lost = ask("leuven", "2026-11-03T10:00", service="lost", procedure="urgent", police_paper=True, **given)
    assert lost.dates.ready is None
    child = ask("leuven", "2026-11-03T10:00", service="urgent", born="2014-11-04")
    assert (child.result, child.dates.ready) == ("URGENT_READY", date(2026, 11, 4))


# --- D13: temporary protection, and the card's own date -----------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "until", "result"),
    [
        ("2026-11-28", "2026-03-04", "EXPIRED"),
        ("2026-11-28", "2026-12-15", "RENEW_LATE"),
        ("2027-01-20", "2028-03-04", "RENEW_TOO_EARLY"),
        ("2027-01-20", "2027-03-04", "TP_RENEW_OPEN"),
    ],
)
def test_D13_the_notice_never_overrules_the_cards_own_date(ask, today, until, result):
    told = ask("gent", today, service="temporary-protection", document_type=33, valid_until=until)
    assert told.result == result


# --- D9: from 12 years on one comes oneself ----------------------------------------------------------------------

APPLICATIONS = [
    "renew",
    "first",
    "lost",
    "stolen",
    "damaged",
    "chip-defect",
    "data-change",
    "photo",
    "switch",
    "urgent",
]


@pytest.mark.parametrize("service", [*APPLICATIONS, "temporary-protection", "protection"])
def test_D9_nobody_applies_for_somebody_of_12_or_older(ask, service):
    given = {"for_other": True, "police_paper": True, "place": "stadskantoor", "protection": "recognised"}
    told = ask("gent", "2027-02-22", service=service, born="1980-01-01", **given)
    assert (told.result, told.ticket, told.fee) == ("IN_PERSON_ONLY", "V", None)
    child = ask("gent", "2027-02-22", service=service, born="2019-01-01", **given)
    assert child.result != "IN_PERSON_ONLY"


def test_D9_a_child_of_12_comes_for_its_own_card(ask):
    told = ask("gent", "2027-02-22", service="child", born="2014-01-01")
    assert {"CHILD_MUST_COME", "FINGERPRINTS", "MANDATORY"} <= set(told.notes)
    assert "FINGERPRINTS" not in ask("gent", "2027-02-22", service="child", born="2019-01-01").notes


# --- D10: a card that came back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
def test_D10_a_found_card_is_gone_only_when_it_was_reported(ask, name):
    gone = ask(name, "2027-02-22", service="found", reported=True)
    assert (gone.result, gone.bring) == ("CARD_REVOKED", ["found_card"])
    kept = ask(name, "2027-02-22", service="found", reported=False, document_type=33, valid_until=E)
    assert (kept.result, kept.fee, kept.bring) == ("CARD_STILL_VALID", None, [])
    ended = ask(name, "2027-04-22", service="found", reported=False, document_type=33, valid_until=E)
    assert ended.result == "EXPIRED"
    unknown = ask(name, "2027-02-22", service="found")
    assert unknown.result == "ASK_IF_REPORTED"
    assert "No? Then you can use it again." in unknown.text
    # whoever hands a card in gets a number for it: the card desk's, or a general one
    number = "S" if name == "gent" else "G"
    assert (gone.ticket, unknown.ticket) == (number, number)
    assert (gone.told.appointment == "required", unknown.told.appointment == "required") == (False, False)


# --- D23: what no page says of Rabot -----------------------------------------------------------------------------


def test_D23_rabot_is_no_service_centre(ask):
    letter = {"service": "collect", "codes": "yes", "place": "rabot", "applied_at": "rabot"}
    told = ask("gent", "2027-02-12", letter="2027-02-10", **letter)
    assert (told.result, told.dates.collect_from) == ("COLLECT_BY_APPOINTMENT", None)
    assert ask("gent", "2026-11-03T10:00", service="urgent", place="rabot").result == "URGENT_NO_DATE"
    assert ask("gent", "2026-11-03T10:00", service="urgent", place="gentbrugge").result == "URGENT_READY"
