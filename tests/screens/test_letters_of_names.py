"""A greeting has a name from a card in it: each letter that a register may give is drawn, on the screen and on paper."""

import io

import pytest
from fontTools.ttLib import TTFont

from devices.printer import faces
from kiosk.base.languages import ROWS
from kiosk.base.scripts import script_of
from screens import fonts
from screens.fonts import Font
from tests.support.names import LETTERS_OF_NAMES


@pytest.mark.parametrize("font", [Font.REGULAR, Font.STRONG, Font.DISPLAY])
@pytest.mark.parametrize("beside", sorted({row.name[0] for row in ROWS.values()}))
def test_every_letter_of_a_name_is_drawn_in_a_sentence_of_every_language_that_ships(beside, font):
    lacking = [sign for sign in LETTERS_OF_NAMES if sign not in fonts.signs(font, script_of(beside + sign))]
    assert [f"{sign} U+{ord(sign):04X}" for sign in lacking] == []


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_of_a_name_is_drawn_on_paper_with_and_without_arabic_beside_it(bold):
    drawn = {}
    for beside in ("", "م"):
        for sign in LETTERS_OF_NAMES:
            face = faces.PaperFaces().font(sign + beside, 24, bold=bold)
            if face.getname() not in drawn:
                source = io.BytesIO(face.path.getvalue()) if isinstance(face.path, io.BytesIO) else face.path
                with TTFont(source, lazy=True) as opened:
                    drawn[face.getname()] = set(opened.getBestCmap())
            assert ord(sign) in drawn[face.getname()], f"{sign} U+{ord(sign):04X} beside {beside!r}"
