"""Tests hold on a busy machine: they wait for events, with one patience, and measure no time.

Benches and soaks measure by design, print what they measured and run by name; they are left out.
"""

import ast
import operator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.waiting import PATIENCE

TESTS = Path(__file__).resolve().parents[1]
FLOOR = 60.0
_CLOCKS = ("monotonic", "perf_counter", "process_time", "thread_time", "time")
CLOCKS = {f"{name}{unit}" for name in _CLOCKS for unit in ("", "_ns")} | {"clock_gettime"}
WAITS = {"wait", "join", "get", "result", "acquire", "select", "poll", "wait_for", "settimeout"}
TALKS = {"run", "check_output", "check_call", "call", "communicate", "urlopen", "create_connection", "HTTPConnection",
         "HTTPSConnection", "Client", "until"}  # fmt: skip
LIMITS = {"timeout", "alarm", "setitimer", "Timer"}
# which argument says how long; the first one of every other wait and limit
PLACES = {"select": -1, "create_connection": 1, "wait_for": 1, "setitimer": 1, "urlopen": 2}
SUMS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
SLEEPS, READS = "a sleep", "reads a clock"

# where a test sleeps or reads a clock → why
ALLOWED = {
    "mutation/run.py": "ends after the minutes of ./check mutation, and asks how much processor time each test needs",
    "support/waiting.py": "here tests wait",
    "support/busy.py": "adds up the minutes of ./check busy",
    "support/machine/guest/agent.py": "waits inside the emulated machine for whoever gives the orders",
    "support/machine/ticks.py": "measures the processor's counter against the clock",
    "support/card/other_card.py": "a card takes its time to answer, and one refuses what comes before it has taken breath",
    "support/printer/emulator.py": "hands the machine's clock to a printer that others wrote",
    "support/queue/crash_zygote.py": "kills at a moment that is drawn by lot",
    "support/queue/servers.py": "waits for a database server, also for benches, which import nothing of the tests",
}


def problems(text):
    """Every line of a test that a busy machine may break, with the reason."""
    tree = _by_first_names(ast.parse(text))
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    numbers = {
        _name(target)[1]: seconds
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and (seconds := _seconds(node.value, {})) is not None
        for target in node.targets
        if isinstance(target, ast.Name | ast.Attribute)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            why = _of_call(node, parents) or _of_limit(node, parents, numbers)
            if why:
                yield node.lineno, why
        elif isinstance(node, ast.FunctionDef | ast.Lambda):
            yield from ((node.lineno, why) for why in _of_defaults(node.args))


def _by_first_names(tree):
    """`import time as t` hides no clock."""
    nodes = list(ast.walk(tree))
    imported = [each for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for each in node.names]
    first = {each.asname: each.name for each in imported if each.asname}
    for node in nodes:
        if isinstance(node, ast.Name):
            node.id = first.get(node.id, node.id)
    return tree


def _of_call(call, parents):
    owner, name = _name(call.func)
    keywords = {each.arg: each.value for each in call.keywords}
    if "deadline" in keywords and name == "settings":
        return "deadline=: the profile in tests/conftest.py has none for all"
    if "deadline" in keywords and name == "register_profile" and getattr(keywords["deadline"], "value", 0) is not None:
        return "deadline=: no test has one"
    if "suppress_health_check" in keywords and "too_slow" not in ast.dump(keywords["suppress_health_check"]):
        return "suppress_health_check= without too_slow, which a busy machine sets off"
    if name == "sleep" and owner in ("", "time", "asyncio"):
        return f"{SLEEPS}: wait for what you expect (tests.support.waiting.until)"
    if name == "wait" and _name(getattr(call.func, "value", None)) in (("threading", "Event"), ("", "Event")):
        return f"{SLEEPS}: nobody can set this event"
    clock = name in CLOCKS and (owner == "time" or (not owner and name != "time"))
    clock = clock or owner == "timeit" or (owner, name) == ("os", "times")
    # that something lies between two moments holds however long it took; how far apart they are does not
    span = isinstance(parents.get(call), ast.BinOp) and isinstance(parents[call].op, ast.Sub)
    clock = clock or (name in ("now", "utcnow") and owner == "datetime" and span)
    if clock and not _sets_a_clock(call, parents):
        return f"{READS}: nothing of a test may depend on how long it took"
    return None


def _of_limit(call, parents, numbers):
    """A wait, or a talk with a program or a server, that gives up before its time."""
    owner, name = _name(call.func)
    if name not in WAITS | TALKS | LIMITS:
        return None
    given = next((each.value for each in call.keywords if each.arg in ("timeout", "patience")), None)
    if given is None and owner == "httpx":
        return "gives up after 5 s, as httpx does: use PATIENCE"
    if given is None and (name in WAITS | LIMITS or name in PLACES):
        block = call.args and isinstance(getattr(call.args[0], "value", None), bool)
        given = next(iter(call.args[PLACES.get(name, int(bool(block))) :]), None)
    seconds = _seconds(given, numbers)
    if seconds is None or seconds >= FLOOR:
        return None
    if seconds >= 1.0:
        return f"gives up after {seconds:g} s: use PATIENCE"
    return _of_turn(call, parents)


def _of_turn(call, parents):
    """A short wait is the turn of a loop; what the loop waits for bounds it, not the number of its turns."""
    at = call
    while at in parents and not isinstance(at, ast.FunctionDef | ast.Lambda):
        at = parents[at]
        if (isinstance(at, ast.For) and _name(at.iter)[1] == "range") or (isinstance(at, ast.While) and _counts(at)):
            return "a wait that is bounded by its turns, which pass quickly or slowly (tests.support.waiting.until)"
        if isinstance(at, ast.Assert) and not isinstance(at.test, ast.UnaryOp):
            return "gives up at once: use PATIENCE"
    return None


def _counts(loop):
    """It ends when a number has been counted down or up."""
    asked = {each.id for each in ast.walk(loop.test) if isinstance(each, ast.Name)}
    changed = {getattr(each.target, "id", "") for each in ast.walk(loop) if isinstance(each, ast.AugAssign)}
    return bool(asked & changed)


def _of_defaults(arguments):
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + arguments.defaults + arguments.kw_defaults
    for argument, default in zip(positional + arguments.kwonlyargs, defaults, strict=True):
        seconds = _seconds(default, {})
        if argument.arg in ("timeout", "patience") and seconds is not None and seconds < FLOOR:
            yield f"gives up after {seconds:g} s: use PATIENCE"


def _sets_a_clock(call, parents):
    """A kiosk's clock is set to a moment by its distance from now."""
    at = parents.get(call)
    return isinstance(at, ast.BinOp) and _name(parents[at])[1] == "SystemClock"


def _name(called):
    """Whose function, and which: ("time", "sleep"), ("", "sleep"), ("?", "wait")."""
    if isinstance(called, ast.Call):
        called = called.func
    if isinstance(called, ast.Attribute):
        return getattr(called.value, "id", "?"), called.attr
    return "", getattr(called, "id", "")


def _seconds(node, numbers):
    if isinstance(node, ast.BinOp) and type(node.op) in SUMS:
        parts = _seconds(node.left, numbers), _seconds(node.right, numbers)
        return None if None in parts else SUMS[type(node.op)](*parts)
    value = numbers.get(_name(node)[1]) if isinstance(node, ast.Name | ast.Attribute) else getattr(node, "value", None)
    return float(value) if type(value) in (int, float) else None


def test_no_test_depends_on_how_fast_the_machine_is():
    found = [
        f"{path.relative_to(TESTS.parent)}:{line}: {why}"
        for path in sorted(TESTS.rglob("*.py"))
        if path.relative_to(TESTS).parts[0] not in ("bench", "soak")
        for line, why in problems(path.read_text(encoding="utf-8"))
        if not (str(path.relative_to(TESTS)) in ALLOWED and why.startswith((SLEEPS, READS)))
    ]
    assert not found, "\n".join(found)


def test_hypothesis_has_no_deadline_and_no_opinion_of_slow_data():
    # the decorated tests take everything else from the profile in tests/conftest.py
    assert settings(max_examples=7).deadline is None
    assert HealthCheck.too_slow in settings(max_examples=7).suppress_health_check


def test_the_patience_is_above_the_floor():
    assert PATIENCE >= FLOOR


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("time.sleep(0.1)", SLEEPS),
        ("threading.Event().wait(0.3)", SLEEPS),
        ("end = time.monotonic() + 5", READS),
        ("assert perf_counter() - before < 0.1", READS),
        ("print(time.time() - began)", READS),
        ("settings(deadline=200)", "deadline="),
        ("settings(suppress_health_check=[HealthCheck.function_scoped_fixture])", "suppress_health_check="),
        ("from time import sleep as rest\nrest(0.2)", SLEEPS),
        ("import time as t\nend = t.monotonic() + 5", READS),
        ("assert datetime.now(UTC) - began < timedelta(seconds=1)", READS),
        ("assert timeit.timeit(work, number=1) < 0.5", READS),
        ("settings.register_profile('own', deadline=200)", "deadline="),
        ("assert done.wait(5)", "gives up after 5 s"),
        ("assert done.wait(2 * 2.5)", "gives up after 5 s"),
        ("def test():\n    limit = 3\n    assert done.wait(limit)", "gives up after 3 s"),
        ("class Bench:\n    LIMIT = 3\n    done = lambda self: self.ended.wait(self.LIMIT)", "gives up after 3 s"),
        ("changed.wait_for(seen, 3)", "gives up after 3 s"),
        ("told.get(True, 3)", "gives up after 3 s"),
        ("until(seen, patience=3)", "gives up after 3 s"),
        ("httpx.Client(timeout=3)", "gives up after 3 s"),
        ("@pytest.mark.timeout(3)\ndef test(): ...", "gives up after 3 s"),
        ("signal.alarm(5)", "gives up after 5 s"),
        ("assert done.wait(0.5)", "gives up at once"),
        ("thread.join(timeout=2)", "gives up after 2 s"),
        ("LIMIT = 10\nthread.join(LIMIT)", "gives up after 10 s"),
        ("subprocess.run(words, timeout=20)", "gives up after 20 s"),
        ("socket.create_connection(address, 3)", "gives up after 3 s"),
        ("httpx.get(url)", "gives up after 5 s"),
        ("def until(wanted, timeout=8.0): ...", "gives up after 8 s"),
        ("for _ in range(100):\n    runner.wait(0.01)", "a wait that is bounded by its turns"),
        ("while left and not seen():\n    left -= 1\n    runner.wait(0.01)", "a wait that is bounded by its turns"),
    ],
)
def test_what_a_busy_machine_breaks_is_found(text, why):
    ((_, found),) = problems(text)
    assert found.startswith(why)


@pytest.mark.parametrize(
    "text",
    [
        "assert done.wait(PATIENCE)",
        "subprocess.run(words, timeout=PATIENCE)",
        "while not wanted():\n    runner.wait(0.01)",
        "assert not done.wait(0.1)",
        "clock = SystemClock(MOMENT.timestamp() - time.time())",
        "settings(max_examples=40)",
        "clock.monotonic()",
        "assert before <= taken <= datetime.now(UTC)",
        "settings.register_profile('house', deadline=None)",
        "told.get('a')",
    ],
)
def test_what_holds_on_a_busy_machine_is_left(text):
    assert list(problems(text)) == []
