"""The questions of a visit in their order: what can be known is not asked; each answer is one fact for the rules."""

from __future__ import annotations

from datetime import date

from kiosk.residence.facts import Facts, contradictions
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import Service
from kiosk.visit.model.asking import Asked, Choice, Question
from kiosk.visit.model.details import DETAILS
from kiosk.visit.model.known import someone_elses
from kiosk.visit.model.service import FIRST, OF_A_SERVICE
from kiosk.visit.model.whom import OF_A_CHILD, WHOM

QUESTIONS: tuple[Question, ...] = (*WHOM, *FIRST, *OF_A_CHILD, *OF_A_SERVICE, *DETAILS)
_BY_ID = {question.id: question for question in QUESTIONS}


def question(identifier: str) -> Question:
    """The question by its id."""
    return _BY_ID[identifier]


def possible(identifier: str, said: Facts, asked: Asked) -> tuple[Choice, ...]:
    """The answers that can be true beside what was said: nobody was a student for more years than were spent here."""
    return tuple(
        choice
        for choice in question(identifier).answers(asked.profile)
        if not contradictions(choice.update(said, asked), asked.profile, asked.today)
    )


def next_question(facts: Facts, asked: frozenset[str], today: date, profile: Profile) -> Question | None:
    """The first question that is still needed; None when the rules can answer.

    Who asks for somebody who is no child is told who must come, where the municipality says so; nothing else matters.
    """
    barred = profile.collection.by_proxy != "written" if facts.service is Service.COLLECT else profile.renewal.in_person
    settled = someone_elses(facts, today, profile) and barred
    for each in QUESTIONS:
        if each.id not in asked and (each.whose or not settled) and each.needed(facts, today, profile):
            return each
    return None
