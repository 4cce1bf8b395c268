"""English source messages of every note, and of the cases of a child's card (S076-S080)."""

from __future__ import annotations

from typing import Final

from kiosk.base.languages import N_, NN_, Plural
from kiosk.residence.vocabulary import ChildSituation, Note

NOT_A_TRAVEL_DOCUMENT: Final = N_("This card is not a travel document.")
GENERAL_INFORMATION: Final = N_("This is general information. Staff at the counter decide.")
CHECK_HOURS: Final = N_("Check our opening hours before you come.")
FEE_BY_CARD: Final = N_("The price depends on the type of card.")
NOTES: Final[dict[Note, str | Plural]] = {
    Note.NOT_HERE: N_("We do not do this here. Go to {place}."),
    Note.STATUS_NOT_CHECKED: N_("We could not check this at the office."),
    Note.CHIP_NOT_WORKING: N_("The chip of your card does not work."),
    Note.LATE: N_("Go as soon as possible."),
    Note.DEADLINE_NEAR: N_("Collect your card by {collect_last_open_day}. Then it is destroyed."),
    Note.DEADLINE_PASSED: N_("The last day has passed, but the office still has your card."),
    Note.DEADLINE_CONFLICT: N_("The last day is {collect_until}. Ask at the counter."),
    Note.COLLECT_EXTRA_DAYS: NN_(
        "Wait {count} more day after the letter.",
        "Wait {count} more days after the letter.",
        "extra_days",
    ),
    Note.COLLECT_WITHIN: NN_(
        "Collect your card within {count} month of your application. After that it is destroyed.",
        "Collect your card within {count} months of your application. After that it is destroyed.",
        "deadline_months",
    ),
    Note.APPROVAL_FIRST: N_("The Immigration Office must agree to your new card first. This may take some time."),
    Note.APPROVAL_IF_CARD: N_(
        "Card {approval_letters} that ends soon? Then the Immigration Office must agree to the new card first."
    ),
    Note.ANNEX_15_IF_CARD: N_(
        "No decision when card {annex_letters} ends? Then annex 15 ({annex} 15) covers your stay."
    ),
    Note.ANNEX_15_IF_NO_DECISION: N_(
        "No decision by {valid_until_any}? Then you get annex 15 ({annex} 15), a temporary paper. It covers your stay."
    ),
    Note.ANNEX_15_IF_WAITING: N_(
        "Are you still waiting for a decision? Ask for annex 15 ({annex} 15), a temporary paper. It covers your stay."
    ),
    Note.ANNEX_15_NOW: N_("Ask for annex 15 ({annex} 15), a temporary paper. It covers your stay."),
    Note.CARD_EXPIRES_NOT_STAY: N_("Only the card expires. Your right to stay does not."),
    Note.ASK_PERMANENT_RESIDENCE: N_("Ask for permanent residence before your card expires."),
    Note.NO_LETTER_E_FORM: N_("No letter comes for this card."),
    Note.LETTER_BY_POST: N_("A letter that invites you comes by post."),
    Note.NO_LETTER_YET: N_("No letter yet? You can still make the appointment."),
    Note.NO_INVITATION: N_("No letter comes. You ask for the card yourself."),
    Note.INVITED_BY_MAIL: N_("You get an e-mail that invites you."),
    Note.INVITED_BY_EBOX: N_("You get a message in your eBox that invites you."),
    Note.INVITED_BY_SMS: N_("You get a text message that invites you."),
    Note.HOLIDAY_CONFIRM: N_("Other rules hold on public holidays. Confirm the day at the counter."),
    Note.HOURS_TO_CONFIRM: CHECK_HOURS,
    Note.DATES_TO_CONFIRM: N_("Ask at the counter whether these dates hold for your card."),
    Note.URGENT_COLLECT_CITY: N_("You always collect an urgent card at {urgent_place}."),
    Note.APPLY_MAY_NEED_APPOINTMENT: N_("You may need an appointment to apply."),
    Note.ACCESS_BY_CARD: N_("For some cards this is done in another way. Ask staff about your card."),
    Note.CLOCK_UNSURE: N_("This kiosk is not sure of the time. Ask at the counter."),
    Note.FEE_ASK: N_("Ask the price at the counter."),
    Note.OWN_CARD_ASK: N_("Ask at the counter about your own card."),
    Note.FEE_ALTERNATIVES: FEE_BY_CARD,
    Note.FEE_CONTACTLESS: N_("Please pay contactless if you can."),
    Note.OWN_EXPENSE: N_("You pay for the new card yourself."),
    Note.PROXY_WRITTEN: N_("Somebody else may collect the card with a written permission."),
    Note.CODES_AT_COUNTER: N_("You get the PIN and PUK codes at the counter. No letter comes."),
    Note.CHILD_NEED_NOT_COME: N_("The child does not need to come."),
    Note.CHILD_MUST_COME: N_("The child must come too."),
    Note.FINGERPRINTS: N_("Fingerprints are taken when you apply and when you collect."),
    Note.ASK_WHO_COLLECTS: N_("Ask at the counter who may collect a child's card."),
    Note.MANDATORY: N_("The child must have this card."),
    Note.OPTIONAL: N_("The child need not have this card."),
    Note.RECOMMENDED: N_("The child need not have this card, but it is recommended."),
    Note.PLACEMENT_RULING: N_("Bring the ruling of placement."),
    Note.PARENTAL_AUTHORITY: N_("Show that you may decide for the child (parental authority)."),
    Note.MEDICAL_CERTIFICATE: N_("You need a medical certificate."),
    Note.MEDICAL_PROXY: N_("Someone else may come for medical reasons only. Contact {department}."),
    Note.PHOTO_IF_CANNOT_SIT: N_("Bring a photo if the child cannot sit still alone."),
    Note.PHOTO_BOOTH: N_("There is a photo booth in the building."),
    Note.POLICE_IF_DAMAGED: N_("First report the damage to the police."),
    Note.DOC_STOP: N_("Call DOC STOP at once, day or night: {doc_stop}. Then nobody can use your card."),
    Note.REPORTED_INVALID_IF_FOUND: N_("You can never use a reported card again, even if you find it."),
    Note.NOT_A_TRAVEL_DOCUMENT: NOT_A_TRAVEL_DOCUMENT,
    Note.NEEDED_FOR_RE_ENTRY: N_("The child needs this card to come back to Belgium."),
    Note.OLD_LETTER_NAME: N_("Your {old_letter} card is now called {new_letter} card."),
    Note.NO_PROOF: N_("We read the back of the card. That is not proof."),
    Note.GENERAL_INFORMATION: GENERAL_INFORMATION,
}

# good to know, and nothing that somebody must do, pay, bring or fear: on the screen they may stand behind the matter
LATER: Final = frozenset(
    {
        Note.APPROVAL_FIRST,
        Note.ANNEX_15_IF_CARD,
        Note.CARD_EXPIRES_NOT_STAY,
        Note.NO_LETTER_E_FORM,
        Note.LETTER_BY_POST,
        Note.NO_LETTER_YET,
        Note.NO_INVITATION,
        Note.INVITED_BY_MAIL,
        Note.INVITED_BY_EBOX,
        Note.INVITED_BY_SMS,
        Note.CODES_AT_COUNTER,
        Note.CHILD_NEED_NOT_COME,
        Note.FINGERPRINTS,
        Note.OPTIONAL,
        Note.OLD_LETTER_NAME,
    }
)

# what whoever fears for the stay waits for: where a card ends soon or has ended it stands with the matter (D5)
DECISION: Final = frozenset({Note.APPROVAL_FIRST, Note.ANNEX_15_IF_CARD})

SITUATIONS: Final[dict[ChildSituation, str | Plural]] = {
    ChildSituation.NON_EU_INVITED: N_(
        "A child without EU or EEA nationality gets a letter: at registration, or when the stay is renewed."
    ),
    ChildSituation.NO_CARD_YET: N_("A child who may live here and has no card yet: apply at any time."),
    ChildSituation.BORN_HERE: N_(
        "A child who was born here and always lived here: apply at any time. You must also have the right to live here."
    ),
    ChildSituation.LONG_STAY: NN_(
        "A child who may stay more than {count} year: apply before the card expires.",
        "A child who may stay more than {count} years: apply before the card expires.",
        "child_years",
    ),
}
APPOINTMENT_NEEDED: Final = N_("You need an appointment for this.")
# what decides between two amounts
FEE_REASONS: Final[dict[str, str]] = {
    "card": FEE_BY_CARD,
    "age": N_("The price depends on the age."),
    "loss": N_("The price depends on how often a card was lost."),
    "procedure": N_("The price depends on the procedure."),
    "nationality": N_("The price depends on the nationality."),
    # two amounts, and the page does not say what decides
    "unstated": str(NOTES[Note.FEE_ASK]),
}
FEE_TAX_INCLUDED: Final = N_("The town tax is included.")
FEE_MEANS: Final = N_("You can pay with: {means}.")
# where the time of the week decides
WITHOUT_APPOINTMENT: Final = N_("Without an appointment: {walk_in_hours}.")
AT_OTHER_TIMES: Final = N_("At other times you need an appointment.")
APPOINTMENT_THERE: Final = N_("You need an appointment there.")
COLLECT_AT_COUNTER: Final = N_("You can collect it at the counter.")
# below an answer that sends to the counter
CLOCK_UNSURE: Final = N_("This kiosk is not sure of the time.")
# below a title that says whom to contact
SOMEONE_ELSE: Final = N_("Someone else may come for medical reasons only.")
MAKE_APPOINTMENT: Final = N_("Make an appointment first.")
APPOINTMENT_TO_COLLECT: Final = N_("Then make an appointment to collect it.")
BACK_WITH_POLICE_PAPER: Final = N_("3. Come back with that document.")
APPOINTMENT_WITH_POLICE_PAPER: Final = N_("3. Make an appointment and bring that document.")
TRAVEL_IN_TIME: Final = N_("Do you travel soon? Apply in good time.")
PAPER_PROOF: Final = N_("A paper proof of identity stays valid until the date on it.")
PAPER_EXCHANGE: Final = N_("You may change it for a card before that date.")
VALID_PAST_BIRTHDAY: Final = N_("The card stays valid past the {limit}th birthday.")
STAY_FIRST_PERHAPS: Final = N_("In some cases the child must renew the stay before the card.")
FROM_ABROAD: Final = N_("From outside Belgium you can only make an appointment by phone.")
PHOTO_TAKEN_HERE: Final = N_("We take the photo at the counter. Do not bring one.")
PHOTO_OF_CHILD_TAKEN_HERE: Final = N_("We take the child's photo at the counter.")
PHOTO_BY_AGE: Final = NN_(
    "Is the child younger than {count} year? Bring a passport photo.",
    "Is the child younger than {count} years? Bring a passport photo.",
    "photo_age",
)
PHOTO_OF_OLDER_CHILD: Final = N_("We take the photo of an older child at the counter.")
# of an adult and children together
PHOTO_OF_OTHERS: Final = N_("We take all other photos at the counter.")
PHOTO_CHOICE: Final = N_("We can take the photo at the counter. You may also bring a passport photo.")
PHOTO_ASK: Final = N_("Ask if you need a photo when you make the appointment.")
PHOTO_ASK_THERE: Final = N_("Ask at the counter if you need a photo.")
PHOTO_MAX_AGE: Final = NN_(
    "The photo may be at most {count} month old.", "The photo may be at most {count} months old.", "photo_months"
)
PHOTO_TOO_OLD: Final = N_("Your photo is too old. Take a new one.")
CERTIFICATE_UNTIL: Final = N_("Your certificate can be used until {certificate_until}.")
CERTIFICATE_TOO_OLD: Final = N_("Your certificate is too old. Ask your doctor for a new one.")
CERTIFICATE_AGE: Final = NN_(
    "The certificate may be at most {count} month old.",
    "The certificate may be at most {count} months old.",
    "certificate_months",
)
COLLECT_BY: Final = N_("Collect your card by {collect_last_open_day} at the latest.")
COLLECT_DEADLINE: Final = N_("The last day is {collect_until}.")
ASK_WHAT_TO_BRING: Final = N_("Ask the counter what to bring.")
ANNEX_3BIS: Final = N_("Annex 3bis ({annex} 3bis) is for a short stay.")
ANNEX_32: Final = N_("Annex 32 ({annex} 32) is for a student.")
NEW_CARD_READY: Final = N_("The new card can be ready on {ready_day}.")
READY_AFTER: Final = N_("You can collect it after {ready_time}.")
APPLY_BEFORE: Final = N_("This is only so if you apply today before {cutoff}.")
APPLY_TODAY: Final = N_("This is only so if you apply today.")
# said by an answer and by a page of information
STAY_NEEDED: Final = NN_(
    "You need {count} month of legal stay without a break.",
    "You need {count} months of legal stay without a break.",
    "required",
)
AWAY_LONGEST: Final = NN_(
    "You may be away for {count} month in one go at most.",
    "You may be away for {count} months in one go at most.",
    "longest",
)
AWAY_ALTOGETHER: Final = NN_(
    "You may be away for {count} month in total at most.",
    "You may be away for {count} months in total at most.",
    "altogether",
)
BLUE_EU: Final = NN_(
    "You need {count} year in the EU with a blue card.",
    "You need {count} years in the EU with a blue card.",
    "blue_eu_years",
)
BLUE_BELGIUM: Final = NN_(
    "You must have lived in Belgium for the last {count} year.",
    "You must have lived in Belgium for the last {count} years.",
    "blue_years",
)
PASSPORT_MONTHS: Final = NN_(
    "It must be valid until {count} month after you enter Belgium.",
    "It must be valid until {count} months after you enter Belgium.",
    "passport_months",
)
