"""Where sound goes: to ALSA through aplay, or into a list."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import Protocol

from devices.api import Reason
from devices.speech.sounds import seconds
from devices.worker import PermanentFault, TemporaryFault


class Playing(Protocol):
    """A sound under way."""

    def wait(self, timeout: float) -> bool:
        """True when it is over."""
        ...

    def stop(self) -> None:
        """Silence now; returns at once; may be called from any thread, and twice."""
        ...


class Sink(Protocol):
    """An output."""

    def check(self) -> None:
        """Raise a `DeviceFault` when nothing can be heard."""
        ...

    def play(self, wav: bytes, *, headset: bool) -> Playing:
        """Begin to play; OSError when it cannot."""
        ...


class AlsaSink:
    """aplay, one process a sound, so that it can be killed at once; headset and loudspeaker are ALSA devices."""

    def __init__(self, speaker: str = "default", headset: str = "default") -> None:
        self._devices = {False: speaker, True: headset}

    def check(self) -> None:
        """See `Sink.check`."""
        if shutil.which("aplay") is None:
            raise PermanentFault(Reason.NOT_REACHABLE, "install alsa-utils")
        listed = subprocess.run(("aplay", "-l"), capture_output=True, timeout=5, check=False)
        if listed.returncode != 0 or b"card" not in listed.stdout:
            raise TemporaryFault(Reason.NOT_REACHABLE, "no sound card")

    def play(self, wav: bytes, *, headset: bool) -> Playing:
        """See `Sink.play`."""
        process = subprocess.Popen(
            ("aplay", "-q", "-D", self._devices[headset], "-"), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return _Aplay(process, wav)


class _Aplay:
    def __init__(self, process: subprocess.Popen[bytes], wav: bytes) -> None:
        self._process = process
        # aplay takes the bytes at the speed of the sound: feeding it must not hold up whoever may stop it
        threading.Thread(target=self._feed, args=(wav,), name="speech-feed", daemon=True).start()

    def _feed(self, wav: bytes) -> None:
        pipe = self._process.stdin
        if pipe is None:
            return
        try:
            pipe.write(wav)
            pipe.close()
        except OSError:
            # killed in the middle, as it should be
            return

    def wait(self, timeout: float) -> bool:
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        self._process.kill()


@dataclass(slots=True)
class Heard:
    """One sound of a `RecordingSink`: how long it is and how long it was heard (s)."""

    wav: bytes
    headset: bool
    began: float
    length: float
    ended: float | None = None
    stopped: bool = False


class RecordingSink:
    """Keeps what would be heard; each sound lasts `pace` times its length (0: over at once).

    `keep`: the sound that is on lasts until it is stopped, for who does something while it is heard.
    """

    def __init__(self, pace: float = 0.0) -> None:
        self.pace = pace
        self.keep = False
        self.heard: list[Heard] = []

    def check(self) -> None:
        """Always there."""

    def play(self, wav: bytes, *, headset: bool) -> Playing:
        """See `Sink.play`."""
        heard = Heard(wav, headset, time.monotonic(), seconds(wav))
        self.heard.append(heard)
        return _Recorded(self, heard, heard.length * self.pace)


class _Recorded:
    def __init__(self, sink: RecordingSink, heard: Heard, length: float) -> None:
        self._sink = sink
        self._heard = heard
        self._end = heard.began + length
        self._stop = threading.Event()

    def wait(self, timeout: float) -> bool:
        left = timeout if self._sink.keep else self._end - time.monotonic()
        stopped = self._stop.wait(max(0.0, min(timeout, left))) if left > 0 else self._stop.is_set()
        if stopped or (not self._sink.keep and time.monotonic() >= self._end):
            if self._heard.ended is None:
                self._heard.ended = time.monotonic()
            return True
        return False

    def stop(self) -> None:
        if self._heard.ended is None:
            self._heard.ended = time.monotonic()
            self._heard.stopped = True
            self._sink.keep = False
        self._stop.set()
