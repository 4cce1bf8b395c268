"""Where each fact of the five pages is told: `docs/pages.toml`, walked; docs/requirements.md has its last column from here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import load
from kiosk.visit.model.state import Moment, Setting, VisitState
from kiosk.visit.tour.people import NOBODY, collectors, people
from kiosk.visit.tour.walker import Told, walk

_NOON: Final = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
_MOMENTS: Final = {
    "after three": datetime(2027, 2, 18, 15, 30, tzinfo=BRUSSELS),
    "saturday": datetime(2027, 2, 20, 11, 0, tzinfo=BRUSSELS),
    "easter": datetime(2027, 3, 26, 11, 0, tzinfo=BRUSSELS),
}
_HEAD: Final = ("| Id | Page | Rule | Held in | Told |", "|---|---|---|---|---|")


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence of a page in our own words; told on a screen that holds all of `says`, or `why` it concerns nobody.

    `way`: an expression that the touches hold, where other screens say the same of something else.
    """

    page: str
    number: int
    rules: tuple[str, ...]
    fact: str
    at: str = ""
    by: str = NOBODY.name
    says: tuple[str, ...] = ()
    why: str = ""
    way: str = ""


def facts(path: Path) -> tuple[Fact, ...]:
    """The rows of the file."""
    rows = tomllib.loads(path.read_text("utf-8"))["fact"]
    return tuple(Fact(**{**row, "rules": tuple(row["rules"]), "says": tuple(row.get("says", ()))}) for row in rows)


def told(fact: Fact) -> Told | None:
    """The first screen that tells it, by the shortest way; None where no screen does."""
    for each in _screens(fact.at, fact.by):
        said = "\n".join([*each.sentences, *(action.label for action in each.view.actions)])
        said = said.replace("\N{NO-BREAK SPACE}", " ")  # what holds a value together is no part of a fact
        if re.search(fact.way, each.way) and all(re.search(wanted, said) for wanted in fact.says):
            return each
    return None


@cache
def _screens(at: str, by: str) -> tuple[Told, ...]:
    name, _, where = by.partition("@")
    now = _MOMENTS.get(where, _NOON)
    profile = load(at, today=now.date())
    place = profile.place(None if where in _MOMENTS else where or None).id
    start = VisitState(Setting(profile, place, "walk"), Moment(now, 1000.0))
    everybody = (*people(now.date()), *collectors(profile, place, now.date()))
    person = next(each for each in everybody if each.name == name)
    return tuple(walk(start, person))


def requirements(page: Path, rows: tuple[Fact, ...]) -> str:
    """The page as people wrote it, with the column of where each rule is told."""
    cells = {rule: "; ".join(dict.fromkeys(_cells(rule, rows))) for row in rows for rule in row.rules}
    lines = []
    for line in page.read_text("utf-8").splitlines():
        parts = [part.strip() for part in line.strip().strip("|").split("|")]
        if parts[:3] == ["Id", "Page", "Rule"]:
            lines.append(_HEAD[0])
        elif lines and lines[-1] == _HEAD[0]:
            lines.append(_HEAD[1])
        elif re.fullmatch(r"S\d{3}", parts[0]):
            held = parts[3] if len(parts) > len(("id", "page", "rule")) else ""
            lines.append(f"| {' | '.join(parts[:3])} | {held} | {cells.get(parts[0], '')} |".replace("|  |", "| |"))
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _cells(rule: str, rows: tuple[Fact, ...]) -> Iterator[str]:
    for row in rows:
        if rule not in row.rules:
            continue
        found = None if row.why else told(row)
        if row.why:
            yield row.why
        elif found is None:
            yield "told nowhere"
        else:
            by = "" if row.by == NOBODY.name else f" ({row.by.replace('@', ', ')})"
            yield f"{row.at}{by}: {found.way}"
