"""A greeting has a name from a card in it: each letter that a register may give is drawn, on the screen and on paper."""

import io

import pytest
from fontTools.ttLib import TTFont

from devices.printer import faces
from kiosk.base.scripts import LATIN
from screens import fonts
from screens.fonts import Font
from tests.support.names import LETTERS_OF_NAMES


@pytest.mark.parametrize("font", [Font.REGULAR, Font.STRONG, Font.DISPLAY])
@pytest.mark.parametrize("script", [LATIN, *fonts.scripts()])
def test_every_letter_of_a_name_is_drawn_in_a_sentence_of_every_language_that_ships(script, font):
    drawn = fonts.signs(font, script)
    assert [f"{sign} U+{ord(sign):04X}" for sign in LETTERS_OF_NAMES if sign not in drawn] == []


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_of_a_name_is_drawn_on_paper_with_and_without_arabic_beside_it(bold):
    text = "Ọ Ș"
    for face in (faces.PaperFaces().font(text, 24, bold=bold), faces.PaperFaces().font(text + "م", 24, bold=bold)):
        source = io.BytesIO(face.path.getvalue()) if isinstance(face.path, io.BytesIO) else face.path
        with TTFont(source, lazy=True) as opened:
            drawn = opened.getBestCmap()
        assert [f"{sign} U+{ord(sign):04X}" for sign in LETTERS_OF_NAMES if ord(sign) not in drawn] == []
