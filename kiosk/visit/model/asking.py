"""What a question of a visit is: its words, its answers, and when it is asked.

A question is asked when its service needs the fact, nobody knows it yet, and this municipality makes a difference of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kiosk.base.languages import N_, Plural
from kiosk.residence.facts import Facts
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import APPLICATIONS, GONE, Service
from kiosk.views.view import Icon
from kiosk.visit.model.known import OLDEST, aged, years_before


@dataclass(frozen=True, slots=True)
class Asked:
    """When and where an answer is given: everything that is known, the civil day, the municipality."""

    known: Facts
    today: date
    profile: Profile


Update = Callable[[Facts, Asked], Facts]
Needed = Callable[[Facts, date, Profile], bool]
Count = Callable[[Facts, Profile], int | None]
# the youngest and the oldest age, by the age from which a card is no child's any more
Ages = Callable[[int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its value, its words, its picture, and the fact that it states.

    `count` is the number of a label with one: itself, or as the municipality has it.  `only`: the municipalities that
    have this answer.  `low` is the other end of a label with two numbers.
    """

    value: str
    label: str | Plural
    icon: Icon | None
    update: Update
    count: int | Count = 0
    only: Callable[[Profile], bool] | None = None
    low: int = 0

    def number(self, facts: Facts, profile: Profile) -> int:
        """The number of the label here."""
        return (self.count(facts, profile) or 0) if callable(self.count) else self.count


Choices = tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with two to six answers; `needed` says whether to ask it.

    `choices`: the answers, or what makes them of a municipality's values.
    `whose`: it says whose card the visit is about; it comes before the card and no card answers it.
    `detail`: who does not know the answer is told all the same, in general words.
    `body`: what the question means.
    """

    id: str
    text: str
    choices: Choices | Callable[[Profile], Choices]
    needed: Needed
    whose: bool = False
    detail: bool = False
    body: tuple[str, ...] = ()

    def answers(self, profile: Profile) -> Choices:
        """The answers that this municipality has."""
        known = self.choices(profile) if callable(self.choices) else self.choices
        return tuple(each for each in known if each.only is None or each.only(profile))


def set_to(**values: object) -> Update:
    """The answer states these fields of Facts."""

    def update(facts: Facts, asked: Asked) -> Facts:
        del asked
        return replace(facts, **values)  # type: ignore[arg-type]  # the table names fields of Facts

    return update


def yes(icon: Icon, update: Update) -> Choice:
    """The answer "yes", with its picture and what it states."""
    return Choice("yes", N_("Yes"), icon, update)


def no(icon: Icon, update: Update) -> Choice:
    """The answer "no"."""
    return Choice("no", N_("No"), icon, update)


# states nothing: the answer is told in general words
UNKNOWN: Final = Choice("unknown", N_("I do not know"), Icon.HELP, set_to())


def a_child(limit: int) -> tuple[int, int]:
    """Whoever has the card of a child."""
    return 0, limit - 1


def older(limit: int) -> tuple[int, int]:
    """Whoever has a card as adults have."""
    return limit, OLDEST


def person(ages: Ages, **values: object) -> Update:
    """Whom the visit is about: somebody of these ages today."""

    def update(facts: Facts, asked: Asked) -> Facts:
        low, high = ages(asked.profile.child_card.age_limit)
        return replace(facts, born=aged(low, high, asked.today), **values)  # type: ignore[arg-type]  # names of fields

    return update


def one_of(*services: Service) -> Needed:
    """Asked in these services."""
    return lambda facts, *_: facts.service in services


def young(facts: Facts, today: date, profile: Profile) -> bool:
    """True when the card may be for a child."""
    if facts.born is None:
        return facts.service is Service.CHILD
    return facts.born.latest > years_before(today, profile.child_card.age_limit)


def applies(facts: Facts) -> bool:
    """True for an application that can go on: without the police's paper a lost card's cannot."""
    return facts.service in APPLICATIONS and (facts.service not in GONE or facts.police_paper is True)
