"""The voice says what it is told, in its language, stops at once, and keeps personal words in the headset."""

from __future__ import annotations

import io
import itertools
import json
import math
import threading
import wave
from pathlib import Path

import pytest

from devices.api import DeviceEvent, DeviceState, Offered, Reason, SpeechEnded, Utterance
from devices.speech import engine
from devices.speech.driver import Speech
from devices.speech.engine import PAUSE, Espeak, Voices
from devices.speech.piper import Piper, models
from devices.speech.sink import AlsaSink, RecordingSink
from devices.speech.sounds import DEFAULT_STEP, NAMES, STEPS, ended, gain, seconds, tone, with_volume
from devices.worker import Backoff, PermanentFault
from kiosk.base.config import Config
from kiosk.base.languages import voices
from kiosk.commands import devicechecks
from kiosk.visit.model.comfort import RATES
from kiosk.wiring.drivers import open_voices
from tests.support.waiting import PATIENCE, Told

LANGUAGES = list(voices())
TEXT = {"ar": "خذ بطاقتك", "uk": "Візьміть картку", "bg": "Вземете картата", "tr": "Kartınızı alın"}


def loud(length: float) -> bytes:
    """A sound that is heard from its first moment to its last."""
    out = io.BytesIO()
    with wave.open(out, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(22_050)
        writer.writeframes(b"\x00\x40" * int(length * 22_050))
    return out.getvalue()


class Silent:
    """An engine that makes a second of silence and counts."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, float]] = []

    def check(self) -> None:
        pass

    def close(self) -> None:
        pass

    def speak(self, text: str, language: str, rate: float) -> bytes:
        self.calls.append((text, language, rate))
        if text == "broken":
            raise OSError("no voice")
        return with_volume(tone("chime"), 8)


class Room:
    """A speaker in a room: who could hear what."""

    def __init__(self, pace: float = 0.0) -> None:
        self.engine = Silent()
        self.sink = RecordingSink(pace)
        self.told = Told()
        self.events, self.wait = self.told.events, self.told.until
        self.spoken = []
        self.speech = Speech(
            self.told.emit,
            voices=Voices(self.engine),
            sink=self.sink,
            on_spoken=self.spoken.append,
            backoff=Backoff(0.05, 0.1),
        )
        self.speech.start()

    def ended(self, request: str) -> bool:
        self.wait(lambda: any(isinstance(e, SpeechEnded) and e.request == request for e in self.events))
        (end,) = [e for e in self.events if isinstance(e, SpeechEnded) and e.request == request]
        return end.finished


@pytest.fixture
def room():
    made = Room()
    yield made
    made.speech.stop()


@pytest.fixture
def slow_room():
    made = Room(pace=10_000.0)  # no sound comes to its end by itself
    yield made
    made.speech.stop()


def test_texts_are_said_in_order_and_language(room) -> None:
    room.speech.say("a", (Utterance("Welkom", "nl"), Utterance("Welcome", "en")))
    assert room.ended("a") is True
    assert [(s.text, s.language) for s in room.spoken] == [("Welkom", "nl"), ("Welcome", "en")]


def test_personal_words_need_a_headset(room) -> None:
    words = (Utterance("Hallo", "nl"), Utterance("Amina", "nl", private=True), Utterance("Dag", "nl"))
    room.speech.say("loud", words)
    assert room.ended("loud") is False
    assert [s.text for s in room.spoken] == ["Hallo", "Dag"]
    room.speech.set_headset(True)
    room.speech.say("headset", words)
    assert room.ended("headset") is True
    assert [s.text for s in room.spoken[2:]] == ["Hallo", "Amina", "Dag"]
    assert all(h.headset for h in room.sink.heard[2:])
    assert not any(h.headset for h in room.sink.heard[:2])


def test_personal_words_have_stopped_when_the_headset_is_known_to_be_out(slow_room) -> None:
    slow_room.speech.set_headset(True)
    slow_room.speech.say("a", (Utterance("Amina", "nl", private=True), Utterance("Peeters", "nl", private=True)))
    slow_room.wait(lambda: slow_room.sink.heard)
    slow_room.speech.set_headset(False)
    assert slow_room.sink.heard[0].stopped
    assert slow_room.ended("a") is False
    assert len(slow_room.sink.heard) == 1


def test_the_old_words_have_stopped_when_new_ones_are_taken(slow_room) -> None:
    slow_room.speech.say("old", (Utterance("Lang verhaal", "nl"), Utterance("en nog meer", "nl")))
    slow_room.wait(lambda: slow_room.sink.heard)
    slow_room.speech.say("new", (Utterance("Stop", "nl"),))
    assert slow_room.sink.heard[0].stopped
    assert slow_room.ended("old") is False
    slow_room.wait(lambda: len(slow_room.sink.heard) == 2)
    assert slow_room.speech.busy
    slow_room.speech.hush()
    assert slow_room.ended("new") is False
    assert not slow_room.speech.busy
    assert [s.text for s in slow_room.spoken] == ["Lang verhaal", "Stop"]


def test_a_key_tone_stops_the_voice_and_a_chime_waits_for_it(slow_room) -> None:
    slow_room.speech.say("a", (Utterance("Hallo", "nl"),))
    slow_room.wait(lambda: slow_room.sink.heard)
    slow_room.speech.tone("chime")
    assert not slow_room.sink.heard[0].stopped
    assert len(slow_room.sink.heard) == 1
    slow_room.speech.tone("key")
    assert slow_room.sink.heard[0].stopped
    assert slow_room.ended("a") is False
    slow_room.wait(lambda: len(slow_room.sink.heard) == 2)
    assert slow_room.sink.heard[1].wav == with_volume(tone("chime"), DEFAULT_STEP)
    with pytest.raises(ValueError, match="unknown sound"):
        slow_room.speech.tone("moo")


def test_every_key_sounds_the_same(room) -> None:
    for _ in range(12):
        room.speech.tone("key")
    room.wait(lambda: len(room.sink.heard) == 12)
    assert len({h.wav for h in room.sink.heard}) == 1


def test_no_sound_lasts_longer_than_three_seconds() -> None:
    assert all(seconds(tone(name)) < 3 for name in NAMES)


def test_the_volume_has_the_range_that_accessibility_asks() -> None:
    decibels = [20 * math.log10(gain(step)) for step in range(STEPS)]
    assert decibels[-1] - decibels[0] >= 18
    assert decibels[-1] - decibels[DEFAULT_STEP] >= 12
    assert max(b - a for a, b in itertools.pairwise(decibels)) <= 10


def test_the_volume_changes_the_samples(room) -> None:
    for count, step in enumerate((0, 8), start=1):
        room.speech.set_volume(step)
        room.speech.tone("done")
        room.wait(lambda count=count: len(room.sink.heard) == count)
    assert room.sink.heard[0].wav == with_volume(tone("done"), 0)
    assert room.sink.heard[1].wav == with_volume(tone("done"), 8)
    assert room.sink.heard[0].wav != room.sink.heard[1].wav


def test_personal_words_are_not_kept_and_others_are(room) -> None:
    room.speech.set_headset(True)
    for n in range(2):
        room.speech.say(str(n), (Utterance("Welkom", "nl"), Utterance("Amina", "nl", private=True)))
        room.ended(str(n))
    assert [c[0] for c in room.engine.calls] == ["Welkom", "Amina", "Amina"]


def test_a_voice_that_breaks_comes_back(room) -> None:
    room.speech.say("a", (Utterance("broken", "nl"),))
    assert room.ended("a") is False
    room.wait(lambda: room.speech.health().state is DeviceState.READY and room.speech.health().generation == 2)
    room.speech.say("b", (Utterance("ok", "nl"),))
    assert room.ended("b") is True


def test_a_better_voice_is_used_for_its_language_and_replaced_when_it_fails() -> None:
    default, better = Silent(), Silent()
    voices = Voices(default, {"nl": better})
    voices.speak(Utterance("Dag", "nl"), 1.0)
    voices.speak(Utterance("Hi", "en"), 1.0)
    with pytest.raises(OSError, match="no voice"):
        voices.speak(Utterance("broken", "nl"), 1.0)
    assert [c[0] for c in better.calls] == ["Dag", "broken"]
    assert [c[0] for c in default.calls] == ["Hi", "broken"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_espeak_speaks_every_language_of_the_kiosk(language: str) -> None:
    wav = Espeak(voices()).speak(TEXT.get(language, "kaart"), language, 1.0)
    assert 0.2 < seconds(wav) < 6


def test_each_language_has_a_voice_of_its_own() -> None:
    assert len({Espeak(voices()).speak("2027", language, 1.0) for language in LANGUAGES}) == len(LANGUAGES)


def test_each_rate_is_faster_than_the_one_before() -> None:
    told = "Neem uw kaart en uw ticket mee, alstublieft."
    lengths = [seconds(Espeak().speak(told, "nl", rate)) for rate in RATES]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] / lengths[-1] > 2.5


def test_a_voice_that_is_slower_since_a_release_of_the_engine_reads_faster_from_it_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def length(version: tuple[int, ...]) -> float:
        monkeypatch.setattr(engine, "_version", lambda: version)
        return seconds(Espeak(paces={"nl": 1.5}).speak("Neem uw kaart en uw ticket mee, alstublieft.", "nl", 1.0))

    assert length((1, 52)) < length((1, 51)) < 1.5 * length((1, 52)) * 1.1


def test_a_text_that_looks_like_an_option_is_only_text() -> None:
    assert seconds(Espeak().speak("--version -w /tmp/x", "nl", 1.0)) > 0.5


STAND_IN = """#!/bin/sh
while read -r question; do
    echo "$question" >> "$(dirname "$0")/asked"
    case "$question" in *broken*) exit 1;; esac
    printf '\\000\\000\\000\\004RIFF'
done
"""


def with_models(folder: Path, *names: str, program: str = STAND_IN) -> Piper:
    for name in names:
        (folder / f"{name}.onnx").touch()
        (folder / f"{name}.onnx.json").touch()
    (folder / "bin").mkdir()
    (folder / "bin" / "python").write_text(program)
    (folder / "bin" / "python").chmod(0o755)
    return Piper(models(LANGUAGES, folder), folder)


def test_a_model_that_is_installed_speaks_its_language_a_belgian_one_before_others(tmp_path: Path) -> None:
    piper = with_models(tmp_path, "nl_NL-a-medium", "nl_BE-b-medium", "fr_FR-c-low", "xx_XX-d-low")
    (tmp_path / "de_DE-half-low.onnx").touch()
    found = models(LANGUAGES, tmp_path)
    assert {code: model.stem for code, model in found.items()} == {"nl": "nl_BE-b-medium", "fr": "fr_FR-c-low"}
    assert piper.speak("Dag", "nl", 1.0) == piper.speak("Bonjour", "fr", 2.0) == b"RIFF"
    piper.close()
    asked = (tmp_path / "bin" / "asked").read_text().splitlines()
    assert [json.loads(line)[:2] for line in asked] == [[str(found["nl"]), "Dag"], [str(found["fr"]), "Bonjour"]]
    assert json.loads(asked[0])[2] == 2 * json.loads(asked[1])[2]


def test_a_better_voice_that_ended_is_not_waited_for_again_and_says_no_word_of_the_text(tmp_path: Path) -> None:
    piper = with_models(tmp_path, "nl_BE-b-medium")
    for text in ("broken", "Dag"):
        with pytest.raises(OSError, match="Piper: it ended"):
            piper.speak(text, "nl", 1.0)
    assert len((tmp_path / "bin" / "asked").read_text().splitlines()) == 1


def test_the_kiosk_asks_the_better_voice_that_is_installed_and_says_it_itself_when_no_sound_comes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    piper = with_models(tmp_path, "nl_BE-b-medium")
    monkeypatch.setattr("devices.speech.piper.models", lambda languages: models(languages, tmp_path))
    monkeypatch.setattr("devices.speech.piper.Piper", lambda _: piper)
    said = open_voices()
    assert seconds(said.speak(Utterance("Dag", "nl"), 1.0)) > 0.2
    assert seconds(said.speak(Utterance("Hello", "en"), 1.0)) > 0.2
    said.close()
    assert len((tmp_path / "bin" / "asked").read_text().splitlines()) == 1


def test_doctor_names_the_better_voices_and_says_what_is_missing_beside_a_model(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(devicechecks, "Piper", lambda found: Piper(found, tmp_path))
    monkeypatch.setattr(devicechecks, "models", lambda _: models(LANGUAGES, tmp_path))
    with_models(tmp_path, "nl_BE-b-medium")
    said = [each.said for each in devicechecks.speech(Config()) if each.name == "better voice"]
    (tmp_path / "bin" / "python").unlink()
    said += [each.said for each in devicechecks.speech(Config()) if each.name == "better voice"]
    assert said[0] == "Piper: nl nl_BE-b-medium"
    assert "Piper: No such file" in said[1]
    assert "espeak-ng is used" in said[1]


def test_whatever_an_engine_leaves_at_the_end_each_sentence_is_followed_by_the_same_pause() -> None:
    class Slow(Silent):
        def speak(self, text: str, language: str, rate: float) -> bytes:
            return ended(loud(1.0), float(text))

    voices = Voices(Slow())
    for left in ("0", "0.5", "2"):
        assert seconds(voices.speak(Utterance(left, "nl"), 1.0)) == pytest.approx(1.0 + PAUSE, abs=0.001)
        # an offer is followed by the next one at once
        assert seconds(voices.speak(Utterance(left, "nl", offers="x"), 1.0)) == pytest.approx(1.0, abs=0.001)


def test_a_better_voice_that_writes_no_sound_is_replaced() -> None:
    class Broken(Silent):
        def speak(self, text: str, language: str, rate: float) -> bytes:
            return b"RIFF and no more"

    default = Silent()
    assert seconds(Voices(default, {"nl": Broken()}).speak(Utterance("Dag", "nl"), 1.0)) > 0.5
    assert default.calls


def test_an_offer_comes_back_when_it_has_been_heard(room) -> None:
    room.speech.say("a", (Utterance("Welkom", "nl"), *(Utterance(x, "nl", offers=x) for x in "xy")))
    assert room.ended("a") is True
    offered = [each for each in room.events if isinstance(each, Offered)]
    assert offered == [Offered("a", "x"), Offered("a", "y")]


def test_an_offer_that_lasts_comes_back_while_it_is_said(slow_room) -> None:
    slow_room.speech.say("a", (Utterance("x", "nl", offers="x"),))
    slow_room.wait(lambda: Offered("a", "x") in slow_room.events)
    assert not slow_room.sink.heard[0].stopped
    slow_room.speech.hush()
    assert slow_room.ended("a") is False
    assert slow_room.events.count(Offered("a", "x")) == 1


def test_an_offer_that_was_stopped_at_once_never_comes(slow_room) -> None:
    slow_room.speech.say("a", (Utterance("x", "nl", offers="x"),))
    slow_room.wait(lambda: slow_room.sink.heard)
    slow_room.speech.hush()
    assert slow_room.ended("a") is False
    assert not [each for each in slow_room.events if isinstance(each, Offered)]


def test_a_missing_program_names_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PermanentFault, match="install espeak-ng"):
        Espeak().check()


def test_without_a_sound_card_the_speaker_says_so_and_answers(monkeypatch) -> None:
    events: list[DeviceEvent] = []
    changed = threading.Event()
    monkeypatch.setattr("shutil.which", lambda name: None if name == "aplay" else f"/usr/bin/{name}")
    speech = Speech(lambda e: (events.append(e), changed.set()), sink=AlsaSink(), voices=Voices(Silent()))
    speech.start()
    assert changed.wait(PATIENCE)
    assert speech.health().reason is Reason.NOT_REACHABLE
    assert "alsa-utils" in speech.health().detail
    speech.stop()


def test_what_was_said_lately_takes_two_megabytes_and_no_more() -> None:
    class Long(Silent):
        def speak(self, text: str, language: str, rate: float) -> bytes:
            super().speak(text, language, rate)
            return loud(7.0)

    engine = Long()
    voices = Voices(engine)
    for n in [*range(40), 39, 38, 0]:
        voices.speak(Utterance(f"Zin {n}", "nl"), 1.0)
    assert len(engine.calls) == 41
    assert sum(map(len, voices._kept.values())) <= 2_000_000


def test_doctor_names_the_voice_of_every_language() -> None:
    (voice,) = [each for each in devicechecks.speech(Config()) if each.name == "voice"]
    named = dict(each.split(" ", 1) for each in voice.said.removeprefix("espeak-ng: ").split(", "))
    assert set(named) == set(LANGUAGES)
    assert named["fr"] == "French (Belgium)"
    assert named["uk"] == "Ukrainian"


def test_doctor_names_the_language_that_has_no_voice(monkeypatch) -> None:
    monkeypatch.setattr(devicechecks, "voices", lambda: {**voices(), "tr": "no-such"})
    (voice,) = [each for each in devicechecks.speech(Config()) if each.name == "voice"]
    assert "no voice for: Türkçe" in voice.said
