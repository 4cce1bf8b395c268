"""What turns text into speech: espeak-ng, and a better voice of a language where one is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from devices.api import Reason, Utterance
from devices.speech import sounds
from devices.worker import PermanentFault

WORDS_PER_MINUTE = 125
_SLOWEST = 80  # words a minute; below, espeak-ng makes longer pauses instead
_LIMIT = 6.0  # s
_PACED = (1, 52)
# after a sentence; engines leave between a tenth and half a second, which over a list of choices is long
PAUSE = 0.25  # s
# what is said at every visit: buttons and first sentences, some twenty of them
_KEPT_BYTES = 2_000_000


class SpeechEngine(Protocol):
    """Makes speech; called on the speech thread only."""

    def check(self) -> None:
        """Raise `PermanentFault` when the engine cannot work here; the message says what to install."""
        ...

    def speak(self, text: str, language: str, rate: float) -> bytes:
        """16-bit WAV of `text`; OSError when it failed."""
        ...


class Espeak:
    """Debian's espeak-ng, called as a program: clear, small, 20 to 40 ms a phrase.

    `voices` names the voice of a language where it is not the language's own code; "" is none: nothing is heard.
    `paces`: how much faster a voice must read, from 1.52 on; its new ones are of different makers and paces.
    """

    def __init__(self, voices: Mapping[str, str] | None = None, paces: Mapping[str, float] | None = None) -> None:
        self._voices = dict(voices or {})
        self._paces = dict(paces or {})

    def check(self) -> None:
        """See `SpeechEngine.check`."""
        if shutil.which("espeak-ng") is None:
            raise PermanentFault(Reason.NOT_REACHABLE, "install espeak-ng")

    def speak(self, text: str, language: str, rate: float) -> bytes:
        """See `SpeechEngine.speak`."""
        voice = self._voices.get(language, language)
        if not voice:
            return sounds.silence()
        pace = self._paces.get(language, 1.0)
        words = WORDS_PER_MINUTE * rate * (pace if pace != 1.0 and _version() >= _PACED else 1.0)
        speed = max(_SLOWEST, round(words))
        pause = 0 if words >= _SLOWEST else round((60.0 / words - 60.0 / _SLOWEST) * 100)
        return _run(("espeak-ng", "-v", voice, "-s", str(speed), "-g", str(pause), "--stdin", "--stdout"), text)

    def sounds(self, text: str, language: str) -> str:
        """How `text` is pronounced, in the International Phonetic Alphabet, a line a clause; OSError when it failed."""
        voice = self._voices.get(language, language)
        if not voice:
            return ""
        return _run(("espeak-ng", "-v", voice, "-q", "--ipa", "--stdin"), text, b"").decode().strip()


class Better(Protocol):
    """A better voice of some languages; called on the speech thread only."""

    def speak(self, text: str, language: str, rate: float) -> bytes:
        """As `SpeechEngine.speak`."""
        ...

    def close(self) -> None:
        """Let go what it holds."""
        ...


class Voices:
    """The engine of each language, and what was said lately; private texts are never kept."""

    def __init__(self, default: SpeechEngine | None = None, better: Mapping[str, Better] | None = None) -> None:
        self._default = default or Espeak()
        self._better = dict(better or {})
        self._kept: OrderedDict[tuple[str, str, float, bool], bytes] = OrderedDict()

    def check(self) -> None:
        """Raise `PermanentFault` when the default engine cannot work."""
        self._default.check()

    def close(self) -> None:
        """Let go what the better voices hold."""
        for better in self._better.values():
            better.close()

    def speak(self, utterance: Utterance, rate: float) -> bytes:
        """The WAV of an utterance; a better voice that fails is replaced by the default one."""
        key = (utterance.text, utterance.language, rate, bool(utterance.offers))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        pause = 0.0 if utterance.offers else PAUSE
        better = self._better.get(utterance.language)
        wav = b""
        if better is not None:
            try:
                wav = sounds.ended(better.speak(*key[:3]), pause)
            except (OSError, ValueError):
                wav = b""
        wav = wav or sounds.ended(self._default.speak(*key[:3]), pause)
        if not utterance.private and len(wav) <= _KEPT_BYTES:
            self._kept[key] = wav
            while sum(map(len, self._kept.values())) > _KEPT_BYTES:
                self._kept.popitem(last=False)
        return wav


@lru_cache(maxsize=1)
def _version() -> tuple[int, ...]:
    """Of espeak-ng, as (1, 52); nothing where it does not say."""
    found = re.search(r"(\d+)\.(\d+)", _run(("espeak-ng", "--version"), "", b"").decode(errors="replace"))
    return (int(found[1]), int(found[2])) if found else ()


def _run(command: tuple[str, ...], text: str, begins: bytes = b"RIFF") -> bytes:
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=_LIMIT, check=False)
    except subprocess.TimeoutExpired as error:
        raise OSError(f"{command[0]} took too long") from error
    if done.returncode != 0 or not done.stdout.startswith(begins):
        # what it was told to say may be personal: only the program's name goes on
        raise OSError(f"{command[0]} failed with status {done.returncode}")
    return done.stdout
