"""What the queue's commands share: the store and place that they work with, and how a refusal is said."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kiosk.base.clock import SystemClock, business_day
from kiosk.commands.installed import configured
from kiosk.commands.output import CommandProblem, Exit
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import By, Ticket

if TYPE_CHECKING:
    from kiosk.base.config import Config
    from kiosk.queue.settings import QueueSettings
    from kiosk.queue.store import TicketStore
    from kiosk.residence.profile import Profile

T = TypeVar("T")

_STATUS = {
    RefusalCode.DISK_FULL: Exit.MISSING,
    RefusalCode.READ_ONLY: Exit.MISSING,
    RefusalCode.CLOCK_BACK: Exit.MISSING,
    RefusalCode.STORE_UNAVAILABLE: Exit.MISSING,
    RefusalCode.STORE_HELD: Exit.MISSING,
    RefusalCode.STORE_BROKEN: Exit.MISSING,
    RefusalCode.STORE_MOVED: Exit.MISSING,
    RefusalCode.MARK_TAKEN: Exit.MISSING,
    RefusalCode.UNKNOWN_CLASS: Exit.USAGE,
    RefusalCode.BAD_TIME: Exit.USAGE,
}


@dataclasses.dataclass(frozen=True, slots=True)
class StoreOptions:
    """Which store and place a command was asked to work with."""

    place: str | None
    store: str | None
    config_file: Path | None


@dataclasses.dataclass(frozen=True, slots=True)
class OpenStore:
    """What a command works with."""

    store: TicketStore
    config: Config
    place: str
    settings: QueueSettings

    def by(self, counter: str | None) -> By:
        """Who does it: the counter, else this kiosk."""
        return By(counter or self.config.kiosk.id, counter)


@dataclasses.dataclass(frozen=True, slots=True)
class RuledStore(OpenStore):
    """The same, under the rules of the municipality's profile."""

    profile: Profile


def located(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which store and place; the function gets them as `where`."""

    @functools.wraps(function)
    def run(*, place: str | None, store: str | None, config_file: Path | None, **rest: Any) -> None:
        function(where=StoreOptions(place, store, config_file), **rest)

    file = click.Path(path_type=Path, dir_okay=False)
    for option in (
        click.option("--config", "config_file", type=file, help="The kiosk's configuration file."),
        click.option("--store", metavar="URL", help="sqlite:///FILE or postgresql://…; else the configured one."),
        click.option("--place", help="The place's id in the profile; else the configured one."),
    ):
        run = option(run)
    return run


@contextmanager
def opened(where: StoreOptions, *, take: bool = False) -> Iterator[OpenStore]:
    """The store as it stands, for what asks no profile; problems are said and leave.  `take`: see `open_configured`."""
    from kiosk.queue.setup import settings_of

    config = configured(where.config_file)
    who, place = config.kiosk, where.place or config.kiosk.place
    settings = settings_of(None, place, kiosk=who.id, mark=who.offline_mark)
    with _store(where, config, settings, take=take) as store:
        yield OpenStore(store, config, place, settings)


@contextmanager
def ruled(where: StoreOptions, *, hours: bool = False) -> Iterator[RuledStore]:
    """The store under the rules of the profile; problems are said and leave."""
    from kiosk.commands.towns import configured_profile
    from kiosk.queue.setup import settings_of

    config = configured(where.config_file)
    who, place = config.kiosk, where.place or config.kiosk.place
    profile = configured_profile(config, place)
    settings = settings_of(profile, place, kiosk=who.id, mark=who.offline_mark, hours=hours)
    with _store(where, config, settings) as store:
        yield RuledStore(store, config, place, settings, profile)


@contextmanager
def _store(
    where: StoreOptions, config: Config, settings: QueueSettings, *, take: bool = False
) -> Iterator[TicketStore]:
    from kiosk.queue.setup import open_configured

    try:
        no_password_typed(where)
        store = open_configured(config, clock=SystemClock(), settings=settings, url=where.store, take=take)
    except ValueError as error:
        raise CommandProblem(f"--store: {error}", Exit.USAGE) from None
    ready = allowed(store, at=where.store or config.store_url)
    try:
        yield ready
    finally:
        ready.close()


def no_password_typed(where: StoreOptions) -> None:
    """CommandProblem when the address that was typed holds a password, ValueError when it is none."""
    from kiosk.queue.database import has_password

    if where.store is not None and has_password(where.store):
        said = "--store: everybody on this machine sees what is typed. Put the password into a file that only the kiosk's user reads,"
        raise CommandProblem(f"{said} as libpq has it, and add ?passfile=FILE to the address.", Exit.USAGE)


def known_place(queue: OpenStore) -> None:
    """Nothing was found there: a place that is not the configured one must be one of the profile's."""
    if queue.place != queue.config.kiosk.place:
        from kiosk.commands.towns import configured_profile

        configured_profile(queue.config, queue.place)


def allowed(result: T | Refusal, *, at: str = "") -> T:
    """The result, or the refusal said in plain words with its exit status; `at` is the store that it speaks of."""
    if isinstance(result, Refusal):
        from kiosk.queue.database import shown

        named = f"{shown(at)}: " if at and result.code is not RefusalCode.MARK_TAKEN else ""
        raise CommandProblem(f"{named}{result}", _STATUS.get(result.code, Exit.NO), refused(result))
    return result


def over(day: date) -> date:
    """The same day; what lies before a day to come cannot be erased."""
    if day > business_day(SystemClock().now()):
        raise CommandProblem(f"--before: {day} is still to come; only days that are over are erased.", Exit.USAGE)
    return day


def refused(refusal: Refusal) -> dict[str, Any]:
    """A refusal as JSON."""
    opening = refusal.next_opening.isoformat(timespec="minutes") if refusal.next_opening else None
    return {"ticket": None, "refused": refusal.code.value, "next_opening": opening, "who": refusal.who.value}


def line(ticket: Ticket) -> str:
    """A ticket in one line, for people."""
    where = f"  counter {ticket.counter}" if ticket.counter else ""
    # a number that was carried over must not be taken for today's
    day = f"  of {ticket.day.isoformat()}" if ticket.day != ticket.queue_day else ""
    return (
        f"{ticket.number:<8} {ticket.state.value:<12} {ticket.klass}  {ticket.taken_at:%H:%M}  {ticket.id}{where}{day}"
    )


def find(queue: OpenStore, wanted: str) -> Ticket:
    """A ticket by its id, or by today's number at the place; exit 1 when there is none."""
    ticket = allowed(queue.store.find_by_token(wanted)) or allowed(queue.store.find_by_number(queue.place, wanted))
    if ticket is None:
        known_place(queue)
    return allowed(ticket or Refusal(RefusalCode.UNKNOWN_TICKET, wanted[:20]))
