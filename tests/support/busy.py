"""./check busy [WORDS…]: the tests of the quick proof, three times in a row beside six busy processes of our own.

WORDS go to pytest: a folder or a file runs that alone.  A run that was stopped goes on where it stood, as long as no line
of the code has changed: out/busy holds what was done.  0: three passes in a row within 100 minutes,
1: not so, 2: there is no such test, above 128: stopped.

As a plugin of pytest this module notes each test that has run, and leaves out what has run in this pass before.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSES, LOOPS, MINUTES = 3, 6, 100
LOOP = "import os, sys\nwhile os.getppid() == int(sys.argv[1]):\n    sum(range(100_000))"
NOTES = "KIOSK_BUSY_NOTES"  # where a pass notes what has run; beside it stands what had run when it began


# -- the plugin


def pytest_collection_modifyitems(config, items):
    before = Path(os.environ[NOTES] + ".before")
    ran = {name for _, name in _notes(before)}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in ran])
    items[:] = [item for item in items if item.nodeid not in ran]


class Notes:
    """In the process that hears of every test: how each one ended, as soon as it has."""

    def __init__(self, path):
        self.path, self.failed = path, set()

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.add(report.nodeid)
        if report.when == "teardown":
            with self.path.open("a", encoding="utf-8") as notes:
                notes.write(f"{'failed' if report.nodeid in self.failed else 'ran'} {report.nodeid}\n")


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Notes(Path(os.environ[NOTES])))


def _notes(path):
    with suppress(FileNotFoundError):
        for line in path.read_text(encoding="utf-8").splitlines():
            how, _, name = line.partition(" ")
            yield how, name


# -- the runner


class State:
    """What was done of a row, and of which code."""

    def __init__(self, folder, code):
        self.folder, self.file, self.notes = folder, folder / "state.json", folder / "notes"
        self.code, self.passes, self.seconds = code, 0, 0.0
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(OSError, ValueError, KeyError):
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            if kept["code"] == code:
                self.passes, self.seconds = int(kept["passes"]), float(kept["seconds"])
                return
        self.notes.unlink(missing_ok=True)

    def save(self):
        kept = {"code": self.code, "passes": self.passes, "seconds": self.seconds}
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(kept), encoding="utf-8")
        fresh.replace(self.file)

    def forget(self):
        shutil.rmtree(self.folder)


def fingerprint(words):
    """Of the code and its tests: another line is another row."""
    found = hashlib.sha256(json.dumps(words).encode())
    files = [ROOT / "pyproject.toml", ROOT / "dev.lock"]
    for room in ("kiosk", "devices", "screens", "tests"):
        files += sorted(path for path in (ROOT / room).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    for path in files:
        found.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


@contextmanager
def busy(loops):
    """So many processes that do nothing but work; they end with us, whatever ends us."""
    command = [sys.executable, "-c", LOOP, str(os.getpid())]
    running = [subprocess.Popen(command) for _ in range(loops)]
    try:
        yield running
    finally:
        for each in running:
            each.kill()
            each.wait()


def one_pass(state, words):
    """The rest of this pass; whether each of its tests passed."""
    if state.notes.exists():
        shutil.copyfile(state.notes, f"{state.notes}.before")
    else:
        Path(f"{state.notes}.before").write_text("", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.support.busy", *words]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, NOTES: str(state.notes), "PYTEST_DEBUG_TEMPROOT": folder}
        tests = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            code = tests.wait()
        except BaseException:
            tests.terminate()
            tests.wait()
            raise
        finally:
            state.seconds += time.monotonic() - began
            state.save()
    if code < 0:  # it was stopped from outside
        raise SystemExit(128 - code)
    ended = list(_notes(state.notes))
    if code == pytest.ExitCode.USAGE_ERROR or (code == pytest.ExitCode.NO_TESTS_COLLECTED and not ended):
        _say("busy: no test was run; pytest says why")
        raise SystemExit(2)
    fine = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)  # nothing was left to run
    return code in fine and not any(how == "failed" for how, _ in ended)


def row(words, folder=ROOT / "out" / "busy", *, passes=PASSES, loops=LOOPS, minutes=MINUTES):
    """0: every pass passed, within the minutes; 1: not so."""
    state = State(folder, fingerprint(words))
    with busy(loops):
        while state.passes < passes:
            ran = sum(1 for _ in _notes(state.notes))
            _say(
                f"busy: pass {state.passes + 1} of {passes} beside {loops} busy processes; {ran} tests of it ran before"
            )
            if not one_pass(state, words):
                failed = [name for how, name in _notes(state.notes) if how == "failed"]
                _say("busy: the row is broken, the next run begins a new one. Failed:", *failed)
                state.forget()
                return 1
            state.passes += 1
            state.notes.unlink()
            state.save()
    spent = state.seconds / 60
    _say(f"busy: {passes} passes in a row in {spent:.0f} minutes (at most {minutes})")
    state.forget()
    return int(spent > minutes)


def _say(*lines):
    print(*lines, sep="\n  ", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if {"-h", "--help"} & set(sys.argv):
        print(__doc__.partition("\n\nAs a plugin")[0])
        sys.exit(0)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        sys.exit(row(sys.argv[1:]))
    except KeyboardInterrupt:
        _say("busy: stopped; the next run goes on from here")
        sys.exit(130)
