"""Visits about whose card it is, and what a resident comes with: a child, a found card, an illness, no decision yet."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.demo.parts import LEAVE_WITH_CARD, begin, card_and_pin
from kiosk.demo.script import Act, See, Tap
from kiosk.views.view import AnswerView, AttractView, MenuView, QuestionView, View


def child_parents_card(language: str) -> tuple[Act, ...]:
    """The own card goes in while the child's age is asked: the question comes again, the child's price is told."""
    return (
        *begin(language),
        Tap("menu.card"),
        See(MenuView),
        Tap("menu.child"),
        See(QuestionView),
        Tap("answer.1"),
        See(QuestionView),
        *card_and_pin(),
        See(QuestionView),
        Tap("answer.3-11"),
        See(QuestionView),
        Tap("answer.yes"),
        See(AnswerView),
        *LEAVE_WITH_CARD,
    )


def found(language: str) -> tuple[Act, ...]:
    """A found card: not reported, then reported."""
    return (
        *begin(language),
        Tap("menu.trouble"),
        See(MenuView),
        Tap("menu.found"),
        See(QuestionView),
        Tap("answer.no"),
        See(AnswerView),
        Tap("back"),
        See(QuestionView),
        Tap("answer.yes"),
        See(AnswerView),
        Tap("done"),
        See(AttractView),
    )


def medical(language: str) -> tuple[Act, ...]:
    """One line of the menu, and what somebody may do for an ill person."""
    return (
        *begin(language),
        Tap("menu.card"),
        See(MenuView),
        Tap("menu.more"),
        See(MenuView, _offers("menu.medical")),
        Tap("menu.medical"),
        See(MenuView, _offers("menu.medical.other")),
        Tap("menu.medical.other"),
        See(AnswerView),
        Tap("done"),
        See(AttractView),
    )


def _offers(key: str) -> Callable[[View], bool]:
    return lambda view: any(action.key == key for action in view.actions)


def by_card(language: str) -> tuple[Act, ...]:
    """The card alone, and its answer."""
    return (*begin(language), *card_and_pin(), See(AnswerView), *LEAVE_WITH_CARD)


def by_appointment(language: str) -> tuple[Act, ...]:
    """The card, a photo that is new enough, and a letter that has not come."""
    return (
        *begin(language),
        *card_and_pin(),
        See(QuestionView),
        Tap("answer.new"),
        See(QuestionView),
        Tap("answer.no"),
        See(AnswerView),
        *LEAVE_WITH_CARD,
    )


def two_prices(language: str) -> tuple[Act, ...]:
    """A child without a card: the price depends on the card that it gets."""
    return (
        *begin(language),
        Tap("menu.child"),
        See(QuestionView),
        Tap("answer.1"),
        See(QuestionView),
        Tap("answer.no"),
        See(QuestionView),
        Tap("answer.3-11"),
        See(QuestionView),
        Tap("answer.parent"),
        See(QuestionView),
        Tap("answer.no-card"),
        See(AnswerView),
        Tap("done"),
        See(AttractView),
    )
