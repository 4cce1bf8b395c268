# ruff: noqa: INP001  (a tool beside the units, no package)
"""Draws splash.art: "out of service" in every language, in letters made of the cells of a console.

Run by hand after a change of the words: `.venv/bin/python systemd/draw_splash.py`.  A cell of a console is twice as high as it is
wide.  The result is a file of the project, so that the splash needs neither fonts nor a drawing library.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.base.i18n import texts

LATIN = "/usr/share/fonts/opentype/inter/InterDisplay-SemiBold.otf"
ARABIC = "/usr/share/fonts/truetype/noto/NotoSansArabic-Bold.ttf"
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


def coarse(words: str, font_file: str, columns: int) -> list[str]:
    """The words as rows of "#" and ".", without empty columns at the sides."""
    font = ImageFont.truetype(font_file, SIZE)
    above, below = round(BASELINE * SIZE / ROWS), round(DEPTH * SIZE / ROWS)
    left, _, right, _ = (round(edge) for edge in font.getbbox(words, anchor="ls"))
    image = Image.new("L", (right - left, above + below), 0)
    ImageDraw.Draw(image).text((-left, above), words, font=font, fill=255, anchor="ls")
    left, _, right, _ = image.getbbox() or (0, 0, 1, 0)
    wide, rows = max(round((right - left) * columns / SIZE), 2), BASELINE + DEPTH
    pixels = image.crop((left, 0, right, above + below)).resize((wide, rows), Image.Resampling.BOX).tobytes()
    return ["".join(".#"[value > THRESHOLD] for value in pixels[row * wide : (row + 1) * wide]) for row in range(rows)]


def letter_rows(letter: str, columns: int) -> list[str]:
    """One letter; a space is one column, with two on each side."""
    if letter == " ":
        return ["."] * (BASELINE + DEPTH)
    if letter not in BY_HAND:
        return coarse(letter, LATIN, columns)
    inside = BY_HAND[letter]
    empty = "." * len(inside[0])
    return [*[empty] * (BASELINE - 5), *inside, *[empty] * (DEPTH + 5 - len(inside))]


def spaced(words: str, columns: int) -> list[str]:
    """Letter by letter, so that the same letter looks the same everywhere; two columns between letters, five between words."""
    letters = [letter_rows(letter, columns) for letter in words]
    return ["..".join(row) for row in zip(*letters, strict=True)]


def drawn(words: str, *, joined: bool) -> list[str]:
    """The words in the widest letters that fit; a script whose letters join is drawn as a whole."""
    for columns in COLUMNS:
        rows = coarse(words, ARABIC, columns) if joined else spaced(words, columns)
        if len(rows[0]) <= WIDEST:
            break
    inked = [number for number, row in enumerate(rows) if "#" in row]
    return rows[inked[0] : inked[-1] + 1]


def main() -> None:
    blocks = [drawn(texts(language).gettext("Out of service"), joined=language == "ar") for language in ORDER]
    text = "\n\n".join("\n".join(block) for block in blocks)
    Path(__file__).with_name("splash.art").write_text(text + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
