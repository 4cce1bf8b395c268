"""Languages: texts through gettext, plurals through Babel; how values are written is `kiosk.base.values`.

Messages are the English sentences themselves; a catalogue is `kiosk/locales/<language>/LC_MESSAGES/kiosk.po`,
read as it is (no compiled copy that could be stale).  English needs no catalogue.
"""

from __future__ import annotations

import gettext
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from babel import Locale
from babel.messages import mofile, pofile

from kiosk.base.bidi import in_order, isolated
from kiosk.base.languages import ROWS, Language
from kiosk.base.scripts import SCRIPTS
from kiosk.base.values.forms import forms_of
from kiosk.base.values.written import Cased, Written

LOCALES = resources.files("kiosk") / "locales"


@dataclass(frozen=True, slots=True)
class Texts(Written):
    """One language: its catalogue, and the values that it writes."""

    catalogue: gettext.NullTranslations

    @property
    def right_to_left(self) -> bool:
        """True for languages that are written from right to left."""
        return self.row.script in SCRIPTS and SCRIPTS[self.row.script].right_to_left

    def gettext(self, message: str, **values: object) -> str:
        """The message in this language, with its {placeholders} filled."""
        text = self.catalogue.gettext(message)
        return self._in_order(text.format(**self._put_in(values)) if values else text)

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """The plural form for `count`, which is also the placeholder {count}."""
        values["count"] = self.number(count)
        return self._in_order(self.catalogue.ngettext(one, many, count).format(**self._put_in(values)))

    def telephone(self, number: str) -> str:
        """A number of the telephone that stands alone."""
        return self._in_order(Written.telephone(self, number))

    def labelled(self, label: str, value: str) -> str:
        """A label and its value in one line."""
        return Written.labelled(self, label, isolated(value) if self.right_to_left else value)

    def _put_in(self, values: dict[str, object]) -> dict[str, object]:
        """A translation may ask any value for a case, also a time or a name, which has none; from right to left isolated."""
        own = isolated if self.right_to_left else str
        return {
            name: Cased(own(value), {case: own(form) for case, form in getattr(value, "cases", {}).items()})
            if isinstance(value, str)
            else value
            for name, value in values.items()
        }

    def _in_order(self, text: str) -> str:
        return in_order(text) if self.right_to_left else text


@lru_cache(maxsize=32)
def texts(language: str) -> Texts:
    """The texts of a language; an unknown one answers English."""
    row = ROWS.get(language, ROWS["en"])
    return Texts(row.code, Locale.parse(row.locale or row.code), row, forms_of(row.code), _catalogue(row))


def catalogue_of(language: str) -> Traversable | None:
    """The file of a language's translations; None where there is none: English needs none."""
    source = LOCALES / language / "LC_MESSAGES" / "kiosk.po"
    return source if language != "en" and source.is_file() else None


def untranslated(language: str) -> str:
    """Why the screens of a language would be English; "" where its catalogue says at least one message."""
    source = catalogue_of(language)
    if language == "en":
        return ""
    # the first entry is about the file, not of it
    if source is not None and _SAID.search(source.read_text(encoding="utf-8").partition("\n\n")[2]):
        return ""
    file = f"kiosk/locales/{language}/LC_MESSAGES/kiosk.po"
    why = f"{file} is missing" if source is None else f"{file} says nothing yet"
    return f"no translations: its screens would be English; {why}"


_SAID = re.compile(r'^msgstr(?:\[\d+\])? (?:"[^"]|""\n")', re.MULTILINE)


def _catalogue(row: Language) -> gettext.NullTranslations:
    source = catalogue_of(row.code)
    if source is None:
        return gettext.NullTranslations()
    catalog = pofile.read_po(io.BytesIO(source.read_bytes()), locale=plural_locale(row.code))
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def plural_locale(language: str) -> str:
    """The language that CLDR knows plural forms of: "fa" for Dari, whose own code it does not have."""
    row = ROWS[language]
    return (row.locale or row.code).partition("_")[0]
