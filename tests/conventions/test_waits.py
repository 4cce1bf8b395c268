"""Every wait for another program, device or thread has an end, and says what it waited for.

The one wait without an end that is right: a thread that waits for its own work
(`while (job := queue.get()) is not None`), for whoever owns the thread ends it with None. What is handed to `bounded`
has its end there.
"""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNS = {"run", "call", "check_call", "check_output"}
TALKS = {"urlopen", "HTTPConnection", "HTTPSConnection"}

# what stands until somebody ends it → who does
ENDED_BY_ANOTHER = {
    "kiosk/commands/dock.py: done.wait": "a signal: the command serves",
    "kiosk/commands/queue.py: done.wait": "a signal: the command serves",
    "kiosk/commands/simulate.py: done.wait": "a signal: the command serves",
    "kiosk/commands/card.py: sys.stdin.readline": "a person, at the keyboard",
    "kiosk/commands/privacy.py: sys.stdin.readline": "a person, at the keyboard",
    "kiosk/commands/staff.py: sys.stdin.readline": "a person, at the keyboard",
    "kiosk/queue/fair.py: mine.acquire": "nobody: the lock was made in the line above and is free",
    "devices/card/session.py: signed.result": "its own arithmetic",
    "devices/card/session.py: proof.result": "its own arithmetic",
    "devices/simulators/card/vpcd.py: self._out.wait": "whoever takes the card out: the chip hangs",
    "devices/simulators/card/vpcd.py: connection.settimeout": "whoever takes the card out: it answers when it is asked",
    "devices/simulators/card/keeper.py: daemon.wait": "its owner: the keeper stands as long as the daemon",
    "devices/simulators/card/keeper.py: while": "its owner: a door stands as long as the daemon",
    "devices/simulators/card/keeper.py: reader.settimeout": "either side: bytes are carried until one is gone",
    "devices/simulators/card/keeper.py: select.select": "either side: bytes are carried until one is gone",
    "tests/support/card/other_server.py: self.socket.settimeout": "`out`: it answers when it is asked",
    "tests/support/machine/guest/agent.py: while": "the machine: its agent serves as long as it runs",
    "tests/support/waiting.py: process.stdout.readline": "its timer",
    "tests/support/busy.py: each.wait": "the helper's own end",
    "tests/support/busy.py: tests.wait": "the helper's own end",
    "tests/contract/commands/test_examples.py: for process.stdout": "its timer",
    "tests/system/commands/test_wizard_walk.py: self.wizard.stdout.read": "its timer",
    "tests/screens/test_real_window.py: for self.process.stdout": "the program's end; `line` waits with a limit",
    "tests/support/screens/xserver.py: pipe.readline": "the line before, which waits with a limit until there is one",
    "tests/bench/bench_screens.py: for process.stdout": "the person who runs the bench",
    "tests/bench/bench_screens.py: pipe.readline": "the person who runs the bench",
}

# loops of scripts that are bounded by something else than their own count → by what
BOUNDED_SCRIPTS = {
    ".ci/setup.sh: while kill -0 $$": "the script whose progress it tells",
    "systemd/lib/splash: while :": "systemd, which ends the splash",
    'systemd/lib/wait-for-display: until [ -S "$socket" ]': "TimeoutStartSec of kiosk-display.service",
}  # fmt: skip


def endless(text):
    """Every wait without an end of a Python text, as the words that make it."""
    tree = ast.parse(text)
    ended = {
        id(walrus.value)
        for loop in ast.walk(tree)
        if isinstance(loop, ast.While)
        for walrus in ast.walk(loop.test)
        if isinstance(walrus, ast.NamedExpr)
    } | {
        id(inner)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "bounded"
        for inner in ast.walk(call)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and re.search(r"\bstd(out|err)$", ast.unparse(node.iter)):
            yield f"for {ast.unparse(node.iter)}"
        elif isinstance(node, ast.While):
            words = ast.unparse(node)
            if "sleep(" in words and not re.search(r"monotonic\(|perf_counter\(|is_set\(|\.wait\(", words):
                yield "while"
        elif isinstance(node, ast.Call) and id(node) not in ended and _waits(node):
            yield ast.unparse(node.func)


def _waits(call):
    if not isinstance(call.func, ast.Attribute):
        return False
    owner, name = ast.unparse(call.func.value), call.func.attr
    given = {word.arg for word in call.keywords}
    bare = not call.args and not call.keywords
    if owner == "subprocess" and name in RUNS:
        return "timeout" not in given
    if name in TALKS:
        return "timeout" not in given
    if name == "create_connection":
        return len(call.args) < 2 and "timeout" not in given
    if name == "settimeout":
        return ast.unparse(call.args[0]) == "None"
    if owner == "select" and name == "select":
        return len(call.args) < 4
    if name in ("flock", "lockf"):
        return "LOCK_UN" not in ast.unparse(call) and "LOCK_NB" not in ast.unparse(call)
    if name in ("read", "readline", "readlines"):
        return bare and re.search(r"\b(std(in|out|err)|pipe)$", owner) is not None
    return bare and (
        name in ("wait", "join", "communicate", "acquire", "result") or (name == "get" and _is_queue(owner))
    )


def _is_queue(owner):
    """`get` without a key is asked of a queue, or of something that answers at once."""
    return owner != "webbrowser"


def patient_loops(text):
    """The head of every loop of a script that waits and has no count that ends it."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        head = re.match(r"\s*((?:while|until)\b.*?);? *(?:; *do|do)\b", line)
        if head is None:
            continue
        indent = len(line) - len(line.lstrip())
        body = [line[head.end() :]]
        for each in lines[at + 1 :] if not re.search(r"\bdone\b", body[0]) else ():
            if each.strip().startswith("done") and len(each) - len(each.lstrip()) == indent:
                break
            body.append(each)
        waits = re.search(r"\b(sleep|wait)\b", re.sub(r"#.*", "", "\n".join(body)))
        if waits and not re.search(r"-l[te] |-g[te] |SECONDS", head[1]):
            yield head[1].strip()


def tracked(*folders):
    said = ["git", "ls-files", *folders]
    done = subprocess.run(said, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def scripts():
    for path in tracked("check", "run", ".ci", "systemd"):
        text = path.read_text(encoding="utf-8")
        if re.match(r"#!.*\b(ba)?sh\b", text) or path.suffix == ".sh":
            yield path.relative_to(ROOT), text


def test_a_wait_has_an_end():
    found = {
        f"{path.relative_to(ROOT)}: {words}"
        for path in tracked("kiosk", "devices", "screens", "tests")
        if path.suffix == ".py"
        for words in endless(path.read_text(encoding="utf-8"))
    }
    assert sorted(found - set(ENDED_BY_ANOTHER)) == []
    assert sorted(set(ENDED_BY_ANOTHER) - found) == [], "no longer there"


def test_a_loop_of_a_script_that_waits_has_an_end():
    found = {f"{path}: {head}" for path, text in scripts() for head in patient_loops(text)}
    left = {each for each in found if not each.startswith(tuple(BOUNDED_SCRIPTS))}
    assert sorted(left) == []
    gone = [each for each in BOUNDED_SCRIPTS if not any(head.startswith(each) for head in found)]
    assert gone == [], "no longer there"


def test_a_script_waits_for_a_lock_with_a_limit():
    waits = re.compile(r"^(?!.*#.*flock).*\bflock (?!-w|-n|-u)", re.MULTILINE)
    assert [str(path) for path, text in scripts() if waits.search(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "subprocess.run(words)",
        "subprocess.run(words, **given)",
        "thread.join()",
        "done.wait()",
        "event = told.get()",
        "lock.acquire()",
        "future.result()",
        "socket.create_connection(address)",
        "link.settimeout(None)",
        "urllib.request.urlopen(url)",
        "http.client.HTTPConnection(host)",
        "select.select([link], [], [])",
        "fcntl.flock(file, fcntl.LOCK_EX)",
        "child.stdout.readline()",
        "for line in child.stdout:\n    print(line)",
        "while not path.exists():\n    time.sleep(0.1)",
    ],
)
def test_a_wait_without_an_end_is_found(text):
    assert len(list(endless(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "subprocess.run(words, timeout=30)",
        "thread.join(5)",
        "told.get(timeout=5)",
        "told.get('a')",
        "while (job := jobs.get()) is not None:\n    job()",
        "lock.acquire(timeout=5)",
        "bounded(lambda: fcntl.flock(file, fcntl.LOCK_EX), 5)",
        "socket.create_connection(address, 3)",
        "select.select([link], [], [], 1.0)",
        "fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "while time.monotonic() < end:\n    time.sleep(0.1)",
    ],
)
def test_a_wait_that_ends_is_left(text):
    assert list(endless(text)) == []


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("while ! ready; do\n    sleep 1\ndone", ["while ! ready"]),
        ("until ready; do sleep 1; done", ["until ready"]),
        ('while [ "$waited" -lt 30 ] && ! ready; do\n    sleep 1\ndone', []),
        ("for _ in $(seq 100); do ready && break; sleep 0.1; done", []),
        ("while read -r line; do\n    echo $line\ndone", []),
    ],
)
def test_a_loop_that_waits_is_found(text, heads):
    assert list(patient_loops(text)) == heads
