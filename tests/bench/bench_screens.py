"""Figures of the screens beside a bare Kivy window, from one run: `python tests/bench/bench_screens.py`."""

import json
import os
import resource
import statistics
import subprocess
import sys
import textwrap
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
BARE = textwrap.dedent(
    """
    import sys, time, os
    began = float(sys.argv[1])
    from screens.window import Setup, prepare
    setup = Setup(1080, 1920, driver="offscreen"); prepare(setup)
    from kivy.base import runTouchApp, stopTouchApp
    from kivy.uix.label import Label
    from kivy.core.window import Window
    from kivy.clock import Clock
    def first(*_):
        Window.unbind(on_flip=first)
        print(time.time() - began, flush=True)
        cpu = time.process_time()
        Clock.schedule_once(lambda _: (print(time.process_time() - cpu, flush=True), stopTouchApp()), 4)
    Window.bind(on_flip=first)
    runTouchApp(Label(text="hello"))
    """
)
OURS = textwrap.dedent(
    """
    import sys, time
    began = float(sys.argv[1])
    from screens.window import Setup, prepare
    setup = Setup(1080, 1920, driver="offscreen"); prepare(setup)
    from screens import window
    from screens.stage import Stage
    from kivy.clock import Clock
    from kiosk.visit.view import AttractView, Icon
    view = AttractView(language="en", title="Residence card?", body=("Ask here.",), hours="Open until 16:00",
        invitations=(("en", "Touch the screen"), ("nl", "Raak het scherm aan"), ("fr", "Touchez")),
        offers=((Icon.CARD, "My card"), (Icon.TICKET, "Ticket")))
    stage = Stage(setup.glass, lambda _: None); stage.show(view)
    def ready():
        print(time.time() - began, flush=True)
        cpu = time.process_time()
        Clock.schedule_once(lambda _: (print(time.process_time() - cpu, flush=True), window.stop()), 4)
    window.run(lambda: stage, lambda: None, on_ready=ready)
    """
)


def start(program):
    """(seconds to the first frame, processor seconds in 4 idle seconds) of a program of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(time.time())],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    first, idle = (float(line) for line in done.stdout.split()[:2])
    return first, idle


def own_time():
    """Milliseconds of our own work for one View, each View of the visit ten times."""
    from screens.window import Setup, prepare

    setup = Setup(1080, 1920, driver="offscreen")
    prepare(setup)
    from kivy.clock import Clock
    from kivy.core.window import Window
    from kivy.graphics.opengl import glFinish

    from kiosk.visit.showcase import views
    from screens.stage import Stage

    assert Window is not None
    stage = Stage(setup.glass, lambda _: None)
    shown = [view for language in ("nl", "ar") for _, view in views(language)]
    for view in shown:
        stage.show(view)
    took = []
    for view in shown * 5:
        began = time.process_time()
        stage.show(view)
        took.append((time.process_time() - began) * 1000)
        # offscreen surfaces never swap: the driver keeps what is not finished; Kivy frees textures on a tick
        glFinish()
        Clock.tick()
    took.sort()
    return {
        "median_ms": round(statistics.median(took), 1),
        "p95_ms": round(took[int(len(took) * 0.95)], 1),
        "largest_ms": round(took[-1], 1),
        "views": len(shown),
        "resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main():
    """One run, both sides."""
    bare, ours = [start(BARE) for _ in range(3)], [start(OURS) for _ in range(3)]
    report = {
        "first_frame_s": {"bare_kivy": round(min(b[0] for b in bare), 2), "ours": round(min(o[0] for o in ours), 2)},
        "idle_cpu_percent": {
            "bare_kivy": round(min(b[1] for b in bare) / 4 * 100, 1),
            "ours": round(min(o[1] for o in ours) / 4 * 100, 1),
        },
        "show_a_view": own_time(),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
