"""Figures of the screens beside a bare Kivy window, from one run: `python tests/bench/bench_screens.py`."""

import json
import os
import resource
import shutil
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
    from kiosk.visit.view import AttractView, Icon, Invitation
    offers = ("Residence card", "Collect a card", "Take a ticket")
    view = AttractView(language="en", title="Welcome", hours="Open today until 16:00.", waiting="7 people are waiting.",
        invitations=tuple(Invitation(code, "Touch the screen to begin", offers) for code in ("en", "nl", "fr", "de", "ar")),
        offers=tuple(zip((Icon.CARD, Icon.CARD, Icon.TICKET), offers)))
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
    """Processor milliseconds of our own work for each View of the visit in every language, first time and warm.

    Beside it bare Kivy: a tree with as many labels and buttons, with the same texts and sizes, made and laid out.
    """
    from screens.window import Setup, prepare

    setup = Setup(1080, 1920, driver="offscreen")
    prepare(setup)
    import gc

    from kivy.clock import Clock
    from kivy.core.window import Window
    from kivy.graphics.opengl import glFinish

    from kiosk.i18n import LANGUAGES
    from kiosk.visit.showcase import views
    from screens.stage import Stage

    assert Window is not None
    stage = Stage(setup.glass, lambda _: None)
    shown = [(f"{name} {language}", view) for language in LANGUAGES for name, view in views(language)]
    stage.show(shown[0][1])
    # as screens.window does after the first frame
    gc.collect()
    gc.freeze()
    first, warm, bare = {}, {}, {}
    for took in (first, warm, warm, warm):
        for name, view in shown:
            began = time.process_time()
            stage.show(view)
            spent = (time.process_time() - began) * 1000
            took[name] = min(spent, took.get(name, spent))
            # offscreen surfaces never swap: the driver keeps what is not finished; Kivy frees textures on a tick
            glFinish()
            Clock.tick()
    # last: its garbage would be collected in our time
    for name, view in shown:
        stage.show(view)
        bare[name] = bare_switch(stage.scene)
        glFinish()
        Clock.tick()
    largest = sorted(warm, key=warm.get, reverse=True)
    by_view = {}
    for name, spent in warm.items():
        kind = name.rpartition(" ")[0]
        by_view[kind] = max(by_view.get(kind, (0.0, "")), (round(spent, 1), name.rpartition(" ")[2]))
    return {
        "views": len(shown),
        "first_time": spread(first.values()),
        "warm": spread(warm.values()),
        "bare_kivy": spread(bare.values()),
        "ours_by_bare_kivy": round(sum(warm.values()) / sum(bare.values()), 2),
        "over_50_ms_first_time": [name for name, spent in first.items() if spent > 50],
        "largest": {name: round(warm[name], 1) for name in largest[:5]},
        "largest_by_view_ms": dict(sorted(by_view.items(), key=lambda pair: pair[1], reverse=True)),
        "resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def spread(took):
    """Median, 95 % and largest (ms)."""
    took = sorted(took)
    median = statistics.median(took)
    return {
        "median_ms": round(median, 1),
        "p95_ms": round(took[int(len(took) * 0.95)], 1),
        "largest_ms": round(took[-1], 1),
    }


def bare_switch(scene):
    """Processor milliseconds in which bare Kivy makes and lays out a tree of the same size."""
    from kivy.uix.button import Button
    from kivy.uix.floatlayout import FloatLayout
    from kivy.uix.label import Label

    from screens import fonts
    from screens.scene import Line

    lines = [item for item in scene.items if isinstance(item, Line)]
    began = time.process_time()
    root = FloatLayout(size=(scene.width, scene.height))
    for target in scene.targets:
        root.add_widget(Button(size_hint=(None, None), size=(target.rect.w, target.rect.h), pos=(target.rect.x, 0)))
    for line in lines:
        where = {"size_hint": (None, None), "size": (line.rect.w, line.rect.h), "pos": (line.rect.x, line.rect.y)}
        label = Label(text=line.shown, font_name=str(fonts.path(line.font)), font_size=line.px, **where)
        label.texture_update()
        root.add_widget(label)
    root.do_layout()
    return (time.process_time() - began) * 1000


# a tap by X: from the moment Kivy's provider gives us the touch to the flip that shows its effect
TAP = textwrap.dedent(
    """
    import sys, time
    from screens.window import Setup, prepare
    setup = Setup(1080, 1920, driver="x11"); prepare(setup)
    from kivy.clock import Clock
    from kivy.core.window import Window
    bare = sys.argv[1] == "bare"
    wait, flips = [], []
    def up(window, touch):
        wait[:] = [time.perf_counter(), 0, False]
    def flipped(*_):
        if wait:
            wait[1] += 1
            if wait[2]:
                print(f"tap {wait[1]} {(time.perf_counter() - wait[0]) * 1000:.1f}", flush=True)
                wait.clear()
    Window.bind(on_touch_up=up, on_flip=flipped)
    def changed():
        if wait:
            wait[2] = True
    def ready(*_):
        Clock.schedule_once(lambda _: print("ready", flush=True), 0.5)
    if bare:
        from kivy.base import runTouchApp
        from kivy.uix.button import Button
        button = Button(text="0")
        def pressed(_):
            button.text = str(int(button.text) + 1)
            changed()
        button.bind(on_release=pressed)
        Clock.schedule_once(ready, 0.5)
        runTouchApp(button)
    else:
        import queue
        from kiosk.visit.showcase import views
        from screens import window
        from screens.stage import Stage
        shown = dict(views("nl"))
        pair = [shown["menu"], shown["answer-open"]]
        heard = queue.SimpleQueue()
        stage = Stage(setup.glass, heard.put)
        stage.show(pair[0])
        def frame():
            while not heard.empty():
                heard.get()
                pair.reverse()
                stage.show(pair[0])
                changed()
        def tell():
            x, y = stage.scene.targets[-1].rect.middle
            print("at", round(x), round(y), flush=True)
            ready()
        window.run(lambda: stage, frame, on_ready=tell)
    """
)


def taps(which, display, count=12):
    """(median frames, median ms, largest ms) of `count` taps."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DISPLAY": display, "SDL_VIDEODRIVER": "x11"}
    process = subprocess.Popen(
        [sys.executable, "-c", TAP, which],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    at, found = ("540", "1800"), []
    try:
        for line in process.stdout:
            words = line.split()
            if words[0] == "at":
                at = words[1:]
            elif words[0] == "tap":
                found.append((int(words[1]), float(words[2])))
            if len(found) == count:
                break
            if words[0] in ("ready", "tap"):
                time.sleep(0.6)
                subprocess.run(["xdotool", "mousemove", *at, "click", "1"], env=env, check=True)
    finally:
        process.kill()
        process.wait()
    frames, spent = zip(*found, strict=True)
    return {"frames": statistics.median(frames), "median_ms": statistics.median(spent), "largest_ms": max(spent)}


def touch_to_frame():
    """Both sides under one X server; None where there is none."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        return None
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1080x1920x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        display = f":{pipe.readline().strip()}"
    try:
        return {"bare_kivy_button": taps("bare", display), "ours_with_a_new_screen": taps("ours", display)}
    finally:
        server.terminate()
        server.wait()


def main():
    """One run, both sides."""
    bare, ours = [start(BARE) for _ in range(3)], [start(OURS) for _ in range(3)]
    report = {
        "first_frame_s": {"bare_kivy": round(min(b[0] for b in bare), 2), "ours": round(min(o[0] for o in ours), 2)},
        "idle_cpu_percent": {
            "bare_kivy": round(min(b[1] for b in bare) / 4 * 100, 1),
            "ours": round(min(o[1] for o in ours) / 4 * 100, 1),
        },
        "touch_to_frame": touch_to_frame(),
        "show_a_view": own_time(),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
