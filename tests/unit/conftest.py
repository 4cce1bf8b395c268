"""What every test of the rules needs: a question to a profile at a moment, and its text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.profiles.loader import load
from kiosk.residence.answers import Answer
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import (
    Annex,
    CardStatus,
    ChildSituation,
    Codes,
    Guarantee,
    Medical,
    Office,
    Procedure,
    Protection,
    Role,
    Service,
)
from kiosk.residence.words import Described, describe

_WORDS = {
    "service": Service,
    "card_status": CardStatus,
    "office": Office,
    "codes": Codes,
    "procedure": Procedure,
    "role": Role,
    "situation": ChildSituation,
    "medical": Medical,
    "annex": Annex,
    "guarantee": Guarantee,
    "protection": Protection,
}
_DAYS = {"valid_from", "valid_until", "applied", "letter", "photo_date", "certificate", "entry"}


@lru_cache(maxsize=8)
def loaded(name: str) -> Profile:
    return load(name, today=date(2026, 11, 22))


def facts(given: dict[str, Any]) -> Facts:
    values = dict(given)
    for name, value in given.items():
        if name in _WORDS and value is not None:
            values[name] = _WORDS[name](value)
        elif name in _DAYS and isinstance(value, str):
            values[name] = date.fromisoformat(value)
        elif name == "born" and isinstance(value, str):
            values[name] = PartialDate.parse(value)
        elif name == "appointment" and isinstance(value, str):
            values[name] = moment(value)
    return Facts(**values)


def moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if len(text) <= 10:
        at = at.replace(hour=10)
    return at.replace(tzinfo=BRUSSELS)


class Asked:
    """An answer with the codes as plain words, and its text in English."""

    def __init__(self, told: Answer, known: Facts, profile: Profile) -> None:
        self.told, self.facts, self.profile = told, known, profile
        self.result = str(told.result)
        self.notes = [str(note) for note in told.notes]
        self.dates = told.dates
        self.fee = told.fee
        self.bring = [str(item) for item in told.bring]
        self.photo = str(told.photo)
        self.appointment = str(told.appointment)
        self.channels = [str(channel) for channel in told.channels]
        self.ticket = str(told.ticket_class) if told.ticket_class else None
        self.place = told.params.place

    def words(self, language: str = "en") -> Described:
        return describe(self.told, self.facts, texts(language), self.profile)

    @property
    def text(self) -> str:
        said = self.words()
        return " ".join((said.title, *said.body, *said.notes, said.fee_note, said.fee_total))


@pytest.fixture
def ask() -> Callable[..., Asked]:
    def ask_profile(profile: str, today: str, *, clock_ok: bool = True, **given: Any) -> Asked:
        used = loaded(profile)
        known = facts(given)
        return Asked(answer(known, used, moment(today), clock_ok=clock_ok), known, used)

    return ask_profile


@pytest.fixture
def profile_of() -> Callable[[str], Profile]:
    return loaded


@pytest.fixture
def shipped() -> Path:
    """The folder of the profiles that ship with the product."""
    import kiosk.profiles

    return Path(kiosk.profiles.__file__).parent


@pytest.fixture
def town(shipped, tmp_path):
    """A copy of Ghent's profile with changes, as a municipality would make them."""

    def make(*changes, extra="", name="stad.toml"):
        text = (shipped / "gent.toml").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path = tmp_path / name
        path.write_text(text + extra, encoding="utf-8")
        return path

    return make
