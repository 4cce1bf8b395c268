"""The kiosk that is installed on this machine: its configuration, which staff commands work on, and whether it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.base import production
from kiosk.base.config import Config, ConfigProblem, load_config
from kiosk.commands.denied import denied
from kiosk.commands.output import CommandProblem, Exit
from kiosk.commands.unit import Service

if TYPE_CHECKING:
    from kiosk.events.log import EventLog

INSTALLED = Path("/etc/kiosk/kiosk.toml")

config_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The kiosk's configuration file; else {INSTALLED} where there is one.",
)


def not_in_production(what: str) -> None:
    """Ends the command on an installed kiosk: what plays a device or a card has no place there."""
    if production.in_production():
        raise CommandProblem(
            f"this is an installed kiosk ({production.PRODUCTION_MARK} exists): {what} is refused here", Exit.NO
        )


def configured(config_file: Path | None) -> Config:
    """The given file, else the installed kiosk's, else what holds without any.

    A mistake in it is said line by line and leaves with status 2; one that this user may not read, with status 3.
    """
    try:
        chosen = config_file or (INSTALLED if INSTALLED.exists() else None)
        if chosen is not None and chosen.exists():
            chosen.open("rb").close()
    except PermissionError as error:
        raise denied(error) from None
    try:
        return _at_its_place(load_config(chosen))
    except ConfigProblem as problem:
        lines = "\n".join(f"  {mistake}" for mistake in problem.mistakes)
        raise CommandProblem(f"The configuration {problem.source} cannot be used:\n{lines}", Exit.USAGE) from None


def _at_its_place(config: Config) -> Config:
    """The configuration with its place, where it names a profile and no place, and the profile has just one."""
    who = config.kiosk
    if "place" in who.model_fields_set or "profile" not in who.model_fields_set:
        return config
    from kiosk.profiles.inforce import Town

    only = Town.configured(config).only_place()
    return config if only is None else config.model_copy(update={"kiosk": who.model_copy(update={"place": only})})


def kiosk_runs(config_file: Path | None = None) -> bool:
    """True when the installed kiosk runs, and so holds the devices that its configuration names."""
    if config_file is not None and config_file.absolute() != INSTALLED:
        return False
    return Service().runs


def audited_log(config: Config) -> EventLog:
    """A log whose audited events reach the chain of the kiosk; the kiosk itself may run meanwhile."""
    from kiosk.base.clock import SystemClock
    from kiosk.events.log import EventLog
    from kiosk.staff.audit import AuditLog

    log = EventLog(SystemClock(), kiosk=config.kiosk.id)
    log.subscribe(AuditLog(config.state_dir).listener(config.kiosk.id))
    return log


def unwritable(config: Config, error: OSError) -> CommandProblem:
    """What to say when the state directory is not ours."""
    return CommandProblem(f"{config.state_dir}: {error.strerror}. Run this as root or as the user kiosk.", Exit.MISSING)
