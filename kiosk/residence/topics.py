"""Pages of general information: what the five pages explain and nobody decides by (R017, R033, R086, R111-R113)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_, NN_, Plural
from kiosk.residence.labels import CARD_NAME
from kiosk.residence.remarks import (
    AWAY_ALTOGETHER,
    AWAY_LONGEST,
    GENERAL_INFORMATION,
    PAPER_PROOF,
    PASSPORT_MONTHS,
    PHOTO_MAX_AGE,
    STAY_NEEDED,
)
from kiosk.residence.words import say

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile


@dataclass(frozen=True, slots=True)
class InfoPage:
    """A page in one language; the footer says that the counter decides."""

    id: str
    title: str
    body: tuple[str, ...]
    footer: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject to choose; `icon` is a name of kiosk.views.view.Icon; its pages are read one after the other."""

    id: str
    label: str
    icon: str
    pages: tuple[InfoPage, ...]


_PAGES: Final[tuple[tuple[str, str, tuple[str | Plural, ...]], ...]] = (
    (
        "card",
        N_("What is a residence card?"),
        (
            N_("EU citizens and other nationals can get one."),
            N_("It proves that you live legally in Belgium."),
            N_("You can use online services of the government with it."),
            N_("You can sign documents with it."),
            N_("It is not a travel document. Take your passport too."),
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
            N_("Start when you arrive. The card replaces your visa."),
        ),
    ),
    (
        "a-card",
        N_("The A card"),
        (
            N_("Your stay is limited. The card is valid as long as your stay."),
            N_("A student's card usually ends on 31 October."),
            N_("It is renewed while you still meet the conditions."),
        ),
    ),
    (
        "second-residence",
        N_("A second residence in Belgium"),
        (
            N_("This is for long-term residents of another EU country."),
            NN_("The card is valid for {count} year.", "The card is valid for {count} years.", "second_years"),
            NN_("It can be renewed {count} time.", "It can be renewed {count} times.", "second_renewals"),
            NN_(
                "Have you worked here for {count} month? Then an unlimited permit is possible.",
                "Have you worked here for {count} months? Then an unlimited permit is possible.",
                "permit_months",
            ),
            NN_(
                "The months must lie in the {count} month before you apply.",
                "The months must lie in the {count} months before you apply.",
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
        ),
    ),
    (
        "eu-card",
        N_("The EU card"),
        (
            NN_("It is valid for {count} year at most.", "It is valid for {count} years at most.", "eu_years"),
            N_("A shorter stay makes it shorter."),
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
            N_("If you do not get it, the card is extended."),
        ),
    ),
    ("h-card", N_("The H card"), (N_("This is the European blue card for highly trained workers."),)),
    (
        "long-term",
        N_("Long-term stay"),
        (
            STAY_NEEDED,
            N_("Months as a student count for half."),
            N_("Stays for temporary reasons do not count: au pairs, seasonal and seconded workers."),
            N_("A stay with a diplomatic or consular card does not count."),
            AWAY_LONGEST,
            AWAY_ALTOGETHER,
        ),
    ),
    (
        "pin",
        N_("PIN and PUK"),
        (
            N_("You need your PIN for everything electronic."),
            NN_("A PIN has {pin_min} to {count} digit.", "A PIN has {pin_min} to {count} digits.", "pin_max"),
            N_("You may change the PIN when you collect your card."),
            N_("The PUK sets the PIN the first time, or unblocks it."),
        ),
    ),
    (
        "photo",
        N_("The passport photo"),
        (
            PHOTO_MAX_AGE,
            N_("Look straight into the camera, mouth closed, no smile."),
            N_("Your face must be clearly visible."),
        ),
    ),
    (
        "passport-copy",
        N_("A copy of your passport"),
        (
            N_("Make a good scan in colour. Photos by phone are not accepted."),
            N_("Other pages are needed only if they show entry into Schengen."),
            N_("More than one passport? Use the one with the most rights."),
            PASSPORT_MONTHS,
        ),
    ),
    (
        "child",
        N_("A child's card"),
        (
            N_("It proves that the child lives legally in Belgium."),
            N_("A school or sports club may ask for it."),
            N_("A child who is no EU national needs it to come back to Belgium."),
            NN_("A card is mandatory from {count} year.", "A card is mandatory from {count} years.", "age"),
            NN_(
                "A child's card is valid for {count} year at most.",
                "A child's card is valid for {count} years at most.",
                "child_years",
            ),
            PAPER_PROOF,
        ),
    ),
    (
        "reach-us",
        N_("How to reach us"),
        (
            N_("Telephone: {phone}."),
            N_("E-mail address: {mail}."),
            N_("You sent an e-mail? You get an answer. Please do not send it again."),
            N_("Nobody answers the phone? Try again later."),
            N_("Questions before you start? Ask {first_help} first."),
        ),
    ),
)
# subject, words, picture, pages: at most six
_TOPICS: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    ("about", N_("What a residence card is"), "card", ("card", "carry", "without-card", "child")),
    (
        "types",
        N_("The types of residence cards"),
        "documents",
        ("card-types", "a-card", "b-card", "eu-card", "f-card", "h-card"),
    ),
    ("stay", N_("Long-term and unlimited stay"), "stay", ("unlimited", "long-term", "second-residence")),
    ("codes", N_("PIN and PUK"), "pin", ("pin",)),
    ("papers", N_("Photo and passport"), "passport", ("photo", "passport-copy")),
    ("reach-us", N_("How to reach us"), "phone", ("reach-us",)),
)
# sentences that hold only where the municipality's page says so
_BUSY: Final = (
    "You sent an e-mail? You get an answer. Please do not send it again.",
    "Nobody answers the phone? Try again later.",
)


def information_pages(texts: Texts, profile: Profile) -> tuple[InfoPage, ...]:
    """Every page that has something to say in this municipality; sentences with unknown values are left out."""
    words, numbers = _words(texts, profile), _numbers(profile)
    pages = [card_types_page(texts, profile)]
    footer = texts.gettext(GENERAL_INFORMATION)
    for identifier, title, sentences in _PAGES:
        holds = [sentence for sentence in sentences if _holds(sentence, profile)]
        body = tuple(filter(None, (say(texts, sentence, words, numbers) for sentence in holds)))
        if body:
            pages.append(InfoPage(identifier, texts.gettext(title), body, footer))
    return tuple(pages)


def topics(texts: Texts, profile: Profile) -> tuple[Topic, ...]:
    """The subjects to choose from, at most six, each with its pages; a subject without a page is left out."""
    pages = {page.id: page for page in information_pages(texts, profile)}
    found = []
    for identifier, label, icon, wanted in _TOPICS:
        own = tuple(pages[name] for name in wanted if name in pages)
        if own:
            found.append(Topic(identifier, texts.gettext(label), icon, own))
    return tuple(found)


def card_types_page(texts: Texts, profile: Profile) -> InfoPage:
    """The official types with their letter today, and the old letter where there is one (R017)."""
    rows = []
    for row in profile.card_names:
        name = texts.gettext(CARD_NAME[row.label])
        if row.old_letter:
            rows.append(
                texts.gettext(
                    N_("{letter} card (was {old_letter}): {name}"),
                    letter=row.letter,
                    old_letter=row.old_letter,
                    name=name,
                )
            )
        else:
            rows.append(texts.gettext(N_("{letter} card: {name}"), letter=row.letter, name=name))
    footer = texts.gettext(GENERAL_INFORMATION)
    return InfoPage("card-types", texts.gettext(N_("The types of residence cards")), tuple(rows), footer)


def _holds(sentence: str | Plural, profile: Profile) -> bool:
    """False for a sentence that only some municipalities' pages say."""
    if sentence in _BUSY:
        return profile.contact.busy
    return profile.child_card.paper_proof if sentence == PAPER_PROOF else True


def _numbers(profile: Profile) -> dict[str, int]:
    known, stay = profile.knowledge_facts, profile.long_term
    found = {
        "stay_months": known.stay_without_card_months,
        # the municipality's own wording goes before the university's (X12)
        "stay_days": None if known.stay_without_card_months else known.stay_without_card_days,
        "second_years": known.second_residence_years,
        "second_renewals": known.second_residence_renewals,
        "permit_months": known.unlimited_permit_months,
        "permit_within": known.unlimited_permit_within_months,
        "unlimited_years": known.unlimited_stay_years,
        "b_years": known.b_card_years,
        "eu_years": known.eu_card_max_years,
        "f_years": known.f_card_years,
        "required": stay.required_months if stay else None,
        "longest": stay.absence.consecutive_months if stay else None,
        "altogether": stay.absence.total_months if stay else None,
        "pin_max": profile.pin.max_digits,
        "photo_months": profile.photo.max_age_months,
        "passport_months": known.passport_months_after_entry,
        "age": profile.child_card.age_limit,
        "child_years": profile.child_card.max_years,
    }
    return {name: number for name, number in found.items() if number is not None}


def _words(texts: Texts, profile: Profile) -> dict[str, str]:
    found = {
        "pin_min": texts.number(profile.pin.min_digits),
        "phone": profile.contact.telephone,
        "mail": profile.contact.mail,
        "first_help": profile.knowledge_facts.first_help,
    }
    return {name: word for name, word in found.items() if word}
