"""A second reading of the rules, written from the requirements alone: tables and plain loops, no code of the product.

`read(town, at, case)` takes plain words (a dict as the command line has it) and answers what must come out.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from second_case import Reading
from second_collection import collection
from second_counters import COUNTERS
from second_decision import by_date, decision
from second_money import adult_and_children, prepare, price, promise
from second_tables import CHANNELS, CHILD_CODES, GHENT_ONLY, HOLIDAYS, LETTERS, RENAMED, months_later, seek, years_old


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
    bodily = {"renew", "first", "lost", "stolen", "damaged", "chip-defect", "data-change", "photo", "switch", "urgent"}
    if (
        (
            this.service in bodily | {"temporary-protection"}
            or (this.service, case.get("protection")) == ("protection", "recognised")
        )
        and case.get("for_other")
        and not this.child
        and not case.get("children")
    ):
        if town == "gent":
            this.notes.add("MEDICAL_PROXY")
        return this.out("IN_PERSON_ONLY", this.number("V") or "G", "unstated")
    ways = {"renew": renewal, "collect": collection, "urgent": hurry, "child": child, "found": came_back} | COUNTERS
    # an attestation whose notice has ended is an ordinary card: its own date decides
    return ways.get(this.service, application)(this) or renewal(this)


def bad(case: dict, today: date) -> bool:
    start, end, born = case.get("valid_from"), case.get("valid_until"), case.get("born")
    if start and end and end < start:
        return True
    if born and (born > today or (start and born > start)):
        return True
    if case.get("document_type") in CHILD_CODES and born and start and years_old(born, start) >= 12:
        return True
    if case.get("months") and case["months"][1] + case["months"][2] > case["months"][0]:
        return True
    applied, letter = case.get("applied"), case.get("letter")
    if (applied and applied > today) or (letter and letter > today):
        return True
    return bool(applied and letter and letter < applied)


def found(this: Reading) -> dict:
    this.notes.add("REPORTED_INVALID_IF_FOUND")
    this.bring = ["found_card"]
    return look(this, "CARD_REVOKED")


def look(this: Reading, result: str) -> dict:
    return this.out(result, this.number("S") or "G", "unstated", ["counter"])


def came_back(this: Reading) -> dict:
    """A card that came back: gone for good when it was reported, good when it was not, both when nobody knows."""
    reported, end = this.case.get("reported"), this.case.get("valid_until")
    if reported is None:
        return look(this, "ASK_IF_REPORTED")
    if reported:
        return found(this)
    if end and end < this.today:
        return renewal(this)
    if end:
        this.dates["valid_until"] = end
    return this.out("CARD_STILL_VALID", None, "unstated", [])


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
    if town_window_is_silent(this) and this.today <= end:
        this.notes.add("DATES_TO_CONFIRM")
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


def town_window_is_silent(this: Reading) -> bool:
    """Ghent's page has a window for every card; elsewhere only page 004 has one, for A and B cards."""
    return this.town != "gent" and this.letter not in {"A", "B"}


def renewal(this: Reading) -> dict:
    town, letter = this.town, this.letter
    channels = [*CHANNELS[town], "e_form"] if town == "gent" and letter == "A" else None
    result = window(this)
    if result is None:
        result = "APPOINTMENT_REQUIRED"
    if this.case.get("office") == "down":
        this.notes.add("STATUS_NOT_CHECKED")
    open_or_late = result in {"RENEW_OPEN", "RENEW_LATE"}
    if result == "RENEW_LATE":
        this.notes.add("LATE")
    early, late = "RENEW_TOO_EARLY", "RENEW_OPEN"
    if result == early and this.dates["first_open_day"] != this.dates["opens"]:
        this.notes.add("HOURS_TO_CONFIRM")
    if result == late and this.dates["last_open_day"] != this.dates["closes"]:
        this.notes.add("HOURS_TO_CONFIRM")
    if result != "RENEW_TOO_EARLY":
        decision(this, renewing=True)
    if letter == "B":
        this.notes.add("CARD_EXPIRES_NOT_STAY")
    if letter == "F" and result != "EXPIRED":
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
    prepare(this, invited=post and result != "EXPIRED")
    price(this)
    if result != "RENEW_TOO_EARLY":
        promise(this)
    return this.out(result, None if result == "RENEW_TOO_EARLY" else this.number("R"), None, channels)


def hurry(this: Reading) -> dict:
    if this.town == "leuven" and adult_and_children(this):
        # the page speaks of the children: their answer, and the adult asks
        this.notes.add("OWN_CARD_ASK")
        this.child = True
        this.case = this.case | {"born": None, "for_other": True}
    if this.town == "leuven" and not this.child:
        price(this)
        return this.out("ASK_AT_COUNTER", "G", "unstated", ["counter"])
    need = "unstated" if this.town == "gent" else None
    prepare(this)
    price(this)
    if this.today.isoweekday() == 7 or this.today in HOLIDAYS:
        if not this.clock_ok:
            this.notes.add("CLOCK_UNSURE")
        this.notes.add("HOURS_TO_CONFIRM")
        this.dates["next_opening_day"] = seek(this.town, this.place, this.today, 1)
        return this.out("CLOSED", None, need)
    if "OWN_CARD_ASK" not in this.notes:
        by_date(this)
    return this.out("URGENT_READY" if promise(this) else "URGENT_NO_DATE", this.number("U"), need)


def child(this: Reading) -> dict:
    window(this)
    if not this.child:
        this.notes |= {"CHILD_MUST_COME", "FINGERPRINTS"}
    post = (this.town == "gent" and this.letter not in {None, "A"}) or (
        this.town == "vlaams-voorbeeld" and not this.child
    )
    if post:
        this.notes.add("LETTER_BY_POST")
    if (this.town == "gent" and this.letter == "A") or (this.town == "vlaams-voorbeeld" and this.child):
        this.notes.add("NO_INVITATION")
    return apply(this, invited=post)


def apply(this: Reading, *, invited: bool = False) -> dict:
    by_date(this)
    prepare(this, invited=invited)
    price(this)
    promise(this)
    return this.out("APPOINTMENT_REQUIRED", this.number("R"))


def application(this: Reading) -> dict:
    service, case = this.service, this.case
    if service in {"lost", "stolen"}:
        this.notes.add("DOC_STOP")
        this.notes.add("REPORTED_INVALID_IF_FOUND")
        if case.get("police_paper") is not True:
            return this.out("POLICE_FIRST", None)
    if service == "damaged" and this.town == "vlaams-voorbeeld":
        this.notes.add("POLICE_IF_DAMAGED")
    if service == "switch":
        this.letter = case.get("switch_to") or this.letter
        if case.get("switch_to") in {"F+", "K", "L"}:
            prepare(this)
            price(this)
            return this.out("BY_MAIL_OR_APPOINTMENT", this.number("R"), None, ["mail", *CHANNELS["gent"]])
    if service == "documents":
        return this.out("HAND_IN_DOCUMENTS", this.number("X") or "G", "unstated", ["counter"])
    if service == "register":
        return this.out("OTHER_PROCEDURE", this.number("V") or "G", "unstated")
    if service == "guarantor":
        return this.out("APPOINTMENT_REQUIRED", this.number("W"))
    if service == "file":
        return this.out("APPOINTMENT_REQUIRED", this.number("R"))
    if service == "chip-defect":
        this.notes.add("CHIP_NOT_WORKING")
        window(this)
        by_date(this)
        prepare(this)
        price(this)
        return this.out("CHIP_DEFECT", this.number("S"))
    if service == "first" and this.status == "awaiting_decision":
        return this.out("WAIT_FOR_DECISION", None, "unstated", ["counter"])
    called = service == "first" and this.town == "vlaams-voorbeeld" and not this.child and code_unknown(case)
    if called:
        this.notes.add("LETTER_BY_POST")
    return apply(this, invited=called)


def code_unknown(case: dict) -> bool:
    return case.get("document_type") is None
