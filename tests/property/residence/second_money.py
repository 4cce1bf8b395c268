"""The second reading of what to bring, what it costs, and when an urgent card is ready."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from second_tables import DUTY, HOLIDAYS, years_old

if TYPE_CHECKING:
    from second_case import Reading


def prepare(this: Reading, *, invited: bool = False) -> None:
    town, service, born = this.town, this.service, this.case.get("born")
    lost = service in {"lost", "stolen"}
    age = None if born is None else years_old(born, this.today)
    if this.child:
        this.notes.add(DUTY[town])
        if town != "vlaams-voorbeeld":
            this.notes.add("CHILD_MUST_COME")
        if town == "gent":
            this.notes.add("PARENTAL_AUTHORITY")
        if this.foreign():
            this.notes.add("NEEDED_FOR_RE_ENTRY")
    elif service == "child":
        this.notes.add("MANDATORY")
    family = adult_and_children(this)
    if family and town != "vlaams-voorbeeld":
        this.notes.add("CHILD_MUST_COME")
    if family and town == "gent":
        this.notes.add("PARENTAL_AUTHORITY")
    if town == "vlaams-voorbeeld":
        this.photo = "bring"
        this.notes.add("PHOTO_BOOTH")
    elif town == "leuven" and not this.child:
        this.photo = "ask"
    elif age is None:
        this.photo = "ask" if this.child else "taken_here"
    else:
        this.photo = "bring" if age < 3 else "taken_here"
        if town == "gent" and this.child and age >= 3:
            if this.case.get("sits_still") is False:
                this.photo = "bring"
            elif this.case.get("sits_still") is None:
                this.notes.add("PHOTO_IF_CANNOT_SIT")
    mine = "police_loss" if lost else "current_card"
    if service in {"first", "protection"} and town == "gent":
        this.bring = ["passport_or_id", "orange_card_or_annex_15_if_any"]
    elif town == "gent":
        this.bring = [mine, "passport_or_id"]
    elif town == "vlaams-voorbeeld":
        kept = [] if service == "first" else [mine]
        this.bring = ["photo", *kept] + (["invitation"] if invited else []) + ["fee"]
    elif this.child:
        this.bring = [
            "adult_id",
            "parent_permit",
            "child_id",
            "photo",
            "police_loss" if lost else "previous_card_if_any",
        ]
        if this.photo != "bring":
            this.bring.remove("photo")
    elif lost:
        this.bring = ["police_loss"]
    if this.photo == "bring" and "photo" not in this.bring:
        this.bring.append("photo")
    if town == "gent" and (this.child or family):
        this.bring.append("parental_authority")
    ruling(this)


def adult_and_children(this: Reading) -> bool:
    """One application for an adult who is here and for children."""
    case = this.case
    return bool(case.get("children")) and case.get("born") is not None and not case.get("for_other") and not this.child


def ruling(this: Reading) -> None:
    if this.town == "leuven" and this.child and this.case.get("role") in {"foster", "head-of-home"}:
        this.notes.add("PLACEMENT_RULING")
        this.bring.insert(this.bring.index("adult_id") + 1, "placement_ruling")


def one_price(this: Reading, child: bool, nth: int, urgent: bool) -> set[int]:
    town = this.town
    duplicate = this.service in {"lost", "stolen"} or (this.case.get("duplicate") and this.service != "renew")
    if town == "gent":
        if urgent:
            return {10600} if child and nth > 1 else {13000}
        return {800} if child else {2900}
    if town == "vlaams-voorbeeld":
        return {11840} if urgent else {770, 1070} if child else {2110, 2160}
    if not child:
        return set()
    amounts = set()
    for letter in [this.letter] if this.letter else ["A", "EU"]:
        if letter in {"A", "B", "K", "L"}:
            amounts.add(12000 if urgent else 1300 if duplicate else 1100)
        elif letter in {"EU", "EU+", "F", "F+", "M"}:
            amounts.add(12000 if urgent else 1000 if duplicate else 800)
    return amounts


def price(this: Reading) -> None:
    count = this.case.get("children") or 0
    urgent = this.service == "urgent" or this.case.get("procedure") == "urgent"
    if count == 0:
        cards = [(this.child, 1)]
    else:
        cards = [(True, nth) for nth in range(1, count + 1)]
        if adult_and_children(this):
            cards.append((False, 0))
    sums = {0}
    for child_card, nth in cards:
        each = one_price(this, child_card, nth, urgent)
        sums = {total + amount for total in sums for amount in each}
    if not sums:
        this.fee = "ask"
        this.notes.add("FEE_ASK")
        return
    this.fee = sums.pop() if len(sums) == 1 else tuple(sorted(sums))
    if isinstance(this.fee, tuple):
        this.notes.add("FEE_ALTERNATIVES")
    if this.town == "gent":
        this.notes.add("FEE_CONTACTLESS")


def closing(this: Reading) -> int:
    """The minute of the day at which the place shuts, by hours that nobody stated; 0 where it does not open."""
    weekday = this.today.isoweekday()
    if this.town == "leuven":
        return 60 * {4: 18, 5: 13}.get(weekday, 16) + (30 if weekday == 4 else 0)
    if weekday == 6:
        return 12 * 60 + 30 if this.place == "stadskantoor" else 0
    return 17 * 60


def promise(this: Reading) -> bool:
    if this.service != "urgent" and this.case.get("procedure") != "urgent":
        return False
    # page 002 speaks of children under 12 alone
    if this.town == "leuven" and not this.child:
        return False
    if this.town == "gent":
        this.notes.add("URGENT_COLLECT_CITY")
        # page 000 says nothing of it; other pages say that a lost card, say, is applied for by appointment
        if this.service == "urgent":
            this.notes.add("APPLY_MAY_NEED_APPOINTMENT")
    if not this.clock_ok:
        this.notes.add("CLOCK_UNSURE")
        return False
    weekday = this.today.isoweekday()
    # page 000 names the Stadskantoor and the service centres: Rabot is neither
    if this.place == "rabot" or this.town == "vlaams-voorbeeld" or weekday == 7 or this.today in HOLIDAYS:
        return False
    cutoff = 15 if this.town == "gent" else 14
    if weekday == 6:
        wait = 2 if this.town == "gent" else 0
    elif this.at.hour < cutoff:
        wait = 1
    else:
        wait = 2 if this.town == "gent" else 0
    if wait == 0:
        return False
    day = this.today
    while wait:
        day += timedelta(days=1)
        if day.isoweekday() > 5:
            continue
        if day in HOLIDAYS:
            this.notes.add("HOLIDAY_CONFIRM")
            continue
        wait -= 1
    if this.at.hour * 60 + this.at.minute >= closing(this):
        this.notes.add("HOURS_TO_CONFIRM")
    this.dates["ready"] = datetime(day.year, day.month, day.day, 14) if this.town == "gent" else day
    return True
