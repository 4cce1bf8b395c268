"""From right to left: what is read from left to right inside a sentence keeps its order, on the screen and on paper."""

import ctypes
from datetime import date

import pytest
from bidi.algorithm import get_display
from PIL import features

from devices.printer.raster import wrap
from kiosk.base.i18n import texts

VALUES = [
    *("09 266 71 50", "016 27 22 70", "+32 9 266 71 50", "09/266 71 50", "0800-12-345", "(09) 266 71 50"),
    *("EU+", "F+", "R2-014", "R014", "10:40", "info@stad.gent", "www.stad.gent/afspraak", "Woodrow Wilsonplein 1"),
]
_FROM_RIGHT = 0x111


def on_screen(line):
    """The signs from left to right, as the screen draws them."""
    return str(get_display(line, base_dir="R"))


def on_paper(line):
    """The same by FriBidi, which orders what Pillow draws."""
    fribidi = ctypes.CDLL("libfribidi.so.0")
    signs = ctypes.c_uint32 * (len(line) + 1)
    out, base = signs(), ctypes.c_int(_FROM_RIGHT)
    assert fribidi.fribidi_log2vis(signs(*map(ord, line)), len(line), ctypes.byref(base), out, None, None, None)
    return "".join(map(chr, out[: len(line)]))


def seen(line, order):
    return order(line).replace("\u200e", "").replace("\u00a0", " ")


@pytest.fixture(params=[on_screen, on_paper])
def order(request):
    assert features.check("raqm")
    assert features.check("fribidi")
    return request.param


@pytest.mark.parametrize("value", VALUES)
def test_a_value_keeps_its_order_inside_a_sentence(value, order):
    t = texts("ar")
    assert value in seen(t.gettext("Call staff: {telephone}", telephone=value), order)
    assert value in seen(t.gettext("Your appointment was at {time}. Go to the reception.", time=value), order)


@pytest.mark.parametrize("number", VALUES[:6])
def test_a_number_keeps_its_order_beside_a_label_and_wherever_a_line_ends(number, order):
    t = texts("ar")
    line = t.labelled(t.gettext("By phone"), f"{t.telephone(number)} (من الاثنين إلى الجمعة)")
    assert number in seen(line, order)
    for width in range(len(number) + 2, len(line)):
        lines = [seen(part, order) for part in wrap(line, width, len)]
        assert any(number in each for each in lines), lines


def test_a_day_and_a_price_are_read_from_the_right(order):
    t = texts("ar")
    day, price = t.day(date(2027, 3, 31)), t.amount(2900)
    assert seen(t.gettext("Last day: {closes}.", closes=day), order).startswith(".2027 ")
    assert " 29" in seen(t.gettext("{low} to {high}", low=price, high=price), order)


def test_other_languages_get_no_marks():
    assert texts("nl").telephone("09 266 71 50") == "09 266 71 50"
