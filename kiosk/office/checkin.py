"""Check-in for an appointment: the window, the place, the day, and the same number when it is done twice (R121)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import assert_never

from kiosk.base.clock import business_day
from kiosk.base.codes import clean
from kiosk.office.model import Appointment, AppointmentDirectory, CheckIn, CheckInCode, StatusUnknown


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes before and after the start in which a check-in is open, both ends inclusive, and how codes look (profile)."""

    before: int = 60
    after: int = 30
    forms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.before < 0 or self.after < 0:
            raise ValueError("the window's minutes are 0 or more")

    def opens(self, appointment: Appointment) -> datetime:
        """The first moment at which the check-in is open."""
        return _shift(appointment.starts_at, -self.before)

    def closes(self, appointment: Appointment) -> datetime:
        """The last moment at which the check-in is open."""
        return _shift(appointment.starts_at, self.after)


def _shift(moment: datetime, minutes: int) -> datetime:
    # in absolute time: on the night of a clock change a wall-clock sum would be an hour off
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)


@dataclass(frozen=True, slots=True)
class ByCode:
    """By the code of the letter, scanned or typed."""

    code: str


@dataclass(frozen=True, slots=True)
class ByPerson:
    """By the card that is in the reader."""

    national_number: str

    def __repr__(self) -> str:
        return "ByPerson(hidden)"


def judge(appointment: Appointment, place: str, now: datetime, window: Window) -> CheckIn:
    """What the check-in of one appointment at `place` and `now` comes to."""
    if business_day(appointment.starts_at) != business_day(now):
        return CheckIn(CheckInCode.CHECKIN_OTHER_DAY, appointment)
    if appointment.place != place:
        return CheckIn(CheckInCode.CHECKIN_ELSEWHERE, appointment)
    if now < window.opens(appointment):
        return CheckIn(CheckInCode.CHECKIN_TOO_EARLY, appointment, window.opens(appointment))
    if now > window.closes(appointment):
        return CheckIn(CheckInCode.CHECKIN_TOO_LATE, appointment)
    return CheckIn(CheckInCode.CHECKIN_OK, appointment)


# of several appointments the one that can be helped best is answered
_BEST = (
    CheckInCode.CHECKIN_OK,
    CheckInCode.CHECKIN_TOO_EARLY,
    CheckInCode.CHECKIN_ELSEWHERE,
    CheckInCode.CHECKIN_TOO_LATE,
    CheckInCode.CHECKIN_OTHER_DAY,
)


def find(directory: AppointmentDirectory, by: ByCode | ByPerson, place: str, now: datetime, window: Window) -> CheckIn:
    """Look an appointment up and judge it."""
    found: Sequence[Appointment] | StatusUnknown
    match by:
        case ByCode(code):
            cleaned = clean(code, window.forms)
            found = () if cleaned is None else directory.by_code(cleaned)
        case ByPerson(national_number):
            found = directory.by_person(national_number, business_day(now))
        case never:
            assert_never(never)
    if isinstance(found, StatusUnknown):
        return CheckIn(CheckInCode.STATUS_UNKNOWN)
    if not found:
        return CheckIn(CheckInCode.CHECKIN_NOT_FOUND)
    judged = [judge(one, place, now, window) for one in sorted(found, key=lambda one: (one.starts_at, one.id))]
    return min(judged, key=lambda one: _BEST.index(one.code))


def once(appointment: Appointment) -> str:
    """The name of the ticket request of an appointment: a second check-in, here or at another kiosk of the same
    store, is answered with the same number.
    """
    return f"appointment:{appointment.id}:{business_day(appointment.starts_at).isoformat()}"
