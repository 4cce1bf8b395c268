"""`kiosk run --simulated` as a process under a real X server, with a pointer, its events and its simulators."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

from devices.simulators.controlsocket import ask
from tests.support.waiting import PATIENCE, until

SIZE = (720, 1280)
BEGIN = "from kiosk.cli import main; raise SystemExit(main())"


class Running:
    """`kiosk run --simulated`: its events, what is on its glass, its simulators, and an X pointer."""

    def __init__(self, display, folder, profile, place, extra, trap):
        self.folder = folder
        config = folder / "kiosk.toml"
        config.write_text(
            f"[kiosk]\nprofile = {profile!r}\nplace = {place!r}\n"
            f"[paths]\nstate = {str(folder / 'state')!r}\n"
            f"[screen]\nwidth = {SIZE[0]}\nheight = {SIZE[1]}\nwidth_mm = 336.0\nheight_mm = 598.0\n{extra}",
            encoding="utf-8",
        )
        self.env = {
            **os.environ,
            "DISPLAY": display,
            "SDL_VIDEODRIVER": "x11",
            "XDG_RUNTIME_DIR": str(folder),
            "PYTHONUNBUFFERED": "1",
        }
        self.log = (folder / "log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{trap}\n{BEGIN}", "run", "--simulated", "--config", str(config)],
            cwd=folder,
            env=self.env,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self.sockets = folder / "residence-kiosk"
        self.until(lambda: "application_ready" in self.codes(), "application_ready")

    # -- what it says of itself

    def text(self):
        return Path(self.log.name).read_text(encoding="utf-8")

    def events(self):
        lines = [line for line in self.text().splitlines() if "{" in line and line.endswith("}")]
        return [json.loads(line[line.index("{") :]) for line in lines]

    def codes(self):
        return [event["event"] for event in self.events()]

    def until(self, holds, what):
        def held():
            assert self.process.poll() is None, f"the kiosk ended; waited for {what}\n{self.text()[-3000:]}"
            return holds()

        def told():
            shown = self.screen() if self.sockets.exists() else {}
            return f"on the glass: {shown}\n{self.text()[-3000:]}"

        return until(held, what, told=told)

    def screen(self):
        return ask(self.sockets / "kiosk.sock", {"ask": "screen"})

    def do(self, what, **more):
        answer = ask(self.sockets / "simulators.sock", {"do": what, **more})
        assert answer["ok"], answer

    def tell(self, what, **more):
        answer = ask(self.sockets / "kiosk.sock", {"do": what, **more})
        assert answer["ok"], answer
        return answer

    def papers(self):
        return ask(self.sockets / "simulators.sock", {"ask": "state"})["printer"]["tickets"]

    def tickets(self):
        with closing(sqlite3.connect(f"file:{self.folder}/state/tickets.db?mode=ro", uri=True)) as store:
            return store.execute("select number, state from queue_ticket").fetchall()

    # -- the hand

    def xdo(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.env, check=True, timeout=PATIENCE)

    def press(self, x, y):
        self.xdo("mousemove", x, y, "mousedown", 1, "sleep", 0.05, "mouseup", 1)

    def see(self, *kinds):
        return self.until(lambda: (shown := self.screen())["view"] in kinds and shown, " or ".join(kinds))

    def tap(self, key):
        """Tap a button, turning pages to find it; until the screen is another one or the button is gone."""

        def tapped():
            shown = self.screen()
            if key in shown["targets"]:
                self.settle()
                self.press(*shown["targets"][key])
                return True
            if "page.next" in shown["targets"]:
                self.settle()
                self.press(*shown["targets"]["page.next"])
            return False

        self.until(tapped, f"the button {key}")

    def settle(self):
        """Until what the hand did so far is taken, and the screen, which may have just come up, listens."""
        first = self.screen()["frame"]
        self.until(lambda: (now := self.screen())["listens"] and now["frame"] > first + 2, "a screen that listens")

    def set_clock(self, moment):
        now = datetime.fromisoformat(self.tell("clock", seconds=0)["now"])
        self.tell("clock", seconds=(moment - now).total_seconds())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)
