"""From right to left: what is read from left to right inside a sentence keeps its order, on the screen and on paper."""

from datetime import date

import cv2
import numpy as np
import pytest
from PIL import features

from devices.api import Text
from devices.printer.raster import draw_text, wrap
from kiosk.base.bidi import by_themselves, isolated, visual
from kiosk.base.config import Config
from kiosk.base.i18n import texts
from kiosk.wiring.drivers import ticket_paper

PHONES = ["09 266 71 50", "016 27 22 70", "+32 9 266 71 50", "09/266 71 50", "0800-12-345", "(09) 266 71 50"]
VALUES = [
    *PHONES,
    *("EU+", "F+", "R2-014", "R014", "10:40", "info@stad.gent", "www.stad.gent/afspraak", "Woodrow Wilsonplein 1"),
    *("Korenmarkt 12, 9000 Gent", "C. de Smet-Łuczak (1)", "BE-2027/31-B"),
]
PAPER = 576


@pytest.fixture(autouse=True)
def fribidi():
    assert features.check("raqm")
    assert features.check("fribidi")


def seen(line):
    """The signs of an Arabic screen from left to right."""
    return visual(line, right_to_left=True).replace("\u00a0", " ")


def ink(text, language="ar"):
    return ~np.asarray(draw_text(Text(text, language), PAPER, ticket_paper(Config()).faces)).astype(bool)


def likeness(value, drawn):
    """How well the picture of a value that stands alone is found in a picture, 0 to 1."""
    # a letter far to the left, so that the same face draws both
    alone = ink("م" + "\u00a0" * 9 + f"\u2066{value}\u2069", "nl")
    inked = np.flatnonzero(alone.any(axis=0))
    begins = inked[np.flatnonzero(np.diff(inked) > 30)[0] + 1]
    small = alone[:, begins : inked[-1] + 1].astype(np.float32)
    return float(cv2.matchTemplate(drawn.astype(np.float32), small, cv2.TM_CCOEFF_NORMED).max())


@pytest.mark.parametrize("value", VALUES)
def test_a_value_keeps_its_order_inside_a_sentence(value):
    t = texts("ar")
    for said in (
        t.gettext("Call staff: {telephone}", telephone=value),
        t.gettext("Your appointment was at {time}. Go to the reception.", time=value),
        t.labelled(t.gettext("By phone"), value),
        t.gettext("Call staff: {telephone}", telephone=t.labelled(t.gettext("By phone"), value)),
    ):
        assert value in seen(said)


@pytest.mark.parametrize("value", VALUES)
def test_a_value_stands_on_paper_as_it_does_alone(value):
    drawn = ink(texts("ar").gettext("Call staff: {telephone}", telephone=value))
    assert likeness(value.replace(" ", "\u00a0"), drawn) > 0.8


def test_a_number_whose_groups_change_places_would_be_seen_on_paper():
    assert likeness("50 71 266 09", ink(texts("ar").gettext("Call staff: {telephone}", telephone=PHONES[0]))) < 0.6


@pytest.mark.parametrize("number", PHONES)
def test_a_number_keeps_its_order_beside_a_label_and_wherever_a_line_ends(number):
    t = texts("ar")
    line = t.labelled(t.gettext("By phone"), f"{t.telephone(number)} (من الاثنين إلى الجمعة)")
    assert number in seen(line)
    for width in range(len(number) + 4, len(line)):
        lines = [seen(part) for part in by_themselves(list(wrap(line, width, len)))]
        assert any(number in each for each in lines), lines


def test_an_address_that_is_longer_than_a_line_goes_on_in_its_own_order():
    address = "Woodrow Wilsonplein 1, 9000 Gent, 2de verdieping"
    said = texts("ar").gettext("Call staff: {telephone}", telephone=address)
    for width in range(12, len(said)):
        rows = [seen(part) for part in by_themselves(list(wrap(said, width, len)))]
        latin = " ".join("".join(c if c.isascii() else " " for c in row).strip(" :") for row in rows)
        assert " ".join(latin.split()) == address, rows


def test_a_line_of_digits_alone_still_ends_at_its_left():
    lines = by_themselves(["اتصل بالموظفين على الرقم", f"{isolated(PHONES[0])}."])
    assert seen(lines[1]) == f".{PHONES[0]}"


def test_a_day_a_price_and_a_range_are_read_from_the_right():
    t = texts("ar")
    day, price = t.day(date(2027, 3, 31)), t.amount(2900)
    assert seen(t.gettext("Last day: {closes}.", closes=day)).startswith(".2027 ")
    assert "€ 29" in seen(t.gettext("{low} to {high}", low=price, high=price))
    assert "17–10" in seen(t.gettext("Call staff: {telephone}", telephone="10–17"))


def test_brackets_and_quotation_marks_embrace_what_they_did():
    assert seen("اكتب رمز PIN (EU+) ثم «اضغط»").count("PIN (EU+)") == 1


@pytest.mark.parametrize("name", ["bijlage", "annexe"])
def test_the_number_of_a_paper_stays_behind_its_name(name):
    t = texts("ar")
    assert f"({name} 15)" in seen(
        t.gettext("Annex 15 ({annex} 15) is a paper that covers your stay for a time.", annex=name)
    )
    assert f"({name} 3bis)" in seen(t.gettext("Annex 3bis ({annex} 3bis) is for a short stay.", annex=name))
    both = f"{name} (Anlage)"
    assert f"({both} 15)" in seen(t.gettext("Annex 15 ({annex} 15)", annex=both))


def test_a_text_that_a_town_wrote_keeps_numbers_and_names_of_cards():
    said = texts("ar").gettext("اتصل 09 266 71 50 أو EU+ أو info@stad.gent")
    assert all(value in seen(said) for value in (PHONES[0], "EU+", "info@stad.gent"))


def test_other_languages_get_no_marks():
    assert texts("nl").telephone("09 266 71 50") == "09 266 71 50"
    assert texts("nl").gettext("Call staff: {telephone}", telephone="09").isprintable()
