"""What espeak-ng makes of a text, by its library: a screen's sentences in a hundredth of the time that its program takes.

It answers what `espeak-ng -q --ipa` prints.
"""

import ctypes
import re
import unicodedata

from devices.speech.engine import Espeak
from kiosk.base.languages import voices

VOWELS = "aeiouyɑɐʌəɛɜɪɔɵøœʊæɨɯɒ"
# sounds that one engine gives to figures and to words by turns: voiced or not, and the r and l of a language
_LIKE = str.maketrans("cɡqgχħvʋwdzʒʃɕʑθðbɭɫɹɾŋɲ", "kkkkxhffftsssssttpllrrnn", "ʔʕj")


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        *((name, ctypes.c_ubyte) for name in ("gender", "age", "variant", "unused")),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


class Phonemes:
    """The library, opened once; it has one voice at a time."""

    def __init__(self):
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        assert self._library.espeak_Initialize(2, 0, None, 0) > 0
        self._read = self._library.espeak_TextToPhonemes
        self._read.restype = ctypes.c_char_p
        self._language = ""

    def of(self, text, language):
        """The sounds in the International Phonetic Alphabet, with stress and length."""
        if language != self._language:
            self._choose(voices()[language].encode())
            self._language = language
        kept = ctypes.create_string_buffer(text.encode())
        place, read = ctypes.c_void_p(ctypes.addressof(kept)), []
        while place.value:
            read.append((self._read(ctypes.byref(place), 1, 2) or b"").decode())
        return re.sub(r"\([a-z-]+\)", "", "\n".join(read))

    def _choose(self, voice):
        if self._library.espeak_SetVoiceByName(voice):
            # "fr-be" is the language of a voice
            wanted = _Voice(languages=voice)
            assert self._library.espeak_SetVoiceByProperties(ctypes.byref(wanted)) == 0


def syllables(sounds):
    """How many vowels there are in a word's sounds; one of two parts counts once."""
    return len(re.findall(f"[{VOWELS}]+", re.sub("[ˌˈ]", "", sounds)))


def bones(sounds):
    """The consonants alone, like ones as one sign: what figures and the same number in words have in common."""
    letters = (sign for sign in unicodedata.normalize("NFD", sounds) if unicodedata.category(sign) in ("Ll", "Lo"))
    kept = "".join(sign for sign in letters if sign not in f"ˈˌːʲʕˤ{VOWELS}").translate(_LIKE)
    return re.sub(r"(.)\1+", r"\1", kept)


def by_program(text, language):
    """The same by the program, which is what the kiosk runs."""
    return re.sub(r"\([a-z-]+\)", "", Espeak(voices()).sounds(text, language))
