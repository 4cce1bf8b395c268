"""What a person should look at in a profile that works: conflicts, assumptions, old and expired values (R126)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kiosk.base.languages import voices
from kiosk.profiles import townwords
from kiosk.profiles.draft import Draft
from kiosk.profiles.feegrid import Grid
from kiosk.profiles.layers import Merged
from kiosk.profiles.parsing import file_of
from kiosk.profiles.problems import Notice, NoticeCode
from kiosk.residence.calendar import add_months
from kiosk.residence.profile import FeeRow
from kiosk.residence.town import Language, SpecialDays
from kiosk.residence.vocabulary import ALWAYS_ASKED, Service

OLD_AFTER_MONTHS = 12
# sources that are no page of anybody
_UNCONFIRMED = ("assumption", "outside")
# how long before the last named day somebody is asked for the next ones
_SOON = timedelta(days=60)
_OF_PRIVACY = ("controller", "officer", "page", "basis")
_SAID_BY_NOBODY = (NoticeCode.NOT_SAID, NoticeCode.INHERITED)


def notices(draft: Draft, merged: Merged, today: date, grids: Sequence[Grid]) -> list[Notice]:
    """Every notice, in the order of the file's tables; `grids`: the prices of what could be read."""
    return [
        # what no layer says is said by nobody's file; the town's own is there to be edited
        Notice(code, merged.town if code in _SAID_BY_NOBODY else file_of(merged, key), key, message)
        for code, key, message in (
            *_old_names(merged),
            *_removed(merged),
            *_inherited(merged),
            *_of_layers(merged),
            *_conflicts(draft),
            *_expired_fees(draft, today),
            *_prices_to_come(grids),
            *_high_taxes(draft),
            *_assumptions(merged),
            *_old(merged, today),
            *townwords.notices(draft),
            *_not_reached(draft),
            *_read_by_nobody(draft),
            *_not_said(draft),
            *_days_run_out(draft, merged, today),
            *_no_voice(draft),
        )
    ]


Finding = tuple[NoticeCode, str, str]


def _no_voice(draft: Draft) -> Iterator[Finding]:
    rows: list[tuple[int, Language]] = draft.rows("languages")
    for _, row in rows:
        if voices().get(row.code) == "":
            said = "no voice for this language: who chooses it reads, and hears nothing"
            yield NoticeCode.NO_VOICE, f"languages.{row.code}", said


def _old_names(merged: Merged) -> Iterator[Finding]:
    for key, old in merged.old_names.items():
        yield (
            NoticeCode.OLD_NAME,
            key,
            f"stands there as {old}; that name is read as well, rename it when you edit the file",
        )


def _removed(merged: Merged) -> Iterator[Finding]:
    for key in merged.removed:
        yield NoticeCode.NOT_READ, key, "is read no more; take it out when you edit the file"


def _inherited(merged: Merged) -> Iterator[Finding]:
    """One line for each page of another municipality that values of this profile were read from."""
    pages, own = merged.table.get("sources"), merged.table.get("id")
    for name, page in pages.items() if isinstance(pages, dict) else ():
        town = page.get("town") if isinstance(page, dict) else None
        # the tables may still hold anything: what is no name is the model's mistake to tell
        if not isinstance(town, str) or town == own:
            continue
        keys = [key for key, origin in merged.origins.items() if origin.source == name]
        values = [key for key in keys if not any(other.startswith(f"{key}.") for other in keys)]
        if values:
            tables = ", ".join(dict.fromkeys(key.partition(".")[0] for key in values))
            said = f"another municipality's page ({page.get('title')}) says {_counted(values)} here: {tables}"
            yield NoticeCode.INHERITED, f"sources.{name}", f"{said}; compare with your own page, and name it as source"


def _of_layers(merged: Merged) -> Iterator[Finding]:
    """One line for each layer below the town's own: which tables it says, wholly or in part."""
    own = merged.town
    for file in merged.files[: merged.files.index(own)]:
        said = [key for key, origin in merged.origins.items() if origin.file == file]
        values = [key for key in said if not any(other.startswith(f"{key}.") for other in said)]
        tables = dict.fromkeys(key.partition(".")[0] for key in values)
        if values and file.removesuffix(".toml") != own.removesuffix(".toml"):
            told = f"says {_counted(values)} that this profile leaves out: {', '.join(tables)}"
            yield NoticeCode.INHERITED, file, f"{told}; `kiosk explain` names the source of each"


def _counted(values: list[str]) -> str:
    return "one value" if len(values) == 1 else f"{len(values)} values"


def _not_reached(draft: Draft) -> Iterator[Finding]:
    """What is offered and stands in no menu, or is done nowhere: nobody comes to it by touch."""
    offer, menu, places = draft.get("offer"), draft.rows("menu"), draft.rows("places")
    if offer is None or not menu or not places:
        return
    named = {service for _, row in menu for service in (*row.services, row.opens)}
    alone = [str(service) for service in offer.services if service not in named]
    if alone:
        yield NoticeCode.NOT_REACHED, "offer.services", f"no choice of the menu leads to: {', '.join(alone)}"
    nowhere = [
        str(service)
        for service in offer.services
        if service in named and not any(place.does(service) for _, place in places)
    ]
    if nowhere:
        said = f"no place does these, so no menu shows them: {', '.join(nowhere)}"
        yield NoticeCode.NOT_REACHED, "offer.services", said


def _read_by_nobody(draft: Draft) -> Iterator[Finding]:
    """Rows about services that [offer] leaves out: their answer is to ask at the counter."""
    offer, tickets = draft.get("offer"), draft.get("tickets")
    rows: list[tuple[str, Iterable[Service]]] = [
        *((f"charges.{index}.services", row.services) for index, row in draft.rows("charges")),
        *(
            (f"tickets.desks.{index}.services", row.services or ())
            for index, row in enumerate(tickets.desks if tickets else ())
        ),
        *((f"places.{place.id}.access.services", place.access.services) for _, place in draft.rows("places")),
    ]
    for key, services in rows if offer is not None else ():
        unseen = [str(each) for each in services if each not in offer.services and each not in ALWAYS_ASKED]
        if unseen:
            yield (
                NoticeCode.NOT_REACHED,
                key,
                f"is read for none of these, which [offer] leaves out: {', '.join(unseen)}",
            )


def _not_said(draft: Draft) -> Iterator[Finding]:
    """What residents are told less of, because the profile leaves it out."""
    privacy, stay = draft.get("privacy"), draft.get("long_term")
    missing = [name for name in _OF_PRIVACY if not getattr(privacy, name, None)]
    if missing:
        yield (
            NoticeCode.NOT_SAID,
            "privacy",
            f"without {', '.join(missing)} the kiosk cannot say all about a visitor's data",
        )
    if stay is not None and stay.blue_card_years_in_eu is None:
        key = "long_term.blue_card_years_in_eu"
        yield NoticeCode.NOT_SAID, key, "a holder of a blue card is not told how many years in the EU are needed"


def _days_run_out(draft: Draft, merged: Merged, today: date) -> Iterator[Finding]:
    """Lists of days that end soon; a list that does not name next year's days says that every one of them is ordinary."""
    listed = merged.table.get("closing_days")
    yield from _ends_soon(
        "closing_days",
        listed if isinstance(listed, list) else (),
        (row for _, row in draft.rows("special_days")),
        today,
    )
    for _, place in draft.rows("places"):
        yield from _ends_soon(f"places.{place.id}.closing_days", place.closing_days, place.special_days, today)


def _ends_soon(key: str, days: Iterable[Any], rows: Iterable[SpecialDays], today: date) -> Iterator[Finding]:
    named = [*(day for day in days if isinstance(day, date)), *(row.last_known() for row in rows)]
    last = max((day for day in named if day is not None), default=None)
    if last is not None and last < today + _SOON:
        yield NoticeCode.DAYS_RUN_OUT, key, f"the last day that is named is {last}; add those after it"


def _conflicts(draft: Draft) -> Iterator[Finding]:
    for _, place in draft.rows("places"):
        if place.collection.conflict_note:
            yield NoticeCode.CONFLICT, f"places.{place.id}.collection", place.collection.conflict_note


def _expired_fees(draft: Draft, today: date) -> Iterator[Finding]:
    for index, row in draft.rows("fees"):
        if row.valid_to is not None and row.valid_to < today:
            yield (
                NoticeCode.FEE_OUT_OF_DATE,
                f"fees.{index}",
                f"ended on {row.valid_to}; without a newer row the screen says: ask at the counter",
            )


def _high_taxes(draft: Draft) -> Iterator[Finding]:
    """The town's tax is hardly more than the card; a high one exists, so a person looks."""
    rows: list[tuple[int, FeeRow]] = draft.rows("fees")
    for index, row in rows:
        if row.amount_cents is not None and row.tax_cents is not None and row.tax_cents > row.amount_cents:
            tax, card = (f"€ {cents // 100},{cents % 100:02}" for cents in (row.tax_cents, row.amount_cents))
            said = f"{tax} is more than the card itself, which is {card}; amount_cents is the price without the tax"
            yield NoticeCode.HIGH_TAX, f"fees.{index}.tax_cents", said


def _prices_to_come(known: Sequence[Grid]) -> Iterator[Finding]:
    """Holes of the grid that today's has not: a price ends and none follows."""
    before: dict[str, set[str]] = {}
    for grid in known:
        now = {line.what: {letter for letter, cell in line.cells.items() if cell == ()} for line in grid.lines}
        for what, letters in now.items():
            new = letters - before.get(what, set())
            if grid is not known[0] and new:
                cards = f": {', '.join(sorted(new))}" if len(new) < len(grid.cards(what)) else ""
                yield NoticeCode.FEE_OUT_OF_DATE, "fees", f"from {grid.begins} there is no amount for {what}{cards}"
        before = now


def _assumptions(merged: Merged) -> Iterator[Finding]:
    tables = {key for key, origin in merged.origins.items() if origin.source in _UNCONFIRMED}
    for key in (key for key in merged.origins if key in tables):
        if not tables.intersection(_above(key)):
            yield NoticeCode.ASSUMPTION, key, "stands in no page of yours; have a person confirm it"


def _old(merged: Merged, today: date) -> Iterator[Finding]:
    days = {key: origin.checked_on or _page_day(merged.table, origin.source) for key, origin in merged.origins.items()}
    known = {key: day for key, day in days.items() if day is not None}
    for key, said in old_values(known, today):
        yield NoticeCode.OLD_VALUE, key, said


def old_values(read: Mapping[str, date], today: date) -> Iterator[tuple[str, str]]:
    """(key, remark) of every table or value that was read more than twelve months ago; a table speaks for its keys."""
    old = {key: day for key, day in read.items() if add_months(day, OLD_AFTER_MONTHS) < today}
    for key, day in old.items():
        if day not in {old.get(table) for table in _above(key)}:
            yield key, f"was checked on {day}, more than {OLD_AFTER_MONTHS} months ago"


def _above(key: str) -> Iterator[str]:
    """The tables around a key, the nearest first."""
    while "." in key:
        key = key.rpartition(".")[0]
        yield key


def _page_day(table: dict[str, Any], source: str) -> date | None:
    pages = table.get("sources")
    page = pages.get(source) if isinstance(pages, dict) else None
    day = page.get("checked_on") if isinstance(page, dict) else None
    return day if isinstance(day, date) else None
