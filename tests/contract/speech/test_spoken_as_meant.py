"""What espeak-ng makes of a value is what it makes of the words that somebody would read out; nothing written is silent."""

import tomllib
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from devices.speech.engine import Espeak
from kiosk.base.languages import LANGUAGES, voices
from kiosk.base.values.aloud import aloud
from kiosk.profiles.loader import load
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import spoken
from kiosk.visit.tour.showcase import OPEN_DAY, states, views

MEANT = tomllib.loads((Path(__file__).parent / "meant.toml").read_text("utf-8"))
SCREENS = tomllib.loads((Path(__file__).parent / "screens.toml").read_text("utf-8"))
ENGINE = Espeak(voices())
# a number in figures and in letters differs in length, stress and a vowel here and there
ALIKE = 0.85
# a button's few sounds differ by one
ALIKE_LINE = 0.8
# a word that would be spelled, or a letter that would be a word, is few of its sentence's sounds
WORDS_NOT_SPELLED, ALIKE_WORD = ("pin", "letter", "name"), 0.95
NO_SOUND = "ˈˌːʲʕˤ"
# pauses, or marks of a quotation; a hyphen inside a word joins it
SAID_OR_PAUSE = set(" .,:;?!،؟؛¿¡'’\"“”„«»-")


def sounds(text, language):
    """The sounds alone: no stress, length, pause or mark over a letter."""
    ipa = unicodedata.normalize("NFD", ENGINE.sounds(text, language))
    return "".join(sign for sign in ipa if unicodedata.category(sign) in ("Ll", "Lo") and sign not in NO_SOUND)


def alike(said, meant, language):
    return SequenceMatcher(None, sounds(said, language), sounds(meant, language), autojunk=False).ratio()


def test_every_language_says_every_kind_of_value():
    assert set(MEANT) == set(LANGUAGES)
    assert len({frozenset(rows) for rows in MEANT.values()}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_value_sounds_as_the_words_that_are_meant(language):
    for kind, (written, meant) in MEANT[language].items():
        said, least = aloud(written, language), ALIKE_WORD if kind in WORDS_NOT_SPELLED else ALIKE
        assert alike(said, meant, language) >= least, (kind, said, sounds(said, language), sounds(meant, language))


def test_what_is_written_would_not_sound_so_by_itself():
    """The euro, the plus and the slash: what made the values' words needed; espeak-ng 1.52 knows the plus itself."""
    worse = set()
    for language, kind in (("nl", "amount"), ("en", "telephone"), ("uk", "card"), ("de", "address")):
        written, meant = MEANT[language][kind]
        itself, by_words = alike(written, meant, language), alike(aloud(written, language), meant, language)
        assert itself <= by_words, (language, kind)
        if itself < by_words:
            worse.add(kind)
    assert {"amount", "telephone", "address"} <= worse


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_screen_sounds_as_somebody_would_read_it_out(language):
    """An answer with its dates, amount and telephone number, a ticket, and an appointment that is still to come."""
    shown = {name: state for name, state in states(load("gent", today=OPEN_DAY.date()), language) if name in SCREENS}
    assert set(shown) == set(SCREENS)
    for name, state in shown.items():
        said = [" ".join(each.text.split()) for each in spoken(view(state))]
        meant = SCREENS[name][language]["says"]
        assert len(said) == len(meant), (name, said)
        for one, other in zip(said, meant, strict=True):
            assert one == other or alike(one, other, language) >= ALIKE_LINE, (name, one, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_has_a_sign_that_the_voice_leaves_out(language):
    for name, shown in views(language):
        for each in spoken(shown):
            left = {
                sign for sign in each.text
                if not sign.isalnum() and not unicodedata.category(sign).startswith("M") and sign not in SAID_OR_PAUSE
            }  # fmt: skip
            assert left == set(), (name, each.text)
            assert " - " not in each.text, (name, each.text)
