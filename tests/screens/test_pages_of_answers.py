"""How many pages an answer takes on each panel, in normal text; the table in `answer_pages.toml` only shrinks.

What is only good to know stands behind them on one page of its own, which is not counted (decision 0219).
`UPDATE_PAGES=1` writes it anew, on Debian 12: the Inter of 13 is a little wider, and on 12 inches an answer may take a page more.
"""

import os
import tomllib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kiosk.base.languages import LANGUAGES
from kiosk.commands.gallery import SIZES
from kiosk.commands.galleryviews import all_views
from kiosk.views.view import Comfort
from screens import fonts
from screens.registry import scene_of
from screens.theme import Glass
from screens.typeset import Typesetter

TWELVE_INCHES = {"1280x800", "800x1280"}
TABLE = Path(__file__).parent / "answer_pages.toml"


def measured(languages):
    """{panel: {answer: the most pages in one of these languages}}."""
    most = {size: {} for size in SIZES}
    setter = Typesetter()
    for language in languages:
        for name, view in all_views(language, Comfort()):
            if name.startswith("answer-"):
                for size, row in most.items():
                    glass = Glass.of(*map(int, size.split("x")))
                    scene = scene_of(view, glass, setter)
                    assert scene.asides <= 1, (name, size, language)
                    row[name] = max(row.get(name, 0), scene.pages - scene.asides)
    return most


def wider():
    """True for Inter 4.1; the table is of the beta of 4.0, which calls itself 3.019."""
    with TTFont(fonts.path(fonts.Font.REGULAR), lazy=True) as face:
        return face["head"].fontRevision >= 4.0


def known():
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def test_an_answer_takes_no_more_pages_than_before():
    for size, row in measured(["de", "pl"]).items():
        assert {name: pages for name, pages in row.items() if pages > known()[size][name]} == {}, size


def chapter(size, row):
    return "".join([f"[{size}]\n", *(f"{name} = {pages}\n" for name, pages in sorted(row.items()))])


@pytest.mark.full
def test_the_table_says_what_is_so_in_all_languages():
    now = measured(LANGUAGES)
    if os.environ.get("UPDATE_PAGES"):
        head = "# pages of an answer in normal text, the most of all languages; it only shrinks\n\n"
        TABLE.write_text(head + "\n".join(chapter(size, row) for size, row in now.items()), "utf-8")
    if wider():
        for size, row in now.items():
            more = int(size in TWELVE_INCHES)
            assert {name: pages for name, pages in row.items() if pages > known()[size][name] + more} == {}, size
        return
    assert now == known(), "fewer pages: UPDATE_PAGES=1 writes them down; more: the layout has become worse"
