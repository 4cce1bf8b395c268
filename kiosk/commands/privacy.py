"""`kiosk privacy`: what is kept of one person, found and erased; the number is never an argument, counts alone are printed."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kiosk.base.clock import SystemClock
from kiosk.commands.installed import config_option, configured
from kiosk.commands.output import CommandProblem, Exit, answer, json_option, leave
from kiosk.commands.queuestore import allowed

_FILE: Final = "sqlite:///"

if TYPE_CHECKING:
    from kiosk.base.config import Config
    from kiosk.office.person import Traces, Trail


@click.group()
def command() -> None:
    """Find, or erase, what is kept of one person.

    The national register number is read from standard input, or with --card from the card in the reader; it is never an
    argument, and only counts are printed.  Looked through: the store and the office's table, the kiosk's own store with
    its outbox, and every copy of a store.
    """


def _asked(function: Any) -> Any:
    card = click.option(
        "--card", is_flag=True, help="Take the number of the card in the reader, not of standard input."
    )
    return config_option(card(json_option(function)))


@command.command("find")
@_asked
def find(*, config_file: Path | None, card: bool, as_json: bool) -> None:
    """Say how much is kept of a person.  Exit status 1: nothing."""
    _run(config_file, card=card, as_json=as_json, erase=False)


@command.command("erase")
@_asked
def erase(*, config_file: Path | None, card: bool, as_json: bool) -> None:
    """Erase what is kept of a person.

    A ticket stays in the line, as nobody's.  What is erased is overwritten in the store's file.  Copies are not changed:
    each that still holds the person is named, with the day until which it is kept.  Exit status 1: the rows are gone, and a
    file is still to be cleaned.  A database server keeps the bytes of erased rows until it uses their place again.
    """
    _run(config_file, card=card, as_json=as_json, erase=True)


def _run(config_file: Path | None, *, card: bool, as_json: bool, erase: bool) -> None:
    config = configured(config_file)
    number = _of_card() if card else _typed()
    trail, unclean = _in_stores(config, number, erase=erase)
    said = f"{'Erased: ' if erase else ''}{_counts(trail.traces)}"
    with _after(said if erase else ""):
        copies = _in_copies(config, trail)
    payload = {
        "erased" if erase else "found": dataclasses.asdict(trail.traces),
        **({"to_clean": unclean} if erase else {}),
        "copies": [{"file": str(file), "until": until.isoformat() if until else None} for file, until in copies],
    }
    nothing = not erase and not trail.traces and not copies
    status = Exit.NO if nothing or unclean else Exit.DONE
    kept = config.store.copies
    lines = [
        said,
        *map(_unclean, unclean),
        *(_of_copy(file, until, kept) for file, until in copies),
        *_elsewhere(config, erase=erase),
    ]
    answer(payload, as_json=as_json, human=lambda: "\n".join(lines), status=status)
    leave(status)


def _typed() -> str:
    from kiosk.office.csvfile import national_number

    if sys.stdin.isatty():
        text = click.prompt("National register number (not shown)", hide_input=True, err=True)
    else:
        text = sys.stdin.readline().strip()
    try:
        return national_number(text)
    except ValueError as error:
        said = f"No register number on standard input: {error}. Write it there, or use --card."
        raise CommandProblem(said, Exit.USAGE) from None


def _of_card() -> str:
    from kiosk.commands.card_reading import Conversation

    with Conversation(None) as conversation:
        conversation.wait_for_card(10.0)
        return conversation.read().holder.national_number


@contextmanager
def _after(erased: str) -> Iterator[None]:
    """A problem that comes after an erasing: what is gone is said first."""
    try:
        yield
    except CommandProblem as problem:
        said = f"{erased}\nThis is done. Then: {problem.message}" if erased else problem.message
        raise CommandProblem(said, problem.status, problem.payload) from None


def _in_stores(config: Config, number: str, *, erase: bool) -> tuple[Trail, list[str]]:
    """Both stores: the one of the office's table, then the kiosk's own with the outbox; and the files still to be cleaned."""
    from kiosk.office.keys import KeyProblem
    from kiosk.office.person import Trail
    from kiosk.office.setup import open_embedded
    from kiosk.queue.database import StoreError

    found: Trail | None = None
    unclean = []
    for address in dict.fromkeys((config.store.central_url or config.store_url, config.store_url)):
        with _after(f"Erased: {_counts(found.traces)}" if erase and found else ""):
            try:
                office = allowed(open_embedded(config, clock=SystemClock(), url=address), at=address)
                try:
                    here = office.traces(number, found.codes if found else frozenset(), erase=erase)
                finally:
                    office.close()
            except (KeyProblem, StoreError) as problem:
                raise CommandProblem(str(problem), Exit.MISSING) from None
        unclean += [] if here.cleaned else [address.removeprefix(_FILE)]
        found = here if found is None else Trail(here.subject, found.codes | here.codes, found.traces + here.traces)
    assert found is not None  # noqa: S101  (there is always a store)
    return found, unclean


def _in_copies(config: Config, trail: Trail) -> list[tuple[Path, date | None]]:
    """Copies that hold the person, and until when they are kept; None: until somebody deletes them."""
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.office.person import find_in_copy

    nightly = sorted((config.state_dir / "backup").glob("*.db"), reverse=True)
    found: list[tuple[Path, date | None]] = []
    for file in (*nightly, *_put_aside(config)):
        try:
            held = find_in_copy(file, trail.subject, trail.codes)
        except SQLAlchemyError:
            raise CommandProblem(f"{file} cannot be read: is it a copy of a store?", Exit.MISSING) from None
        if held:
            found.append((file, _until(nightly.index(file), config) if file in nightly else None))
    return found


def _put_aside(config: Config) -> list[Path]:
    """Stores that a restored copy has replaced: they lie beside the one that is used now."""
    stores = {
        Path(url.removeprefix(_FILE)) for url in (config.store_url, config.store.central_url) if url.startswith(_FILE)
    }
    return sorted(file for store in stores for file in store.parent.glob(f"replaced-*/{store.name}"))


def _until(newer: int, config: Config) -> date:
    """The day on which a copy goes that has so many newer ones: one is made a night, and the newest `copies` stay."""
    return SystemClock().now().date() + timedelta(days=max(config.store.copies - newer, 0))


def _counts(traces: Traces) -> str:
    return (
        f"cards: {traces.cards}, appointments: {traces.appointments}, tickets: {traces.tickets},"
        f" waiting in the outbox: {traces.outbox}"
    )


def _unclean(file: str) -> str:
    return (
        f"The rows are gone, but {file} is still to be cleaned: the file or its journal may hold their bytes."
        " Stop what reads it, look that its disk is not full, and give this command again."
    )


def _of_copy(file: Path, until: date | None, copies: int) -> str:
    kept = f"until {until} (one copy a night, the newest {copies} stay)" if until else "until somebody deletes it"
    return f"{file} still holds the person {kept}."


def _elsewhere(config: Config, *, erase: bool) -> list[str]:
    """What these commands cannot reach."""
    lines = ["The office's next list brings the person back, unless the office leaves them out."] if erase else []
    lines += ["A running kiosk remembers the chip of a card for ten minutes after its ticket; a restart forgets it."]
    if config.office.url:
        lines.append("The office's own service is not looked at: ask who runs it.")
    if not (config.store.central_url or config.store_url).startswith("sqlite:"):
        if erase:
            lines.append(
                "The server's files hold the bytes of erased rows until it uses their place again; VACUUM FULL writes the"
                " tables anew (SECURITY.md)."
            )
        lines.append("Backups of the database server are not looked at: ask who runs it.")
    return lines
