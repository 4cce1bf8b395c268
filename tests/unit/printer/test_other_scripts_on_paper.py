"""Persian, Tigrinya and Chinese on paper: their own letters, the joiner that parts two, lines that fill the paper."""

import numpy as np
import pytest

from devices.api import Text
from devices.printer.raster import EM, Size, clean, draw_text, wrap
from kiosk.base.bidi import by_themselves
from kiosk.base.config import Config
from kiosk.base.languages import ROWS
from kiosk.base.scripts import pieces
from kiosk.wiring.drivers import ticket_paper
from screens import fonts
from tests.support.twelfth import CHINESE, PERSIAN, SAID, TIGRINYA, spoken

WIDTH = 576


@pytest.fixture
def faces(tmp_path):
    with spoken(tmp_path, PERSIAN, TIGRINYA, CHINESE):
        yield ticket_paper(Config()).faces


def needs(script):
    """Chinese is in a package that a kiosk does not have by itself."""
    if missing := fonts.missing([script]):
        pytest.skip(missing[0])


def ink(text, language, faces):
    return ~np.asarray(draw_text(Text(text, language), WIDTH, faces))


@pytest.mark.parametrize(("language", "one", "other"), [("ti", "ቋንቋ", "ምረጹ"), ("zh-Hant", "語言", "選擇")])
def test_different_words_are_different_letters_and_not_the_same_boxes(language, one, other, faces):
    needs(ROWS[language].script)
    assert (ink(one, language, faces) != ink(other, language, faces)).any()


def test_who_reads_from_the_right_has_the_ink_at_the_right(faces):
    columns = np.flatnonzero(ink("دری", "prs", faces).any(axis=0))
    assert columns[0] > WIDTH / 2


def test_the_sign_that_parts_two_letters_stays(faces):
    assert clean("می\u200cخواهید") == "می\u200cخواهید"
    assert (ink("می\u200cخواهید", "prs", faces) != ink("میخواهید", "prs", faces)).any()


def test_a_chinese_sentence_keeps_its_size_on_several_lines(faces):
    needs("Hani")
    text = SAID["zh-Hant"]["Touch the screen to begin"]
    picture = draw_text(Text(text, "zh-Hant"), WIDTH, faces)
    assert picture.height >= 2 * EM[Size.NORMAL]
    lines = list(wrap(text, 10, len, pieces))
    assert "".join(lines) == text
    assert all(len(line) <= 10 for line in lines)


def test_a_comma_at_the_end_of_a_line_stays_behind_its_word(faces):
    """Where a list of Latin names goes on in the next line, its comma is no end of an Arabic sentence."""
    names = ["في الاستقبال: Stadskantoor, Gentbrugge,", "Nieuw-Gent, بالهاتف: 09 266 71 50"]
    assert by_themselves(names) == [f"{names[0]}\N{LEFT-TO-RIGHT MARK}", *names[1:]]
    assert by_themselves([]) == []
    text = f"{names[0]} {'N' * 40}"
    first = ink(text, "ar", faces)[: EM[Size.NORMAL]]
    # a comma at the far end would stand alone, with the gap of a space or less beside the first name
    left = np.flatnonzero(first.any(axis=0))[0]
    assert first[:, left : left + 4].any(axis=1).sum() > EM[Size.NORMAL] / 3
