"""`kiosk profile edit`: a local page with a profile as a form, and what residents would see of it beside."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from pathlib import Path
from shlex import quote

import click

from kiosk.base.clock import BRUSSELS
from kiosk.commands.output import CivilDay, CommandProblem, Exit
from kiosk.commands.untilstopped import until_interrupted


@click.command("edit")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: any free port.")
@click.option("--today", type=CivilDay(), help="Look at this day; default: today.")
def edit_command(file: Path, port: int, today: date | None) -> None:
    """Change a profile on a page in your browser, on this machine alone, until Ctrl-C.

    The page shows each key with its meaning, the calendar, the prices with their holes, and the screen, the ticket and
    the reasons that a resident would get.  Every change is kept beside the file; “Save” writes the file itself.
    """
    from kiosk.commands.editor.desk import Desk
    from kiosk.commands.towns import said
    from kiosk.profiles.inforce import Town, TownProblem
    from kiosk.profiles.loader import as_file
    from screens import fonts
    from screens.window import Setup, prepare

    file = as_file(file)
    town = Town(file)
    try:
        town.files()
        desk = Desk(file, today or datetime.now(BRUSSELS).date())
    except TownProblem as problem:
        raise said(problem) from None
    except (OSError, ValueError) as error:
        raise CommandProblem(
            f"{file} cannot be edited: {error}. See: kiosk profile check {quote(str(file))}", Exit.NO
        ) from None
    if lacking := fonts.missing():
        raise CommandProblem("\n".join(lacking), Exit.MISSING)
    prepare(Setup(320, 240, driver="offscreen"))
    from kiosk.commands.editor.live import Studio
    from kiosk.commands.editor.server import make_server

    token, studio = secrets.token_urlsafe(24), Studio()
    try:
        server = make_server(desk, studio, token, port)
    except OSError as error:
        raise CommandProblem(f"cannot listen on port {port}: {error.strerror}; try --port 0", Exit.MISSING) from None
    with server, until_interrupted() as done:
        # behind the mark it is sent to nobody, and stands in no log
        click.echo(f"http://127.0.0.1:{server.address[1]}/#{token}")
        if desk.kept.exists():
            click.echo(f"Changes of last time that were not saved are in {desk.kept}.")
        studio.run(done)
