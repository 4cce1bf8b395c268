"""`kiosk office`: fills the embedded back office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kiosk.base.clock import SystemClock
from kiosk.commands.installed import configured
from kiosk.commands.output import CommandProblem, Exit, answer, json_option, leave
from kiosk.commands.progress import watched
from kiosk.commands.queuestore import StoreOptions, allowed, located, no_password_typed
from kiosk.commands.towns import configured_profile

if TYPE_CHECKING:
    from kiosk.office.csvfile import Counted, Known, Parsed, Watch
    from kiosk.office.embedded import EmbeddedOffice

T = TypeVar("T")


@contextmanager
def embedded(where: StoreOptions) -> Iterator[EmbeddedOffice]:
    """The embedded back office; problems are said and leave."""
    from kiosk.office.keys import KeyProblem
    from kiosk.office.setup import open_embedded
    from kiosk.queue.database import StoreError

    config = configured(where.config_file)
    at = where.store or config.store.central_url or config.store_url
    try:
        no_password_typed(where)
        office = allowed(open_embedded(config, clock=SystemClock(), url=where.store), at=at)
    except KeyProblem as problem:
        raise CommandProblem(str(problem), Exit.MISSING) from None
    except StoreError as error:
        raise CommandProblem(str(error), Exit.MISSING) from None
    except ValueError as error:
        raise CommandProblem(f"--store: {error}", Exit.USAGE) from None
    try:
        yield office
    except StoreError as error:
        allowed(error.refusal)
    finally:
        office.close()


def import_file(
    file: Path,
    where: StoreOptions,
    *,
    as_json: bool,
    read: Callable[[Path, Known, Watch], Parsed[T]],
    put: Callable[[EmbeddedOffice, Counted[T], Watch], None],
) -> None:
    """Read a file, name every bad line, and write all of it or nothing."""
    try:
        parsed = read(file, _known(where), watched(f"{file.name}: reading", "lines"))
    except OSError as error:
        raise CommandProblem(f"{file}: cannot be read: {error.strerror}", Exit.USAGE) from None
    if parsed.mistakes:
        payload: dict[str, Any] = {
            "imported": 0,
            "mistakes": [{"line": one.line, "column": one.column, "what": one.what} for one in parsed.mistakes],
            "more": parsed.more,
        }
        lines = [f"{file}: {mistake}" for mistake in parsed.mistakes]
        others = f", and {parsed.more} more that are not named" if parsed.more else ""
        text = "\n".join([*lines, f"Nothing was imported. Lines to correct: {len(lines)}{others}."])
        answer(payload, as_json=as_json, human=lambda: text, status=Exit.NO)
        leave(Exit.NO)
    with embedded(where) as office:
        put(office, parsed.rows, watched(f"{file.name}: writing", "lines"))
    count = len(parsed.rows)
    answer({"imported": count, "mistakes": []}, as_json=as_json, human=lambda: f"Imported: {count}.")


def _known(where: StoreOptions) -> Known:
    """The places and classes of the configured profile."""
    from kiosk.office.csvfile import Known

    profile = configured_profile(configured(where.config_file), where.place)
    classes = [name.value for name in profile.tickets.classes]
    return Known([place.id for place in profile.places], classes, profile.appointments.code_forms)


@click.group()
def command() -> None:
    """Fill the embedded back office."""


replace_option = click.option("--replace", is_flag=True, help="The file is the whole list: forget all others.")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@replace_option
@located
@json_option
def import_(file: Path, replace: bool, where: StoreOptions, as_json: bool) -> None:
    """Import where cards are.  Columns: national_number, status, place, applied_on, applied_at, letter_on, urgent.

    Only the first two are needed; status is awaiting_decision, in_production, ready, collected, destroyed, reported
    or none.  A number is kept as a keyed hash only.  A newer line replaces what was known of a person.
    """
    from kiosk.office.csvfile import read_cards

    import_file(
        file,
        where,
        as_json=as_json,
        read=read_cards,
        put=lambda office, rows, watch: office.put_cards(rows, replace=replace, watch=watch),
    )
