"""The municipality that a kiosk speaks for: the one place that joins `profile`, `profile_directory`, `layer` and `place`."""

from __future__ import annotations

import errno
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Final

from kiosk.profiles.layers import read
from kiosk.profiles.loader import NAMES, load, path_of, watched_files
from kiosk.profiles.problems import ProfileError
from kiosk.profiles.source import ProfileSource
from kiosk.residence.profile import Profile

if TYPE_CHECKING:
    from kiosk.base.config import Config

# the user that an installed kiosk runs as (systemd/rules/sysusers.conf)
KIOSK_USER: Final = "kiosk"
_GIVE: Final = f"Give the path of a TOML file, or one of: {', '.join(NAMES)}."


class Trouble(Enum):
    """Why a profile cannot be used."""

    ABSENT = auto()
    UNREADABLE = auto()
    MISTAKEN = auto()
    NO_SUCH_PLACE = auto()


class TownProblem(ValueError):
    """The profile cannot be used; the message says what, where and what to do, the same to everybody who asks."""

    def __init__(self, trouble: Trouble, message: str) -> None:
        super().__init__(message)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Town:
    """The files of a profile: the municipality's own and, over it, this kiosk's."""

    file: Path
    layer: Path | None = None

    @classmethod
    def configured(cls, config: Config) -> Town:
        """What the configuration names; what is no whole path lies beside the configuration file."""
        who = config.kiosk
        layer = who.folder / who.layer if who.layer else None
        return cls(who.folder / path_of(who.profile, who.profile_directory), layer)

    @classmethod
    def named(cls, name: str, layer: Path | None = None) -> Town:
        """What an argument of a command names: a name that ships, or a file from where the command is called."""
        return cls(path_of(name), layer)

    def files(self) -> tuple[Path, ...]:
        """Every file that is read, besides those that ship.  TownProblem when one is not there."""
        self._look()
        return watched_files(self.file, self.layer)

    def profile(self, *, today: date | None = None, place: str | None = None) -> Profile:
        """The profile, checked for `today` (None: now) and, where one is given, for the place.  TownProblem."""
        self._look()
        try:
            profile = load(self.file, kiosk_layer=self.layer, today=today)
        except ProfileError as error:
            raise self.mistaken(error) from None
        if place is not None:
            needs_place(profile, place)
        return profile

    def source(self, *, today: Callable[[], date], keep: Path | None = None, place: str | None = None) -> ProfileSource:
        """The profile that follows its files; where they are bad, the last good one of `keep`.  TownProblem."""
        try:
            source = ProfileSource(self.file, kiosk_layer=self.layer, today=today, keep=keep)
        except ProfileError as error:
            self._look()
            raise self.mistaken(error) from None
        if place is not None:
            needs_place(source.current(), place)
        return source

    def only_place(self) -> str | None:
        """The id of the one place that the municipality's file has; None for several, or a file that cannot be read."""
        rows = (read(self.file).table or {}).get("places")
        ids = {row.get("id") for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()
        found = ids.pop() if len(ids) == 1 else None
        return found if isinstance(found, str) else None

    def mistaken(self, error: ProfileError) -> TownProblem:
        """Every mistake of the files, a line each."""
        lines = "\n".join(f"  {each}" for each in error.errors)
        return TownProblem(Trouble.MISTAKEN, f"The profile {self.file} cannot be used:\n{lines}")

    def _look(self) -> None:
        """Both files are there and may be read; TownProblem says which is not."""
        for path in (self.file, *([self.layer] if self.layer else [])):
            try:
                if not stat.S_ISREG(path.stat().st_mode):
                    raise TownProblem(Trouble.ABSENT, f"The profile {path} is no file. {_GIVE}")
                path.open("rb").close()
            except OSError as error:
                raise _not_open(path, error) from None


def needs_place(profile: Profile, place: str) -> None:
    """TownProblem when the profile does not have the place."""
    known = [each.id for each in profile.places]
    if place not in known:
        said = f"{profile.name} has no place {place!r}. Places: {', '.join(known)}."
        raise TownProblem(Trouble.NO_SUCH_PLACE, said)


def _not_open(path: Path, error: OSError) -> TownProblem:
    if error.errno in (errno.EACCES, errno.EPERM):
        todo = f"The users root and {KIOSK_USER} must be able to read it: sudo chmod a+r {quote(str(path))}, its folders a+rx."
        return TownProblem(Trouble.UNREADABLE, f"The profile {path} may not be read by this user. {todo}")
    return TownProblem(Trouble.ABSENT, f"There is no profile {path}. {_GIVE}")
