"""The price of an answer in words: its lines, and what stands beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.residence import remarks
from kiosk.residence.answers import Answer, FeeLine
from kiosk.residence.labels import FEE_AGE, FEE_FOR_AGE, FEE_OF_CARDS, FEE_TOGETHER, MEANS
from kiosk.residence.names import own_words, with_names
from kiosk.residence.vocabulary import Note

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile

# said beside the price
FEE_NOTES: Final = (Note.FEE_ASK, Note.FEE_ALTERNATIVES, Note.FEE_CONTACTLESS)


def price(answer: Answer, texts: Texts, profile: Profile) -> tuple[tuple[tuple[str, str], ...], str]:
    """(label, amount) of every line, and the amount of the last of them where it is what there is to pay, else ""."""
    fee = answer.fee
    if fee is None or fee.ask_at_counter:
        return (), ""
    if fee.by_letters:
        return tuple(
            (texts.gettext(FEE_OF_CARDS, letters=", ".join(letters)), _amount(texts, cents))
            for letters, cents in fee.by_letters
        ), ""
    if fee.choices:
        return tuple((line_words(line, texts, profile), _amount(texts, line.cents)) for line in fee.choices), ""
    if fee.alternatives_cents:
        amounts = [_amount(texts, cents) for cents in fee.alternatives_cents]
        between = N_("{low} or {high}") if len(amounts) == 2 else N_("{low} to {high}")
        label = with_names(texts, fee.label, profile)
        return ((label, texts.gettext(between, low=amounts[0], high=amounts[-1])),), ""
    # cards of one price are one line
    counted = Counter(fee.lines)
    lines = tuple(
        (
            line_words(line, texts, profile),
            texts.times(count, _amount(texts, line.cents)) if count > 1 else _amount(texts, line.cents),
        )
        for line, count in counted.items()
    )
    total = _amount(texts, fee.total_cents) if fee.total_cents is not None else ""
    return (*lines, (texts.gettext(FEE_TOGETHER), total)) if len(fee.lines) > 1 else lines, total


def line_words(line: FeeLine, texts: Texts, profile: Profile) -> str:
    """What a line is for."""
    label = None if line.own is None else profile.charges[line.own].label
    if label is not None:
        return own_words(texts, label, profile)
    if not line.ages:
        return with_names(texts, line.label, profile)
    if line.label == FEE_AGE:
        return texts.gettext(FEE_AGE, ages=line.ages)
    return texts.gettext(FEE_FOR_AGE, label=with_names(texts, line.label, profile), ages=line.ages)


def _amount(texts: Texts, cents: int) -> str:
    return texts.amount(cents) if cents else texts.gettext(N_("free"))


def price_notes(answer: Answer, texts: Texts, profile: Profile) -> Iterator[str]:
    """What stands beside the price; prices that name what they depend on say it themselves."""
    fee = answer.fee
    for note in answer.notes:
        if note is Note.FEE_ALTERNATIVES and fee is not None:
            told = () if fee.by_letters or fee.choices else fee.reasons
            yield from (texts.gettext(remarks.FEE_REASONS[reason]) for reason in told)
        elif note in FEE_NOTES:
            yield texts.gettext(str(remarks.NOTES[note]))
    if fee is None or fee.ask_at_counter or fee.total_cents == 0:
        return
    if fee.with_tax:
        yield texts.gettext(remarks.FEE_TAX_INCLUDED)
    if profile.payment.means:
        means = ", ".join(texts.gettext(MEANS[each]) for each in profile.payment.means)
        yield texts.gettext(remarks.FEE_MEANS, means=means)
