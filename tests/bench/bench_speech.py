"""How soon the voice begins and falls silent, with the real espeak-ng: run by name, `python tests/bench/bench_speech.py`.

Begin: from `say` until the first sound goes out (text to speech, volume, hand-over); target 300 ms.  Stop: from a key's tone
until the voice is silent; target 100 ms.  Clock time and processor time, because a busy machine shows in the first only.
"""

from __future__ import annotations

import resource
import statistics
import threading
import time

from devices.api import State, Utterance
from devices.speech.driver import Speech
from devices.speech.sink import RecordingSink

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
ROUNDS = 20


def busy() -> float:
    """Processor seconds of this process and of the programs it ran."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def main() -> None:
    sink = RecordingSink(pace=1.0)
    speech = Speech(lambda _: None, sink=sink)
    speech.start()
    tick = threading.Event()
    while speech.health().state is not State.READY:
        tick.wait(0.01)
    begins: list[float] = []
    works: list[float] = []
    stops: list[float] = []
    for number in range(ROUNDS):
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
    speech.stop()
    for name, values in (("begin", begins), ("begin, processor", works), ("stop", stops)):
        ordered = sorted(values)
        median, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
        print(
            f"{name:18} {len(values)} times: median {median * 1000:6.1f} ms, 95 % {p95 * 1000:6.1f} ms, longest {ordered[-1] * 1000:6.1f} ms"
        )


if __name__ == "__main__":
    main()
