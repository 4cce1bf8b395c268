"""Pages of general information: what the five pages explain and nobody decides by (R017, R033, R086, R111-R113)."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.i18n import N_, Texts
from kiosk.residence.labels import CARD_NAME
from kiosk.residence.remarks import NOTES
from kiosk.residence.vocabulary import Note

if TYPE_CHECKING:
    from kiosk.profiles.model import Profile


@dataclass(frozen=True, slots=True)
class InfoPage:
    """A page in one language; the footer says that the counter decides."""

    id: str
    title: str
    body: tuple[str, ...]
    footer: str


_PAGES: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
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
            N_("A card is needed for a stay of more than {stay_months} months."),
            N_("A card is needed for a stay of more than {stay_days} days."),
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
            N_("The card is valid for {second_years} year."),
            N_("It can be renewed {second_renewals} times."),
            N_("Have you worked here for {permit_months} months? Then an unlimited permit is possible."),
            N_("The months must lie in the {permit_within} months before you apply."),
        ),
    ),
    (
        "b-card",
        N_("The B card"),
        (
            N_("Your stay is unlimited. The card itself is valid for {b_years} years."),
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
            N_("Workers after {unlimited_years} years with a single permit."),
            N_("Long-term residents with a second residence in Belgium."),
            N_("For others: at the earliest {unlimited_years} years after the first card."),
        ),
    ),
    (
        "eu-card",
        N_("The EU card"),
        (N_("It is valid for {eu_years} years at most."), N_("A shorter stay makes it shorter.")),
    ),
    (
        "f-card",
        N_("The F card"),
        (
            N_("It is valid for {f_years} years, or as long as your family member stays."),
            N_("Ask for permanent residence before your card expires."),
            N_("If you do not get it, the card is extended."),
        ),
    ),
    ("h-card", N_("The H card"), (N_("This is the European blue card for highly trained workers."),)),
    (
        "long-term",
        N_("Long-term stay"),
        (
            N_("You need {required} months of legal stay without a break."),
            N_("Months as a student count for half."),
            N_("Stays for temporary reasons do not count: au pairs, seasonal and seconded workers."),
            N_("A stay with a diplomatic or consular card does not count."),
        ),
    ),
    (
        "pin",
        N_("PIN and PUK"),
        (
            N_("You need your PIN for everything electronic."),
            N_("A PIN has {pin_min} to {pin_max} digits. You may change it when you collect."),
            N_("The PUK sets the PIN the first time, or unblocks it."),
        ),
    ),
    (
        "photo",
        N_("The passport photo"),
        (
            N_("The photo may be at most {photo_months} months old."),
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
            N_("It must be valid until {passport_months} months after you enter Belgium."),
        ),
    ),
    (
        "child",
        N_("A child's card"),
        (
            N_("It proves that the child lives legally in Belgium."),
            N_("A school or sports club may ask for it."),
            N_("A child who is no EU national needs it to come back to Belgium."),
            N_("A card is mandatory from {age} years."),
            N_("A child's card is valid for {child_years} years at most."),
            N_("A paper proof of identity stays valid until its own date."),
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
# sentences that hold only where the municipality's page says so
_BUSY: Final = (
    "You sent an e-mail? You get an answer. Please do not send it again.",
    "Nobody answers the phone? Try again later.",
)


def information_pages(texts: Texts, profile: Profile) -> tuple[InfoPage, ...]:
    """Every page that has something to say in this municipality; sentences with unknown values are left out."""
    values = _values(texts, profile)
    pages = [card_types_page(texts, profile)]
    footer = texts.gettext(NOTES[Note.GENERAL_INFORMATION])
    for identifier, title, sentences in _PAGES:
        body = tuple(
            texts.gettext(sentence, **_needed(sentence, values))
            for sentence in sentences
            if _known(sentence, values) and (profile.contact.busy or sentence not in _BUSY)
        )
        if body:
            pages.append(InfoPage(identifier, texts.gettext(title), body, footer))
    return tuple(pages)


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
    footer = texts.gettext(NOTES[Note.GENERAL_INFORMATION])
    return InfoPage("card-types", texts.gettext(N_("The types of residence cards")), tuple(rows), footer)


def _values(texts: Texts, profile: Profile) -> dict[str, str]:
    known, photo, pin = profile.knowledge_facts, profile.photo, profile.pin
    numbers = {
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
        "required": profile.long_term.required_months if profile.long_term else None,
        "pin_min": pin.min_digits,
        "pin_max": pin.max_digits,
        "photo_months": photo.max_age_months,
        "passport_months": known.passport_months_after_entry,
        "age": profile.child_card.age_limit,
        "child_years": profile.child_card.max_years,
    }
    words = {"phone": profile.contact.telephone, "mail": profile.contact.mail, "first_help": known.first_help}
    found = {name: texts.number(value) for name, value in numbers.items() if value is not None}
    return found | {name: word for name, word in words.items() if word}


def _known(sentence: str, values: dict[str, str]) -> bool:
    return all(name in values for name in _placeholders(sentence))


def _needed(sentence: str, values: dict[str, str]) -> dict[str, str]:
    return {name: values[name] for name in _placeholders(sentence)}


def _placeholders(sentence: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(sentence) if name]
