"""`kiosk ticket render`: ESC/POS bytes as the paper would look."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from kiosk.commands.output import CommandProblem, Exit, answer, json_option

LONGEST_FILE: Final = 16_000_000  # bytes: a thousand tickets in pictures


@click.group()
def command() -> None:
    """Show ESC/POS bytes as paper."""


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PNG to write.")
@click.option("--dots", type=click.Choice(["384", "512", "576"]), default="576", show_default=True, help="Print width.")
@json_option
def render(file: Path, out: Path, dots: str, as_json: bool) -> None:
    """Draw the ESC/POS bytes in FILE as the paper would look.

    Exit status 1 when FILE holds nothing to print.
    """
    from devices.simulators.paper import draw, strip

    drawn = draw(_bytes_of(file), int(dots))
    payload = {
        "tickets": len(drawn.pictures),
        "cuts": drawn.cuts,
        "png": str(out),
        "unknown_commands": [raw.hex(" ") for raw in drawn.unknown],
        "unknown_letters": drawn.unmapped,
        "incomplete_bytes": drawn.incomplete,
    }
    if not drawn.pictures:
        raise CommandProblem(
            f"{file}: nothing in it would be printed", Exit.NO, {**payload, "png": None} if as_json else None
        )
    try:
        strip(drawn.pictures).save(out, "PNG")
    except OSError as error:
        raise CommandProblem(f"{out} cannot be written: {error.strerror}", Exit.USAGE) from error

    def human() -> str:
        tickets = "1 ticket" if len(drawn.pictures) == 1 else f"{len(drawn.pictures)} tickets"
        note = "" if drawn.clean else "; not everything in it was understood, see --json"
        return f"{out}: {tickets}{note}"

    answer(payload, as_json=as_json, human=human)


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(LONGEST_FILE + 1)
    except OSError as error:
        raise CommandProblem(f"{file}: cannot be read: {error.strerror}", Exit.USAGE) from None
    if len(data) > LONGEST_FILE:
        raise CommandProblem(f"{file}: larger than 16 MB; give the bytes that were sent to a printer", Exit.USAGE)
    return data
