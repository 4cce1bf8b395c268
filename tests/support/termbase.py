"""The term base against the catalogues: which translations hold no form of a term, or one of a term that it is taken for.

A form is written as it stands in a sentence; `*` is the rest of a word, `…` are other words of the same sentence (decision 0166).
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

_PLACEHOLDER = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Fault:
    """A translation that does without a term, or says another one in its place."""

    term: str
    language: str
    message: str
    says: str


@dataclass(frozen=True)
class TermBase:
    """kiosk/locales/terms.toml as it is read: `terms`, `names` and `exceptions`."""

    known: dict

    @cached_property
    def held(self):
        """The terms that have forms in the other languages too, by name."""
        return {name: term for name, term in self.known["terms"].items() if "source" in term}

    def terms_in(self, english):
        """The held terms of a message; of two that overlap the longer one, and none inside a name or a {placeholder}."""
        text = _PLACEHOLDER.sub("{}", english)
        found = (self._names.get(match.group().lower()) for match in self._english.finditer(text))
        return tuple(dict.fromkeys(name for name in found if name in self.held))

    def holds(self, translation, name, language):
        """Whether a form of the term stands in a text."""
        return any(has(translation, form) for form in self.held[name][language])

    def faults(self, catalogue, language):
        """What is wrong with a catalogue (babel's); every form of a plural has to hold the term."""
        for english, texts in pairs(catalogue):
            terms = self.terms_in(english)
            for name in terms:
                if (name, language, english) in self.excepted:
                    continue
                if not all(self.holds(text, name, language) for text in texts):
                    yield Fault(name, language, english, f"no form of {name}")
                for other in set(self.held[name].get("apart", ())).difference(terms):
                    if any(self.holds(text, other, language) for text in texts):
                        yield Fault(name, language, english, f"a form of {other}")

    @cached_property
    def excepted(self):
        """(term, language, English message) of every exception."""
        rows = self.known["exceptions"]
        return frozenset((row["term"], language, row["message"]) for row in rows for language in row["languages"])

    @cached_property
    def _names(self):
        return {form.lower(): name for name, term in self.known["terms"].items() for form in term["en"]}

    @cached_property
    def _english(self):
        ordered = sorted(chain(self._names, self.known["names"]["en"]), key=len, reverse=True)
        return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w-])", re.IGNORECASE)


def pairs(catalogue):
    """Each English message (a plural by its second form) with all forms of its translation."""
    for message in catalogue:
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[1]
            yield english, (message.string,) if isinstance(message.string, str) else message.string


def has(text, form):
    """Whether a form stands in a text, as whole words."""
    words = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in form.split())
    return re.search(rf"(?<!\w){words}(?!\w)".replace(r"\s+…\s+", r"\b[^.?!]*\b"), text, re.IGNORECASE) is not None
