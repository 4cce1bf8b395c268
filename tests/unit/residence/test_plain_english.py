"""Everything that a resident reads, hears or holds is plain English, by a measure (decision 0165)."""

import tomllib
from pathlib import Path

import pytest

from kiosk.commands.translations import template
from kiosk.profiles.loader import load
from kiosk.visit.shown.speech import sentences
from kiosk.visit.tour.showcase import OPEN_DAY, views
from tests.support import plain

EXCEPTIONS = tomllib.loads((Path(__file__).parent / "plain.toml").read_text("utf-8"))
FOR_RESIDENTS = ("kiosk/residence", "kiosk/visit", "kiosk/health/servicelevel", "kiosk/commands/board")
AT_MOST = 10


def messages():
    """Every English message that is for a resident; both forms of a plural."""
    for message in template():
        if message.id and any(file.startswith(FOR_RESIDENTS) for file, _ in message.locations):
            yield from (message.id,) if isinstance(message.id, str) else message.id


@pytest.fixture(scope="module")
def said():
    return tuple(messages())


def test_words_are_usual_or_terms(said):
    found = {message: words for message in said if (words := plain.unusual(message))}
    assert {message: words for message, words in found.items() if message not in EXCEPTIONS["messages"]} == {}
    assert EXCEPTIONS["messages"].keys() <= found.keys(), "well done: take these off the list in plain.toml"


def test_sentences_are_short(said):
    assert [each for message in said for each in plain.long_sentences(message)] == []


def test_there_are_few_exceptions_and_each_has_a_reason():
    reasons = [why for kind in EXCEPTIONS.values() for why in kind.values()]
    assert len(reasons) <= AT_MOST
    assert all(why.endswith(".") for why in reasons)


def test_a_term_is_used_and_says_why_it_is_needed(said):
    everything = " ".join(said).lower()
    for name, term in plain.terms()["terms"].items():
        assert term["why"], name
        assert [form for form in term["en"] if form.lower() not in everything] == [], name
        assert plain.unusual(term["en"][0]) == ()


def test_every_screen_can_be_read_after_seven_years_at_school():
    hard = {}
    for name in ("gent", "leuven", "vlaams-voorbeeld"):
        for screen, view in views("en", profile=load(name, today=OPEN_DAY.date())):
            text = [line for line, language in sentences(view) if line and language == "en"]
            text += [word for action in view.actions for word in (action.label, action.detail) if word]
            if (grade := plain.grade(text)) > plain.GRADE:
                hard[screen] = round(grade, 1)
    assert {screen: grade for screen, grade in hard.items() if screen not in EXCEPTIONS["screens"]} == {}
    assert EXCEPTIONS["screens"].keys() <= hard.keys(), "well done: take these off the list in plain.toml"


def test_the_measure_sees_what_is_hard():
    assert plain.unusual("Your beneficiary is remunerated.") == ("beneficiary", "remunerated")
    assert plain.unusual("Your residence card is valid; children's cards too, Gentinfo says.") == ()
    assert plain.long_sentences("One two three four five six seven eight nine ten eleven twelve and so on too.")
    easy = ["Take your card.", "Wait for your number.", "Then go to the counter.", "Bring your passport with you."]
    assert plain.grade([*easy, "Staff will help you."]) < 3
    assert plain.grade(["Notwithstanding administrative proceedings, municipal authorities deliberate."] * 4) > 20
    assert plain.grade(["Gentbrugge"]) == 0
