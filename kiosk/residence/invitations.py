"""Whether a letter or a message invites the resident (R025, X10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.residence.case import Case
from kiosk.residence.vocabulary import Note, Service

if TYPE_CHECKING:
    from kiosk.residence.ruleset import Invited

# what is said of each way
INVITED: Final[dict[str, Note]] = {
    "post": Note.LETTER_BY_POST,
    "mail": Note.INVITED_BY_MAIL,
    "ebox": Note.INVITED_BY_EBOX,
    "sms": Note.INVITED_BY_SMS,
    "none": Note.NO_INVITATION,
}


def invitation(case: Case) -> Invited:
    """What the most specific row of the profile says; "unstated" when no row fits."""
    # whatever ends in renewing a card is no first card, and no child's service
    service = case.service if case.service in {Service.FIRST, Service.CHILD} else Service.RENEW
    asked = (service, case.facts.letter_now, case.band, case.facts.situation)
    rows = [(row, index) for index, row in enumerate(case.profile.invitation) if row.matches(*asked)]
    if not rows:
        return "unstated"
    best, index = max(rows, key=lambda pair: (pair[0].conditions, -pair[1]))
    case.used(f"invitation.{index}")
    return best.value
