"""Sounds as WAV: tones and chimes made here, and the volume that is put on any of them."""

from __future__ import annotations

import io
import math
import wave
from array import array
from functools import lru_cache

import numpy as np

RATE = 22_050
STEPS = 9
DEFAULT_STEP = 4
_DB_A_STEP = 3.0
_QUIET = 200  # of 32,768: what an engine leaves at the end of a sentence is far below

# (hertz, seconds) one after the other; 0 Hz is silence.  One key tone for every key, so that a PIN cannot be heard.
_TONES: dict[str, tuple[tuple[float, float], ...]] = {
    "key": ((988.0, 0.055),),
    "done": ((659.3, 0.11), (880.0, 0.2)),
    "attention": ((740.0, 0.18), (0.0, 0.08), (740.0, 0.18)),
    "chime": ((784.0, 0.22), (659.3, 0.22), (523.3, 0.42)),
}
NAMES = tuple(_TONES)


@lru_cache(maxsize=8)
def tone(name: str) -> bytes:
    """The WAV of a named sound; KeyError for a name that is not in `NAMES`."""
    samples = array("h")
    for hertz, seconds in _TONES[name]:
        count = int(RATE * seconds)
        for n in range(count):
            # soft edges: a sine that starts or stops at once clicks
            edge = min(1.0, n / 200, (count - n) / 400)
            samples.append(int(26_000 * edge * math.sin(2 * math.pi * hertz * n / RATE)))
    return _wav(samples, RATE)


def silence() -> bytes:
    """A tenth of a second of nothing, for a language that has no voice: read by another's it would be noise."""
    return _wav(array("h", bytes(RATE // 5)), RATE)


def gain(step: int) -> float:
    """The factor of a volume step 0 to 8: 3 dB each, the default 12 dB below the loudest (A10)."""
    return float(10.0 ** (_DB_A_STEP * (min(max(step, 0), STEPS - 1) - (STEPS - 1)) / 20.0))


def with_volume(wav: bytes, step: int) -> bytes:
    """The same sound at a volume step; 16-bit mono or stereo WAV."""
    samples, rate, channels = _samples(wav)
    louder = np.frombuffer(samples, dtype=np.int16) * gain(step)
    return _wav(array("h", louder.astype(np.int16).tobytes()), rate, channels)


def ended(wav: bytes, pause: float) -> bytes:
    """The same sound with `pause` seconds of silence at its end, however much its engine left there."""
    samples, rate, channels = _samples(wav)
    loud = np.flatnonzero(np.abs(np.frombuffer(samples, dtype=np.int16).astype(np.int32)) > _QUIET)
    heard = 0 if loud.size == 0 else int(loud[-1]) // channels + 1
    return _wav(samples[: heard * channels] + array("h", bytes(2 * channels * int(rate * pause))), rate, channels)


def seconds(wav: bytes) -> float:
    """How long a sound is."""
    samples, rate, channels = _samples(wav)
    return len(samples) / rate / channels


def _samples(wav: bytes) -> tuple[array[int], int, int]:
    """The samples of a WAV; a stream's length field may lie (espeak-ng writes to a pipe), so the bytes decide."""
    head = wav.find(b"data")
    try:
        with wave.open(io.BytesIO(wav)) as reader:
            rate, channels, width = reader.getframerate(), reader.getnchannels(), reader.getsampwidth()
    except (wave.Error, EOFError) as error:
        raise ValueError(f"not a WAV: {error}") from error
    if width != 2 or head < 0:
        raise ValueError("only 16-bit WAV is played")
    body = wav[head + 8 :]
    return array("h", body[: len(body) // 2 * 2]), rate, channels


def _wav(samples: array[int], rate: int, channels: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(samples.tobytes())
    return out.getvalue()
