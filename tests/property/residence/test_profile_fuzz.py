"""A profile may be wrong in any way: the check names it, and nothing but ProfileError ever comes out of loading."""

from __future__ import annotations

import copy
import json
import random
import tomllib
from datetime import date, datetime, time
from pathlib import Path

import pytest

import kiosk.profiles
from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import NAMES, check, load
from kiosk.profiles.problems import ProfileError
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts
from kiosk.residence.vocabulary import Service

FOLDER = Path(kiosk.profiles.__file__).parent
TODAY = date(2026, 11, 22)
JUNK = (
    0,
    -1,
    10**9,
    "",
    "x",
    True,
    [],
    ["x"],
    {},
    {"a": 1},
    [[1]],
    1.5,
    date(2024, 1, 1),
    time(3, 0),
    [{}],
    [{"source": 4}],
)


def as_toml(value):
    """A value as TOML writes it inline."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            inner = ", ".join(f"{json.dumps(str(key))} = {as_toml(each)}" for key, each in value.items())
            return "{ " + inner + " }"
        case list():
            return "[" + ", ".join(as_toml(each) for each in value) + "]"
        case datetime() | date() | time():
            return value.isoformat()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return repr(value)


def spots(value, path=()):
    """Every place in a table where something can be changed."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from spots(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield (*path, index)
            yield from spots(inner, (*path, index))


def spoil(table, dice):
    broken = copy.deepcopy(table)
    for _ in range(dice.choice((1, 1, 2, 5))):
        path = dice.choice(list(spots(broken)))
        holder = broken
        for part in path[:-1]:
            holder = holder[part]
        if dice.random() < 0.25 and isinstance(holder, dict):
            del holder[path[-1]]
        else:
            holder[path[-1]] = copy.deepcopy(dice.choice(JUNK))
    return broken


def write(path, table):
    path.write_text(
        "\n".join(f"{json.dumps(key)} = {as_toml(value)}" for key, value in table.items()), encoding="utf-8"
    )


def spoilt(tmp_path, seed, rounds):
    dice = random.Random(seed)
    tables = [tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in NAMES]
    path = tmp_path / "stad.toml"
    for _ in range(rounds):
        write(path, spoil(dice.choice(tables), dice))
        yield path


def try_it(path):
    found = check((path,), TODAY)
    assert all(error.file and error.message for error in found.errors)
    try:
        profile = load(path, today=TODAY)
    except ProfileError:
        assert not found.ok
        return False
    # what is only said to whoever writes a profile holds no kiosk back
    assert {str(error.code) for error in found.errors} <= {"STALE_DATE", "UNLIKELY"}
    for service in (Service.RENEW, Service.COLLECT, Service.URGENT, Service.CHILD):
        facts = Facts(service=service, document_type=33, valid_until=date(2026, 12, 31))
        assert answer(facts, profile, datetime(2026, 11, 23, 10, tzinfo=BRUSSELS), clock_ok=True).result
    return True


def test_no_mistake_in_a_profile_ends_in_a_traceback(tmp_path):
    good = [try_it(path) for path in spoilt(tmp_path, "quick", 120)]
    assert any(good)
    assert not all(good)


@pytest.mark.full
def test_many_more_mistakes_end_in_no_traceback(tmp_path):
    for path in spoilt(tmp_path, "full", 1500):
        try_it(path)


@pytest.mark.parametrize(
    "table", ["places", "fees", "menu", "languages", "sources", "urgent", "invitation", "statuses"]
)
@pytest.mark.parametrize("junk", JUNK[2::2], ids=repr)
def test_any_table_may_be_anything(tmp_path, table, junk):
    broken = tomllib.loads((FOLDER / "gent.toml").read_text(encoding="utf-8"))
    broken[table] = junk
    path = tmp_path / "stad.toml"
    write(path, broken)
    try_it(path)
