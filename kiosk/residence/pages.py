"""The pages of general information: their sentences, and what each one needs to hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kiosk.base.languages import N_, NN_
from kiosk.residence.pagesofchildren import HOLDS_OF_CHILDREN, PAGES_OF_CHILDREN, Page, Sentence
from kiosk.residence.remarks import (
    AWAY_ALTOGETHER,
    AWAY_LONGEST,
    BLUE_BELGIUM,
    BLUE_EU,
    CERTIFICATE_AGE,
    NOTES,
    PASSPORT_MONTHS,
    PHOTO_CHOICE,
    PHOTO_MAX_AGE,
    STAY_NEEDED,
)
from kiosk.residence.vocabulary import Channel, Note, Service

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile

_COLOUR_PHOTO: Final = N_("Bring one recent colour photo. The rules of ICAO for passport photos hold.")
_LOOK_STRAIGHT: Final = N_("Look straight into the camera, mouth closed, no smile.")
_FACE: Final = N_("Your face must be easy to see.")
_TAKEN_HERE: Final = N_("We take the photo at the counter. Photos from home are not used.")
_TAKEN_HERE_OLDER: Final = N_("For an older child we take the photo at the counter.")
_PHOTO_UNDER: Final = NN_(
    "Bring a photo for a child younger than {count} year.",
    "Bring a photo for a child younger than {count} years.",
    "photo_age",
)
_PHOTO_NOT_STILL: Final = N_("Bring one too for an older child who cannot sit still alone.")
_SAME_PLACE: Final = N_("You collect it where you applied for it.")
_OWN_CARD: Final = N_("From {limit} years on you collect your own card.")
_RENEW_YOURSELF: Final = N_("You renew it yourself. Somebody else can do it for medical reasons only.")
_CANNOT_COME: Final = N_("You cannot come, sign or give fingerprints? Contact {department}.")
_OTHER_PHOTO: Final = N_("Medical treatment, such as chemotherapy? Then another photo may be possible.")
_AFTER_TREATMENT: Final = N_("After the treatment you pay for a new card with a new photo.")
_OTHER_WAY: Final = N_("You cannot come because of your health? Ask us for another way to apply.")
TEMPORARY_STAYS: Final = N_(
    "Stays for temporary reasons do not count: au pairs, workers for a season or sent by a company."
)
SPECIAL_CARDS: Final = N_("A stay with a diplomatic, consular or special card does not count.")
_LETTER_IN_WEEKS: Final = N_("First a letter with the codes comes by post, some weeks after you applied.")
_NO_PASSPORT: Final = N_("It is not a travel document. Take your passport too.")
_FROM_ABROAD: Final = N_("Outside Belgium? You can make an appointment by phone only.")
_NO_REPEAT: Final = N_("You sent an e-mail? You get an answer, but it may take some time. Please do not send it again.")
_TRY_LATER: Final = N_("Nobody answers the phone? Try again later.")

PAGES: Final[tuple[Page, ...]] = (
    (
        "card",
        N_("What is a residence card?"),
        (
            N_("EU citizens and other nationals can get one."),
            N_("Which card you get depends on your stay and your nationality."),
            N_("The letter of your card is on the front or the back."),
            N_("It proves that you may live in Belgium."),
            N_("You can use online services of the government with it."),
            N_("You can sign documents with it."),
            _NO_PASSPORT,
        ),
    ),
    (
        "carry",
        N_("With your card every day"),
        (
            N_("Always carry your residence card."),
            N_("Ask for a new card before the old one expires."),
            N_("Tell the municipality when you move or leave Belgium."),
        ),
    ),
    (
        "without-card",
        N_("How long without a card?"),
        (
            NN_(
                "A card is needed for a stay of more than {count} month.",
                "A card is needed for a stay of more than {count} months.",
                "stay_months",
            ),
            NN_(
                "A card is needed for a stay of more than {count} day.",
                "A card is needed for a stay of more than {count} days.",
                "stay_days",
            ),
            N_("Ask for it as soon as you arrive. The card replaces your visa."),
        ),
    ),
    (
        "renewing",
        N_("Renewing a card"),
        (
            NN_(
                "You can renew from {window_opens} to {count} day before your card ends.",
                "You can renew from {window_opens} to {count} days before your card ends.",
                "window_closes",
            ),
            N_("This is given for these cards: {window_letters}."),
            _RENEW_YOURSELF,
            NOTES[Note.FINGERPRINTS],
        ),
    ),
    (
        "no-decision",
        N_("No decision before your card ends?"),
        (
            N_("A cards: the Immigration Office must agree to the new card first. This may take some time."),
            N_("No decision on the last day of your card? Then you get annex 15 ({annex} 15), a temporary paper."),
            N_("It covers your stay until there is a decision."),
            N_("These cards wait for a decision: {annex_letters}."),
        ),
    ),
    (
        "collecting",
        N_("Collecting a card"),
        (
            _LETTER_IN_WEEKS,
            NOTES[Note.COLLECT_WITHIN],
            _OWN_CARD,
        ),
    ),
    (
        "collecting-where",
        N_("Where to collect a card"),
        (
            _SAME_PLACE,
            N_("Collect as soon as you have the letter: {at_once}."),
            NN_(
                "At a service centre you wait {count} more day after the letter.",
                "At a service centre you wait {count} more days after the letter.",
                "extra_days",
            ),
            N_("Collect without an appointment: {no_appointment}."),
            N_("Collect by appointment: {by_appointment}."),
        ),
    ),
    (
        "medical",
        N_("When you cannot come or give fingerprints"),
        (
            _CANNOT_COME,
            NOTES[Note.MEDICAL_CERTIFICATE],
            CERTIFICATE_AGE,
            _OTHER_PHOTO,
            _AFTER_TREATMENT,
            _OTHER_WAY,
        ),
    ),
    (
        "a-card",
        N_("The A card"),
        (
            N_("Your stay is limited. The card is valid as long as your stay."),
            N_("Family of a national of another country: the stay is limited at first."),
            N_("Workers: it is renewed while you still do the work."),
            N_("Students: it is renewed every year while you still meet the conditions."),
            N_("A student's card usually ends on 31 October."),
        ),
    ),
    (
        "second-residence",
        N_("A second residence in Belgium"),
        (
            N_("This is for long-term residents of another EU country."),
            N_("For the first year your employer asks for a single permit."),
            NN_("The card is valid for {count} year.", "The card is valid for {count} years.", "second_years"),
            NN_("It can be renewed {count} time.", "It can be renewed {count} times.", "second_renewals"),
            NN_(
                "Have you worked here for {count} month? Then an unlimited permit is possible.",
                "Have you worked here for {count} months? Then an unlimited permit is possible.",
                "permit_months",
            ),
            NN_(
                "Only the last {count} month before you apply counts for this.",
                "Only the last {count} months before you apply count for this.",
                "permit_within",
            ),
        ),
    ),
    (
        "b-card",
        N_("The B card"),
        (
            N_("Your stay is unlimited."),
            NN_("The card itself is valid for {count} year.", "The card itself is valid for {count} years.", "b_years"),
            N_("Only the card expires. It is renewed without conditions."),
            N_("A card with the word Duplicate may end on another date."),
        ),
    ),
    (
        "unlimited",
        N_("When does a stay become unlimited?"),
        (
            N_("For some people the law says when:"),
            N_("Family of a Belgian or of an EU citizen."),
            N_("Family of a national of another country with unlimited stay."),
            NN_(
                "Workers after {count} year with a single permit.",
                "Workers after {count} years with a single permit.",
                "unlimited_years",
            ),
            N_("Long-term residents with a second residence in Belgium."),
            NN_(
                "For others: at the earliest {count} year after the first card.",
                "For others: at the earliest {count} years after the first card.",
                "unlimited_years",
            ),
            N_("So too for workers who also had another permit, such as work permit B."),
            N_("In these cases the Immigration Office decides."),
        ),
    ),
    (
        "eu-card",
        N_("The EU card"),
        (
            NN_("It is valid for {count} year at most.", "It is valid for {count} years at most.", "eu_years"),
            N_("Do you plan a shorter stay? Then it ends with your stay."),
        ),
    ),
    (
        "f-card",
        N_("The F card"),
        (
            NN_(
                "It is valid for {count} year, or as long as your family member stays.",
                "It is valid for {count} years, or as long as your family member stays.",
                "f_years",
            ),
            N_("Ask for permanent residence before your card expires."),
            NN_(
                "If you do not get it, the card is renewed for {count} year.",
                "If you do not get it, the card is renewed for {count} years.",
                "f_years",
            ),
            N_("Or it is renewed for as long as your family member may stay."),
        ),
    ),
    (
        "h-card",
        N_("The H card"),
        (
            N_("This is the European blue card for highly trained workers."),
            N_("For long-term stay it has a rule of its own:"),
            BLUE_EU,
            BLUE_BELGIUM,
            AWAY_LONGEST._replace(number="blue_longest"),
            AWAY_ALTOGETHER._replace(number="blue_altogether"),
        ),
    ),
    (
        "long-term",
        N_("Long-term stay"),
        (
            STAY_NEEDED,
            N_("These months must come just before you apply."),
            N_("Months as a student count for half."),
            TEMPORARY_STAYS,
            SPECIAL_CARDS,
            AWAY_LONGEST,
            AWAY_ALTOGETHER,
        ),
    ),
    (
        "pin",
        N_("PIN and PUK"),
        (
            N_("You need your PIN for all that you do online with the card."),
            NN_("A PIN has {pin_min} to {count} digit.", "A PIN has {pin_min} to {count} digits.", "pin_max"),
            N_("You may change the PIN when you collect your card."),
            N_("The PUK sets the PIN the first time, or makes it work again."),
            N_("Did you forget your PIN? The PUK sets a new one."),
        ),
    ),
    (
        "photo",
        N_("The passport photo"),
        (
            _COLOUR_PHOTO,
            _TAKEN_HERE,
            PHOTO_CHOICE,
            _PHOTO_UNDER,
            _TAKEN_HERE_OLDER,
            _PHOTO_NOT_STILL,
            PHOTO_MAX_AGE,
            _LOOK_STRAIGHT,
            _FACE,
            NOTES[Note.PHOTO_BOOTH],
        ),
    ),
    (
        "passport",
        N_("Your passport or European identity card"),
        (
            PASSPORT_MONTHS,
            N_("The same holds for a European identity card."),
            N_("Does it end sooner? Ask your embassy for a new one."),
            N_("More than one passport? Use a European one, or the one with the most rights."),
        ),
    ),
    *PAGES_OF_CHILDREN,
    (
        "reach-us",
        N_("How to reach us"),
        (
            N_("Telephone: {phone}."),
            N_("E-mail address: {mail}."),
            N_("Reception: {reception}."),
            _FROM_ABROAD,
            _NO_REPEAT,
            _TRY_LATER,
            N_("Questions before you start? Ask {first_help} first."),
        ),
    ),
)


def _brings_photo(profile: Profile) -> bool:
    return profile.photo.bring == "always"


def _by_age(profile: Profile) -> bool:
    return profile.photo.bring == "under_age"


def _speaks_of_health(profile: Profile) -> bool:
    """True where a page of the municipality has a way for people who cannot come."""
    return profile.speaks_of("medical") and not profile.medical.certificate


# what must be so in this municipality for a sentence to hold; every other one holds everywhere
HOLDS: Final[dict[Sentence, Callable[[Profile], bool]]] = {
    _NO_PASSPORT: lambda profile: profile.knowledge_facts.not_a_travel_document,
    _FROM_ABROAD: lambda profile: profile.contact.from_abroad == (Channel.PHONE,),
    **dict.fromkeys((_NO_REPEAT, _TRY_LATER), lambda profile: profile.contact.busy),
    **dict.fromkeys((_COLOUR_PHOTO, _LOOK_STRAIGHT, _FACE), _brings_photo),
    # it stands where cards are asked for: "in the building" holds at every kiosk only if that is everywhere
    NOTES[Note.PHOTO_BOOTH]: lambda profile: profile.photo.booth and profile.done_everywhere(Service.RENEW),
    PHOTO_CHOICE: lambda profile: profile.photo.bring == "choice",
    _TAKEN_HERE: lambda profile: _by_age(profile) and profile.photo.adults == "as_above",
    _TAKEN_HERE_OLDER: lambda profile: _by_age(profile) and profile.photo.adults == "unstated",
    _PHOTO_UNDER: _by_age,
    _PHOTO_NOT_STILL: lambda profile: profile.photo.cannot_sit_still,
    _RENEW_YOURSELF: lambda profile: profile.renewal.medical_exception,
    _LETTER_IN_WEEKS: lambda profile: profile.collection.letter_in_weeks,
    _SAME_PLACE: lambda profile: len(profile.places) > 1,
    _OWN_CARD: lambda profile: profile.collection.by_proxy == "never",
    **dict.fromkeys((_CANNOT_COME, NOTES[Note.MEDICAL_CERTIFICATE]), lambda profile: profile.medical.certificate),
    **dict.fromkeys((_OTHER_PHOTO, _AFTER_TREATMENT), lambda profile: profile.medical.own_expense_after_photo),
    _OTHER_WAY: _speaks_of_health,
    **HOLDS_OF_CHILDREN,
}
