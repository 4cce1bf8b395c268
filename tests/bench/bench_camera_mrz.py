"""Zones of synthetic residence cards and passports, read with the real RapidOCR and voted, beside their check digits alone.

No wrong document number is accepted in five hundred cards.  They take about an hour on two cores; the run stops after an
hour and says how far it came.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from devices.camera.capture import opencv
from devices.camera.mrz import Vote, check_digit, parse
from devices.camera.ocr import RapidReader, available
from tests.bench.frame import Absent, Row, Run, at_most

cv2 = opencv()
FRAMES = 6
FONTS = (
    "/usr/share/fonts/opentype/ocr-b/OCRB.otf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
)
FONT = next((file for file in FONTS if Path(file).is_file()), None)
ALONE = "the check digits alone, each picture"


def zone(rng: random.Random, passport: bool) -> tuple[list[str], str]:
    """The lines of an invented document, and its number."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    number = rng.choice("BCK") + "".join(rng.choice("0123456789") for _ in range(8))
    if passport:
        number = "".join(rng.choice(letters) for _ in range(2)) + number[1:8]
    born = f"{rng.randrange(40, 99):02d}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    until = f"{rng.randrange(27, 36):02d}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    nation = rng.choice(["MAR", "TUR", "UKR", "BGR", "ROU", "SYR", "IND"])
    name = "".join(rng.choice(letters) for _ in range(7)) + "<<" + "".join(rng.choice(letters) for _ in range(5))
    if passport:
        second = f"{number}{check_digit(number)}{nation}{born}{check_digit(born)}F{until}{check_digit(until)}"
        second = second.ljust(42, "<") + "0"
        second += str(check_digit(second[0:10] + second[13:20] + second[21:43]))
        return [f"P<{nation}{name}".ljust(44, "<"), second], number
    first = f"IRBEL{number}{check_digit(number)}".ljust(30, "<")
    second = f"{born}{check_digit(born)}F{until}{check_digit(until)}{nation}".ljust(29, "<")
    second += str(check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29]))
    return [first, second, name.ljust(30, "<")], number


def card(lines: list[str]) -> np.ndarray:
    """The back of a card: the zone on a pale pattern."""
    font = ImageFont.truetype(FONT, 34 if len(lines) == 3 else 25)
    picture = Image.new("L", (760, 480), 226)
    pen = ImageDraw.Draw(picture)
    for x in range(-480, 760, 26):
        pen.line((x, 0, x + 480, 480), fill=212, width=3)
    pen.text((40, 60), "VERBLIJFSTITEL  RESIDENCE PERMIT", font=font, fill=90)
    for row, line in enumerate(lines):
        pen.text((38, 480 - 50 * (len(lines) - row)), line, font=font, fill=25)
    return np.asarray(picture)


def frame(back: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The card as a camera sees it: tilted, soft, dim, noisy; each frame a little otherwise."""
    height, width = 720, 1100
    corners = np.float32([[0, 0], [760, 0], [760, 480], [0, 480]])
    target = np.float32([[120, 90], [980, 90], [980, 630], [120, 630]]) + rng.uniform(-22, 22, (4, 2)).astype(
        np.float32
    )
    seen = cv2.warpPerspective(back, cv2.getPerspectiveTransform(corners, target), (width, height), borderValue=70)
    seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.5, 1.5)) * rng.uniform(0.55, 1.0)
    seen = (seen + rng.normal(0, rng.uniform(2, 7), seen.shape)).clip(0, 255).astype(np.uint8)
    return cv2.cvtColor(seen, cv2.COLOR_GRAY2BGR)


def rows(run: Run) -> Iterator[Row | Absent]:
    """Both sides on the same pictures."""
    if not available():
        yield Absent("zones", "RapidOCR was not found; install the extra [mrz]")
        return
    if FONT is None:
        yield Absent("zones", "no font for a zone was found; install fonts-dejavu-core")
        return
    cards, end = run.rounds(500, 4), time.monotonic() + run.rounds(3600, 120)
    rng, dots = random.Random(20_261_122), np.random.default_rng(20_261_122)
    reader = RapidReader(threads=2)
    done = accepted = wrong = frames = alone = alone_wrong = 0
    spent = 0.0
    while done < cards and time.monotonic() < end:
        lines, number = zone(rng, passport=done % 3 == 2)
        back, vote, elected = card(lines), Vote(), None
        for _ in range(FRAMES):
            before = time.process_time()
            read = parse(reader.lines(frame(back, dots)))
            spent += time.process_time() - before
            frames += 1
            alone += read is not None
            alone_wrong += read is not None and read.document_number != number
            elected = vote.add(read) if read is not None else None
            if elected is not None:
                break
        done += 1
        accepted += elected is not None
        wrong += elected is not None and elected.document_number != number
    seen = f"{done} of {cards} cards, {frames} pictures"
    yield Row("wrong document numbers accepted", wrong, "numbers", alone_wrong, ALONE, at_most(0), seen)
    yield Row("accepted", 100 * accepted / done, "% of cards", 100 * alone / frames, f"{ALONE}, % of pictures")
    yield Row("processor time a picture, mean", 1000 * spent / frames, "ms")
