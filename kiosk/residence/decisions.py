"""Waiting for a decision of the Immigration Office: the approval, and the paper that covers the stay (R022, R026)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.residence.case import Case
from kiosk.residence.vocabulary import CardStatus, ChildSituation, Note, ResultCode, Service

if TYPE_CHECKING:
    from kiosk.residence.ruleset import Window, WindowOfCards

# another card than before, or none before
_NEW = frozenset({Service.FIRST, Service.SWITCH, Service.PROTECTION})
_NO_CARD_BEFORE = frozenset({ChildSituation.NO_CARD_YET, ChildSituation.BORN_HERE})
# with these a decision has been taken
_DECIDED = frozenset({CardStatus.READY, CardStatus.IN_PRODUCTION, CardStatus.DESTROYED})


def decision_notes(case: Case, result: ResultCode | None = None) -> None:
    """The notes for a card that waits for a decision; conditional where nobody knows whether it was taken.

    `result`: the stage of the renewal; before its window nothing is said.
    """
    if result is ResultCode.RENEW_TOO_EARLY or case.status in _DECIDED:
        return
    letter, expiry = case.facts.letter_now, case.facts.valid_until
    if result is not None and letter in case.profile.renewal.approval_letters:
        case.note(Note.APPROVAL_FIRST)
        case.used("renewal.approval_letters")
    if expiry is None or letter is None:
        if result is not None:
            _perhaps(case)
        if expiry is None:
            return
    rule = case.profile.annex_15
    left, awaited = (expiry - case.today).days, case.status is CardStatus.AWAITING_DECISION
    if left < 0 and awaited:
        case.notes.discard(Note.ANNEX_15_IF_CARD)
        case.note(Note.ANNEX_15_NOW)
    elif letter not in rule.letters:
        return
    elif left < 0 and case.status is None:
        case.note(Note.ANNEX_15_IF_WAITING)
    elif 0 <= left <= rule.within_days:
        case.note(Note.ANNEX_15_IF_NO_DECISION)
        case.dated(valid_until=expiry)
    else:
        return
    case.dated(annex_15=expiry)
    case.used("annex_15")


def _perhaps(case: Case) -> None:
    """Of a new card in the place of one whose letter or end nobody knows: both are told for the cards that have them (D5)."""
    facts, rule = case.facts, case.profile.annex_15
    letter, letters = facts.letter_now, case.profile.renewal.approval_letters
    if case.service in _NEW or facts.situation in _NO_CARD_BEFORE:
        return
    if facts.outside_eu is False or case.status in _DECIDED:
        return
    if letters and letter in {None, *letters} and Note.APPROVAL_FIRST not in case.notes:
        case.note(Note.APPROVAL_IF_CARD)
        case.used("renewal.approval_letters")
    # an urgent card is there within days, or its answer says when: what bridges weeks is not told with it
    if rule.letters and not facts.urgent and letter in {None, *rule.letters}:
        case.note(Note.ANNEX_15_IF_CARD)
        case.used("annex_15")


def decision_by_date(case: Case) -> None:
    """Whatever a new card is asked for: from the first day of its window on it waits for the decision that a renewal waits for (D5).

    Of a card that nobody has seen, the day is as unknown as the letter: then both are conditions.
    """
    expiry = case.facts.valid_until
    if expiry is None:
        _perhaps(case)
    elif case.today >= expiry - timedelta(days=window_of(case)[0].opens_days_before):
        decision_notes(case, ResultCode.RENEW_OPEN)


def window_of(case: Case) -> tuple[Window | WindowOfCards, str]:
    """The renewal window of this card, and its key."""
    rules = case.profile.renewal
    for index, row in enumerate(rules.windows):
        if row.for_card(case.facts.letter_now):
            return row, f"renewal.windows.{index}"
    return rules.window, "renewal.window"
