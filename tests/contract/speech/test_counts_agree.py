"""A number is said in the gender and case of what it counts: "2 osoby" is "dwie osoby", in every message with a count."""

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.base.values.aloud import aloud
from kiosk.commands.translations import template
from tests.support.phonemes import Phonemes

COUNTS = tomllib.loads((Path(__file__).parent / "counts.toml").read_text("utf-8"))
# one word for one and two before everything
NO_GENDER = {"nl", "en", "tr"}
SOME = (1, 2, 3, 12, 21, 22, 25, 101, 102)
ALL = (*range(131), 200, 1000)
PLURALS = [message.id for message in template() if isinstance(message.id, (list, tuple))]
VOICE = Phonemes()


def sounds(text, language):
    """The sounds alone: no stress, length or pause; like vowels of figures and words as one."""
    ipa = unicodedata.normalize("NFD", VOICE.of(text, language)).translate(str.maketrans("ɑʊɪjβ", "auiiv"))
    kept = "".join(sign for sign in ipa if unicodedata.category(sign) in ("Ll", "Lo") and sign not in "ˈˌːʲ")
    return re.sub(r"(.)\1+", r"\1", kept)


def test_every_language_that_has_genders_has_its_sentences():
    assert set(COUNTS) == set(LANGUAGES) - NO_GENDER


@pytest.mark.parametrize("language", COUNTS)
def test_a_number_sounds_as_its_words_before_what_it_counts(language):
    for written, meant in COUNTS[language]["said"]:
        said = aloud(written, language)
        assert sounds(said, language) == sounds(meant, language), (written, said)


def matters(number, language):
    """Whether a word for the number has a gender."""
    if language == "ar":
        return 3 <= number < 100 and number % 10
    return number % 10 in (1, 2) and number < 200 and (number % 100 not in (11, 12) or (language, number) == ("ro", 12))


@pytest.mark.parametrize(
    "numbers", [pytest.param(SOME, id="some"), pytest.param(ALL, id="all", marks=pytest.mark.full)]
)
@pytest.mark.parametrize("language", COUNTS)
def test_no_message_leaves_a_number_to_the_voice_that_counts_otherwise(language, numbers):
    t, left = texts(language), set()
    may = re.compile(" (?:" + "|".join(COUNTS[language]["figures"]) + r")(?!\w)")
    for one, many in PLURALS:
        others = {name: "5" for name in re.findall(r"\{([a-z_]+)", many) if name != "count"}
        for number in filter(lambda each: matters(each, language), numbers):
            said = aloud(t.ngettext(one, many, number, **others), language)
            for figure in re.finditer(rf"(?<![\d\w]){number}(?= [^\W\d])", said):
                if not may.match(said, figure.end()):
                    left.add((re.sub(r"\d+", "#", said[figure.start() :]), number))
    assert left == set()
