"""A town's own sentence on the screen, in the voice of its language, and on the slip."""

from datetime import date
from pathlib import Path

import pytest

import kiosk.profiles
from devices.api import Text
from kiosk.base.bidi import plain
from kiosk.profiles.loader import load
from kiosk.visit.model.effects import PrintSlip
from kiosk.visit.shown.speech import spoken
from screens.checks import problems
from screens.theme import Glass
from tests.flow.services.walked import without_card

DOGS = "Laat uw hond buiten."
ROW = f"""

[[sentences]]
say = {{ nl = "{DOGS}" }}
services = ["damaged"]
pages = ["reach-us"]
source = "000"
"""


@pytest.fixture
def damaged(tmp_path):
    """Somebody who reads English, German or Arabic asks about a damaged card."""
    path = tmp_path / "stad.toml"
    path.write_text((Path(kiosk.profiles.__file__).parent / "gent.toml").read_text("utf-8") + ROW, encoding="utf-8")
    profile = load(path, today=date(2026, 11, 22))
    return lambda language: without_card(profile, "damaged", language=language, group="trouble")


def test_it_is_shown_as_the_towns_own_and_fits(damaged):
    view = damaged("en").view
    assert (view.own_title, view.own) == ("Gent tells you:", ((DOGS, "nl"),))
    assert DOGS not in (*view.body, *view.notes)
    for size in ((1080, 1920), (800, 480)):
        for language in ("en", "ar"):
            assert problems(damaged(language).view, Glass.of(*size)) == []


def test_it_is_heard_after_its_title_in_the_voice_of_its_language(damaged):
    said = [(each.text, each.language) for each in spoken(damaged("de").view)]
    at = said.index(("Gent teilt Ihnen mit:", "de"))
    assert said[at + 1] == (DOGS, "nl")


def test_the_slip_has_it_under_its_title(damaged):
    blocks = [each for each in damaged("ar").press("slip").effect(PrintSlip).receipt.blocks if isinstance(each, Text)]
    at = next(number for number, each in enumerate(blocks) if plain(each.text) == "تخبرك Gent:")
    assert (blocks[at].language, blocks[at].bold) == ("ar", True)
    assert (blocks[at + 1].text, blocks[at + 1].language) == (DOGS, "nl")


def test_a_page_of_information_shows_it(damaged):
    resident = damaged("en").press("menu").press("menu.other").press("menu.more").press("menu.information")
    resident.press("menu.topic.reach-us")
    assert resident.view.own == ((DOGS, "nl"),)
    assert problems(resident.view, Glass.of(1080, 1920)) == []
