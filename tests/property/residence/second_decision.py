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
    if renewing and (end is None or this.letter is None):
        perhaps(this, approval=this.letter is None)
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
    if note == "ANNEX_15_NOW":
        this.notes.discard("ANNEX_15_IF_CARD")
    if note:
        this.notes.add(note)
        this.dates["annex_15"] = end


def perhaps(this: Reading, *, approval: bool) -> None:
    """The end of the card is not known, or its letter: whoever holds such a card is told on a condition."""
    follows = this.service not in {"first", "switch", "protection"}
    follows = follows and this.case.get("situation") not in {"no-card", "born-here"}
    if not follows or this.case.get("eu") is True or this.letter not in {None, "A", "B", "F"}:
        return
    if approval:
        this.notes.add("APPROVAL_IF_CARD")
    if this.service != "urgent" and this.case.get("procedure") in {None, "regular"}:
        this.notes.add("ANNEX_15_IF_CARD")


def by_date(this: Reading) -> None:
    """Whatever a new card is asked for: from the 45th day before the old one ends the same decision is waited for."""
    end = this.case.get("valid_until")
    if end is not None and (end - this.today).days <= 45:
        decision(this, renewing=True)
    if end is None and this.status not in {"ready", "in_production", "destroyed"}:
        perhaps(this, approval=this.letter in {None, "A"})
