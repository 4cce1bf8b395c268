"""`kiosk appointments`: fills the table of appointments."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.commands.office import import_file
from kiosk.commands.output import json_option
from kiosk.commands.queuedesk import Where, located


@click.group()
def command() -> None:
    """Fill the table of appointments."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@located
@json_option
def import_(file: Path, where: Where, as_json: bool) -> None:
    """Import appointments.  Columns: code, place, starts_at, service, class, national_number.

    Only the first three are needed; starts_at is civil time in Belgium, such as 2026-11-18T10:40.  Codes and
    numbers are kept as keyed hashes only.  A newer line replaces the appointment of the same code.
    """
    from kiosk.office.csvfile import read_appointments

    import_file(
        file, where, as_json=as_json, read=read_appointments, put=lambda office, rows: office.put_appointments(rows)
    )
