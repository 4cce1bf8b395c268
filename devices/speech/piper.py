"""Piper, where the municipality has installed it: one process that holds the models and says what it is given.

The folder is a Python environment with `piper-tts`, and beside its `bin` the models as their makers name them
(`nl_BE-nathalie-medium.onnx` with its `.onnx.json`). It is not the `piper` of Debian, which sets mice up.
"""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

FOLDER = Path("/opt/kiosk-voices")
_PACE = 1.5  # as long as espeak-ng reads, whose speed the visitor chooses from
_LIMIT = 6.0  # s, the reading of a model too
# run by the folder's own Python; it ends when its input does
_LOOP = """
import io, json, sys, wave
from piper import PiperVoice, SynthesisConfig
voices = {}
for line in sys.stdin:
    model, text, scale = json.loads(line)
    if model not in voices:
        voices[model] = PiperVoice.load(model)
    wav = io.BytesIO()
    with wave.open(wav, "wb") as writer:
        voices[model].synthesize_wav(text, writer, syn_config=SynthesisConfig(length_scale=scale))
    sys.stdout.buffer.write(len(wav.getvalue()).to_bytes(4, "big") + wav.getvalue())
    sys.stdout.buffer.flush()
"""


def models(languages: Collection[str], folder: Path = FOLDER) -> dict[str, Path]:
    """The model of each language that has one there; a Belgian one before others."""
    found = sorted(folder.glob("*.onnx"), key=lambda model: ("_BE-" not in model.name, model.name))
    chosen: dict[str, Path] = {}
    for model in found:
        language = model.name.partition("-")[0].partition("_")[0]
        if language in languages and model.with_name(f"{model.name}.json").exists():
            chosen.setdefault(language, model)
    return chosen


class Piper:
    """The better voice of some languages; what fails once is not asked again, so that nobody waits for it twice."""

    def __init__(self, models: Mapping[str, Path], folder: Path = FOLDER) -> None:
        self._models = dict(models)
        self._python = folder / "bin" / "python"
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._failed = ""

    def speak(self, text: str, language: str, rate: float) -> bytes:
        """16-bit WAV of `text`; OSError when it failed, now or before."""
        if self._failed:
            raise OSError(self._failed)
        try:
            return self._asked(json.dumps((str(self._models[language]), text, _PACE / rate)))
        except OSError as error:
            self.close()
            # what it was told to say may be personal: only what happened goes on
            self._failed = f"Piper: {error.strerror or error}"
            raise OSError(self._failed) from error

    def close(self) -> None:
        """End the process; the next sentence begins it anew."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LIMIT)
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _asked(self, question: str) -> bytes:
        line = self._line or self._begun()
        line.sendall(question.encode() + b"\n")
        return _read(line, int.from_bytes(_read(line, 4), "big"))

    def _begun(self) -> socket.socket:
        self._line, theirs = socket.socketpair()
        self._line.settimeout(_LIMIT)
        with theirs:
            self._process = subprocess.Popen(
                (str(self._python), "-c", _LOOP),
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,
            )
        return self._line


def _read(line: socket.socket, count: int) -> bytes:
    read = bytearray()
    while len(read) < count:
        piece = line.recv(count - len(read))
        if not piece:
            raise OSError("it ended")
        read += piece
    return bytes(read)
