"""`kiosk appointments`: fills the table of appointments."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kiosk.commands.office import embedded, import_file, replace_option
from kiosk.commands.output import CivilDay, answer, json_option
from kiosk.commands.queuestore import StoreOptions, located, over


@click.group()
def command() -> None:
    """Fill the table of appointments."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@replace_option
@located
@json_option
def import_(file: Path, replace: bool, where: StoreOptions, as_json: bool) -> None:
    """Import appointments.  Columns: code, place, starts_at, service, class, national_number.

    Only the first three are needed; starts_at is civil time in Belgium, such as 2026-11-18T10:40.  Codes and
    numbers are kept as keyed hashes only.  A newer line replaces the appointment of the same code.
    """
    from kiosk.office.csvfile import read_appointments

    import_file(
        file,
        where,
        as_json=as_json,
        read=read_appointments,
        put=lambda office, rows, watch: office.put_appointments(rows, replace=replace, watch=watch),
    )


@command.command()
@click.option("--before", required=True, type=CivilDay(), help="Appointments before it go.")
@located
@json_option
def erase(before: date, where: StoreOptions, as_json: bool) -> None:
    """Forget appointments of days that are over."""
    day = over(before)
    with embedded(where) as office:
        erased = office.erase_appointments(day)
    payload = {"before": day.isoformat(), "erased": erased}
    answer(payload, as_json=as_json, human=lambda: f"{erased} appointments forgotten.")
