"""Codes in synthetic pictures of letters and phones: ours beside OpenCV's own reader, on the same pictures.

Two hundred pictures a set: at least 95 % read at ordinary distortions, at least 80 % of a hard set, no wrong decode, at
most 10 ms of processor time a picture in the median.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from devices.camera.capture import opencv
from devices.camera.codes import read_codes
from devices.simulators.camera import code_picture
from tests.bench.frame import Row, Run, at_least, at_most
from tests.bench.measure import Times

THEIRS = "OpenCV's QRCodeDetector"

cv2 = opencv()


def place(rng: np.random.Generator, dark: bool, text: str, side: int) -> np.ndarray:
    """A letter or phone somewhere in a 960x540 picture, its code `side` dots wide."""
    sheet = np.asarray(code_picture(text, dark=dark).convert("L"))
    scale = side / (sheet.shape[1] - 60)
    small = cv2.resize(sheet, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    scene = np.full((540, 960), 95, dtype=np.uint8)
    height, width = min(small.shape[0], 540), min(small.shape[1], 960)
    y, x = rng.integers(0, 540 - height + 1), rng.integers(0, 960 - width + 1)
    scene[y : y + height, x : x + width] = small[:height, :width]
    return scene


def turn(picture: np.ndarray, degrees: float) -> np.ndarray:
    middle = (picture.shape[1] / 2, picture.shape[0] / 2)
    return cv2.warpAffine(picture, cv2.getRotationMatrix2D(middle, degrees, 0.8), picture.shape[::-1], borderValue=95)


def tilt(picture: np.ndarray, rng: np.random.Generator, amount: float) -> np.ndarray:
    height, width = picture.shape
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    moved = corners + rng.uniform(-amount, amount, (4, 2)).astype(np.float32) * np.float32([width, height])
    return cv2.warpPerspective(picture, cv2.getPerspectiveTransform(corners, moved), (width, height), borderValue=95)


def noise(picture: np.ndarray, rng: np.random.Generator, sigma: float) -> np.ndarray:
    return (picture + rng.normal(0, sigma, picture.shape)).clip(0, 255).astype(np.uint8)


def jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out))


def ordinary(rng: np.random.Generator, text: str, dark: bool) -> np.ndarray:
    """Held by a calm hand in a lit hall: turned, tilted, a little soft, a little noise, compressed."""
    picture = place(rng, dark, text, int(rng.integers(170, 330)))
    picture = tilt(turn(picture, rng.uniform(-30, 30)), rng, 0.05)
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.1))
    return jpeg(noise(picture, rng, 4), 80)


def hard(rng: np.random.Generator, text: str, dark: bool) -> np.ndarray:
    """One thing is bad: far away, dark, glaring, moved, or strongly turned and tilted."""
    kind = rng.integers(0, 5)
    side = 110 if kind == 0 else int(rng.integers(170, 280))
    picture = tilt(turn(place(rng, dark, text, side), rng.uniform(0, 360)), rng, 0.12 if kind == 4 else 0.05)
    if kind == 1:
        picture = noise((picture * 0.16).astype(np.uint8), rng, 3)
    elif kind == 2:
        x, y = np.meshgrid(np.arange(960), np.arange(540))
        spot = 190 * np.exp(-(((x - rng.integers(200, 760)) / 150) ** 2 + ((y - rng.integers(150, 400)) / 150) ** 2))
        picture = (picture + spot).clip(0, 255).astype(np.uint8)
    elif kind == 3:
        kernel = np.zeros((7, 7), np.float32)
        kernel[3, :] = 1 / 7
        picture = cv2.filter2D(picture, -1, kernel)
    return jpeg(noise(cv2.GaussianBlur(picture, (0, 0), 0.8), rng, 4), 70)


@dataclass
class Side:
    """What one reader made of a set of pictures."""

    read: Callable[[np.ndarray], tuple[str, ...]]
    right: int = 0
    wrong: int = 0
    seconds: list[float] = field(default_factory=list)

    def look(self, picture: np.ndarray, text: str) -> None:
        """One picture, which shows `text`."""
        before = time.process_time()
        found = self.read(picture)
        self.seconds.append(time.process_time() - before)
        self.right += text in found
        self.wrong += any(each != text for each in found)


def rows(run: Run) -> Iterator[Row]:
    """Both sets, each picture shown to both readers."""
    count = run.rounds(200, 20)
    reader = cv2.QRCodeDetector()
    for name, make, wanted in (("ordinary", ordinary, 95), ("hard", hard, 80)):
        rng = np.random.default_rng(20_261_122)
        ours = Side(lambda picture: tuple(code.text for code in read_codes(picture, hard=True)))
        theirs = Side(lambda picture: tuple(filter(None, (reader.detectAndDecode(picture)[0],))))
        for n in range(count):
            text = f"AP-{n:06d}X"
            picture = make(rng, text, bool(n % 2))
            ours.look(picture, text)
            theirs.look(picture, text)
        mine, other = Times.of(ours.seconds), Times.of(theirs.seconds)
        share, share_other = (100 * side.right / count for side in (ours, theirs))
        yield Row(f"{name}: read", share, "%", share_other, THEIRS, at_least(wanted))
        yield Row(f"{name}: read wrongly", ours.wrong, "pictures", theirs.wrong, THEIRS, at_most(0))
        note = f"95 % {mine.share(0.95):.1f} ms"
        yield Row(
            f"{name}: processor time a picture, median", mine.median, "ms", other.median, THEIRS, at_most(10), note
        )
