"""The configuration that a staff command works on: the given file, else the installed kiosk's, else the user's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kiosk.commands.output import CommandProblem, Exit
from kiosk.config import Config, ConfigProblem, load_config

INSTALLED = Path("/etc/kiosk/kiosk.toml")

config_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The kiosk's configuration file; else {INSTALLED} where there is one.",
)


def configured(config_file: Path | None) -> Config:
    """The configuration; a broken one is said line by line and leaves with status 2."""
    chosen = config_file or (INSTALLED if INSTALLED.exists() else None)
    try:
        return load_config(chosen)
    except ConfigProblem as problem:
        raise CommandProblem(str(problem), Exit.USAGE) from None


def unwritable(config: Config, error: OSError) -> CommandProblem:
    """What to say when the state directory is not ours."""
    return CommandProblem(f"{config.state_dir}: {error.strerror}. Run this as root or as the user kiosk.", Exit.MISSING)
