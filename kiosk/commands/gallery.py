"""`kiosk gallery`: a picture of every screen, as an HTML page to read through."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.commands.output import CommandProblem, Exit, PanelSize, answer, filling, json_option
from kiosk.commands.progress import Progress, announce
from kiosk.commands.towns import named_profile

if TYPE_CHECKING:
    from kiosk.commands.gallerypage import Chapter
    from kiosk.residence.profile import Profile
    from kiosk.views.view import View
    from screens.picture import Camera
    from screens.theme import Glass

SIZES = ("1080x1920", "1280x800", "1920x1080", "800x1280")
THEMES = ("light", "contrast")
TEXTS = ("normal", "large", "very_large")
REACHES = (False, True)
# pictures are kept this much smaller than the screen
_SCALE = 0.5
# for one of them, measured on a machine that has nothing else to do
SCREEN_SECONDS = 0.12


@dataclass(frozen=True, slots=True)
class Setting:
    """How a set of screens is drawn."""

    language: str
    size: str = SIZES[0]
    theme: str = THEMES[0]
    text: str = TEXTS[0]
    reach: bool = False
    words: str = "language"

    @property
    def title(self) -> str:
        """In words, for the page."""
        parts = [
            self.language if self.words == "language" else self.words,
            self.size.replace("x", " × "),
            self.theme,
            f"{self.text.replace('_', ' ')} text",
        ]
        return " · ".join([*parts, "reach layout"] if self.reach else parts)

    @property
    def folder(self) -> str:
        """Where its pictures are, below the page."""
        words = self.language if self.words == "language" else self.words.replace(" ", "-")
        return f"{words}-{self.size}-{self.theme}-{self.text}" + ("-reach" if self.reach else "")


def pairwise(language: str) -> list[Setting]:
    """Few settings in which every pair of size, theme, text size and reach occurs together."""
    every = [Setting(language, *each) for each in itertools.product(SIZES, THEMES, TEXTS, REACHES)]
    chosen: list[Setting] = []
    left = {pair for setting in every for pair in _pairs(setting)}
    while left:
        best = max(every, key=lambda setting: len(left & _pairs(setting)))
        chosen.append(best)
        left -= _pairs(best)
    return chosen


def _pairs(setting: Setting) -> set[tuple[int, object, int, object]]:
    values = (setting.size, setting.theme, setting.text, setting.reach)
    return {(a, values[a], b, values[b]) for a, b in itertools.combinations(range(len(values)), 2)}


def settings(
    languages: tuple[str, ...], sizes: tuple[str, ...], themes: tuple[str, ...], *, everything: bool
) -> list[tuple[Setting, bool]]:
    """(setting, all Views or one of each kind) of this run."""
    from kiosk.base.languages import LANGUAGES

    spoken = languages or tuple(LANGUAGES)
    if everything:
        axes = itertools.product(spoken, sizes or SIZES, themes or THEMES, TEXTS, REACHES)
        return [(Setting(*each), True) for each in axes]
    if sizes or themes:
        asked = itertools.product(spoken, sizes or SIZES[:1], themes or THEMES[:1])
        return [(Setting(*each), True) for each in asked]
    plain = [(Setting(language), True) for language in spoken]
    trying = [Setting("en", size, words=words) for words in ("pseudo-language", "longest texts") for size in SIZES[:2]]
    few = [(setting, False) for setting in pairwise(spoken[0])]
    return [*plain, *((setting, True) for setting in trying if not languages), *few]


@click.command(
    help="A picture of every screen in every language, in trying texts, and of every kind in all sizes and settings."
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where the page goes.")
@click.option("--language", "languages", multiple=True, help="Only this language; may be given again.")
@click.option("--size", "sizes", type=PanelSize(), multiple=True, help="Only this panel; may be given again.")
@click.option("--theme", "themes", multiple=True, type=click.Choice(THEMES), help="Only this theme.")
@click.option("--profile", "profile_name", default="gent", show_default=True, help="Whose screens: a name or a file.")
@click.option("--view", "names", multiple=True, help="Only the screens whose name starts so.")
@click.option("--all", "everything", is_flag=True, help="Everything in everything: thousands of pictures.")
@json_option
def command(
    out: Path,
    languages: tuple[str, ...],
    sizes: tuple[tuple[int, int], ...],
    themes: tuple[str, ...],
    profile_name: str,
    names: tuple[str, ...],
    everything: bool,
    as_json: bool,
) -> None:
    """Draw, check, and write the page; exit 1 when a kind of screen has no picture, or a text no letter."""
    from kiosk.base.languages import LANGUAGES

    for language in languages:
        if language not in LANGUAGES:
            raise click.BadParameter(f"{language!r} is not one of {', '.join(LANGUAGES)}", param_hint="--language")
    from screens.window import Setup, prepare

    prepare(Setup(320, 240, driver="offscreen"))
    from kiosk.commands import gallerypage, galleryviews
    from kiosk.commands.letters import of_languages
    from kiosk.views.view import Comfort
    from kiosk.visit.tour.showcase import OPEN_DAY
    from screens import fonts
    from screens.picture import Camera

    if lacking := fonts.missing():
        raise CommandProblem("\n".join(lacking), Exit.MISSING)
    profile = named_profile(profile_name, today=OPEN_DAY.date())
    letters = of_languages(languages or LANGUAGES)
    missing = galleryviews.missing_kinds(galleryviews.all_views(profile.official[0], Comfort(), profile))
    panels = tuple(f"{width}x{height}" for width, height in sizes)
    chosen = [
        (setting, _views(setting, names, profile, whole=whole))
        for setting, whole in settings(languages, panels, themes, everything=everything)
    ]
    with filling(out):
        camera = Camera()
        rotations = () if languages or sizes or themes or everything or names else (90, 270)
        total = sum(len(shown) for _, shown in chosen) + len(rotations)
        announce(f"gallery: {total} screens", total * SCREEN_SECONDS)
        with Progress("gallery", total, "screens") as progress:
            chapters = [_draw(camera, setting, shown, out, progress) for setting, shown in chosen]
            for rotation in rotations:
                chapters.append(_turned(out, rotation, profile.official[0]))
                progress.step()
        page = gallerypage.write(out, chapters)
    pictures = sum(len(chapter.shots) for chapter in chapters)
    found = [f"{shot.file}: {text}" for chapter in chapters for shot in chapter.shots for text in shot.found]
    lines = [f"{pictures} pictures: {page}", *found, *letters, *(f"no picture of {kind}" for kind in missing)]
    payload = {"page": str(page), "pictures": pictures, "found": found, "letters": letters, "missing": missing}
    status = Exit.NO if missing or letters else Exit.DONE
    answer(payload, as_json=as_json, human=lambda: "\n".join(lines), status=status)


def _views(setting: Setting, names: tuple[str, ...], profile: Profile, *, whole: bool) -> list[tuple[str, View]]:
    """(name, View) of what is drawn in this setting."""
    from kiosk.commands.galleryviews import Words, all_views, trying_views
    from kiosk.views.view import Comfort, TextSize, Theme

    comfort = Comfort(theme=Theme(setting.theme), text_size=TextSize(setting.text), reach=setting.reach)
    words = Words(setting.words)
    every = (
        all_views(setting.language, comfort, profile)
        if words is Words.LANGUAGE
        else trying_views(words, comfort, profile)
    )
    views = [(name, view) for name, view in every if not names or name.startswith(names)]
    if not whole:
        views = list({type(view): (name, view) for name, view in reversed(views)}.values())[::-1]
    return views


def _draw(camera: Camera, setting: Setting, views: list[tuple[str, View]], out: Path, progress: Progress) -> Chapter:
    from kiosk.commands.gallerypage import Chapter, Shot
    from screens.checks import problems
    from screens.theme import Glass

    glass = Glass.of(*PanelSize().convert(setting.size, None, None))
    shots = []
    for name, view in views:
        found = tuple(problems(view, glass))
        for number, (file, wide) in enumerate(_shoot(camera, view, glass, out, f"{setting.folder}/{name}")):
            shots.append(
                Shot(file, name if not number else f"{name}, page {number + 1}", wide, () if number else found)
            )
        progress.step()
    return Chapter(setting.title, tuple(shots))


def _turned(out: Path, rotation: int, language: str) -> Chapter:
    """One screen of each kind on a panel that hangs on its side, as the panel shows it."""
    from kiosk.commands import galleryturned
    from kiosk.commands.gallerypage import Chapter, Shot

    width, _, height = SIZES[0].partition("x")
    found = galleryturned.draw(rotation, (int(height), int(width)), out, language)
    shots = tuple(Shot(file, Path(file).stem, wide=True, found=tuple(told)) for file, told in found.items())
    return Chapter(f"turned by {rotation} degrees, as the panel shows it", shots)


def _shoot(camera: Camera, view: View, glass: Glass, out: Path, stem: str) -> Iterator[tuple[str, bool]]:
    """Save every page of a View; yields the file below the page."""
    from screens.picture import save

    page, pages = 0, 1
    while page < pages:
        image, pages = camera.page(view, glass, page)
        file = f"{stem}.png" if page == 0 else f"{stem}-{page + 1}.png"
        save(image, out / file, _SCALE)
        yield file, glass.width > glass.height
        page += 1
