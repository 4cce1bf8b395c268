"""The pages of information say what the five pages explain and no answer says; and nothing that a page says otherwise."""

from __future__ import annotations

import pytest

from kiosk.base.i18n import texts
from kiosk.residence.topics import information_pages, topics

TOWNS = ("gent", "leuven", "vlaams-voorbeeld")
# where a finger finds it: (town, page, what it says)
TOLD = [
    ("gent", "photo", "We take the photo at the counter. Photos from home are not used."),
    ("gent", "photo", "Bring a photo for a child younger than 3 years."),
    ("gent", "photo", "Bring one too for an older child who cannot sit still alone."),
    ("gent", "no-decision", "A cards: the Immigration Office must agree to the new card first."),
    ("gent", "no-decision", "Then you get annex 15 (bijlage 15), a temporary paper."),
    ("gent", "no-decision", "These cards wait for a decision: A, B, F."),
    ("gent", "renewing", "Fingerprints are taken when you apply and when you collect."),
    ("gent", "renewing", "from 45 to 30 days before your card ends"),
    ("gent", "collecting-where", "At a service centre you wait 7 more days after the letter."),
    ("gent", "collecting", "within 3 months of your application. After that it is destroyed."),
    ("gent", "collecting-where", "You collect it where you applied for it."),
    ("gent", "collecting-where", "Collect as soon as you have the letter: Stadskantoor."),
    (
        "gent",
        "collecting-where",
        "Collect without an appointment: Stadskantoor, Gentbrugge, Nieuw-Gent, Sint-Amandsberg, Wondelgem.",
    ),
    ("gent", "collecting-where", "Collect by appointment: Rabot."),
    ("gent", "card", "Which card you get depends on your stay and your nationality."),
    ("gent", "card", "The letter of your card is on the front or the back."),
    ("gent", "unlimited", "In these cases the Immigration Office decides."),
    ("gent", "reach-us", "You get an answer, but it may take some time."),
    ("vlaams-voorbeeld", "pin", "Did you forget your PIN? The PUK sets a new one."),
    ("leuven", "child", "It is for children under 12 who are not Belgian and may live here."),
    ("leuven", "child-use", "a child also needs a passport or identity card of its country"),
    ("gent", "medical", "The certificate may be at most 1 month old."),
    ("gent", "medical", "chemotherapy"),
    ("gent", "medical", "After the treatment you pay for a new card with a new photo."),
    ("gent", "reach-us", "Reception: Gentinfo: Stadskantoor, Gentbrugge, Sint-Amandsberg, Nieuw-Gent, Wondelgem."),
    ("vlaams-voorbeeld", "photo", "colour photo. The rules of ICAO"),
    ("vlaams-voorbeeld", "photo", "There is a photo booth in the building."),
    ("vlaams-voorbeeld", "medical", "Ask us for another way to apply."),
    ("leuven", "photo", "For an older child we take the photo at the counter."),
    ("leuven", "child", "You may change it for a card before that date."),
    ("leuven", "child", "How long depends on the kind of stay."),
    ("leuven", "child-grown", "as soon as they are 12"),
    ("leuven", "child-grown", "In some cases the child must renew the stay before the card."),
    ("leuven", "child-when", "You must also have the right to live here"),
    ("gent", "passport", "The same holds for a European identity card."),
    ("gent", "passport", "Use a European one, or the one with the most rights."),
    ("gent", "second-residence", "For the first year your employer asks for a single permit."),
    ("gent", "a-card", "Family of a national of another country"),
    ("gent", "a-card", "Workers: it is renewed while you still do the work."),
    ("gent", "a-card", "Students: it is renewed every year"),
    ("gent", "unlimited", "work permit B"),
    ("gent", "f-card", "renewed for 5 years"),
    ("gent", "long-term", "diplomatic, consular or special card"),
    ("gent", "long-term", "just before you apply"),
    ("gent", "h-card", "You need 5 years in the EU with a blue card."),
    ("gent", "h-card", "away for 12 months in one go"),
    ("gent", "h-card", "away for 18 months in total"),
]


@pytest.fixture
def reached(profile_of):
    """Town -> page -> its text, as far as a finger gets through the subjects."""
    return {
        town: {page.id: " ".join(page.body) for topic in topics(texts("en"), profile_of(town)) for page in topic.pages}
        for town in TOWNS
    }


@pytest.mark.parametrize(
    ("town", "page", "said"), TOLD, ids=[f"{town}-{page}-{said[:24]}" for town, page, said in TOLD]
)
def test_a_fact_of_the_pages_is_reached_by_a_finger(reached, town, page, said):
    assert said in reached[town][page]


@pytest.mark.parametrize("town", TOWNS)
def test_every_page_stands_under_a_subject(reached, profile_of, town):
    assert set(reached[town]) == {page.id for page in information_pages(texts("en"), profile_of(town))}
    assert len(topics(texts("en"), profile_of(town))) <= 6


@pytest.mark.parametrize("town", TOWNS)
def test_D17_who_must_have_a_card_is_said_as_the_answers_say_it(reached, ask, town):
    told = ask(town, "2027-02-22", service="child", born="2020-01-01")
    everybody = "Children must have a card too, at any age." in reached[town]["child"]
    assert everybody is ("MANDATORY" in told.notes)
    assert ("From 12 years on everybody must have a card" in reached[town]["child"]) is not everybody


@pytest.mark.parametrize("town", TOWNS)
def test_D25_a_town_does_not_ask_for_what_an_employer_asks_of_its_staff(reached, town):
    text = " ".join(reached[town].values())
    assert not any(word in text for word in ("scan", "Photos by phone", "Schengen"))


@pytest.mark.parametrize("town", ["gent", "leuven"])
def test_D8_nobody_is_told_to_have_a_photo_made_that_is_taken_at_the_counter(reached, town):
    assert not any(word in reached[town]["photo"] for word in ("ICAO", "smile", "booth"))


def test_D23_a_window_that_is_given_for_some_cards_names_them(reached):
    assert "This is given for these cards: A, B." in reached["leuven"]["renewing"]
    assert "This is given" not in reached["gent"]["renewing"]


@pytest.mark.parametrize("town", ["leuven", "vlaams-voorbeeld"])
def test_where_all_places_collect_in_one_way_no_place_is_named_for_it(reached, town):
    assert "collecting-where" not in reached[town]


def test_a_place_that_hands_out_no_card_is_not_named(profile_of):
    gent = profile_of("gent")
    first, *others = gent.places
    without = first.model_copy(update={"collection": first.collection.model_copy(update={"mode": "none"})})
    pages = information_pages(texts("en"), gent.model_copy(update={"places": (without, *others)}))
    said = " ".join(next(page.body for page in pages if page.id == "collecting-where"))
    assert "Collect without an appointment: Gentbrugge, Nieuw-Gent, Sint-Amandsberg, Wondelgem." in said
    assert "as soon as you have the letter" not in said


def test_D16_the_months_to_collect_are_told_only_where_a_page_has_them(reached):
    for town in ("leuven", "vlaams-voorbeeld"):
        assert "destroyed" not in reached[town].get("collecting", "")
        assert "service centre" not in " ".join(reached[town].values())
