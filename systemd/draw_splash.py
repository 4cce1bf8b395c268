# ruff: noqa: INP001  (a tool beside the units, no package)
"""Draws splash.art: "out of service" in every language, in letters made of the cells of a console.

Without arguments it draws the file of the project: `.venv/bin/python systemd/draw_splash.py`, by hand after a change of the words.
With CONFIG and OUT it draws the languages of that kiosk's profile, its official ones first: so the installation does.
A cell of a console is twice as high as it is wide.  The splash itself needs neither fonts nor a drawing library.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.base.config import load_config
from kiosk.base.i18n import texts
from kiosk.base.languages import ROWS as LANGUAGE_ROWS
from kiosk.base.scripts import LATIN as LATIN_SCRIPT
from kiosk.base.scripts import SCRIPTS, Script, without_row
from kiosk.profiles.inforce import Town

LATIN = "/usr/share/fonts/opentype/inter/InterDisplay-SemiBold.otf"
# the four languages of the house first; the others so that three lines of a wide screen hold them
ORDER = ("nl", "fr", "de", "en", "es", "ro", "ar", "uk", "bg", "tr", "pl")
SIZE = 320
"""Points at which a letter is drawn before it is made coarse."""
ROWS = 9.6
"""Rows of a console that SIZE becomes: a capital has seven, a small letter five, so that an e has its bar."""
COLUMNS = (15, 14, 13, 12, 11)
"""Columns that SIZE becomes, the first that is narrow enough: cells are half as wide as high, and letters slimmer than in print."""
BASELINE = 8
"""Rows above the line that letters stand on; it lies between two rows, or their feet would be blurred."""
DEPTH = 3
"""Rows below that line."""
THRESHOLD = 134
"""Grey from which a cell is white."""
BY_HAND = {
    "s": (".#####", "##....", ".####.", "....##", "#####."),
    "ş": (".#####", "##....", ".####.", "....##", "#####.", "..##..", ".##..."),
}
"""Letters that five rows blur, from the top of a small letter down."""
WIDEST = 116
"""Columns of the longest word: two stand side by side on a screen of 1920 pixels."""


def coarse(words: str, font: ImageFont.FreeTypeFont, columns: int, scale: int = 1) -> list[str]:
    """The words as rows of "#" and ".", without empty columns at the sides; with `scale` 2 in twice as many cells."""
    above, below = round(BASELINE * SIZE / ROWS), round(DEPTH * SIZE / ROWS)
    left, _, right, _ = (round(edge) for edge in font.getbbox(words, anchor="ls"))
    image = Image.new("L", (right - left, above + below), 0)
    ImageDraw.Draw(image).text((-left, above), words, font=font, fill=255, anchor="ls")
    left, _, right, _ = image.getbbox() or (0, 0, 1, 0)
    wide, rows = max(round((right - left) * columns * scale / SIZE), 2), (BASELINE + DEPTH) * scale
    pixels = image.crop((left, 0, right, above + below)).resize((wide, rows), Image.Resampling.BOX).tobytes()
    return ["".join(".#"[value > THRESHOLD] for value in pixels[row * wide : (row + 1) * wide]) for row in range(rows)]


def letter_rows(letter: str, columns: int) -> list[str]:
    """One letter; a space is one column, with two on each side."""
    if letter == " ":
        return ["."] * (BASELINE + DEPTH)
    if letter not in BY_HAND:
        return coarse(letter, ImageFont.truetype(LATIN, SIZE), columns)
    inside = BY_HAND[letter]
    empty = "." * len(inside[0])
    return [*[empty] * (BASELINE - 5), *inside, *[empty] * (DEPTH + 5 - len(inside))]


def spaced(words: str, columns: int) -> list[str]:
    """Letter by letter, so that the same letter looks the same everywhere; two columns between letters, five between words."""
    letters = [letter_rows(letter, columns) for letter in words]
    return ["..".join(row) for row in zip(*letters, strict=True)]


def as_a_whole(words: str, script: Script, columns: int) -> list[str]:
    """A script whose letters join, or are no letters of one width; signs of many strokes get twice the cells."""
    font = ImageFont.truetype(f"/usr/share/fonts/{script.bold}", SIZE, index=script.number or 0)
    return coarse(words, font, columns, 2 if script.no_spaces else 1)


def drawn(words: str, script: str) -> list[str]:
    """The words in the widest letters that fit."""
    for columns in COLUMNS:
        rows = spaced(words, columns) if script == LATIN_SCRIPT else as_a_whole(words, SCRIPTS[script], columns)
        if len(rows[0]) <= WIDEST:
            break
    inked = [number for number, row in enumerate(rows) if "#" in row]
    return rows[inked[0] : inked[-1] + 1]


def art(languages: Sequence[str]) -> str:
    """The blocks of these languages; one whose font is not here is left out and told."""
    blocks = []
    for language in languages:
        script = LANGUAGE_ROWS[language].script
        try:
            if unknown := without_row(script):
                raise LookupError(unknown)
            blocks.append(drawn(texts(language).gettext("Out of service"), script))
        except (OSError, LookupError) as problem:
            print(f"splash: no words in {language}: {problem}", file=sys.stderr)  # noqa: T201  (a tool's answer)
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def main(arguments: Sequence[str]) -> None:
    if not arguments:
        Path(__file__).with_name("splash.art").write_text(art(ORDER), encoding="ascii")
        return
    config, out = map(Path, arguments)
    profile = Town.configured(load_config(config)).profile()
    # the languages that a profile begins with are its official ones
    new = out.with_suffix(".new")
    new.write_text(art([each.code for each in profile.languages]), encoding="ascii")
    new.replace(out)


if __name__ == "__main__":
    main(sys.argv[1:])
