"""What an older commit told, and what is told now: random cases, answered by both, each difference under the cause that explains it.

.venv/bin/python -m tests.property.residence.before_and_after COMMIT [--cases 30000] [--seed 15]

Half a minute of a processor for 30,000.  The older product is taken out of git into a temporary folder and asked in a process of its own.  A fact that it does not know yet is
left out for it.  Compared is the whole answer in English: title, sentences, notes, price, things to bring, ways and ticket.  Figures
and dates are left out where differences are counted, so that a sentence is one difference however often it is told.  The causes are those
of causes.toml, each listed in CHANGELOG.md; a difference that none explains, or more than one, is named with its first case, and the
status is 1.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[3]
_RESULTS = ("− result: ", "+ result: ")
ITSELF = "tests.property.residence.before_and_after"
HOUR = 3600
CAUSES = Path(__file__).with_name("causes.toml")
# what differs from case to case in one sentence
_FIGURES = re.compile(
    r"\d+|\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
# kinds of facts whose values are words of a vocabulary
WORDS = {
    "service": "Service",
    "card_status": "CardStatus",
    "office": "Office",
    "codes": "Codes",
    "procedure": "Procedure",
    "role": "Role",
    "annex": "Annex",
    "protection": "Protection",
}


def drawn(count, seed):
    """So many cases as lines of JSON: town, moment, facts and whether the clock is sure."""
    # an older product has other dice, and is asked without them
    from tests.property.residence.test_rules_agree import random_case

    dice = random.Random(f"before and after {seed}")
    return [json.dumps(random_case(dice), default=str) for _ in range(count)]


def _of(name):
    """A module of this product or of one in which it stood elsewhere."""
    here = Path(import_module("kiosk").__file__).parent / "base"
    return import_module(f"kiosk.base.{name}" if here.exists() else f"kiosk.{name}")


def told(lines):
    """What the product that is on the path tells of each case, in parts: [(part, sentence)]."""
    facts_of, engine, words, vocabulary, loader = (
        import_module(f"kiosk.{name}")
        for name in (
            "residence.facts",
            "residence.engine",
            "residence.words",
            "residence.vocabulary",
            "profiles.loader",
        )
    )
    texts, brussels = _of("i18n").texts("en"), _of("clock").BRUSSELS
    known, towns = facts_of.Facts.__dataclass_fields__, {}
    for line in lines:
        town, at, case, clock_ok = json.loads(line)
        if town not in towns:
            towns[town] = loader.load(town, today=date(2026, 11, 22))
        facts = facts_of.Facts(**{
            key: _value(key, value, facts_of, vocabulary) for key, value in case.items() if key in known
        })  # fmt: skip
        moment = datetime.fromisoformat(at).replace(tzinfo=brussels)
        given = engine.answer(facts, towns[town], moment, clock_ok=clock_ok)
        yield list(_parts(given, words.describe(given, facts, texts, towns[town])))


def _value(key, value, facts_of, vocabulary):
    if key in WORDS:
        return getattr(vocabulary, WORDS[key])(value)
    if key == "born":
        return facts_of.PartialDate.of(date.fromisoformat(value))
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _parts(given, said):
    yield "result", str(given.result)
    yield "title", said.title
    yield from (("body", each) for each in said.body)
    yield from (("note", each) for each in said.notes)
    yield from (("price", f"{label}: {amount}") for label, amount in said.fee_lines)
    yield "price", f"{said.fee_total} {said.fee_note}".strip()
    yield from (("bring", label) for _, label in said.bring)
    yield from (("way", str(each)) for each in given.channels)
    yield "appointment", str(given.appointment)
    yield "ticket", str(given.ticket_class or "")


@dataclass(frozen=True)
class Cause:
    """Why answers differ: the words of the changes that list it, and the differences that it explains, as causes.toml says."""

    line: str
    item: str
    decides: tuple[re.Pattern, ...]
    says: tuple[re.Pattern, ...]
    swaps: tuple[tuple[str, str], ...]
    where: tuple[tuple[str, str | tuple[str, ...]], ...]

    def decided(self, case, facts):
        """Whether this is why the answer of a case is another one; `facts`: of the case, as drawn."""
        results = [next((each[len(sign) :] for each in case if each.startswith(sign)), "") for sign in _RESULTS]
        found = [" > ".join(results)] if any(results) else case
        return self._is_of(facts) and any(pattern.fullmatch(each) for pattern in self.decides for each in found)

    def swapped(self, case):
        """Those differences of a case that are this cause's other words in a sentence that is the same otherwise."""
        pairs = ((each, self._in_other_words(each)) for each in case if each.startswith("−"))
        return {each for gone, come in pairs if gone[1:] != come[1:] and come in case for each in (gone, come)}

    def said(self, case, facts):
        """Those differences of a case, answered as before, that the cause names."""
        return {each for each in case if self._is_of(facts) and any(pattern.fullmatch(each) for pattern in self.says)}

    def _in_other_words(self, gone):
        for old, new in self.swaps:
            gone = gone.replace(old, new)
        return f"+{gone[1:]}"

    def _is_of(self, facts):
        town, _, rest, _ = facts
        have = {"town": town, **rest}
        return all(
            any(have.get(name) if wanted == "*" else have.get(name) in wanted for name in key.split("/"))
            for key, wanted in self.where
        )


def causes(file=CAUSES):
    """Every cause, in the order of the file."""
    for row in tomllib.loads(file.read_text("utf-8"))["cause"]:
        decides, says = ([_pattern(each) for each in row.get(name, ())] for name in ("decides", "says"))
        swaps = tuple(map(tuple, row.get("swaps", ())))
        where = ((key, wanted if wanted == "*" else tuple(wanted)) for key, wanted in row.get("where", {}).items())
        yield Cause(row["line"], row["item"], tuple(decides), tuple(says), swaps, tuple(where))


def _pattern(said):
    words = ".*".join(map(re.escape, said.removeprefix("±").split("*")))
    return re.compile(f"[−+]{words}" if said.startswith("±") else words, re.DOTALL)


def differences(before, after):
    """What differs in each case: ["− part: words without figures", "+ …"]; nothing where the order alone does."""
    for old, new in zip(before, after, strict=True):
        was, told = ([f"{part}: {_without_figures(words)}" for part, words in each] for each in (old, new))
        # a value that changed in the same words is a difference too
        raw = [{(part, " ".join(words.split())) for part, words in each} for each in (old, new)]
        gone = [
            f"− {each}"
            for each, (part, words) in zip(was, old, strict=True)
            if (part, " ".join(words.split())) not in raw[1]
        ]
        come = [
            f"+ {each}"
            for each, (part, words) in zip(told, new, strict=True)
            if (part, " ".join(words.split())) not in raw[0]
        ]
        yield [*gone, *come]


def _without_figures(words):
    return re.sub(r"…(?:[ ,:]*…)+", "…", _FIGURES.sub("…", " ".join(words.split())))


def _ways(case, facts):
    return (lambda cause: cause.swapped(case)), (lambda cause: cause.said(case, facts))


def _of_it(each, found):
    return [cause for cause, explained in found if each in explained]


def judged(cases, known):
    """What made each difference of [(differences, facts)]: ({cause: cases}, {difference without a cause: [numbers of its cases]},
    {difference with several: [numbers]})."""
    times, left, several = Counter(), {}, {}
    for number, (case, facts) in enumerate(cases):
        if deciding := [cause for cause in known if case and cause.decided(case, facts)]:
            made = dict.fromkeys(case, deciding)
        else:
            swapped, said = ([(cause, of_it(cause)) for cause in known] for of_it in _ways(case, facts))
            made = {each: _of_it(each, swapped)[:1] or _of_it(each, said) for each in case}
        times.update({cause for all_of_it in made.values() for cause in all_of_it})
        for each, all_of_it in made.items():
            if len(all_of_it) != 1:
                (several if all_of_it else left).setdefault(each, []).append(number)
    return times, left, several


def _asked_of(folder, cases):
    ran = subprocess.run(
        [sys.executable, "-c", f"import runpy; runpy.run_path({__file__!r})['_answered']({str(cases)!r})"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=folder,
        timeout=HOUR,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    return [[tuple(part) for part in json.loads(line)] for line in ran.stdout.splitlines()]


def _answered(cases):
    for parts in told(Path(cases).read_text("utf-8").splitlines()):
        print(json.dumps(parts))


def main(words):
    parser = argparse.ArgumentParser(prog=f"python -m {ITSELF}")
    parser.add_argument("commit")
    parser.add_argument("--cases", type=int, default=30_000)
    parser.add_argument("--seed", default="15")
    given = parser.parse_args(words)
    lines = drawn(given.cases, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        cases, older = Path(folder) / "cases", Path(folder) / "older"
        cases.write_text("\n".join(lines), "utf-8")
        older.mkdir()
        packed = subprocess.run(
            ["git", "archive", given.commit, "kiosk"], cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=HOUR
        )
        subprocess.run(["tar", "x", "-C", older], input=packed.stdout, check=True, timeout=HOUR)
        before, after = _asked_of(older, cases), _asked_of(ROOT, cases)
    cases = list(zip(differences(before, after), map(json.loads, lines), strict=True))
    known = list(causes())
    times, left, several = judged(cases, known)
    for cause in known:
        print(f"{times[cause]:6} {cause.item}: {cause.line}")
    for said, found in (("WITHOUT A CAUSE", left), ("WITH SEVERAL CAUSES", several)):
        for each, numbers in sorted(found.items(), key=lambda row: -len(row[1])):
            print(f"{len(numbers):6} {said} {each}\n         {lines[numbers[0]]}")
    equal = sum(not case for case, _ in cases)
    print(
        f"{equal} of {given.cases} cases are told as {given.commit} told them; {len(left)} differences have no cause in causes.toml, {len(several)} have more than one"
    )
    return 1 if left or several else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
