"""Values that are sound alone and make no sense beside the others: they would be told to a resident, or raise at a touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from kiosk.profiles.draft import Draft
from kiosk.profiles.layers import Merged
from kiosk.profiles.messages import did_you_mean
from kiosk.profiles.ofcards import nonsense_of_cards
from kiosk.profiles.parsing import raw_rows
from kiosk.profiles.plausible import exchanged, too_narrow
from kiosk.profiles.problems import ProfileProblem
from kiosk.residence.calendar import BELGIUM, DayName
from kiosk.residence.cardtypes import CARD_LETTERS, LETTERS
from kiosk.residence.labels import CARD_NAME
from kiosk.residence.ruleset import CardName, FeeRow, Invitation, OwnAnnex
from kiosk.residence.town import AccessHours, Interval, MenuEntry, Place, SpecialDays
from kiosk.residence.vocabulary import Access, AgeBand, Service
from kiosk.views.marks import Icon

Finding = tuple[ProfileProblem, str, str]
# a leap year that no list of single days reaches
_NO_LIST = 2096
_EVERY_DAY = tuple(date(_NO_LIST, 1, 1) + timedelta(days=each) for each in range(366))
_A_WEEK = 7
# in minutes: no door opens for less
_SHORTEST = 10
# and none on one day for more
_LONGEST = 15 * 60
# more days than a town closes in a year
_MANY = 150
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def nonsense(draft: Draft, merged: Merged) -> Iterator[Finding]:
    """Everything of the kind, in the order of a profile's tables."""
    yield from _places(draft)
    yield from _access_hours(draft)
    yield from _telephone(draft)
    yield from _menu(draft, merged)
    yield from _rules(draft)
    yield from _ages(draft)
    yield from _urgent(draft)
    yield from _special_days(draft)
    yield from _rows(draft)
    yield from nonsense_of_cards(draft)


def _bad(key: str, message: str) -> Finding:
    return ProfileProblem.BAD_VALUE, key, message


def _places(draft: Draft) -> Iterator[Finding]:
    rows: list[tuple[int, Place]] = draft.rows("places")
    named: dict[str, str] = {}
    for _, place in rows:
        key = f"places.{place.id}"
        if named.setdefault(place.name, place.id) != place.id:
            yield _bad(f"{key}.name", f"is also the name of places.{named[place.name]}: nobody could tell them apart")
        if not any(_regular(draft, place)):
            yield _bad(f"{key}.opening", 'opens on no day; write its hours, like monday = ["09:00-12:30"]')
        for day in range(7):
            short = [each for each in place.opening.on_weekday(day) if _minutes(each) < _SHORTEST]
            for each in short:
                said = f"{each.begins:%H:%M}-{each.ends:%H:%M} lasts {_minutes(each)} min; write when it closes"
                yield _bad(f"{key}.opening.{WEEKDAYS[day]}", said)
            if said := _long_day(place.opening.on_weekday(day)):
                yield ProfileProblem.UNLIKELY, f"{key}.opening.{WEEKDAYS[day]}", said
        for number, room in enumerate(place.map.rooms):
            if room.at is not None and _off_the_map(*room.at):
                said = "does not lie on the map: write left, top, width and height as shares of it, like [0.1, 0.1, 0.3, 0.2]"
                yield _bad(f"{key}.map.rooms.{number}.at", said)
        if not any(map(place.does, Service)):
            said = "nothing is done here, so a kiosk here would offer nothing; say what is, or take the place out"
            yield _bad(f"{key}.access", said)
        if Service.COLLECT in place.access.services:
            yield _bad(f"{key}.access.services.collect", "is not read: how cards are handed out is collection.mode")


def _off_the_map(left: float, top: float, width: float, height: float) -> bool:
    """True where a room has no size, or reaches over the edge by more than a rounding."""
    return not width or not height or max(left + width, top + height) > 1.005


def _long_day(hours: tuple[Interval, ...]) -> str:
    """What is unlikely about the hours of a day; "" when nothing is."""
    if (minutes := sum(map(_minutes, hours))) > _LONGEST:
        return f"is open for {minutes // 60} hours; write from when to when somebody is there"
    if touch := next((each for each, after in pairwise(hours) if each.ends == after.begins), None):
        return f"{touch.ends:%H:%M} ends one interval and begins the next; write them as one"
    return ""


def _minutes(hours: Interval) -> int:
    return (hours.ends.hour - hours.begins.hour) * 60 + hours.ends.minute - hours.begins.minute


def _access_hours(draft: Draft) -> Iterator[Finding]:
    """Rows that hold at no time, for nothing, or change nothing."""
    rows: list[tuple[int, Place]] = draft.rows("places")
    for _, place in rows:
        for number, row in enumerate(place.access.hours):
            yield from _access_row(draft, place, f"places.{place.id}.access.hours.{number}", row)


def _access_row(draft: Draft, place: Place, key: str, row: AccessHours) -> Iterator[Finding]:
    hours = [(day, each) for day in range(7) for each in row.on_weekday(day)]
    if not hours:
        yield ProfileProblem.MISSING_KEY, key, 'needs its hours, like thursday = ["16:00-19:00"]'
    for day, each in hours:
        if not any(other.begins < each.ends and each.begins < other.ends for other in _on_weekday(draft, place, day)):
            said = f"{each.begins:%H:%M}-{each.ends:%H:%M}: the place is not open then"
            yield _bad(f"{key}.{WEEKDAYS[day]}", said)
    for service in row.services or ():
        if place.access_to(service) in {Access.NONE, Access.UNSTATED}:
            usual = f"places.{place.id}.{'collection.mode' if service is Service.COLLECT else 'access'}"
            said = f"{service} is {place.access_to(service)!s} at other times; say in {usual} how it is done then"
            yield _bad(f"{key}.services", said)
    concerned = [service for service in row.services or Service if row.speaks_of(service)]
    if all(place.access_to(service) == row.access for service in concerned):
        yield _bad(f"{key}.access", f"{row.access!r} is how it is done at other times too; take the row out")


def _telephone(draft: Draft) -> Iterator[Finding]:
    contact = draft.get("contact")
    if contact is None or contact.telephone_hours is None:
        return
    if not contact.telephone:
        yield _bad("contact.telephone_hours", "is read only where there is a telephone")
    if not any(contact.telephone_hours.on_weekday(day) for day in range(7)):
        yield ProfileProblem.MISSING_KEY, "contact.telephone_hours", 'needs hours, like monday = ["09:00-12:30"]'


def _menu(draft: Draft, merged: Merged) -> Iterator[Finding]:
    rows: list[tuple[int, MenuEntry]] = draft.rows("menu")
    opened: dict[str, str] = {}
    ids = [str(row.get("id")) for row in raw_rows(merged.table, "menu")]
    for name in dict.fromkeys(ids):
        if ids.count(name) > 1:
            yield _bad(f"menu.{name}", "stands there twice; give one another id")
    icons = [icon.value for icon in Icon]
    for _, row in rows:
        if row.icon not in icons:
            meant = did_you_mean(row.icon, icons)
            yield _bad(f"menu.{row.id}.icon", f"there is no icon {row.icon!r}{meant}; icons: {', '.join(icons)}")
        if row.opens is not None:
            if row.opens in opened:
                yield _bad(f"menu.{row.id}.opens", f"menu.{opened[row.opens]} opens the same; keep one")
            opened.setdefault(row.opens, row.id)


def _rules(draft: Draft) -> Iterator[Finding]:
    renewal, photo, pin, calendar = (draft.get(name) for name in ("renewal", "photo", "pin", "calendar"))
    collection = draft.get("collection")
    if renewal is not None and renewal.window.closes_days_before > renewal.window.opens_days_before:
        opens = renewal.window.opens_days_before
        yield _bad("renewal.window.closes_days_before", f"closes before it opens: write {opens} or less")
    if renewal is not None and (
        said := too_narrow(renewal.window.opens_days_before, renewal.window.closes_days_before)
    ):
        yield ProfileProblem.UNLIKELY, "renewal.window", said
    if photo is not None and photo.bring == "under_age" and photo.age is None:
        yield ProfileProblem.MISSING_KEY, "photo.age", 'is needed where bring = "under_age"'
    if photo is not None and photo.bring != "under_age" and photo.age is not None:
        yield _bad("photo.age", 'is read only where bring = "under_age"')
    if pin is not None and pin.max_digits < pin.min_digits:
        yield _bad("pin.max_digits", f"must be {pin.min_digits} or more, as min_digits")
    if calendar is not None and calendar.country != BELGIUM:
        said = f'{calendar.country!r} has other public holidays than a municipality of Belgium; write "BE", or take the line out'
        yield _bad("calendar.country", said)
    if collection is not None and collection.letter_days and collection.letter_days[0] > collection.letter_days[1]:
        yield _bad("collection.letter_days", "write the earlier number first")
    if collection is not None and collection.letter_days and collection.letter_in_weeks:
        yield _bad("collection.letter_in_weeks", "is for a page that gives no number, and letter_days does; keep one")
    if (
        collection is not None
        and collection.deadline_months
        and collection.warn_days >= collection.deadline_months * 28
    ):
        said = f"everybody would be warned at once, as deadline_months = {collection.deadline_months}; write less"
        yield _bad("collection.warn_days", said)
    appointments = draft.get("appointments")
    if appointments is not None and not appointments.opens_minutes_before and not appointments.closes_minutes_after:
        said = "with closes_minutes_after = 0 as well nobody could check in; write more"
        yield _bad("appointments.opens_minutes_before", said)
    stay = draft.get("long_term")
    for name in ("absence", "blue_card_absence") if stay is not None else ():
        limit = getattr(stay, name)
        if limit.total_months < limit.consecutive_months:
            yield _bad(
                f"long_term.{name}.total_months", f"must be {limit.consecutive_months} or more, as consecutive_months"
            )


def _ages(draft: Draft) -> Iterator[Finding]:
    """Ages beyond the one that ends childhood: a visit asks for none above it, and the rows of the other band are read there."""
    photo, child = draft.get("photo"), draft.get("child_card")
    if child is None:
        return
    limit = child.age_limit
    if photo is not None and photo.age is not None and photo.age > limit:
        said = f"is above child_card.age_limit = {limit}: without a card everybody from {limit} on is told to ask; write {limit} or less"
        yield ProfileProblem.UNLIKELY, "photo.age", said
    fees: list[tuple[int, FeeRow]] = draft.rows("fees")
    yield from ((ProfileProblem.UNLIKELY, key, said) for key, said in exchanged(fees))
    for index, row in fees:
        if row.age_band is AgeBand.CHILD and (row.from_age or 0) >= limit:
            said = f"there is no child's card from {limit} on (child_card.age_limit), so it is never read"
            yield ProfileProblem.TWICE, f"fees.{index}.from_age", said
        if row.age_band is AgeBand.ADULT and row.to_age is not None and row.to_age < limit:
            said = f"there is no adult's card below {limit} (child_card.age_limit), so it is never read"
            yield ProfileProblem.TWICE, f"fees.{index}.to_age", said


def _urgent(draft: Draft) -> Iterator[Finding]:
    """What is promised by the clock is promised while somebody is there."""
    urgent = draft.get("urgent")
    rows: list[tuple[int, Place]] = draft.rows("places")
    if urgent is None or not rows:
        return
    asked = [place for _, place in rows if not urgent.promised_at or place.id in urgent.promised_at]
    ready = [place for _, place in rows if urgent.collect_at in {None, place.id}]
    for name, moment, places in (("cutoff", urgent.cutoff, asked), ("ready_time", urgent.ready_time, ready)):
        closes = max((each.ends for place in places for each in _regular(draft, place)), default=None)
        if moment is not None and closes is not None and moment > closes:
            yield _bad(f"urgent.{name}", f"{moment:%H:%M} is later than the place closes on any day: {closes:%H:%M}")
    opens = min((each.begins for place in asked for each in _regular(draft, place)), default=None)
    if urgent.cutoff is not None and opens is not None and urgent.cutoff <= opens:
        yield _bad("urgent.cutoff", f"{urgent.cutoff:%H:%M} is before the place opens on any day: {opens:%H:%M}")
    opens = min((each.begins for place in ready for each in _regular(draft, place)), default=None)
    if urgent.ready_time is not None and opens is not None and urgent.ready_time < opens:
        said = f"{urgent.ready_time:%H:%M} is before the place opens on any day: {opens:%H:%M}"
        yield ProfileProblem.UNLIKELY, "urgent.ready_time", said
    collect = next((place for _, place in rows if place.id == urgent.collect_at), None)
    if collect is not None and collect.collection.mode == "none":
        yield _bad("urgent.collect_at", f"no card is handed out at {collect.id!r}: its collection.mode is none")
    if urgent.cutoff is None:
        for name in ("before_cutoff_workdays", "after_cutoff_workdays"):
            if getattr(urgent, name) is not None:
                yield _bad(f"urgent.{name}", "is read only where there is a cutoff")
    elif urgent.before_cutoff_workdays is None and urgent.after_cutoff_workdays is None:
        yield _bad("urgent.cutoff", "says nothing without before_cutoff_workdays or after_cutoff_workdays")
    before, after = urgent.before_cutoff_workdays, urgent.after_cutoff_workdays
    if before is not None and after is not None and before > after:
        said = f"who comes before the cut-off would wait longer than who comes after it: write {after} or less"
        yield _bad("urgent.before_cutoff_workdays", said)


def _special_days(draft: Draft) -> Iterator[Finding]:
    """Days that an earlier row of the same list speaks of already: the later row says something else, and is never read."""
    town: list[tuple[int, SpecialDays]] = draft.rows("special_days")
    places: list[tuple[int, Place]] = draft.rows("places")
    for key, rows in (
        ("special_days", tuple(row for _, row in town)),
        *((f"places.{place.id}.special_days", place.special_days) for _, place in places),
    ):
        for number, row in enumerate(rows):
            days = {day for _, named in _days_by_name(row) for day in named}
            if len(days) > _MANY and not row.hours and row.week is None:
                yield _bad(f"{key}.{number}", f"closes {len(days)} days; write the hours or the week that hold then")
        for number, first, said in said_before(rows):
            told = f"{said} stands in {key}.{first} too, which is read first; keep one, or put this row above it"
            yield _bad(f"{key}.{number}", told)


def said_before(rows: tuple[SpecialDays, ...]) -> Iterator[tuple[int, int, str]]:
    """(row, the earlier row that is read first, the day as it is written) of each day that stands in two rows."""
    for number, row in enumerate(rows):
        for said, days in _days_by_name(row):
            first = next((each for each in range(number) if _speaks_of(rows[each], said, days)), None)
            if first is not None:
                yield number, first, said


def _speaks_of(row: SpecialDays, said: str, days: list[date]) -> bool:
    """True when a row holds on each of these days in every year: what a name falls on differs from year to year."""
    if said in row.named:
        return True
    if days[0].year == _NO_LIST:
        return bool(row.yearly) and all(map(SpecialDays(yearly=row.yearly).holds, days))
    return all(map(row.holds, days))


def _days_by_name(row: SpecialDays) -> Iterator[tuple[str, list[date]]]:
    """Each day or span that a row names, as it is written, with its days; those of every year in one that no list names."""
    yield from ((str(day), [day]) for day in sorted(row.days))
    yield from ((span, list(_held((span,), ()))) for span in row.yearly)
    yield from ((name, list(_held((), (name,)))) for name in row.named)
    if row.first is not None and row.last is not None:
        yield (
            f"{row.first}/{row.last}",
            [row.first + timedelta(days=each) for each in range((row.last - row.first).days + 1)],
        )


@lru_cache(maxsize=64)
def _held(yearly: tuple[str, ...], named: tuple[DayName, ...]) -> tuple[date, ...]:
    """The days of every year of this name: asked for the same names many times, and each time of 366 days."""
    row = SpecialDays(yearly=yearly, named=named)
    return tuple(filter(row.holds, _EVERY_DAY))


def _regular(draft: Draft, place: Place) -> Iterator[Interval]:
    """Every interval in which a place is open in an ordinary week or a season; single days are no week."""
    long = [each for each in _specials(draft, place) if sum(len(days) for _, days in _days_by_name(each)) >= _A_WEEK]
    for day in range(7):
        yield from place.opening.on_weekday(day)
        for special in long:
            yield from special.hours if special.week is None else special.week.on_weekday(day)


def _on_weekday(draft: Draft, place: Place, weekday: int) -> Iterator[Interval]:
    """The hours of a weekday in the ordinary week, in a season and on dated days that fall on it."""
    yield from place.opening.on_weekday(weekday)
    for special in _specials(draft, place):
        named = [days for _, days in _days_by_name(special)]
        dated = [day for days in named for day in days if day.year != _NO_LIST and day.weekday() == weekday]
        if dated or sum(map(len, named)) >= _A_WEEK:
            yield from special.hours if special.week is None else special.week.on_weekday(weekday)


def _specials(draft: Draft, place: Place) -> tuple[SpecialDays, ...]:
    town: list[tuple[int, SpecialDays]] = draft.rows("special_days")
    return (*place.special_days, *(row for _, row in town))


def _rows(draft: Draft) -> Iterator[Finding]:
    letters: list[tuple[int, Invitation]] = draft.rows("invitation")
    seen: dict[tuple[object, ...], int] = {}
    for index, row in letters:
        lists = (None if each is None else frozenset(each) for each in (row.services, row.letters))
        said = (*lists, row.age_band, row.situation)
        if said in seen:
            yield _bad(f"invitation.{index}", f"is for the same cards as invitation.{seen[said]}; keep one")
        seen.setdefault(said, index)
    annexes: list[tuple[int, OwnAnnex]] = draft.rows("annexes")
    numbers = [row.number for _, row in annexes]
    for at, (index, annex) in enumerate(annexes):
        if annex.number in numbers[:at]:
            yield _bad(
                f"annexes.{index}",
                f"annex {annex.number} stands in annexes.{annexes[numbers.index(annex.number)][0]}; keep one",
            )
    names: list[tuple[int, CardName]] = draft.rows("card_names")
    for index, name in names:
        if name.label not in CARD_NAME:
            known = ", ".join(repr(each) for each in CARD_NAME)
            yield _bad(f"card_names.{index}.label", f"no words are known for {name.label!r}; labels: {known}")
        if name.letter not in LETTERS:
            unknown = f"no card is called {name.letter!r} today"
            yield ProfileProblem.UNKNOWN_LETTER, f"card_names.{index}.letter", unknown
        if name.old_letter is not None and name.old_letter.removesuffix("+") not in CARD_LETTERS:
            unknown = f"no card was called {name.old_letter!r}"
            yield ProfileProblem.UNKNOWN_LETTER, f"card_names.{index}.old_letter", unknown
