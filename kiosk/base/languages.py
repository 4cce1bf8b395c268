"""The languages of the kiosk, and how a message is marked for translation; light, so that everything may use it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Final, NamedTuple

CODE_FORM: Final = "[a-z]{2,3}(-[A-Z][a-z]{3})?"
"""A code of BCP 47 as far as it is needed: a language, and its script where it has two ("nl", "prs", "zh-Hant")."""


@dataclass(frozen=True, slots=True)
class Language:
    """A row of `kiosk/locales/languages.toml`, which says what each key means; patterns of dates are CLDR's."""

    code: str
    name: str
    locale: str = ""
    script: str = "Latn"
    voice: str | None = None
    pace: float = 1.0
    day: str = "d MMMM"
    first: str = ""
    year: str = "{day} y"
    weekday: str = "EEEE {day}"
    short: str = "d MMM"
    colon: str = ": "
    makers: bool = False


def _rows() -> dict[str, Language]:
    text = (resources.files("kiosk") / "locales" / "languages.toml").read_text(encoding="utf-8")
    return {row["code"]: Language(**row) for row in tomllib.loads(text)["languages"]}


ROWS: dict[str, Language] = _rows()
# own name of each language, in the order of the language screen
LANGUAGES: dict[str, str] = {code: row.name for code, row in ROWS.items()}


def voices() -> dict[str, str]:
    """The voice of espeak-ng for each language; "" where it has none."""
    return {code: code if row.voice is None else row.voice for code, row in ROWS.items()}


def paces() -> dict[str, float]:
    """How much faster the voice of each language must read, from espeak-ng 1.52 on."""
    return {code: row.pace for code, row in ROWS.items()}


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for "mark, translate later")
    """Mark a message for extraction; it is translated where it is shown."""
    return message


class Plural(NamedTuple):
    """A message with a number: its forms for one and for many, and the name of the value that is its {count}."""

    one: str
    many: str
    number: str


def NN_(one: str, many: str, number: str) -> Plural:  # noqa: N802  (N_ for a message with a number)
    """Mark a message with a number for extraction."""
    return Plural(one, many, number)
