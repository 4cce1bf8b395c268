"""A visit that does not go on ends, and says what it waited for: whatever the visitor tries in vain."""

import pytest

from kiosk.demo import player
from kiosk.demo.parts import at, begin
from kiosk.demo.script import Hear, Script, See, Tap, Touch, TypePin
from kiosk.demo.visits import _SATURDAY
from kiosk.views.view import AttractView, LanguageView, PinView


@pytest.mark.parametrize(
    ("acts", "said"),
    [
        ((See(PinView),), "next: the visitor sees Pin; on the screen: Attract"),
        ((See(AttractView), Hear("never")), "next: the visitor hears it; on the screen: Attract"),
        ((*begin("en"), Tap("nothing")), "next: the visitor taps nothing; on the screen: Menu"),
        ((See(AttractView), TypePin("1234")), "next: the visitor types the PIN; on the screen: Attract"),
        ((See(AttractView), Touch(), See(LanguageView), Tap("language.nl")), "taps language.nl; on the screen: Lang"),
    ],
    ids=["sees", "hears", "taps", "types", "taps-in-vain"],
)
def test_it_gets_stuck_with_what_it_waited_for(play, monkeypatch, acts, said):
    monkeypatch.setattr(player, "PATIENCE_SECONDS", 0.5)
    script = Script("stuck", "", "en", at(_SATURDAY, 10, 5), lambda _: acts)
    with pytest.raises(player.Stuck, match=said):
        play(script, hands=_NoKeys)


class _NoKeys:
    """Hands that find neither keys nor the Dutch button, on any page."""

    def __init__(self, fingers):
        self._fingers = fingers

    def __getattr__(self, name):
        return getattr(self._fingers, name)

    def tap(self, key):
        return key != "language.nl" and self._fingers.tap(key)

    def digit(self, digit):
        return False
