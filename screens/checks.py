"""What can be wrong with a drawn screen, measured: text that is cut, meets other text or is a box, targets too small or too near."""

from __future__ import annotations

from kiosk.base.scripts import from_right
from kiosk.views.view import View
from screens.fonts import Font
from screens.letters import boxes
from screens.registry import look_of, scene_of
from screens.scene import Line, Rect, Scene, Target
from screens.theme import GAP_FLOOR_MM, TOUCH_FLOOR_MM, TOUCH_MM, Glass, Look
from screens.typeset import Typesetter

_WHOLE_SCREEN = "touch"


def problems(view: View, glass: Glass, typesetter: Typesetter | None = None) -> list[str]:
    """Every problem of every page of a View, in words; empty when all is well."""
    setter = typesetter or Typesetter()
    found: list[str] = []
    page, pages = 0, 1
    while page < pages:
        scene = scene_of(view, glass, setter, page)
        look = look_of(view, glass)
        where = f"page {page + 1}: " if scene.pages > 1 else ""
        told = [
            *_texts(scene, look),
            *_targets(scene, look),
            *(f"{line.shown!r}: {told}" for line in scene.lines() for told in _boxes(line)),
            *(f"the word {word!r} is broken" for word in _broken(scene, setter)),
        ]
        found += [where + text for text in told]
        pages = scene.pages
        page += 1
    return found


def _boxes(line: Line) -> list[str]:
    return [] if line.font is Font.ICONS else boxes(line.shown, line.font)


def _broken(scene: Scene, setter: Typesetter) -> list[str]:
    """Words that are divided on the screen; what was only measured, in a layout that was not taken, is no matter.

    A word that is shaped stands in another order on the screen: it counts wherever it was divided.
    """
    shown = [line.shown for line in scene.lines()]
    return [word for word, head in setter.broken.items() if from_right(word) or any(head in line for line in shown)]


def _texts(scene: Scene, look: Look) -> list[str]:
    screen = Rect(0, 0, scene.width, scene.height)
    words = [item for item in scene.items if isinstance(item, Line) and item.font is not Font.ICONS]
    found = []
    for line in scene.lines():
        if line.rect.w > line.room + 1:
            found.append(f"{line.shown!r} is {line.rect.w - line.room:.0f} px wider than its place")
        if line.font is not Font.ICONS and line.px < look.plain_smallest_px:
            found.append(f"{line.shown!r} is smaller ({line.px} px) than text may be ({look.plain_smallest_px} px)")
    for number, line in enumerate(words):
        if not _inside(line.rect, screen):
            found.append(f"{line.shown!r} leaves the screen")
        found += [
            f"{line.shown!r} meets {other.shown!r}" for other in words[number + 1 :] if _meet(line.rect, other.rect)
        ]
        for target in scene.targets:
            if target.key != _WHOLE_SCREEN and _cross(line.rect, target.rect):
                found.append(f"{line.shown!r} crosses the edge of {target.key}")
    return found


def _targets(scene: Scene, look: Look) -> list[str]:
    screen = Rect(0, 0, scene.width, scene.height)
    density = look.glass.density
    found = []
    touchable = [t for t in scene.targets if t.key != _WHOLE_SCREEN]
    for number, target in enumerate(touchable):
        least = TOUCH_MM if target.main else TOUCH_FLOOR_MM
        high, wide = target.rect.h / density, target.rect.w / density
        if min(high, wide) < least - 0.05:
            found.append(f"{target.key} is {wide:.1f} × {high:.1f} mm, less than {least:.0f} mm")
        if not _inside(target.rect, screen):
            found.append(f"{target.key} leaves the screen")
        found += [
            f"{target.key} and {other.key} are {gap:.1f} mm apart"
            for other in touchable[number + 1 :]
            if (gap := _gap(target, other) / density) < GAP_FLOOR_MM - 0.05
        ]
    return found


def _inside(inner: Rect, outer: Rect) -> bool:
    slack = 2.0
    down = inner.bottom <= outer.bottom + slack and inner.y >= outer.y - slack
    return down and inner.x >= outer.x - slack and inner.right <= outer.right + slack


def _meet(one: Rect, other: Rect) -> bool:
    """True when the letters, not only the line boxes, of two lines cover each other."""
    a, b = one.inset(1, one.h * 0.22), other.inset(1, other.h * 0.22)
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def _cross(line: Rect, target: Rect) -> bool:
    letters = line.inset(1, line.h * 0.22)
    apart = letters.x >= target.right or letters.right <= target.x
    apart = apart or letters.y >= target.bottom or letters.bottom <= target.y
    return not apart and not _inside(letters, target)


def _gap(one: Target, other: Target) -> float:
    a, b = one.rect, other.rect
    return max(a.x - b.right, b.x - a.right, a.y - b.bottom, b.y - a.bottom)
