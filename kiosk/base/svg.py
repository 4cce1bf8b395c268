"""The filled shapes of an SVG, as rings of points: as much of the format as a logo needs, and a sentence for the rest.

The outlines are read by fontTools, which is here for the typefaces anyway.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from kiosk.base.colours import Colour, rgb

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST: Final = 64_000  # signs
_STEPS = 16  # of a curve
_SVG = "{http://www.w3.org/2000/svg}"
_UNSEEN = frozenset({"defs", "title", "desc", "metadata", "style", "clipPath", "mask", "symbol"})
_CALLS: Final = re.compile(r"(\w+)\s*\(([^)]*)\)")
_NUMBERS: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_CLASSES: Final = re.compile(r"([^{}]+)\{([^}]*)\}")

Point = tuple[float, float]


class LogoProblem(ValueError):
    """The text is no logo that can be drawn; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A shape as it stands in the file, in the file's own units."""

    colour: Colour
    rings: tuple[tuple[Point, ...], ...]
    even_odd: bool


@dataclass(frozen=True, slots=True)
class _Style:
    """What a shape inherits."""

    matrix: Any
    fill: str = "#000000"
    even_odd: bool = False
    classes: dict[str, dict[str, str]] = field(default_factory=dict)


def filled(svg: str) -> list[Filled]:
    """The shapes of an SVG's text, the lowest first; LogoProblem says what cannot be drawn."""
    from fontTools.misc.transform import Identity

    root = _root(svg)
    return list(_walk(root, _Style(Identity, classes=_classes(root))))


def _root(svg: str) -> Element:
    # entities are refused below, and nothing is fetched
    from xml.etree import ElementTree as ET

    if len(svg) > LONGEST:
        raise LogoProblem(f"is longer than {LONGEST} signs; draw it more simply")
    if "<!ENTITY" in svg:
        raise LogoProblem("has entities; save it as plain SVG")
    try:
        root = ET.fromstring(svg.strip())  # noqa: S314
    except ET.ParseError as error:
        raise LogoProblem(f"is no SVG: {error}") from None
    if _name(root) != "svg":
        raise LogoProblem("is no SVG: write the whole text of the file, from <svg to </svg>")
    return root


def _walk(element: Element, around: _Style) -> Iterator[Filled]:
    name = _name(element)
    if not name or name in _UNSEEN:
        return
    said = _said(element, around)
    if said.get("display") == "none" or said.get("visibility") == "hidden" or said.get("opacity") == "0":
        return
    style = _styled(said, around)
    if name in {"svg", "g", "a"}:
        for inner in element:
            yield from _walk(inner, style)
        return
    outline = _outline(element, name)
    if style.fill in {"none", "transparent"} or said.get("fill-opacity") == "0":
        return
    rings = _rings(outline, style.matrix)
    if rings:
        yield Filled(_colour(style.fill), rings, style.even_odd)


def _said(element: Element, around: _Style) -> dict[str, str]:
    """What an element says of itself: its attributes, then its classes, then its own style."""
    said = {key: value.strip() for key, value in element.attrib.items()}
    for name in said.get("class", "").split():
        said |= around.classes.get(name, {})
    said |= _declared(said.get("style", ""))
    for key, sentence in _REFUSED.items():
        if said.get(key, "none") != "none":
            raise LogoProblem(sentence)
    return said


_REFUSED: Final = {
    "stroke": "has lines with a stroke; turn them into outlines",
    "clip-path": "is cut by a clip path; cut the shapes themselves",
    "mask": "is cut by a mask; cut the shapes themselves",
    "filter": "has a filter; take it away",
}


def _styled(said: dict[str, str], around: _Style) -> _Style:
    style = around
    if "transform" in said:
        style = replace(style, matrix=style.matrix.transform(_matrix(said["transform"])))
    if said.get("fill", "inherit") != "inherit":
        style = replace(style, fill=said["fill"])
    if "fill-rule" in said:
        style = replace(style, even_odd=said["fill-rule"] == "evenodd")
    return style


def _classes(root: Element) -> dict[str, dict[str, str]]:
    """The classes of its style sheets; what names no single class has no effect on such a drawing."""
    found: dict[str, dict[str, str]] = {}
    for element in root.iter():
        if _name(element) == "style":
            for names, inside in _CLASSES.findall(element.text or ""):
                for name in names.split(","):
                    if name.strip().startswith("."):
                        found.setdefault(name.strip()[1:], {}).update(_declared(inside))
    return found


def _declared(text: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in text.split(";") if ":" in each)
    return {key.strip(): value.strip() for key, _, value in pairs}


def _matrix(text: str) -> Any:
    from fontTools.misc.transform import Identity

    made = Identity
    for name, inside in _CALLS.findall(text):
        numbers = [float(each) for each in _NUMBERS.findall(inside)]
        match name, numbers:
            case "matrix", [_, _, _, _, _, _]:
                made = made.transform(tuple(numbers))
            case "translate", [x, *rest]:
                made = made.translate(x, *rest)
            case "scale", [x, *rest]:
                made = made.scale(x, *(rest or [x]))
            case "rotate", [angle]:
                made = made.rotate(math.radians(angle))
            case "rotate", [angle, x, y]:
                made = made.translate(x, y).rotate(math.radians(angle)).translate(-x, -y)
            case "skewX", [angle]:
                made = made.skew(math.radians(angle), 0)
            case "skewY", [angle]:
                made = made.skew(0, math.radians(angle))
            case _:
                raise LogoProblem(f"has a transform that is not understood: {name}")
    return made


def _outline(element: Element, name: str) -> str:
    """A shape as the data of a path."""
    number = {key: _number(element, key) for key in _MEASURES.get(name, ())}
    match name:
        case "path":
            return element.get("d", "")
        case "rect":
            return _rectangle(**number)
        case "circle":
            return _ellipse(number["cx"], number["cy"], number["r"], number["r"])
        case "ellipse":
            return _ellipse(**number)
        case "polygon" | "polyline":
            return f"M{element.get('points', '')}Z"
        case _:
            raise LogoProblem(f"has <{name}>; turn it into plain filled shapes")


_MEASURES: Final = {
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
}


def _number(element: Element, key: str) -> float:
    said = element.get(key)
    if said is None and key in {"rx", "ry"} and _name(element) == "rect":
        said = element.get("ry" if key == "rx" else "rx")
    try:
        return float((said or "0").removesuffix("px"))
    except ValueError:
        raise LogoProblem(f"has {key}={said!r}; write it as a number") from None


def _rectangle(x: float, y: float, width: float, height: float, rx: float, ry: float) -> str:
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    arc = f"a{rx} {ry} 0 0 1"
    across, down = width - 2 * rx, height - 2 * ry
    return (
        f"M{x + rx} {y}h{across}{arc} {rx} {ry}v{down}{arc} {-rx} {ry}"
        f"h{-across}{arc} {-rx} {-ry}v{-down}{arc} {rx} {-ry}Z"
    )


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> str:
    return f"M{cx - rx} {cy}a{rx} {ry} 0 0 1 {2 * rx} 0a{rx} {ry} 0 0 1 {-2 * rx} 0Z"


def _rings(outline: str, matrix: Any) -> tuple[tuple[Point, ...], ...]:
    from fontTools.svgLib.path import parse_path

    pen = _Pen(matrix)
    try:
        parse_path(outline, pen)
    except (ValueError, IndexError) as error:
        raise LogoProblem(f"has a path that cannot be read: {error}"[:200]) from None
    return tuple(tuple(ring) for ring in pen.rings if len(ring) > 2)


class _Pen:
    """Takes a path as fontTools draws it, in straight pieces."""

    def __init__(self, matrix: Any) -> None:
        self._matrix = matrix
        self._at: Point = (0.0, 0.0)
        self.rings: list[list[Point]] = []

    def moveTo(self, to: Point) -> None:  # noqa: N802  (fontTools' names)
        self.rings.append([])
        self.lineTo(to)

    def lineTo(self, to: Point) -> None:  # noqa: N802
        self._at = to
        self.rings[-1].append(self._matrix.transformPoint(to))

    def qCurveTo(self, by: Point, to: Point) -> None:  # noqa: N802
        start = self._at
        first, second = ((a[0] + (by[0] - a[0]) * 2 / 3, a[1] + (by[1] - a[1]) * 2 / 3) for a in (start, to))
        self.curveTo(first, second, to)

    def curveTo(self, one: Point, other: Point, to: Point) -> None:  # noqa: N802
        start = self._at
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            x, y = (sum(s * p[axis] for s, p in zip(shares, (start, one, other, to), strict=True)) for axis in (0, 1))
            self.lineTo((x, y))

    def closePath(self) -> None:  # noqa: N802
        """A filled ring is closed anyway."""

    def endPath(self) -> None:  # noqa: N802
        """A filled ring is closed anyway."""


def _colour(said: str) -> Colour:
    if re.fullmatch("#[0-9a-fA-F]{6}", said):
        return rgb(said)
    from PIL import ImageColor

    try:
        red, green, blue = ImageColor.getrgb("black" if said == "currentColor" else said)[:3]
    except ValueError:
        raise LogoProblem(f"is filled with {said!r}; give each shape one plain colour") from None
    return (red / 255, green / 255, blue / 255, 1.0)


def _name(element: Element) -> str:
    """Its name in SVG; "" for what another program left in the file."""
    tag: object = element.tag  # of a comment it is no text
    if not isinstance(tag, str):
        return ""
    return tag.removeprefix(_SVG) if tag.startswith(_SVG) or "{" not in tag else ""
