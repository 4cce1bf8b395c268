"""Message catalogues kept complete: what the code says, what each language says, and what is missing.

Run by `kiosk docs`: it adds new messages to every catalogue, drops the ones that nobody says any more, and never
touches a translation.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kiosk.base.i18n import plural_locale
from kiosk.base.languages import LANGUAGES

HERE = Path(__file__).resolve().parents[1]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"N_": None, "gettext": None, "ngettext": (1, 2), "NN_": (1, 2)}
# with the case that a translation asks for, as in "{day:genitive}"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::[a-z]+)?\}")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a translation: "missing", "placeholders", "plural" or "obsolete"."""

    language: str
    message: str
    kind: str


def template() -> Catalog:
    """All messages of the product, sorted by their text."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for room in ("kiosk", "screens"):
        found = extract_from_dir(str(HERE.parent / room), method_map=[("**.py", "python")], keywords=KEYWORDS)
        for file, _line, message, _comments, _context in found:
            catalog.add(message, locations=[(f"{room}/{file}", 0)])
    return catalog


def path_of(language: str) -> Path:
    """Where a language's catalogue is."""
    return HERE / "locales" / language / "LC_MESSAGES" / "kiosk.po"


def load(language: str) -> Catalog:
    """A language's catalogue; an empty one where there is none."""
    path = path_of(language)
    if not path.is_file():
        return Catalog(locale=plural_locale(language), charset="utf-8", fuzzy=False)
    return read_po(io.BytesIO(path.read_bytes()), locale=plural_locale(language))


def updated(language: str, messages: Catalog) -> bytes:
    """The catalogue's file with exactly the product's messages, translations kept, in a fixed order."""
    old = load(language)
    new = Catalog(locale=plural_locale(language), charset="utf-8", fuzzy=False, project="residence-kiosk", version="1")
    for message in messages:
        if not message.id:
            continue
        known = old.get(message.id if isinstance(message.id, str) else message.id[0])
        text = known.string if known is not None and isinstance(known.id, type(message.id)) else None
        new.add(message.id, text)
    out = io.BytesIO()
    write_po(out, new, width=0, sort_output=True, omit_header=False, ignore_obsolete=True, no_location=True)
    stable = re.sub(
        rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator)[^\n]*\n',
        b"",
        out.getvalue(),
        flags=re.MULTILINE,
    )
    return re.sub(rb"\A(#[^\n]*\n)+", b"", stable)


def flaws(languages: tuple[str, ...] = tuple(LANGUAGES)) -> Iterator[Flaw]:
    """Everything that a translation lacks."""
    messages = template()
    for language in languages:
        if language == "en":
            continue
        catalog = load(language)
        for message in messages:
            if message.id:
                identifier = message.id if isinstance(message.id, str) else tuple(message.id)
                yield from _flaws_of(language, identifier, catalog)


def _flaws_of(language: str, identifier: str | tuple[str, ...], catalog: Catalog) -> Iterator[Flaw]:
    first = identifier if isinstance(identifier, str) else identifier[0]
    known = catalog.get(first)
    texts = known.string if known is not None else ""
    forms = (texts,) if isinstance(texts, str) else tuple(texts or ())
    if not forms or not all(forms):
        yield Flaw(language, first, "missing")
        return
    if not isinstance(identifier, str) and len(forms) != catalog.num_plurals:
        yield Flaw(language, first, "plural")
    wanted = set(_PLACEHOLDER.findall(first if isinstance(identifier, str) else identifier[-1]))
    for form in forms:
        has = set(_PLACEHOLDER.findall(form))
        # a form for one, two or none may leave the count out
        if has != wanted and not (len(forms) > 1 and has == wanted - {"count"}):
            yield Flaw(language, first, "placeholders")
