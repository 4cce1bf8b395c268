"""From right to left: what is read from left to right inside a sentence keeps its order."""

import pytest
from bidi.algorithm import get_display

from kiosk.base.i18n import texts


def shown(text):
    """The signs from left to right, as an eye meets them."""
    return str(get_display(text, base_dir="R")).replace("\u200e", "").replace("\u00a0", " ")


@pytest.mark.parametrize("number", ["09 266 71 50", "016 27 22 70", "+32 9 266 71 50", "09/266 71 50"])
def test_the_groups_of_a_telephones_number_keep_their_order(number):
    t = texts("ar")
    assert number in shown(t.gettext("Call staff: {telephone}", telephone=number))
    assert number in shown(f"هاتف: {t.telephone(number)}")


def test_a_day_and_a_price_keep_theirs():
    t = texts("ar")
    assert "\u200e" not in t.gettext("Last day: {closes}.", closes="5 مارس 2027")
    assert "\u200e" not in t.gettext("{low} to {high}", low="16 €", high="22 €")


def test_other_languages_get_no_marks():
    assert texts("nl").telephone("09 266 71 50") == "09 266 71 50"
