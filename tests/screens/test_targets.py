"""How many things can be pressed on a screen of the visit: at most seven beside the tools, keys and language tiles."""

import pytest

from kiosk.base.colours import contrast
from kiosk.commands.gallery import SIZES
from kiosk.views.view import Comfort, LanguageView, Theme
from kiosk.visit.tour.showcase import views as showcase
from screens.blocks import Gap, Sheet
from screens.registry import look_of, scene_of
from screens.scene import Box, Rect, Scene, Shadow, Turn
from screens.theme import Glass
from screens.typeset import Typesetter
from screens.widgets.common import card

MOST = 7
# {view: how many}: six choices of a menu or a question with back, help and stop, or a list that is turned as well; it only shrinks
MORE = {
    "help-by-ear": 8,
    "menu": 9,
    "menu-card": 9,
    "menu-card-more": 8,
    "menu-no-card": 8,
    "menu-other": 9,
    "menu-other-more": 8,
    "menu-topics": 9,
    "menu-trouble": 9,
    "question-how-many": 9,
    "question-years-not-counted": 10,
}


def pressed(view, scene):
    """The targets that are counted: what the View offers, and the ways to other pages."""
    offered = {each.key for each in (*view.actions, *view.controls)}
    return [target for target in scene.targets if target.key in offered or isinstance(target.reply, Turn)]


def most(view, glass, setter):
    count, page, pages = 0, 0, 1
    while page < pages:
        scene = scene_of(view, glass, setter, page)
        count, page, pages = max(count, len(pressed(view, scene))), page + 1, scene.pages
    return count


def test_a_screen_of_the_visit_offers_at_most_seven_things_or_is_named():
    setter, found = Typesetter(), {}
    for size in SIZES:
        glass = Glass.of(*map(int, size.split("x")))
        for name, view in showcase("nl", Comfort()):
            count = 0 if isinstance(view, LanguageView) else most(view, glass, setter)
            if count > MOST:
                found[name] = max(found.get(name, 0), count)
    assert found == MORE


@pytest.mark.parametrize("theme", Theme)
def test_whatever_can_be_pressed_has_an_edge_that_is_seen_on_the_page_and_on_a_card(theme):
    setter, glass = Typesetter(), Glass.of(1080, 1920)
    for name, view in showcase("nl", Comfort(theme=theme)):
        c, scene = look_of(view, glass).colours, scene_of(view, glass, setter)
        outer = {item.rect: item.colour for item in reversed(scene.items) if isinstance(item, Box)}
        for target in scene.targets:
            if target.key != "touch":  # the whole first screen
                assert min(contrast(outer[target.rect], on) for on in (c.ground, c.surface)) >= 3, (name, target.key)


def test_what_is_only_read_is_flat():
    view = dict(showcase("nl", Comfort()))["answer-open"]
    scene = Scene(1080, 1920)
    sheet = Sheet(look_of(view, Glass.of(1080, 1920)), Typesetter(), None)
    card(sheet, Gap(20)).draw(sheet, scene, Rect(0, 0, 400, 100))
    assert not [item for item in scene.items if isinstance(item, Shadow)]
