"""Pages of general information: what the five pages explain and nobody decides by (R017, R033, R086, R111-R113)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.residence.cardtypes import CARD_ORDER, LETTERS
from kiosk.residence.labels import CARD_NAME, WINDOW_OF_CARDS
from kiosk.residence.names import ages_of, names_of, own_name, with_names
from kiosk.residence.pages import HOLDS, PAGES
from kiosk.residence.pagesofchildren import Sentence
from kiosk.residence.remarks import (
    GENERAL_INFORMATION,
)
from kiosk.residence.ways import reception_places, telephone_words
from kiosk.residence.words import say

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile


@dataclass(frozen=True, slots=True)
class InfoPage:
    """A page in one language; the footer says that the counter decides.  `own`: the town's sentences, with their language.

    `letters`: where each sentence is about the letter of a card: that, what it means, and its name with an older letter or "".
    """

    id: str
    title: str
    body: tuple[str, ...]
    footer: str
    own: tuple[tuple[str, str], ...] = ()
    letters: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject to choose; `icon` is a name of kiosk.views.view.Icon; its pages are read one after the other."""

    id: str
    label: str
    icon: str
    pages: tuple[InfoPage, ...]


# what stands between a card's name and what it means; right to left the meaning begins with an isolate
_BEFORE_MEANING: Final = ": \u00a0\u2066\u2067\u2068"
# subject, words, picture, pages: at most six subjects
_TOPICS: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    (
        "about",
        N_("What a residence card is"),
        "card",
        ("card", "carry", "without-card", "child", "child-use", "child-grown", "child-when"),
    ),
    (
        "renewing",
        N_("Renewing and collecting a card"),
        "card_renew",
        ("renewing", "no-decision", "collecting", "collecting-where", "medical"),
    ),
    (
        "types",
        N_("What the letters of the cards mean"),
        "card_types",
        ("card-types", "a-card", "b-card", "eu-card", "f-card", "h-card"),
    ),
    ("stay", N_("Long-term and unlimited stay"), "stay", ("unlimited", "long-term", "second-residence")),
    ("papers", N_("Photo, passport and codes"), "passport", ("photo", "passport", "pin")),
    ("reach-us", N_("How to reach us"), "phone", ("reach-us",)),
)


def information_pages(texts: Texts, profile: Profile) -> tuple[InfoPage, ...]:
    """Every page that has something to say in this municipality; sentences with unknown values are left out."""
    words, numbers = _words(texts, profile), _numbers(profile)
    pages = [card_types_page(texts, profile)]
    footer = texts.gettext(GENERAL_INFORMATION)
    for identifier, title, sentences in PAGES:
        holds = [sentence for sentence in sentences if _holds(sentence, profile)]
        body = tuple(filter(None, (say(texts, sentence, words, numbers) for sentence in holds)))
        body += _windows(texts, profile) if identifier == "renewing" else ()
        own = _own_of_page(identifier, texts, profile)
        if body or own:
            pages.append(InfoPage(identifier, with_names(texts, title, profile), body, footer, own))
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
    rows, letters = [], []
    for row in profile.card_names:
        name, old = texts.gettext(CARD_NAME[row.label]), ""
        if row.old_letter:
            said = texts.gettext(
                N_("{letter} card (was {old_letter}): {name}"),
                letter=row.letter,
                old_letter=row.old_letter,
                name=name,
            )
            old = said.partition(name)[0].rstrip(_BEFORE_MEANING)
        else:
            said = texts.gettext(N_("{letter} card: {name}"), letter=row.letter, name=name)
        rows.append(said)
        letters.append((row.letter, name, old))
    footer = texts.gettext(GENERAL_INFORMATION)
    own = _own_of_page("card-types", texts, profile)
    return InfoPage(
        "card-types", texts.gettext(N_("What the letters of the cards mean")), tuple(rows), footer, own, tuple(letters)
    )


def _own_of_page(page: str, texts: Texts, profile: Profile) -> tuple[tuple[str, str], ...]:
    """(sentence, language) of each of the town's own sentences on this page."""
    return tuple(row.words(texts, profile.official) for row in profile.sentences if page in row.pages)


def _windows(texts: Texts, profile: Profile) -> tuple[str, ...]:
    """The renewal windows that some cards have of their own."""
    return tuple(
        texts.ngettext(
            WINDOW_OF_CARDS.one,
            WINDOW_OF_CARDS.many,
            row.closes_days_before,
            letters=", ".join(letter for letter in CARD_ORDER if row.for_card(letter)),
            opens=texts.number(row.opens_days_before),
        )
        for row in profile.renewal.windows
    )


def _holds(sentence: Sentence, profile: Profile) -> bool:
    """False for a sentence that only some municipalities' pages say."""
    holds = HOLDS.get(sentence)
    return holds is None or holds(profile)


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
        "blue_longest": stay.blue_card_absence.consecutive_months if stay else None,
        "blue_altogether": stay.blue_card_absence.total_months if stay else None,
        "blue_eu_years": stay.blue_card_years_in_eu if stay else None,
        "blue_years": stay.blue_card_years_in_belgium if stay else None,
        "window_closes": profile.renewal.window.closes_days_before,
        "extra_days": max((place.collection.days_after_letter or 0 for place in profile.places), default=0) or None,
        "deadline_months": profile.collection.deadline_months,
        "certificate_months": profile.medical.certificate_months,
        "photo_age": profile.photo.age,
        "pin_max": profile.pin.max_digits,
        "photo_months": profile.photo.max_age_months,
        "passport_months": known.passport_months_after_entry,
        "age": profile.child_card.age_limit,
        "child_years": profile.child_card.max_years,
    }
    return {name: number for name, number in found.items() if number is not None}


def _words(texts: Texts, profile: Profile) -> dict[str, str]:
    reception, letters = profile.contact.reception, profile.renewal.window.letters
    found = {
        **names_of(texts, profile),
        **ages_of(texts, profile),
        "department": own_name(texts, profile.municipality.department, profile),
        "window_opens": texts.number(profile.renewal.window.opens_days_before),
        # a window that is given for every card needs no letters
        "window_letters": ", ".join(letters) if letters and not set(letters) >= LETTERS else "",
        "annex_letters": ", ".join(profile.annex_15.letters),
        "reception": reception_places(reception, profile, texts) if reception else "",
        "pin_min": texts.number(profile.pin.min_digits),
        "phone": telephone_words(profile.contact, texts),
        "mail": profile.contact.mail,
        "first_help": profile.knowledge_facts.first_help,
        **_places(profile),
    }
    return {name: word for name, word in found.items() if word}


def _places(profile: Profile) -> dict[str, str]:
    """Where cards are collected in which way; nothing where every place does it in the same way."""
    ways: dict[str, list[str]] = {"at_once": [], "no_appointment": [], "by_appointment": []}
    waits = [place.collection.days_after_letter for place in profile.places]
    modes = {place.collection.mode for place in profile.places} - {"none"}
    for place in profile.places:
        if place.collection.mode == "none":
            continue
        if place.collection.days_after_letter == 0 and any(waits):
            ways["at_once"].append(place.name)
        if len(modes) > 1:
            ways["no_appointment" if place.collection.mode == "walk_in" else "by_appointment"].append(place.name)
    return {way: ", ".join(names) for way, names in ways.items()}
