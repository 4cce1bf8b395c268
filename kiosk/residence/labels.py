"""English source messages of the rules' short names: fees, things to bring, channels, services, ticket classes."""

from __future__ import annotations

from typing import Final

from kiosk.base.languages import N_, NN_
from kiosk.residence.vocabulary import Annex, BringItem, Channel, Service

FEE_REGULAR: Final = N_("Residence card")
FEE_CHILD_CARD: Final = N_("Residence card for a child under {limit}")
FEE_URGENT: Final = N_("Residence card, urgent procedure")
FEE_URGENT_CHILD: Final = N_("Residence card for a child under {limit}, urgent procedure")
FEE_FURTHER_CHILD: Final = N_("Each further child under {limit}, urgent procedure")
FEE_TOGETHER: Final = N_("Together")
FEE_OF_CARDS: Final = N_("Card {letters}")
FEE_VERY_URGENT: Final = N_("Residence card, very urgent procedure")
FEE_CENTRAL: Final = N_("Residence card, to collect at the ministry in Brussels")
FEE_CHARGE: Final = N_("What you pay for this")
FEE_TAX: Final = N_("Town tax")
FEE_FIRST_LOSS: Final = N_("First time lost or stolen")
FEE_FURTHER_LOSS: Final = N_("Each next time lost or stolen")
FEE_AGE: Final = N_("Age {ages}")
FEE_FOR_AGE: Final = N_("{label}, age {ages}")

# said by a page of information of each row of a profile
WINDOW_OF_CARDS: Final = NN_(
    "{letters} cards: from {opens} to {count} day before the card ends.",
    "{letters} cards: from {opens} to {count} days before the card ends.",
    "count",
)

MEANS: Final[dict[str, str]] = {
    "cash": N_("cash"),
    "bancontact": "Bancontact",
    "credit_card": N_("credit card"),
    "app": N_("your telephone"),
}

BRING: Final[dict[BringItem, str]] = {
    BringItem.CURRENT_CARD: N_("Your current residence card"),
    BringItem.OLD_CARD_OR_CERTIFICATE: N_("Your old residence card, or the paper that replaces it"),
    BringItem.PREVIOUS_CARD_IF_ANY: N_("The child's previous card or paper proof of identity, if there is one"),
    BringItem.PASSPORT_OR_ID: N_("Passport or identity card"),
    BringItem.POLICE_LOSS: N_("The paper from the police about the lost or stolen card"),
    BringItem.CURRENT_CARD_OR_POLICE_LOSS: N_("Your current residence card, or the paper from the police"),
    BringItem.PHOTO: N_("One passport photo"),
    BringItem.INVITATION: N_("The letter that invites you"),
    BringItem.FEE: N_("The amount to pay"),
    BringItem.CODES: N_("The PIN and PUK codes that came by post"),
    BringItem.CODES_LETTER: N_("The letter with the PIN and PUK codes"),
    BringItem.ADULT_ID: N_("Passport or identity card of the adult"),
    BringItem.PLACEMENT_RULING: N_("The ruling of placement, which says that the child lives with you"),
    BringItem.PARENT_PERMIT: N_("The parent's Belgian residence card"),
    BringItem.CHILD_ID: N_("The child's passport or proof of identity"),
    BringItem.PARENTAL_AUTHORITY: N_("Proof that you may decide for the child (parental authority)"),
    BringItem.ORANGE_CARD_OR_ANNEX_15_IF_ANY: N_(
        "Your orange card ({orange_card}) or annex 15 ({annex} 15), if you have one"
    ),
    BringItem.MEDICAL_CERTIFICATE: N_("A medical certificate"),
    BringItem.PIN_PUK_LETTER: N_("The letter with your PIN and PUK"),
    BringItem.CGRS_DOCUMENTS: N_("The documents from the office for refugees ({refugee_office})"),
    BringItem.ATTESTATION: N_("The attestation of temporary protection"),
    BringItem.FOUND_CARD: N_("The card that was found"),
    BringItem.PERMISSION: N_("A written permission, signed by the holder of the card"),
    BringItem.VISITORS_ID: N_("The passport or identity card of the one who comes"),
}

# the same things of a child, where one's own could be meant
BRING_OF_CHILD: Final[dict[BringItem, str]] = {
    BringItem.CURRENT_CARD: N_("The child's residence card"),
    BringItem.OLD_CARD_OR_CERTIFICATE: N_("The child's old residence card, or the paper that replaces it"),
    BringItem.PASSPORT_OR_ID: N_("The child's passport or identity card"),
    BringItem.CURRENT_CARD_OR_POLICE_LOSS: N_("The child's residence card, or the paper from the police"),
    BringItem.ORANGE_CARD_OR_ANNEX_15_IF_ANY: N_(
        "The child's orange card ({orange_card}) or annex 15 ({annex} 15), if there is one"
    ),
}

# in one application for several people
PHOTO_FOR_EACH: Final = N_("One passport photo for each person")

# the police's paper has its own name in each municipality (X11)
POLICE_PAPER: Final[dict[str, str]] = {
    "loss_certificate": N_("The loss certificate ({loss_certificate}) from the police"),
    "annex_12": N_("Annex 12 ({annex} 12) from the police"),
    "proof_of_loss": N_("The police's proof that the card is lost or stolen"),
}

# the same paper inside a sentence
POLICE_PAPER_NAME: Final[dict[str, str]] = {
    "loss_certificate": N_("loss certificate ({loss_certificate})"),
    "annex_12": N_("annex 12 ({annex} 12)"),
    "proof_of_loss": N_("proof that the card is lost or stolen"),
}

CHANNEL: Final[dict[Channel, str]] = {
    Channel.ONLINE: N_("Online"),
    Channel.RECEPTION: N_("At the reception"),
    Channel.PHONE: N_("By phone"),
    Channel.E_FORM: N_("With the e-form"),
    Channel.MAIL: N_("By e-mail"),
    Channel.COUNTER: N_("At the counter"),
}

# the annexes that a profile may name in [[annexes]]
ANNEX: Final[dict[Annex, str]] = {
    Annex.A3: N_("Annex 3 ({annex} 3)"),
    Annex.A8TER: N_("Annex 8ter ({annex} 8ter)"),
    Annex.A8QUATER: N_("Annex 8quater ({annex} 8quater)"),
    Annex.A16: N_("Annex 16 ({annex} 16)"),
    Annex.A18: N_("Annex 18 ({annex} 18)"),
    Annex.A22: N_("Annex 22 ({annex} 22)"),
    Annex.A33: N_("Annex 33 ({annex} 33)"),
    Annex.A49: N_("Annex 49 ({annex} 49)"),
    Annex.A50: N_("Annex 50 ({annex} 50)"),
}

SERVICE: Final[dict[Service, str]] = {
    Service.RENEW: N_("Renew my card"),
    Service.COLLECT: N_("Collect a card"),
    Service.FIRST: N_("My first card"),
    Service.CHILD: N_("A child's card"),
    Service.LOST: N_("Lost card"),
    Service.STOLEN: N_("Stolen card"),
    Service.FOUND: N_("Found card"),
    Service.DAMAGED: N_("Damaged card"),
    Service.CHIP_DEFECT: N_("The chip does not work"),
    Service.DATA_CHANGE: N_("My name, sex or birth date changed"),
    Service.PHOTO: N_("The photo no longer looks like me"),
    Service.SWITCH: N_("Switch to another card"),
    Service.URGENT: N_("I need a card urgently"),
    Service.DOCUMENTS: N_("Hand in papers"),
    Service.ANNEX: N_("A paper with an annex number ({annex})"),
    Service.REGISTER: N_("I am new in Belgium"),
    Service.FILE: N_("Start a residence file"),
    Service.GUARANTOR: N_("Be a guarantor for someone"),
    Service.PROTECTION: N_("International protection"),
    Service.TEMPORARY_PROTECTION: N_("Temporary protection"),
    Service.LONG_TERM: N_("Count my years for long-term stay"),
    Service.ABSENCE: N_("Time that I was away"),
    Service.TRAVEL: N_("Travel with my card"),
    Service.PASSPORT: N_("How long must my passport be valid?"),
    Service.CODES: N_("My PIN and PUK codes"),
    Service.MOVED: N_("I moved house"),
}

# the pages of general information, as a choice
INFORMATION: Final = N_("About residence cards")
MEDICAL: Final = N_("I am ill, or cannot give fingerprints")

# labels that shipped profiles use for menu groups, places and ticket classes; a convention test holds them together
PROFILE_LABELS: Final = frozenset(
    {
        N_("My residence card"),
        N_("Lost, broken or changed"),
        N_("I have an appointment"),
        N_("Just a ticket"),
        N_("Something else"),
        N_("A child's card"),
        N_("Collect a card"),
        N_("Information"),
        # places
        N_("Entrance"),
        N_("Waiting room"),
        N_("Reception"),
        N_("Collection counter"),
        # ticket classes
        N_("General"),
        N_("Application"),
        N_("Card desk"),
        N_("Migration"),
        N_("Urgent procedure"),
        N_("Advice"),
        N_("Guarantor"),
        N_("Documents"),
        N_("Appointment"),
    }
)

# the fourteen official types of S043, in the order of the page
CARD_NAME: Final[dict[str, str]] = {
    "A": N_("Registration in the foreigners' register, limited stay"),
    "B": N_("Registration in the foreigners' register, unlimited stay"),
    "K": N_("Settled foreign national, or Swiss national with a right of residence"),
    "L": N_("EU long-term resident"),
    "EU": N_("Registration of an EU citizen for more than three months"),
    "EU+": N_("EU citizen with permanent residence"),
    "F": N_("Family member of an EU citizen or a Belgian"),
    "F+": N_("Permanent residence of a family member of an EU citizen or a Belgian"),
    "H": N_("European blue card for highly trained workers"),
    "I": N_("Transfer within a company"),
    "J": N_("Transfer within a company, long-term mobility"),
    "M": N_("Beneficiary of the withdrawal agreement"),
    "M permanent": N_("Beneficiary of the withdrawal agreement, permanent residence"),
    "N": N_("Small border traffic under the withdrawal agreement"),
}
