"""What of a card a visit holds, and how long (that it holds in every state is a law of the machine)."""

import dataclasses
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from machine import NOON, Resident

from devices.api import CardFault, CardIdentified, CardInserted, CardJudged, CardProblem, Verdict
from kiosk.visit.model import phases
from kiosk.visit.model.effects import AskOffice, ReadCard
from kiosk.visit.model.inputs import OfficeAnswered, Tick
from kiosk.visit.model.state import Setting
from kiosk.visit.tour.explore import sample_reading

READING = sample_reading(NOON.date())
NUMBER = READING.holder.national_number
NAME = READING.holder.given_names
# read because the file is one piece, and nobody's business after that
DROPPED = {
    READING.holder.surname,
    READING.holder.birth_place,
    READING.holder.nationality,
    READING.card.card_number,
}


def greeted(reading=READING):
    """A resident who is greeted while the proof goes on."""
    resident = Resident().press("menu.card", "menu.renew").do(CardInserted())
    return resident.do(CardIdentified(resident.effect(ReadCard).request, reading))


def held(value):
    """Every text in a value, however deep; a setting is the municipality's and holds nobody."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, (type, Setting)):
        for field in dataclasses.fields(value):
            yield from held(getattr(value, field.name))
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from held(each)


def test_a_reading_that_fails_after_the_greeting_holds_no_name():
    resident = greeted()
    assert NAME in set(held(resident.state))
    resident.do(CardFault(resident.effect(ReadCard).request, CardProblem.CARD_UNREADABLE))
    assert isinstance(resident.state.phase, phases.Sorry)
    assert not set(held(resident.state)) & (DROPPED | {NAME, NUMBER})


def test_a_second_given_name_is_never_held():
    reading = dataclasses.replace(READING, holder=dataclasses.replace(READING.holder, given_names="Amina Nour"))
    resident = greeted(reading)
    assert NAME in set(held(resident.state))
    assert not any("Nour" in text for text in held(resident.state))


def for_another_service():
    """A card that was read and proved for a renewal; then back, and "collect" instead."""
    resident = Resident().press("menu.card", "menu.renew").insert().pin()
    assert NUMBER not in set(held(resident.state))
    while not (isinstance(resident.state.phase, phases.Menu) and not resident.state.phase.path):
        resident.press("back")
    return resident.press("menu.collect", "answer.me")


def test_a_card_that_was_read_for_another_service_is_read_again_for_the_look_up():
    resident = for_another_service()
    request = resident.effect(ReadCard).request
    assert isinstance(resident.state.phase, phases.Reading)
    resident.do(CardIdentified(request, READING)).do(CardJudged(request, READING)).do(Tick(), 2.0)
    asked = resident.effect(AskOffice)
    assert asked.national_number == NUMBER
    assert NUMBER not in set(held(resident.state))
    resident.do(OfficeAnswered(asked.request, None))
    assert not isinstance(resident.state.phase, (phases.TypePin, phases.Reading))


def test_a_card_that_is_read_again_is_judged_again():
    resident = for_another_service()
    request = resident.effect(ReadCard).request
    forged = sample_reading(NOON.date(), verdict=Verdict.FORGED)
    resident.do(CardIdentified(request, forged)).do(CardJudged(request, forged))
    assert isinstance(resident.state.phase, phases.Sorry)
    assert not [each for each in resident.effects if isinstance(each, AskOffice)]
