"""Every screen in every language beside the same sentences with each value in words, as written by hand in `written_out.toml`.

The words come from no code of the kiosk: a telephone number that is read as one number, or a euro that is swallowed, sounds
otherwise.  `numbers.toml` has the bare numbers.
"""

import re
import tomllib
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from kiosk.base.bidi import plain
from kiosk.base.languages import LANGUAGES
from kiosk.base.values import aloud
from kiosk.visit.shown import speech
from kiosk.visit.tour.showcase import views
from tests.support.phonemes import Phonemes

HERE = Path(__file__).parent
WORDS = tomllib.loads((HERE / "written_out.toml").read_text("utf-8"))
NUMBERS = tomllib.loads((HERE / "numbers.toml").read_text("utf-8"))
VOICE = Phonemes()
# of the sounds of a sentence's values: figures and words differ in a vowel here and there
DIFFERENT = 0.15
# what no sentence in words has
VALUE = r"[\d€%+@×]"
# sounds that one engine gives to figures and to words by turns: voiced or not, open or closed
LIKE = str.maketrans(
    "cɡqgχħvʋβwdzʒʃɕʑθðbɭʎɫɹɾŋɲɪjʊɔɒøœʏɛæəɐʌɑɯ", "kkkkxhfffftsssssttplllrrnniiuooyyyeeeaaai", "ʔʕˈˌːʲˤ"
)
# unstressed e and и are one sound
NOT_STRESSED = {"uk": ("e", "i")}


def sounds(text, language):
    ipa = unicodedata.normalize("NFD", VOICE.of(text, language)).replace("ɕc", "ɕtɕ").replace("ɭj", "ɭ")
    kept = "".join(sign for sign in ipa if unicodedata.category(sign) in ("Ll", "Lo")).translate(LIKE)
    kept = kept.replace(*NOT_STRESSED.get(language, ("", "")))
    return re.sub(r"(.)\1+", r"\1", kept)


@cache
def written(language):
    """Each sentence of the screens as it is on them, with the screen."""
    found = {}
    for name, view in views(language):
        for each in speech._everything(view):
            if each.language == language:
                found.setdefault(re.sub(r"\s+", " ", plain(each.text)), name)
    return found


@cache
def values(language):
    rows = sorted(WORDS[language], key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(row)}(?!\w)" for row in rows) + r"|(?<!\w)\d+(?!\w)")


def in_words(text, language):
    """The sentence as somebody would write it out, and the words for its values."""
    rows, numbers, said = WORDS[language], NUMBERS[language], []

    def named(match):
        digits = match[0]
        words = rows.get(digits)
        if words is None:
            words = numbers["larger"].get(digits)
        if words is None and int(digits) < len(numbers["numbers"]):
            words = numbers["numbers"][int(digits)]
        assert words, f"written_out.toml, [{language}]: {digits} in words, of {text!r}"
        said.append(words)
        return words

    meant = values(language).sub(named, text)
    # a bracket is a pause
    meant = re.sub(r"\)", ",", re.sub(r"\)(?=[.,:;?!،؛؟]|$)", "", re.sub(r" ?\(", ", ", meant)))
    assert not re.search(VALUE, meant), f"written_out.toml, [{language}]: the rest in words of {meant!r}"
    return meant, said


def otherwise(language, screen=None):
    """Sentences, of all screens or of one, that do not sound as their words."""
    found = []
    for text, name in written(language).items():
        if screen not in (None, name):
            continue
        meant, words = in_words(text, language)
        heard = aloud.aloud(text, language)
        one, other = sounds(heard, language), sounds(meant, language)
        same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
        count = sum(len(sounds(each, language)) for each in words)
        if max(len(one), len(other)) - same > max(1, DIFFERENT * count):
            found.append((name, heard, meant, one, other))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_sounds_as_its_sentences_with_each_value_in_words(language):
    assert otherwise(language) == []


def test_no_words_are_kept_for_a_value_that_no_screen_has():
    for language in LANGUAGES:
        used = {match[0] for text in written(language) for match in values(language).finditer(text)}
        assert set(WORDS[language]) - used == set(), language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("broken", "screen"), [("_telephone", "help"), ("_amount", "answer-open"), ("_clock", "out-of-service")]
)
def test_a_wrong_reading_is_found(monkeypatch, language, broken, screen):
    """A telephone number in numbers of its groups, an amount without its euro, the minutes of a full hour."""
    wrong = {
        "_telephone": lambda self, match: match[0],
        "_amount": lambda self, match: re.sub(r"\D", "", match[0]),
        "_clock": lambda self, match: match[0].replace(":", " "),
    }
    monkeypatch.setattr(aloud._Reader, broken, wrong[broken])
    reader = aloud._reader
    monkeypatch.setattr(aloud, "_reader", reader.__wrapped__)
    fresh = {language: aloud._reader(language)}
    monkeypatch.setattr(aloud, "_reader", lambda language: fresh[language])
    assert otherwise(language, screen) != []
