"""What a native official would look for: polite address, no names of papers and offices, nothing left in English."""

from __future__ import annotations

import re

import pytest

from kiosk.base.languages import LANGUAGES
from kiosk.commands import translations

OTHERS = [language for language in LANGUAGES if language != "en"]
# what stands on papers and doors of Belgian municipalities
NAMES = re.compile(
    r"\b(bijlagen?(nummer)?|annexes?|annex|Anlagen?(nummer)?|oranje kaart|carte orange|orange Karte|attest van verlies"
    r"|attestation de perte|Verlustbescheinigung|CGVS|CGRA|Burgerzaken|Afhaalbalie|Gent Zuid|Bevolkingsdienst|Service population)\b",
    re.IGNORECASE,
)
# words that address somebody as a friend
FAMILIAR = {
    "nl": r"\b(je|jij|jou|jouw|jullie)\b",
    "fr": r"\b(tu|toi|ton|ta|tes)\b",
    "de": r"\b(du|dich|dir|dein\w*|euch|euer)\b",
    "tr": r"\b(sen|senin|sana|seni)\b",
    "uk": r"\b(ти|тебе|тобі|твій|твоя|твоє|твою|твої|твоєї|твого)\b",
    "bg": r"\b(твой|твоя|твоята|твоето|тебе|теб|прочети)\b|\bпродължи$",
    "es": r"\b(tú|tu|tus|contigo|te)\b",
    "pl": r"\b(ty|ciebie|tobie|twój|twoja|twoje|twoją|masz|chcesz|możesz|zrób|weź|naciśnij|wpisz|jesteś)\b",
    "ro": r"\b(tu|tău|tale|tine|ție)\b",
}


@pytest.fixture(scope="module")
def said():
    """Language -> message -> every form of its translation."""
    messages = [message for message in translations.template() if message.id]
    found = {}
    for language in OTHERS:
        known = translations.load(language)
        found[language] = {}
        for message in messages:
            first = message.id if isinstance(message.id, str) else message.id[0]
            entry = known.get(first)
            text = entry.string if entry is not None else ""
            # what is missing altogether is named by the test of R129
            if text:
                found[language][first] = (text,) if isinstance(text, str) else tuple(text)
    return found


@pytest.mark.parametrize("language", sorted(FAMILIAR))
def test_residents_are_addressed_politely(said, language):
    familiar = re.compile(FAMILIAR[language], re.IGNORECASE)
    found = [form for forms in said[language].values() for form in forms if familiar.search(form)]
    assert found == []


def test_the_polite_you_of_bulgarian_has_a_capital_letter(said):
    small = re.compile(r"\b(ви|вие|вас|ваш\w*)\b")
    assert [form for forms in said["bg"].values() for form in forms if small.search(form)] == []


def test_no_line_of_french_begins_with_a_sign_or_ends_with_an_opening_one(said):
    """The space beside these signs may not be where a line is broken."""
    breaks = re.compile(r" [:;?!»]|« ")
    assert [form for forms in said["fr"].values() for form in forms if breaks.search(form)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_catalogue_has_a_towns_name_of_a_paper_or_an_office(said, language):
    """They come from the profile, in the town's official languages (TOWNS 2)."""
    found = [form for forms in said[language].values() for form in forms if NAMES.search(re.sub(r"{\w+}", "", form))]
    assert found == []


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(said, language):
    words = {message: re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", "", message)) for message in said[language]}
    left = [message for message, forms in said[language].items() if forms[0] == message and len(words[message]) > 1]
    assert left == []


@pytest.mark.parametrize("language", ["uk", "ar", "bg"])
def test_languages_with_their_own_letters_use_them(said, language):
    letters = re.compile("[\u0400-\u04ff]" if language != "ar" else "[\u0600-\u06ff]")
    without = [
        message
        for message, forms in said[language].items()
        if not all(letters.search(form) for form in forms) and len(re.sub(r"\{\w+\}", "", message).split()) > 1
    ]
    assert without == []


def test_sentences_of_every_message_for_residents_are_short():
    """Fewer than fifteen words a sentence in the source (B1)."""
    long = []
    for message in translations.template():
        if not message.id or all(
            name.startswith(("kiosk/staff", "kiosk/health/faults")) for name, _ in message.locations
        ):
            continue
        for form in (message.id,) if isinstance(message.id, str) else message.id:
            long += [part for part in re.split(r"(?<=[.?!:])\s", form) if len(part.split()) >= 15]
    assert long == []
