"""Accent, second colour and logo: what cannot be read or is taken for a warning is refused, with what to write instead."""

import re
from datetime import date

import pytest

from kiosk.base.colours import GROUND, SIGNALS, WHITE, apart, contrast, deepen, rgb
from kiosk.base.logo import read
from kiosk.profiles.beginning.asking import questions
from kiosk.profiles.editing import Manuscript
from kiosk.profiles.face import NEAR, wrong_accent, wrong_second
from kiosk.profiles.loader import EXAMPLES, NAMES, TEMPLATES, check, load, to_begin_with

TODAY = date(2026, 11, 22)
ACCENT = 'accent = "#005AA9"'


def shipped_looks():
    return [load(name, today=TODAY).look for name in (*NAMES, *EXAMPLES)]


@pytest.mark.parametrize(
    ("accent", "said"),
    [
        ("#B4122B", "is taken for the red of a danger; choose another, and keep this one as second"),
        ("#8A3B12", "is taken for the brown of a warning"),
        ("#2F6B3A", "is taken for the green of “yes, you can”"),
        ("#4FA3E0", "is too pale: white letters on it have a contrast of 2.7 : 1, and 4.5 : 1 is needed"),
        ("#FFFFFF", "is too pale: white letters on it have a contrast of 1.0 : 1"),
    ],
)
def test_an_accent_that_cannot_be_read_or_looks_like_a_signal_is_refused(refused, accent, said):
    (error,) = refused((ACCENT, f'accent = "{accent}"'))
    assert (str(error.code), error.key) == ("COLOUR", "look.accent")
    assert said in error.message
    assert error.line


@pytest.mark.parametrize("second", ["#FFD500", "#F7F2E8", "#E0A000"])
def test_a_second_colour_that_is_not_seen_on_the_page_is_refused(refused, second):
    (error,) = refused(('second = "#B86E00"', f'second = "{second}"'))
    assert (str(error.code), error.key) == ("COLOUR", "look.second")
    assert "3 : 1 is needed" in error.message


@pytest.mark.parametrize(
    ("wrong", "colour"), [(wrong_accent, "#4FA3E0"), (wrong_accent, "#C0C0FF"), (wrong_second, "#FFD500")]
)
def test_the_colour_that_is_named_instead_passes(wrong, colour):
    assert wrong(re.findall("#[0-9A-F]{6}", wrong(colour))[-1]) == ""


def test_a_signals_colour_may_be_the_second_one(refused):
    assert refused(('second = "#B86E00"', 'second = "#B4122B"')) == ()


def test_a_colour_that_is_refused_keeps_no_kiosk_of_an_earlier_version_from_starting(town):
    assert load(town((ACCENT, 'accent = "#B4122B"')), today=TODAY).look.accent == "#B4122B"


def test_a_logo_that_cannot_be_drawn_is_refused_with_its_line(refused, tmp_path):
    (error,) = refused(('<svg viewBox="0 0 64 64">', '<svg viewBox="0 0 64 64"><text>Gent</text>'))
    assert (str(error.code), error.key) == ("BAD_VALUE", "look.logo")
    assert "has <text>" in error.message
    assert (tmp_path / error.file).read_text("utf-8").splitlines()[error.line - 1].startswith("logo = ")


def test_signals_are_far_from_each_other_and_read_on_the_page():
    for name, signal in SIGNALS.items():
        assert contrast(signal, GROUND) >= 7
        assert all(apart(signal, other) > NEAR for each, other in SIGNALS.items() if each != name)


def test_the_shipped_profiles_have_faces_of_their_own():
    looks = [load(name, today=TODAY).look for name in NAMES]
    assert len({look.logo for look in looks}) == len(looks)
    assert all(read(look.logo).shapes for look in looks)
    drawn = [deepen(rgb(look.accent), GROUND, 7) for look in looks]
    assert all(apart(one, other) > NEAR for one in drawn for other in drawn if one is not other)


def test_all_that_ships_has_an_accent_that_passes():
    assert [wrong_accent(look.accent) or wrong_second(look.second or look.accent) for look in shipped_looks()] == [
        ""
    ] * 7
    for name in TEMPLATES:
        assert not [each for each in check([to_begin_with(name)], TODAY).errors if each.key.startswith("look")]


def test_a_new_profile_asks_again_for_a_colour_that_is_taken_for_a_danger():
    (asked,) = (each for each in questions({}) if each.key == "colour")
    with pytest.raises(ValueError, match="red of a danger"):
        asked.read("#B4122B")
    assert contrast(rgb(asked.read(asked.usual)), WHITE) >= 4.5


def test_a_logo_of_several_lines_comes_through_the_form_as_it_was_pasted(shipped):
    manuscript = Manuscript((shipped / "gent.toml").read_text("utf-8"))
    for pasted in ('<svg>\n<path d="M0 0\n10 10"/>\n</svg>', "<svg a='1'>\n'''</svg>", "<svg a='1'/>", '<svg a="1"/>'):
        manuscript.put(("look", "logo"), pasted)
        assert Manuscript(manuscript.text).plain["look"]["logo"] == pasted
