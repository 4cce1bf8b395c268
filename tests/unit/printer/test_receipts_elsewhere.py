"""The golden receipts as an independent ESC/POS emulator drew them, against what our simulated printer draws of the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from devices.simulators.paper import draw

HERE = Path(__file__).parent
NAMES = [f"{language}-{dots}" for language in ("nl", "de", "ar", "uk", "bg", "tr") for dots in (576, 384)]


def pair(name: str) -> tuple[np.ndarray, np.ndarray]:
    """(ours, theirs), True is ink; theirs ends with the last ink, ours with the feed after it."""
    (ours,) = draw((HERE / "independent" / f"{name}.bin").read_bytes(), int(name[-3:])).dots
    theirs = ~np.asarray(Image.open(HERE / "independent" / f"{name}.png").convert("1"))
    assert not ours[theirs.shape[0] :].any()
    return ours[: theirs.shape[0]], theirs


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("nl")])
def test_a_drawn_ticket_is_the_same_to_the_dot_on_both_printers(name: str) -> None:
    ours, theirs = pair(name)
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("name", ["nl-576", "nl-384"])
def test_a_ticket_in_the_printers_own_letters_says_the_same_in_the_same_places(name: str) -> None:
    ours, theirs = pair(name)
    text = (HERE / "independent" / f"{name}.txt").read_text("utf-8")
    for words in ("Stad Gent", "Verblijfskaart vernieuwen", "R014", "[qr R014-7KQ2MX]", "paspoort, € 29", "10–20 min"):
        assert words in text
    # the code, which has no typeface: its rows are the same dots
    rows = slice(370, 496)
    np.testing.assert_array_equal(ours[rows], theirs[rows])
    # and each letter stands in its cell: what is ink here is ink or next to ink there (a line or two letters off: 27 %)
    near = theirs.copy()
    for down in range(-4, 5):
        for across in range(-7, 8):
            near |= np.roll(theirs, (down, across), (0, 1))
    assert (ours & ~near).sum() < 0.05 * ours.sum()
