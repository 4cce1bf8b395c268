"""The languages of the kiosk, and how a message is marked for translation; light, so that everything may use it."""

from __future__ import annotations

from typing import NamedTuple

# own name of each language, in the order of the language screen
LANGUAGES: dict[str, str] = {
    "nl": "Nederlands",
    "en": "English",
    "fr": "Français",
    "de": "Deutsch",
    "tr": "Türkçe",
    "uk": "Українська",
    "ar": "العربية",
    "bg": "Български",
    "es": "Español",
    "pl": "Polski",
    "ro": "Română",
}
RIGHT_TO_LEFT = frozenset({"ar"})


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
