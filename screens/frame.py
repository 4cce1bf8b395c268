"""What stands around every screen: the place, the tools, the banner, and back, help and stop always where they were."""

from __future__ import annotations

from dataclasses import replace

from kiosk.base.languages import N_
from kiosk.base.logo import read
from kiosk.views.view import Action, Face, Icon, Role, Tone, View
from screens import icons, toolrow
from screens.blocks import SIGN_ALONE, Block, Column, Say, Sheet, Sign, put_glyph
from screens.buttons import BarButton
from screens.layout import Inside
from screens.pager import pager_width
from screens.scene import Rect, Scene
from screens.spare import Smaller
from screens.theme import GAP_FLOOR_MM, Type

# what matters, of what they leave
_MAIN_SHARE = 0.52
_BAR_LINES = 2
# label and second line of what matters
_MAIN_LINES = 4
# a logo that is wider than this many heights is drawn lower
_SQUARE_ENOUGH = 2.0
# the edge in the municipality's colours, and the share of the first
_EDGE, _EDGE_FIRST = 1.4, 0.8
_SLOTS = {Icon.BACK: 0, Icon.HELP: 1, Icon.STOP: 2}
_SLOT_KEYS = {"back": 0, "help": 1, "stop": 2, "cancel": 2, "done": 2}


def frame(sheet: Sheet, scene: Scene, view: View, main: Action | None = None) -> Inside:
    """Draw everything around the content; answers what is left for it, with a bar when there is `main` to stand in one."""
    look = sheet.look
    scene.box(Rect(0, 0, scene.width, scene.height), look.colours.ground)
    put_edge(sheet, scene)
    if look.barred:
        inside = _over_bar(sheet, scene, view)
        if main is not None and inside.bar is not None:
            # what matters may be higher than the bar, for the line that says where it leads
            room = _main_room(sheet, inside.bar)
            inside = replace(inside, area=inside.area.above(max(0.0, _main(main).height(sheet, room) - inside.bar.h)))
    else:
        inside = Inside(_around(sheet, scene, view) if look.glass.portrait else _beside(sheet, scene, view))
        if main is not None:
            # a narrow panel: the bar is a row of its own over back, help and stop
            area = inside.area
            high = _main(main).height(sheet, _main_room(sheet, area))
            inside = Inside(area.above(high + sheet.look.touch(GAP_FLOOR_MM)), area.foot(high))
    if view.banner:
        inside = replace(inside, area=inside.area.below(_banner(sheet, scene, inside.area, view.banner)))
    scene.content = scene.x(inside.area)
    return inside


def _over_bar(sheet: Sheet, scene: Scene, view: View) -> Inside:
    """A low panel: tools beside the name; back, help, stop, the pages and what matters in one bar at the foot."""
    page = Rect(sheet.u(8), sheet.u(4), scene.width - 2 * sheet.u(8), scene.height - sheet.u(4) - sheet.u(5))
    page = page.above(_footnote(sheet, scene, page, view.footnote))
    page = page.below(_header(sheet, scene, page, view, view.tools) + sheet.u(4))
    if not view.controls:
        return Inside(page)
    bar = page.foot(_bar_height(sheet))
    wides = _bar_slots(sheet, view)
    starts = [sum(wides[:slot]) + slot * sheet.look.gap for slot in range(4)]
    for action in _offered(view):
        slot = slot_of(action)
        BarButton(_quiet(action), Type.CONTROL, above=True).draw(
            sheet, scene, bar.after(starts[slot]).start(wides[slot])
        )
    return Inside(page.above(bar.h + sheet.u(4)), bar.after(starts[3]))


def has_room(sheet: Sheet, view: View, action: Action, *, alone: bool = False) -> bool:
    """True when the bar can show the action in two lines and without a broken word, beside the way to other pages.

    `alone`: the View has no other page.
    """
    page = sheet.look.glass.width - 2 * sheet.u(8)
    taken = sum(_bar_slots(sheet, view)) + 3 * sheet.look.gap if sheet.look.barred else 0.0
    bar = Rect(0, 0, page - taken, 0)
    pager = 0.0 if alone else pager_width(sheet, bar) + sheet.look.gap
    room = bar.w - pager - sheet.u(7)
    px, font = sheet.look.text_px(Type.CONTROL), Type.CONTROL.font
    longest = sheet.type.longest_word(action.label, font, px)
    if longest > room:
        return False
    if action.detail:
        small, own = Type.SMALL.font, sheet.look.text_px(Type.SMALL)
        lines = len(sheet.type.wrap(action.label, font, px, room)) + len(
            sheet.type.wrap(action.detail, small, own, room)
        )
        return sheet.type.longest_word(action.detail, small, own) <= room and lines <= _MAIN_LINES
    # a sign whose word has no room beside it is left out
    beside = room - sheet.u(10.6) if action.icon is not None else room
    return len(sheet.type.wrap(action.label, font, px, beside if longest <= beside else room)) <= _BAR_LINES


def what_matters(sheet: Sheet, scene: Scene, bar: Rect, action: Action) -> None:
    """The action that matters, at the end of the bar: as wide as its words, beside the way to other pages."""
    px, font = sheet.look.text_px(Type.CONTROL), Type.CONTROL.font
    words = sheet.type.width(action.label, font, px) + sheet.u(26)
    room = _main_room(sheet, bar)
    usual = bar.w if sheet.look.glass.portrait else max(words, round(bar.w * _MAIN_SHARE))
    if scene.pages > 1 or action.detail:
        usual = min(room, usual) if not action.detail else room
    own = min(bar.w, usual)
    high = max(bar.h, _main(action).height(sheet, room))
    _main(action).draw(sheet, scene, Rect(bar.right - own, bar.bottom - high, own, high))


def _main(action: Action) -> BarButton:
    return BarButton(action, Type.CONTROL, leads=True)


def _main_room(sheet: Sheet, bar: Rect) -> float:
    """How wide what matters may be beside the way to other pages."""
    return bar.w - pager_width(sheet, bar) - sheet.look.gap


def _bar_height(sheet: Sheet) -> float:
    """20 mm, or two lines of words, or a sign over one: the same on every screen."""
    line = round(sheet.look.text_px(Type.CONTROL) * Type.CONTROL.leading)
    return max(sheet.look.touch(), sheet.u(20), _BAR_LINES * line + sheet.u(3), line + sheet.u(11))


def _bar_slots(sheet: Sheet, view: View) -> list[float]:
    """How wide back, help and stop are, with their signs over the words: the same on every screen of a language."""
    words = _control_words(sheet, view)
    least = max(sheet.look.touch(), sheet.u(20))
    return [max(least, own + sheet.u(8)) for own in words]


def _control_words(sheet: Sheet, view: View) -> list[int]:
    """How wide the longest word of each slot is, on any screen of the language."""
    px, font, texts = sheet.look.text_px(Type.CONTROL), Type.CONTROL.font, sheet.texts
    ends = [texts.gettext(N_("Stop")), texts.gettext(N_("Done"))]
    labels = [[texts.gettext(N_("Back"))], [texts.gettext(N_("Help"))], ends]
    for action in view.controls:
        labels[slot_of(action)].append(action.label)
    return [max(sheet.type.longest_word(label, font, px) for label in each) for each in labels]


def _around(sheet: Sheet, scene: Scene, view: View) -> Rect:
    """Portrait: tools above, controls below; in the reach layout both below."""
    side, over, under, between = map(sheet.u, (8, 4, 5, 5) if sheet.look.compact else (12, 8, 9, 9))
    page = Rect(side, over, scene.width - 2 * side, scene.height - over - under)
    page = page.above(_footnote(sheet, scene, page, view.footnote))
    reach = sheet.look.reach
    page = page.below(_header(sheet, scene, page, view, () if reach else view.tools) + between)
    if view.controls:
        high = max(BarButton(_quiet(a), Type.CONTROL).height(sheet, _slot_width(sheet, page.w)) for a in view.controls)
        _controls(sheet, scene, page.foot(high), _offered(view))
        page = page.above(high + min(between, sheet.u(7)))
    if reach and view.tools:
        high = toolrow.size(sheet, view.tools)[0]
        toolrow.in_row(sheet, scene, page.foot(high), view, view.tools)
        page = page.above(high + sheet.u(6))
    return page


def _beside(sheet: Sheet, scene: Scene, view: View) -> Rect:
    """Landscape: a rail where reading ends, with the tools at its head and the controls at its foot."""
    page = Rect(sheet.u(12), sheet.u(7), scene.width - 2 * sheet.u(12), scene.height - 2 * sheet.u(7))
    if view.tools or view.controls:
        wide = _rail_width(sheet, view)
        rail = page.after(page.w - wide)
        page = page.start(page.w - wide - sheet.u(9))
        bottom = rail.bottom
        if view.controls:
            high = max(BarButton(_quiet(a), Type.CONTROL).height(sheet, wide) for a in view.controls)
            bottom = rail.bottom - 3 * high - 2 * sheet.look.gap - sheet.u(5)
            for action in _offered(view):
                y = rail.bottom - (3 - slot_of(action)) * high - (2 - slot_of(action)) * sheet.look.gap
                BarButton(_quiet(action), Type.CONTROL).draw(sheet, scene, Rect(rail.x, y, wide, high))
        toolrow.block(sheet, scene, rail.above(rail.bottom - bottom), view)
    if view.footnote:
        page = page.above(_footnote(sheet, scene, page, view.footnote) + sheet.u(2))
    return page.below(_header(sheet, scene, page, view, ()) + sheet.u(5 if sheet.look.compact else 8))


def _rail_width(sheet: Sheet, view: View) -> float:
    """Wide enough for the longest word of a control, within bounds."""
    words = max(_control_words(sheet, view)) if view.controls else 0
    least = max(sheet.u(44), toolrow.block_width(sheet, view))
    return min(max(least, words + sheet.u(20)), max(least, sheet.look.glass.width * 0.27))


def _header(sheet: Sheet, scene: Scene, page: Rect, view: View, tools: tuple[Action, ...]) -> float:
    """The mark of the place and its name; answers the height."""
    c = sheet.look.colours
    high = toolrow.size(sheet, tools)[0] if tools else sheet.u(11)
    mark = min(high, sheet.u(12))
    place = put_mark(sheet, scene, Rect(page.x, page.y + round((high - mark) / 2), mark, mark), view.face)
    # on a small panel large text is for the matter
    px = sheet.look.plain_smallest_px if sheet.look.compact else 0
    say = Say(view.place, Type.SMALL_STRONG, c.ink, px=px)
    word = sheet.type.longest_word(view.place, say.style.font, px or sheet.look.text_px(say.style))
    beside = place.w + 2 * sheet.u(4)
    taken, lower = toolrow.in_row(sheet, scene, page.top(high), view, tools, beside + word)
    room = page.w - beside - taken
    if not view.place:
        return high + lower
    if word > room:
        # a name that finds no room beside the tools gets a line of its own
        own = say.height(sheet, page.w)
        high += lower
        say.draw(sheet, scene, Rect(page.x, page.y + high + sheet.u(2), page.w, own))
        return high + sheet.u(2) + own
    own = say.height(sheet, room)
    say.draw(sheet, scene, Rect(place.right + sheet.u(4), page.y + max(0.0, round((high - own) / 2)), room, own))
    return max(high + lower, own)


def put_edge(sheet: Sheet, scene: Scene) -> None:
    """The municipality's two colours along the upper edge; not where colours are for contrast alone."""
    c = sheet.look.colours
    if c.shadows:
        edge = Rect(0, 0, scene.width, 0).top(sheet.u(_EDGE))
        scene.box(edge, c.logo[0])
        scene.box(edge.after(round(scene.width * _EDGE_FIRST)), c.logo[1])


def put_mark(sheet: Sheet, scene: Scene, square: Rect, face: Face) -> Rect:
    """The municipality's logo, as high as the square and as wide as it is, else a sign for any; answers its place."""
    c = sheet.look.colours
    if not face.logo:
        scene.box(square, c.accent, sheet.u(3))
        put_glyph(scene, square, icons.CITY, c.on_accent, 0.66)
        return square
    ratio = read(face.logo).ratio
    # a wide one is as large to the eye when it is lower
    high = round(square.h / max(1.0, ratio / _SQUARE_ENOUGH))
    place = Rect(square.x, square.y + round((square.h - high) / 2), float(round(high * ratio)), float(high))
    scene.emblem(place, face.logo, c.logo)
    return place


def _offered(view: View) -> tuple[Action, ...]:
    """Back, help and stop as far as they do something now; the place of another stays empty."""
    return tuple(action for action in view.controls if action.enabled)


def _quiet(action: Action) -> Action:
    """Controls are quiet unless the View says that one matters."""
    if action.role is not Role.CHOICE:
        return action
    return Action(action.key, action.label, action.icon, action.detail, Role.QUIET, action.language, action.enabled)


def _slot_width(sheet: Sheet, width: float) -> float:
    return float(int((width - 2 * sheet.look.gap) / 3))


def slot_of(action: Action) -> int:
    """0 start, 1 middle, 2 end: back, help and stop keep their places on every screen."""
    if action.icon in _SLOTS:
        return _SLOTS[action.icon]
    return _SLOT_KEYS.get(action.key.rpartition(".")[2], 1)


def _controls(sheet: Sheet, scene: Scene, rect: Rect, controls: tuple[Action, ...]) -> None:
    width = _slot_width(sheet, rect.w)
    for action in controls:
        x = rect.x + slot_of(action) * (width + sheet.look.gap)
        BarButton(_quiet(action), Type.CONTROL).draw(sheet, scene, Rect(x, rect.y, width, rect.h))


def _banner(sheet: Sheet, scene: Scene, page: Rect, text: str) -> float:
    tone = sheet.look.colours.tones[Tone.ATTENTION]
    say = Say(text, Type.SMALL_STRONG, tone.on_soft)
    room = page.w - sheet.u(22)
    own = say.height(sheet, room)
    high = own + sheet.u(6)
    rect = page.top(high)
    scene.framed(rect, tone.soft, tone.colour, max(1.0, sheet.u(0.4)), sheet.u(3.5))
    put_glyph(scene, Rect(rect.x + sheet.u(4), rect.y, sheet.u(8), high), icons.glyph(Icon.INFO), tone.colour)
    say.draw(sheet, scene, Rect(rect.x + sheet.u(16), rect.y + sheet.u(3), room, own))
    return high + sheet.u(6)


def _footnote(sheet: Sheet, scene: Scene, page: Rect, text: str) -> float:
    """A small line in the margin under the page, so that nothing moves for it; answers what it needs beyond the margin."""
    if not text:
        return 0.0
    say = Say(text, Type.SMALL, sheet.look.colours.ink_2)
    own = say.height(sheet, page.w)
    say.draw(sheet, scene, Rect(page.x, scene.height - own - sheet.u(1), page.w, own))
    return max(0.0, own + sheet.u(1.5) - (scene.height - page.bottom))


def heading(
    sheet: Sheet,
    view: View,
    *,
    align: float = 0.0,
    style: Type = Type.TITLE,
    icon: bool = False,
    sign: bool = True,
    air: float = 1.0,
    small: bool = False,
    toned: bool = False,
) -> Column:
    """Icon (when asked or when the tone is not calm), title and text.

    `air` is the share of the usual distances; `small`: the text is one size smaller than the title's; `toned`: it
    stands on a ground in the colour of the View's tone.
    """
    c = sheet.look.colours
    blocks: list[Block] = []
    if icon or (sign and view.tone is not Tone.CALM):
        asked, told = (18, 15) if sheet.look.compact else (26, 20)
        blocks.append(tone_sign(sheet, view, asked if icon else told, align, toned=toned))
    blocks += [Say(each.title, style, c.ink, align, lines=2) for each in (view, *view.also)]
    for each in (view, *view.also):
        blocks.extend(Smaller(text) if small else text for text in paragraphs(sheet, each, align, air))
    return Column(tuple(blocks), sheet.u(4.6 * air))


def paragraphs(sheet: Sheet, view: View, align: float = 0.0, air: float = 1.0) -> tuple[Block, ...]:
    """The View's text."""
    says = tuple(Say(text, Type.LEAD, sheet.look.colours.ink_2, align) for text in view.body)
    return (Column(says, sheet.u(2.2 * air)),) if says else ()


def tone_sign(sheet: Sheet, view: View, size: float, align: float = 0.5, *, toned: bool = False) -> Sign:
    """The View's icon on a disc in the colour of its tone; alone on a ground that has this colour already."""
    pair = sheet.look.colours.tones[view.tone]
    shown = view.icon or icons.TONE_ICONS[view.tone]
    char = icons.glyph(shown, right_to_left=sheet.look.right_to_left)
    if toned:
        return Sign(char, round(sheet.u(size) * SIGN_ALONE), pair.colour, align=align)
    return Sign(char, sheet.u(size), pair.colour, pair.soft, align)
