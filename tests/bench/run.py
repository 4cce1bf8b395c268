"""One runner for all benches: a table for each, with both sides of every comparison from one run, and an exit status.

    ./check bench [NAME …] [--json] [--short]

Each figure stands beside what another program needed in the same run (`other`; sometimes `third`), the ratio of ours and the
other, its limit, and whether that is met.  What this machine cannot measure is named with its reason.  `--json` answers with one object instead;
`--short` measures a few rounds only, to see that a bench works.  Close other programs before you quote a figure: the
first line tells how busy the machine was.

Exit status: 0 every limit is met, 1 one is missed, 2 there is no such bench, 3 nothing could be measured here, 4 a bench
failed.  Each bench runs in a process of its own, so that none is measured with what another has loaded.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import json
import math
import multiprocessing
import os
import platform
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import ModuleType

from kiosk.commands.output import Exit
from tests.bench.frame import Absent, Limit, Row, Run

HERE = Path(__file__).parent
# s; a bench that has given its last row has only to close what it opened
_LEAVES_WITHIN = 60
_HEAD = f"  {'figure':<58}{'ours':>11}{'other':>11}{'ratio':>8}{'third':>11} {'unit':<11}{'limit':<14}"


@dataclass(frozen=True, slots=True)
class Failed:
    """A bench broke; the traceback stands on standard error."""

    why: str


@dataclass(slots=True)
class Result:
    """What one bench gave."""

    name: str
    rows: list[Row] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)
    failed: str = ""

    def add(self, item: Row | Absent | Failed) -> None:
        """Keep one thing that a bench said."""
        match item:
            case Row():
                self.rows.append(item)
            case Absent():
                self.absent.append(item)
            case Failed(why):
                self.failed = why

    @property
    def missed(self) -> list[Row]:
        """The figures beyond their limit."""
        return [row for row in self.rows if row.met is False]

    @property
    def status(self) -> Exit:
        """The exit status of this bench alone."""
        if self.failed or not (self.rows or self.absent):
            return Exit.FAULT
        if self.missed:
            return Exit.NO
        return Exit.DONE if self.rows else Exit.MISSING


def benches(folder: Path = HERE) -> dict[str, Path]:
    """Every bench by the name that is typed."""
    files = sorted(folder.glob("bench_*.py"))
    return {path.stem.removeprefix("bench_").replace("_", "-"): path for path in files}


def load(path: Path) -> ModuleType:
    """A bench, imported."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def summary(path: Path) -> str:
    """The first line of a bench's docstring; nothing is imported."""
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def status_of(results: Sequence[Result]) -> Exit:
    """The exit status of all: a fault before a miss before an answer; nothing measured only when none did."""
    found = {result.status for result in results}
    return next((one for one in (Exit.FAULT, Exit.NO, Exit.DONE) if one in found), Exit.MISSING)


# ------------------------------------------------------------------ running


def run_bench(name: str, path: Path, run: Run, tell: Callable[[Row | Absent | Failed], None]) -> Result:
    """Run one bench; `tell` hears each thing as soon as it is known."""
    result = Result(name)
    for item in _items(path, run):
        result.add(item)
        tell(item)
    return result


def _items(path: Path, run: Run) -> Iterator[Row | Absent | Failed]:
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_measure, args=(path, run, theirs))
    process.start()
    theirs.close()
    # a bench's own children may hold the pipe open: its end is told, or seen at the process
    while ours in wait([ours, process.sentinel]):
        try:
            item = ours.recv()
        except EOFError:
            break
        if item is None:
            break
        yield item
    process.join(_LEAVES_WITHIN)
    ours.close()
    if process.is_alive():
        process.kill()
        yield Failed(f"did not end within {_LEAVES_WITHIN} s of its last figure")
    elif process.exitcode:
        yield Failed(f"its process ended with status {process.exitcode}")
    process.join(3600)


def _measure(path: Path, run: Run, pipe: Connection) -> None:
    """In the bench's process: send each row, then None."""
    # what a library prints is no figure
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        for item in load(path).rows(run):
            pipe.send(item)
    except Exception as fault:
        traceback.print_exc()
        pipe.send(Failed(f"{type(fault).__name__}: {fault}"))
    pipe.send(None)


# ------------------------------------------------------------------ telling


def machine() -> dict[str, object]:
    """What the figures were taken on."""
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def line(item: Row | Absent | Failed) -> str:
    """One line of the table."""
    match item:
        case Absent(what, why):
            return f"  {what}: cannot run here: {why}"
        case Failed(why):
            return f"  FAILED: {why}"
    other = "" if item.other is None else _number(item.other)
    ratio = "" if item.ratio is None else _number(item.ratio)
    third = "" if item.third is None else _number(item.third)
    verdict = {True: "met", False: "MISSED", None: ""}[item.met]
    sides = (item.beside and f"other: {item.beside}", item.third_of and f"third: {item.third_of}")
    said = "; ".join(part for part in (*sides, item.note) if part)
    return (
        f"  {item.what:<58}{_number(item.ours):>11}{other:>11}{ratio:>8}{third:>11} {item.unit:<11}"
        f"{_bound(item.limit):<14}{verdict:<8}{said}"
    ).rstrip()


def _bound(limit: Limit | None) -> str:
    if limit is None:
        return ""
    return f"{'ratio ' if limit.ratio else ''}{'≥' if limit.least else '≤'} {_number(limit.bound)}"


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "∞" if math.isinf(value) else "none"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.3g}"


def as_object(results: Sequence[Result], run: Run, about: dict[str, object]) -> dict[str, object]:
    """The one JSON object of `--json`; a ratio beside nothing is null."""

    def plain(row: Row) -> dict[str, object]:
        ratio = row.ratio if row.ratio is not None and math.isfinite(row.ratio) else None
        return {**asdict(row), "ratio": ratio, "met": row.met}

    return {
        "machine": about,
        "short": run.short,
        "status": int(status_of(results)),
        "benches": [
            {
                "name": result.name,
                "status": int(result.status),
                "rows": [plain(row) for row in result.rows],
                "absent": [asdict(absent) for absent in result.absent],
                "failed": result.failed or None,
            }
            for result in results
        ],
    }


def closing(results: Sequence[Result]) -> list[str]:
    """The last lines: what was missed, what failed, what could not run, and how many limits hold."""
    limits = [row for result in results for row in result.rows if row.met is not None]
    lines = [f"{result.name}: missed: {row.what}" for result in results for row in result.missed]
    lines += [
        f"{result.name}: failed: {result.failed or 'it gave no figure and no reason'}"
        for result in results
        if result.status is Exit.FAULT
    ]
    lines += [f"{result.name}: cannot run here: {one.what}: {one.why}" for result in results for one in result.absent]
    return [*lines, f"{sum(bool(row.met) for row in limits)} of {len(limits)} limits met"]


def main(words: Sequence[str] | None = None, folder: Path = HERE) -> int:
    """Run what is named, or all."""
    known = benches(folder)
    parser = argparse.ArgumentParser(
        prog="./check bench",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Measure, both sides of each comparison in one run.",
        epilog="benches:\n" + "\n".join(f"  {name:<14}{summary(path)}" for name, path in known.items()),
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="one or several; else all")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object and nothing else")
    parser.add_argument(
        "--short", action="store_true", help="a few rounds: shows that a bench works, no figure to quote"
    )
    asked = parser.parse_args(words)
    unknown = [name for name in asked.names if name not in known]
    if unknown:
        parser.error(f"there is no bench {', '.join(unknown)}; there are: {', '.join(known)}")
    run, about, results = Run(short=asked.short), machine(), []

    def say(text: str) -> None:
        if not asked.json:
            print(text, flush=True)

    say(f"{about['cores']} cores, load {about['load']}, Python {about['python']}, {about['system']}")
    if run.short:
        say("A short run: its figures show that the benches work, no more.")
    for name in dict.fromkeys(asked.names or known):
        say(f"\n{name}: {summary(known[name])}\n{_HEAD}")
        results.append(run_bench(name, known[name], run, lambda item: say(line(item))))
    if asked.json:
        print(json.dumps(as_object(results, run, about), ensure_ascii=False, indent=2))
    else:
        print("", *closing(results), sep="\n")
    return int(status_of(results))


if __name__ == "__main__":
    sys.exit(main())
