"""The fonts: where they are, and the faces of other scripts that set-up builds (`python -m screens.fonts`).

Inter, Noto and the icons come from Debian packages; `kiosk/locales/scripts.toml` names the files of a script.  SDL's text
provider knows no fallback between fonts, so a line with Arabic and Latin letters needs one file with both: `build` makes it.
"""

from __future__ import annotations

import argparse
import enum
import os
import sys
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from kiosk.base.languages import ROWS
from kiosk.base.scripts import LATIN, MARKS, SCRIPTS, without_row

_INTER = Path("/usr/share/fonts/opentype/inter")
_ICONS = Path("/usr/share/fonts/truetype/material-design-icons-iconfont/MaterialIcons-Regular.ttf")
_PACKAGES = {_ICONS.parent: "fonts-material-design-icons-iconfont", _INTER: "fonts-inter"}
_WEIGHTS = ("Inter-Regular", "Inter-SemiBold", "Inter-Bold", "InterDisplay-Bold")
_UNITS = 1000


class Font(enum.Enum):
    """The faces that the screens use; each has its twin in every script, regular or bold."""

    # faces are in the key of every measured word: Enum's own hash is Python
    __hash__ = object.__hash__

    REGULAR = "Inter-Regular.otf"
    STRONG = "Inter-SemiBold.otf"
    DISPLAY = "InterDisplay-Bold.otf"
    ICONS = "MaterialIcons-Regular.ttf"


_FONTS = Path("/usr/share/fonts")


# letters, marks and signs of Latin text, with all that a name in a register of Europe may have (DIN 91379)
_OF_LATIN = (range(0x0370), range(0x1E00, 0x1F00), range(0x2000, 0x2200))
_MARKS = range(0x0300, 0x0370)

# fields of a TrueType "maxp" table; fontTools counts points and contours itself, there are no instructions
_LIMITS = (
    *("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"),
    *("maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours"),
    *("maxCompositePoints", "maxCompositeContours", "maxComponentDepth"),
)


class FontsMissing(RuntimeError):
    """A font file is not on this machine; the message names it and its Debian package."""


def cache_dir() -> Path:
    """The folder of the built faces: systemd's cache directory, else what set-up made beside Python, else the user's."""
    for name, below in (("KIOSK_FONTS", ""), ("CACHE_DIRECTORY", "fonts")):
        base = os.environ.get(name)
        if base:
            return Path(base.partition(":")[0]) / below
    # one folder for every user of a checkout, whether they have a home that they may write into or not
    shared = Path(sys.prefix) / "fonts"
    if shared.is_dir():
        return shared
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "residence-kiosk" / "fonts"


def path(font: Font, script: str = LATIN) -> Path:
    """The file of a face; one of another script is built when set-up has not done it (about 2 s).

    Raises FontsMissing, and OSError where it cannot be built.
    """
    if unknown := without_row(script):
        raise FontsMissing(unknown)
    if script != LATIN and font is not Font.ICONS:
        file = cache_dir() / _built(script, bold=font is not Font.REGULAR)
        if not file.is_file():
            build(file.parent, [script])
        return file
    file = _ICONS if font is Font.ICONS else _INTER / font.value
    if not file.is_file():
        raise FontsMissing(f"{file} is missing: install {_PACKAGES[file.parent]}")
    return file


@lru_cache(maxsize=16)
def signs(font: Font, script: str = LATIN) -> frozenset[str]:
    """All that this face can draw."""
    from fontTools.ttLib import TTFont

    with TTFont(path(font, script), lazy=True) as face:
        return frozenset(map(chr, face.getBestCmap()))


def scripts() -> list[str]:
    """The scripts beside Latin that a language is written in, and the marks that a name may have in any of them."""
    return sorted({MARKS, *(row.script for row in ROWS.values())} - {LATIN})


def missing(needed: Iterable[str] | None = None) -> list[str]:
    """What `doctor` reports: a line for each font file that is not there and each script that has no row.

    Of these scripts, else of those of every language.
    """
    wanted = scripts() if needed is None else list(needed)
    package = {_ICONS: _PACKAGES[_ICONS.parent]}
    package |= {_INTER / f"{name}.otf": _PACKAGES[_INTER] for name in _WEIGHTS}
    for script in (SCRIPTS[code] for code in wanted if code in SCRIPTS):
        package |= {_FONTS / script.regular: script.package, _FONTS / script.bold: script.package}
    files = [f"{file} is missing: install {package[file]}" for file in sorted(package) if not file.is_file()]
    return [*filter(None, map(without_row, wanted)), *files]


def build(folder: Path, needed: Iterable[str] | None = None) -> list[Path]:
    """Write the faces of these scripts, else of every language, into `folder`, each in one move; raises FontsMissing."""
    chosen = scripts() if needed is None else list(needed)
    if problems := missing(chosen):
        raise FontsMissing("; ".join(problems))
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for script in (SCRIPTS[code] for code in chosen):
        for bold in (False, True):
            source = _FONTS / (script.bold if bold else script.regular)
            latin = _INTER / ("Inter-Bold.otf" if bold else "Inter-Regular.otf")
            with tempfile.TemporaryDirectory(dir=folder) as work:
                if script.number is None:
                    face = _merge(latin, source, Path(work), bold=bold)
                else:
                    face = _taken_out(source, script.number, Path(work))
                made.append(face.replace(folder / _built(script.code, bold=bold)))
    return made


def _built(script: str, *, bold: bool) -> str:
    return f"{script}-{'Bold' if bold else 'Regular'}.{'ttf' if SCRIPTS[script].number is None else 'otf'}"


def _taken_out(collection: Path, number: int, work: Path) -> Path:
    """One face by itself, also of a collection: SDL opens only the first of it."""
    from fontTools.ttLib import TTFont

    out = work / "face.otf"
    with TTFont(collection, fontNumber=number, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as face:
        face.save(out)
    return out


def _merge(latin: Path, own: Path, work: Path, *, bold: bool) -> Path:
    """One TrueType file: the face of a script, of the Latin one what it lacks, and the marks that both lack."""
    from fontTools.merge import Merger, Options
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    with TTFont(own, lazy=True) as face, TTFont(latin, lazy=True) as beside:
        taken = set(face.getBestCmap())
        lacking = set(_MARKS) - taken - set(beside.getBestCmap())
        if face["head"].unitsPerEm != _UNITS:
            scale_upem(face, _UNITS)
            own = work / "own.ttf"
            face.save(own)
    with TTFont(latin, lazy=True) as face:
        keep = {c for c in face.getBestCmap() if c not in taken and any(c in row for row in _OF_LATIN)}
        # the space and the digits of the Latin face win, so that numbers look alike in every language
        _keep(face, {*keep, *range(0x20, 0x7F), 0xA0, 0x20AC})
        _outlines_to_quadratic(face)
        scale_upem(face, _UNITS)
        metrics = (face["hhea"].ascent, face["hhea"].descent)
        face.save(work / "latin.ttf")
    marks = SCRIPTS[MARKS]
    with TTFont(_FONTS / (marks.bold if bold else marks.regular), lazy=True) as face:
        _keep(face, lacking)
        scale_upem(face, _UNITS)
        face.save(work / "marks.ttf")
    options = Options()
    options.drop_tables = ["vhea", "vmtx", "meta", "DSIG", "gasp", "STAT"]
    merged = Merger(options).merge([str(work / "latin.ttf"), str(own), str(work / "marks.ttf")])
    # marks of other scripts reach higher and lower than Latin letters: give the line their room, evenly
    merged["hhea"].ascent, merged["hhea"].descent = metrics[0] + 130, metrics[1] - 130
    out = work / "merged.ttf"
    merged.save(out)
    return out


def _keep(face: Any, signs: set[int]) -> None:
    """Leave these letters, digits, punctuation, marks and currency signs."""
    from fontTools.subset import Options, Subsetter

    # first of all, or the subsetter reads and writes them: no feature of the Latin face may meet one of the other
    for layout in ("GPOS", "GSUB", "GDEF"):
        if layout in face:
            del face[layout]
    options = Options(glyph_names=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=signs)
    subsetter.subset(face)


def _outlines_to_quadratic(face: Any) -> None:
    """Turn the cubic CFF outlines into TrueType's quadratic ones."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order = face.getGlyphOrder()
    outlines = face.getGlyphSet()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    face["loca"], face["glyf"] = newTable("loca"), table
    for unwanted in ("CFF ", "VORG"):
        if unwanted in face:
            del face[unwanted]
    largest = face["maxp"] = newTable("maxp")
    largest.tableVersion, largest.numGlyphs = 0x00010000, len(order)
    for field in _LIMITS:
        setattr(largest, field, 0)
    largest.maxZones = 1
    face["post"].formatType = 2.0
    face["post"].extraNames, face["post"].mapping = [], {}
    face.sfntVersion = "\x00\x01\x00\x00"


def main(arguments: list[str] | None = None) -> int:
    """Build the faces; 0 done, 3 a font package is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m screens.fonts", description="Build the fonts of other scripts than Latin."
    )
    parser.add_argument("--out", type=Path, default=None, help="folder (default: the cache folder)")
    folder = parser.parse_args(arguments).out or cache_dir()
    try:
        made = build(folder)
    except FontsMissing as problem:
        print(problem, file=sys.stderr)  # noqa: T201  (a command's answer)
        return 3
    for file in made:
        print(file)  # noqa: T201  (a command's answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
