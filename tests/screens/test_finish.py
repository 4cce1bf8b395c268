"""What makes a screen look finished: even titles, nothing alone at an edge, everything where one looks for it."""

from dataclasses import replace

import pytest

from kiosk.base.i18n import texts
from kiosk.base.scripts import from_right
from kiosk.commands.gallerytexts import pseudo
from kiosk.views.view import Comfort, Icon, Theme
from kiosk.visit.model.state import Standing
from kiosk.visit.tour.showcase import views as showcase
from screens import icons
from screens.blocks import Column, Say, Sheet
from screens.checks import problems
from screens.fonts import Font
from screens.registry import scene_of
from screens.theme import Glass, Look, Type
from screens.typeset import Typesetter
from tests.support.towns import NOON, nobody

SMALL_BOARD = Glass(1280, 800, 217.0, 136.0)


@pytest.fixture
def sheet(panels):
    return Sheet(Look.of(panels[0], Comfort(), "nl"), Typesetter(), texts("nl"))


def drawn(view, glass, page=0):
    return scene_of(view, glass, Typesetter(), page)


def pages_of(view, glass):
    first = drawn(view, glass)
    return [first, *(drawn(view, glass, page) for page in range(1, first.pages))]


def shown_on(scene, words):
    return next((line for line in scene.lines() if line.shown.startswith(words)), None)


def test_a_title_has_even_lines_and_no_text_ends_with_a_word_alone(sheet):
    title = "Uw kaart ligt in een ander gebouw: Rabot"
    _, lines = Say(title, Type.TITLE, (0, 0, 0, 1))._set(sheet, 950.0)
    widths = [sheet.type.width(line, Type.TITLE.font, sheet.look.text_px(Type.TITLE)) for line in lines]
    assert len(lines) == 2
    assert min(widths) > 0.75 * max(widths)
    text = "Haal uw kaart ten laatste af op dinsdag 20 april 2027."
    wide = sheet.type.width(text, Type.LEAD.font, sheet.look.text_px(Type.LEAD)) - 4.0
    _, lines = Say(text, Type.LEAD, (0, 0, 0, 1))._set(sheet, wide)
    assert len(lines) == 2
    assert " " in lines[1]


def test_lines_are_not_evened_beyond_their_width(sheet):
    words = "0000000000000000000000000 1111"
    _, lines = Say(words, Type.TITLE, (0, 0, 0, 1))._set(sheet, 300.0)
    px = sheet.look.plain_smallest_px
    assert all(sheet.type.width(line, Type.TITLE.font, px) <= 300 for line in lines)


def test_the_title_of_a_card_never_stands_alone_at_the_end_of_a_page(sheet):
    words = Say("een paragraaf van een kaart " * 12, Type.BODY, (0, 0, 0, 1))
    card = Column((Say("Prijs", Type.HEADING, (0, 0, 0, 1)), Column((words,)), words), titled=True)
    title = card.blocks[0].height(sheet, 600.0)
    assert card.split(sheet, 600.0, title + 10.0) is None
    head, rest = card.split(sheet, 600.0, title + words.height(sheet, 600.0) + 10.0)
    assert len(head.blocks) == 2
    assert not rest.titled


def test_a_card_that_is_higher_than_a_page_is_divided_all_the_same(sheet):
    words = Say("een korte zin", Type.BODY, (0, 0, 0, 1))
    card = Column((Say("Prijs", Type.HEADING, (0, 0, 0, 1)), words), titled=True)
    assert card.split(sheet, 600.0, card.height(sheet, 600.0) - 1.0) is not None


def test_a_short_paragraph_is_not_divided_over_pages(sheet):
    text = Say("Kaart EU: inschrijving van een EU-burger, langer dan drie maanden", Type.LEAD, (0, 0, 0, 1))
    high = text.height(sheet, 400.0)
    assert text.split(sheet, 400.0, high * 0.8) is None
    long = replace(text, text=text.text * 5)
    assert long.split(sheet, 400.0, long.height(sheet, 400.0) * 0.8) is not None


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_first_screens_are_one_page_on_every_panel(panels, language):
    shown = dict(showcase(language))
    for glass in panels:
        assert drawn(shown["attract"], glass).pages == 1, glass


class _OtherLetters(Typesetter):
    """As if the font of another Debian had letters of another width."""

    __slots__ = ()
    share = 1.0

    def width(self, text, font, px):
        return round(super().width(text, font, px) * self.share)


@pytest.mark.parametrize("share", [0.95, 1.0, 1.05])
@pytest.mark.parametrize("official", [("nl",), ("fr", "nl"), ("de", "fr", "nl")])
def test_screens_where_nobody_turns_pages_are_one_page_and_whole_in_every_town_with_any_font(
    panels, official, share, monkeypatch
):
    monkeypatch.setattr(_OtherLetters, "share", share)
    noon = NOON.replace(hour=17)
    for shown in (
        nobody(official, until=noon, waiting=7),
        nobody(official, standing=Standing.CLOSED, until=noon),
        nobody(official, standing=Standing.OUT),
        nobody(official, standing=Standing.OUT, until=noon),
    ):
        for glass in panels:
            scene = scene_of(shown, glass, _OtherLetters(), 0)
            assert (scene.pages, problems(shown, glass, _OtherLetters())) == (1, []), (type(shown), glass)
            assert all(shown_on(scene, each.title.split()[0]) for each in (shown, *shown.also))


@pytest.mark.parametrize("language", ["nl", "de", "uk"])
def test_a_number_on_the_screen_is_one_page_on_a_high_panel(panels, language):
    assert drawn(dict(showcase(language))["ticket-screen"], panels[0]).pages == 1


def test_in_the_reach_layout_a_pin_and_six_choices_are_one_page_and_the_question_is_near(panels):
    shown = dict(showcase("nl", Comfort(reach=True)))
    glass = panels[0]
    for name in ("pin", "pin-wrong", "menu", "language", "question-role"):
        assert drawn(shown[name], glass).pages == 1, name
    for name in ("menu", "language", "question-role"):
        scene = drawn(shown[name], glass)
        title = shown_on(scene, shown[name].title.split()[0])
        first = min(t.rect.y for t in scene.targets if t.key in {a.key for a in shown[name].actions})
        assert first - title.rect.bottom < glass.height * 0.06, name


def test_the_tabs_of_maintenance_stay_where_they_are(panels, samples):
    shown = {name: view for name, view in samples.views("nl") if name.startswith("staff") and view.tabs}
    assert len(shown) > 6
    for glass in (panels[0], panels[2]):
        tops = {min(t.rect.y for t in drawn(view, glass).targets) for view in shown.values()}
        assert len(tops) == 1, glass


def test_the_title_of_an_answer_stays_on_every_page_of_a_small_panel(panels):
    shown = dict(showcase("nl"))
    for name in ("answer-early", "answer-open", "answer-urgent", "answer-elsewhere"):
        word = shown[name].title.split()[0]
        pages = pages_of(shown[name], panels[1])
        matter = len(pages) - pages[0].asides
        assert all(shown_on(page, word) for page in pages[:matter]), name
        # what is only good to know has its own
        assert all(shown_on(page, "Goed om te weten") for page in pages[matter:]), name


def test_a_note_that_is_not_about_appointments_is_not_their_title():
    shown = dict(showcase("en"))
    assert shown["answer-open"].channels_title == "Make an appointment"
    assert shown["answer-open"].channels_title not in shown["answer-open"].notes
    lost = shown["answer-lost"]
    assert lost.channels_title == "Make an appointment"
    assert any("never use a reported card again" in note for note in lost.notes)


def test_a_place_without_a_map_leaves_no_half_of_the_ticket_screen_empty(panels):
    ticket = dict(showcase("nl"))["ticket-printed"]
    glass = panels[0]
    bare = drawn(replace(ticket, where=None, bring=()), glass)
    done = min(target.rect.y for target in bare.targets if target.key in {a.key for a in ticket.actions})
    lowest = max(line.rect.bottom for line in bare.lines() if line.rect.bottom < done)
    assert done - lowest < glass.height * 0.3


def test_a_sentence_in_another_script_begins_at_its_own_edge(panels):
    glass = panels[0]
    scene = drawn(dict(showcase("nl"))["closed"], glass)
    arabic = [line for line in scene.lines() if from_right(line.shown)]
    assert len(arabic) >= 2
    assert len({line.rect.right for line in arabic}) == 1
    arabic_screen = drawn(dict(showcase("ar"))["closed"], glass)
    latin = [line for line in arabic_screen.lines() if "We zijn" in line.shown or "Wir haben" in line.shown]
    below = [line for line in arabic_screen.lines() if "maandag" in line.shown or "Öffnet" in line.shown]
    assert len(latin) == len(below) == 2
    assert {line.rect.x for line in latin} == {line.rect.x for line in below}


@pytest.mark.parametrize("language", ["nl", "pl", "ar"])
def test_the_board_of_ten_inches_shows_as_many_numbers_as_it_has_room_for(samples, language):
    board = dict(samples.views(language))["board"]
    assert problems(board, SMALL_BOARD) == []
    assert problems(pseudo(board), SMALL_BOARD) == []
    rows: dict[float, str] = {}
    for line in sorted(drawn(board, SMALL_BOARD).lines(), key=lambda line: line.rect.x):
        rows[line.rect.y] = rows.get(line.rect.y, "") + line.shown
    numbers = " ".join(rows.values())
    recent = [call.number for call in board.recent]
    assert recent[0] in numbers
    assert sum(number in numbers for number in recent) >= 3


def test_an_arrow_that_leads_on_is_drawn_once(panels):
    view = dict(showcase("nl"))["menu-other"]
    scene = drawn(view, panels[0])
    more = next(t for t in scene.targets if t.key == "menu.more")
    inside = [i.shown for i in scene.lines() if more.rect.y <= i.rect.y < more.rect.bottom]
    assert inside.count(icons.MORE) == 1
    assert inside[-1] == icons.MORE


@pytest.mark.parametrize("width", range(120, 700, 20))
def test_no_line_begins_with_the_dot_between_two_names(sheet, width):
    lines = sheet.type.wrap("Vlaams Voorbeeld · Gemeentehuis · Oost", Font.STRONG, 30, float(width))
    assert not [line for line in lines if line.lstrip("\u00a0 ").startswith("·")], lines


def test_the_last_try_is_stopped_by_one_button_and_its_sign_begins_where_its_title_does(panels):
    for theme in Theme:
        view = dict(showcase("nl", Comfort(theme=theme)))["last-try"]
        for glass in panels:
            scene = drawn(view, glass)
            assert [target.key for target in scene.targets].count("stop") == 1
            warning = shown_on(scene, chr(icons.GLYPHS[Icon.WARNING]))
            assert abs(warning.rect.x - shown_on(scene, view.title).rect.x) <= 2


def test_the_tries_of_a_pin_warn_only_after_a_wrong_one(panels):
    views = dict(showcase("nl"))
    assert shown_on(drawn(views["pin"], panels[0]), chr(icons.GLYPHS[Icon.INFO])) is None
    assert shown_on(drawn(views["pin-wrong"], panels[0]), chr(icons.GLYPHS[Icon.WARNING])) is not None


def test_a_finger_that_misses_the_last_keys_of_a_pin_hits_nothing(panels):
    glass = panels[0]
    targets = {target.key: target.rect for target in drawn(dict(showcase("nl"))["pin"], glass).targets}
    assert targets["pin.forgot"].y - targets["digit.0"].bottom >= 9.0 * glass.density - 1


@pytest.mark.parametrize("language", ["nl", "ar", "uk"])
def test_what_the_letters_of_cards_mean_is_one_page_of_large_print_on_a_large_panel(panels, language):
    """Fourteen sentences once were one page because their letters were the smallest that may stand on a screen."""
    view, glass = dict(showcase(language))["information-types-1"], panels[0]
    look = Look.of(glass, Comfort(), language).closer(0.86)
    scene = drawn(view, glass)
    for letter, means, old in view.letters:
        badge = next(line for line in scene.lines() if line.shown == letter)
        meaning = shown_on(scene, means.split()[0])
        assert badge.px >= look.text_px(Type.LABEL)
        assert language == "ar" or meaning.px >= look.text_px(Type.BODY)
        assert means in " ".join(view.body)
        assert not old or any(said.startswith(old) for said in view.body)
    assert scene.pages == 1


def test_the_letter_of_a_card_is_never_divided(panels):
    """The distances between rows shrink to save a page; letters do not, and EU+ stood on two lines."""
    view = dict(showcase("es"))["information-types-1"]
    for glass in panels:
        shown = [line.shown for page in range(drawn(view, glass).pages) for line in drawn(view, glass, page).lines()]
        assert {letter for letter, _, _ in view.letters} <= set(shown)


def test_every_room_of_a_closed_place_has_its_name(panels):
    view = dict(showcase("nl"))["closed"]
    assert [name for name, *_ in view.where.rooms if not shown_on(drawn(view, panels[0]), name)] == ["Ingang"], (
        "you stand there"
    )


def test_titles_of_menus_have_one_height_and_those_of_questions_another(panels):
    glass = panels[0]
    heights = {"menu": set(), "question": set()}
    for name, view in showcase("nl"):
        kind = name.partition("-")[0]
        if kind in heights and drawn(view, glass).pages == 1:
            heights[kind].add(round(shown_on(drawn(view, glass), view.title.split()[0]).rect.y))
    assert [len(each) for each in heights.values()] == [1, 1], heights
