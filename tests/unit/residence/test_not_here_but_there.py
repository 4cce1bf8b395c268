"""A place that does not serve something says where it is done: with that place's days, and without a number (S-6)."""

from datetime import date, datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.profiles.loader import load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.menu import menu
from kiosk.residence.topics import information_pages
from kiosk.residence.town import AccessOfCards
from kiosk.residence.vocabulary import Access, CardStatus, Codes, Note, Procedure, ResultCode, Service
from kiosk.residence.words import describe

NOW = datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS)
UNTIL = date(2027, 3, 31)


def antenna(*services):
    """Ghent, where Gentbrugge serves none of these."""
    ghent = load("gent", today=NOW.date())
    there = ghent.place("gentbrugge")
    rules = there.access.model_copy(
        update={"services": {**there.access.services, **dict.fromkeys(services, Access.NONE)}}
    )
    places = tuple(each.model_copy(update={"access": rules}) if each is there else each for each in ghent.places)
    return ghent.model_copy(update={"places": places})


def told(profile, place="gentbrugge", **facts):
    given = Facts(place=place, **facts)
    return answer(given, profile, NOW, clock_ok=True), given


@pytest.mark.parametrize("facts", [{"service": Service.RENEW, "valid_until": UNTIL}, {"valid_until": UNTIL}])
def test_a_card_is_answered_as_the_place_that_renews_would_and_sent_there(facts):
    town = antenna(Service.RENEW)
    here, given = told(town, **facts, document_type=33)
    there, _ = told(town, place="stadskantoor", **facts, document_type=33)
    assert (here.result, here.dates, here.fee, here.bring) == (there.result, there.dates, there.fee, there.bring)
    assert (here.ticket_class, here.params.place) == (None, "stadskantoor")
    said = describe(here, given, texts("en"), town)
    assert said.body[0] == "We do not do this here. Go to Stadskantoor."
    assert not any("do not do this here" in note for note in said.notes)


TOLD_ANYWHERE = {Service.LONG_TERM, Service.ABSENCE, Service.TRAVEL, Service.PASSPORT}


@pytest.mark.parametrize(
    "service", [each for each in Service if each not in {Service.COLLECT, Service.MOVED, *TOLD_ANYWHERE}]
)
def test_every_service_that_is_done_elsewhere_says_where(service):
    town = antenna(service)
    if service not in town.offer.services:
        return
    here, given = told(town, service=service)
    there, _ = told(town, place="stadskantoor", service=service)
    if there.result == here.result and Note.NOT_HERE not in here.notes:
        pytest.fail(f"{service} is told as if it were done here")
    assert here.ticket_class is None
    for language in LANGUAGES:
        said = describe(here, given, texts(language), town)
        assert sum("Stadskantoor" in line for line in (said.title, said.body[0] if said.body else "")) == 1


@pytest.mark.parametrize("service", sorted(TOLD_ANYWHERE))
def test_what_is_only_told_is_told_at_every_kiosk(service):
    here, _ = told(antenna(service), service=service)
    assert Note.NOT_HERE not in here.notes


@pytest.mark.parametrize(
    "service",
    [Service.FIRST, Service.CHILD, Service.DAMAGED, Service.DATA_CHANGE, Service.PHOTO, Service.LOST, Service.ANNEX],
)
def test_nothing_beside_it_says_that_it_is_done_here(service):
    town = antenna(service)
    walk_in = town.place("stadskantoor")
    rules = walk_in.access.model_copy(update={"default": Access.WALK_IN})
    places = tuple(each.model_copy(update={"access": rules}) if each is walk_in else each for each in town.places)
    photo = town.photo.model_copy(update={"booth": True})
    town = town.model_copy(update={"places": places, "photo": photo})
    here, given = told(town, service=service, born=PartialDate.parse("1990-01-01"))
    said = describe(here, given, texts("en"), town)
    lines = (said.title, *said.body, *said.notes)
    assert "We do not do this here. Go to Stadskantoor." in lines
    for untrue in ("apply here", "Come back", "in the building", "at the counter can", "Please ask", "Staff will"):
        assert not any(untrue in line for line in lines), lines


def test_what_no_place_serves_stays_as_it_was():
    ghent = load("gent", today=NOW.date())
    nobody = tuple(
        each.model_copy(update={"access": each.access.model_copy(update={"services": {Service.RENEW: Access.NONE}})})
        for each in ghent.places
    )
    here, _ = told(ghent.model_copy(update={"places": nobody}), service=Service.RENEW, valid_until=UNTIL)
    assert Note.NOT_HERE not in here.notes


def test_the_menu_offers_what_another_place_serves():
    town = antenna(Service.LOST)
    keys = {each.service for entry in menu(town, town.place("gentbrugge")) for each in (entry, *entry.children)}
    assert Service.LOST in keys


def test_an_urgent_card_is_promised_by_the_place_that_takes_the_application():
    town = antenna(Service.URGENT)
    here, _ = told(town, service=Service.URGENT)
    there, _ = told(town, place="stadskantoor", service=Service.URGENT)
    assert here.dates == there.dates
    assert Note.NOT_HERE in here.notes


@pytest.fixture(scope="module")
def brussels():
    """Its antenna does next to nothing itself; at the town hall mornings need no appointment."""
    return load("examples/brussels", today=NOW.date())


ANTENNA, TOWN_HALL = "antenne-canal-antenne-kanaal", "hotel-communal-gemeentehuis"
THERE = "We do not do this here. Go to Hôtel communal / Gemeentehuis."
HOURS = "Without an appointment: Monday to Friday 08:30 to 12:30."


def lines(profile, place=ANTENNA, **facts):
    here, given = told(profile, place, **facts)
    said = describe(here, given, texts("en"), profile)
    return here, (said.title, *said.body, *said.notes)


@pytest.mark.parametrize("service", [Service.RENEW, Service.DAMAGED, None])
def test_who_asks_for_somebody_else_is_not_sent_to_a_desk_that_does_not_do_it(brussels, service):
    adult = PartialDate.parse("1990-01-01")
    here, said = lines(brussels, service=service, document_type=33, valid_until=UNTIL, for_other=True, born=adult)
    assert (here.result, here.ticket_class, here.params.place) == (ResultCode.IN_PERSON_ONLY, None, TOWN_HALL)
    assert THERE in said


def test_lost_codes_of_a_card_that_is_collected_are_asked_for_where_that_is_done(brussels):
    here, said = lines(brussels, service=Service.COLLECT, codes=Codes.LOST)
    assert (here.ticket_class, here.params.place) == (None, TOWN_HALL)
    assert THERE in said
    assert THERE not in lines(brussels, TOWN_HALL, service=Service.COLLECT, codes=Codes.LOST)[1]


@pytest.mark.parametrize("status", [CardStatus.IN_PRODUCTION, CardStatus.READY])
def test_hours_of_a_building_are_not_told_without_its_name(brussels, status):
    facts = {
        "service": Service.COLLECT, "card_status": status, "codes": Codes.NO, "applied": date(2027, 2, 1),
        "applied_at": TOWN_HALL, "procedure": Procedure.REGULAR,
    }  # fmt: skip
    assert HOURS not in lines(brussels, **facts)[1]
    assert HOURS in lines(brussels, TOWN_HALL, **facts)[1]


def test_hours_of_the_desk_stand_behind_the_way_to_the_police(brussels):
    for place in (ANTENNA, TOWN_HALL):
        _, said = lines(brussels, place, service=Service.LOST, police_paper=False)
        assert said.index("1. Tell the police that your card is lost or stolen.") < said.index(HOURS)


def test_who_reads_when_no_appointment_is_needed_is_not_told_that_one_may_be(brussels):
    _, said = lines(brussels, TOWN_HALL, service=Service.URGENT)
    assert HOURS in said
    assert "You may need an appointment to apply." not in said


def test_a_photo_booth_is_in_the_building_only_where_every_building_takes_applications(brussels):
    booth = "There is a photo booth in the building."
    everywhere = brussels.model_copy(update={"places": brussels.places[:1]})
    for profile, expected in ((brussels, False), (everywhere, True)):
        assert any(booth in page.body for page in information_pages(texts("en"), profile)) is expected


def nowhere(service, cards=()):
    """Ghent, where no place does this, but for the holders of some cards."""
    ghent = load("gent", today=NOW.date())
    rows = tuple(AccessOfCards(access=access, letters=letters) for access, letters in cards)
    rules = ghent.place(None).access.model_copy(update={"services": {service: Access.NONE}, "cards": rows})
    return ghent.model_copy(
        update={"places": tuple(each.model_copy(update={"access": rules}) for each in ghent.places)}
    )


@pytest.mark.parametrize("service", [Service.RENEW, Service.FIRST, Service.DAMAGED, Service.URGENT, Service.CODES])
def test_of_what_no_place_does_nothing_is_promised(service):
    here, _ = told(nowhere(service), service=service, valid_until=UNTIL, document_type=33)
    assert (here.result, here.fee, here.dates.opens) == (ResultCode.ASK_AT_COUNTER, None, None)


def test_what_no_place_does_for_a_card_is_promised_to_no_holder_of_it():
    town = nowhere(Service.RENEW, [("walk_in", ("EU",))])
    assert told(town, service=Service.RENEW, valid_until=UNTIL, document_type=33)[0].result is ResultCode.ASK_AT_COUNTER
    assert told(town, service=Service.RENEW, valid_until=UNTIL, document_type=31)[0].result is ResultCode.RENEW_OPEN
