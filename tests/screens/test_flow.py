"""Cards that find their own places, the days of a time line, and the line that says where a button leads."""

from itertools import pairwise

import pytest

from kiosk.base.i18n import texts
from kiosk.views.view import Comfort, TextSize
from kiosk.visit.tour.showcase import views as showcase
from screens import icons
from screens.blocks import Free, Kept, Say, Sheet
from screens.flow import Flow
from screens.registry import look_of, scene_of
from screens.scene import Disc, Rect, Scene
from screens.theme import Glass, Look, Type
from screens.typeset import Typesetter
from screens.widgets.answer import Notes
from screens.widgets.named import Named
from screens.widgets.timeline import Line

LOW, SLIM = Glass.of(1280, 800), Glass.of(800, 1280)


@pytest.fixture
def sheet():
    return Sheet(Look.of(LOW, Comfort(), "nl"), Typesetter(), texts("nl"))


def card(high, drawn):
    return Free(high, lambda _sheet, _scene, rect: drawn.append(rect))


def test_a_high_card_that_has_no_room_leaves_its_place_to_the_next_ones(sheet):
    drawn = []
    flow = Flow((card(300, drawn), card(500, drawn), card(90, drawn)), 1, 10.0)
    head, rest = flow.split(sheet, 400.0, 410.0)
    assert head.height(sheet, 400.0) == 400.0
    assert rest.height(sheet, 400.0) == 500.0


def test_columns_are_as_even_as_their_cards_let_them_be(sheet):
    drawn = []
    flow = Flow(tuple(card(high, drawn) for high in (100, 300, 120, 80)), 2, 0.0)
    assert flow.height(sheet, 800.0) <= 312.0
    flow.draw(sheet, Scene(1280, 800), Rect(0, 0, 800, 600))
    assert len({rect.x for rect in drawn}) == 2
    assert len(drawn) == 4


class _Whole(Free, Kept):
    def split(self, sheet, width, height):
        return card(height, []), card(self.pixels - height, [])


def test_a_card_is_divided_only_where_nothing_else_has_room(sheet):
    high = _Whole(700.0, lambda *_: None)
    head, _ = Flow((card(100, []), high), 1, 0.0).split(sheet, 400.0, 400.0)
    assert head.height(sheet, 400.0) == 100.0
    head, rest = Flow((high,), 1, 0.0).split(sheet, 400.0, 400.0)
    assert (head.height(sheet, 400.0), rest.height(sheet, 400.0)) == (400.0, 300.0)


def test_notes_are_divided_between_two_and_never_inside_one(sheet):
    notes = Notes(("Een korte zin. " * 12, "Nog een korte zin. " * 12))
    one = Notes(notes.texts[:1]).height(sheet, 500.0)
    assert notes.split(sheet, 500.0, one - 1.0) is None
    head, rest = notes.split(sheet, 500.0, one + 40.0)
    assert (head.texts, rest.texts) == (notes.texts[:1], notes.texts[1:])


def test_what_is_last_stands_on_no_page_before_the_others(sheet):
    flow = Flow((card(300, []), card(300, []), card(90, [])), 1, 10.0, last=1)
    head, rest = flow.split(sheet, 400.0, 410.0)
    assert (head.height(sheet, 400.0), rest.height(sheet, 400.0)) == (300.0, 400.0)


def test_notes_that_come_to_stand_under_each_other_are_one_card(sheet):
    """Each finds its own place, and two cards would be an edge and a gap higher."""
    texts_ = ("Een korte zin.", "Nog een korte zin.")
    both = Notes(texts_).height(sheet, 500.0)
    flow = Flow(tuple(Notes((text,)) for text in texts_), 1, 20.0)
    assert flow.height(sheet, 500.0) == both
    assert flow.split(sheet, 500.0, both) is None
    head, rest = flow.split(sheet, 500.0, both - 1.0)
    assert head.height(sheet, 500.0) == rest.height(sheet, 500.0) < both


@pytest.mark.parametrize("panel", [LOW, Glass.of(1080, 1920)])
def test_on_a_small_panel_an_address_begins_beside_its_name_and_a_number_is_never_divided(panel):
    look = Look.of(panel, Comfort(), "nl").closer(0.62)
    sheet, scene = Sheet(look, Typesetter(), texts("nl")), Scene(panel.width, panel.height)
    ink = look.colours.ink
    name = Say("Onthaal", Type.BODY_STRONG, ink)
    value = Say("Stadskantoor, Gentbrugge, 09 266 71 50 Wondelgem, Sint-Amandsberg", Type.SMALL, ink)
    px = look.text_px(Type.BODY_STRONG)
    width = sheet.type.width("Onthaal Stadskantoor, Gentbrugge, 09 ", Type.BODY_STRONG.font, px)
    block = Named(name, value)
    block.draw(sheet, scene, Rect(0, 0, width, block.height(sheet, width)))
    lines = {line.shown: line.rect.y for line in scene.lines()}
    first = next(shown for shown in lines if shown.startswith("Stadskantoor"))
    assert (abs(lines[first] - lines["Onthaal"]) < 10) == look.compact
    assert any("09\u00a0266\u00a071\u00a050" in shown for shown in lines)


@pytest.mark.parametrize("language", ["nl", "de", "fr", "tr", "ar"])
@pytest.mark.parametrize("name", ["answer-early", "answer-open", "answer-late", "answer-expired"])
def test_the_days_under_a_time_line_stand_in_one_row_and_apart(language, name):
    view = dict(showcase(language))[name]
    sheet = Sheet(look_of(view, LOW), Typesetter(), texts(language))
    labels = Line(view.time_line)._labels(sheet, 700.0)
    assert [row for *_, row in labels] == [0, 0]
    assert all(a[1] + a[2] < b[1] for a, b in pairwise(labels))
    assert labels[0][1] >= 0
    assert labels[-1][1] + labels[-1][2] <= 700.5


@pytest.mark.parametrize("glass", [LOW, SLIM, Glass.of(1080, 1920)])
@pytest.mark.parametrize("name", ["answer-early", "answer-open", "answer-late", "answer-expired"])
@pytest.mark.parametrize("size", [TextSize.NORMAL, TextSize.LARGE])
def test_a_time_line_hides_none_of_its_own_marks(glass, name, size):
    view = dict(showcase("nl", Comfort(text_size=size)))[name]
    sheet, scene = Sheet(look_of(view, glass), Typesetter(), texts("nl")), Scene(glass.width, glass.height)
    line = Line(view.time_line)
    line.draw(sheet, scene, Rect(0, 0, 700.0, line.height(sheet, 700.0)))
    rounds = [item.rect for item in scene.items if isinstance(item, Disc)]
    # two of each day, and of today
    assert len(rounds) == 8
    for tick in (each.rect for each in scene.lines() if each.shown == icons.CHECK):
        assert all(tick.right <= each.x + 1 or tick.x >= each.right - 1 for each in rounds)
    if name == "answer-open":
        assert icons.CHECK in [each.shown for each in scene.lines()]


@pytest.mark.parametrize("glass", [LOW, SLIM])
@pytest.mark.parametrize("language", ["nl", "de", "ar", "uk"])
def test_on_twelve_inches_the_button_that_matters_says_where_it_leads(glass, language):
    view = dict(showcase(language))["answer-open"]
    action = next(each for each in view.actions if each.detail)
    scene = scene_of(view, glass, Typesetter())
    target = next(each for each in scene.targets if each.key == action.key)
    small = look_of(view, glass).text_px(Type.SMALL)
    inside = [line for line in scene.lines() if target.rect.holds(*line.rect.middle)]
    shown = " ".join(line.shown for line in inside if line.px == small and line.font is Type.SMALL.font)
    assert sorted(shown.replace(" ", "")) == sorted(
        Typesetter().visual(action.detail, right_to_left=language == "ar").replace(" ", "")
    )
