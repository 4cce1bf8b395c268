"""Every screen in every language: no word that espeak-ng spells or swallows, and each number as its words sound.

What a value's words are is told by `test_spoken_as_meant.py`; here is what is left to the voice after that: letters and figures.
"""

import re
import tomllib
import unicodedata
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.base.values.aloud import aloud
from kiosk.commands.translations import template
from kiosk.profiles.loader import load
from kiosk.visit.shown.keypad import buttons
from kiosk.visit.shown.speech import news, spoken
from kiosk.visit.tour.showcase import OPEN_DAY, views
from tests.support.phonemes import VOWELS, Phonemes, bones, by_program, syllables

NUMBERS = tomllib.loads((Path(__file__).parent / "numbers.toml").read_text("utf-8"))
VOICE = Phonemes()
WRITTEN_VOWELS = "aeiouyıаеиоуюяєіїыъэ"
WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
# Arabic writes no short vowels, and what is taken for a word of another language is read in English
NO_VOWELS_WRITTEN = {"ar"}
# an ending is read with its figures, and was a word of letters only for this search
ORDINAL = r"(\d+)(?:st|nd|rd|th|er)\b"
CAPITALS = r"\b(?!\d)[^\W\d_]{2,}\b"
# the office for passport photos, by its names, a stick's name, and words that stand out: everybody says them as words
SAID_AS_WORDS = {"ICAO", "OACI", "OK", "KIOSKLOG", "NOT", "NIET", "NICHT", "PAS", "ÇALIŞMIYOR"}
# their letters are their names: what a phone gets, and words of staff
SPELLED = {"sms", "eID", "id", "pcscd"}
# whose sentences are heard as messages, wherever they stand
ROOMS = ("kiosk/residence", "kiosk/visit", "kiosk/staff", "kiosk/health", "kiosk/queue")
DAY = re.compile(r"clos|day|until|opens|from|begins|ends|come_back")
TIME = {"time", "appointment_time", "opening_time", "ready_time", "cutoff"}
COUNT = {"count", "limit", "low", "high", "window_opens", "pin_min", "letter_first"}
TELEPHONE = {"telephone", "phone"}
# of a number's consonants
DIFFERENT = 0.34


def said(shown, language):
    """Each different sentence of these screens in a language, whole or at any button, and the screen that says it."""
    heard = {}
    for name, view in shown:
        here = replace(view, focus="", comfort=replace(view.comfort, speech=True))
        at = (each for action in buttons(view) for each in news(here, replace(here, focus=action.key)))
        for each in (*spoken(view), *at):
            if each.language == language:
                heard.setdefault(each.text, name)
    return heard


@cache
def ghent(language):
    return said(views(language), language)


def spelled(sentences, language):
    """Words that have more vowels in the ear than on paper: the names of their letters, or what the voice takes them for."""
    found = {}
    for text, name in sentences.items():
        # capitals are looked at by themselves
        for word in set(re.findall(WORD, re.sub(ORDINAL, r"\1", text))) - set(re.findall(CAPITALS, text.upper())):
            written = unicodedata.normalize("NFD", word.lower())
            vowels = sum(sign in WRITTEN_VOWELS for sign in written)
            if (
                len(word) > 1
                and not word.isupper()
                and word not in SPELLED
                and syllables(VOICE.of(word, language)) > vowels
            ):
                found.setdefault(word, (VOICE.of(word, language), name))
    return found


def silent(sentences, language):
    """Words of which nothing is heard."""
    words = {word for text in sentences for word in re.findall(r"\w+", text)}
    return sorted(word for word in words if not VOICE.of(word, language).strip())


def in_words(text, language):
    """A text with its numbers in words, and those numbers' consonants."""
    rows = NUMBERS[language]
    ordinals, numbers, count = rows.get("ordinals", {}), rows["numbers"], 0

    def named(match):
        nonlocal count
        digits = match[1]
        words = ordinals.get(match[0])
        if words is None:
            words = numbers[int(digits)] if int(digits) < len(numbers) else rows["larger"].get(digits)
        assert words is not None, f"numbers.toml, [{language}]: {match[0]} in words, of {text!r}"
        count += len(bones(VOICE.of(words, language)))
        return f" {words}"

    return re.sub(r"(\d+)(?:st|nd|rd|th|er)?(?![\d\w])", named, text), count


def misread(sentences, language):
    """Sentences whose numbers sound otherwise than their words."""
    found = []
    for text, name in sentences.items():
        if not re.search(r"\d", text):
            continue
        meant, count = in_words(text, language)
        one, other = bones(VOICE.of(text, language)), bones(VOICE.of(meant, language))
        same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
        if max(len(one), len(other)) - same > max(1, DIFFERENT * count):
            found.append((name, text, one, other))
    return found


def letters_lost(sentences, language):
    """Words in capitals that sound as fewer letters than they have, in their sentences."""
    found = []
    for text, name in sentences.items():
        for word in set(re.findall(CAPITALS, text)):
            if not word.isupper() or word in SAID_AS_WORDS:
                continue
            apart = " ".join(word)
            vowels = [
                len(re.findall(f"[{VOWELS}]", VOICE.of(each, language))) for each in (text, text.replace(word, apart))
            ]
            if vowels[0] < vowels[1]:
                found.append((name, text, word))
    return found


def everything(sentences, language):
    return {
        "spelled": spelled(sentences, language) if language not in NO_VOWELS_WRITTEN else {},
        "silent": silent(sentences, language),
        "misread": misread(sentences, language),
        "letters lost": letters_lost(sentences, language),
        "figures": [text for text in sentences if re.search(r"\b0\d|\d[.,:/+-]\d|[A-Z]\d", text)],
    }


NOTHING = {"spelled": {}, "silent": [], "misread": [], "letters lost": [], "figures": []}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_heard_as_it_is_meant(language):
    assert everything(ghent(language), language) == NOTHING


@pytest.mark.full
@pytest.mark.parametrize("profile", ["leuven", "vlaams-voorbeeld"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_the_other_towns_is_heard_as_it_is_meant(language, profile):
    shown = views(language, profile=load(profile, today=OPEN_DAY.date()))
    assert everything(said(shown, language), language) == NOTHING


def sample(name, t):
    """A value for a placeholder, of the kind that its name says: a name of the town's is a word of the language."""
    if name in COUNT:
        return "5"
    if name in TIME:
        return t.clock(OPEN_DAY)
    if name in TELEPHONE:
        return "09 266 71 50"
    if "letter" in name:
        return "A"
    return t.day(OPEN_DAY.date()) if DAY.search(name) else t.gettext("Reception")


def messages(language):
    """Each message of the catalogue as the voice gets it, with samples for its values; one with a count for 1, 2 and 5."""
    t, heard = texts(language), {}
    for message in template():
        if not message.id or not any(file.startswith(ROOMS) for file, _ in message.locations):
            continue
        one, many = (message.id, "") if isinstance(message.id, str) else message.id
        values = {name: sample(name, t) for name in re.findall(r"\{(\w+)", many or one)}
        if many:
            values.pop("count", None)
        said = [t.ngettext(one, many, count, **values) for count in (1, 2, 5)] if many else [t.gettext(one, **values)]
        heard.update((aloud(text, language), one) for text in said)
    return heard


@pytest.mark.full
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_heard_as_it_is_meant(language):
    """Also those of screens to which only a walk comes, and of staff."""
    assert everything(messages(language), language) == NOTHING


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_library_reads_as_the_program_does(language):
    text = next(text for text in ghent(language) if re.search(r"\d", text) and len(text) > 40)
    assert VOICE.of(text, language).split() == by_program(text, language).split()
