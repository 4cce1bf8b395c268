"""Profiles with slips and wrong values by chance; those that pass the check are visited by somebody.

`python -m tests.property.profiles.mutants 10000 [SEED]` makes so many and prints what raised.
"""

import random
import re
import sys
import tempfile
import tomllib
import traceback
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import EXAMPLES, NAMES, load, path_of
from kiosk.profiles.problems import ProfileError
from kiosk.visit.model.state import Moment, Setting, Situation, VisitState
from kiosk.visit.tour.people import everyone
from kiosk.visit.tour.walker import CARD, follow, walk

NOON = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
TOUCHES = 30
TOWNS = (*map(path_of, (*NAMES, *EXAMPLES)), Path(__file__).parents[2] / "walk" / "every-rule.toml")
# what somebody may write instead of a value
ODD = (
    "0", "1", "2", "-1", "13", "365", "9999", "true", "false", '""', '"none"', '"unstated"', '"walk_in"', '"appointment"',
    "[]", '["A"]', '["EU+", "F"]', '["nl"]', '["09:00-10:00"]', '["00:00-23:59"]', "2020-01-01", "2027-02-18", "2099-12-31",
    "00:00:00", "23:59:00", '"renew"', '"collect"', '"child"', '"adult"', '"urgent"', "[1, 2]", "{}",
)  # fmt: skip
_VALUE = re.compile(r"^(\s*[a-z_0-9-]+ = )(.+)$")


@dataclass(frozen=True)
class Mutant:
    """A profile's text, and what was done to it."""

    text: str
    acts: tuple[str, ...]


def mutant(chance):
    """A change or some more of a profile: one that ships, an example, or the town that has every rule."""
    blocks = chance.choice(TOWNS).read_text(encoding="utf-8").split("\n\n")
    acts = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        act = chance.choice((_other_value, _other_value, _odd_value, _odd_value, _without_line, _without_block, _twice))
        acts.append(act(blocks, chance))
    return Mutant("\n\n".join(blocks), tuple(acts))


def _pick(blocks, chance):
    places = [
        (number, at)
        for number, block in enumerate(blocks)
        for at, line in enumerate(block.split("\n"))
        if _VALUE.match(line) and not line.startswith(("source", "checked_on", "title"))
    ]
    return chance.choice(places)


def _change(blocks, number, at, value):
    lines = blocks[number].split("\n")
    before, lines[at] = lines[at], _VALUE.sub(lambda found: found[1] + value, lines[at])
    blocks[number] = "\n".join(lines)
    return f"{before!r} → {lines[at]!r}"


def _other_value(blocks, chance):
    """The value of another line, mostly of the same key, or of the same kind."""
    number, at = _pick(blocks, chance)
    key, value = _VALUE.match(blocks[number].split("\n")[at]).groups()
    lines = [found.groups() for block in blocks for line in block.split("\n") if (found := _VALUE.match(line))]
    alike = [other for _, other in lines if _kind(other) is _kind(value) and other != value]
    same = [other for name, other in lines if name == key and other != value]
    return _change(blocks, number, at, chance.choice(chance.choice((same, same, alike)) or [value]))


def _odd_value(blocks, chance):
    """Something else of the same kind."""
    number, at = _pick(blocks, chance)
    value = _VALUE.match(blocks[number].split("\n")[at])[2]
    return _change(blocks, number, at, chance.choice([each for each in ODD if _kind(each) is _kind(value)] or ODD))


def _kind(value):
    """What TOML makes of a value; a list goes on in the next line."""
    try:
        return type(tomllib.loads(f"x = {value}")["x"])
    except tomllib.TOMLDecodeError:
        return None


def _without_line(blocks, chance):
    number, at = _pick(blocks, chance)
    lines = blocks[number].split("\n")
    gone = lines.pop(at)
    blocks[number] = "\n".join(lines)
    return f"without {gone!r}"


def _without_block(blocks, chance):
    gone = blocks.pop(chance.randrange(1, len(blocks)))
    return f"without {gone[:80]!r}"


def _twice(blocks, chance):
    number = chance.randrange(1, len(blocks))
    blocks.insert(number, blocks[number])
    return f"twice {blocks[number][:80]!r}"


def visited(path, chance):
    """Whether the profile passed; whoever comes then is told something at every touch, and nothing raises."""
    try:
        profile = load(path, today=NOON.date())
    except ProfileError:
        return False
    place = chance.choice(profile.places).id
    start = VisitState(Setting(profile, place, "mutant"), Moment(NOON, 100.0), Situation())
    person = chance.choice(everyone(profile, place, NOON.date()))
    told = next(walk(start, person, language=chance.choice(profile.languages).code))
    for _ in range(TOUCHES):
        assert told.sentences
        assert told.speech
        _ = told.slip, told.ticket
        keys = [action.key for action in (*told.view.actions, *told.view.controls) if action.enabled]
        told = follow(told, [chance.choice([*keys, CARD])])
    return True


def tried(count, seed, folder):
    """(how many passed, [(what was done, what it raised)])."""
    passed, raised = 0, []
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        made = mutant(chance)
        path = folder / "stad.toml"
        path.write_text(made.text, encoding="utf-8")
        try:
            passed += visited(path, chance)
        except Exception:
            raised.append((f"{seed}-{number}", made.acts, traceback.format_exc(limit=-3)))
    return passed, raised


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place_for_it:
        wanted = int(sys.argv[1])
        good, bad = tried(wanted, sys.argv[2] if len(sys.argv) > 2 else "0", Path(place_for_it))
    for which, done, what in bad:
        print(which, *done, what, sep="\n  ")
    print(f"{wanted} profiles, {good} passed the check, {len(bad)} raised")
    sys.exit(1 if bad else 0)
