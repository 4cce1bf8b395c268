"""./check mutation [--mutants 1500] [--seed 14] [--jobs 2] [--minutes 100] [--again]: would the tests notice a wrong reading?

So many mutants of the rules and of what chooses their words (tests/mutation/mutants.py) are drawn with a seed; each gets the
tests that reach its line.  At least 90 of 100 are to be killed, and each that survives is named with the reason why nobody
could tell it from the original: tests/mutation/equivalent.toml.

It can be stopped: the next run goes on.  A verdict counts as long as the function (or the table) is as it was; one that a
mutant survives is given again when a test has changed, and --again throws all of them away.  What is kept is in out/mutation/.

Status: 0 so many are killed and every survivor is named, 1 not so, 2 a wrong word, 3 it was stopped by its minutes.
"""

import argparse
import hashlib
import importlib
import json
import os
import sys
import time
import tomllib
from pathlib import Path

import coverage
import pytest

from tests.mutation.live import Coverage, Loop, Reach, alone, from_the_start, reach_of
from tests.mutation.mutants import ROOT, sample

FOLDER = ROOT / "out" / "mutation"
EQUIVALENT = Path(__file__).parent / "equivalent.toml"
SHARE = 90
# the quick tests of the rules first, then those of a visit
TESTS = (
    "tests/unit/residence",
    "tests/property/residence",
    "tests/unit/visit",
    "tests/walk/test_random_cases.py",
    "tests/flow/services",
    "tests/property/visit",
)
# it walks through every state for each mutant; without it a mutant may only live that would be killed
TOO_LONG = "tests/property/visit/test_machine_laws.py::test_the_law_holds_in_every_state"
WORDS = ("-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "--deselect", TOO_LONG, *TESTS)
# what every test loads and no mutant touches
BEFORE = "hypothesis pydantic babel.dates babel.numbers holidays structlog numpy PIL.Image kiosk.base.i18n devices.api"


class Verdicts:
    """What is known of each mutant; one line of JSON each, the last counts."""

    def __init__(self, file, tests):
        self.file, self.tests, self.known = file, tests, {}
        if file.exists():
            for line in file.read_text("utf-8").splitlines():
                kept = json.loads(line)
                self.known[kept["name"]] = kept

    def of(self, mutant):
        """ "killed …", "survived" or None."""
        kept = self.known.get(mutant.name)
        if kept is None or kept["digest"] != mutant.digest or kept["what"] != mutant.what:
            return None
        return kept["verdict"] if kept["verdict"] != "survived" or kept["tests"] == self.tests else None

    def killers(self):
        """The tests that killed, each as often as it did."""
        return [kept["verdict"].removeprefix("killed ") for kept in self.known.values() if "::" in kept["verdict"]]

    def give(self, mutant, verdict):
        kept = {"name": mutant.name, "what": mutant.what, "digest": mutant.digest, "verdict": verdict}
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**kept, "tests": self.tests}, ensure_ascii=False) + "\n")


def digest_of(*rooms):
    found = hashlib.sha256()
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*")) if (ROOT / room).is_dir() else [ROOT / room]:
            if path.is_file() and path.suffix in (".py", ".toml", ".po"):
                found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def reach(kills):
    """Which tests reach which line; measured anew when the product or the tests are others."""
    file, mark = FOLDER / "reach.json", digest_of("kiosk", *TESTS)
    if file.exists():
        kept = json.loads(file.read_text("utf-8"))
        if kept["mark"] == mark:
            return Reach(kept, kills)
    say("mutation: which tests reach which line?")

    def work(tell):
        data = FOLDER / "covered"
        data.unlink(missing_ok=True)
        cov = coverage.Coverage(data_file=str(data), source=[str(ROOT / "kiosk/residence"), str(ROOT / "kiosk/visit")])
        cov.start()
        plugin = Coverage(cov, time.process_time)
        code = pytest.main([*WORDS], plugins=[plugin])
        cov.stop()
        if code == pytest.ExitCode.OK:
            file.write_text(json.dumps({"mark": mark, **reach_of(cov.get_data(), plugin.seconds)}), "utf-8")
        tell(code.name)

    output = FOLDER / "reach.log"
    if (ended := alone(work, seconds=3600, output=output)) != "OK":
        say(f"mutation: the tests do not pass by themselves ({ended}, see {output}); nothing can be told of mutants")
        raise SystemExit(1)
    return Reach(json.loads(file.read_text("utf-8")), kills)


def judge(mutants, verdicts, until, reached):
    """Verdicts on these, as far as the time goes."""

    def judged(mutant, verdict):
        if verdict != "cold":
            verdicts.give(mutant, verdict)
        return time.monotonic() < until

    warm = [each for each in mutants if not reached.cold(each)]
    later = FOLDER / f"cold.{os.getpid()}"

    def work(_):
        cold = []

        def seen(mutant, verdict):
            if verdict == "cold":
                cold.append(mutant.name)
            return judged(mutant, verdict)

        pytest.main([*WORDS], plugins=[Loop(warm, reached, seen)])
        later.write_text(json.dumps(cold), "utf-8")

    alone(work, seconds=None)
    names = set(json.loads(later.read_text("utf-8"))) if later.exists() else set()
    later.unlink(missing_ok=True)
    for name in BEFORE.split():
        importlib.import_module(name)
    for mutant in mutants:
        if (mutant.name in names or reached.cold(mutant)) and time.monotonic() < until:
            judged(mutant, from_the_start(mutant, WORDS, reached))


def equivalents():
    rows = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("equivalent", [])
    return {(row["name"], row["what"]): row["why"] for row in rows}


def report(chosen, verdicts):
    """Prints what came of it; the status."""
    listed = equivalents()
    by = {mutant: verdicts.of(mutant) for mutant in chosen}
    open_ = [mutant for mutant, verdict in by.items() if verdict is None]
    lived = [mutant for mutant, verdict in by.items() if verdict == "survived"]
    killed = len(chosen) - len(open_) - len(lived)
    unnamed = [mutant for mutant in lived if (mutant.name, mutant.what) not in listed]
    dead = [
        name
        for (name, what) in listed
        for mutant, verdict in by.items()
        if (mutant.name, mutant.what) == (name, what) and (verdict or "").startswith("killed")
    ]
    for mutant in unnamed:
        print(f"survived  {mutant.path}:{mutant.line}  {mutant.name}\n          {mutant.what}")
    for name in dead:
        print(f"is killed, and still listed as equivalent: {name}")
    ran = len(chosen) - len(open_)
    print(
        f"{ran} of {len(chosen)} mutants were run: {killed} killed ({100 * killed / max(1, ran):.1f} %),"
        f" {len(lived) - len(unnamed)} equivalent, {len(unnamed)} survived"
    )
    if open_:
        return 3
    return int(bool(unnamed or dead) or 100 * killed < SHARE * ran)


def say(*lines):
    print(*lines, file=sys.stderr, flush=True)


def main(words):
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="./check mutation", description=__doc__, usage=argparse.SUPPRESS, formatter_class=shape
    )
    parser.add_argument("--mutants", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--minutes", type=float, default=100)
    parser.add_argument("--again", action="store_true", help="begin anew")
    parser.add_argument("--report", action="store_true", help="only say what is known")
    given = parser.parse_args(words)
    # the tests run in this process, and Kivy would read its words as its own and end it
    os.environ["KIVY_NO_ARGS"] = "1"
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    file, tests = FOLDER / "verdicts", digest_of(*TESTS)
    if given.again:
        file.unlink(missing_ok=True)
    chosen = sample(given.seed, given.mutants)
    until = time.monotonic() + given.minutes * 60
    verdicts = Verdicts(file, tests)
    todo = [mutant for mutant in chosen if verdicts.of(mutant) is None]
    if todo and not given.report:
        reached = reach(verdicts.killers())
        say(f"mutation: {len(todo)} of {len(chosen)} mutants are to be run")
        workers = []
        for share in range(given.jobs):
            child = os.fork()
            if not child:
                judge(todo[share :: given.jobs], verdicts, until, reached)
                os._exit(0)
            workers.append(child)
        for child in workers:
            os.waitpid(child, 0)
    return report(chosen, Verdicts(file, tests))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
