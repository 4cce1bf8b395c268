"""The window of a real process under a real X server: touches, locked keys, errors, and how it stops (A-hardening)."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import textwrap
import threading

import pytest

from tests.support.screens.closing import ask_to_close
from tests.support.screens.xserver import x_server
from tests.support.waiting import PATIENCE

PROGRAM = textwrap.dedent(
    """
    import os, signal, sys
    from screens.window import Setup, prepare
    setup = Setup(540, 960, 336.0, 598.0, rotation=int(sys.argv[1]), driver="x11", windowed="windowed" in sys.argv)
    early = sys.argv[2:] == ["early"]
    prepare(setup)
    from kiosk.views.view import Action, MenuView, SorryView
    from kivy.clock import Clock
    from kivy.core.window import Window
    from screens import window
    from screens.stage import Stage

    def say(*words):
        print(*words, flush=True)

    menu = MenuView(language="en", title="What?", actions=(Action("one", "One"), Action("two", "Two")))
    def heard(given):
        say("heard", given)
        if given.key == "two":
            raise RuntimeError("a callback that breaks")
    stage = Stage(setup.glass, heard)
    stage.show(menu)
    if "lossy" in sys.argv:
        # a finger that the screen has taken; what comes in one frame is one finger to the mouse that SDL makes of it
        Window.bind(on_touch_down=lambda *_: say("finger"))

    from devices.simulators.glass import SimulatedGlass
    glass, late, real = SimulatedGlass(), [0.0], Clock.time
    if "lossy" in sys.argv:
        Clock.time = lambda: real() + late[0]
        glass.fault("release_lost", times=1)

    def key(key, code):
        if "lossy" in sys.argv:
            # a: later; b: another screen, which listens at once
            late[0] += 6.0 if key == ord("a") else 1.0
            if key == ord("b"):
                stage.show(SorryView(language="en", title="Sorry"))
                stage.show(menu)
                late[0] += 1.0
        say("key", key)

    def broken(error):
        say("error", error)
        stage.show(SorryView(language="en", title="Sorry"))

    def ready():
        # a screen that has just come up does not listen yet
        Clock.schedule_once(lambda _: tell(), 0.5)

    def tell():
        for target in stage.scene.targets:
            x, y = target.rect.middle
            if setup.windowed:
                x, y = stage.to_window(x, setup.height - y)
                y = Window.height - y
            say("target", target.key, round(x), round(y))
        say("ready", *Window.size)

    def build():
        if early:
            os.kill(os.getpid(), signal.SIGTERM)
        return stage

    window.run(setup, build, lambda: None, on_error=broken, on_ready=ready, on_key=key, loses_release=glass.loses_release)
    say("ended")
    """
)

needs = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="Xvfb and xdotool are not installed"
)


@pytest.fixture
def display(request):
    with x_server(getattr(request, "param", "540x960x24")) as name:
        yield name


class Program:
    def __init__(self, display, words):
        self.env = {**os.environ, "DISPLAY": display, "SDL_VIDEODRIVER": "x11"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *map(str, words)],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.targets = {}
        while not (line := self.line()).startswith("ready"):
            _, key, x, y = line.split()
            self.targets[key] = int(x), int(y)
        self.size = tuple(map(int, line.split()[1:]))

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.strip())

    def line(self):
        return self.lines.get(timeout=PATIENCE)

    def line_but(self, word):
        """The next line that is another one."""
        while (line := self.line()) == word:
            pass
        return line

    def xdo(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.env, check=True, timeout=PATIENCE)

    def window(self):
        search = ["xdotool", "search", "--onlyvisible", "--class", "^residence-kiosk$"]
        return int(
            subprocess.run(search, env=self.env, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout
        )

    def geometry(self):
        asked = ["xdotool", "getwindowgeometry", "--shell", str(self.window())]
        told = subprocess.run(asked, env=self.env, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout
        return {name: int(value) for name, value in (line.split("=") for line in told.split())}

    def tap(self, x, y):
        self.xdo("mousemove", x, y, "mousedown", 1, "mouseup", 1)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@pytest.fixture
def run(display):
    started = []

    def start(*words):
        started.append(Program(display, words or (0,)))
        return started[-1]

    yield start
    for program in started:
        if program.process.poll() is None:
            program.process.kill()
        program.process.wait(PATIENCE)
        program.reader.join(PATIENCE)
        program.process.stdout.close()


# Escape, F1 and F11, and what a keyboard sends for Alt-F4, Ctrl-C and Ctrl-E, as Kivy numbers them
LOCKED = {"Escape": (27,), "F1": (282,), "F11": (292,), "alt+F4": (308, 285), "ctrl+c": (305, 99), "ctrl+e": (305, 101)}


@needs
def test_a_tap_is_heard_locked_keys_do_nothing_and_sigterm_ends(run):
    program = run()
    for key, codes in LOCKED.items():
        program.xdo("key", key)
        assert [program.line() for _ in codes] == [f"key {code}" for code in codes]
    program.tap(*program.targets["one"])
    assert program.line() == "heard Pressed(key='one')"
    assert program.stop() == 0


@needs
@pytest.mark.parametrize("then", ["a", "b"], ids=["for five seconds", "until another screen comes"])
def test_a_finger_whose_release_was_lost_keeps_others_from_pressing_no_longer_than(run, then):
    program = run(0, "lossy")
    program.tap(*program.targets["two"])
    assert program.line() == "finger"
    program.tap(*program.targets["one"])
    program.xdo("key", then)
    assert program.line_but("finger") == f"key {ord(then)}", (
        "neither the finger that never left nor the one beside it pressed anything"
    )
    program.tap(*program.targets["one"])
    assert program.line_but("finger") == "heard Pressed(key='one')"
    assert program.stop() == 0


@needs
def test_a_window_that_is_asked_to_close_stays(run, display):
    program = run()
    ask_to_close(display, program.window())
    program.tap(*program.targets["one"])
    assert program.line() == "heard Pressed(key='one')"
    assert program.stop() == 0


@needs
@pytest.mark.parametrize("display", ["683x384x24", "960x540x24"], indirect=True)
def test_a_developers_window_fits_the_desktop_hears_where_it_shows_and_closes(run, display):
    """A panel of 540 x 960 on half of 1366 x 768, and of 1920 x 1080."""
    program = run(0, "windowed")
    width, height = (int(each) for each in display_size(program))
    place = program.geometry()
    assert place["X"] >= 0 <= place["Y"]
    assert place["X"] + place["WIDTH"] <= width
    assert place["Y"] + place["HEIGHT"] <= height
    # as large as it can be, and in the panel's shape
    assert 0.85 * height < place["HEIGHT"]
    assert abs(place["WIDTH"] / place["HEIGHT"] - 540 / 960) < 0.01
    x, y = program.targets["one"]
    program.tap(place["X"] + x, place["Y"] + y)
    assert program.line() == "heard Pressed(key='one')"
    ask_to_close(display, program.window())
    assert program.line() == "ended"
    assert program.process.wait(PATIENCE) == 0


@needs
@pytest.mark.parametrize("display", ["683x384x24"], indirect=True)
def test_a_resized_window_shows_the_panel_in_its_middle_and_a_finger_beside_it_presses_nothing(run, display):
    program = run(0, "windowed")
    program.xdo("windowsize", "--sync", program.window(), 600, 300)
    place = program.geometry()
    middle = place["X"] + place["WIDTH"] // 2
    scale = place["HEIGHT"] / program.size[1]
    x, y = program.targets["one"]
    there = round(middle + (x - program.size[0] / 2) * scale), round(place["Y"] + y * scale)
    # down on the button and up beside the panel: nothing, and the next finger is heard all the same
    program.xdo("mousemove", *there, "mousedown", 1, "mousemove", place["X"] + 5, there[1], "mouseup", 1)
    program.xdo("sleep", 0.6)
    program.tap(*there)
    assert program.line() == "heard Pressed(key='one')"
    assert program.stop() == 0


@pytest.mark.parametrize("words", [["run", "--windowed"], ["run"], ["board", "--windowed"]])
def test_a_display_that_does_not_answer_is_said_in_a_sentence(words, tmp_path):
    env = {**os.environ, "DISPLAY": ":9753", "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    begin = "from kiosk.cli import main; raise SystemExit(main())"
    done = subprocess.run(
        [sys.executable, "-c", begin, *words], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("The display ':9753' (DISPLAY) cannot be used: nobody answers there")
    assert "Traceback" not in done.stderr


def display_size(program):
    """Width and height of the display."""
    asked = ["xdotool", "getdisplaygeometry"]
    return subprocess.run(
        asked, env=program.env, capture_output=True, text=True, check=True, timeout=PATIENCE
    ).stdout.split()


@needs
def test_an_error_in_a_callback_is_told_and_the_window_stays(run):
    program = run()
    program.tap(*program.targets["two"])
    assert program.line() == "heard Pressed(key='two')"
    assert program.line() == "error a callback that breaks"
    assert program.process.poll() is None
    assert program.stop() == 0


@needs
def test_sigterm_before_the_first_frame_ends_it_too(display):
    env = {**os.environ, "DISPLAY": display}
    command = [sys.executable, "-c", PROGRAM, "0", "early"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "ended"


@needs
def test_sigterm_between_the_window_and_its_loop_ends_it_at_once(display):
    before = PROGRAM.index("def build():")
    program = (
        PROGRAM[:before]
        + "from kivy.core.window import Window\nos.kill(os.getpid(), signal.SIGTERM)\n"
        + PROGRAM[before:]
    )
    env = {**os.environ, "DISPLAY": display}
    done = subprocess.run(
        [sys.executable, "-c", program, "0"], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (-signal.SIGTERM, "")


@needs
def test_a_quarter_turn_turns_touches_too(run):
    program = run(90)
    x, y = program.targets["one"]
    # Kivy turns the picture 90 degrees against the clock
    program.tap(y, 960 - x)
    assert program.line() == "heard Pressed(key='one')"
    assert program.stop() == 0
