"""`kiosk profile new` as a person calls it, and the answers that made the towns of `kiosk/profiles/examples`."""

import tomllib
from pathlib import Path

from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.profiles.beginning.asking import questions

ANSWERS = Path(__file__).parents[1] / "contract" / "profiles" / "answers"
TOWNS = sorted(path.stem for path in ANSWERS.glob("*.toml"))
TODAY = ("--today", "2026-11-22")


def new(*words, typed=None):
    done = CliRunner().invoke(kiosk, ["profile", "new", *words], input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def answers(town):
    return tomllib.loads((ANSWERS / f"{town}.toml").read_text("utf-8"))


def lines(town):
    """What is typed, line by line, for these answers: nothing where the suggestion is right."""
    wanted, said = answers(town), {}
    for question in questions(said):
        said[question.key] = wanted.get(question.key, question.usual)
        yield question, "" if said[question.key] == question.usual else wanted[question.key]
