"""Whether a letter invites the resident (R025, X10)."""

from __future__ import annotations

from typing import Literal

from kiosk.residence.case import Case


def invitation(case: Case) -> Literal["post", "none", "unstated"]:
    """What the most specific row of the profile says; "unstated" when no row fits."""
    letter, band, situation = case.facts.letter_now, case.band, case.facts.situation
    rows = [(row, index) for index, row in enumerate(case.profile.invitation) if row.matches(letter, band, situation)]
    if not rows:
        return "unstated"
    best, index = max(rows, key=lambda pair: (pair[0].conditions, -pair[1]))
    case.used(f"invitation.{index}")
    return best.value
