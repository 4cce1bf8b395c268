"""Turns a Scene into Kivy's drawing instructions."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, assert_never

import numpy as np
from kivy.graphics import (
    BorderImage,
    Color,
    InstructionGroup,
    PopMatrix,
    PushMatrix,
    Rectangle,
    Rotate,
    SmoothEllipse,
    SmoothLine,
    SmoothRoundedRectangle,
    Translate,
)
from kivy.graphics.texture import Texture

from kiosk.base.colours import Colour
from kiosk.base.logo import read, tones
from screens.scene import Arc, Box, Curve, Disc, Emblem, Item, Line, Matrix, Motion, Moving, Pulse, Rect, Scene, Shadow
from screens.typeset import LineTextures

# how much of a pulse is seen at most: nothing that flashes
_GLOW = 0.24
_SHADOW = (0.24, 0.18, 0.10, 0.16)


class Mover:
    """One moving part: sets its translation or rotation for a moment of time."""

    def __init__(self, motion: Motion, change: Any) -> None:
        self._motion, self._change = motion, change

    def at(self, seconds: float) -> None:
        """Where the part is `seconds` after the screen came up."""
        motion = self._motion
        if motion.spin:
            self._change.angle = -360.0 * ((seconds / motion.seconds) % 1.0)
            return
        share = seconds / motion.seconds
        if motion.once:
            share = min(1.0, share)
        else:
            # 70 % of the period moves, the rest stands still so that the eye can read it
            share = min(1.0, (share % 1.0) / 0.7)
        self._to(share * share * (3 - 2 * share))

    def rest(self) -> None:
        """Where the part is when nothing may move."""
        if not self._motion.spin:
            self._to(self._motion.rest)

    def _to(self, share: float) -> None:
        start, end = self._motion.start, self._motion.end
        self._change.x = start[0] + (end[0] - start[0]) * share
        self._change.y = -(start[1] + (end[1] - start[1]) * share)


class Glow:
    """One colour that comes and goes."""

    def __init__(self, pulse: Pulse, colour: Any) -> None:
        self._pulse, self._colour = pulse, colour

    def at(self, seconds: float) -> None:
        """How much of it is seen `seconds` after the screen came up."""
        share = seconds / self._pulse.seconds
        self._colour.a = _GLOW * math.sin(math.pi * share) ** 2 if share < self._pulse.times else 0.0

    def rest(self) -> None:
        """Nothing of it."""
        self._colour.a = 0.0


def paint(scene: Scene, into: InstructionGroup, textures: LineTextures) -> list[Mover | Glow]:
    """Replace what `into` draws by the scene; answers the parts that move."""
    into.clear()
    textures.begin()
    movers: list[Mover | Glow] = []
    for item in scene.items:
        _item(item, scene.height, into, textures, movers)
    textures.finish()
    return movers


def ring(rect: Rect, height: float, width: float, colour: Colour, gap: Colour, radius: float) -> InstructionGroup:
    """The focus ring around a target: two lines, so that it stands out on every ground."""
    group = InstructionGroup()
    for line, grow, tint in ((width * 2.2, width * 1.1, gap), (width, width * 1.4, colour)):
        outer = rect.inset(-grow)
        group.add(Color(*tint))
        group.add(SmoothLine(rounded_rectangle=(*_xy(outer, height), outer.w, outer.h, radius + grow), width=line / 2))
    return group


def veil(rect: Rect, height: float, colour: Colour, radius: float) -> InstructionGroup:
    """A see-through layer over a target that is pressed."""
    group = InstructionGroup()
    group.add(Color(*colour))
    group.add(_rounded(rect, height, radius))
    return group


def _xy(rect: Rect, height: float) -> tuple[float, float]:
    return rect.x, height - rect.bottom


def _rounded(rect: Rect, height: float, radius: float) -> Any:
    if radius < 1:
        return Rectangle(pos=_xy(rect, height), size=(rect.w, rect.h))
    return SmoothRoundedRectangle(pos=_xy(rect, height), size=(rect.w, rect.h), radius=[radius], segments=12)


def _item(
    item: Item, height: float, into: InstructionGroup, textures: LineTextures, movers: list[Mover | Glow]
) -> None:
    match item:
        case Box():
            into.add(Color(*item.colour))
            into.add(_rounded(item.rect, height, item.radius))
        case Shadow():
            _shadow(item, height, into)
        case Line():
            texture = textures.get(item.shown, item.font, item.px)
            x = round(item.rect.x + (item.rect.w - texture.width) / 2)
            y = round(height - item.rect.bottom + (item.rect.h - texture.height) / 2)
            into.add(Color(*item.colour))
            into.add(Rectangle(texture=texture, pos=(x, y), size=texture.size))
        case Disc():
            into.add(Color(*item.colour))
            into.add(SmoothEllipse(pos=_xy(item.rect, height), size=(item.rect.w, item.rect.h)))
        case Arc():
            inner = item.rect.inset(item.width / 2)
            into.add(Color(*item.colour))
            ellipse = (*_xy(inner, height), inner.w, inner.h, item.start, item.end)
            into.add(SmoothLine(ellipse=ellipse, width=item.width / 2, cap="round"))
        case Curve():
            points = [v for x, y in item.points for v in (x, height - y)]
            into.add(Color(*item.colour))
            into.add(SmoothLine(points=points, width=item.width / 2, cap="round", joint="round"))
        case Matrix():
            into.add(Color(1, 1, 1, 1))
            into.add(Rectangle(texture=_matrix(item.rows), pos=_xy(item.rect, height), size=(item.rect.w, item.rect.h)))
        case Emblem():
            wide, high = round(item.rect.w), round(item.rect.h)
            place = (round(item.rect.x), round(height - item.rect.bottom))
            for texture, colour in zip(_emblem(item.svg, wide, high), item.tones, strict=True):
                into.add(Color(*colour))
                into.add(Rectangle(texture=texture, pos=place, size=(wide, high)))
        case Pulse():
            colour = Color(*item.colour[:3], 0.0)
            into.add(colour)
            into.add(_rounded(item.rect, height, item.radius))
            movers.append(Glow(item, colour))
        case Moving():
            _moving(item, height, into, textures, movers)
        case _:
            assert_never(item)


def _moving(
    item: Moving, height: float, into: InstructionGroup, textures: LineTextures, movers: list[Mover | Glow]
) -> None:
    origin = (item.pivot[0], height - item.pivot[1])
    change = Rotate(angle=0, origin=origin) if item.motion.spin else Translate(0, 0)
    into.add(PushMatrix())
    into.add(change)
    for inside in item.items:
        _item(inside, height, into, textures, movers)
    into.add(PopMatrix())
    movers.append(Mover(item.motion, change))


def _shadow(item: Shadow, height: float, into: InstructionGroup) -> None:
    radius, blur = round(item.radius), max(2, round(item.depth))
    texture, border = _shadow_texture(radius, blur)
    grown = item.rect.inset(-2 * blur)
    x, y = _xy(grown, height)
    into.add(Color(*_SHADOW))
    into.add(BorderImage(texture=texture, pos=(x, y - blur * 0.6), size=(grown.w, grown.h), border=(border,) * 4))


@lru_cache(maxsize=32)
def _shadow_texture(radius: int, blur: int) -> tuple[Any, int]:
    """A blurred rounded square to be stretched over any card; its border in pixels."""
    border = radius + 3 * blur
    side = 2 * border + 4
    low, high = 2 * blur, side - 1 - 2 * blur
    line = np.arange(side, dtype=float)
    inside = np.clip(line, low + radius, high - radius)
    away = np.hypot(line[:, None] - inside[:, None], (line - inside)[None, :])
    shape = np.clip(radius + 0.5 - away, 0.0, 1.0)
    kernel = np.exp(-0.5 * (np.arange(-2 * blur, 2 * blur + 1) / (blur * 0.8)) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        shape = np.apply_along_axis(lambda row: np.convolve(row, kernel, mode="same"), axis, shape)
    pixels = np.full((side, side, 4), 255, dtype=np.uint8)
    pixels[..., 3] = np.round(shape * 255).astype(np.uint8)
    texture = Texture.create(size=(side, side), colorfmt="rgba")
    texture.blit_buffer(pixels.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    return texture, border


@lru_cache(maxsize=4)
def _emblem(svg: str, width: int, height: int) -> tuple[Any, ...]:
    """A texture of each tone of a logo, white where it covers."""
    found = []
    for covered in tones(read(svg), width, height):
        pixels = np.full((height, width, 4), 255, dtype=np.uint8)
        pixels[..., 3] = covered[::-1]
        texture = Texture.create(size=(width, height), colorfmt="rgba")
        texture.blit_buffer(pixels.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
        found.append(texture)
    return tuple(found)


def _matrix(rows: tuple[bytes, ...]) -> Any:
    """A texture with one pixel a module; kept by no cache (a code can be a person's)."""
    size = (len(rows[0]), len(rows))
    pixels = b"".join(bytes(0 if dark else 255 for dark in row) for row in reversed(rows))
    texture = Texture.create(size=size, colorfmt="luminance")
    texture.blit_buffer(pixels, colorfmt="luminance", bufferfmt="ubyte")
    texture.mag_filter = texture.min_filter = "nearest"
    return texture
