"""Kivy keeps 64 open fonts; what it opens anew has forgotten its script."""

from screens.fonts import Font
from screens.typeset import Typesetter

TODAY = "اليوم"


def test_arabic_letters_are_measured_joined_whatever_was_measured_since(hand):
    assert hand.stage is not None
    typesetter = Typesetter()
    joined = typesetter.width(TODAY, Font.STRONG, 41)
    for px in range(100, 180):
        Typesetter().width("a", Font.REGULAR, px)
    # another typesetter: nothing is remembered
    assert Typesetter().width(TODAY, Font.STRONG, 41) == joined
