"""Ears for the sound card of a machine: how much speech has come out of it, told apart from tones and from silence.

QEMU writes what the machine plays into a file, in the machine's own time, and nothing while the machine plays nothing.
"""

from pathlib import Path

import numpy as np

RATE = 44100  # samples a second, of both ears
HEAD = 44  # bytes of a WAV before its samples; its length fields are right only when the emulator has ended
FRAME = RATE // 50
LOUD = 60  # of 32767: the middle of a frame; below it is what an empty line may hum
DIFFERENT = 6  # strongest pitches in a second of speech; a tone has one, a chord as many as it has notes


class Ears:
    """What was heard since the machine was started; QEMU makes the file with the first sound."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def now(self) -> int:
        """A place in the sound, for `speech`."""
        return max(0, self.file.stat().st_size - HEAD) // 4 if self.file.exists() else 0

    def speech(self, since: int = 0) -> float:
        """Seconds of speech since a place."""
        if self.now() <= since:
            return 0.0
        with self.file.open("rb") as file:
            file.seek(HEAD + 4 * since)
            raw = file.read()
        return spoken(np.frombuffer(raw[: len(raw) // 4 * 4], "<i2").reshape(-1, 2).mean(axis=1))


def spoken(samples: np.ndarray) -> float:
    """Seconds of speech in samples of one ear: seconds whose loud parts have many pitches."""
    found = 0.0
    for start in range(0, len(samples), RATE):
        second = samples[start : start + RATE]
        frames = second[: len(second) // FRAME * FRAME].reshape(-1, FRAME)
        loud = frames[np.sqrt((frames.astype(float) ** 2).mean(axis=1)) > LOUD]
        if len(loud) and len(set(np.abs(np.fft.rfft(loud, axis=1))[:, 1:].argmax(axis=1))) >= min(DIFFERENT, len(loud)):
            found += len(loud) * FRAME / RATE
    return found
