"""What must hold between the values of a profile (R018, R126): places, prefixes, fees, dates, menu, letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from kiosk.base.i18n import untranslated
from kiosk.base.languages import LANGUAGES
from kiosk.profiles import townwords
from kiosk.profiles.doubles import doubles
from kiosk.profiles.draft import Draft
from kiosk.profiles.face import faceless
from kiosk.profiles.fees import holes, letters_of, scope_of
from kiosk.profiles.layers import Merged
from kiosk.profiles.messages import did_you_mean
from kiosk.profiles.parsing import file_of, raw_rows
from kiosk.profiles.plausible import implausible
from kiosk.profiles.problems import Problem, ProfileProblem
from kiosk.profiles.regions import USUAL
from kiosk.profiles.sense import nonsense
from kiosk.residence.cardtypes import CARD_LETTERS, LETTERS
from kiosk.residence.profile import FeeRow, MenuEntry, Tickets
from kiosk.residence.town import Language
from kiosk.residence.vocabulary import AgeBand, Service

MENU_LIMIT = 6
_LETTER_LISTS = (
    "renewal.e_form_letters",
    "renewal.card_expires_letters",
    "renewal.permanent_residence_letters",
    "renewal.approval_letters",
    "switch.targets",
    "switch.by_mail",
)
_PLACE_KEYS = ("urgent.collect_at", "urgent.promised_at", "contact.reception.places", "home_place")
# a group may go on on a second screen: five choices and "more", then six
GROUP_LIMIT = 11


def mistakes(draft: Draft, merged: Merged, today: date) -> list[Problem]:
    """Every mistake between values that could be read."""
    found: list[Problem] = []

    def add(code: ProfileProblem, key: str, message: str) -> None:
        found.append(Problem(code, file_of(merged, key), key, message))

    for code, key, message in (
        *_places(merged),
        *_prefixes(draft.get("tickets")),
        *_fees(draft, merged, today),
        *_stale(draft, today),
        *_menu(draft),
        *_languages(draft),
        *_letters(merged),
        *_sources(merged),
        *nonsense(draft, merged),
        *implausible(merged, today),
        *doubles(draft, merged),
        *townwords.mistakes(draft),
        *faceless(draft.get("look")),
    ):
        add(code, key, message)
    return found


Finding = tuple[ProfileProblem, str, str]


def _places(merged: Merged) -> Iterator[Finding]:
    # rows whose id is no word at all are named where they are read
    ids = [row["id"] for row in raw_rows(merged.table, "places") if isinstance(row.get("id"), str)]
    for place_id in dict.fromkeys(ids):
        if ids.count(place_id) > 1:
            yield ProfileProblem.PLACE_TWICE, f"places.{place_id}", f"stands {ids.count(place_id)} times; keep one"
    whole = [row["id"] for row in raw_rows(merged.table, "places") if isinstance(row.get("id"), str) and "name" in row]
    for place_id in dict.fromkeys(ids):
        if place_id not in whole and whole:
            said = f"is no place of a layer below{did_you_mean(place_id, whole)}; a new one needs all its keys"
            yield ProfileProblem.MISSING_PLACE, f"places.{place_id}", said
    wanted = {key: _raw(merged, key) for key in _PLACE_KEYS}
    wanted |= {path: value for path, value in _named(merged.table, "places") if path != "places"}
    for key, named in wanted.items():
        for where, place_id in _each(key, named):
            if isinstance(place_id, str) and place_id not in ids:
                known = ", ".join(ids)
                yield (
                    ProfileProblem.MISSING_PLACE,
                    where,
                    f"there is no place {place_id!r}{did_you_mean(place_id, ids)}; places: {known}",
                )


def _prefixes(tickets: Tickets | None) -> Iterator[Finding]:
    if tickets is None:
        return
    seen: dict[str, str] = {}
    for ticket_class, row in tickets.classes.items():
        key = f"tickets.classes.{ticket_class}.prefix"
        if row.prefix in CARD_LETTERS:
            yield (
                ProfileProblem.PREFIX_IS_CARD_LETTER,
                key,
                f"{row.prefix!r} stands on residence cards, so nobody could tell number and card apart",
            )
        if row.prefix in seen:
            yield ProfileProblem.PREFIX_TWICE, key, f"{row.prefix!r} is also the prefix of class {seen[row.prefix]}"
        seen.setdefault(row.prefix, str(ticket_class))


def _fees(draft: Draft, merged: Merged, today: date) -> Iterator[Finding]:
    rows: list[tuple[int, FeeRow]] = draft.rows("fees")
    for index, row in rows:
        if (row.amount_cents is None) is not row.unstated:
            yield ProfileProblem.BAD_VALUE, f"fees.{index}", "give either amount_cents or unstated = true"
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            yield ProfileProblem.BAD_VALUE, f"fees.{index}.valid_to", "ends before it begins"
        if not row.ages:
            yield ProfileProblem.BAD_VALUE, f"fees.{index}.to_age", f"must be {row.from_age} or more, as from_age"
        if row.loss is not None and row.duplicate is False:
            yield ProfileProblem.BAD_VALUE, f"fees.{index}.loss", "is for a lost card; take duplicate = false out"
        if row.first and row.is_duplicate:
            yield (
                ProfileProblem.BAD_VALUE,
                f"fees.{index}.first",
                "a first card replaces none: take duplicate or loss out",
            )
        if row.first is not None and row.age_band is not AgeBand.ADULT:
            said = 'whether a child\'s card is the first is not asked; write age_band = "adult" too'
            yield ProfileProblem.BAD_VALUE, f"fees.{index}.first", said
        if row.tax_cents is not None and row.amount_cents is None:
            yield ProfileProblem.BAD_VALUE, f"fees.{index}.tax_cents", "is added to an amount_cents, and there is none"
        if row.depends_on not in {None, "card"} and not row.group_unstated:
            yield ProfileProblem.BAD_VALUE, f"fees.{index}.depends_on", "is read only where group_unstated = true"
    for (first, one), (second, other) in combinations(rows, 2):
        if one.specificity == other.specificity and _can_meet(one, other):
            yield (
                ProfileProblem.FEE_OVERLAP,
                f"fees.{second}",
                f"overlaps fees.{first}: both fit the same card equally well",
            )
    # a row that could not be read may be the one that fills a gap; without the age of a child no gap can be told
    child = draft.get("child_card")
    if child is None or len(rows) < len(raw_rows(merged.table, "fees")):
        return
    scope = scope_of(child, (row for _, row in draft.rows("places")))
    for hole in holes((row for _, row in rows), today, scope):
        yield ProfileProblem.FEE_GAP, "fees", hole


def _can_meet(one: FeeRow, other: FeeRow) -> bool:
    """True when some card fits both rows; two amounts of which the page does not say whose they are may meet."""
    if one.group_unstated and other.group_unstated:
        return False
    if one.places is not None and other.places is not None and not set(one.places) & set(other.places):
        return False
    if not set(one.ages) & set(other.ages):
        return False
    for name in ("age_band", "procedure", "is_duplicate", "loss", "first"):
        left, right = getattr(one, name), getattr(other, name)
        if left is not None and right is not None and left != right:
            return False
    if not letters_of(one) & letters_of(other):
        return False
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_to or date.max, other.valid_to or date.max)
    return begins <= ends


def _stale(draft: Draft, today: date) -> Iterator[Finding]:
    statuses = draft.get("statuses")
    notice = statuses.temporary_protection if statuses else None
    if notice is None:
        return
    key = "statuses.temporary_protection"
    if notice.valid_until < today:
        yield (
            ProfileProblem.STALE_DATE,
            f"{key}.valid_until",
            f"{notice.valid_until} is past; renew or remove the notice",
        )
    if notice.renew_from > notice.valid_until:
        yield ProfileProblem.BAD_VALUE, f"{key}.renew_from", "begins after valid_until"


def _menu(draft: Draft) -> Iterator[Finding]:
    rows: list[tuple[int, MenuEntry]] = draft.rows("menu")
    if len(rows) > MENU_LIMIT:
        yield ProfileProblem.MENU_TOO_LONG, "menu", f"{len(rows)} choices; at most {MENU_LIMIT} fit a screen"
    offer = draft.get("offer")
    for _, row in rows:
        key = f"menu.{row.id}"
        if len(row.services) > GROUP_LIMIT:
            yield (
                ProfileProblem.MENU_TOO_LONG,
                f"{key}.services",
                f"{len(row.services)} choices; at most {GROUP_LIMIT} fit two screens",
            )
        if (row.opens is None) is not bool(row.services):
            yield ProfileProblem.BAD_VALUE, key, "give either opens or services"
        named = [*row.services, *([row.opens] if row.opens else [])]
        for service in named:
            if offer is not None and isinstance(service, Service) and service not in offer.services:
                yield ProfileProblem.BAD_VALUE, key, f"{service!s} is not among offer.services"


def _languages(draft: Draft) -> Iterator[Finding]:
    """Languages that there are texts for, each once; the official ones come first (R130)."""
    rows: list[tuple[int, Language]] = draft.rows("languages")
    codes = [row.code for _, row in rows]
    for code in dict.fromkeys(codes):
        if code not in LANGUAGES:
            yield ProfileProblem.BAD_VALUE, f"languages.{code}", f"no texts; languages: {', '.join(LANGUAGES)}"
        elif said := untranslated(code):
            yield ProfileProblem.BAD_VALUE, f"languages.{code}", said
        if codes.count(code) > 1:
            yield ProfileProblem.BAD_VALUE, f"languages.{code}", "stands there twice; keep one"
    town = draft.get("municipality")
    if town is None or not rows or rows[0][0] != 0:
        return
    official = town.official_languages
    for number, code in enumerate(official):
        if code not in USUAL:
            said = f"{code!r} is no official language of Belgium; those are {', '.join(USUAL)}"
            yield ProfileProblem.UNLIKELY, f"municipality.official_languages.{number}", said
    if tuple(codes[: len(official)]) != official:
        yield (
            ProfileProblem.BAD_VALUE,
            "languages",
            f"must begin with those of municipality.official_languages: {', '.join(official)}",
        )


def _letters(merged: Merged) -> Iterator[Finding]:
    lists = list(_named(merged.table, "letters"))
    lists += [(key, _raw(merged, key)) for key in _LETTER_LISTS]
    for key, letters in lists:
        for where, letter in _each(key, letters if isinstance(letters, list) else []):
            if isinstance(letter, str) and letter not in LETTERS:
                known = ", ".join(sorted(LETTERS))
                yield ProfileProblem.UNKNOWN_LETTER, where, f"no card is called {letter!r} today; cards: {known}"


def _named(value: Any, name: str, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with this key, of whatever table, with its path."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        row = each.get("id") if isinstance(each, dict) else None
        where = f"{path}.{row if isinstance(row, str) else key}".lstrip(".")
        if key == name:
            yield where, each
        yield from _named(each, name, where)


def _each(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A value with its key, or each one of a list with its own, so that its line is told."""
    yield from (
        ((f"{key}.{number}", each) for number, each in enumerate(value)) if isinstance(value, list) else [(key, value)]
    )


def _raw(merged: Merged, key: str) -> Any:
    """A value as it stands in the files, also of a table that has another mistake; None when there is none."""
    value: Any = merged.table
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _sources(merged: Merged) -> Iterator[Finding]:
    pages = merged.table.get("sources")
    known = pages if isinstance(pages, dict) else {}
    told: set[str] = set()
    for key, origin in merged.origins.items():
        if origin.source not in known and origin.source not in told:
            told.add(origin.source)
            yield (
                ProfileProblem.UNKNOWN_SOURCE,
                key,
                f"source {origin.source!r} is not described under [sources]; sources: {', '.join(sorted(known))}",
            )
