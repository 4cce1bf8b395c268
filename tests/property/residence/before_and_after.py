"""What an older commit told, and what is told now: random cases, answered by both, each difference named once.

.venv/bin/python -m tests.property.residence.before_and_after COMMIT [--cases 30000] [--seed 15]

Half a minute of a processor for 30,000.  The older product is taken out of git into a temporary folder and asked in a process of its own.  A fact that it does not know yet is
left out for it.  Compared is the whole answer in English: title, sentences, notes, price, things to bring, ways and ticket.  Figures
and dates are left out where differences are counted, so that a sentence is one difference however often it is told.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date, datetime
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[3]
ITSELF = "tests.property.residence.before_and_after"
HOUR = 3600
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


def differences(before, after):
    """How many cases are equal, {(− or +, part, words without figures): times}, {the same: number of the first case}."""
    equal, kinds, first = 0, Counter(), {}
    for number, pair in enumerate(zip(before, after, strict=True)):
        old, new = ([(part, " ".join(words.split())) for part, words in each] for each in pair)
        equal += sorted(old) == sorted(new)
        changed = [("−", *each) for each in old if each not in new] + [("+", *each) for each in new if each not in old]
        for sign, part, words in changed:
            kind = (sign, part, re.sub(r"\d+", "…", words))
            kinds[kind] += 1
            first.setdefault(kind, number)
    return equal, kinds, first


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
    equal, kinds, first = differences(before, after)
    for (sign, part, sentence), times in sorted(kinds.items(), key=lambda each: -each[1]):
        print(f"{times:6} {sign} {part}: {sentence}\n         {lines[first[sign, part, sentence]]}")
    print(f"{equal} of {given.cases} cases are told as {given.commit} told them; {len(kinds)} differences")


if __name__ == "__main__":
    main(sys.argv[1:])
