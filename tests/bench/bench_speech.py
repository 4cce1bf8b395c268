"""Speech of the whole kiosk, real espeak-ng: key to first sound, and key to silence: `python tests/bench/bench_speech.py`.

The kiosk runs as on its screen, 30 frames a second; the sound goes into a list instead of a sound card.
"""

import json
import statistics
import tempfile
import time
from pathlib import Path

from devices.api import PadKey
from kiosk.demo.stage import prepared
from kiosk.demo.visits import VISITS
from kiosk.visit.view import HelpView, LanguageView, MenuView

FRAME = 1 / 30
ROUNDS = 12


def main():
    """Print both figures (ms)."""
    with (
        tempfile.TemporaryDirectory() as place,
        prepared(VISITS["by-ear"], Path(place), present=lambda _: None) as stage,
    ):
        kiosk, sink, panel = stage.kiosk, stage.simulation.sink, stage.simulation.panel
        sink.pace = 1.0

        def frames(until, seconds=10.0):
            end = time.monotonic() + seconds
            while not until():
                if time.monotonic() > end:
                    raise TimeoutError
                began = time.monotonic()
                kiosk.frame()
                time.sleep(max(0.0, FRAME - (time.monotonic() - began)))

        def speaks():
            return bool(sink.heard) and sink.heard[-1].ended is None

        starts, stops = [], []

        def press(key):
            """One key while the kiosk speaks: when the old words end and when the new ones begin."""
            frames(speaks)
            old, count = sink.heard[-1], len(sink.heard)
            began = time.monotonic()
            panel.press(key.value)
            frames(lambda: len(sink.heard) > count + 1 or (len(sink.heard) > count and speaks()))
            frames(lambda: old.ended is not None)
            stops.append((old.ended - began) * 1000)
            starts.append((sink.heard[-1].began - began) * 1000)

        began = time.monotonic()
        panel.headset(True)
        frames(lambda: isinstance(kiosk.shown(), LanguageView) and speaks())
        headset = (sink.heard[-1].began - began) * 1000
        press(PadKey.DOWN)
        press(PadKey.DOWN)
        press(PadKey.OK)
        frames(lambda: isinstance(kiosk.shown(), MenuView))
        for _ in range(ROUNDS):
            press(PadKey.HELP)
            frames(lambda: isinstance(kiosk.shown(), HelpView))
            press(PadKey.BACK)
            frames(lambda: isinstance(kiosk.shown(), MenuView))
            press(PadKey.DOWN)
        report = {
            "headset_to_first_sound_ms": round(headset),
            "key_to_first_new_word_ms": spread(starts),
            "key_to_silence_ms": spread(stops),
        }
    print(json.dumps(report, indent=2))


def spread(took):
    """Median and largest."""
    return {"median": round(statistics.median(took)), "largest": round(max(took)), "times": len(took)}


if __name__ == "__main__":
    main()
