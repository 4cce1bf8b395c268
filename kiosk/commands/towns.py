"""The profile that a command works with; one that cannot be used is said in the same sentence by every command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.output import CommandProblem, Exit
from kiosk.profiles.inforce import Town, TownProblem, Trouble

if TYPE_CHECKING:
    from datetime import date

    from kiosk.base.config import Config
    from kiosk.residence.profile import Profile

_STATUS = {
    Trouble.ABSENT: Exit.USAGE,
    Trouble.UNREADABLE: Exit.MISSING,
    Trouble.MISTAKEN: Exit.NO,
    Trouble.NO_SUCH_PLACE: Exit.USAGE,
}


def configured_profile(config: Config, place: str | None = None) -> Profile:
    """The profile of the configuration, which must have the place (None: the configured one)."""
    try:
        return Town.configured(config).profile(place=place or config.kiosk.place)
    except TownProblem as problem:
        raise said(problem) from None


def named_profile(name: str, layer: Path | None = None, today: date | None = None) -> Profile:
    """The profile of an argument: a name that ships, or a file."""
    try:
        return Town.named(name, layer).profile(today=today)
    except TownProblem as problem:
        raise said(problem) from None


def said(problem: TownProblem) -> CommandProblem:
    """Why the profile cannot be used, with its exit status."""
    return CommandProblem(str(problem), _STATUS[problem.trouble])
