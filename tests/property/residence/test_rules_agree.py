"""Random cases: the product and a second, independent reading of the rules give the same answer, word for word."""

from __future__ import annotations

import ast
import random
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import second_reading

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.profiles.loader import load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.remarks import NOTES
from kiosk.residence.values import numbers_of, values_of
from kiosk.residence.vocabulary import Annex, CardStatus, Codes, Office, Procedure, Protection, Role, Service
from kiosk.residence.words import describe, say

ENGLISH = texts("en")
PLACES = {
    "gent": (
        "stadskantoor",
        "stadskantoor",
        "stadskantoor",
        "gentbrugge",
        "nieuw-gent",
        "sint-amandsberg",
        "wondelgem",
        "rabot",
    ),
    "leuven": ("stadskantoor",),
    "vlaams-voorbeeld": ("gemeentehuis",),
}
CODES = (1, 6, 7, 8, 99, *range(11, 24), 27, 28, *range(31, 37), *range(61, 70))
SERVICES = (
    ["renew"] * 6
    + ["collect"] * 6
    + ["urgent"] * 3
    + ["child"] * 3
    + ["lost", "stolen", "found", "damaged", "chip-defect", "data-change", "photo", "switch", "first"]
    + ["documents", "register", "file", "guarantor", "annex", "protection", "temporary-protection", "long-term"]
    + ["absence", "travel", "passport", "codes", "moved"]
)
WORDS = {
    "service": Service,
    "card_status": CardStatus,
    "office": Office,
    "codes": Codes,
    "procedure": Procedure,
    "role": Role,
    "annex": Annex,
    "protection": Protection,
}
# what is not known is asked of somebody: a number or a way leads there
UNKNOWN = {"ASK_AT_COUNTER", "BAD_FACTS", "CARD_NOT_SUPPORTED", "ASK_IF_REPORTED", "STATUS_UNKNOWN", "CARD_REVOKED"}
DATES = [
    "opens",
    "first_open_day",
    "closes",
    "last_open_day",
    "days_left",
    "opens_in_days",
    "valid_until",
    "valid_days",
    "expired_days",
    "max_expiry",
    "collect_from",
    "collect_until",
    "collect_last_open_day",
    "letter_from",
    "letter_until",
    "ready",
    "annex_15",
    "passport_until",
]


@pytest.fixture(scope="module")
def profiles():
    return {name: load(name, today=date(2026, 11, 22)) for name in PLACES}


def random_case(dice):
    """A town, a moment and facts: edges are drawn more often than the middle."""
    town = dice.choice(("gent", "gent", "leuven", "vlaams-voorbeeld"))
    today = date(2026, 6, 1) + timedelta(days=dice.randrange(700))
    hour, minute = dice.choice(
        [(8, 0), (9, 30), (13, 59), (14, 0), (14, 59), (15, 0), (17, 45), (dice.randrange(24), 30)]
    )
    at = datetime(today.year, today.month, today.day, hour, minute)
    case = {"service": dice.choice(SERVICES)}

    def some(share, name, make):
        if dice.random() < share:
            case[name] = make()

    some(0.7, "place", lambda: dice.choice(PLACES[town]))
    some(0.7, "document_type", lambda: dice.choice(CODES))
    edges = (-1, 0, 1, 29, 30, 31, 44, 45, 46)
    some(
        0.75,
        "valid_until",
        lambda: today + timedelta(days=dice.choice(edges) if dice.random() < 0.6 else dice.randrange(-60, 400)),
    )
    some(0.3, "valid_from", lambda: today - timedelta(days=dice.randrange(-30, 1500)))
    some(0.6, "born", lambda: born(dice, today))
    some(
        0.5,
        "card_status",
        lambda: dice.choice(("ready", "ready", "in_production", "awaiting_decision", "reported", "destroyed", "none")),
    )
    some(0.4, "office", lambda: dice.choice(("up", "up", "down")))
    some(
        0.6,
        "applied",
        lambda: today - timedelta(days=dice.choice((0, 1, 60, 76, 77, 78, 88, 89, 90, 91, 92, 93, 120, -1))),
    )
    some(0.6, "applied_at", lambda: dice.choice(PLACES[town]))
    some(0.4, "letter", lambda: today - timedelta(days=dice.choice((0, 1, 6, 7, 8, 30, 70, 90, -1))))
    some(0.5, "codes", lambda: dice.choice(("yes", "yes", "no", "lost")))
    some(0.4, "procedure", lambda: dice.choice(("regular", "urgent")))
    some(0.2, "children", lambda: dice.randrange(0, 5))
    some(0.3, "role", lambda: dice.choice(("parent", "foster", "guardian", "head-of-home")))
    some(0.3, "eu", lambda: dice.choice((True, False)))
    some(0.15, "duplicate", lambda: True)
    some(0.25, "for_other", lambda: True)
    some(0.5, "police_paper", lambda: dice.choice((True, False)))
    if case["service"] == "found":
        some(0.7, "reported", lambda: dice.choice((True, False)))
    if case["service"] == "temporary-protection":
        some(0.3, "valid_until", lambda: date(2027, 3, 4))
    some(0.3, "sits_still", lambda: dice.choice((True, False)))
    if case["service"] == "switch":
        some(0.8, "switch_to", lambda: dice.choice(("EU+", "F+", "K", "L")))
    if case["service"] == "annex":
        some(0.9, "annex", lambda: dice.choice(("3bis", "15", "19", "19ter", "32", "35")))
    if case["service"] == "protection":
        some(0.9, "protection", lambda: dice.choice(("orange-card", "recognised", "data-update")))
    some(0.1, "entry", lambda: today + timedelta(days=dice.randrange(-400, 400)))
    if case["service"] == "long-term":
        some(0.9, "months", lambda: (dice.choice((0, 48, 60, 72, 84)), dice.choice((0, 1, 24)), dice.choice((0, 6))))
    if case["service"] == "absence":
        some(0.9, "absences", lambda: tuple(dice.choice((1, 4, 5, 6, 7, 12, 13)) for _ in range(dice.randrange(4))))
    return town, at, case, dice.random() > 0.1


def born(dice, today):
    years = dice.choice((1, 3, 12, 12, 30))
    try:
        birthday = today.replace(year=today.year - years)
    except ValueError:
        birthday = date(today.year - years, 2, 28)
    return birthday + timedelta(days=dice.choice((-400, -1, 0, 1, 200)))


def product(profile, at, case, clock_ok):
    values = {name: WORDS[name](value) if name in WORDS else value for name, value in case.items()}
    if "born" in values:
        values["born"] = PartialDate.of(values["born"])
    facts = Facts(**values)
    told = answer(facts, profile, at.replace(tzinfo=BRUSSELS), clock_ok=clock_ok)
    dates = {name: getattr(told.dates, name) for name in DATES if getattr(told.dates, name) is not None}
    if isinstance(dates.get("ready"), datetime):
        dates["ready"] = dates["ready"].replace(tzinfo=None)
    if told.dates.next_opening is not None:
        dates["next_opening_day"] = told.dates.next_opening.date()
    fee = None
    if told.fee is not None:
        fee = "ask" if told.fee.ask_at_counter else told.fee.total_cents or told.fee.alternatives_cents
        assert told.fee.total_cents is None or told.fee.total_cents == sum(line.cents for line in told.fee.lines)
    return (
        told,
        facts,
        {
            "result": str(told.result),
            "notes": [str(note) for note in told.notes],
            "dates": dates,
            "fee": fee,
            "bring": [str(item) for item in told.bring],
            "photo": str(told.photo),
            "appointment": str(told.appointment),
            "channels": [str(channel) for channel in told.channels],
            "ticket": str(told.ticket_class) if told.ticket_class else None,
        },
    )


def unsaid(told, facts, profile):
    """Notes of an answer whose sentence lacks one of its values: nobody would read them."""
    values, numbers = values_of(told, facts, ENGLISH, profile), numbers_of(told, facts, profile)
    return [note for note in told.notes if not say(ENGLISH, NOTES[note], values, numbers)]


def compare(profiles, seed, count):
    dice = random.Random(seed)
    seen = Counter()
    for _ in range(count):
        town, at, case, clock_ok = random_case(dice)
        expected = second_reading.read(town, at, case, clock_ok=clock_ok)
        told, facts, given = product(profiles[town], at, case, clock_ok)
        assert given == expected, (town, at, case, clock_ok)
        if given["result"] in UNKNOWN or given["fee"] == "ask":
            assert given["ticket"] or given["channels"], (town, at, case, clock_ok)
        assert unsaid(told, facts, profiles[town]) == [], (town, at, case, clock_ok)
        seen[given["result"]] += 1
        if seen[given["result"]] % 50 == 1:
            for language in LANGUAGES:
                said = describe(told, facts, texts(language), profiles[town])
                assert said.title
                assert "{" not in " ".join((said.title, *said.body, *said.notes, *dict(said.bring).values()))
    return seen


def test_ten_thousand_random_cases_agree_with_a_second_reading(profiles):
    seen = compare(profiles, "quick", 10_000)
    # the dice reach every kind of answer of these services
    assert {
        "RENEW_TOO_EARLY", "RENEW_OPEN", "RENEW_LATE", "EXPIRED", "COLLECT_NOW", "COLLECT_FROM", "COLLECT_ELSEWHERE",
        "COLLECT_BY_APPOINTMENT", "COLLECT_NOT_READY", "WAIT_FOR_CODES", "URGENT_WAIT", "DESTROYED_OR_EXPIRED",
        "NO_APPLICATION_FOUND", "IN_PERSON_ONLY", "STATUS_UNKNOWN", "APPOINTMENT_REQUIRED", "WAIT_FOR_DECISION",
        "OTHER_PROCEDURE", "POLICE_FIRST", "URGENT_READY", "URGENT_NO_DATE", "BY_MAIL_OR_APPOINTMENT", "CARD_REVOKED",
        "HAND_IN_DOCUMENTS", "ASK_AT_COUNTER", "BAD_FACTS", "CLOSED", "NOT_RESIDENCE_CARD", "CARD_NOT_SUPPORTED",
        "CHIP_DEFECT", "CARD_STILL_VALID", "ASK_IF_REPORTED", "TP_RENEW_OPEN",
    } <= set(seen)  # fmt: skip


@pytest.mark.full
def test_twenty_thousand_more_cases_agree(profiles):
    compare(profiles, "full", 20_000)


def test_the_second_reading_shares_no_code_with_the_product():
    files = sorted(Path(__file__).parent.glob("second_*.py"))
    assert len(files) >= 5
    allowed = {"__future__", "calendar", "datetime", "typing", *(path.stem for path in files)}
    for path in files:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            assert set(names) <= allowed, (path.name, names)
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400
