"""The second reading of papers, protection, and what is only information."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from second_decision import by_date, decision
from second_money import prepare, price, promise
from second_tables import CHANNELS, months_later, seek

if TYPE_CHECKING:
    from second_case import Reading


def annex(this: Reading) -> dict:
    paper = this.case.get("annex")
    if paper in {"3bis", "32"}:
        return this.out("APPOINTMENT_REQUIRED", this.number("W"))
    if paper == "15":
        return this.out("INFO", this.number("X") or "G", "unstated", [])
    if paper in {"19", "19ter"}:
        return this.out("HAND_IN_DOCUMENTS", this.number("X") or "G", "unstated", ["counter"])
    if paper == "35":
        return this.out("APPOINTMENT_REQUIRED", this.number("R"))
    return this.out("ASK_AT_COUNTER", "G", "unstated", ["counter"])


def protection(this: Reading) -> dict:
    wanted = this.case.get("protection")
    if wanted == "orange-card":
        return this.out("APPOINTMENT_REQUIRED", this.number("R"))
    if wanted == "data-update":
        this.bring = ["cgrs_documents"]
        return this.out("BY_MAIL_OR_APPOINTMENT", this.number("R"), None, ["mail", *CHANNELS["gent"]])
    if wanted == "recognised":
        by_date(this)
        prepare(this)
        price(this)
        promise(this)
    return this.out("APPOINTMENT_REQUIRED", this.number("R"))


def attestation(this: Reading) -> dict:
    """Temporary protection in Ghent: its own window from 4 January to 4 March 2027, then the card's own."""
    end, first, last = this.case.get("valid_until"), date(2027, 1, 4), date(2027, 3, 4)
    if end is None and this.case.get("document_type") is None:
        this.bring = ["attestation", "passport_or_id"]
        return this.out("APPOINTMENT_REQUIRED", this.number("T"))
    # the notice is about cards that end on its day: another card has a date of its own
    if this.today > last or end not in {None, last}:
        return {}
    this.notes.add("DATES_TO_CONFIRM")
    this.dates |= {"opens": first, "closes": last}
    this.dates["first_open_day"] = seek(this.town, this.place, first, 1)
    this.dates["last_open_day"] = seek(this.town, this.place, last, -1)
    if end is not None:
        this.dates["valid_until"] = end
        key, count = ("valid_days", end - this.today) if this.today <= end else ("expired_days", this.today - end)
        this.dates[key] = count // timedelta(days=1)
    if this.case.get("document_type") in range(61, 70) and this.case.get("valid_from"):
        this.dates["max_expiry"] = months_later(this.case["valid_from"], 36)
    prepare(this)
    price(this)
    if this.today < first:
        this.dates["opens_in_days"] = (first - this.today).days
        return this.out("RENEW_TOO_EARLY")
    this.dates["days_left"] = (last - this.today).days
    decision(this, renewing=True)
    return this.out("TP_RENEW_OPEN", this.number("T"))


def long_term(this: Reading) -> dict:
    this.notes.add("GENERAL_INFORMATION")
    months = this.case.get("months")
    if months is None:
        return this.out("INFO", None, "unstated", [])
    total, student, excluded = months
    if this.letter == "H":
        # two years here, five in the EU with the card: what lies between cannot be said
        if total < 24:
            return this.out("COUNT_SHORT", None, "unstated")
        enough = total - student - excluded >= 60
        return this.out("COUNT_OK", None, "unstated") if enough else this.out("INFO", None, "unstated", [])
    halves = 0
    for _ in range(total - student - excluded):
        halves += 2
    for _ in range(student):
        halves += 1
    return this.out("COUNT_OK" if halves >= 120 else "COUNT_SHORT", None, "unstated")


def absence(this: Reading) -> dict:
    this.notes.add("GENERAL_INFORMATION")
    away = this.case.get("absences")
    if away is None:
        return this.out("INFO", None, "unstated", [])
    at_once, together = (12, 18) if this.letter == "H" else (6, 10)
    breaks = any(each > at_once for each in away) or sum(away) > together
    return this.out("ABSENCE_BREAKS" if breaks else "COUNT_OK", None, "unstated")


def travel(this: Reading) -> dict:
    this.notes |= {"NOT_A_TRAVEL_DOCUMENT", "GENERAL_INFORMATION"}
    if this.child and this.foreign():
        this.notes.add("NEEDED_FOR_RE_ENTRY")
    return this.out("INFO", None, "unstated", [])


def passport(this: Reading) -> dict:
    this.notes.add("GENERAL_INFORMATION")
    if this.case.get("entry"):
        this.dates["passport_until"] = months_later(this.case["entry"], 6)
    return this.out("INFO", None, "unstated", [])


def desk(this: Reading) -> dict:
    """New codes: the application's number where one is given, else a general one."""
    this.bring = ["passport_or_id"]
    return this.out("ASK_AT_COUNTER", this.number("R") or "G", "unstated", ["counter"])


def moved(this: Reading) -> dict:
    return this.out("ASK_AT_COUNTER", "G", "unstated", ["counter"])


COUNTERS = {
    "annex": annex,
    "protection": protection,
    "temporary-protection": attestation,
    "long-term": long_term,
    "absence": absence,
    "travel": travel,
    "passport": passport,
    "codes": desk,
    "moved": moved,
}
