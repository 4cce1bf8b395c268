"""How soon the voice begins and falls silent with the real espeak-ng, beside the bare program on the same text.

Begin: from `say` until the first sound goes out (text to speech, volume, hand-over), at most 300 ms in 95 % of the
utterances.  Stop: from a key's tone until the voice is silent, at most 100 ms in 95 %.  Eleven languages, twenty times
each, by the clock; the processor time of both sides is shown too, because a busy machine shows in the clock only.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator

from devices.api import DeviceState, Utterance
from devices.speech.driver import Speech
from devices.speech.sink import RecordingSink
from tests.bench.frame import Absent, Row, Run, at_most
from tests.bench.measure import Times

PHRASES = {
    "nl": "Kies wat u wilt doen. Druk op de toets met de stip om te kiezen.",
    "en": "Choose what you want to do. Press the key with the dot to choose.",
    "fr": "Choisissez ce que vous voulez faire. Appuyez sur la touche avec le point.",
    "de": "Wählen Sie, was Sie tun möchten. Drücken Sie die Taste mit dem Punkt.",
    "tr": "Ne yapmak istediğinizi seçin. Seçmek için noktalı tuşa basın.",
    "uk": "Виберіть, що ви хочете зробити. Натисніть клавішу з крапкою.",
    "ar": "اختر ما تريد القيام به. اضغط على المفتاح ذي النقطة.",
    "bg": "Изберете какво искате да направите. Натиснете клавиша с точката.",
    "es": "Elija lo que quiere hacer. Pulse la tecla con el punto.",
    "pl": "Wybierz, co chcesz zrobić. Naciśnij klawisz z kropką.",
    "ro": "Alegeți ce doriți să faceți. Apăsați tasta cu punct.",
}
BARE = "espeak-ng alone, whole WAV"


def busy() -> float:
    """Processor seconds of this process and of the programs it ran."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def bare(text: str, language: str) -> tuple[float, float]:
    """(clock, processor) seconds in which espeak-ng makes the speech of a text."""
    before, worked = time.monotonic(), busy()
    subprocess.run(
        ("espeak-ng", "-v", language, "--stdin", "--stdout"),
        input=text.encode(),
        capture_output=True,
        check=True,
        timeout=300,
    )
    return time.monotonic() - before, busy() - worked


def rows(run: Run) -> Iterator[Row | Absent]:
    """Every phrase in turn, ours and then bare."""
    if shutil.which("espeak-ng") is None:
        yield Absent("the voice", "espeak-ng was not found; install espeak-ng")
        return
    sink = RecordingSink(pace=1.0)
    speech = Speech(lambda _: None, sink=sink)
    speech.start()
    tick = threading.Event()
    while speech.health().state is not DeviceState.READY:
        tick.wait(0.01)
    begins, works, stops, bare_begins, bare_works = ([] for _ in range(5))
    for number in range(run.rounds(20, 2)):
        for language, phrase in PHRASES.items():
            # a text that was not said lately: nothing is kept of it
            text = f"{phrase} {number + 1}."
            count, before, worked = len(sink.heard), time.monotonic(), busy()
            speech.say("a", (Utterance(text, language),))
            while len(sink.heard) == count:
                tick.wait(0.001)
            begins.append(sink.heard[count].began - before)
            works.append(busy() - worked)
            tick.wait(0.02)
            before = time.monotonic()
            speech.tone("key")
            ended = sink.heard[count].ended
            assert ended is not None
            stops.append(ended - before)
            while len(sink.heard) == count + 1:
                tick.wait(0.001)
            clock, processor = bare(text, language)
            bare_begins.append(clock)
            bare_works.append(processor)
    speech.stop()
    begin, other = Times.of(begins), Times.of(bare_begins)
    note = f"longest {begin.longest:.0f} ms of {len(begins)}"
    yield Row("begins, 95 %", begin.share(0.95), "ms", other.share(0.95), BARE, at_most(300), note)
    yield Row("begins, median", begin.median, "ms", other.median, BARE)
    yield Row("begins, median processor time", Times.of(works).median, "ms", Times.of(bare_works).median, BARE)
    stop = Times.of(stops)
    yield Row("falls silent, 95 %", stop.share(0.95), "ms", limit=at_most(100), note=f"longest {stop.longest:.1f} ms")
    yield Row("falls silent, median", stop.median, "ms")
