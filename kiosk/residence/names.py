"""Names of papers and offices as they stand on them: in the town's official languages, whatever the reader's language is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kiosk.base.i18n import Texts

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile
    from kiosk.residence.town import Words


def names_of(texts: Texts, profile: Profile) -> dict[str, str]:
    """Name of a value -> what stands on the paper, for every name that a sentence may hold.

    Who reads an official language of the town reads the name in it alone.  Who reads Dutch, French or German elsewhere
    reads both: "annexe (bijlage)".  For all others the sentence has the word and puts the name behind it in brackets.
    """
    named = profile.names
    return {
        key: _name(known, texts.language, profile.official)
        for key, known in (
            ("annex", named.annex),
            ("orange_card", named.orange_card),
            ("loss_certificate", named.loss_certificate),
            ("refugee_office", named.refugee_office),
        )
    }


def ages_of(texts: Texts, profile: Profile) -> dict[str, str]:
    """The age from which a card is no child's any more.

    A sentence with it needs no plural forms: in every language those of 12 to 18 are the same.
    """
    return {"limit": texts.number(profile.child_card.age_limit)}


def with_names(texts: Texts, message: str, profile: Profile) -> str:
    """A short label with the names and the ages that it holds; it begins with a capital, as a label does."""
    if "{" not in message:
        return texts.gettext(message)
    text = texts.gettext(message, **names_of(texts, profile), **ages_of(texts, profile))
    return text[:1].upper() + text[1:]


def own_words(texts: Texts, words: Words, profile: Profile) -> str:
    """A label of the town: its own words for this language, else the known word, else its words in the official ones."""
    if isinstance(words, str):
        return with_names(texts, words, profile)
    if texts.language in words:
        return words[texts.language]
    known = words.get("text")
    return texts.gettext(known) if known is not None else _official(words, profile.official)


def own_name(texts: Texts, words: Words, profile: Profile) -> str:
    """What stands on a door or is called so: the name alone in its own language, else in brackets behind its meaning."""
    shown = own_words(texts, words, profile)
    if isinstance(words, str) or (texts.language in words and texts.language in profile.official):
        return shown
    there = _official(words, profile.official)
    return shown if there in ("", shown) else f"{shown} ({there})"


def _official(words: Mapping[str, str], official: tuple[str, ...]) -> str:
    """The words in the official languages, or in those that there are; "" where only a known word is."""
    found = [words[code] for code in official if code in words] or [
        each for key, each in words.items() if key != "text"
    ]
    return " / ".join(dict.fromkeys(found))


def _name(known: Mapping[str, str], language: str, official: tuple[str, ...]) -> str:
    there = _official(known, official)
    own = known.get(language)
    if own is None:
        return there
    return own if language in official else f"{own} ({there})"
