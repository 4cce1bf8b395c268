"""Committed pictures: drawn anew with `UPDATE_PICTURES=1`, else compared, with a tolerance for another cut of a typeface."""

import os
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from screens.picture import save

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
# where Inter 4.1 (Debian 13) breaks a line at another word than 4.0 beta 7 (Debian 12), both are right
ELSEWHERE = Path(__file__).parents[1] / "screens" / "elsewhere"
LARGEST_BYTES = 60_000


def drawn_anew(image, file, colours=200):
    """Writes the picture where that is asked for."""
    if os.environ.get("UPDATE_PICTURES"):
        save(image.quantize(colours), file)


def unlike(file, image, folder):
    """The part of the picture that is another, from the one of this Debian or of the other.

    Edges that another cut of a typeface moves a little are blurred away.
    """
    kept = (file, ELSEWHERE / file.relative_to(FOLDER))
    return min(_unlike(each, image, folder) for each in kept if each.exists())


def _unlike(file, image, folder):
    kept = Image.open(file).convert("RGB")
    if kept.size != image.size:
        return 1.0
    soft = [each.filter(ImageFilter.GaussianBlur(2)) for each in (kept, image)]
    difference = np.asarray(ImageChops.difference(*soft)).max(axis=2)
    save(Image.fromarray((255 - difference).astype("uint8")), folder / f"{file.stem}-difference.png")
    return float((difference > 60).mean())
