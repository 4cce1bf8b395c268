"""Random people, facts and kiosks: what is told never contradicts itself.

.venv/bin/python -m tests.walk.random_cases [--cases 30000] [--seed 14] [--jobs 2]

One case in three is a visit: somebody with a card and an office that says something walks by touches taken by chance, and after
"Something else" perhaps once more, and perhaps with the card put in at the answer.  The others are facts by chance, answered by the rules and shown on the screen.  Each screen
is asked by the checks of tests/walk/checks.py.  It goes on where it was stopped, as long as neither product nor tests change.
"""

import argparse
import json
import random
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import load
from kiosk.residence.cardtypes import CARD_TYPES
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.vocabulary import CardStatus, ChildSituation, Guarantee, Medical, ResultCode
from kiosk.views.touches import Pressed, Touched
from kiosk.visit.model.phases import Answered
from kiosk.visit.model.state import Moment, Setting, Situation, VisitState
from kiosk.visit.tour import reach, walker
from kiosk.visit.tour.people import ENDS, NOBODY, Person, holder_of
from tests.property.residence.test_rules_agree import PLACES, WORDS, random_case
from tests.support.busy import fingerprint
from tests.walk.checks import (
    appointment_in_words,
    card_at_the_answer,
    nothing_against_the_title,
    nothing_twice,
    notices_hold,
    price_told,
    questions_answered,
    same_again,
    ticket_helps,
    way_out,
)
from tests.walk.twice import no_fact_twice

FOLDER = Path(__file__).parents[2] / "out" / "random-cases"
CHUNK = 500
VISIT_OF = 3
SHOWN = (
    appointment_in_words,
    price_told,
    nothing_against_the_title,
    ticket_helps,
    way_out,
    nothing_twice,
    no_fact_twice,
    notices_hold,
)
WALKED = (*SHOWN, questions_answered, same_again, card_at_the_answer)


def chunk(seed, number, count=CHUNK):
    """So many cases; {case: how it came to be}, and what the screens were about."""
    dice, wrong, seen = random.Random(f"{seed} {number}"), {}, Counter()
    for at in range(count):
        visit = at % VISIT_OF == 0
        for told, how in a_visit(dice) if visit else some_facts(dice):
            seen["visit" if visit else "facts"] += 1
            seen[str(told.visit.answer.result)] += 1
            for check in WALKED if visit else SHOWN:
                for name in check(told):
                    wrong.setdefault(f"{check.__name__}: {name} {told.visit.answer.result}", how)
    return wrong, seen


@cache
def town(name):
    return load(name, today=date(2026, 11, 22))


def a_kiosk(dice, name, place, now):
    """Idle; now and then something of it does not work."""
    # half of the kiosks are whole
    works = {each: dice.random() > 0.12 for each in ("clock_ok", "office", "tickets", "paper", "cards")}
    return VisitState(Setting(town(name), place, "walk"), Moment(now, 100.0), Situation(**works))


def some_facts(dice):
    """An answer to facts by chance, on the screen."""
    name, at, case, _ = random_case(dice)
    values = {key: WORDS[key](value) if key in WORDS else value for key, value in case.items()}
    if "born" in values:
        values["born"] = PartialDate.of(values["born"])
    if dice.random() < 0.08:
        values["medical"] = dice.choice(list(Medical))
    if dice.random() < 0.3:
        values["situation"] = dice.choice(list(ChildSituation))
    if values["service"] == "guarantor" and dice.random() < 0.8:
        values["guarantee"] = dice.choice(list(Guarantee))
    place = values.pop("place", None) or dice.choice(PLACES[name])
    idle = a_kiosk(dice, name, place, at.replace(tzinfo=BRUSSELS))
    told = reach.screen(idle, Facts(**values, place=place), "en")
    if told.visit.answer.result is not ResultCode.BAD_FACTS:
        yield told, f"{name} {at} {case} {idle.situation}"


def a_person(dice, name, today):
    """Perhaps with a card, perhaps known to the office."""
    office = None
    if dice.random() < 0.5:
        status = dice.choice(list(CardStatus))
        applied = today - timedelta(days=dice.choice((1, 20, 60, 77, 89, 92, 120)))
        office = {"card_status": status, "applied": applied, "applied_at": dice.choice(PLACES[name])}
    if dice.random() < 0.25:
        return replace(NOBODY, office=office)
    code, days, age = dice.choice(list(CARD_TYPES)), dice.choice(list(ENDS.values())), dice.choice((1, 5, 11, 12, 35))
    card = holder_of(code, today, days=days + dice.choice((-1, 0, 0, 1)), age=age, ages_in=dice.choice((1, 20, 200)))
    return Person(f"card {code}, {days} days, {age} years, office {office}", card, office)


def a_visit(dice):
    """The answers that somebody comes to by touches taken by chance."""
    name = dice.choice(list(PLACES))
    now = datetime(2026, 12, 1, 10, 30, tzinfo=BRUSSELS) + timedelta(days=dice.randrange(500), hours=dice.randrange(6))
    person = a_person(dice, name, now.date())
    state = a_kiosk(dice, name, dice.choice(PLACES[name]), now)
    for touch in (Touched(), Pressed("language.en")):
        state, _ = walker.do(state, touch)
    here, again, late = walker.Told(person, (), state), dice.random() < 0.5, dice.random() < 0.5
    for _ in range(20):
        answered = isinstance(here.state.phase, Answered)
        if answered:
            yield here, f"{name} {now:%Y-%m-%d %H:%M} {person.name}: {here.way} {here.state.situation}"
        ways = list(walker.choices(here)) if not answered or late else ()
        if answered and not ways:
            if not again or "menu" not in here.buttons:
                return
            again = False
            here = walker.follow(here, ["menu"])
            ways = list(walker.choices(here))
        if not ways:
            return
        touch, leads = dice.choice(ways)
        screens = list(leads())
        if not screens:
            return
        label, after = dice.choice(screens)
        here = here.after(touch._replace(label=f"{touch.label}{label}"), after)


def run(cases, seed=14, jobs=2, kept=None):
    """{case: how}, and what was seen; `kept` is a file in which what was done is written."""
    wrong, seen = {}, Counter()
    numbers = list(range(-(-cases // CHUNK)))
    mark = fingerprint(["random cases", seed]) if kept else ""
    if kept and kept.exists() and (known := json.loads(kept.read_text("utf-8")))["mark"] == mark:
        wrong, seen = known["wrong"], Counter(known["seen"])
        numbers = [number for number in numbers if number not in known["done"]]
    done = [number for number in range(-(-cases // CHUNK)) if number not in numbers]
    with ProcessPoolExecutor(jobs) as pool:
        asked = {pool.submit(chunk, seed, number, min(CHUNK, cases - number * CHUNK)): number for number in numbers}
        for each in as_completed(asked):
            found, told = each.result(0)
            wrong, seen = {**found, **wrong}, seen + told
            done.append(asked[each])
            if kept:
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_text(json.dumps({"mark": mark, "done": done, "wrong": wrong, "seen": seen}), "utf-8")
    return wrong, seen


def main(words):
    parser = argparse.ArgumentParser(prog="python -m tests.walk.random_cases")
    parser.add_argument("--cases", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args(words)
    wrong, seen = run(given.cases, given.seed, given.jobs, FOLDER / f"{given.seed}.json")
    for case, how in sorted(wrong.items()):
        print(f"{case}\n    {how}")
    print(f"{seen['visit']} answers of visits, {seen['facts']} of facts, {len(wrong)} kinds of contradiction")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
