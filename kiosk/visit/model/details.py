"""Questions of which only a part of an answer depends: asked where it does, and "I do not know" is always possible.

Whether the answer depends on it is not written down here: the rules are asked, once for a question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from kiosk.base.clock import BRUSSELS
from kiosk.base.languages import N_, NN_
from kiosk.residence import engine
from kiosk.residence.answers import Answer
from kiosk.residence.calendar import add_months
from kiosk.residence.facts import Facts
from kiosk.residence.pages import SPECIAL_CARDS, TEMPORARY_STAYS
from kiosk.residence.profile import Profile
from kiosk.residence.ruleset import AbsenceLimit
from kiosk.residence.vocabulary import BringItem, Note, PhotoRule, Service
from kiosk.views.view import Icon
from kiosk.visit.model.asking import (
    UNKNOWN,
    Asked,
    Choice,
    Count,
    Question,
    Update,
    applies,
    no,
    set_to,
    yes,
    young,
)

_NOON: Final = time(12)
# a paper of this age is too old everywhere
_OLD: Final = timedelta(days=36500)
_YEARS: Final = NN_("{count} year", "{count} years", "years")
_YEARS_AT_MOST: Final = NN_("At most {count} year", "At most {count} years", "years")
_YEARS_OR_MORE: Final = NN_("{count} year or more", "{count} years or more", "years")
_MONTHS_AT_MOST: Final = NN_("At most {count} month", "At most {count} months", "months")
_MORE_MONTHS: Final = NN_("More than {count} month", "More than {count} months", "months")
_WITHIN_MONTHS: Final = NN_("Within {count} month", "Within {count} months", "months")


def _answer(facts: Facts, today: date, profile: Profile) -> Answer:
    return engine.answer(facts, profile, datetime.combine(today, _NOON, BRUSSELS), clock_ok=True)


def _one_applies(facts: Facts) -> bool:
    return applies(facts) and facts.medical is None and (facts.children or 1) == 1


def _photo(facts: Facts, today: date, profile: Profile) -> bool:
    """True when a photo is brought and may be too old."""
    if not _one_applies(facts) or profile.photo.max_age_months is None:
        return False
    return _answer(facts, today, profile).photo is PhotoRule.BRING


def _still(facts: Facts, today: date, profile: Profile) -> bool:
    """True when a child that cannot sit still brings a photo, and another one does not."""
    if not (_one_applies(facts) and young(facts, today, profile)):
        return False
    return Note.PHOTO_IF_CANNOT_SIT in _answer(replace(facts, sits_still=None), today, profile).notes


def _letter_brought(facts: Facts, today: date, profile: Profile) -> bool:
    """True when a letter of invitation is among what is brought: who has none is not asked to bring it."""
    if not _one_applies(facts):
        return False
    return BringItem.INVITATION in _answer(replace(facts, invitation=True), today, profile).bring


def _certificate_ages(facts: Facts, today: date, profile: Profile) -> bool:
    """True when a medical certificate is brought and may be too old."""
    if facts.medical is None:
        return False
    return _answer(replace(facts, certificate=today - _OLD), today, profile).params.certificate_too_old


def _not_too_old(field: str, icon: Icon, months: Count) -> tuple[Choice, ...]:
    """How old a paper is that is brought: not older than it may be, older, or there is none yet."""

    def too_old(facts: Facts, asked: Asked) -> Facts:
        return replace(facts, **{field: asked.today - _OLD})  # type: ignore[arg-type]  # a name of a field

    return (
        Choice("new", _MONTHS_AT_MOST, icon, set_to(), months),
        Choice("old", _MORE_MONTHS, Icon.CLOCK, too_old, months),
        Choice("none", N_("I have none yet"), Icon.HELP, set_to()),
    )


def _time_away(months: Count, within: Update, more: Update, unknown: Choice = UNKNOWN) -> tuple[Choice, ...]:
    """Within what is possible, more, or not known."""
    return (
        Choice("within", _MONTHS_AT_MOST, Icon.DONE, within, months),
        Choice("more", _MORE_MONTHS, Icon.TRAVEL, more, months),
        unknown,
    )


def _arrives(months: int) -> Update:
    """The last day on which the person may enter Belgium: a passport that is valid long enough then always is."""
    return lambda facts, asked: replace(facts, entry=add_months(asked.today, months))


def _years(number: int) -> Update:
    return set_to(months=(12 * number, 0, 0))


def _of_these(part: int) -> Callable[[int], Update]:
    """So many of the years were spent as a student (1), or do not count (2)."""

    def years(number: int) -> Update:
        def update(facts: Facts, asked: Asked) -> Facts:
            del asked
            months = list(facts.months or (0, 0, 0))
            months[part] = 12 * number
            return replace(facts, months=(months[0], months[1], months[2]))

        return update

    return years


def _year_choices(update: Callable[[int], Update]) -> tuple[Choice, ...]:
    """None, one to four years, or that it is more or not known: then nothing is counted."""
    more = Choice("unknown", N_("More, or I do not know"), Icon.HELP, set_to(months=None))
    some = (Choice(str(number), _YEARS, Icon.CALENDAR, update(number), number) for number in (1, 2, 3, 4))
    return (Choice("0", N_("None"), Icon.DONE, update(0)), *some, more)


def _limit(facts: Facts, profile: Profile) -> AbsenceLimit | None:
    rules = profile.long_term
    if rules is None:
        return None
    return rules.blue_card_absence if facts.letter_now == "H" else rules.absence


def _longest(facts: Facts, profile: Profile) -> int | None:
    limit = _limit(facts, profile)
    return limit.consecutive_months if limit else None


def _altogether(facts: Facts, profile: Profile) -> int | None:
    limit = _limit(facts, profile)
    return limit.total_months if limit else None


def _away(*, more: bool) -> Update:
    """The longest time away: just within what is possible, or a month more."""

    def update(facts: Facts, asked: Asked) -> Facts:
        longest = _longest(asked.known, asked.profile) or 0
        return replace(facts, absences=(longest + 1,) if more else (longest,))

    return update


def _away_more(facts: Facts, asked: Asked) -> Facts:
    """Several times away, none too long, together a month too much."""
    longest, total = _longest(asked.known, asked.profile) or 0, _altogether(asked.known, asked.profile) or 0
    whole, rest = divmod(total + 1, longest or 1)
    return replace(facts, absences=(*[longest] * whole, *([rest] if rest else [])))


def _sums_up(facts: Facts, today: date, profile: Profile) -> bool:
    """True when no time away was too long: then their sum counts."""
    del today
    longest = _longest(facts, profile)
    return facts.service is Service.ABSENCE and facts.absences is not None and facts.absences == (longest,)


DETAILS: tuple[Question, ...] = (
    Question(
        "sits-still",
        N_("Can the child sit still alone for a photo?"),
        (
            yes(Icon.CHILD, set_to(sits_still=True)),
            no(Icon.PHOTO, set_to(sits_still=False)),
            UNKNOWN,
        ),
        _still,
        detail=True,
    ),
    Question(
        "photo-age",
        N_("How old is your passport photo?"),
        _not_too_old("photo_date", Icon.PHOTO, lambda _, profile: profile.photo.max_age_months),
        _photo,
        detail=True,
    ),
    Question(
        "invited",
        N_("Do you have the letter that invites you?"),
        (
            yes(Icon.LETTER, set_to(invitation=True)),
            no(Icon.CLOCK, set_to(invitation=False)),
            UNKNOWN,
        ),
        _letter_brought,
        detail=True,
    ),
    Question(
        "certificate-age",
        N_("How old is your medical certificate?"),
        _not_too_old("certificate", Icon.DONE, lambda _, profile: profile.medical.certificate_months),
        _certificate_ages,
        detail=True,
    ),
    Question(
        "entry",
        N_("When do you come to Belgium?"),
        (
            Choice("here", N_("I am here already"), Icon.HOME, set_to()),
            *(Choice(str(months), _WITHIN_MONTHS, Icon.CALENDAR, _arrives(months), months) for months in (1, 3, 6)),
            UNKNOWN,
        ),
        lambda facts, _, profile: (
            facts.service is Service.PASSPORT and profile.knowledge_facts.passport_months_after_entry is not None
        ),
        detail=True,
    ),
    Question(
        "years-here",
        N_("How many years have you lived here with a right to stay?"),
        (
            Choice("1", _YEARS_AT_MOST, Icon.CALENDAR, _years(1), 1),
            *(Choice(str(number), _YEARS, Icon.CALENDAR, _years(number), number) for number in (2, 3, 4)),
            Choice("5", _YEARS_OR_MORE, Icon.CALENDAR, _years(5), 5),
            UNKNOWN,
        ),
        lambda facts, _, profile: facts.service is Service.LONG_TERM and profile.long_term is not None,
        detail=True,
    ),
    Question(
        "years-here-more",
        N_("How many years have you lived here with a right to stay?"),
        (
            *(Choice(str(number), _YEARS, Icon.CALENDAR, _years(number), number) for number in (5, 6, 7, 8, 9)),
            Choice("10", _YEARS_OR_MORE, Icon.CALENDAR, _years(10), 10),
        ),
        lambda facts, *_: facts.months is not None and facts.months[0] == 12 * 5,
        detail=True,
    ),
    Question(
        "years-student",
        N_("How many of these years were you a student?"),
        _year_choices(_of_these(1)),
        lambda facts, *_: facts.months is not None,
        detail=True,
    ),
    Question(
        "years-not-counted",
        N_("How many of these years do not count?"),
        _year_choices(_of_these(2)),
        lambda facts, *_: facts.months is not None,
        body=(TEMPORARY_STAYS, SPECIAL_CARDS),
        detail=True,
    ),
    Question(
        "away-longest",
        N_("How long were you away at one time?"),
        _time_away(_longest, _away(more=False), _away(more=True)),
        lambda facts, _, profile: facts.service is Service.ABSENCE and profile.long_term is not None,
        detail=True,
    ),
    Question(
        "away-altogether",
        N_("How long were you away in total?"),
        _time_away(_altogether, set_to(), _away_more, replace(UNKNOWN, update=set_to(absences=None))),
        _sums_up,
        detail=True,
    ),
)
