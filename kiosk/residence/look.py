"""The table of a profile that says what a municipality looks like."""

from __future__ import annotations

from pydantic import Field

from kiosk.residence.town import Section
from kiosk.views.marks import Face

_COLOUR = r"^#[0-9a-fA-F]{6}$"


class Look(Section):
    """What makes screen, board and paper the municipality's own.

    `second` is for the logo and the edge of the screen, never for what is pressed or told; `logo`: the text of an SVG file.
    """

    accent: str = Field(pattern=_COLOUR)
    second: str = Field(default="", pattern=rf"{_COLOUR}|^$")
    logo: str = ""

    @property
    def face(self) -> Face:
        """As the screens know it."""
        return Face(self.accent, self.second, self.logo)
