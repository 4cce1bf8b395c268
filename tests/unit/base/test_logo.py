"""A logo: which SVG is understood, in which tone each shape stands, and what is left of it in one bit."""

import math

import pytest

from kiosk.base.logo import Ink, dots, read, tones
from kiosk.base.svg import LogoProblem


def svg(inside, box="0 0 20 20", more=""):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {more}>{inside}</svg>'


SQUARE = '<rect width="20" height="20"/>'


def first(text, side=100):
    return tones(read(text), round(side * read(text).ratio), side)[0]


def share(covered):
    return float(covered.mean()) / 255


def test_a_disc_covers_as_much_of_its_square_as_a_disc_does():
    for disc in ('<circle cx="5" cy="5" r="4"/>', '<ellipse cx="9" cy="2" rx="1" ry="1"/>', '<path d="M0 4a4 4 0 1 1 8 0a4 4 0 1 1-8 0"/>'):  # fmt: skip
        assert share(first(svg(disc))) == pytest.approx(math.pi / 4, abs=0.005)


def test_the_margin_of_the_file_is_no_part_of_the_logo():
    logo = read(svg('<rect x="900" y="70" width="30" height="15"/>', "0 0 1000 100"))
    assert logo.ratio == pytest.approx(2)
    assert share(first(svg('<rect x="900" y="70" width="30" height="15"/>'))) == 1


@pytest.mark.parametrize(
    ("path", "left"),
    [
        # an inner square that goes round the other way is a hole; one that goes the same way is none
        ("M0 0H20V20H0Z M5 5V15H15V5Z", 0.75),
        ("M0 0H20V20H0Z M5 5H15V15H5Z", 1.0),
    ],
)
def test_a_hole_is_where_the_outline_winds_back(path, left):
    assert share(first(svg(f'<path d="{path}"/>'))) == pytest.approx(left)


def test_a_hole_by_the_even_odd_rule_is_one_whichever_way_it_goes():
    path = '<path fill-rule="evenodd" d="M0 0H20V20H0Z M5 5H15V15H5Z"/>'
    assert share(first(svg(path))) == pytest.approx(0.75)


@pytest.mark.parametrize(
    "half",
    [
        '<rect x="10" width="10" height="20" fill="#fc0"/>',
        '<g transform="translate(10 0)"><rect width="10" height="20" style="fill:#fc0"/></g>',
        '<g fill="#fc0"><g transform="scale(.5 1) translate(20,0)"><rect width="20" height="20"/></g></g>',
        '<rect transform="rotate(180 10 10)" width="10" height="20" fill="rgb(255,204,0)"/>',
        '<style>.a,.b{fill:#fc0} rect{x:y}</style><polygon class="b" points="10,0 20,0 20,20 10,20"/>',
    ],
)
def test_the_darkest_colour_is_the_first_tone_and_any_other_the_second_however_it_is_written(half):
    covered = tones(read(svg(SQUARE.replace("/>", ' fill="#00205b"/>') + half)), 100, 100)
    assert [share(each[:, :50]) for each in covered] == [1, 0]
    assert [share(each[:, 50:]) for each in covered] == [0, 1]


def test_two_shades_of_one_dark_colour_are_one_tone():
    logo = read(svg('<rect width="9" height="9" fill="#00205b"/><rect x="9" width="9" height="9" fill="#001a52"/>'))
    assert {shape.ink for shape in logo.shapes} == {Ink.FIRST}


def test_white_takes_away_what_is_below_it():
    text = svg(SQUARE + '<rect x="5" y="5" width="10" height="10" fill="white"/>')
    assert share(first(text)) == pytest.approx(0.75)
    assert sum(byte.bit_count() for row in dots(text, 80, 80)[1] for byte in row) == 80 * 80 * 3 // 4


def test_on_paper_the_second_tone_is_black_and_on_the_first_one_white():
    text = svg(SQUARE + '<rect x="10" width="20" height="20" fill="orange"/>')
    width, rows = dots(text, 8, 80)
    assert width == 12
    # first alone, second on first, second alone
    assert {row.hex() for row in rows} == {"f0f0"}


def test_a_wide_logo_keeps_its_shape_where_the_paper_is_narrow():
    width, rows = dots(svg('<rect width="40" height="10"/>'), 88, 200)
    assert (width, len(rows)) == (200, 50)


def test_what_another_program_left_in_the_file_does_no_harm():
    text = svg(
        '<!-- made with a program --><metadata><x/></metadata><defs><linearGradient id="a"/></defs><sodipodi:namedview/>'
        f'<title>Town</title>{SQUARE}<rect width="90" height="90" fill="none"/><rect width="9" display="none"/>',
        more='xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"',
    )
    assert read('<?xml version="1.0" encoding="UTF-8"?>\n' + text).ratio == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no SVG"),
        ("logo.svg", "is no SVG"),
        ("<html/>", "write the whole text of the file"),
        ("<svg" + " " * 64_000 + "/>", "is longer than 64000"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "has entities"),
        (svg("<text>Town</text>"), "has <text>; turn it into plain filled shapes"),
        (svg('<image href="a.png"/>'), "has <image>"),
        (svg('<use href="#a"/>'), "has <use>"),
        (svg('<rect width="2" height="2" stroke="red"/>'), "turn them into outlines"),
        (svg('<g style="stroke: #123456">' + SQUARE + "</g>"), "turn them into outlines"),
        (svg('<g clip-path="url(#a)">' + SQUARE + "</g>"), "is cut by a clip path"),
        (svg('<rect width="2" height="2" fill="url(#a)"/>'), "give each shape one plain colour"),
        (svg('<rect width="2" height="2" fill="no-colour"/>'), "give each shape one plain colour"),
        (svg('<rect width="50%" height="2"/>'), "has width='50%'; write it as a number"),
        (svg('<path d="L1 1"/>'), "has a path that cannot be read"),
        (svg('<path d="M1 x"/>'), "has a path that cannot be read"),
        (svg('<g transform="spin(1)">' + SQUARE + "</g>"), "a transform that is not understood: spin"),
        (svg('<g transform="scale(a)">' + SQUARE + "</g>"), "a transform that is not understood: scale"),
        (svg('<rect width="2" height="2" fill="white"/>'), "draws nothing"),
        (svg(""), "draws nothing"),
        (svg('<rect width="41" height="10"/>'), "half to four times as wide as it is high"),
        (svg('<rect width="4" height="10"/>'), "half to four times as wide as it is high"),
        (svg('<path d="M0 0L5 5L9 9Z"/><path d="M0 0H9H3Z"/>'), ""),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said_and_nothing_is_lost_unseen(text, said):
    if not said:
        assert read(text).ratio == 1
        return
    with pytest.raises(LogoProblem) as told:
        read(text)
    assert said in str(told.value)
