"""A municipality's colours and logo: that they can be read, that none is taken for a warning, and that the logo can be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kiosk.base.colours import GROUND, SIGNALS, WHITE, Colour, apart, contrast, deepen, rgb, written
from kiosk.base.logo import read
from kiosk.base.svg import LogoProblem
from kiosk.profiles.problems import ProfileProblem
from kiosk.residence.look import Look

Finding = tuple[ProfileProblem, str, str]
# WCAG 2.2: letters (1.4.3), and what is no letter (1.4.11)
LETTERS: Final = 4.5
SIGNS: Final = 3.0
# what the screens draw an accent with, so that it reads on the page (A16)
DRAWN: Final = 7.0
# nearer to a signal than this (OKLab), a button in the accent is read as that signal
NEAR: Final = 0.06
_TAKEN_FOR: Final = {
    "good": "the green of “yes, you can”",
    "attention": "the brown of a warning",
    "stop": "the red of a danger",
}


def faceless(look: Look | None) -> Iterator[Finding]:
    """Everything that is wrong with a profile's face."""
    if look is None:
        return
    if said := wrong_accent(look.accent):
        yield ProfileProblem.COLOUR, "look.accent", said
    if look.second and (said := wrong_second(look.second)):
        yield ProfileProblem.COLOUR, "look.second", said
    if look.logo:
        try:
            read(look.logo)
        except LogoProblem as problem:
            yield ProfileProblem.BAD_VALUE, "look.logo", str(problem)


def wrong_accent(said: str) -> str:
    """What is wrong with the colour of what is pressed; "" when nothing is."""
    colour = rgb(said)
    drawn = deepen(colour, GROUND, DRAWN)
    near = min(_TAKEN_FOR, key=lambda name: apart(drawn, SIGNALS[name]))
    if apart(drawn, SIGNALS[near]) < NEAR:
        return f'is taken for {_TAKEN_FOR[near]}; choose another, and keep this one as second = "{said}"'
    return _pale(colour, WHITE, LETTERS, "white letters on it have")


def wrong_second(said: str) -> str:
    """What is wrong with the second colour; "" when nothing is."""
    return _pale(rgb(said), GROUND, SIGNS, "on the page it has")


def _pale(colour: Colour, ground: Colour, needed: float, what: str) -> str:
    has = contrast(colour, ground)
    if has >= needed:
        return ""
    better = written(deepen(colour, ground, needed + 0.05))
    return f"is too pale: {what} a contrast of {has:.1f} : 1, and {needed:g} : 1 is needed; {better} has it"
