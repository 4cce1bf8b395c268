"""Words, numbers and ways that belong to what it is about, and doubt where no page states it (findings D19 to D34)."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.residence.answers import Answer
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts
from kiosk.residence.vocabulary import Channel, ResultCode, Service
from kiosk.residence.ways import way_detail

E = "2027-03-31"


# --- D19, D27, D28, D34: words that belong to what it is about ----------------------------------------------------


def test_D19_annex_12_comes_from_the_police_and_the_appointment_is_for_the_card(ask):
    told = ask("gent", "2027-02-22", service="annex", annex="12", place="stadskantoor")
    assert told.words().title == "You need an appointment for a new card"
    assert "annex 12" not in told.text


@pytest.mark.parametrize(
    ("given", "said", "not_said"),
    [
        ({"guarantee": "short"}, "You need annex 3bis (bijlage 3bis).", "Annex 32"),
        ({"guarantee": "student"}, "You need annex 32 (bijlage 32).", "Annex 3bis (bijlage 3bis) is"),
        ({"annex": "32"}, "You need annex 32 (bijlage 32).", "Annex 3bis (bijlage 3bis) is"),
    ],
)
def test_D27_who_chose_an_annex_hears_of_that_one_alone(ask, given, said, not_said):
    service = "annex" if "annex" in given else "guarantor"
    told = ask("gent", "2027-02-22", service=service, **given)
    assert said in told.text
    assert not_said not in told.text
    both = ask("gent", "2027-02-22", service="guarantor")
    assert "Annex 3bis (bijlage 3bis) is for a short stay. Annex 32 (bijlage 32) is for a student." in both.text


def test_D27_the_orange_card_and_the_residence_card_have_titles_of_their_own(ask):
    orange = ask("gent", "2027-02-22", service="protection", protection="orange-card")
    assert orange.words().title == "You need an appointment for the orange card (oranje kaart)"
    card = ask("gent", "2027-02-22", service="protection", protection="recognised")
    assert card.words().title == "You need an appointment for your residence card"


def test_D27_the_title_is_not_said_twice(ask):
    late = ask("gent", "2027-03-20", service="renew", document_type=27, valid_until=E)
    assert "LATE" in late.notes
    assert "as soon as possible" not in " ".join((*late.words().body, *late.words().notes))
    silent = ask("gent", "2027-03-20", service="chip-defect")
    assert "does not work" not in silent.text


def test_D27_a_child_of_12_hears_nothing_of_younger_ones(ask):
    told = ask("leuven", "2027-02-22", service="child", born="2014-01-01")
    assert not any(word in told.text for word in ("was born here", "paper proof", "good time", "gets a letter: at"))
    young = ask("leuven", "2027-02-22", service="child", born="2019-01-01")
    assert all(word in young.text for word in ("was born here", "paper proof", "good time", "gets a letter: at"))


def test_D28_every_appointment_of_the_reception_has_its_number(ask):
    for given in ({"service": "annex", "annex": "35"}, {"service": "protection", "protection": "orange-card"}):
        assert ask("gent", "2027-02-22", place="gentbrugge", **given).ticket == "R"
        assert ask("gent", "2027-02-22", place="rabot", **given).ticket is None
    card = ask("gent", "2027-02-22", service="protection", protection="recognised")
    assert (card.fee.total_cents, card.bring) == (2900, ["passport_or_id", "orange_card_or_annex_15_if_any"])


def test_D34_a_card_without_a_puk_needs_no_new_letter(ask):
    told = ask("gent", "2027-02-22", service="codes", has_puk=False)
    assert told.words().title == "Ask for a new PIN at the counter"
    for given in ({}, {"has_puk": True}):
        assert ask("gent", "2027-02-22", service="codes", **given).words().title == "Ask for new codes at the counter"
    lost = ask("gent", "2027-02-22", service="collect", codes="lost")
    assert lost.words().title == "Ask for new codes at the counter"


@pytest.mark.parametrize("name", ["leuven", "vlaams-voorbeeld"])
@pytest.mark.parametrize("given", [{"service": "codes"}, {"service": "collect", "codes": "lost"}])
def test_the_counter_that_is_named_can_be_reached_with_a_number(ask, name, given):
    told = ask(name, "2027-02-22", **given)
    assert (told.result, told.ticket) == ("ASK_AT_COUNTER", "G")
    assert told.told.appointment != "required"


# --- D20: the blue card's own measure ----------------------------------------------------------------------------


def test_D20_a_blue_card_counts_years_in_the_eu_and_in_belgium(ask):
    def told(*months):
        return ask("gent", "2027-02-22", service="long-term", document_type=19, months=months)

    short = told(20, 0, 0)
    assert (short.result, short.told.params.short_months, short.told.params.required_months) == ("COUNT_SHORT", 4, 24)
    assert "24 months are needed." in short.text
    open_still = told(24, 0, 0)
    assert (open_still.result, open_still.told.params.short_months) == ("INFO", None)
    assert "You need 5 years in the EU with a blue card." in open_still.text
    assert "You must have lived in Belgium for the last 2 years." in open_still.text
    assert "60 months" not in open_still.text
    assert told(84, 24, 0).result == "COUNT_OK"
    assert told(83, 24, 0).result == "INFO"
    assert (
        ask("gent", "2027-02-22", service="long-term", document_type=33, months=(24, 0, 0)).told.params.short_months
        == 36
    )
    away = ask("gent", "2027-02-22", service="absence", document_type=19)
    assert "5 years in the EU" in away.text


# --- D22, D23: what no page states is said with doubt -------------------------------------------------------------


def test_D22_open_days_that_rest_on_assumed_hours_are_to_be_checked(ask):
    sunday = ask("gent", "2027-02-13", service="renew", document_type=33, valid_until=E)
    assert "HOURS_TO_CONFIRM" in sunday.notes
    weekday = ask("gent", "2027-02-13", service="renew", document_type=33, valid_until="2027-04-01")
    assert weekday.dates.first_open_day == weekday.dates.opens
    assert "HOURS_TO_CONFIRM" not in weekday.notes
    assert "First open day" not in weekday.text


@pytest.mark.parametrize("today", ["2026-11-07T10:00", "2026-11-06T18:00"])
def test_D22_a_place_that_is_shut_by_assumption_promises_with_doubt(ask, today):
    assert "HOURS_TO_CONFIRM" in ask("gent", today, service="urgent", place="gentbrugge").notes
    assert "HOURS_TO_CONFIRM" not in ask("gent", "2026-11-06T10:00", service="urgent", place="gentbrugge").notes


def test_D22_hours_that_a_town_states_decide(profile_of):

    gent = profile_of("gent").model_copy()
    gent._provenance = {
        key: source.model_copy(update={"page": "own"}) if key.endswith("gentbrugge.opening") else source
        for key, source in profile_of("gent").provenance().items()
    }
    facts = Facts(service=Service.URGENT, place="gentbrugge")
    shut = answer(facts, gent, datetime(2026, 11, 6, 18, tzinfo=BRUSSELS), clock_ok=True)
    assert (str(shut.result), shut.ticket_class) == ("CLOSED", None)
    assert "HOURS_TO_CONFIRM" not in shut.notes


def test_D22_a_notice_from_outside_the_pages_is_to_be_confirmed(ask):
    told = ask("gent", "2027-01-20", service="temporary-protection", document_type=33, valid_until="2027-03-04")
    assert "DATES_TO_CONFIRM" in told.notes


@pytest.mark.parametrize("code", [27, 28, 31, 32, 17, 36, 19, 20, 21, 22, 23])
def test_D23_a_window_that_no_page_gives_for_this_card_is_to_be_confirmed(ask, code):
    for name in ("leuven", "vlaams-voorbeeld"):
        assert "DATES_TO_CONFIRM" in ask(name, "2027-02-20", service="renew", document_type=code, valid_until=E).notes
        for stated in (33, 34):
            told = ask(name, "2027-02-20", service="renew", document_type=stated, valid_until=E)
            assert "DATES_TO_CONFIRM" not in told.notes
    assert "DATES_TO_CONFIRM" not in ask("gent", "2027-02-20", service="renew", document_type=code, valid_until=E).notes


@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
def test_D23_values_that_stand_in_no_page_say_so(profile_of, name):
    profile = profile_of(name)
    # no page names an address of a web site
    assert profile.contact.website == ""
    assert profile.stated("fees.0.amount_cents")
    assert not profile.stated(f"places.{profile.places[0].id}.opening")
    assert (profile.bring.first_card is None) is (name != "gent")


def test_D23_a_first_card_has_the_towns_own_list_or_none(ask):
    assert ask("vlaams-voorbeeld", "2027-02-22", service="first").bring == ["photo", "invitation", "fee"]
    leuven = ask("leuven", "2027-02-22", service="first")
    assert leuven.bring == []
    assert "Ask the counter what to bring." in leuven.text


# --- D24, D31: ways with what belongs to them ---------------------------------------------------------------------


def test_D24_D31_every_way_has_its_name_number_or_places(profile_of):

    told = Answer(ResultCode.APPOINTMENT_REQUIRED)
    gent, leuven = profile_of("gent"), profile_of("leuven")
    reception = way_detail(Channel.RECEPTION, told, texts("en"), gent)
    assert reception == "Gentinfo: Stadskantoor, Gentbrugge, Sint-Amandsberg, Nieuw-Gent, Wondelgem"
    assert way_detail(Channel.PHONE, told, texts("en"), gent) == "09 266 71 50"
    assert way_detail(Channel.PHONE, told, texts("en"), leuven) == "Ask us for the number."


# --- D26, D29, D33: small words ----------------------------------------------------------------------------------


def test_D26_certificates(ask):
    photo = ask("gent", "2027-03-15", service="renew", medical="photo")
    assert "month old" not in photo.text
    old = ask("gent", "2027-03-15", service="renew", medical="fingerprints", certificate="2027-01-31")
    assert "too old" in old.text
    assert "28\u00a0February" not in old.text
    last = ask("gent", "2027-02-28", service="renew", medical="fingerprints", certificate="2027-01-31")
    assert "Your certificate can be used until 28\u00a0February\u00a02027." in last.text


@pytest.mark.parametrize(
    ("today", "given"),
    [
        ("2027-04-02", {"service": "renew"}),
        ("2027-02-22", {"service": "urgent"}),
        ("2027-02-22", {"service": "damaged"}),
    ],
)
def test_D29_no_letter_is_asked_for_that_nobody_announced(ask, today, given):
    told = ask("vlaams-voorbeeld", today, document_type=33, valid_until=E, **given)
    assert "invitation" not in told.bring
    announced = ask("vlaams-voorbeeld", "2027-02-20", service="renew", document_type=33, valid_until=E)
    assert "invitation" in announced.bring


def test_D29_a_damaged_card_goes_to_the_police_first(ask):
    assert "First report the damage to the police." in ask("vlaams-voorbeeld", "2027-02-22", service="damaged").text


@pytest.mark.parametrize("today", ["2026-06-01", "2027-02-20", "2027-03-20"])
def test_D33_an_F_card_asks_for_permanent_residence_at_any_time_before_its_end(ask, today):
    assert "ASK_PERMANENT_RESIDENCE" in ask("gent", today, service="renew", document_type=35, valid_until=E).notes


@pytest.mark.parametrize(
    ("code", "eu", "said"),
    [(63, None, True), (67, None, True), (61, None, False), (62, None, False), (61, False, True), (63, True, False)],
)
def test_a_child_from_outside_the_eu_hears_by_its_card_that_it_needs_it_to_come_back(ask, code, eu, said):
    told = ask("leuven", "2027-02-20", service="renew", document_type=code, valid_until=E, born="2019-01-01", eu=eu)
    assert ("The child needs this card to come back to Belgium." in told.text) is said
