"""`kiosk profile`: a copy to begin with, and every mistake at once, with file and key; what a person should look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from kiosk.base.clock import BRUSSELS
from kiosk.base.languages import LANGUAGES
from kiosk.commands.output import CivilDay, CommandProblem, Exit, answer, json_option
from kiosk.commands.profileedit import edit_command
from kiosk.commands.profilenew import new_command
from kiosk.profiles.problems import TOLD_ONLY, Notice, NoticeCode, Problem, ProfileProblem

if TYPE_CHECKING:
    from kiosk.profiles.inforce import Town
    from kiosk.profiles.problems import CheckResult
    from kiosk.residence.profile import Profile

# a label or sentence that some readers do not find in their language
_ABOUT_WORDS = (NoticeCode.UNKNOWN_TEXT, NoticeCode.NOT_TRANSLATED)
# a large profile, on a machine that has nothing else to do
DRAW_SECONDS = 15


@click.group()
def command() -> None:
    """A municipality's profile: begin one, and check it."""


command.add_command(new_command)
command.add_command(edit_command)


@command.command("copy")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def copy_command(name: str, file: Path) -> None:
    """Begin a profile of your own: copy NAME to FILE, with the file's name as its id.

    Templates, in which nothing is said yet: flemish, brussels, walloon, german-speaking.  Whole
    profiles of other towns: gent, leuven, vlaams-voorbeeld.
    """
    from kiosk.profiles.beginning.drafting import slug
    from kiosk.profiles.loader import NAMES, TEMPLATES, as_file, to_begin_with

    file = as_file(file)

    try:
        begun = to_begin_with(name)
    except KeyError:
        known = f"Templates: {', '.join(TEMPLATES)}. Profiles: {', '.join(NAMES)}"
        raise CommandProblem(f"There is no profile {name!r}. {known}.", Exit.USAGE) from None
    own = slug(file.stem, 40) or "municipality"
    text = _begun(begun.read_text(encoding="utf-8"), name, own)
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(text)
    except FileExistsError:
        raise CommandProblem(f"{file} is there already; choose another name.", Exit.USAGE) from None
    except OSError as error:
        raise CommandProblem(f"{file} cannot be written: {error.strerror}.", Exit.USAGE) from None
    click.echo(f"{file}: now change it, then run: kiosk profile check {quote(str(file))}")


def _begun(text: str, name: str, own: str) -> str:
    """The text of a copy: its own id, and neither the header, the remarks nor the logo of the one that it was made from."""
    _, _, below = text.partition(f'id = "{name}"')
    below = re.sub(r"^logo = '''.*?'''\n", "", below, flags=re.MULTILINE | re.DOTALL)
    lines = (line for line in below.splitlines() if not line.startswith(("note =", "conflict_note =")))
    header = f"# {own}: begun from {name}.  Compare each table with your own page, then name that page as its source."
    return f'{header}\n\nid = "{own}"' + "\n".join(lines) + "\n"


@command.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--today", type=CivilDay(), help="Check for this day; default: today.")
@click.option("--kiosk-layer", type=click.Path(path_type=Path), help="A kiosk's own file, laid over each profile.")
@click.option("--draw/--no-draw", default=True, help="Also draw every menu and answer once, off screen; the default.")
@click.option(
    "--sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also draw the face of the municipality, a PNG: colours, logo, screens, board, ticket.",
)
@json_option
def check_command(
    files: tuple[str, ...],
    today: date | None,
    kiosk_layer: Path | None,
    sheet: Path | None,
    *,
    draw: bool,
    as_json: bool,
) -> None:
    """Validate profiles: files, or the names gent, leuven and vlaams-voorbeeld.

    Errors leave with status 1; notices are for a person to look at and change nothing.  The
    prices are shown as a grid, with a HOLE where no row says an amount.  A profile without errors is
    drawn: what does not fit on a screen is a notice, what would close the kiosk an error.
    """
    from kiosk.commands.towns import said
    from kiosk.profiles.inforce import Town, TownProblem
    from kiosk.profiles.loader import check

    if sheet is not None and len(files) > 1:
        raise CommandProblem("A sheet is of one profile.", Exit.USAGE)
    towns = [Town.named(name, kiosk_layer) for name in files]
    try:
        for town in towns:
            town.files()
    except TownProblem as problem:
        raise said(problem) from None
    paths = tuple(town.file for town in towns)
    result = check(paths, today, kiosk_layer=kiosk_layer)
    drawn: int | None = None
    if (draw and result.ok) or sheet is not None:
        _made_ready()
    if draw and result.ok:
        drawn, result = _drawn(towns, result, today)
    # a colour that is refused is looked at before it is changed
    shown = sheet if all(each.code in TOLD_ONLY for each in result.errors) else None
    if shown is not None:
        _draw_sheet(result.profiles[0], today, shown)

    def human() -> str:
        lines = [f"error: {error}" for error in result.errors]
        lines += [f"notice: {notice}" for notice in result.notices]
        found = f"{len(result.errors)} errors, {len(result.notices)} notices"
        if any(each.code in _ABOUT_WORDS for each in result.notices):
            lines += _known_words(towns[0])
        verdict = "can be used" if result.ok else "cannot be used"
        lines += [f"{file}: {grid}" for file, grid in result.prices]
        lines += [f"{drawn} screens were drawn"] if drawn is not None else []
        lines += [f"{shown}: the face"] if shown is not None else []
        return "\n".join([*lines, f"{', '.join(path.name for path in paths)}: {verdict} ({found})"])

    payload: dict[str, object] = {
        "ok": result.ok,
        "drawn": drawn,
        "sheet": str(shown) if shown is not None else None,
        "errors": [
            {"code": str(each.code), "file": each.file, "line": each.line, "key": each.key, "message": each.message}
            for each in result.errors
        ],
        "notices": [
            {"code": str(each.code), "file": each.file, "key": each.key, "message": each.message}
            for each in result.notices
        ],
        "prices": [
            {
                "file": file,
                "from": str(grid.begins),
                "until": str(grid.until) if grid.until else None,
                "lines": {row.what: row.cells for row in grid.lines},
            }
            for file, grid in result.prices
        ],
    }
    answer(payload, as_json=as_json, human=human, status=Exit.DONE if result.ok else Exit.NO)


def _known_words(town: Town) -> list[str]:
    """The labels that need no translation, in English and in the town's first language."""
    from kiosk.profiles.layers import read
    from kiosk.profiles.townwords import known_words

    rows = (read(town.file).table or {}).get("languages")
    first = rows[0] if isinstance(rows, list) and rows else None
    code = first.get("code") if isinstance(first, dict) else first
    language = code if code in LANGUAGES else "en"
    words = (english if english == own else f"{english} ({own})" for english, own in known_words(language))
    return [f'words that are translated already (label = "…", or text = "…" beside your own): {", ".join(words)}']


def _not_drawn(file: Path, shown: list[str]) -> Iterator[Problem]:
    """Words of the file, and of the languages that it offers, in which there would be boxes; each with its line."""
    from kiosk.commands.letters import of_table
    from kiosk.profiles.layers import Merged, read

    found, own = read(file), Merged()
    table = found.table or {}
    own.add(table, file.name, text=found.text, report=False)
    for key, said in (*of_table(table), *(("languages", said) for said in shown)):
        yield own.placed(Problem(ProfileProblem.NO_GLYPH, file.name, key, said))


def _made_ready() -> None:
    """Ready to draw: no window is opened, so that a machine without a display can do it."""
    from screens import fonts
    from screens.window import Setup, prepare

    try:
        for script in fonts.scripts():
            fonts.path(fonts.Font.REGULAR, script)  # built here where set-up has not done it
    except (fonts.FontsMissing, OSError) as problem:
        message = f"The screens cannot be drawn here: {problem}. Mend that, or leave them out with --no-draw."
        raise CommandProblem(message, Exit.MISSING) from problem
    prepare(Setup(320, 240, driver="offscreen"))


def _draw_sheet(profile: Profile, today: date | None, file: Path) -> None:
    from kiosk.commands.profilesheet import save

    day = today or datetime.now(BRUSSELS).date()
    try:
        save(profile, day, file)
    except OSError as error:
        raise CommandProblem(f"{file} cannot be written: {error.strerror}.", Exit.USAGE) from None


def _drawn(towns: list[Town], result: CheckResult, today: date | None) -> tuple[int, CheckResult]:
    """How many screens the profiles have, and the result with what was found while drawing them."""
    from kiosk.commands.letters import of_languages
    from kiosk.commands.profiledrawn import Misfit, collected, misfits
    from kiosk.commands.progress import Progress, announce

    day = today or datetime.now(BRUSSELS).date()
    announce("profile check: every menu and answer is drawn", DRAW_SECONDS * len(towns))
    errors, notices, count = list(result.errors), list(result.notices), 0
    for town, profile in zip(towns, result.profiles, strict=True):
        found: list[Misfit] = []
        with Progress("profile check", 0, "touches") as touched:
            screens, raised = collected(profile, day, touched.step)
        with Progress("profile check", len(screens), "screens") as progress:
            for screen in screens:
                found += misfits(screen)
                progress.step()
        count += len(screens)
        shown = of_languages(each.code for each in profile.languages)
        errors += _not_drawn(town.file, shown)
        # one label may stand on many screens
        for each in {(misfit.place, misfit.said): misfit for misfit in reversed((*raised, *found))}.values():
            said = f"{each.way}: {each.said}" if each.way else each.said
            if each.raised:
                errors.append(Problem(ProfileProblem.CANNOT_BE_SHOWN, town.file.name, f"places.{each.place}", said))
            else:
                notices.append(Notice(NoticeCode.DOES_NOT_FIT, town.file.name, f"places.{each.place}", said))
    return count, replace(result, errors=tuple(errors), notices=tuple(notices))
