"""What only other towns say, by touch: an annex of theirs, codes at the counter, a permission, no priority."""

from datetime import date
from pathlib import Path

import pytest

import kiosk.profiles
from kiosk.profiles.loader import load
from kiosk.residence.vocabulary import Annex
from kiosk.visit.tour.showcase import views
from tests.flow.services.walked import without_card

ANNEX_33 = """
[[annexes]]
number = "33"
by = "appointment"
source = "000"
"""


@pytest.fixture
def town(tmp_path):
    """A copy of Ghent with changes."""

    def make(*changes, extra=""):
        text = (Path(kiosk.profiles.__file__).parent / "gent.toml").read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "stad.toml"
        path.write_text(text + extra, encoding="utf-8")
        return load(path, today=date(2026, 11, 22))

    return make


def keys(resident):
    return {each.key for each in resident.view.actions}


def test_an_annex_of_the_town_is_found_behind_another_annex(town):
    resident = without_card(town(extra=ANNEX_33), "annex", group="other", annex="other", other_annex="33")
    assert resident.state.visit.facts.annex is Annex.A33
    assert resident.view.title == "You need an appointment for annex 33 (bijlage 33)"


def test_who_does_not_know_the_number_is_sent_to_the_counter(town):
    resident = without_card(town(extra=ANNEX_33), "annex", group="other", annex="other", other_annex="unknown")
    assert resident.view.title == "Please ask at the counter"


def test_a_town_without_annexes_of_its_own_has_no_such_choice(town):
    with pytest.raises(AssertionError, match=r"answer\.other"):
        without_card(town(), "annex", group="other", annex="other")


def test_nobody_is_asked_for_a_letter_where_codes_are_given_at_the_counter(town):
    codes = ("[collection]\n", '[collection]\ncodes = "counter"\n')
    resident = without_card(town(codes), "collect", group="collect", procedure="regular")
    assert resident.state.visit.facts.codes is None
    assert any("at the counter. No letter comes." in note for note in resident.view.notes)


def test_priority_can_be_switched_off(town):
    off = ("[payment]", '[tickets]\npriority = false\nsource = "000"\n\n[payment]')
    assert "priority" in keys(without_card(town(), "damaged", group="trouble"))
    without = keys(without_card(town(off), "damaged", group="trouble"))
    assert "priority" not in without
    assert "ticket" in without


def test_no_screen_of_a_town_without_priority_offers_it(town):
    """Also not the one of "Just a ticket", which had its own button for it."""
    off = town(("[payment]", '[tickets]\npriority = false\nsource = "000"\n\n[payment]'))
    shown = {name for name, view in views("en", profile=off) for each in view.actions if each.key == "priority"}
    assert shown == set()
    everywhere = {name for name, view in views("en") for each in view.actions if each.key == "priority"}
    assert "confirm-ticket" in everywhere
    assert len(everywhere) > 3
