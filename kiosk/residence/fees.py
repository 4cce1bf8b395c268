"""What it costs: integer cents from the fee rows of the profile (R062-R068, section 4.2 and 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.residence.answers import Fee, FeeLine
from kiosk.residence.cardtypes import LETTERS, group_of
from kiosk.residence.case import Case
from kiosk.residence.labels import (
    FEE_CHILD_CARD,
    FEE_FURTHER_CHILD,
    FEE_REGULAR,
    FEE_TOGETHER,
    FEE_URGENT,
    FEE_URGENT_CHILD,
)
from kiosk.residence.vocabulary import GONE, AgeBand, BringItem, Note, Procedure, Service

if TYPE_CHECKING:
    from kiosk.residence.profile import FeeRow

_ALL_LETTERS = tuple(sorted(LETTERS))


def charge(case: Case) -> None:
    """Put the fee of this application into the case, with the notes that belong to it."""
    case.fee = fee = _fee(case)
    if fee.ask_at_counter:
        case.note(Note.FEE_ASK)
        return
    if fee.alternatives_cents:
        case.note(Note.FEE_ALTERNATIVES)
    if fee.total_cents == 0:
        case.bring = tuple(item for item in case.bring if item is not BringItem.FEE)
        return
    if case.profile.payment.contactless:
        case.note(Note.FEE_CONTACTLESS)
        case.used("payment.contactless")


def _fee(case: Case) -> Fee:
    cards = _cards(case)
    if cards is None:
        return Fee(ask_at_counter=True)
    procedure = Procedure.URGENT if case.facts.urgent else Procedure.REGULAR
    tables = [_by_letter(case, band, nth, procedure) for band, nth in cards]
    labels = [_label(band, nth, procedure) for band, nth in cards]
    priced = [(label, set().union(*table.values())) for label, table in zip(labels, tables, strict=True)]
    if not all(amounts for _, amounts in priced):
        return Fee(ask_at_counter=True)
    if all(len(amounts) == 1 for _, amounts in priced):
        lines = tuple(FeeLine(label, next(iter(amounts))) for label, amounts in priced)
        return Fee(lines=lines, total_cents=sum(line.cents for line in lines))
    sums = {0}
    for _, amounts in priced:
        sums = {total + amount for total in sums for amount in amounts}
    alternatives = tuple(sorted(sums))
    if len(priced) > 1:
        return Fee(alternatives_cents=alternatives, label=FEE_TOGETHER)
    return Fee(alternatives_cents=alternatives, label=labels[0], by_letters=_letters_of(tables[0]))


def _cards(case: Case) -> list[tuple[AgeBand, int]] | None:
    """The cards of this application as (age band, which child in a row or 0); None when the age is not known.

    An adult's own card is among them when the adult's birth date is known and the application is not for
    someone else; it does not count as a child (section 4.3).
    """
    band = case.band
    count = case.facts.children or 0
    if count == 0:
        return None if band is None else [(band, 1 if band is AgeBand.CHILD else 0)]
    children = [(AgeBand.CHILD, nth) for nth in range(1, count + 1)]
    if case.facts.born is None or case.facts.for_other:
        return children
    if band is None:
        return None
    return children if band is AgeBand.CHILD else [(AgeBand.ADULT, 0), *children]


def _by_letter(case: Case, band: AgeBand, nth: int, procedure: Procedure) -> dict[str, set[int]]:
    """Letter -> every amount that this card can cost; a letter without a stated amount has none."""
    letter = case.facts.letter_now
    rows = _fitting(case, band, nth, procedure)
    found: dict[str, set[int]] = {}
    for possible in (letter,) if letter else _possible_letters(case):
        found[possible] = set()
        for index, row in _best(rows, possible):
            case.used(f"fees.{index}")
            if row.amount_cents is not None:
                found[possible].add(row.amount_cents)
    return found


def _letters_of(table: dict[str, set[int]]) -> tuple[tuple[tuple[str, ...], int], ...]:
    """(letters, cents), cheapest first; empty when the page does not say which card pays which amount."""
    if any(len(amounts) > 1 for amounts in table.values()):
        return ()
    letters: dict[int, list[str]] = {}
    for letter, amounts in table.items():
        for cents in amounts:
            letters.setdefault(cents, []).append(letter)
    return tuple((tuple(letters[cents]), cents) for cents in sorted(letters))


def _possible_letters(case: Case) -> tuple[str, ...]:
    """The cards that it may be; one stands for all where no row makes a difference between cards."""
    told_apart = any(row.letters is not None or row.card_group is not None for row in case.profile.fees)
    return _ALL_LETTERS if told_apart else _ALL_LETTERS[:1]


def is_duplicate(case: Case) -> bool:
    """True when the new card replaces a lost or stolen one; renewing a card is never a duplicate."""
    return case.service in GONE or (case.facts.duplicate and case.service is not Service.RENEW)


def _fitting(case: Case, band: AgeBand, nth: int, procedure: Procedure) -> list[tuple[int, FeeRow]]:
    """The rows in force for this card, of whatever letter it is."""
    today, duplicate = case.today, is_duplicate(case)
    return [
        (index, row)
        for index, row in enumerate(case.profile.fees)
        if row.in_force(today)
        and row.age_band in {None, band}
        and row.procedure in {None, procedure}
        and row.duplicate in {None, duplicate}
        and (row.nth_child is None or nth >= row.nth_child)
    ]


def _best(rows: list[tuple[int, FeeRow]], letter: str) -> list[tuple[int, FeeRow]]:
    """The most specific rows for a letter; several only when the page does not say which card pays which."""
    fitting = [
        (index, row)
        for index, row in rows
        if row.card_group in {None, group_of(letter)} and (row.letters is None or letter in row.letters)
    ]
    if not fitting:
        return []
    top = max(row.specificity for _, row in fitting)
    return [(index, row) for index, row in fitting if row.specificity == top]


def _label(band: AgeBand, nth: int, procedure: Procedure) -> str:
    if procedure is Procedure.URGENT:
        if nth > 1:
            return FEE_FURTHER_CHILD
        return FEE_URGENT_CHILD if band is AgeBand.CHILD else FEE_URGENT
    return FEE_CHILD_CARD if band is AgeBand.CHILD else FEE_REGULAR
