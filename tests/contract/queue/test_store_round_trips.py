"""How often a kiosk, a counter and a board wait for the server: every round trip is one that a city pays thousands of times a day."""

import re
from pathlib import Path

import pytest

from kiosk.queue.store import open_store
from tests.support.queue.wire import Wire

PAGE = Path(__file__).parents[3] / "docs" / "CITY.md"


def short(statement):
    """A statement as the page names it: what it does, and to which table."""
    first, _, rest = statement.partition(" ")
    table = re.search(r"\bqueue_(\w+)", rest)
    return first if table is None else f"{first} {table.group(1)}"


def on_the_page():
    """Of each question the round trips that docs/CITY.md promises."""
    rows = re.findall(r"^\| ([\w ,]+) \| \d+ \| (`.*`) \|$", PAGE.read_text(), re.MULTILINE)
    return {what: [trip.split(" + ") for trip in re.findall(r"`([^`]+)`", trips)] for what, trips in rows}


@pytest.fixture
def asked(postgres, clock, ask, tmp_path):
    """Each question of a day, as its program asks it, and what travels for it."""
    store = open_store(postgres.fresh(), clock=clock)
    waiting = [store.issue(ask()) for _ in range(30)]
    wire = Wire(store, tmp_path)
    papers, calls = iter(waiting[20:]), iter(waiting)

    questions = {
        "a number": lambda: store.issue(ask()),
        "the estimate on its paper": lambda: store.estimate("stadskantoor", "R", ticket_id=waiting[-1].id),
        "the paper confirmed": lambda: store.printed(next(papers).id),
        "a call": lambda: store.call("stadskantoor", "1"),
        "its end": lambda: store.finish(next(calls).id),
        "a look of a board": lambda: store.board("stadskantoor"),
    }
    yield {what: [[short(each) for each in trip] for trip in wire.of(question)] for what, question in questions.items()}
    store.close()
    wire.close()


def test_a_question_takes_the_round_trips_that_the_page_of_a_city_names(asked):
    assert asked == on_the_page()
