"""English source messages of a result where a service, a kind of protection or a card has words of its own.

A sentence is shown when all of its {values} are known.
"""

from __future__ import annotations

from typing import Final

from kiosk.base.languages import N_
from kiosk.residence.remarks import AWAY_ALTOGETHER, AWAY_LONGEST, BLUE_BELGIUM, BLUE_EU, PASSPORT_MONTHS, STAY_NEEDED
from kiosk.residence.vocabulary import Protection, ResultCode, Service
from kiosk.residence.wording import COUNTED, REGISTRATION_FIRST, REQUIRED, STAY_APPROVED, Wording

BY_SERVICE: Final[dict[tuple[ResultCode, Service], Wording]] = {
    (ResultCode.ASK_AT_COUNTER, Service.CODES): Wording(N_("Ask for new codes at the counter")),
    (ResultCode.ASK_AT_COUNTER, Service.MOVED): Wording(
        N_("Tell the counter that you moved"), (N_("Everybody must report a new address."),)
    ),
    (ResultCode.OTHER_PROCEDURE, Service.REGISTER): Wording(
        N_("You are new in Belgium: register first"),
        (
            N_("Register with the municipality, also for less than three months."),
            N_("You ask for a card after your registration."),
        ),
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.FILE): Wording(
        N_("Make an appointment to start your file"),
        (
            N_("You can go to {department} or a service centre."),
            N_("Questions before you start? Ask {first_help} first."),
        ),
        by_appointment=True,
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.FIRST): Wording(
        N_("You need an appointment for your first card"),
        (REGISTRATION_FIRST, STAY_APPROVED),
        by_appointment=True,
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.CHILD): Wording(
        N_("You need an appointment for the child's card"), by_appointment=True
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.PHOTO): Wording(
        N_("You need an appointment for a new card"),
        (N_("The photo on your card no longer looks like you."),),
        by_appointment=True,
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.DATA_CHANGE): Wording(
        N_("You need an appointment for a new card"),
        (N_("Your personal data changed, so the card must change."),),
        by_appointment=True,
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.DAMAGED): Wording(
        N_("You need an appointment for a new card"), by_appointment=True
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.LOST): Wording(
        N_("You need an appointment for a new card"), by_appointment=True
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.STOLEN): Wording(
        N_("You need an appointment for a new card"), by_appointment=True
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.GUARANTOR): Wording(
        N_("Your guarantee must be made official (legalised)"),
        (
            N_("You need annex {number} ({annex} {number})."),
            N_("This is done at {department} or a service centre."),
        ),
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.ANNEX): Wording(
        N_("You need an appointment for annex {number} ({annex} {number})"), by_appointment=True
    ),
    (ResultCode.INFO, Service.ANNEX): Wording(
        N_("Your annex {number} ({annex} {number})"), (N_("It covers your stay while you wait for the decision."),)
    ),
    (ResultCode.APPOINTMENT_REQUIRED, Service.TEMPORARY_PROTECTION): Wording(
        N_("You can get annex 15 ({annex} 15) and an A card"),
        (
            N_("Annex 15 ({annex} 15) is a paper that covers your stay for a time."),
            N_("Do you have a card already? Do not forget to renew it in time."),
        ),
    ),
    (ResultCode.INFO, Service.TRAVEL): Wording(
        N_("Travel with your residence card"),
        (
            N_("Take your passport or national identity card."),
            N_("Always carry your residence card in Belgium."),
            N_("A school or sports club may ask for a child's card."),
        ),
    ),
    (ResultCode.INFO, Service.PASSPORT): Wording(
        N_("How long must your passport be valid?"),
        (
            N_("At least until {passport_until}."),
            PASSPORT_MONTHS,
            N_("Does it end sooner? Ask your embassy for a new one."),
        ),
    ),
    (ResultCode.INFO, Service.LONG_TERM): Wording(
        N_("Long-term stay"),
        (
            STAY_NEEDED,
            N_("Months as a student count for half."),
            N_("Stays for temporary reasons or with diplomatic cards do not count."),
        ),
    ),
    (ResultCode.INFO, Service.ABSENCE): Wording(
        N_("Time that you were away"),
        (
            AWAY_LONGEST,
            AWAY_ALTOGETHER,
            BLUE_EU,
            BLUE_BELGIUM,
        ),
    ),
    (ResultCode.COUNT_OK, Service.ABSENCE): Wording(
        N_("You were not away for too long"),
        (BLUE_EU, BLUE_BELGIUM),
    ),
    (ResultCode.ABSENCE_BREAKS, Service.ABSENCE): Wording(
        N_("You were away for too long"),
        (
            AWAY_LONGEST,
            AWAY_ALTOGETHER,
            BLUE_EU,
            BLUE_BELGIUM,
        ),
    ),
    (ResultCode.CLOSED, Service.URGENT): Wording(
        N_("No urgent applications today"),
        (N_("We are closed today."), N_("We open again on {opening_day} at {opening_time}.")),
    ),
}

BY_PROTECTION: Final[dict[Protection | None, Wording]] = {
    Protection.ORANGE_CARD: Wording(
        N_("You need an appointment for the orange card ({orange_card})"), by_appointment=True
    ),
    Protection.RECOGNISED: Wording(N_("You need an appointment for your residence card"), by_appointment=True),
}
# a card without a PUK needs no new letter (D34)
WITHOUT_PUK: Final = Wording(N_("Ask for a new PIN at the counter"), (N_("Your card has no PUK."),))
# the blue card has a measure of its own (D20)
BLUE_CARD: Final[dict[ResultCode, Wording]] = {
    ResultCode.INFO: Wording(N_("Long-term stay with a blue card"), (BLUE_EU, BLUE_BELGIUM)),
    ResultCode.COUNT_SHORT: Wording(N_("Not enough months in Belgium yet"), (COUNTED, REQUIRED, BLUE_EU)),
}
