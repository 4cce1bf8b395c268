"""For me and for children: what is to be brought is told of both, each thing once (R069-R083, R138)."""

from datetime import date, datetime

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.profiles.loader import load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.vocabulary import BringItem, Service
from kiosk.residence.words import describe

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS)
ADULT = PartialDate.of(date(1990, 1, 1))


def told(profile, **facts):
    wanted = Facts(service=Service.URGENT, **facts)
    return describe(answer(wanted, profile, NOW, clock_ok=True), wanted, texts("en"), profile)


def things(profile, **facts):
    return [label for _, label in told(profile, **facts).bring]


def test_the_childs_papers_stand_beside_the_adults():
    assert things(load("gent", today=NOW.date()), born=ADULT, children=1) == [
        "Your current residence card",
        "The child's residence card",
        "Passport or identity card",
        "The child's passport or identity card",
        "Proof that you may decide for the child (parental authority)",
    ]


def test_who_comes_alone_or_for_children_alone_reads_one_list():
    gent = load("gent", today=NOW.date())
    assert things(gent, born=ADULT) == ["Your current residence card", "Passport or identity card"]
    assert things(gent, children=2)[:2] == ["The child's residence card", "The child's passport or identity card"]


def test_the_photo_that_is_taken_or_brought_is_told_once():
    said = told(load("gent", today=NOW.date()), born=ADULT, children=1)
    photo = [note for note in said.notes if "photo" in note]
    assert photo == [
        "Is the child younger than 3 years? Bring a passport photo. We take all other photos at the counter."
    ]


def test_several_people_bring_a_photo_each():
    town = load("vlaams-voorbeeld", today=NOW.date())
    assert "One passport photo for each person" in things(town, born=ADULT, children=1)
    assert "One passport photo for each person" in things(town, children=2)
    assert "One passport photo" in things(town, children=1)


def test_a_list_of_a_towns_own_for_children_adds_what_the_adult_does_not_bring_anyway():
    gent = load("gent", today=NOW.date())
    own = (BringItem.ADULT_ID, BringItem.PARENT_PERMIT, BringItem.CHILD_ID, BringItem.PREVIOUS_CARD_IF_ANY)
    town = gent.model_copy(update={"bring": gent.bring.model_copy(update={"child_application": own})})
    assert things(town, born=ADULT, children=1) == [
        "Your current residence card",
        "Passport or identity card",
        "The child's passport or proof of identity",
        "The child's previous card or paper proof of identity, if there is one",
        "Proof that you may decide for the child (parental authority)",
    ]
