"""A mutant in a process that has already loaded everything: its code is put in place, and the tests that reach it are run.

Imported by `tests.mutation.run` only.  Nothing is written to a file of the project.
"""

import ast
import functools
import gc
import importlib.abc
import importlib.util
import inspect
import math
import os
import re
import resource
import sys
import types
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.mutants import ROOT, mutated

QUICK = 3  # seconds of the tests (as they were measured) that every mutant gets before one gets all of them
LONG = 20  # lines of the longest statement
SPARE, TIMES = (
    10,
    10,
)  # seconds of processor time, and how often as long as measured: a test that takes more turns for ever


class Cold(Exception):
    """This one is only seen when it is there before anything is imported."""


def module_of(path):
    return path.removesuffix(".py").replace("/", ".")


def put(mutant):
    """The mutant in place of what is loaded; `Cold` where that would not be seen everywhere."""
    module = sys.modules[module_of(mutant.path)]
    tree = mutated(mutant)
    if mutant.function:
        code = _code(compile(tree, mutant.path, "exec", dont_inherit=True), mutant.function)
        function = _function(module, mutant.function)
        try:
            function.__code__ = code
        except (AttributeError, ValueError) as problem:
            raise Cold(mutant.name) from problem
    else:
        _rebind(module, tree, mutant)


def _code(code, wanted):
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            if each.co_qualname == wanted:
                return each
            if wanted.startswith(f"{each.co_qualname}."):
                return _code(each, wanted)
    raise Cold(wanted)


def _function(module, wanted):
    found = module
    for name in wanted.split("."):
        found = inspect.getattr_static(found, name)
    for wrapped in ("__func__", "fget", "func", "__wrapped__"):
        found = getattr(found, wrapped, found)
    return found


def _rebind(module, tree, mutant):
    space = vars(module)
    again = _again(tree, mutant.line)
    if not again:
        raise Cold(mutant.name)
    old = {name: space[name] for statement in again for name in _targets(statement)}
    for statement in again:
        exec(compile(ast.Module([statement], []), mutant.path, "exec", dont_inherit=True), space)  # noqa: S102
    for other in list(sys.modules.values()):
        named = getattr(other, "__dict__", {})
        for name, value in old.items():
            if named is not space and name in named and named[name] is value:
                named[name] = space[name]


def _again(tree, line):
    """The statements that give this line's name a value, and those that follow from it, also through a function."""
    first = next((each for each in tree.body if each.lineno <= line <= each.end_lineno), None)
    touched, before = set(_targets(first)), set()
    if not touched:
        return []
    while touched != before:
        before = set(touched)
        for statement in tree.body:
            if _loads(statement) & touched:
                touched |= {statement.name} if isinstance(statement, ast.FunctionDef) else set(_targets(statement))
    return [each for each in tree.body if each is first or (_targets(each) and _loads(each) & touched)]


def _loads(statement):
    return {each.id for each in ast.walk(statement) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}


def _targets(statement):
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return (name,)
        case _:
            return ()


def names_changed(mutant):
    """What of the module a mutant outside of functions may change, by name."""
    tree = ast.parse((ROOT / mutant.path).read_text("utf-8"))
    return {name for statement in _again(tree, mutant.line) for name in _targets(statement)}


class Loop:
    """Instead of running the tests: one process a mutant, with the tests that reach it, the quick ones first."""

    def __init__(self, mutants, reach, judged):
        self.mutants, self.reach, self.judged = mutants, reach, judged
        self.killers = defaultdict(list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        items = {item.nodeid: item for item in session.items}
        for each in _caches():
            each.cache_clear()
        gc.collect()
        gc.freeze()
        later = []
        for mutant in self.mutants:
            quick, slow = self.reach.order(mutant, self.killers[mutant.path, mutant.function])
            verdict = self._verdict(mutant, quick, items)
            if verdict == "survived" and slow:
                later.append((mutant, slow))
            elif not self.judged(mutant, verdict):
                return True
        for mutant, slow in later:
            if not self.judged(mutant, self._verdict(mutant, slow, items)):
                return True
        return True

    def _verdict(self, mutant, order, items):
        tests = [(items[each], self.reach.takes(each)) for each in order if each in items]
        verdict = alone(lambda say: _try(mutant, tests, say))
        killer = verdict.removeprefix("killed ")
        if killer in items:
            self.killers[mutant.path, mutant.function].insert(0, killer)
        return verdict


def _caches():
    """What keeps answers between tests, ours left out."""
    every = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    return [each for each in every if not str(each.__module__).startswith("tests.mutation")]


def alone(work, seconds=None, output=os.devnull):
    """What `work` says in a process of its own; "killed …" when it dies of what it did, or takes more processor time."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        quiet = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        if seconds:
            allow(seconds)
        try:
            work(lambda word: os.write(writing, word.encode()))
        except BaseException as problem:  # whatever a wrong reading may do
            os.write(writing, f"killed by {type(problem).__name__}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        word = said.read()
    _, status = os.waitpid(child, 0)
    return word or f"killed by signal {os.WTERMSIG(status)}"


def used():
    """Seconds of processor time that this process has had."""
    total = resource.getrusage(resource.RUSAGE_SELF)
    return total.ru_utime + total.ru_stime


def allow(seconds):
    """So much processor time from now on, then SIGXCPU."""
    soft = math.ceil(used() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _try(mutant, timed, say):
    try:
        put(mutant)
    except Exception:
        say("cold")
        return
    for at, (item, seconds) in enumerate(timed):
        following = timed[at + 1][0] if at + 1 < len(timed) else None
        allow(SPARE + TIMES * seconds)
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            say(f"killed {item.nodeid}")
            return
    say("survived")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, mutant):
        self.mutant, self.name = mutant, module_of(mutant.path)

    def find_spec(self, fullname, path, target=None):
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, ROOT / self.mutant.path, loader=self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(compile(mutated(self.mutant), self.mutant.path, "exec", dont_inherit=True), vars(module))  # noqa: S102


class _First:
    """A plugin: the first test that failed; none may take longer than it should."""

    def __init__(self, reach):
        self.reach, self.failed = reach, ""

    def pytest_collection_modifyitems(self, items):
        items.sort(key=lambda item: self.reach.weight(item.nodeid))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item):
        allow(SPARE + TIMES * self.reach.takes(item.nodeid))

    def pytest_collectreport(self, report):
        if report.failed:
            self.failed = self.failed or report.nodeid

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed = self.failed or report.nodeid


def from_the_start(mutant, words, reach):
    """The verdict on a mutant that is there before the product is imported."""

    def work(say):
        sys.meta_path.insert(0, _Finder(mutant))
        first = _First(reach)
        code = pytest.main([*words, "-x"], plugins=[first])
        say(f"killed {first.failed or code.name}" if code else "survived")

    return alone(work)


class Reach:
    """Which tests reach which line, and how long each takes; made by a run of the tests under coverage."""

    def __init__(self, kept, kills=()):
        self.kills = Counter(kills)
        self.tests, self.seconds, self.lines = kept["tests"], kept["seconds"], kept["lines"]
        self.early = {path: set(lines) for path, lines in kept["early"].items()}
        self._number = {name: number for number, name in enumerate(self.tests)}
        self._uses, self._modules, self._words = {}, {}, {}

    def cold(self, mutant):
        """Whether it has already been at work when the tests begin."""
        return bool(mutant.function) and mutant.line in self.early.get(mutant.path, ())

    def order(self, mutant, killers):
        """(Those to run at once, the rest): what killed a like mutant first, then one of each kind, the quick before the slow."""
        if mutant.function:
            places = self._begins(mutant)
            naming = set()
        else:
            names = names_changed(mutant)
            places = [place for name in names for place in self._used(name)]
            naming = {test for name in names for test in self._naming(name)}
        found = naming | {test for path, line in places for test in self.lines.get(path, {}).get(str(line), ())}
        names = sorted((self.tests[each] for each in found), key=self.weight)
        seen, first, rest = set(), [], []
        for name in names:
            kind = name.partition("[")[0]
            (rest if kind in seen else first).append(name)
            seen.add(kind)
        before = [name for name in killers[:5] if name in names]
        every, spent = list(dict.fromkeys([*before, *first, *rest])), 0.0
        for at, name in enumerate(every):
            spent += self.takes(name)
            if spent > QUICK:
                return every[:at], every[at:]
        return every, []

    def takes(self, name):
        """Seconds of processor time, as measured."""
        return self.seconds[self._number[name]] if name in self._number else 0.0

    def weight(self, name):
        """The smaller, the sooner: what has killed most in its time, then what is quick."""
        seconds = self.takes(name)
        return -self.kills[name] / (seconds + 0.1), seconds

    def _begins(self, mutant):
        """The line, or the one on which its statement begins: only that one is noted."""
        lines = self.lines.get(mutant.path, {})
        for line in range(mutant.line, max(mutant.line - LONG, 0), -1):
            if lines.get(str(line)):
                return [(mutant.path, line)]
        return []

    def _naming(self, name):
        """The tests of the modules that read the name themselves: a table may be used in no line that is measured."""
        if not self._modules:
            for number, test in enumerate(self.tests):
                self._modules.setdefault(test.partition("::")[0], []).append(number)
            self._words = {path: set(re.findall(r"\w+", (ROOT / path).read_text("utf-8"))) for path in self._modules}
        return [number for path, numbers in self._modules.items() if name in self._words[path] for number in numbers]

    def _used(self, name):
        if not self._uses:
            for path in self.lines:
                for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
                    word = getattr(node, "id", None) or getattr(node, "attr", None)
                    if word:
                        self._uses.setdefault(word, set()).add((path, node.lineno))
        return self._uses.get(name, set())


class Coverage:
    """A plugin: notes for each line of the product's folders which tests ran it, and each test's processor time."""

    def __init__(self, cov, clock):
        self.cov, self.clock, self.seconds, self.caches = cov, clock, {}, None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        if self.caches is None:
            self.caches = _caches()
        for each in self.caches:  # what a test needs it makes itself, so that it is seen to
            each.cache_clear()
        self.cov.switch_context(item.nodeid)
        begun = self.clock()
        result = yield
        self.seconds[item.nodeid] = self.clock() - begun
        return result


def reach_of(data, seconds):
    """What `Reach` keeps, from coverage's data."""
    tests = sorted(seconds)
    numbers = {name: number for number, name in enumerate(tests)}
    lines, early = {}, {}
    for file in data.measured_files():
        path = Path(file).relative_to(ROOT).as_posix()
        contexts = data.contexts_by_lineno(file)
        lines[path] = {str(line): [numbers[each] for each in found if each] for line, found in contexts.items()}
        early[path] = sorted(line for line, found in contexts.items() if "" in found)
    return {"tests": tests, "seconds": [seconds[name] for name in tests], "lines": lines, "early": early}
