"""English source messages of every result: a title and short sentences (B1, under 15 words each).

A sentence is shown when all of its {values} are known.  `refined` has the words for one service.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.base.languages import N_, NN_, Plural
from kiosk.residence.remarks import APPLY_BEFORE, AWAY_ALTOGETHER, AWAY_LONGEST, READY_AFTER
from kiosk.residence.vocabulary import ResultCode

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a result; `by_appointment`: its title says that an appointment is needed."""

    title: str
    body: tuple[str | Plural, ...] = ()
    by_appointment: bool = False


_VALID_UNTIL = N_("Your {letter} card is valid until {valid_until}.")
_VALID_UNTIL_NO_LETTER = N_("Your card is valid until {valid_until_only}.")
_FIRST_OPEN_DAY = N_("First open day: {first_open_day}.")
_LAST_OPEN_DAY = N_("The last open day before that is {last_open_day}.")
_TIME_ENDED = N_("The time to renew ended on {closes}.")
_STAFF_HELP = N_("Staff at the counter can help you.")
_NEW_CARD_SOON = N_("Ask for a new card as soon as possible.")
LETTER_FIRST = N_("A letter with the codes comes by post first.")
_LETTER_BETWEEN = N_("It may come between {letter_from} and {letter_until}.")
_LETTER_USUALLY = NN_(
    "This usually takes {letter_first} to {count} day after your application.",
    "This usually takes {letter_first} to {count} days after your application.",
    "letter_last",
)
_LETTER_IN_WEEKS = N_("It comes by post a few weeks after your application.")
REGISTRATION_FIRST = N_("First finish your registration.")
STAY_APPROVED = N_("You must first get the right to stay.")
_AFTER_DECISION = N_("The decision is about your right to stay. Is it yes? Then you can ask for a card.")
COUNTED = NN_("{count} month counts.", "{count} months count.", "counted")
REQUIRED = NN_("{count} month is needed.", "{count} months are needed.", "required")

RESULTS: Final[dict[ResultCode, Wording]] = {
    # card
    ResultCode.ID_OK: Wording(N_("We know your card: {letter} card"), (N_("Choose what you would like to do."),)),
    ResultCode.NOT_RESIDENCE_CARD: Wording(
        N_("This is not a residence card"),
        (N_("This kiosk only reads residence cards."), _STAFF_HELP),
    ),
    ResultCode.CARD_NOT_SUPPORTED: Wording(
        N_("We cannot read this card"), (N_("Try your residence card."), _STAFF_HELP)
    ),
    ResultCode.CARD_UNREADABLE: Wording(
        N_("We could not read your card"), (N_("Take the card out and put it in again."),)
    ),
    ResultCode.CHIP_DEFECT: Wording(
        N_("The chip does not answer"),
        (N_("You need a new card."), _VALID_UNTIL_NO_LETTER),
    ),
    ResultCode.NO_CARD: Wording(N_("You have no card with you"), (N_("Choose what it is about."),)),
    ResultCode.CARD_REMOVED: Wording(N_("The card is out"), (N_("Put the card in to start again."),)),
    ResultCode.CARD_REFUSED: Wording(N_("We cannot use this card here"), (_STAFF_HELP,)),
    ResultCode.CARD_REVOKED: Wording(
        N_("This card is no longer valid"),
        (N_("Hand the card in at the counter."), N_("Ask for a new card as soon as possible.")),
    ),
    ResultCode.CARD_STILL_VALID: Wording(
        N_("You can use your card again"),
        (
            N_("Only a card that was reported as lost or stolen is no longer valid."),
            _VALID_UNTIL,
            _VALID_UNTIL_NO_LETTER,
        ),
    ),
    ResultCode.ASK_IF_REPORTED: Wording(
        N_("Did you report the card as lost or stolen?"),
        (
            N_("Yes? Then it is no longer valid, even if you find it again."),
            N_("Hand the card in at the counter."),
            N_("Ask for a new card as soon as possible."),
            N_("No? Then you can use it again."),
        ),
    ),
    ResultCode.PIN_OK: Wording(N_("The PIN is correct")),
    ResultCode.PIN_WRONG: Wording(N_("The PIN is wrong")),
    ResultCode.PIN_BLOCKED: Wording(N_("Your PIN is blocked"), (_STAFF_HELP,)),
    ResultCode.NO_READER: Wording(N_("We cannot read cards now"), (_STAFF_HELP,)),
    ResultCode.NO_PCSC_SERVICE: Wording(N_("We cannot read cards now"), (_STAFF_HELP,)),
    ResultCode.NOT_PERMITTED: Wording(N_("We cannot read cards now"), (_STAFF_HELP,)),
    # renewal
    ResultCode.RENEW_TOO_EARLY: Wording(
        N_("You can renew from {opens_weekday}"),
        (_FIRST_OPEN_DAY, N_("Last day: {closes}."), _VALID_UNTIL, _VALID_UNTIL_NO_LETTER),
    ),
    ResultCode.RENEW_OPEN: Wording(
        N_("You can renew your card now, until {closes}"),
        (_VALID_UNTIL, _VALID_UNTIL_NO_LETTER, _LAST_OPEN_DAY),
    ),
    ResultCode.RENEW_LATE: Wording(
        N_("Renew your card as soon as possible"),
        (_VALID_UNTIL, _VALID_UNTIL_NO_LETTER, _TIME_ENDED),
    ),
    ResultCode.EXPIRED: Wording(
        N_("Your card has expired"),
        (N_("Your card was valid until {valid_until_any}."), _NEW_CARD_SOON),
    ),
    ResultCode.TP_RENEW_OPEN: Wording(
        N_("You can renew your card now, until {closes}"),
        (N_("This is for people with temporary protection."), _VALID_UNTIL, _VALID_UNTIL_NO_LETTER),
    ),
    # collection
    ResultCode.COLLECT_NOW: Wording(N_("Your card is here"), (N_("Counter: {counter}."),)),
    ResultCode.COLLECT_FROM: Wording(
        N_("You can collect your card from {collect_from}"), (N_("Come on that day or later."), N_("Go to {place}."))
    ),
    ResultCode.COLLECT_ELSEWHERE: Wording(N_("Your card is in another building: {place}")),
    ResultCode.COLLECT_BY_APPOINTMENT: Wording(N_("You need an appointment to collect your card"), by_appointment=True),
    ResultCode.COLLECT_NOT_READY: Wording(
        N_("Your card is not ready yet"),
        (N_("It is being made."), LETTER_FIRST, _LETTER_USUALLY, _LETTER_BETWEEN),
    ),
    ResultCode.WAIT_FOR_CODES: Wording(
        N_("Wait for the letter with the codes"),
        (
            _LETTER_IN_WEEKS,
            _LETTER_USUALLY,
            _LETTER_BETWEEN,
            N_("You need the codes to collect your card."),
        ),
    ),
    ResultCode.URGENT_WAIT: Wording(
        N_("We will call you and send an e-mail"),
        (N_("We do this when your card and codes are here."), N_("Come after that.")),
    ),
    ResultCode.DESTROYED_OR_EXPIRED: Wording(
        N_("You can no longer collect this card"),
        (N_("You could collect it until {collect_until}."), N_("Ask for a new card.")),
    ),
    ResultCode.NO_APPLICATION_FOUND: Wording(N_("We find no application"), (N_("Staff at the counter can look."),)),
    ResultCode.IN_PERSON_ONLY: Wording(
        N_("Only the card's holder can do this"), (N_("Fingerprints are needed, so the holder must come."),)
    ),
    ResultCode.STATUS_UNKNOWN: Wording(
        N_("We cannot see now whether your card is here"), (N_("Staff at the counter can look."),)
    ),
    # application
    ResultCode.APPLY_HERE: Wording(N_("You can apply here now"), (_STAFF_HELP,)),
    ResultCode.APPOINTMENT_REQUIRED: Wording(N_("You need an appointment"), by_appointment=True),
    ResultCode.WAIT_FOR_DECISION: Wording(N_("Wait for the decision"), (_AFTER_DECISION,)),
    ResultCode.OTHER_PROCEDURE: Wording(
        N_("You are new in Belgium: register first"),
        (N_("You ask for a card after your registration."),),
    ),
    ResultCode.POLICE_FIRST: Wording(
        N_("First go to the police"),
        (
            N_("1. Tell the police that your card is lost or stolen."),
            N_("2. They give you a document: {police_paper}."),
        ),
    ),
    ResultCode.URGENT_READY: Wording(N_("Your card can be ready on {ready_day}"), (READY_AFTER, APPLY_BEFORE)),
    ResultCode.URGENT_NO_DATE: Wording(
        N_("The urgent procedure is possible"), (N_("Ask at the counter when your card can be ready."),)
    ),
    ResultCode.BY_MAIL_OR_APPOINTMENT: Wording(
        N_("Send an e-mail or make an appointment"),
        (N_("With an e-mail you need no appointment."),),
    ),
    ResultCode.CONTACT_US: Wording(
        N_("Contact {department}"),
        (N_("Tell them what you cannot do."), N_("Telephone: {phone}."), N_("They tell you how it can be done.")),
    ),
    ResultCode.HAND_IN_DOCUMENTS: Wording(
        N_("Hand in your documents at {department}"),
        (
            N_("Bring all papers that you were asked for."),
            N_("For example for annex 19 or 19ter ({annex}), a new A card, changed data."),
        ),
    ),
    # general
    ResultCode.INFO: Wording(N_("Information")),
    ResultCode.COUNT_OK: Wording(N_("Enough months count"), (COUNTED, REQUIRED)),
    ResultCode.COUNT_SHORT: Wording(
        N_("Not enough months count yet"),
        (COUNTED, REQUIRED, N_("Months as a student count for half.")),
    ),
    ResultCode.ABSENCE_BREAKS: Wording(
        N_("You were away for too long"),
        (
            AWAY_LONGEST,
            AWAY_ALTOGETHER,
        ),
    ),
    ResultCode.ASK_AT_COUNTER: Wording(N_("Please ask at the counter"), (N_("Staff will help you with this."),)),
    ResultCode.BAD_FACTS: Wording(N_("Something does not fit together"), (_STAFF_HELP,)),
    # queue
    ResultCode.CLOSED: Wording(N_("We are closed now"), (N_("We open again on {opening_day} at {opening_time}."),)),
    ResultCode.CAP_REACHED: Wording(
        N_("There are no more numbers today"), (N_("Ask at the reception, or come on another day."),)
    ),
    ResultCode.PRINT_FAILED: Wording(
        N_("The ticket could not be printed"), (N_("Your number counts. Write it down or take a photo."),)
    ),
    ResultCode.CHECKIN_OK: Wording(
        N_("You are checked in"), (N_("Your appointment is at {appointment_time}."), N_("Wait for your number."))
    ),
    ResultCode.CHECKIN_TOO_EARLY: Wording(
        N_("You are early"),
        (N_("Your appointment is at {appointment_time}."), N_("Come back at {come_back}.")),
    ),
    ResultCode.CHECKIN_TOO_LATE: Wording(
        N_("You are late"), (N_("Your appointment was at {appointment_time}."), N_("Go to the reception."))
    ),
    ResultCode.CHECKIN_ELSEWHERE: Wording(
        N_("Your appointment is in another building"), (N_("Go to {place}."), N_("Address: {address}."))
    ),
    ResultCode.CHECKIN_OTHER_DAY: Wording(
        N_("Your appointment is on another day"),
        (N_("It is on {appointment_day} at {appointment_time}."), N_("Ask at the reception if you are not sure.")),
    ),
    ResultCode.CHECKIN_NOT_FOUND: Wording(
        N_("We do not find your appointment"), (N_("Go to the reception. They can look."),)
    ),
}

# true only where the kiosk's own place does it: where another one does, its title says so instead, and its desk is not this one
TITLES_OF_HERE: Final = frozenset(RESULTS[code].title for code in (ResultCode.APPLY_HERE, ResultCode.ASK_AT_COUNTER))
SENTENCES_OF_HERE: Final = frozenset({*RESULTS[ResultCode.APPLY_HERE].body, *RESULTS[ResultCode.ASK_AT_COUNTER].body})

# what must be so in this municipality for a sentence to hold: another town's page says it (decision 0196)
HOLDS: Final[dict[str | Plural, Callable[[Profile], bool]]] = {
    _LETTER_IN_WEEKS: lambda profile: profile.collection.letter_in_weeks,
    **dict.fromkeys(
        (REGISTRATION_FIRST, STAY_APPROVED, _AFTER_DECISION),
        lambda profile: profile.knowledge_facts.first_card_after_decision,
    ),
}
