"""The bench's ears: speech is speech, a tone and silence are none, and what was heard before is not counted again."""

import io
import wave

import numpy as np
import pytest

from devices.speech import sounds
from devices.speech.engine import Espeak
from tests.support.machine.ears import HEAD, RATE, Ears, spoken

WORDS = "Neem uw kaart uit de lezer. Uw nummer is R twaalf."


def heard(wav, step=4):
    """The samples of one ear, as QEMU writes them."""
    with wave.open(io.BytesIO(sounds.with_volume(wav, step))) as reader:
        return np.repeat(np.frombuffer(reader.readframes(-1), "<i2"), RATE // reader.getframerate())


@pytest.fixture(scope="module")
def words():
    return heard(Espeak().speak(WORDS, "nl", 1.0))


def test_words_are_heard_as_long_as_they_last_and_quietly_too(words):
    long = len(words) / RATE
    assert 0.5 * long < spoken(words) <= long
    assert spoken(heard(Espeak().speak(WORDS, "nl", 1.0), 0)) > 0.3 * long


@pytest.mark.parametrize("name", sounds.NAMES)
def test_a_tone_is_no_speech(name):
    assert spoken(heard(sounds.tone(name), sounds.STEPS - 1)) == 0.0


def test_silence_is_no_speech():
    assert spoken(np.zeros(RATE)) == 0.0


def test_only_what_came_since_a_place_is_counted(words, tmp_path):
    file = tmp_path / "heard.wav"
    both = np.repeat(words, 2).astype("<i2").tobytes()
    file.write_bytes(bytes(HEAD) + both)
    ears = Ears(file)
    assert ears.speech() > 1.0
    here = ears.now()
    assert ears.speech(here) == 0.0
    file.write_bytes(bytes(HEAD) + both * 2)
    assert ears.speech(here) > 1.0
