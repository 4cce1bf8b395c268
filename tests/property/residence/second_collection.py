"""The second reading of collecting a card."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from second_counters import desk
from second_decision import decision
from second_money import ruling
from second_tables import PLACES, months_later, seek

if TYPE_CHECKING:
    from second_case import Reading


def collection(this: Reading) -> dict:
    town, case = this.town, this.case
    if case.get("for_other") and not this.child:
        if town == "gent":
            return this.out("IN_PERSON_ONLY", None, "unstated", ["counter"])
        return this.out("ASK_AT_COUNTER", "G", "unstated")
    if this.status == "destroyed":
        if town == "gent" and case.get("applied") and this.today > months_later(case["applied"], 3):
            this.dates["collect_until"] = months_later(case["applied"], 3)
        return this.out("DESTROYED_OR_EXPIRED", this.number("R"))
    if case.get("codes") == "lost":
        this.bring = ["passport_or_id"]
        return desk(this)
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
        if seek(town, there, last, -1) != last:
            this.notes.add("HOURS_TO_CONFIRM")
        if 0 <= (last - this.today).days <= 14:
            this.notes.add("DEADLINE_NEAR")
    else:
        last = None
    first = None
    if town == "gent" and case.get("letter") and not urgent:
        more = PLACES[town][there][2]
        if more is not None:
            first = case["letter"] + timedelta(days=more)
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
    told = waiting(this, need, first, last, urgent=urgent)
    if elsewhere and urgent and told["result"] in {"URGENT_WAIT", "COLLECT_ELSEWHERE", "COLLECT_FROM"}:
        this.notes.add("URGENT_COLLECT_CITY")
    if elsewhere and told["result"] in {"COLLECT_NOW", "COLLECT_BY_APPOINTMENT", "STATUS_UNKNOWN"}:
        this.notes.discard("STATUS_NOT_CHECKED")
        if urgent:
            this.notes.add("URGENT_COLLECT_CITY")
        told = this.out("COLLECT_ELSEWHERE", None, need, ["counter"] if walk_in else None)
    if town == "gent" and not urgent:
        untold(this, told["result"], PLACES[town][there][2])
    return this.again(told)


def untold(this: Reading, result: str, more: int | None) -> None:
    """The extra week and the three months, where nobody said the days that would settle them."""
    if result in {"WAIT_FOR_DECISION", "DESTROYED_OR_EXPIRED", "COLLECT_NOW", "URGENT_WAIT"}:
        return
    if not this.case.get("letter") and more and this.status != "ready":
        this.notes.add("COLLECT_EXTRA_DAYS")
    if not this.case.get("applied"):
        this.notes.add("COLLECT_WITHIN")


def letter_days(this: Reading) -> None:
    if this.town == "vlaams-voorbeeld" and this.case.get("applied"):
        this.dates["letter_from"] = this.case["applied"] + timedelta(days=14)
        this.dates["letter_until"] = this.case["applied"] + timedelta(days=21)


def waiting(this: Reading, need: str, first: date | None, last: date | None, *, urgent: bool) -> dict:
    case, status = this.case, this.status
    if status == "awaiting_decision":
        decision(this)
        return this.out("WAIT_FOR_DECISION", None, need, ["counter"])
    if urgent and this.town == "gent" and (status == "in_production" or case.get("codes") == "no"):
        return this.out("URGENT_WAIT", None, need, ["phone", "mail"])
    # an appointment is made by the town's ways, also for a later day
    later = None if need == "required" else ["counter"]
    if status == "in_production":
        letter_days(this)
        return this.out("COLLECT_NOT_READY", None, need, later)
    if case.get("codes") == "no":
        letter_days(this)
        return this.out("WAIT_FOR_CODES", None, need, later)
    if last and this.today > last:
        if status != "ready":
            # nothing is collected: no list, nobody who comes, and no day but the one that is over
            this.bring, this.dates = [], {"collect_until": last}
            this.notes -= {"HOURS_TO_CONFIRM", "CHILD_NEED_NOT_COME", "ASK_WHO_COLLECTS"}
            return this.out("DESTROYED_OR_EXPIRED", this.number("R"))
        this.notes.add("DEADLINE_PASSED")
    if first and this.today < first:
        if last and first > last:
            this.notes.add("DEADLINE_CONFLICT")
        return this.out("COLLECT_FROM", None, need, later)
    if need == "required":
        return this.out("COLLECT_BY_APPOINTMENT", None, need)
    if status is None:
        this.notes.add("STATUS_NOT_CHECKED")
        return this.out("STATUS_UNKNOWN", "P", need, ["counter"])
    return this.out("COLLECT_NOW", "P", need, ["counter"])
