"""How many things can be pressed on a screen of the visit: at most seven beside the tools, keys and language tiles."""

from kiosk.commands.gallery import SIZES
from kiosk.views.view import Comfort, LanguageView
from kiosk.visit.tour.showcase import views as showcase
from screens.registry import scene_of
from screens.scene import Turn
from screens.theme import Glass
from screens.typeset import Typesetter

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
