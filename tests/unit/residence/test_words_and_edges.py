"""Words of answers that the rows do not name, and the edges of single rules."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.base.i18n import texts
from kiosk.profiles.loader import check
from kiosk.residence.answers import Answer, SourceUse
from kiosk.residence.facts import Facts
from kiosk.residence.fees import charge
from kiosk.residence.labels import BRING, CARD_NAME, CHANNEL, PROFILE_LABELS, SERVICE
from kiosk.residence.reasons import staff_view, value_at
from kiosk.residence.remarks import NOTES, SITUATIONS
from kiosk.residence.vocabulary import Access, BringItem, Channel, ChildSituation, Note, ResultCode, Service
from kiosk.residence.wording import RESULTS
from kiosk.residence.words import describe


def test_every_code_has_words():
    assert set(RESULTS) == set(ResultCode)
    assert set(NOTES) == set(Note)
    assert set(BRING) == set(BringItem)
    assert set(CHANNEL) == set(Channel)
    assert set(SERVICE) == set(Service)
    assert set(SITUATIONS) == set(ChildSituation)


@pytest.mark.parametrize("result", list(ResultCode))
@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
def test_an_answer_made_by_hand_has_a_title_without_gaps(profile_of, result, name):
    said = describe(Answer(result), Facts(), texts("en"), profile_of(name))
    assert said.title
    assert "{" not in " ".join((said.title, *said.body, *said.notes))


@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
def test_every_official_type_has_a_name(profile_of, name):
    assert {row.label for row in profile_of(name).card_names} == set(CARD_NAME)


@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
def test_every_label_of_a_shipped_profile_is_translated(shipped, name):
    assert all(label and label == label.strip() for label in PROFILE_LABELS)
    assert "UNKNOWN_TEXT" not in {
        str(each.code) for each in check((shipped / f"{name}.toml",), date(2026, 11, 22)).notices
    }


def test_several_cards_with_two_possible_prices_name_the_range(ask):
    told = ask("vlaams-voorbeeld", "2026-11-23", service="child", born="2019-01-01", children=2)
    assert told.fee.alternatives_cents == (1540, 1840, 2140)
    assert told.words().fee_lines == (("Together", "€\u00a015,40 to €\u00a021,40"),)


def test_the_last_days_are_told_in_words(ask):
    def said(today):
        return ask("gent", today, service="renew", document_type=33, valid_until="2027-03-31").text

    assert "Today is the last day." in said("2027-03-01")
    assert "You have 1 day left." in said("2027-02-28")
    assert "Your card is valid for 1 more day." in said("2027-03-30")
    assert "Your card is valid today for the last time." in said("2027-03-31")
    assert "The card expired 1 day ago." in said("2027-04-01")


def test_an_unknown_age_in_a_family_asks_for_the_price(ask):
    told = ask("gent", "2027-02-20T10:00", service="urgent", born="2015-02", children=1)
    assert told.fee.ask_at_counter


def test_a_child_whose_band_is_open_is_never_guessed(ask):
    for given in ({"service": "renew", "valid_until": "2027-03-31"}, {"service": "collect"}, {"service": "damaged"}):
        assert ask("gent", "2027-02-20", born="2015-02", **given).result == "ASK_AT_COUNTER"
    lost = ask("gent", "2027-02-20", born="2015-02", service="lost", police_paper=True)
    assert lost.result == "ASK_AT_COUNTER"


def test_a_card_that_may_be_lost_with_annex_12_goes_on(ask):
    told = ask("gent", "2027-02-22", service="annex", annex="12", place="stadskantoor")
    assert (told.result, told.ticket) == ("APPOINTMENT_REQUIRED", "R")
    assert "police_loss" in told.bring


# one of each kind of value
VALUES = [
    ("urgent.cutoff", "15:00"),
    ("payment.contactless", "yes"),
    ("collection.letter_days", "not stated"),
    ("collection.by_proxy", "never"),
    ("contact.channels", "online reception phone"),
    ("places.gentbrugge.special_days", "nothing"),
    ("places.rabot.opening.monday", "09:00-12:30 13:30-17:00"),
    ("places.rabot.access", "default appointment, services renew walk_in, codes none"),
    ("statuses.temporary_protection", "valid_until 2027-03-04, renew_from 2027-01-04"),
    ("tickets.classes.P.prefix", "P"),
]


def test_staff_see_the_value_behind_every_source(ask, profile_of):
    told = ask("gent", "2027-02-20", service="renew", document_type=33, valid_until="2027-03-31")
    lines = staff_view(told.told, told.profile)
    assert lines[0] == "RENEW_OPEN APPROVAL_FIRST NO_LETTER_E_FORM FEE_CONTACTLESS"
    assert len(lines) == 1 + len(told.told.sources)
    gent = profile_of("gent")
    page = gent.sources["000"]
    assert lines[1].endswith(f"[000: {page.title}, written {page.page_date}, read {page.checked_on}]")


@pytest.mark.parametrize(("key", "value"), VALUES)
def test_staff_read_a_value_in_words(profile_of, key, value):
    gent = profile_of("gent")
    apart = {Service.RENEW: Access.WALK_IN, Service.CODES: Access.NONE}
    rules = type(gent.place("rabot").access)(default=Access.APPOINTMENT, services=apart)
    places = tuple(each.model_copy(update={"access": rules}) if each.id == "rabot" else each for each in gent.places)
    assert value_at(gent.model_copy(update={"places": places}), key) == value


def test_staff_are_told_no_day_of_writing_where_the_page_has_none(profile_of):
    gent = profile_of("gent")
    use = SourceUse("urgent.cutoff", "assumption", date(2026, 11, 1), None)
    line = f"urgent.cutoff = 15:00 [assumption: {gent.sources['assumption'].title}, read 2026-11-01]"
    assert staff_view(Answer(ResultCode.INFO, sources=(use,)), gent) == ("INFO", line)


def test_a_photo_rule_that_no_page_states_asks(ask, profile_of):
    from kiosk.residence.case import Case
    from kiosk.residence.preparing import prepare_application

    gent = profile_of("gent")
    silent = gent.model_copy(update={"photo": gent.photo.model_copy(update={"bring": "unstated"})})
    never = gent.model_copy(
        update={"photo": gent.photo.model_copy(update={"bring": "never", "cannot_sit_still": False})}
    )
    told = ask("gent", "2027-02-20", service="renew")
    for profile, photo in ((silent, "ask"), (never, "taken_here")):
        case = Case(Facts(service=Service.RENEW), profile, told_at(), clock_ok=True)
        prepare_application(case)
        charge(case)
        assert case.photo == photo
    assert told.photo == "taken_here"


def told_at():
    from datetime import datetime

    from kiosk.base.clock import BRUSSELS

    return datetime(2027, 2, 20, 10, tzinfo=BRUSSELS)


def test_a_child_that_must_come_to_collect_is_told(ask, profile_of):
    from kiosk.residence.engine import answer
    from kiosk.residence.facts import PartialDate

    gent = profile_of("gent")
    strict = gent.model_copy(update={"child_card": gent.child_card.model_copy(update={"child_comes_to_collect": True})})
    facts = Facts(service=Service.COLLECT, born=PartialDate.of(date(2019, 1, 1)))
    assert Note.CHILD_MUST_COME in answer(facts, strict, told_at(), clock_ok=True).notes


def test_a_place_that_hands_out_no_cards_sends_to_the_counter(profile_of):
    from kiosk.residence.engine import answer

    gent = profile_of("gent")
    first = gent.places[0]
    closed = first.model_copy(update={"collection": first.collection.model_copy(update={"mode": "none"})})
    profile = gent.model_copy(update={"places": (closed, *gent.places[1:])})
    told = answer(Facts(service=Service.COLLECT), profile, told_at(), clock_ok=True)
    assert (told.result, told.ticket_class) == ("ASK_AT_COUNTER", "G")


def test_a_walk_in_place_takes_applications_at_once(profile_of):
    from kiosk.residence.engine import answer
    from kiosk.residence.vocabulary import Access

    gent = profile_of("gent")
    first = gent.places[0]
    open_door = first.model_copy(update={"access": first.access.model_copy(update={"default": Access.WALK_IN})})
    profile = gent.model_copy(update={"places": (open_door, *gent.places[1:])})
    for service in (Service.RENEW, Service.DAMAGED, Service.CHILD):
        told = answer(Facts(service=service), profile, told_at(), clock_ok=True)
        assert (told.result, told.ticket_class, told.appointment) == ("APPLY_HERE", "R", "walk_in")
