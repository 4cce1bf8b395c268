"""Walks for the checks: all shipped profiles and places, people with every card; a sample of them, or all."""

import random
from dataclasses import replace
from datetime import datetime
from functools import cache

from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import load
from kiosk.residence import engine
from kiosk.residence.vocabulary import Service
from kiosk.visit.model.phases import Answered, Asking
from kiosk.visit.model.state import Moment, Setting, Situation, VisitState
from kiosk.visit.tour.explore import with_camera
from kiosk.visit.tour.people import NOBODY, collectors, everyone, people
from kiosk.visit.tour.walker import CARD, walk

NOON = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
TODAY = NOON.date()
PROFILES = ("gent", "leuven", "vlaams-voorbeeld")
SEED = 14
# pairs of a place and a person by chance; "all" has every one
SIZES = {"quick": 10, "full": 150}
ADULT = "A card, in time"
CHILD = "child's A card, 5 years"
FEWER = (NOBODY.name, ADULT, CHILD)


@cache
def profile(name):
    return load(name, today=TODAY)


def idle(name, place=None, **situation):
    setting = Setting(profile(name), place or profile(name).places[0].id, "walk")
    return VisitState(setting, Moment(NOON, 100.0), Situation(**situation))


def starts():
    return [idle(name, place.id) for name in PROFILES for place in profile(name).places]


def few(start):
    return (*people(TODAY), *collectors(start.setting.profile, start.setting.place, TODAY))


def few_pairs(*, quick=False):
    """(start, person): the few at the first place of each profile; `quick`: those who tell towns apart in the others."""
    firsts = [idle(name) for name in PROFILES]
    # the back of a card is read where there is a camera
    return [
        (start if each.chip_answers else with_camera(start), each)
        for start in firsts
        for each in few(start)
        if not quick or start is firsts[0] or each.name in FEWER or each.office is not None
    ]


def all_pairs():
    return [(start, each) for start in starts() for each in everyone(start.setting.profile, start.setting.place, TODAY)]


def pairs(which):
    """The few everywhere they differ, and some of the others by chance (with a seed), or all."""
    if which == "all":
        return all_pairs()
    found = few_pairs(quick=which == "quick")
    for start in starts():
        if start.setting.place != start.setting.profile.places[0].id:
            found += [(start, each) for each in few(start) if each is NOBODY or each.office is not None]
    return found + random.Random(SEED).sample(all_pairs(), SIZES[which])


@cache
def answers(which):
    """Every different answer to the people of `which`: "quick", "full" or "all"."""
    return _different(pairs(which))


@cache
def answers_when(name, **situation):
    """The answers of a kiosk of this municipality on which something does not work.

    A clock, tickets or paper change no way: the answers of everything that works are told again.  Without a reader nobody has
    a card, and the office is asked about collecting alone.
    """
    start = idle(name, **situation)
    if not start.situation.cards:
        return _different([(start, NOBODY)])
    if not start.situation.office:
        return _different([(start, person) for person in _fewer(start)], only=Service.COLLECT)
    whole = _different([(idle(name), person) for person in _fewer(start)])
    return tuple(_again(told, start.situation) for told in whole)


def _fewer(start):
    return [person for person in few(start) if person.name in FEWER or person.office is not None]


def _again(told, situation):
    """The same facts and the same screen, in this situation."""
    state = replace(told.state, situation=situation)
    setting, facts = state.setting, told.visit.facts
    answer = engine.answer(facts, setting.profile, state.now.civil, clock_ok=situation.clock_ok)
    return replace(told, state=replace(state, visit=replace(told.visit, answer=answer)))


@cache
def _all_ways(name, who):
    start = idle(name)
    person = next(person for person in few(start) if person.name == who)
    return tuple(told for told in walk(start, person, late=True) if isinstance(told.state.phase, Answered))


def ways():
    """All ways to an answer of somebody without a card, of an adult and of a child, by (municipality, person).

    The card comes at every moment, at the answer too: it is the right one, the visitor's own instead of a child's, or a child's.
    """
    return {(name, who): _all_ways(name, who) for name in PROFILES for who in FEWER}


def _ends(start, person, only):
    first = idle(start.setting.profile.id)
    if person.name in FEWER and only is None and start == first:
        return _all_ways(first.setting.profile.id, person.name)
    # whom the office knows comes to collect; the rest of that walk is another's
    only = Service.COLLECT if person.office else only
    return (told for told in walk(start, person, only=only) if isinstance(told.state.phase, Answered))


def _different(chosen, only=None):
    found = {}
    for start, person in chosen:
        for told in _ends(start, person, only):
            left = tuple(phase.question for phase, touch in told.screens if _left(phase, touch))
            key = (start.setting.profile.id, start.setting.place, told.view, told.visit.answer, left)
            found.setdefault(key, told)
    return tuple(found.values())


def _left(phase, touch):
    return isinstance(phase, Asking) and touch.key == CARD


def case(told, more=""):
    """The name of a kind of case: municipality, service, and what is wrong with it."""
    return " ".join(filter(None, (told.state.setting.profile.id, told.visit.service, more)))
