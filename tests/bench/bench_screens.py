"""Screens beside bare Kivy: first frame, idle processor time, a tap, each View in every language, memory.

Nine pairs of programs that take turns: the first frame at most 1.5 times bare Kivy's in the median, processor time in
idle seconds (nine times seven) at most 1.2 times.  Each View of the visit in every language, the first time and warm:
at most 50 ms of processor time, beside as many bare labels and buttons.  Memory at most 250 MB.  A tap by X goes from
Kivy's touch to the frame that shows its effect; that part needs Xvfb and xdotool.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.frame import Absent, Row, Run, at_most, ratio_at_most
from tests.bench.measure import Times, in_turns

ROOT = Path(__file__).parents[2]
BARE_KIVY = "bare Kivy"
# both print: seconds to the first frame and processor seconds until then; processor seconds of the idle time; peak kB
AFTER = textwrap.dedent(
    """
    import resource, sys, time
    began, idle = float(sys.argv[1]), float(sys.argv[2])
    def measured(stop):
        print(time.time() - began, time.process_time(), flush=True)
        cpu = time.process_time()
        def idled(_):
            print(time.process_time() - cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
            stop()
        Clock.schedule_once(idled, idle)
    from screens.window import Setup, prepare
    setup = Setup(1080, 1920, driver="offscreen"); prepare(setup)
    from kivy.clock import Clock
    """
)
BARE = AFTER + textwrap.dedent(
    """
    from kivy.base import runTouchApp, stopTouchApp
    from kivy.uix.label import Label
    from kivy.core.window import Window
    def first(*_):
        Window.unbind(on_flip=first)
        measured(stopTouchApp)
    Window.bind(on_flip=first)
    runTouchApp(Label(text="hello"))
    """
)
OURS = AFTER + textwrap.dedent(
    """
    from screens import window
    from screens.stage import Stage
    from kiosk.views.view import AttractView, Icon, Invitation
    offers = ("Residence card", "Collect a card", "Take a ticket")
    view = AttractView(language="en", title="Welcome", hours="Open today until 16:00.", waiting="7 people are waiting.",
        invitations=tuple(Invitation(code, "Touch the screen to begin", offers) for code in ("en", "nl", "fr", "de", "ar")),
        offers=tuple(zip((Icon.CARD, Icon.CARD, Icon.TICKET), offers)))
    stage = Stage(setup.glass, lambda _: None); stage.show(view)
    window.run(setup, lambda: stage, lambda: None, on_ready=lambda: measured(window.stop))
    """
)


def start(program: str, idle: float) -> tuple[float, ...]:
    """(seconds to the first frame, of the processor until then, of the processor while idle, peak kB) of a program."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(time.time()), str(idle)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return tuple(float(word) for word in done.stdout.split()[:4])


def starts(run: Run) -> Iterator[Row]:
    """First frame and idle time, both sides in turns."""
    idle, rounds = run.rounds(7, 2), run.rounds(9, 2)
    ours, bare = in_turns(lambda: start(OURS, idle), lambda: start(BARE, idle), rounds=rounds)
    (first, work, rest, peak), (first_bare, work_bare, rest_bare, peak_bare) = (
        tuple(zip(*side, strict=True)) for side in (ours, bare)
    )
    for what, mine, other in (("clock", first, first_bare), ("processor", work, work_bare)):
        medians = (statistics.median(side) for side in (mine, other))
        yield Row(f"first frame, {what}, median", next(medians), "s", next(medians), BARE_KIVY, ratio_at_most(1.5))
    seconds = f"processor in {idle * rounds} idle seconds"
    yield Row(seconds, sum(rest), "s", sum(rest_bare), BARE_KIVY, ratio_at_most(1.2))
    yield Row("memory of the first screen, largest", max(peak) / 1024, "MB", max(peak_bare) / 1024, BARE_KIVY)


@dataclass
class Shown:
    """Processor milliseconds of each View, by its name: shown for the first time, warm, and as bare Kivy."""

    first: dict[str, float] = field(default_factory=dict)
    warm: dict[str, float] = field(default_factory=dict)
    bare: dict[str, float] = field(default_factory=dict)


def own_time(languages: tuple[str, ...]) -> Shown:
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

    from kiosk.visit.tour.showcase import views
    from screens.stage import Stage

    assert Window is not None
    stage = Stage(setup.glass, lambda _: None)
    shown = [(f"{name} {language}", view) for language in languages for name, view in views(language)]
    stage.show(shown[0][1])
    # as screens.window does after the first frame
    gc.collect()
    gc.freeze()
    times = Shown()
    for took in (times.first, times.warm, times.warm, times.warm):
        for name, view in shown:
            began = time.process_time()
            stage.show(view)
            spent = (time.process_time() - began) * 1000
            took[name] = min(spent, took.get(name, spent))
            # offscreen surfaces never swap: the driver keeps what is not finished; Kivy frees textures on a tick
            glFinish()
            Clock.tick()
    # last: its garbage would be collected in our time; and in nobody's here, as a pass takes longer than a tree
    gc.collect()
    gc.freeze()
    gc.disable()
    for name, view in shown:
        stage.show(view)
        times.bare[name] = bare_switch(stage.scene)
        glFinish()
        Clock.tick()
        gc.collect()
    gc.enable()
    return times


def shows(run: Run) -> Iterator[Row]:
    """All Views together, then the slowest language of each."""
    from kiosk.base.languages import LANGUAGES

    languages = tuple(LANGUAGES)
    times = own_time(languages[: run.rounds(len(languages), 2)])
    beside = "as many bare labels and buttons"
    for what, took in (("for the first time", times.first), ("again", times.warm)):
        ours, bare = (Times.of(value / 1000 for value in side.values()) for side in (took, times.bare))
        views = f"{len(took)} Views {what}, processor"
        yield Row(f"{views}, median", ours.median, "ms", bare.median, beside)
        yield Row(f"{views}, 95 %", ours.share(0.95), "ms", bare.share(0.95), beside)
        yield Row(f"{views}, together", sum(ours.ms), "ms", sum(bare.ms), beside)
    slowest: dict[str, str] = {}
    for name, spent in times.first.items():
        view = name.rpartition(" ")[0]
        if view not in slowest or spent > times.first[slowest[view]]:
            slowest[view] = name
    for view, name in sorted(slowest.items(), key=lambda pair: times.first[pair[1]], reverse=True):
        note = f"in {name.rpartition(' ')[2]}, again {times.warm[name]:.1f} ms"
        yield Row(f"first time, {view}", times.first[name], "ms", times.bare[name], beside, at_most(50), note)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row("memory after all of them, peak", peak, "MB", limit=at_most(250))


def bare_switch(scene) -> float:
    """Processor milliseconds in which bare Kivy makes and lays out a tree of the same size."""
    from kivy.uix.button import Button
    from kivy.uix.floatlayout import FloatLayout
    from kivy.uix.label import Label

    from kiosk.base.scripts import script_of
    from screens import fonts
    from screens.scene import Line

    lines = [item for item in scene.items if isinstance(item, Line)]
    began = time.process_time()
    root = FloatLayout(size=(scene.width, scene.height))
    for target in scene.targets:
        root.add_widget(Button(size_hint=(None, None), size=(target.rect.w, target.rect.h), pos=(target.rect.x, 0)))
    for line in lines:
        where = {"size_hint": (None, None), "size": (line.rect.w, line.rect.h), "pos": (line.rect.x, line.rect.y)}
        file = str(fonts.path(line.font, script_of(line.shown)))
        label = Label(text=line.shown, font_name=file, font_size=line.px, **where)
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
        from kiosk.visit.tour.showcase import views
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
        window.run(setup, lambda: stage, frame, on_ready=tell)
    """
)


def taps(which: str, display: str, count: int) -> tuple[list[int], Times]:
    """(frames, times) of `count` taps."""
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
                subprocess.run(["xdotool", "mousemove", *at, "click", "1"], env=env, check=True, timeout=300)
    finally:
        process.kill()
        process.wait(60)
    return [frames for frames, _ in found], Times.of(ms / 1000 for _, ms in found)


def touches(run: Run) -> Iterator[Row | Absent]:
    """Both sides under one X server."""
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if missing:
        yield Absent("a tap to its frame", f"{' and '.join(missing)} not found; install xvfb and xdotool")
        return
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
        count = run.rounds(12, 3)
        frames_bare, bare = taps("bare", display, count)
        frames, ours = taps("ours", display, count)
    finally:
        server.terminate()
        server.wait(60)
    beside = f"{BARE_KIVY}, a button with a new text"
    note = f"longest {ours.longest:.0f} ms"
    yield Row("a tap to the frame with the new screen, median", ours.median, "ms", bare.median, beside, None, note)
    yield Row("the same in frames, median", statistics.median(frames), "frames", statistics.median(frames_bare), beside)


def rows(run: Run) -> Iterator[Row | Absent]:
    """Programs of their own first: what follows fills this one's memory."""
    yield from starts(run)
    yield from touches(run)
    yield from shows(run)
