"""A walk through the visit finds every screen that a person comes to, and `explain` says how."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import load
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.menu import menu
from kiosk.residence.vocabulary import CardStatus, Codes, Office, Procedure, Service
from kiosk.visit.model import phases
from kiosk.visit.model.state import Moment, Setting, VisitState
from kiosk.visit.tour.explore import with_camera
from kiosk.visit.tour.people import NOBODY, Person, collectors, everyone, holder_of, people
from kiosk.visit.tour.reach import reach
from kiosk.visit.tour.walker import follow, walk

NOON = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
TODAY = NOON.date()


def idle(name="gent", place=None):
    profile = load(name, today=TODAY)
    return VisitState(Setting(profile, place or profile.places[0].id, "walk"), Moment(NOON, 100.0))


def asked(facts, name="gent", language="en"):
    return reach(facts, load(name, today=TODAY), NOON, clock_ok=True, language=language)


@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
def test_every_service_of_the_menu_is_walked_to_an_answer(name):
    start = idle(name)
    card = Person("a card", holder_of(33, TODAY))
    answered = {
        told.visit.facts.service
        for person in (NOBODY, card)
        for told in walk(start, person)
        if isinstance(told.state.phase, phases.Answered)
    }
    items = menu(start.setting.profile, start.setting.profile.place(start.setting.place))
    offered = {leaf.service for item in items for leaf in (item.children or (item,))} - {None}
    assert offered
    assert offered <= answered


def test_who_forgot_the_pin_is_told_of_a_new_one():
    person = next(each for each in people(TODAY) if each.name == "A card, PIN forgotten")
    ends = [told for told in walk(idle(), person, only=Service.RENEW) if told.way.endswith("PIN forgotten")]
    assert ends
    assert all(told.visit.facts.service is Service.CODES for told in ends)
    assert not any(told.visit.pin_proved for told in ends)


def test_a_silent_chip_is_tried_twice_and_then_its_back_is_read():
    person = next(each for each in people(TODAY) if each.name == "A card, chip silent")
    screens = list(walk(with_camera(idle()), person, only=Service.RENEW))
    faults = [told for told in screens if isinstance(told.state.phase, phases.Sorry)]
    assert faults
    assert all(told.way.endswith("(card) › (card)") for told in faults)
    ends = [told for told in screens if "(back of the card)" in told.way and told.visit.answer is not None]
    assert {told.visit.facts.service for told in ends} == {Service.CHIP_DEFECT}
    assert all(told.visit.facts.valid_until == person.card.card.valid_until for told in ends)
    assert not [told for told in walk(idle(), person, only=Service.RENEW) if "back of the card" in told.way]


def test_every_way_is_pressed_as_it_is_written():
    start = idle()
    for told in walk(start, Person("a card", holder_of(33, TODAY)), only=Service.LOST):
        first = next(iter(walk(start, told.person)))
        again = follow(first, [touch.key for touch in told.touches])
        assert (again.touches, again.sentences) == (told.touches, told.sentences)


def test_a_walk_of_one_service_finds_what_the_walk_of_all_finds():
    start, person = idle("leuven"), Person("a card", holder_of(63, TODAY, age=5))

    def ends(only):
        return Counter(
            told.sentences
            for told in walk(start, person, only=only)
            if isinstance(told.state.phase, phases.Answered) and told.visit.facts.service is Service.CHILD
        )

    assert ends(Service.CHILD).keys() == ends(None).keys()


def test_the_late_card_and_the_card_at_once_are_both_walked():
    ways = [told.touches for told in walk(idle(), Person("a card", holder_of(33, TODAY)), only=Service.LOST)]
    late = [way for way in ways if any(touch.key == "card" for touch in way)]
    assert any(way[-1].key != "card" for way in late)
    assert any(way[-2].key.startswith("answer.") for way in late if way[-1].key == "card")


def test_the_ticket_and_the_slip_are_those_of_the_printer():
    told = next(each for each in walk(idle(), NOBODY) if {"ticket", "slip"} <= each.buttons)
    assert any(line.endswith("001") for line in told.ticket)
    assert told.view.title in told.slip


def test_people_have_cards_that_can_be_true():
    profile = load("gent", today=TODAY)
    everybody = everyone(profile, "stadskantoor", TODAY)
    assert len({person.name for person in everybody}) == len(everybody)
    few = (*people(TODAY), *collectors(profile, "stadskantoor", TODAY))
    assert {person.name for person in few} <= {person.name for person in everybody}
    for person in everybody:
        if person.card is not None:
            card, born = person.card.card, person.card.holder.birth_date
            assert date(born.year, born.month, born.day) <= card.valid_from < card.valid_until


def test_explain_says_the_screen_and_the_touches():
    facts = Facts(Service.RENEW, document_type=33, valid_until=date(2027, 3, 31))
    found = asked(facts)
    assert [touch.label for touch in found.touches] == ["(card), PIN"]
    assert "The card costs €\N{NO-BREAK SPACE}29." in found.told
    assert found.why_not == ""


def test_the_screen_is_in_the_language_that_was_asked_for():
    found = asked(Facts(Service.MOVED), language="nl")
    assert found.touches is not None
    assert found.told != asked(Facts(Service.MOVED)).told


def test_the_office_and_its_silence_lead_to_their_own_screens():
    known = Facts(
        Service.COLLECT, document_type=33, valid_until=date(2027, 3, 31), codes=Codes.YES, procedure=Procedure.REGULAR
    )
    ready = asked(replace(known, card_status=CardStatus.READY, applied_at="stadskantoor", office=Office.UP))
    silent = asked(replace(known, office=Office.DOWN))
    assert ready.touches is not None
    assert silent.touches is not None
    assert ready.told[0] != silent.told[0]


def test_a_birth_date_is_reached_by_the_age_that_it_gives():
    found = asked(Facts(Service.CHILD, born=PartialDate.of(date(2026, 6, 1))), "leuven")
    assert "Younger than 3" in [touch.label for touch in found.touches]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (Facts(), "Without a service"),
        (Facts(Service.GUARANTOR, duplicate=True), "duplicate"),
        (Facts(Service.FILE), ""),
        (Facts(Service.ANNEX), "The kiosk asks before it answers: Which paper is it about?"),
    ],
)
def test_what_no_finger_reaches_says_why_not(facts, why):
    found = asked(facts)
    assert found.told
    assert why in found.why_not
    assert (found.touches is None) is bool(found.why_not)


def test_facts_that_cannot_be_true_show_the_screen_that_says_so():
    found = asked(Facts(Service.RENEW, document_type=33, valid_from=date(2028, 1, 1), valid_until=date(2027, 3, 31)))
    assert found.told[0] == "The dates do not fit together"


def test_a_service_that_is_not_on_the_menu_says_so():
    assert "menu" in asked(Facts(Service.GUARANTOR), "leuven").why_not


@pytest.mark.parametrize(
    ("person", "another"),
    [("A card, in time", True), ("child's A card, 5 years", False)],
)
def test_a_card_is_put_in_at_the_answer_too_where_that_is_asked_for(person, another):
    start, who = idle(), next(each for each in people(TODAY) if each.name == person)

    def at_answers(*, late):
        screens = walk(start, who, only=Service.CHILD, late=late)
        return [told for told in screens if told.before and isinstance(told.before.state.phase, phases.Answered)]

    assert at_answers(late=False) == []
    ends = at_answers(late=True)
    assert ends
    for told in ends:
        assert isinstance(told.state.phase, phases.Answered)
        assert told.visit.reading is not None
        assert told.visit.said == told.before.visit.said
    assert any("belongs to somebody else" in " ".join(told.sentences) for told in ends)
    assert all("belongs to somebody else" in " ".join(told.sentences) for told in ends) is another
