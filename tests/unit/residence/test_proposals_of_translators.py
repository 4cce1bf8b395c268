"""docs/words: what became of each proposal of the translators who read the catalogues, and that the catalogues say so.

A row: severity (S1 misleads, S2 clear error, S3 style), the English message, what the catalogue said, what was proposed,
the verdict, the message as it is now where it was reworded, and the reason.  Plural forms are parted by " || ".
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from kiosk.commands import translations

FOLDER = Path(__file__).parents[3] / "docs" / "words"
# proposals of the review of November 2026: none may be lost
PROPOSALS = {"nl": 57, "fr": 89, "de": 103, "es": 60, "ro": 104, "tr": 66, "ar": 96, "uk": 87, "bg": 65, "pl": 78}
VERDICTS = {"taken", "bettered", "refused", "gone"}


@cache
def said(language):
    """What the catalogue says of each English message; a message with plural forms by its first, its second and both."""
    known = {}
    for message in translations.load(language):
        ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        for name in {*ids, " || ".join(ids)}:
            known[name] = " || ".join(strings)
    return known


def rows(language):
    with (FOLDER / f"{language}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("language", PROPOSALS)
def test_no_proposal_is_lost_and_each_has_a_verdict(language):
    found = rows(language)
    assert len(found) == PROPOSALS[language]
    assert not [row["msgid"] for row in found if row["verdict"] not in VERDICTS]


@pytest.mark.parametrize("language", PROPOSALS)
def test_the_catalogue_says_what_the_verdict_says(language):
    wrong = [(row["msgid"], why) for row in rows(language) if (why := _wrong(row, said(language)))]
    assert wrong == []


def _wrong(row, known):
    now = known.get(row["now"] or row["msgid"])
    match row["verdict"]:
        case "taken":
            return "" if now == row["proposed"] else f"the catalogue says {now!r}"
        case "bettered":
            return "" if now and now not in {row["was"], row["proposed"]} else f"the catalogue says {now!r}"
        case "refused":
            if row["severity"] != "S3":
                return "a clear error is mended, not refused"
            return "" if row["reason"] else "without a reason"
        case _:
            return "the sentence is there" if row["msgid"] in known else "" if row["reason"] else "without a reason"
