"""Every question and situation of residents is a walk by touches, and every answer to a detail is among them or stands up to the checks."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.residence.vocabulary import Service
from kiosk.visit.model.details import DETAILS
from kiosk.visit.model.phases import Answered, Asking
from kiosk.visit.model.questions import QUESTIONS
from kiosk.visit.tour.people import NOBODY, people
from kiosk.visit.tour.walker import CARD, follow, walk
from tests.walk.checks import EACH
from tests.walk.walks import TODAY, few, idle, profile


@dataclass(frozen=True)
class Walk:
    name: str
    at: str
    touches: list[str]
    told: list[str]
    who: str = NOBODY.name
    place: str | None = None
    not_told: tuple[str, ...] = ()


WALKS = [Walk(**row) for row in tomllib.loads((Path(__file__).parent / "situations.toml").read_text("utf-8"))["walk"]]


def followed(each):
    start = idle(each.at, each.place)
    person = next(person for person in few(start) if person.name == each.who)
    told = follow(next(walk(start, person)), each.touches)
    pressed = [touch.key for touch in told.touches]
    assert pressed == each.touches, f"after {told.way!r} the screen asks {told.view.title!r}"
    return told


@pytest.mark.parametrize("each", WALKS, ids=[each.name for each in WALKS])
def test_it_is_told_by_these_touches(each):
    told = followed(each)
    assert isinstance(told.state.phase, Answered), told.view.title
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in told.sentences]
    for wanted in each.told:
        assert any(re.search(wanted, line) for line in lines), (wanted, lines)
    for unwanted in each.not_told:
        assert not any(re.search(unwanted, line) for line in lines), (unwanted, lines)


def test_every_question_on_which_a_detail_depends_is_asked_in_one_of_them():
    details = {question.id for question in QUESTIONS if question.detail}
    assert {question.id for question in DETAILS} <= details
    asked = {phase.question for each in WALKS for phase, _ in followed(each).screens if isinstance(phase, Asking)}
    assert details <= asked


DETAILED = [
    ("gent", Service.LONG_TERM),
    ("gent", Service.ABSENCE),
    ("gent", Service.PASSPORT),
    ("gent", Service.CHILD),
    ("vlaams-voorbeeld", Service.RENEW),
    ("vlaams-voorbeeld", Service.DAMAGED),
]


@pytest.mark.parametrize(("name", "service"), DETAILED, ids=[f"{name} {service}" for name, service in DETAILED])
def test_no_answer_to_a_detail_misleads(name, service):
    adult = next(person for person in people(TODAY) if person.name == "A card, in time")
    ends = [
        told
        for person in (NOBODY, adult)
        for told in walk(idle(name), person, only=service, details=True)
        if isinstance(told.state.phase, Answered)
    ]
    assert ends
    assert [(check.__name__, case, told.way) for told in ends for check in EACH for case in check(told)] == []


@pytest.mark.parametrize("question", [each for each in QUESTIONS if each.detail], ids=lambda each: each.id)
def test_who_does_not_know_a_detail_has_an_answer_to_press(question):
    # the second screen of the years comes after "5 years or more"
    assert question.choices[-1].value in ("unknown", "none") or question.id == "years-here-more"


def test_a_detail_is_not_asked_where_nothing_depends_on_it():
    # Ghent takes the photo and needs no letter; a lost card without the police's paper needs neither
    told = follow(next(walk(idle("gent"), NOBODY)), ["menu.trouble", "menu.damaged", "answer.me"])
    assert isinstance(told.state.phase, Answered)
    flemish = follow(
        next(walk(idle("vlaams-voorbeeld"), NOBODY)), ["menu.trouble", "menu.lost", "answer.me", "answer.no"]
    )
    assert isinstance(flemish.state.phase, Answered)


def test_nobody_is_asked_for_more_years_as_a_student_than_were_spent_here():
    told = follow(next(walk(idle("gent"), NOBODY)), ["menu.card", "menu.more", "menu.long-term", "answer.2"])
    assert [action.label for action in told.view.actions] == ["None", "1 year", "2 years", "More, or I do not know"]


def test_a_blue_card_has_limits_of_its_own_for_absences():
    blue = next(person for person in people(TODAY) if person.name == "H card, in time")
    told = follow(next(walk(idle("gent"), blue)), ["menu.card", "menu.more", "menu.absence", CARD])
    assert [action.label for action in told.view.actions][:2] == ["At most 12 months", "More than 12 months"]
    longest = profile("gent").long_term.blue_card_absence.consecutive_months
    assert follow(told, ["answer.more"]).visit.facts.absences == (longest + 1,)
