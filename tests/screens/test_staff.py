"""Staff see in five seconds how the kiosk stands, what is wrong, and which button mends it."""

import pytest

from kiosk.base.languages import LANGUAGES
from kiosk.commands.galleryviews import all_views
from kiosk.views.view import Comfort, Role
from screens.checks import problems
from screens.registry import scene_of
from screens.theme import Glass
from screens.typeset import Typesetter

LOW, HIGH = Glass.of(1280, 800), Glass.of(1080, 1920)


def staff(name, language="nl"):
    return dict(all_views(language, Comfort()))[f"staff-{name}"]


def pages_of(view, glass):
    first = scene_of(view, glass, Typesetter())
    return [first, *(scene_of(view, glass, Typesetter(), page) for page in range(1, first.pages))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_state_of_the_kiosk_is_two_pages_on_twelve_inches_and_whole(language):
    view = staff("state", language)
    assert len(pages_of(view, LOW)) <= 2
    assert problems(view, LOW) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tabs_have_their_names_on_every_page_of_every_panel(language):
    for glass in (LOW, LOW.turned(), HIGH, HIGH.turned()):
        for name in ("state", "numbers"):
            view = staff(name, language)
            for scene in pages_of(view, glass):
                rects = {target.key: target.rect for target in scene.targets}
                for tab in view.tabs:
                    words = [line for line in scene.lines() if rects[tab.key].holds(*line.rect.middle)]
                    assert len(words) >= 2, (glass, tab.label)


def test_how_it_stands_comes_first_and_each_fault_has_its_button_beside_it():
    view = staff("state")
    assert view.band == "De kiosk werkt, met 2 storingen. Tickets worden afgedrukt."
    for glass in (LOW, HIGH, HIGH.turned()):
        first, *_ = pages_of(view, glass)
        band = next(line for line in first.lines() if line.shown.startswith("De kiosk werkt"))
        assert all(line.rect.y > band.rect.y for line in first.lines() if line.shown.startswith("Camera"))
        for scene in pages_of(view, glass):
            for row in view.rows:
                names = [line for line in scene.lines() if line.shown == row.label]
                tabs = [each.rect for each in scene.targets if each.key.startswith("staff.tab.")]
                name = next((n for n in names if not any(tab.holds(*n.rect.middle) for tab in tabs)), None)
                button = next((each.rect for each in scene.targets if each.key == row.press), None)
                if name is not None and row.tone.value == "attention":
                    assert button is not None, row.label
                    assert abs(button.middle[1] - name.rect.y) < 0.2 * glass.height


def test_what_works_is_one_row_and_the_profile_is_counted_on_the_tab_where_it_is_read():
    view = staff("state")
    assert len([row for row in view.rows if row.tone.value == "good"]) == 1
    assert not [row for row in view.rows if row.label == "Profiel"]
    assert [tab.detail for tab in view.tabs if tab.detail] == ["3"]
    assert len([row for row in staff("software").rows if row.label == "Profiel" and row.detail]) == 3


def test_in_service_is_a_state_with_its_switch_and_only_what_ends_everything_is_red():
    view = staff("service")
    assert [(row.label, row.press) for row in view.rows] == [("In dienst", "staff.page.out_reason")]
    assert [action.key for action in view.actions if action.role is Role.DANGER] == ["staff.act.shut_down"]
