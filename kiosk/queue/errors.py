"""What the queue refuses, as values: what happened, who can mend it, what to do now."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.base.languages import N_
from kiosk.base.mender import Mender


class RefusalCode(enum.StrEnum):
    """Why the queue said no.  A number is never promised before all of these are ruled out."""

    DISK_FULL = "DISK_FULL"
    READ_ONLY = "READ_ONLY"
    CLOCK_BACK = "CLOCK_BACK"
    STORE_UNAVAILABLE = "STORE_UNAVAILABLE"
    STORE_HELD = "STORE_HELD"
    STORE_BROKEN = "STORE_BROKEN"
    STORE_MOVED = "STORE_MOVED"
    NO_SECOND_COPY = "NO_SECOND_COPY"
    STORE_UNPROTECTED = "STORE_UNPROTECTED"
    MARK_TAKEN = "MARK_TAKEN"
    CLOSED = "CLOSED"
    CAP_REACHED = "CAP_REACHED"
    UNKNOWN_CLASS = "UNKNOWN_CLASS"
    BAD_TIME = "BAD_TIME"
    UNKNOWN_TICKET = "UNKNOWN_TICKET"
    NOT_ALLOWED = "NOT_ALLOWED"


# code -> (what happened, who mends it, what to do now); plain language, marked for translation
EXPLAINED: Final[dict[RefusalCode, tuple[str, Mender, str]]] = {
    RefusalCode.DISK_FULL: (
        N_("The disk is full: no number was given."),
        Mender.TECHNICIAN,
        N_("Free some space on the disk, then try again."),
    ),
    RefusalCode.READ_ONLY: (
        N_("The disk or the database cannot be written: no number was given."),
        Mender.TECHNICIAN,
        N_("Make the place of the database writable, then try again."),
    ),
    RefusalCode.CLOCK_BACK: (
        N_("The clock stands before the last ticket: no number was given."),
        Mender.TECHNICIAN,
        N_("Set the clock. If it is right now, run: kiosk queue accept-clock."),
    ),
    RefusalCode.STORE_UNAVAILABLE: (
        N_("The ticket database does not answer."),
        Mender.TECHNICIAN,
        N_("Check the network and the database server."),
    ),
    RefusalCode.STORE_HELD: (
        N_("Another program holds the ticket database and does not go on."),
        Mender.TECHNICIAN,
        N_("End that program, then try again."),
    ),
    RefusalCode.STORE_BROKEN: (
        N_("The ticket database is damaged or is no ticket database."),
        Mender.TECHNICIAN,
        N_("Put the file aside and restore the last copy."),
    ),
    RefusalCode.STORE_MOVED: (
        N_("The shared store is read-only or was moved: it takes no numbers now."),
        Mender.TECHNICIAN,
        N_("The kiosk looks for the other server by itself. If that lasts: check which server is the main one."),
    ),
    RefusalCode.NO_SECOND_COPY: (
        N_("The shared store has no second copy now."),
        Mender.TECHNICIAN,
        N_("Numbers are given as usual. Check the second database server."),
    ),
    RefusalCode.STORE_UNPROTECTED: (
        N_("The line to the shared store is not protected."),
        Mender.TECHNICIAN,
        N_("Call the technician: “kiosk doctor” tells the line to write into the configuration."),
    ),
    RefusalCode.MARK_TAKEN: (
        N_("Another kiosk has this name, or this off-line mark at this place."),
        Mender.TECHNICIAN,
        N_("Give one of them another kiosk.id or kiosk.offline_mark. If the other one is gone: kiosk queue take-mark."),
    ),
    RefusalCode.CLOSED: (N_("We are closed now."), Mender.RESIDENT, N_("Come back when we are open.")),
    RefusalCode.CAP_REACHED: (
        N_("All numbers for this service are taken today."),
        Mender.STAFF,
        N_("Come back on the next open day, or ask at the reception."),
    ),
    RefusalCode.UNKNOWN_CLASS: (
        N_("There is no such ticket class here."),
        Mender.STAFF,
        N_("Choose one of the classes of the profile."),
    ),
    RefusalCode.BAD_TIME: (
        N_("The time of the appointment is more than a year away: no number was given."),
        Mender.STAFF,
        N_("Check the day and the time of the appointment."),
    ),
    RefusalCode.UNKNOWN_TICKET: (
        N_("There is no such ticket."),
        Mender.STAFF,
        N_("Check the ticket's id, or the number and the day."),
    ),
    RefusalCode.NOT_ALLOWED: (
        N_("That cannot be done with this ticket now."),
        Mender.STAFF,
        N_("Look at the ticket's state in the list."),
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A no, with its reason.  `next_opening` only with CLOSED and CAP_REACHED; `detail` for staff, never personal."""

    code: RefusalCode
    detail: str = ""
    next_opening: datetime | None = None

    @property
    def what(self) -> str:
        """What happened, as an English source sentence."""
        return EXPLAINED[self.code][0]

    @property
    def who(self) -> Mender:
        """Who can mend it."""
        return EXPLAINED[self.code][1]

    @property
    def todo(self) -> str:
        """What to do now, as an English source sentence."""
        return EXPLAINED[self.code][2]

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.what}{detail} {self.todo}"
