"""Screens on which something is typed, warned of or shown once are one page: in every size, language and text size."""

from dataclasses import replace

import pytest

from kiosk.base.codes import LONGEST
from kiosk.base.languages import LANGUAGES
from kiosk.commands.gallery import SIZES, TEXTS
from kiosk.commands.galleryviews import all_views
from kiosk.profiles.loader import load
from kiosk.views.view import Comfort, TextSize
from kiosk.visit.shown.presenter import view
from kiosk.visit.tour.showcase import OPEN_DAY, states
from screens.checks import problems
from screens.registry import scene_of
from screens.theme import Glass
from screens.typeset import Typesetter

NEVER = (
    "pin",
    "pin-wrong",
    "pin-change",
    "pin-keys",
    "pin-change-keys",
    "pin-blocked",
    "last-try",
    "code",
    "confirm-card",
    "confirm-ticket",
    "already-held",
    "ticket-printing",
    "ticket-printed",
    "ticket-screen",
    "take-card",
    "take-ticket",
    "more-time",
)
_LOW, _HIGH = _TWELVE_INCHES = ("1280x800", "800x1280")
_NUMBER = "number, people, minutes, paper, place and what to have ready are read at once"
_WARNED = "no part of a warning stands apart from its answers"
_KEYS_BESIDE = "with Inter 4.1 (Debian 13), which is a little wider: the keys stand beside the words"
# (screen, panel): why its text may be one size smaller than the very large one that was asked for, in some language
SMALLER = {
    ("pin", _HIGH): "twelve keys of 20 mm, dots, tries and the way on without a PIN leave 6 cm for the words",
    ("pin-wrong", _HIGH): "the same, and the title says what was wrong",
    ("pin", _LOW): _KEYS_BESIDE,
    ("pin-wrong", _LOW): _KEYS_BESIDE,
    ("pin-blocked", _LOW): _WARNED,
    ("pin-blocked", _HIGH): _WARNED,
    ("last-try", _LOW): _WARNED,
    ("last-try", _HIGH): _WARNED,
    ("code", _LOW): "thirty-eight keys of 15 mm leave one line for what is typed and what confirms it",
    ("confirm-card", _LOW): "three labels with their values are compared with the card at once",
    ("confirm-card", _HIGH): "three labels with their values are compared with the card at once",
    ("confirm-ticket", _LOW): "what priority means stands in its button, beside the other",
    ("already-held", _LOW): "the number that is held stands beside what can be done with it",
    ("ticket-printing", _LOW): _NUMBER,
    ("ticket-printing", _HIGH): _NUMBER,
    ("ticket-printed", _LOW): _NUMBER,
    ("ticket-printed", _HIGH): _NUMBER,
    ("ticket-screen", _LOW): _NUMBER,
    ("ticket-screen", _HIGH): _NUMBER,
}


def drawn(language, text, *, names=NEVER, sizes=SIZES):
    """(name, size, scene) of each of them; only a high panel has a reach layout."""
    setter = Typesetter()
    for reach in (False, True):
        views = dict(all_views(language, Comfort(text_size=TextSize(text), reach=reach)))
        for size in sizes if not reach else ("1080x1920",):
            glass = Glass.of(*map(int, size.split("x")))
            for name in names:
                yield name, size, scene_of(views[name], glass, setter)


def told(language, text):
    paged, smaller = [], set()
    for name, size, scene in drawn(language, text):
        if scene.pages > 1 or scene.crowded:
            paged.append((name, size, text, language, scene.pages))
        if scene.smaller:
            smaller.add((name, size, scene.smaller))
    return paged, smaller


@pytest.mark.parametrize(("language", "text"), [("de", "normal"), ("ro", "large")])
def test_they_are_one_page_in_the_languages_with_the_longest_words(language, text):
    assert told(language, text) == ([], set())


@pytest.mark.parametrize("language", ["nl", "uk"])
def test_the_languages_and_what_to_do_without_a_card_are_seen_at_once(language):
    """Polish and Romanian once stood behind a Dutch "More", and the one button of somebody without a card alone on a second page."""
    for name, size, scene in drawn(language, "normal", names=("language", "card-in", "card-in-child", "card-turn")):
        assert (scene.pages, scene.crowded) == (1, False), (name, size)


def test_two_answers_to_what_is_said_stand_together():
    """They once stood in opposite corners of a low panel."""
    for name, size, scene in drawn("nl", "normal", names=("confirm-card", "pin-blocked")):
        answers = ("yes", "no") if name == "confirm-card" else ("ticket", "menu")
        yes, no = (target.rect for target in scene.targets if target.key in answers)
        assert abs(yes.x - no.x) < 1 or abs(yes.y - no.y) < 1, (name, size)


@pytest.mark.full
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", TEXTS)
def test_they_are_one_page_everywhere(language, text):
    paged, smaller = told(language, text)
    assert paged == []
    allowed = {(*place, 1) for place in SMALLER} if text == "very_large" else set()
    assert smaller <= allowed


def test_very_large_text_is_smaller_only_where_it_is_told():
    small = {(name, size) for language in ("de", "uk") for name, size, _ in told(language, "very_large")[1]}
    assert small <= set(SMALLER)


@pytest.mark.parametrize("size", SIZES)
def test_all_of_a_code_is_seen_however_long_it_is(size):
    glass = Glass.of(*map(int, size.split("x")))
    code = dict(all_views("de", Comfort()))["code"]
    for typed in ("GNT-204", "W" * 20, "W" * LONGEST):
        shown = replace(code, typed=typed)
        scene = scene_of(shown, glass, Typesetter())
        assert typed in "".join(line.shown for line in scene.lines() if set(line.shown) <= set(typed)), (typed, size)
        assert (scene.pages, problems(shown, glass)) == (1, [])


@pytest.mark.parametrize("size", _TWELVE_INCHES)
def test_a_warning_is_whole_before_its_buttons(size):
    """What happens after a third wrong PIN is read on the page on which one may type it."""
    glass = Glass.of(*map(int, size.split("x")))
    for language in ("de", "uk", "ro"):
        view = dict(all_views(language, Comfort()))["last-try"]
        scene = scene_of(view, glass, Typesetter())
        words = " ".join(line.shown for line in scene.lines())
        assert all(text.split()[-1] in words for text in view.body), language
        assert {"stop", "try", "ticket"} <= {target.key for target in scene.targets}


WAY = {
    "nl": "Door de glazen deur rechts, dan de trap op naar de eerste verdieping, loketten 4 tot 9",
    "de": "Durch die Glastür rechts, dann die Treppe hinauf in den ersten Stock, Schalter 4 bis 9",
    "uk": "Через скляні двері праворуч, потім сходами на перший поверх, віконця 4–9",
}


@pytest.mark.parametrize("language", ["de", "uk"])
@pytest.mark.parametrize("size", SIZES)
def test_the_way_of_a_town_is_seen_beside_the_number_however_small_the_panel(language, size):
    """In very large text what to have ready goes before the way does: it was on the screen before, and is on the paper."""
    ghent = load("gent", today=OPEN_DAY.date())
    hall = ghent.places[0]
    rooms = tuple(room.model_copy(update={"way": WAY}) for room in hall.map.rooms)
    hall = hall.model_copy(update={"map": hall.map.model_copy(update={"rooms": rooms})})
    town = ghent.model_copy(update={"places": (hall, *ghent.places[1:])})
    shown = dict(states(town, language, Comfort(text_size=TextSize.VERY_LARGE)))
    for name in ("ticket-printing", "ticket-printed", "ticket-screen"):
        scene = scene_of(view(shown[name]), Glass.of(*map(int, size.split("x"))), Typesetter())
        words = " ".join(line.shown for line in scene.lines())
        assert (scene.pages, scene.crowded) == (1, False), name
        assert not [word for word in WAY[language].split() if word not in words], name
