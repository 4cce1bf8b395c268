"""Millimetres, contrast, direction and room, measured from what is drawn (A13-A18, A24, A26)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.base.bidi import visual
from kiosk.base.colours import contrast, deepen, rgb
from kiosk.base.languages import LANGUAGES
from kiosk.commands.gallerytexts import longer, pseudo
from kiosk.commands.galleryviews import all_views
from kiosk.views.view import VIEW_KINDS, Comfort, Face, Picture, Role, TextSize, Theme, Tone
from kiosk.visit.tour.showcase import views as showcase
from screens.checks import problems
from screens.colours import palette
from screens.fonts import Font
from screens.registry import DRAWINGS, look_of, scene_of
from screens.scene import Moving
from screens.theme import Glass, Look, Type
from screens.typeset import Typesetter, ink_height
from screens.widgets.faults import _DRAWINGS
from screens.widgets.keypad import Dots

SIZES = list(TextSize)
LEAST_CAPITAL_MM = {TextSize.NORMAL: 4.8, TextSize.LARGE: 6.2, TextSize.VERY_LARGE: 7.4}


def whole_words(found):
    return [text for text in found if "is broken" not in text]


@pytest.mark.parametrize("size", SIZES)
def test_capitals_are_high_enough_on_every_panel(panels, size):
    for glass in panels:
        look = Look.of(glass, Comfort(text_size=size), "en")
        for style in Type:
            if style is Type.CONTROL and look.compact:
                continue
            drawn = ink_height("H", style.font, look.text_px(style)) / glass.density
            assert drawn >= LEAST_CAPITAL_MM[size], (style, glass)


def test_controls_keep_the_normal_capital_where_the_panel_is_small(panels):
    look = Look.of(panels[1], Comfort(text_size=TextSize.VERY_LARGE), "en")
    assert ink_height("H", Type.CONTROL.font, look.text_px(Type.CONTROL)) / panels[1].density >= 4.8


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_every_screen_of_the_visit_is_whole(panels, language, size):
    glasses = panels if (size, language) == (TextSize.NORMAL, "nl") else panels[:1]
    for glass in glasses:
        for name, view in showcase(language, Comfort(text_size=size)):
            assert problems(view, glass) == [], (name, glass)


@pytest.mark.parametrize("language", ["ar", pytest.param("uk", marks=pytest.mark.full)])
def test_every_screen_is_whole_in_other_scripts_and_long_words(panels, language):
    for name, view in showcase(language):
        for glass in panels[:2]:
            assert problems(view, glass) == [], (name, glass)


def test_the_reach_layout_keeps_everything_low(panels, samples):
    glass = panels[0]
    for name, view in samples.views("nl", comfort=Comfort(reach=True)):
        assert problems(view, glass) == [], name
        if name in {"attract", "board"} or name.startswith("staff"):
            continue
        scene = scene_of(view, glass, Typesetter())
        assert all(target.rect.y >= glass.height * 0.45 for target in scene.targets), name


@pytest.mark.full
@pytest.mark.parametrize("language", ["nl", "fr", "de", "ar", "uk"])
def test_every_screen_is_whole_in_every_size_and_layout(panels, language):
    for glass in panels:
        for size in SIZES:
            for reach in (False, True):
                for name, view in showcase(language, Comfort(text_size=size, reach=reach)):
                    assert problems(view, glass) == [], (name, glass, size, reach)


@pytest.mark.parametrize("make", [pseudo, pytest.param(longer, marks=pytest.mark.full)])
def test_texts_that_are_forty_percent_longer_are_not_cut(panels, samples, make):
    glass = panels[0] if make is pseudo else panels[1]
    for name, view in samples.views("nl"):
        assert whole_words(problems(make(view), glass)) == [], (name, glass)


def test_every_kind_has_a_drawing_and_is_in_the_gallery(samples):
    assert {type(view) for _, view in samples.views("nl")} == set(DRAWINGS) == set(VIEW_KINDS)


def test_light_theme_reads_with_seven_to_one():
    c = palette(Theme.LIGHT)
    for ground in (c.ground, c.surface):
        assert min(contrast(ink, ground) for ink in (c.ink, c.ink_2, c.accent)) >= 7
        assert contrast(c.edge, ground) >= 3
        assert contrast(c.focus, ground) >= 4.5
    assert contrast(c.on_accent, c.accent) >= 7
    for tone in Tone:
        pair = c.tones[tone]
        assert contrast(pair.on_soft, pair.soft) >= 7
        assert contrast(pair.colour, pair.soft) >= 4.5


def test_contrast_theme_reads_with_twenty_to_one():
    c = palette(Theme.CONTRAST)
    assert contrast(c.ink, c.ground) >= 20
    assert contrast(c.ink_2, c.surface) >= 20
    for colour in (c.accent, c.focus, *(c.tones[tone].colour for tone in Tone)):
        assert contrast(colour, c.ground) >= 7
    assert contrast(c.on_accent, c.accent) >= 7


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_any_accent_of_a_profile_becomes_readable(values):
    accent = "#{:02X}{:02X}{:02X}".format(*values)
    c = palette(Theme.LIGHT, Face(accent))
    assert contrast(c.accent, c.ground) >= 7
    assert contrast(c.on_accent, c.accent) >= 7
    assert deepen(rgb("#000000"), c.ground, 7) == rgb("#000000")


def test_text_on_every_ground_that_it_knows_reads(panels, samples):
    for theme in Theme:
        for name, view in samples.views("nl", comfort=Comfort(theme=theme)):
            for line in scene_of(view, panels[0], Typesetter()).lines():
                if line.ground is not None:
                    assert contrast(line.colour, line.ground) >= 7, (name, line.shown)


def test_arabic_is_the_mirror_of_dutch_except_what_is_real(panels, samples):
    glass = panels[0]
    dutch, arabic = (scene_of(dict(samples.views(lang))["pin"], glass, Typesetter()) for lang in ("nl", "ar"))
    for ours in dutch.targets:
        theirs = next(t for t in arabic.targets if t.key == ours.key)
        if ours.key.startswith(("digit.", "pin.")):
            assert theirs.rect.x == ours.rect.x
        else:
            assert theirs.rect.x == glass.width - ours.rect.right


def test_back_help_and_stop_never_move(panels):
    for glass in panels:
        places = {}
        for name, view in showcase("nl"):
            own = {action.key for action in view.actions}
            for target in scene_of(view, glass, Typesetter()).targets:
                if target.key in {"back", "help", "stop", "done"} - own:
                    # where the matter is done, that stands where one stops
                    place = "stop" if target.key == "done" else target.key
                    assert places.setdefault(place, target.rect) == target.rect, name


def test_at_most_six_choices_and_every_button_has_a_name():
    for name, view in showcase("en"):
        if type(view).__name__ != "LanguageView":
            assert len(view.actions) <= 6, name
        assert all(action.label for action in (*view.actions, *view.controls, *view.tools)), name


def test_numbers_and_latin_words_inside_arabic_keep_their_order():
    assert visual("اتصل 09 266 70 00", right_to_left=True).replace("\u00a0", " ").startswith("09 266 70 00")
    assert "PIN" in visual("اكتب رمز PIN", right_to_left=True)
    assert visual("09 266 70 00", right_to_left=True) == "09 266 70 00"
    assert visual("R014", right_to_left=True) == "R014"


def test_a_state_is_told_by_its_shape_too(panels, samples):
    """Greyscale (A17): a done step, a running and a waiting one are drawn with different things."""
    view = dict(samples.views("en"))["greeting"]
    scene = scene_of(view, panels[0], Typesetter())
    kinds = {type(item).__name__ for item in scene.items}
    assert {"Moving", "Arc", "Line"} <= kinds
    assert any(line.shown == "\ue5ca" for line in scene.lines() if line.font is Font.ICONS)


def test_ninety_degrees_is_the_same_panel_turned():
    assert Glass.of(1080, 1920).turned() == Glass(1920, 1080, 598.0, 336.0)


def test_a_primary_button_stands_out_without_colour(samples, panels):
    view = dict(samples.views("en"))["last-try"]
    first = view.actions[0]
    assert first.role is Role.PRIMARY
    look = look_of(view, panels[0])
    assert contrast(look.colours.accent, look.colours.ground) >= 7


def test_nothing_flashes_and_all_rests_when_motion_is_unwanted(panels, samples):
    """A25: whatever moves comes back after more than a third of a second, and stands still for who wants it so."""
    moving = 0
    for name, view in samples.views("nl"):
        for item in scene_of(view, panels[0], Typesetter()).items:
            if isinstance(item, Moving):
                moving += 1
                assert item.motion.seconds > 1 / 3, name
    assert moving > 10


def test_the_focus_ring_is_at_least_eight_pixels_and_stands_out(hand, samples):
    """A24 (three pixels), and more for who sees little; measured from what is drawn."""
    from kivy.graphics import SmoothLine

    view = dict(samples.views("nl"))["menu"]
    for theme in Theme:
        hand.show(replace(view, focus="menu.card", comfort=Comfort(theme=theme)))
        lines = [each for each in _leaves(hand.stage._ring) if isinstance(each, SmoothLine)]
        assert min(line.width * 2 for line in lines) >= 8
        c = palette(theme)
        assert contrast(c.focus, c.focus_gap) >= 7


def _leaves(group):
    for each in group.children:
        yield from _leaves(each) if hasattr(each, "children") else (each,)


@pytest.mark.parametrize("size", SIZES)
def test_keys_of_the_pin_and_main_buttons_are_twenty_millimetres(panels, samples, size):
    """A18, measured from the targets; the letters of the code and the tools 15 mm, gaps 3 mm."""
    for glass in panels:
        for name, view in samples.views("nl", comfort=Comfort(text_size=size)):
            if name not in {"pin", "menu", "code", "answer-open", "last-try", "confirm-ticket"}:
                continue
            targets = [t for t in scene_of(view, glass, Typesetter()).targets if t.key != "touch"]
            for target in targets:
                own = min(target.rect.w, target.rect.h) / glass.density
                small = target.key.startswith(("char.", "tool.", "code.erase"))
                assert own >= (14.95 if small else 19.95), (name, target.key)
            for number, one in enumerate(targets):
                for other in targets[number + 1 :]:
                    a, b = one.rect, other.rect
                    gap = max(a.x - b.right, b.x - a.right, a.y - b.bottom, b.y - a.bottom)
                    assert gap / glass.density >= 2.95, (name, one.key, other.key)


@pytest.mark.parametrize("size", SIZES)
def test_letters_that_are_drawn_are_high_enough(panels, samples, size):
    """A13, A14: the drawn lines themselves; a long word may be one step smaller, never less than normal text."""
    for glass in panels[:2]:
        for name, view in samples.views("nl", comfort=Comfort(text_size=size)):
            lines = [line for line in scene_of(view, glass, Typesetter()).lines() if line.font is not Font.ICONS]
            for px in {line.px for line in lines}:
                assert ink_height("H", Font.REGULAR, px) / glass.density >= 4.8, name


def test_every_drawing_of_a_fault_is_another_one():
    assert set(_DRAWINGS) == set(Picture)
    assert len({(thing.__name__, badge) for thing, badge in _DRAWINGS.values()}) == len(Picture)


@pytest.mark.full
@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"nl"}))
def test_no_word_is_broken_in_any_language_on_any_panel(panels, language):
    for glass in panels:
        for name, view in all_views(language, Comfort()):
            assert problems(view, glass) == [], (name, glass)


def test_the_door_of_staff_promises_no_number_of_digits(monkeypatch, panels):
    from screens.widgets import staff

    door = dict(all_views("nl", Comfort()))["staff-door"]
    seen = []
    monkeypatch.setattr(staff, "Dots", lambda *given, **more: seen.append(Dots(*given, **more)) or seen[-1])
    for typed, places in ((0, 1), (3, 4), (6, 7), (11, 12), (12, 12)):
        for glass in panels:
            assert problems(replace(door, typed=typed), glass) == [], (typed, glass)
        assert {dots.count for dots in seen} == {places}
        seen.clear()
    assert [Dots(typed).count for typed in (0, 4, 6)] == [4, 4, 6], "a card's PIN has four digits as a rule"
