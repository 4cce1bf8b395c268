"""The second reading of what is said while a decision of the Immigration Office may be late."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from second_case import Reading


def decision(this: Reading, *, renewing: bool = False) -> None:
    """A card that the Immigration Office decides on: the approval, and annex 15 as a condition or as a fact."""
    end = this.case.get("valid_until")
    if this.status in {"ready", "in_production", "destroyed"}:
        return
    if renewing and this.letter == "A":
        this.notes.add("APPROVAL_FIRST")
    hurried = this.service == "urgent" or this.case.get("procedure") not in {None, "regular"}
    unseen = this.letter is None and this.case.get("eu") is not True
    before = this.service not in {"first", "switch", "protection"}
    if renewing and hurried and unseen and before and this.case.get("situation") not in {"no-card", "born-here"}:
        this.notes.add("APPROVAL_IF_CARD")
    if end is None:
        return
    note = None
    if end < this.today:
        if this.status == "awaiting_decision":
            note = "ANNEX_15_NOW"
        elif this.status is None and this.letter in {"A", "B", "F"}:
            note = "ANNEX_15_IF_WAITING"
    elif (end - this.today).days <= 30 and this.letter in {"A", "B", "F"}:
        note = "ANNEX_15_IF_NO_DECISION"
        this.dates["valid_until"] = end
    if note:
        this.notes.add(note)
        this.dates["annex_15"] = end


def by_date(this: Reading) -> None:
    """Whatever a new card is asked for: from the 45th day before the old one ends the same decision is waited for."""
    end = this.case.get("valid_until")
    if (end is None and this.letter is None) or (end is not None and (end - this.today).days <= 45):
        decision(this, renewing=True)
