"""The check of the sound device: it takes sound, and where a loopback hears it, a tone that is played comes back."""

from __future__ import annotations

import io
import subprocess
import wave

from devices.api.health import Reason
from kiosk.base.config import SpeechSection
from kiosk.commands.findings import Finding, good, missing, warning
from kiosk.commands.installed import kiosk_runs
from kiosk.health.faults import explain

SECONDS = 10.0
LISTEN_SECONDS = 2  # longer than the tone and what a player takes to begin
_ALIKE = 0.3  # of what was recorded must be the tone; noise and silence have a tenth of it
_TOLD = explain("speech", Reason.NOT_REACHABLE, usable=False).fault.staff
_LOOK = "Look with aplay -L, set [speech] device; run this with sudo: the user kiosk is in the group audio (id kiosk)."
_LISTEN = "Look with arecord -L, set [speech] loopback to what hears the device, or leave it out."


def sound(speech: SpeechSection, card: str) -> Finding:
    """A tone that its loopback hears; without one a tenth of a second of silence: the device is there, free, and may be used."""
    device = speech.device or "default"
    if speech.loopback:
        finding = _played_back(device, speech.loopback)
    else:
        refused = _refused(device, _wav(bytes(1600), 8000))
        said = f"{device}: {card}; it takes sound, and nobody heard any: listen in the wizard"
        finding = missing("sound", f"{device}: {refused}", _LOOK, _TOLD) if refused else good("sound", said)
    if finding.todo == _LOOK and kiosk_runs():
        said = f"{device} is not free while the kiosk runs"
        return warning("sound", said, "Listen at the kiosk; or stop it: systemctl stop kiosk")
    return finding


def _played_back(device: str, loopback: str) -> Finding:
    from devices.speech.sounds import RATE, tone

    played = tone("done")
    form = ("-t", "raw", "-f", "S16_LE", "-r", str(RATE), "-c", "1", "-d", str(LISTEN_SECONDS))
    with subprocess.Popen(
        ("arecord", "-q", "-D", loopback, *form, "-"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as recorder:
        refused = _refused(device, played)
        try:
            heard, said = recorder.communicate(timeout=LISTEN_SECONDS + SECONDS)
        except subprocess.TimeoutExpired:
            recorder.kill()
            heard, said = b"", b"it gives no sound"
    if refused:
        return missing("sound", f"{device}: {refused}", _LOOK, _TOLD)
    if said.strip():
        return missing("sound", f"{loopback}: {_last(said)}", _LISTEN, _TOLD)
    if not _holds(heard, played):
        return missing("sound", f"{device} took a tone, and {loopback} did not hear it", _LISTEN, _TOLD)
    return good("sound", f"{device}: a tone was played, and {loopback} heard it")


def _refused(device: str, wav: bytes) -> str:
    """Why the device does not take this sound, "" when it took it."""
    play = ("aplay", "-q", "-D", device, "-")
    try:
        done = subprocess.run(play, input=wav, capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return "it takes no sound"
    return "" if done.returncode == 0 else _last(done.stderr)


def _last(said: bytes) -> str:
    return (said.decode(errors="replace").strip().splitlines() or ["no reason was given"])[-1]


def _wav(samples: bytes, rate: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples)
    return file.getvalue()


def _holds(heard: bytes, wav: bytes) -> bool:
    """True when the recording is, somewhere and at whatever volume, this sound and little else."""
    import numpy as np

    with wave.open(io.BytesIO(wav)) as given:
        sound_itself = np.frombuffer(given.readframes(given.getnframes()), dtype=np.int16).astype(float)
    recorded = np.frombuffer(heard[: len(heard) // 2 * 2], dtype=np.int16).astype(float)
    length = len(sound_itself) + len(recorded)
    alike = np.fft.irfft(np.fft.rfft(recorded, length) * np.conj(np.fft.rfft(sound_itself, length)), length)
    whole = float(np.linalg.norm(recorded) * np.linalg.norm(sound_itself))
    return whole > 0 and float(np.abs(alike).max()) > _ALIKE * whole
