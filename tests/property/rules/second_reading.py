"""A second reading of the rules, written from the requirements alone: tables and plain loops, no code of the product.

`read(town, at, case)` takes plain words (a dict as the command line has it) and answers what must come out.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

HOLIDAYS = {
    date(2026, *day)
    for day in [(1, 1), (4, 6), (5, 1), (5, 14), (5, 25), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)]
}
HOLIDAYS |= {
    date(2027, *day)
    for day in [(1, 1), (3, 29), (5, 1), (5, 6), (5, 17), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)]
}
HOLIDAYS |= {
    date(2028, *day)
    for day in [(1, 1), (4, 17), (5, 1), (5, 25), (6, 5), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)]
}
HOLIDAYS |= {
    date(2029, *day)
    for day in [(1, 1), (4, 2), (5, 1), (5, 10), (5, 21), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)]
}
LETTERS = {11: "A", 33: "A", 63: "A", 12: "B", 34: "B", 64: "B", 13: "K", 27: "K", 65: "K", 14: "L", 28: "L", 66: "L"}
LETTERS |= {
    15: "EU",
    31: "EU",
    61: "EU",
    16: "EU+",
    32: "EU+",
    62: "EU+",
    17: "F",
    35: "F",
    67: "F",
    18: "F+",
    36: "F+",
}
LETTERS |= {68: "F+", 19: "H", 20: "I", 21: "J", 22: "M", 69: "M", 23: "N"}
CHILD_CODES = range(61, 70)
RENAMED = {13, 14, 15, 16}
ORDER = [
    "STATUS_NOT_CHECKED",
    "CHIP_NOT_WORKING",
    "LATE",
    "DEADLINE_NEAR",
    "DEADLINE_PASSED",
    "DEADLINE_CONFLICT",
    "ANNEX_15_IF_NO_DECISION",
    "ANNEX_15_NOW",
    "CARD_EXPIRES_NOT_STAY",
    "ASK_PERMANENT_RESIDENCE",
    "NO_LETTER_E_FORM",
    "LETTER_BY_POST",
    "NO_LETTER_YET",
    "NO_INVITATION",
    "HOLIDAY_CONFIRM",
    "URGENT_COLLECT_CITY",
    "APPLY_MAY_NEED_APPOINTMENT",
    "CLOCK_UNSURE",
    "FEE_ASK",
    "FEE_ALTERNATIVES",
    "FEE_CONTACTLESS",
    "OWN_EXPENSE",
    "CHILD_NEED_NOT_COME",
    "CHILD_MUST_COME",
    "ASK_WHO_COLLECTS",
    "MANDATORY",
    "OPTIONAL",
    "RECOMMENDED",
    "PLACEMENT_RULING",
    "PARENTAL_AUTHORITY",
    "MEDICAL_CERTIFICATE",
    "MEDICAL_PROXY",
    "PHOTO_IF_CANNOT_SIT",
    "PHOTO_BOOTH",
    "POLICE_MAYBE",
    "REPORTED_INVALID_IF_FOUND",
    "NOT_A_TRAVEL_DOCUMENT",
    "NEEDED_FOR_RE_ENTRY",
    "OLD_LETTER_NAME",
    "NO_PROOF",
    "GENERAL_INFORMATION",
]
# place -> (weekdays that are open, collection without appointment, days after the letter, reception gives numbers)
PLACES = {
    "gent": {
        "stadskantoor": ("123456", True, 0, True),
        "gentbrugge": ("12345", True, 7, True),
        "nieuw-gent": ("12345", True, 7, True),
        "sint-amandsberg": ("12345", True, 7, True),
        "wondelgem": ("12345", True, 7, True),
        "rabot": ("12345", False, 7, False),
    },
    "leuven": {"stadskantoor": ("12345", False, None, False)},
    "vlaams-voorbeeld": {"gemeentehuis": ("12345", False, None, False)},
}
CHANNELS = {"gent": ["online", "reception", "phone"], "leuven": ["online", "phone"], "vlaams-voorbeeld": ["online"]}
DUTY = {"gent": "MANDATORY", "leuven": "RECOMMENDED", "vlaams-voorbeeld": "OPTIONAL"}
GHENT_ONLY = {"switch", "documents", "annex", "register", "file", "guarantor", "protection", "temporary-protection"}


def months_later(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))


def years_old(born: date, today: date) -> int:
    age = -1
    year = born.year
    while True:
        try:
            birthday = date(year, born.month, born.day)
        except ValueError:
            birthday = date(year, 3, 1)
        if birthday > today:
            return age
        age += 1
        year += 1


def open_on(town: str, place: str, day: date) -> bool:
    return day not in HOLIDAYS and str(day.isoweekday()) in PLACES[town][place][0]


def seek(town: str, place: str, day: date, step: int) -> date:
    while not open_on(town, place, day):
        day += timedelta(days=step)
    return day


class Reading:
    """One case on the way to its answer."""

    def __init__(self, town: str, at: datetime, case: dict, clock_ok: bool) -> None:
        self.town, self.at, self.today, self.case, self.clock_ok = town, at, at.date(), case, clock_ok
        self.notes: set[str] = set()
        self.dates: dict = {}
        self.fee: object = None
        self.bring: list[str] = []
        self.photo = "none"
        self.service = case.get("service")
        self.letter = LETTERS.get(case.get("document_type"))
        known = case.get("place")
        if known is None and self.service == "collect":
            known = case.get("applied_at")
        self.place = known or next(iter(PLACES[town]))
        born = case.get("born")
        if born is not None:
            self.child = years_old(born, self.today) < 12
        else:
            childish = case.get("document_type") in CHILD_CODES
            self.child = self.service == "child" or case.get("role") is not None or childish
        self.status = None if case.get("office") == "down" else case.get("card_status")

    def out(
        self, result: str, ticket: str | None = None, need: str | None = None, channels: list | None = None
    ) -> dict:
        if need is None:
            need = "reception" if PLACES[self.town][self.place][3] else "required"
        return {
            "result": result,
            "notes": [note for note in ORDER if note in self.notes],
            "dates": self.dates,
            "fee": self.fee,
            "bring": self.bring,
            "photo": self.photo,
            "appointment": need,
            "channels": CHANNELS[self.town] if channels is None else channels,
            "ticket": ticket,
        }

    def number(self, ticket: str) -> str | None:
        return ticket if PLACES[self.town][self.place][3] else None


def read(town: str, at: datetime, case: dict, *, clock_ok: bool) -> dict:
    this = Reading(town, at, case, clock_ok)
    if case.get("card_status") == "reported" and this.service not in {"lost", "stolen"}:
        return found(this)
    if bad(case, this.today):
        return this.out("BAD_FACTS", "G", "unstated", ["counter"])
    code = case.get("document_type")
    if code is not None and code not in LETTERS:
        result = "NOT_RESIDENCE_CARD" if code in {1, 6} else "CARD_NOT_SUPPORTED"
        return this.out(result, "G", "unstated", ["counter"])
    if code in RENAMED:
        this.notes.add("OLD_LETTER_NAME")
    if this.service in GHENT_ONLY and town != "gent":
        return this.out("ASK_AT_COUNTER", "G", "unstated", ["counter"])
    return {"renew": renewal, "collect": collection, "urgent": hurry, "child": child, "found": found}.get(
        this.service, application
    )(this)


def bad(case: dict, today: date) -> bool:
    start, end, born = case.get("valid_from"), case.get("valid_until"), case.get("born")
    if start and end and end < start:
        return True
    if born and (born > today or (start and born > start)):
        return True
    if case.get("document_type") in CHILD_CODES and born and start and years_old(born, start) >= 12:
        return True
    applied, letter = case.get("applied"), case.get("letter")
    if (applied and applied > today) or (letter and letter > today):
        return True
    return bool(applied and letter and letter < applied)


def found(this: Reading) -> dict:
    this.notes.add("REPORTED_INVALID_IF_FOUND")
    this.bring = ["found_card"]
    return this.out("CARD_REVOKED", this.number("S"), None, ["counter"])


def window(this: Reading) -> str | None:
    end = this.case.get("valid_until")
    if end is None:
        return None
    opens = closes = end
    for _ in range(45):
        opens -= timedelta(days=1)
    for _ in range(30):
        closes -= timedelta(days=1)
    this.dates |= {"opens": opens, "closes": closes, "valid_until": end}
    this.dates["first_open_day"] = seek(this.town, this.place, opens, 1)
    this.dates["last_open_day"] = seek(this.town, this.place, closes, -1)
    if this.case.get("document_type") in CHILD_CODES and this.case.get("valid_from"):
        this.dates["max_expiry"] = months_later(this.case["valid_from"], 36)
    if this.today <= end:
        this.dates["valid_days"] = (end - this.today).days
    else:
        this.dates["expired_days"] = (this.today - end).days
        return "EXPIRED"
    if this.today < opens:
        this.dates["opens_in_days"] = (opens - this.today).days
        return "RENEW_TOO_EARLY"
    if this.today <= closes:
        this.dates["days_left"] = (closes - this.today).days
        return "RENEW_OPEN"
    return "RENEW_LATE"


def renewal(this: Reading) -> dict:
    town, letter = this.town, this.letter
    if this.case.get("for_other") and not this.child:
        if town == "gent":
            this.notes.add("MEDICAL_PROXY")
        return this.out("IN_PERSON_ONLY", this.number("V"))
    channels = [*CHANNELS[town], "e_form"] if town == "gent" and letter == "A" else None
    result = window(this)
    if result is None:
        result = "APPOINTMENT_REQUIRED"
    if this.case.get("office") == "down":
        this.notes.add("STATUS_NOT_CHECKED")
    open_or_late = result in {"RENEW_OPEN", "RENEW_LATE"}
    if result == "RENEW_LATE":
        this.notes.add("LATE")
    if this.status == "awaiting_decision" and "valid_until" in this.case:
        left = (this.case["valid_until"] - this.today).days
        if left < 0:
            this.notes.add("ANNEX_15_NOW")
            this.dates["annex_15"] = this.case["valid_until"]
        elif left <= 30 and letter in {"A", "B", "F"}:
            this.notes.add("ANNEX_15_IF_NO_DECISION")
            this.dates["annex_15"] = this.case["valid_until"]
    if letter == "B":
        this.notes.add("CARD_EXPIRES_NOT_STAY")
    if letter == "F" and open_or_late:
        this.notes.add("ASK_PERMANENT_RESIDENCE")
    post = (town == "gent" and letter not in {None, "A"}) or (town == "vlaams-voorbeeld" and not this.child)
    if post and result != "EXPIRED":
        this.notes.add("LETTER_BY_POST")
        if open_or_late:
            this.notes.add("NO_LETTER_YET")
    if town == "gent" and letter == "A" and open_or_late:
        this.notes.add("NO_LETTER_E_FORM")
    if town == "vlaams-voorbeeld" and this.child:
        this.notes.add("NO_INVITATION")
    prepare(this, invited=post)
    price(this)
    if result != "RENEW_TOO_EARLY":
        promise(this)
    return this.out(result, None if result == "RENEW_TOO_EARLY" else this.number("R"), None, channels)


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
        if this.case.get("eu") is False:
            this.notes.add("NEEDED_FOR_RE_ENTRY")
    elif service == "child":
        this.notes.add("MANDATORY")
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
    if service == "first" and not (town == "leuven" and this.child):
        this.bring = ["passport_or_id", "orange_card_or_annex_15_if_any"]
    elif town == "gent":
        this.bring = [mine, "passport_or_id"]
    elif town == "vlaams-voorbeeld":
        this.bring = ["photo", mine] + (["invitation"] if invited else []) + ["fee"]
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
    if town == "gent" and this.child:
        this.bring.append("parental_authority")
    ruling(this)


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
        if this.case.get("born") is not None and not this.case.get("for_other") and not this.child:
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


def promise(this: Reading) -> bool:
    if this.service != "urgent" and this.case.get("procedure") != "urgent":
        return False
    if this.town == "gent":
        this.notes |= {"APPLY_MAY_NEED_APPOINTMENT", "URGENT_COLLECT_CITY"}
    if not this.clock_ok:
        this.notes.add("CLOCK_UNSURE")
        return False
    weekday = this.today.isoweekday()
    if this.town == "vlaams-voorbeeld" or weekday == 7 or this.today in HOLIDAYS:
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
    this.dates["ready"] = datetime(day.year, day.month, day.day, 14) if this.town == "gent" else day
    return True


def hurry(this: Reading) -> dict:
    need = "unstated" if this.town == "gent" else None
    prepare(this, invited=this.town == "vlaams-voorbeeld" and not this.child)
    price(this)
    if this.today.isoweekday() == 7 or this.today in HOLIDAYS:
        if not this.clock_ok:
            this.notes.add("CLOCK_UNSURE")
        this.dates["next_opening_day"] = seek(this.town, this.place, this.today, 1)
        return this.out("CLOSED", None, need)
    return this.out("URGENT_READY" if promise(this) else "URGENT_NO_DATE", this.number("U"), need)


def child(this: Reading) -> dict:
    window(this)
    post = (this.town == "gent" and this.letter not in {None, "A"}) or (
        this.town == "vlaams-voorbeeld" and not this.child
    )
    if post:
        this.notes.add("LETTER_BY_POST")
    if (this.town == "gent" and this.letter == "A") or (this.town == "vlaams-voorbeeld" and this.child):
        this.notes.add("NO_INVITATION")
    return apply(this, invited=post)


def apply(this: Reading, *, invited: bool = False) -> dict:
    prepare(this, invited=invited)
    price(this)
    promise(this)
    return this.out("APPOINTMENT_REQUIRED", this.number("R"))


def application(this: Reading) -> dict:
    service, case = this.service, this.case
    if service in {"lost", "stolen"}:
        this.notes.add("REPORTED_INVALID_IF_FOUND")
        if case.get("police_paper") is not True:
            return this.out("POLICE_FIRST", None)
    if service == "damaged" and this.town == "vlaams-voorbeeld":
        this.notes.add("POLICE_MAYBE")
    if service == "switch":
        this.letter = case.get("switch_to") or this.letter
        if case.get("switch_to") in {"F+", "K", "L"}:
            prepare(this)
            price(this)
            return this.out("BY_MAIL_OR_APPOINTMENT", this.number("R"), None, ["mail", *CHANNELS["gent"]])
    if service == "documents":
        return this.out("HAND_IN_DOCUMENTS", this.number("X"))
    if service == "register":
        return this.out("OTHER_PROCEDURE", this.number("V"))
    if service == "guarantor":
        return this.out("APPOINTMENT_REQUIRED", this.number("W"))
    if service == "file":
        return this.out("APPOINTMENT_REQUIRED", this.number("R"))
    if service == "chip-defect":
        this.notes.add("CHIP_NOT_WORKING")
        window(this)
        prepare(this)
        price(this)
        return this.out("CHIP_DEFECT", this.number("S"))
    if service == "first" and this.status == "awaiting_decision":
        return this.out("WAIT_FOR_DECISION", this.number("R"))
    return apply(this, invited=service == "switch")


def collection(this: Reading) -> dict:
    town, case = this.town, this.case
    if case.get("for_other") and not this.child:
        if town == "gent":
            return this.out("IN_PERSON_ONLY", None, "unstated", ["counter"])
        return this.out("ASK_AT_COUNTER", None, "unstated")
    if this.status == "destroyed":
        if town == "gent" and case.get("applied") and this.today > months_later(case["applied"], 3):
            this.dates["collect_until"] = months_later(case["applied"], 3)
        return this.out("DESTROYED_OR_EXPIRED", this.number("R"))
    if case.get("codes") == "lost":
        this.bring = ["passport_or_id"]
        return this.out("ASK_AT_COUNTER", this.number("R"), None, ["counter"])
    if this.status == "none":
        return this.out("NO_APPLICATION_FOUND", "G", "unstated", ["counter"])
    urgent = case.get("procedure") == "urgent"
    there = case.get("applied_at") or this.place
    if urgent and town == "gent":
        there = "stadskantoor"
    walk_in = PLACES[town][there][1]
    need = "walk_in" if walk_in else "required"
    elsewhere = there != this.place
    if town == "gent" and case.get("applied"):
        last = months_later(case["applied"], 3)
        this.dates |= {"collect_until": last, "collect_last_open_day": seek(town, there, last, -1)}
        if 0 <= (last - this.today).days <= 14:
            this.notes.add("DEADLINE_NEAR")
    else:
        last = None
    first = None
    if town == "gent" and case.get("letter") and not urgent:
        first = case["letter"] + timedelta(days=PLACES[town][there][2])
        this.dates["collect_from"] = first
    if this.child:
        this.notes.add("CHILD_NEED_NOT_COME" if town == "leuven" else "ASK_WHO_COLLECTS")
    if town == "gent":
        this.bring = ["old_card_or_certificate", "codes"]
    elif town == "vlaams-voorbeeld":
        this.bring = ["codes_letter", "current_card_or_police_loss"]
    elif this.child:
        this.bring = ["adult_id", "parent_permit", "child_id", "previous_card_if_any", "codes"]
        ruling(this)
    if elsewhere:
        if urgent:
            this.notes.add("URGENT_COLLECT_CITY")
        return this.out("COLLECT_ELSEWHERE", None, need, ["counter"] if walk_in else None)
    return waiting(this, need, first, last, urgent=urgent)


def waiting(this: Reading, need: str, first: date | None, last: date | None, *, urgent: bool) -> dict:
    case, status = this.case, this.status
    if status == "awaiting_decision":
        return this.out("WAIT_FOR_DECISION", None, need, ["counter"])
    if urgent and this.town == "gent" and (status == "in_production" or case.get("codes") == "no"):
        return this.out("URGENT_WAIT", None, need, ["phone", "mail"])
    if status == "in_production":
        return this.out("COLLECT_NOT_READY", None, need, ["counter"])
    if case.get("codes") == "no":
        if this.town == "vlaams-voorbeeld" and case.get("applied"):
            this.dates["letter_from"] = case["applied"] + timedelta(days=14)
            this.dates["letter_until"] = case["applied"] + timedelta(days=21)
        return this.out("WAIT_FOR_CODES", None, need, ["counter"])
    if last and this.today > last:
        if status != "ready":
            this.bring = []
            return this.out("DESTROYED_OR_EXPIRED", this.number("R"))
        this.notes.add("DEADLINE_PASSED")
    if first and this.today < first:
        if last and first > last:
            this.notes.add("DEADLINE_CONFLICT")
        return this.out("COLLECT_FROM", None, need, ["counter"])
    if need == "required":
        return this.out("COLLECT_BY_APPOINTMENT", None, need)
    if status is None:
        this.notes.add("STATUS_NOT_CHECKED")
        return this.out("STATUS_UNKNOWN", "P", need, ["counter"])
    return this.out("COLLECT_NOW", "P", need, ["counter"])
