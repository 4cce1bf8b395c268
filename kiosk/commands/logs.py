"""`kiosk logs`: the event log, without personal data."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.commands.installed import config_option, configured
from kiosk.commands.output import CommandProblem, Exit, answer, json_option


@click.group()
def command() -> None:
    """The event log, without personal data."""


@command.command("export")
@config_option
@click.option("--out", "out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@json_option
def export(*, config_file: Path | None, out: Path, as_json: bool) -> None:
    """Write every kept event as JSON lines; each is checked against the catalogue again."""
    from kiosk.staff import export as exporting

    config = configured(config_file)
    if not config.log_dir.is_dir():
        said = f"There is no log in {config.log_dir}: has this kiosk ever run with this configuration?"
        raise CommandProblem(said, Exit.MISSING, {"entries": None})
    try:
        count = exporting.export(config.log_dir, out)
    except OSError as error:
        raise CommandProblem(f"{error.filename or out}: {error.strerror}", Exit.MISSING) from None
    answer(
        {"file": str(out), "entries": count},
        as_json=as_json,
        human=lambda: f"{count} events written to {out.resolve()}.",
    )
