"""What it costs: integer cents from the fee rows of the profile (R062-R068, section 4.2 and 4.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kiosk.base.values.written import span
from kiosk.residence.answers import Fee, FeeLine
from kiosk.residence.cardtypes import CHILD_LETTERS, LETTERS, group_of
from kiosk.residence.case import Case
from kiosk.residence.labels import (
    FEE_AGE,
    FEE_CENTRAL,
    FEE_CHILD_CARD,
    FEE_FIRST_LOSS,
    FEE_FURTHER_CHILD,
    FEE_FURTHER_LOSS,
    FEE_REGULAR,
    FEE_TAX,
    FEE_TOGETHER,
    FEE_URGENT,
    FEE_URGENT_CHILD,
    FEE_VERY_URGENT,
)
from kiosk.residence.ruleset import FeeCase
from kiosk.residence.vocabulary import GONE, AgeBand, BringItem, Note, Procedure, Service

if TYPE_CHECKING:
    from kiosk.residence.profile import FeeRow

_LETTERS = {AgeBand.ADULT: tuple(sorted(LETTERS)), AgeBand.CHILD: tuple(sorted(CHILD_LETTERS))}


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
    if case.profile.payment.means:
        case.used("payment.means")
    if case.profile.payment.contactless:
        case.note(Note.FEE_CONTACTLESS)
        case.used("payment.contactless")


_OLDEST = 120
# a card of the application: its price is asked for each of these, and each that fits is an amount that it can cost
_Amounts = dict["_Way", tuple["FeeRow", ...]]


@dataclass(frozen=True, slots=True)
class _Way:
    """What nobody knows of a card, as it may be: its letter, the ages that cost the same, whether one was lost before."""

    letter: str
    ages: tuple[int, int]
    further: bool


@dataclass(frozen=True, slots=True)
class _Card:
    """A card of the application; `born`: the birth date that is known is that of its holder."""

    band: AgeBand
    nth: int
    born: bool


def _fee(case: Case) -> Fee:
    cards = _cards(case)
    if cards is None:
        return Fee(ask_at_counter=True)
    by_procedure = {each: _of_procedure(case, cards, each) for each in _procedures(case)}
    told = {each: fee for each, fee in by_procedure.items() if not fee.ask_at_counter}
    if not told:
        return Fee(ask_at_counter=True)
    amounts = {each: fee.alternatives_cents or (fee.total_cents or 0,) for each, fee in told.items()}
    possible = tuple(sorted({cents for each in amounts.values() for cents in each}))
    if len(told) == 1 or len(possible) == 1:
        return next(iter(told.values()))
    # one application has one procedure: sums of several are nobody's price
    with_tax = any(fee.with_tax or any(line.label == FEE_TAX for line in fee.lines) for fee in told.values())
    reasons = dict.fromkeys(["procedure", *(reason for fee in told.values() for reason in fee.reasons)])
    single = all(len(each) == 1 for each in amounts.values())
    choices = tuple(FeeLine(_label(cards[0].band, 0, each), amounts[each][0]) for each in told) if single else ()
    label = FEE_TOGETHER if len(cards) > 1 else FEE_URGENT
    return Fee(alternatives_cents=possible, label=label, choices=choices, reasons=tuple(reasons), with_tax=with_tax)


def _procedures(case: Case) -> tuple[Procedure, ...]:
    """The procedure that was chosen; who says "urgent" may mean each urgent one that has a price of its own."""
    chosen = case.facts.procedure
    if not case.facts.urgent:
        return (Procedure.REGULAR,)
    if chosen not in {None, Procedure.REGULAR, Procedure.URGENT}:
        return (chosen,) if chosen else ()
    named = {row.procedure for row in case.profile.fees if row.in_force(case.today)}
    return (Procedure.URGENT, *(each for each in (Procedure.VERY_URGENT, Procedure.CENTRAL) if each in named))


def _of_procedure(case: Case, cards: list[_Card], procedure: Procedure) -> Fee:
    tables = [_amounts(case, card, procedure) for card in cards]
    labels = [_label(card.band, card.nth, procedure) for card in cards]
    prices = [{_price(row) for rows in table.values() for row in rows} for table in tables]
    if not all(prices):
        return Fee(ask_at_counter=True)
    if all(len(each) == 1 for each in prices):
        lines = tuple(line for label, table in zip(labels, tables, strict=True) for line in _lines(case, label, table))
        return Fee(lines=lines, total_cents=sum(line.cents for line in lines))
    sums = {0}
    for each in prices:
        sums = {total + amount for total in sums for amount in each}
    fee = Fee(
        alternatives_cents=tuple(sorted(sums)),
        label=FEE_TOGETHER if len(cards) > 1 else labels[0],
        reasons=tuple(dict.fromkeys(reason for table in tables for reason in _reasons(table))),
        with_tax=any(row.tax_cents for table in tables for rows in table.values() for row in rows),
    )
    if len(cards) > 1:
        return fee
    by_letters = _letters_of(tables[0])
    return replace(fee, by_letters=by_letters, choices=() if by_letters else _choices(tables[0]))


def _cards(case: Case) -> list[_Card] | None:
    """The cards of this application, with which child in a row or 0; None when the age is not known.

    An adult's own card is among them when the adult's birth date is known and the application is not for
    someone else; it does not count as a child (section 4.3).
    """
    band = case.band
    count = case.facts.children or 0
    if count == 0:
        born = case.facts.born is not None
        return None if band is None else [_Card(band, 1 if band is AgeBand.CHILD else 0, born)]
    children = [_Card(AgeBand.CHILD, nth, born=False) for nth in range(1, count + 1)]
    if case.facts.born is None or case.facts.for_other:
        return children
    if band is None:
        return None
    return children if band is AgeBand.CHILD else [_Card(AgeBand.ADULT, 0, born=True), *children]


def _amounts(case: Case, card: _Card, procedure: Procedure) -> _Amounts:
    """Way -> the rows with an amount that this card can cost; a way without a stated amount has none."""
    letter, duplicate = case.facts.letter_now, is_duplicate(case)
    rows = [(index, row) for index, row in enumerate(case.profile.fees) if row.in_force(case.today)]
    apart = duplicate and any(row.loss is not None for _, row in rows)
    first = case.service is Service.FIRST
    asked = FeeCase(card.band, 0, procedure, duplicate, nth=card.nth, place=case.place.id, first=first)
    # which rows fit does not depend on the letter
    fitting = {
        (ages, further): [(index, row) for index, row in rows if row.fits(replace(asked, age=ages[0], further=further))]
        for ages in _spans(case, card, [row for _, row in rows])
        for further in ((False, True) if apart else (False,))
    }
    found: _Amounts = {}
    for possible in (letter,) if letter else _possible_letters(case, card.band):
        for (ages, further), rows_of_them in fitting.items():
            best = _best(rows_of_them, possible)
            case.used(*(f"fees.{index}" for index, _ in best))
            found[_Way(possible, ages, further)] = tuple(row for _, row in best if row.amount_cents is not None)
    return found


def _spans(case: Case, card: _Card, rows: list[FeeRow]) -> Iterator[tuple[int, int]]:
    """The ages that the holder may have, cut where a row begins or ends."""
    limit = case.profile.child_card.age_limit
    youngest, oldest = (0, limit - 1) if card.band is AgeBand.CHILD else (limit, _OLDEST)
    if card.born and case.facts.born is not None:
        youngest, oldest = case.facts.born.ages_on(case.today)
    cuts = {edge for row in rows for edge in (row.ages.start, row.ages.stop) if youngest < edge <= oldest}
    for begins, following in pairwise((youngest, *sorted(cuts), oldest + 1)):
        yield begins, following - 1


def _price(row: FeeRow) -> int:
    return (row.amount_cents or 0) + (row.tax_cents or 0)


def _lines(case: Case, label: str, table: _Amounts) -> Iterator[FeeLine]:
    """The one amount of a card, and the town's tax as a line of its own."""
    rows = {id(row): row for found in table.values() for row in found}
    row = next(iter(rows.values()))
    yield FeeLine(label, row.amount_cents or 0, _ages_of(case, row) if len(rows) == 1 else "")
    if row.tax_cents:
        yield FeeLine(FEE_TAX, row.tax_cents)


def _ages_of(case: Case, row: FeeRow) -> str:
    """The ages that a row is for; "" where it names none."""
    if row.from_age is None and row.to_age is None:
        return ""
    limit = case.profile.child_card.age_limit
    youngest = max(row.ages.start, limit if row.age_band is AgeBand.ADULT else 0)
    oldest = min(row.ages.stop - 1, limit - 1 if row.age_band is AgeBand.CHILD else _OLDEST)
    return _years(youngest, oldest)


def _years(youngest: int, oldest: int) -> str:
    return span(youngest, None if oldest >= _OLDEST else oldest)


_DECIDES: dict[str, Callable[[_Way], object]] = {
    "card": lambda way: way.letter,
    "age": lambda way: way.ages,
    "loss": lambda way: way.further,
}


def _reasons(table: _Amounts) -> Iterator[str]:
    """What decides between the amounts: what was not said, and what the page leaves open."""
    for reason, of in _DECIDES.items():
        by_value: dict[object, set[int]] = {}
        for way, rows in table.items():
            by_value.setdefault(of(way), set()).update(map(_price, rows))
        if len({frozenset(prices) for prices in by_value.values() if prices}) > 1:
            yield reason
    for rows in table.values():
        if len({_price(row) for row in rows}) > 1:
            yield from (row.depends_on or "unstated" for row in rows)


def _choices(table: _Amounts) -> tuple[FeeLine, ...]:
    """An amount for each loss or each age, where that alone decides; ages of one price are joined."""
    for reason in ("loss", "age"):
        prices: dict[object, set[int]] = {}
        for way, rows in table.items():
            prices.setdefault(_DECIDES[reason](way), set()).update(map(_price, rows))
        if len(prices) < 2 or any(len(each) != 1 for each in prices.values()):
            continue
        if reason == "loss":
            labels = ((False, FEE_FIRST_LOSS), (True, FEE_FURTHER_LOSS))
            return tuple(FeeLine(label, min(prices[further])) for further, label in labels)
        spans: list[tuple[int, int, int]] = []
        for (youngest, oldest), cents in {way.ages: min(prices[way.ages]) for way in table}.items():
            joined = bool(spans) and spans[-1][1] + 1 == youngest and spans[-1][2] == cents
            spans.append((spans.pop()[0] if joined else youngest, oldest, cents))
        return tuple(FeeLine(FEE_AGE, cents, _years(youngest, oldest)) for youngest, oldest, cents in spans)
    return ()


def _letters_of(table: _Amounts) -> tuple[tuple[tuple[str, ...], int], ...]:
    """(letters, cents), cheapest first; empty when something else than the letter decides too."""
    prices: dict[str, set[int]] = {}
    for way, rows in table.items():
        prices.setdefault(way.letter, set()).update(map(_price, rows))
    if len(prices) == 1 or any(len(amounts) > 1 for amounts in prices.values()):
        return ()
    letters: dict[int, list[str]] = {}
    for letter, amounts in prices.items():
        for cents in amounts:
            letters.setdefault(cents, []).append(letter)
    return tuple((tuple(letters[cents]), cents) for cents in sorted(letters))


def _possible_letters(case: Case, band: AgeBand) -> tuple[str, ...]:
    """The cards that it may be at this age; one stands for all where no row makes a difference between cards."""
    told_apart = any(row.letters is not None or row.card_group is not None for row in case.profile.fees)
    return _LETTERS[band] if told_apart else _LETTERS[band][:1]


def is_duplicate(case: Case) -> bool:
    """True when the new card replaces a lost or stolen one; renewing a card is never a duplicate."""
    return case.service in GONE or (case.facts.duplicate and case.service is not Service.RENEW)


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
    match procedure:
        case Procedure.URGENT if nth > 1:
            return FEE_FURTHER_CHILD
        case Procedure.URGENT:
            return FEE_URGENT_CHILD if band is AgeBand.CHILD else FEE_URGENT
        case Procedure.VERY_URGENT:
            return FEE_VERY_URGENT
        case Procedure.CENTRAL:
            return FEE_CENTRAL
        case Procedure.REGULAR:
            return FEE_CHILD_CARD if band is AgeBand.CHILD else FEE_REGULAR
