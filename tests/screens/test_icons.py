"""Pictures: one meaning each, as large as the words beside them, with their names where there is time to read."""

from dataclasses import replace

import pytest

from kiosk.base.languages import LANGUAGES
from kiosk.views.view import Comfort, Icon, TextSize
from kiosk.visit.tour.showcase import views as showcase
from screens import icons
from screens.fonts import Font, signs
from screens.registry import scene_of
from screens.theme import Glass
from screens.typeset import Typesetter

HIGH, LOW = Glass.of(1080, 1920), Glass.of(1280, 800)


def drawn(view, glass=HIGH):
    return scene_of(view, glass, Typesetter())


def of_size(name, size, glass):
    return drawn(dict(showcase("nl", Comfort(text_size=size)))[name], glass)


def picture(scene, key):
    """The size of the first picture inside a target, in pixels."""
    target = next(each for each in scene.targets if each.key == key)
    inside = (line for line in scene.lines() if target.rect.holds(*line.rect.middle))
    return next(line.px for line in inside if line.font is Font.ICONS)


def test_every_icon_has_a_picture_of_its_own_that_the_face_can_draw():
    assert set(icons.GLYPHS) == set(Icon)
    assert len(set(icons.GLYPHS.values())) == len(Icon)
    assert set(map(chr, icons.GLYPHS.values())) <= signs(Font.ICONS)


@pytest.mark.parametrize(
    ("glass", "key"),
    [(HIGH, "tool.text"), (HIGH, "menu.card"), (HIGH, "back"), (LOW, "tool.text"), (LOW, "menu.card")],
)
def test_pictures_grow_with_the_text(glass, key):
    sizes = [picture(of_size("menu", size, glass), key) for size in TextSize]
    assert sizes == sorted(sizes)
    assert sizes[-1] > 1.15 * sizes[0], sizes


@pytest.mark.parametrize("language", LANGUAGES)
def test_tools_have_their_names_under_them_on_the_menu_of_a_high_panel(language):
    view = dict(showcase(language))["menu"]
    scene = drawn(view)
    tools = {each.key: each.rect for each in scene.targets if each.key.startswith("tool.")}
    words = [line for line in scene.lines() if line.font is not Font.ICONS]
    for tool in view.tools:
        rect = tools[tool.key]
        under = [line for line in words if 0 <= line.rect.y - rect.bottom < rect.h and line.rect.x < rect.right]
        assert any(rect.x < line.rect.right for line in under), (language, tool.label)


def test_what_does_nothing_now_is_not_there():
    view = dict(showcase("nl"))["menu"]
    off = replace(
        view,
        tools=tuple(replace(each, enabled=each.key != "tool.language") for each in view.tools),
        controls=tuple(replace(each, enabled=each.key == "stop") for each in view.controls),
    )
    for glass in (HIGH, LOW, Glass.of(1920, 1080)):
        before, after = drawn(view, glass), drawn(off, glass)
        gone = [each for each in view.controls if each.key != "stop"]
        assert not {"tool.language", "back", "help"} & {each.key for each in after.targets}
        assert not [line for line in after.lines() if line.shown in {each.label for each in gone}]
        places = {each.key: each.rect for each in before.targets}
        assert all(places[each.key] == each.rect for each in after.targets)
