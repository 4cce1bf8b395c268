"""What the pages say, as plain tables for the second reading, and days counted by plain loops."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

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
    "COLLECT_EXTRA_DAYS",
    "COLLECT_WITHIN",
    "APPROVAL_FIRST",
    "APPROVAL_IF_CARD",
    "ANNEX_15_IF_CARD",
    "ANNEX_15_IF_NO_DECISION",
    "ANNEX_15_IF_WAITING",
    "ANNEX_15_NOW",
    "CARD_EXPIRES_NOT_STAY",
    "ASK_PERMANENT_RESIDENCE",
    "NO_LETTER_E_FORM",
    "LETTER_BY_POST",
    "NO_LETTER_YET",
    "NO_INVITATION",
    "HOLIDAY_CONFIRM",
    "HOURS_TO_CONFIRM",
    "DATES_TO_CONFIRM",
    "URGENT_COLLECT_CITY",
    "APPLY_MAY_NEED_APPOINTMENT",
    "CLOCK_UNSURE",
    "FEE_ASK",
    "OWN_CARD_ASK",
    "FEE_ALTERNATIVES",
    "FEE_CONTACTLESS",
    "OWN_EXPENSE",
    "CHILD_NEED_NOT_COME",
    "CHILD_MUST_COME",
    "FINGERPRINTS",
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
    "POLICE_IF_DAMAGED",
    "DOC_STOP",
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
        "rabot": ("12345", False, None, False),
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
