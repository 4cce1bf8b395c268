"""The cases that are known to be wrong, each check's own list in known.toml; a list only grows shorter.

.venv/bin/python -m tests.walk.known            all walks, all checks: what is wrong, and what is no longer
.venv/bin/python -m tests.walk.known --prune    takes what is mended off the lists
"""

import sys
import tomllib
from pathlib import Path

from tests.walk import walks
from tests.walk.checks import (
    EACH,
    card_at_the_answer,
    child_and_parent,
    no_fact_twice,
    notices_hold,
    same_facts,
    way_out,
    with_and_without,
)
from tests.walk.once import worked_out_once

FILE = Path(__file__).parent / "known.toml"
CHECKS = (*EACH, notices_hold, with_and_without, child_and_parent, card_at_the_answer, same_facts)
WITHOUT = ({"clock_ok": False}, {"office": False}, {"tickets": False}, {"paper": False}, {"cards": False})


def known():
    """{check: cases}; a case that only many walks find stands under `rare`."""
    return tomllib.loads(FILE.read_text("utf-8"))


def found(which):
    """{check: {case: how one comes to it}} over the walks of "quick", "full" or "all"."""
    with worked_out_once():
        return _found(which)


def _found(which):
    cases = {check.__name__: {} for check in CHECKS}
    for told in walks.answers(which):
        for check in EACH:
            _add(cases, check, check(told), told)
    for situation in WITHOUT:
        for name in walks.PROFILES:
            for told in walks.answers_when(name, **situation):
                _add(cases, notices_hold, notices_hold(told), told)
                _add(cases, no_fact_twice, no_fact_twice(told), told)
                _add(cases, way_out, way_out(told), told)
    for (name, person), ends in walks.ways().items():
        without = walks.ways()[name, walks.NOBODY.name]
        pair = {walks.ADULT: with_and_without, walks.CHILD: child_and_parent}.get(person)
        for told in ends if pair else ():
            _add(cases, card_at_the_answer, card_at_the_answer(told), told)
            _add(cases, pair, pair(without, told), told)
        for wrong, told in same_facts(ends):
            _add(cases, same_facts, [wrong], told)
    return cases


def _add(cases, check, wrong, told):
    for name in wrong:
        cases[check.__name__].setdefault(name, f"{told.person.name}: {told.way}: {told.view.title}")


def written(lists):
    lines = ["# Written by `python -m tests.walk.known --prune`; nothing is ever added to make a test pass.", ""]
    for check, cases in sorted(lists.items()):
        if check != "rare" and cases:
            lines += [f"{check} = [", *(f'    "{case}",' for case in sorted(cases)), "]", ""]
    rare = {check: cases for check, cases in sorted(lists.get("rare", {}).items()) if cases}
    if rare:
        lines += ["# found by `full` or by all walks only", "[rare]"]
        for check, cases in rare.items():
            lines += [f"{check} = [", *(f'    "{case}",' for case in sorted(cases)), "]"]
    return "\n".join(lines).rstrip() + "\n"


def main(words):
    if words == ["--prune"]:
        cases, lists = found("quick"), known()
        kept = {
            check: [case for case in listed if case in cases[check]]
            for check, listed in lists.items()
            if check != "rare"
        }
        FILE.write_text(written({**kept, "rare": lists.get("rare", {})}), "utf-8")
        return 0
    if words:
        print(__doc__)
        return 2
    wrong = 0
    for check, cases in found("all").items():
        listed = {*known().get(check, ()), *known().get("rare", {}).get(check, ())}
        print(f"{check}: {len(cases)}")
        for case, way in sorted(cases.items()):
            wrong += case not in listed
            print(f"  {'known' if case in listed else 'NEW  '} {case}   ({way})")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
