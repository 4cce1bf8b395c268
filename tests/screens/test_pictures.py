"""About twenty committed pictures, compared with a tolerance; `UPDATE_PICTURES=1` draws them anew."""

import pytest
from PIL import Image

from kiosk.views.view import Comfort, TextSize, Theme
from screens.picture import Camera
from screens.theme import Glass
from tests.support.pictures import FOLDER, LARGEST_BYTES, drawn_anew, unlike

PORTRAIT, SMALL, WIDE = (1080, 1920), (1280, 800), (1920, 1080)
CONTRAST = Comfort(theme=Theme.CONTRAST)
PICTURES = {
    "attract": ("attract", "nl", PORTRAIT, Comfort()),
    "language": ("language", "nl", PORTRAIT, Comfort()),
    "menu": ("menu", "nl", PORTRAIT, Comfort()),
    "card-in": ("card-in", "en", PORTRAIT, Comfort()),
    "greeting": ("greeting", "en", PORTRAIT, Comfort()),
    "pin": ("pin", "nl", PORTRAIT, Comfort()),
    "last-try": ("last-try", "nl", PORTRAIT, Comfort()),
    "answer": ("answer-open", "en", PORTRAIT, Comfort()),
    "answer-arabic": ("answer-open", "ar", PORTRAIT, Comfort()),
    "menu-arabic": ("menu", "ar", PORTRAIT, Comfort()),
    "menu-contrast": ("menu", "nl", PORTRAIT, CONTRAST),
    "answer-contrast-large": ("answer-open", "nl", PORTRAIT, Comfort(theme=Theme.CONTRAST, text_size=TextSize.LARGE)),
    "menu-very-large": ("menu", "nl", PORTRAIT, Comfort(text_size=TextSize.VERY_LARGE)),
    "menu-reach": ("menu", "nl", PORTRAIT, Comfort(reach=True)),
    "ticket": ("ticket-printed", "en", PORTRAIT, Comfort()),
    "ticket-on-screen": ("ticket-screen", "nl", PORTRAIT, Comfort()),
    "sorry": ("sorry-chip_defect", "nl", PORTRAIT, Comfort()),
    "pin-landscape": ("pin-wrong", "nl", SMALL, Comfort()),
    "answer-landscape": ("answer-open", "nl", WIDE, Comfort()),
    "staff": ("staff-numbers", "nl", PORTRAIT, Comfort()),
    "board": ("board", "nl", WIDE, Comfort()),
}
WIDTH = {PORTRAIT: 360, SMALL: 560, WIDE: 640}


@pytest.fixture(scope="module")
def camera():
    return Camera()


def draw(camera, samples, name):
    shown, language, size, comfort = PICTURES[name]
    view = dict(samples.views(language, comfort=comfort))[shown]
    image = camera.shoot(view, Glass.of(*size))
    scale = WIDTH[size] / size[0]
    return image.resize((WIDTH[size], round(size[1] * scale)), Image.Resampling.LANCZOS)


@pytest.mark.parametrize("name", PICTURES)
def test_the_screen_looks_as_committed(camera, samples, name, tmp_path):
    image = draw(camera, samples, name)
    file = FOLDER / f"{name}.png"
    drawn_anew(image, file)
    assert file.stat().st_size <= LARGEST_BYTES
    far = unlike(file, image, tmp_path)
    assert far < 0.005, f"{far} of the picture differs, see {tmp_path}/{name}-difference.png"


def test_every_committed_picture_is_compared():
    # a bench's picture is of its figures, not of a screen
    screens = {file.stem for file in FOLDER.glob("*.png") if not file.stem.startswith("bench-")}
    assert screens == set(PICTURES)


def test_the_gallery_draws_every_page_and_a_missing_kind_is_named(tmp_path, camera):
    from kiosk.commands.gallery import Setting, _draw, _views, pairwise
    from kiosk.commands.galleryviews import all_views, missing_kinds
    from kiosk.commands.progress import Progress
    from kiosk.profiles.loader import load
    from kiosk.visit.tour.showcase import OPEN_DAY

    shown = all_views("nl", Comfort())
    assert missing_kinds(shown) == []
    assert missing_kinds(shown[:3])
    ghent = load("gent", today=OPEN_DAY.date())
    setting = Setting("nl", text="very_large")
    views = _views(setting, ("answer-open",), ghent, whole=True)
    with Progress("gallery", len(views), "screens") as progress:
        chapter = _draw(camera, setting, views, tmp_path, progress)
    assert len(chapter.shots) > 1
    assert all((tmp_path / shot.file).is_file() for shot in chapter.shots)
    pairs = {(s.size, s.theme) for s in pairwise("nl")}
    assert len(pairs) == 8


@pytest.mark.parametrize("rotation", [90, pytest.param(270, marks=pytest.mark.full)])
def test_a_panel_on_its_side_shows_the_same_screen_turned(rotation, tmp_path):
    """A real window in a process of its own; the picture is what the panel shows, compared with the upright one."""
    from kiosk.commands import galleryturned

    found = galleryturned.draw(rotation, (960, 540), tmp_path, "ar", ("menu",))
    assert found == {f"turned-{rotation}/menu.png": []}
    with Image.open(tmp_path / f"turned-{rotation}" / "menu.png") as panel:
        assert panel.width > panel.height


def test_the_default_gallery_has_every_language_trying_texts_and_every_pair():
    from kiosk.base.languages import LANGUAGES
    from kiosk.commands.gallery import SIZES, TEXTS, THEMES, settings

    chosen = settings((), (), (), everything=False)
    whole = {(setting.language, setting.words) for setting, views in chosen if views}
    assert {(language, "language") for language in LANGUAGES} <= whole
    assert {words for _, words in whole} == {"language", "pseudo-language", "longest texts"}
    few = [setting for setting, views in chosen if not views]
    assert {(s.size, s.theme) for s in few} == {(size, theme) for size in SIZES for theme in THEMES}
    assert {(s.size, s.text) for s in few} == {(size, text) for size in SIZES for text in TEXTS}
    assert {(s.theme, s.text) for s in few} == {(theme, text) for theme in THEMES for text in TEXTS}


def test_trying_texts_are_longer_and_keep_what_is_no_text():
    from kiosk.commands.galleryviews import Words, all_views, trying_views

    plain = dict(all_views("en", Comfort()))
    strange = dict(trying_views(Words.PSEUDO, Comfort()))
    longest = dict(trying_views(Words.LONGEST, Comfort()))
    for name in ("menu", "ticket-printed"):
        assert strange[name].title.startswith("[")
        assert len(strange[name].title) >= 1.2 * len(plain[name].title)
        assert len(longest[name].title) >= len(plain[name].title)
        assert [action.key for action in strange[name].actions] == [action.key for action in plain[name].actions]
    assert strange["ticket-printed"].number == plain["ticket-printed"].number
