"""Questions to the back office and to the appointments, asked in a thread of their own."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.base.clock import Clock
from kiosk.base.jobs import Jobs
from kiosk.office.checkin import ByCode, ByPerson, Window, find, once
from kiosk.office.model import (
    AppointmentDirectory,
    CardStatus,
    OfficeAnswer,
    OfficeDirectory,
    Silence,
    StatusUnknown,
)
from kiosk.residence.vocabulary import CardStatus as RuleStatus
from kiosk.residence.vocabulary import Procedure
from kiosk.visit.model.effects import AskOffice, CheckIn
from kiosk.visit.model.inputs import CheckedIn, Input, OfficeAnswered

_STATUS = {
    CardStatus.AWAITING_DECISION: RuleStatus.AWAITING_DECISION,
    CardStatus.IN_PRODUCTION: RuleStatus.IN_PRODUCTION,
    CardStatus.READY: RuleStatus.READY,
    CardStatus.REPORTED: RuleStatus.REPORTED,
    CardStatus.NONE: RuleStatus.NONE,
    CardStatus.DESTROYED: RuleStatus.DESTROYED,
    # a card that was handed out is no application any more
    CardStatus.COLLECTED: RuleStatus.NONE,
}


class Inquiries:
    """Asks, and posts the answers as inputs; `office_answered` hears whether the office works."""

    def __init__(
        self,
        office: OfficeDirectory,
        appointments: AppointmentDirectory,
        *,
        clock: Clock,
        place: str,
        window: Callable[[], Window],
        post: Callable[[Input], None],
        office_answered: Callable[[bool], None],
        close_office: Callable[[], None],
    ) -> None:
        self._office = office
        self._appointments = appointments
        self._clock = clock
        self._place = place
        self._window = window
        self._post = post
        self._office_answered = office_answered
        self._close_office = close_office
        self._jobs = Jobs("office", lambda _: office_answered(False))

    def ask_office(self, effect: AskOffice) -> None:
        """Where is the new card?"""
        self._jobs.submit(lambda: self._ask(effect))

    def check_in(self, effect: CheckIn) -> None:
        """Is this appointment now and here?"""
        self._jobs.submit(lambda: self._check_in(effect))

    def close(self) -> None:
        """Let go, of the office too."""
        self._jobs.close()
        self._close_office()

    def _ask(self, effect: AskOffice) -> None:
        answer = self._office.lookup(effect.national_number)
        # a table that nobody ever filled is no fault: this kiosk has no back office
        if isinstance(answer, StatusUnknown):
            self._office_answered(answer.why is Silence.NEVER_FILLED)
            self._post(OfficeAnswered(effect.request, None))
            return
        self._office_answered(True)
        self._post(OfficeAnswered(effect.request, facts_of(answer)))

    def _check_in(self, effect: CheckIn) -> None:
        by = ByPerson(effect.person) if effect.person else ByCode(effect.code)
        result = find(self._appointments, by, self._place, self._clock.now(), self._window())
        appointment = result.appointment
        if appointment is None:
            self._post(CheckedIn(effect.request, result.code.value))
            return
        at = result.come_back_at or appointment.starts_at
        self._post(
            CheckedIn(effect.request, result.code.value, at, appointment.place, appointment.klass, once(appointment)),
        )


def facts_of(answer: OfficeAnswer) -> dict[str, object]:
    """What the office knows, as facts of the rules."""
    procedure = Procedure.URGENT if answer.urgent else Procedure.REGULAR
    known: dict[str, object] = {"card_status": _STATUS[answer.status], "procedure": procedure}
    if answer.applied_on is not None:
        known["applied"] = answer.applied_on
    where = answer.place or answer.applied_at
    if where is not None:
        known["applied_at"] = where
    if answer.letter_on is not None:
        known["letter"] = answer.letter_on
    return known
