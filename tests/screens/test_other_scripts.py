"""Persian, Tigrinya and Chinese on the screen: their own letters, the joiner that parts two, lines that end where they may."""

import pytest

from kiosk.base.bidi import visual
from kiosk.base.scripts import SCRIPTS, pieces
from screens import fonts, typeset
from screens.fonts import Font
from screens.letters import boxes
from screens.typeset import Typesetter
from tests.support.twelfth import SAID


@pytest.fixture(params=["Arab", pytest.param("Ethi", marks=pytest.mark.full), "Hani"])
def script(request, hand):
    assert hand.stage is not None
    if missing := fonts.missing([request.param]):
        pytest.skip(missing[0])
    return request.param


def test_a_script_is_drawn_with_letters_and_never_with_boxes(script, tmp_path, monkeypatch):
    said = {"Arab": "prs", "Ethi": "ti", "Hani": "zh-Hant"}[script]
    text = "".join(SAID[said].values()) + "PIN R014 29 €"
    monkeypatch.setenv("KIOSK_FONTS", str(tmp_path))
    for font in (Font.REGULAR, Font.DISPLAY):
        fonts.signs.cache_clear()
        assert set(text) - fonts.signs(font, script) <= {"\u200c"}
    fonts.signs.cache_clear()
    assert {file.stem for file in tmp_path.iterdir()} == {f"{script}-Regular", f"{script}-Bold"}


def test_the_sign_that_parts_two_letters_stays(hand):
    assert hand.stage is not None
    setter = Typesetter()
    parted, joined = "می\u200cخواهید", "میخواهید"
    assert visual(parted, right_to_left=True).count("\u200c") == 1
    assert visual(parted, right_to_left=True).replace("\u200c", "") == visual(joined, right_to_left=True)
    assert setter.width(parted, Font.REGULAR, 60) != setter.width(joined, Font.REGULAR, 60)


def test_lines_of_chinese_fill_their_width_and_begin_with_no_full_stop(hand):
    assert hand.stage is not None
    if missing := fonts.missing(["Hani"]):
        pytest.skip(missing[0])
    setter, text = Typesetter(), SAID["zh-Hant"]["Touch the screen to begin"]
    lines = setter.wrap(text, Font.REGULAR, 40, 300)
    assert "".join(lines) == text
    assert len(lines) > 3
    assert all(setter.width(line, Font.REGULAR, 40) <= 300 for line in lines)
    assert min(setter.width(line, Font.REGULAR, 40) for line in lines[:-1]) > 200
    assert not any(line[0] in "，。" for line in lines)
    assert not setter.broken


def test_spaces_and_latin_words_in_chinese_stay_as_they_are():
    assert pieces("請向服務台（2樓）求助。PIN ok") == [*"請向服務台", "（2", "樓）", "求", "助。", "PIN ", "ok"]


def test_a_font_that_is_not_there_is_named_with_its_package(monkeypatch, tmp_path):
    from dataclasses import replace

    monkeypatch.setitem(SCRIPTS, "Ethi", replace(SCRIPTS["Ethi"], regular="truetype/noto/NotThere.ttf"))
    monkeypatch.setenv("KIOSK_FONTS", str(tmp_path))
    with pytest.raises(fonts.FontsMissing, match=r"NotThere\.ttf is missing: install fonts-noto-core"):
        fonts.path(Font.REGULAR, "Ethi")


def test_a_kiosk_whose_font_went_missing_draws_boxes_and_stays_open(hand, monkeypatch, tmp_path):
    from dataclasses import replace

    assert hand.stage is not None
    monkeypatch.setitem(SCRIPTS, "Ethi", replace(SCRIPTS["Ethi"], regular="truetype/noto/NotThere.ttf"))
    monkeypatch.setenv("KIOSK_FONTS", str(tmp_path))
    typeset._face.cache_clear()
    fonts.signs.cache_clear()
    try:
        assert Typesetter().width("ትግርኛ", Font.REGULAR, 43) > 0
    finally:
        typeset._face.cache_clear()
    with pytest.raises(fonts.FontsMissing):
        boxes("ትግርኛ")
