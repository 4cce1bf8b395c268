"""The speaker: says what it is told, stops within 100 ms, and keeps personal words for the headset."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.api import DeviceState, Emit, Offered, Reason, SpeechEnded, Utterance
from devices.driven import Driven
from devices.speech import sounds
from devices.speech.engine import Voices
from devices.speech.sink import AlsaSink, Playing, Sink
from devices.worker import Backoff, Seat, Session, TemporaryFault, Worker

_STEP = 0.03  # s; how soon a newer wish is noticed
# s; a name that has just begun cannot have been understood yet: who presses now still answers what was said before it
_UNDERSTOOD = 0.7


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance as it was heard, for the spoken log of tests and of the dock (never in production).

    `seconds` is how long it takes, `offers` the choice that it offers.
    """

    text: str
    language: str
    private: bool
    headset: bool
    seconds: float = 0.0
    offers: str = ""


@dataclass(frozen=True, slots=True)
class _Say:
    request: str
    utterances: tuple[Utterance, ...]
    rate: float
    turn: int


@dataclass(frozen=True, slots=True)
class _Tone:
    name: str


_Job = _Say | _Tone


class Speech(Driven[_Job]):
    """`devices.api.Speaker`.  `on_spoken` hears each utterance when it begins; simulations and tests only."""

    name = "speech"

    def __init__(
        self,
        emit: Emit,
        *,
        voices: Voices | None = None,
        sink: Sink | None = None,
        on_spoken: Callable[[Spoken], None] | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        self.voices = voices or Voices()
        self.sink = sink or AlsaSink()
        self.on_spoken = on_spoken
        self._emit = emit
        self._lock = threading.Lock()
        self._turn = 0
        self._asked = self._told = 0
        self._headset = False
        self._private_now = False
        self._volume = sounds.DEFAULT_STEP
        self._playing: Playing | None = None
        self._worker = Worker(self.name, emit, self._connect, lost=self._lost, backoff=backoff)

    def stop(self, timeout: float = 2.0) -> None:
        """Fall silent and end."""
        self.hush()
        super().stop(timeout)
        self.voices.close()

    def say(self, request: str, utterances: tuple[Utterance, ...], *, rate: float = 1.0) -> None:
        """Say these; whatever was being said stops within 100 ms."""
        turn = self._asked = self._interrupt()
        self._worker.submit(_Say(request, utterances, min(max(rate, 0.5), 2.0), turn))

    def hush(self) -> None:
        """Stop speaking."""
        self._interrupt()

    def tone(self, name: str) -> None:
        """Play a sound of `sounds.NAMES`; the key tone stops the voice, the others wait for its end."""
        if name not in sounds.NAMES:
            raise ValueError(f"unknown sound {name!r}")
        if name == "key":
            self._interrupt()
        self._worker.submit(_Tone(name))

    def set_headset(self, inserted: bool) -> None:
        """Where to speak; what is being said stops when it was personal and the headset is pulled."""
        with self._lock:
            self._headset = inserted
            leaking = self._private_now and not inserted
        if leaking:
            self._interrupt()

    def set_volume(self, step: int) -> None:
        """Volume step 0 to 8."""
        with self._lock:
            self._volume = min(max(step, 0), sounds.STEPS - 1)

    @property
    def busy(self) -> bool:
        """True while there are words still to be said; for who waits for the end of them, as people do."""
        return self._told != self._asked

    def told(self, turn: int) -> None:
        """These words have come to their end, said or not."""
        self._told = turn

    def may_say(self, turn: int, utterance: Utterance) -> bool:
        """True while this is what should be heard, and where it goes it may be heard."""
        with self._lock:
            return turn == self._turn and (self._headset or not utterance.private)

    def begin(self, turn: int | None, wav: bytes, utterance: Utterance | None) -> Playing | None:
        """Start a sound unless a newer wish came in between (`turn`); None when it did."""
        with self._lock:
            if turn is not None and turn != self._turn:
                return None
            if utterance is not None and utterance.private and not self._headset:
                return None
            headset = self._headset
            self._private_now = utterance is not None and utterance.private
            playing = self.sink.play(sounds.with_volume(wav, self._volume), headset=headset)
            self._playing = playing
        if utterance is not None and self.on_spoken is not None:
            heard = Spoken(
                utterance.text, utterance.language, utterance.private, headset, sounds.seconds(wav), utterance.offers
            )
            self.on_spoken(heard)
        return playing

    def current(self, turn: int) -> bool:
        """True while no newer wish has come."""
        with self._lock:
            return turn == self._turn

    def _interrupt(self) -> int:
        with self._lock:
            self._turn += 1
            self._private_now = False
            if self._playing is not None:
                self._playing.stop()
                self._playing = None
            return self._turn

    def _connect(self, seat: Seat[_Job]) -> Session[_Job]:
        del seat
        self.voices.check()
        self.sink.check()
        return _Voice(self)

    def _lost(self, job: _Job, reason: Reason, detail: str) -> None:
        del reason, detail
        if isinstance(job, _Say):
            self.told(job.turn)
            self._emit(SpeechEnded(job.request, finished=False))


class _Voice(Session[_Job]):
    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def run(self, seat: Seat[_Job]) -> None:
        """Say and play, one thing after the other."""
        seat.report(DeviceState.READY)
        while True:
            match seat.next_job(1.0):
                case _Say() as job:
                    ended = SpeechEnded(job.request, self._say_all(seat, job))
                    self._speech.told(job.turn)
                    seat.answer(ended)
                case _Tone(name):
                    self._play(seat, None, sounds.tone(name), None)
                    seat.done()
                case None:
                    pass

    def close(self) -> None:
        """Fall silent."""
        self._speech.hush()

    def _say_all(self, seat: Seat[_Job], job: _Say) -> bool:
        """True when every word was heard; personal words without a headset are left out, the others still said."""
        heard = True
        for utterance in job.utterances:
            if not self._speech.current(job.turn):
                return False
            heard = self._say(seat, job, utterance) and heard
        return heard and self._speech.current(job.turn)

    def _say(self, seat: Seat[_Job], job: _Say, utterance: Utterance) -> bool:
        if not self._speech.may_say(job.turn, utterance):
            return False
        try:
            wav = self._speech.voices.speak(utterance, job.rate)
        except (OSError, ValueError) as error:
            raise TemporaryFault(Reason.SOFTWARE_ERROR, str(error)) from error
        return self._play(seat, job.turn, wav, utterance, job.request)

    def _play(
        self, seat: Seat[_Job], turn: int | None, wav: bytes, utterance: Utterance | None, request: str = ""
    ) -> bool:
        try:
            playing = self._speech.begin(turn, wav, utterance)
        except OSError as error:
            raise TemporaryFault(Reason.NOT_REACHABLE, f"sound output: {error.strerror}") from error
        if playing is None:
            return False
        understood = time.monotonic() + _UNDERSTOOD
        offers = utterance.offers if utterance is not None else ""
        while not playing.wait(_STEP):
            seat.check()
            if offers and time.monotonic() >= understood:
                seat.emit(Offered(request, offers))
                offers = ""
        heard = turn is None or self._speech.current(turn)
        if offers and heard:
            seat.emit(Offered(request, offers))
        return heard
