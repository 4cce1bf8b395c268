"""A profile that follows its files: a good change holds from the next visit, a broken one changes nothing (R127)."""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.base.durable import replace_file
from kiosk.profiles.loader import load, path_of, watched_files
from kiosk.profiles.notices import old_values
from kiosk.profiles.problems import Problem, ProfileError, ProfileProblem
from kiosk.residence.profile import Profile

Stamp = tuple[tuple[str, int, int], ...]


class AlarmKind(enum.StrEnum):
    """Why staff are told: the files are broken, a value has ended, a value was read more than a year ago."""

    BROKEN = "broken"
    ENDED = "ended"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that staff must know about the profile, in the words of `kiosk profile check`.

    `day` is the last day of a value that has ended, or the day on which an old one was read.
    """

    kind: AlarmKind
    file: str
    key: str
    message: str
    day: date | None = None

    @property
    def where(self) -> str:
        """File and key."""
        return f"{self.file}: {self.key}" if self.key else self.file


class ProfileSource:
    """The profile in force.  Ask for `current` at the start of a visit and keep that one to its end.

    A broken file leaves the last good profile in force, also across a restart where `keep` names a directory for
    copies of the last good files.  ProfileError when there has never been a good one.
    """

    def __init__(
        self,
        name_or_path: str | Path,
        *,
        kiosk_layer: Path | None = None,
        today: Callable[[], date],
        keep: Path | None = None,
    ) -> None:
        self._name = name_or_path
        self._layer = kiosk_layer
        self._today = today
        self._keep = keep
        self._place: str | None = None
        self._errors: tuple[Problem, ...] = ()
        self._told: tuple[Profile, date, tuple[Alarm, ...]] | None = None
        self._files = watched_files(name_or_path, kiosk_layer)
        self._stamp = self._look()
        self._profile = self._first()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What is wrong with the files as they stand now; empty when they are in force."""
        return self._errors

    def stands_at(self, place: str) -> Profile:
        """The profile for a kiosk at this place; from now on a profile without the place counts as broken.

        ProfileError when the present one does not have it.
        """
        self._place = place
        self._needs_place(self._profile)
        return self._profile

    def current(self) -> Profile:
        """The profile for a visit that begins now; reads the files again only when one of them changed."""
        stamp = self._look()
        if stamp == self._stamp:
            return self._profile
        # a changed file may name other knowledge files
        self._files = watched_files(self._name, self._layer)
        self._stamp = self._look()
        try:
            profile = load(self._name, kiosk_layer=self._layer, today=self._today())
            self._needs_place(profile)
        except ProfileError as error:
            self._errors = error.errors
            return self._profile
        self._errors = ()
        # files that were touched, or mended to what is in force, change nothing
        if profile != self._profile:
            self._profile = profile
            self._copy()
        return self._profile

    def alarms(self) -> tuple[Alarm, ...]:
        """What staff must know today: a broken file, values that have ended (R066, R126), values of over a year ago."""
        broken = tuple(Alarm(AlarmKind.BROKEN, each.file, each.key, _said(each)) for each in self._errors)
        day = self._today()
        if self._told is None or self._told[0] is not self._profile or self._told[1] != day:
            self._told = (self._profile, day, (*ended(self._profile, day), *_old(self._profile, day)))
        return (*broken, *self._told[2])

    def _first(self) -> Profile:
        try:
            profile = load(self._name, kiosk_layer=self._layer, today=self._today())
        except ProfileError as error:
            kept = self._kept()
            if kept is None:
                raise
            self._errors = error.errors
            return kept
        self._profile = profile
        self._copy()
        return profile

    def _needs_place(self, profile: Profile) -> None:
        known = [place.id for place in profile.places]
        if self._place and self._place not in known:
            said = f"this kiosk stands at {self._place!r}; places: {', '.join(known)}"
            problem = Problem(ProfileProblem.MISSING_PLACE, path_of(self._name).name, "places", said)
            raise ProfileError(str(self._name), (problem,))

    def _copy(self) -> None:
        """Keep the good files, for a start with broken ones."""
        if self._keep is None:
            return
        # a net, not a need: a full disk must not take the profile away
        with contextlib.suppress(OSError):
            for path in self._files:
                folder = self._keep / ("kiosk" if path == self._layer else "town")
                folder.mkdir(mode=0o755, parents=True, exist_ok=True)
                replace_file(folder / path.name, path.read_bytes(), 0o644)

    def _kept(self) -> Profile | None:
        """The last good profile of an earlier run; None when there is none."""
        if self._keep is None:
            return None
        town = self._keep / "town" / path_of(self._name).name
        layer = self._keep / "kiosk" / self._layer.name if self._layer else None
        try:
            return load(town, kiosk_layer=layer, today=self._today())
        except ProfileError:
            return None

    def _look(self) -> Stamp:
        stamp = []
        for path in self._files:
            try:
                status = path.stat()
            except OSError:
                stamp.append((str(path), -1, -1))
            else:
                stamp.append((str(path), status.st_mtime_ns, status.st_size))
        return tuple(stamp)


def _said(problem: Problem) -> str:
    return f"{problem.code}: {problem.message}"


def ended(profile: Profile, today: date) -> tuple[Alarm, ...]:
    """Values of a good profile that have passed their date since it was written."""
    found = [
        Alarm(
            AlarmKind.ENDED,
            profile.source(f"fees.{index}").file,
            f"fees.{index}",
            f"the fee ended on {row.valid_to}: without a newer row the screen says ask at the counter",
            row.valid_to,
        )
        for index, row in enumerate(profile.fees)
        if row.valid_to is not None and row.valid_to < today
    ]
    notice = profile.statuses.temporary_protection
    if notice is not None and notice.valid_until < today:
        key = "statuses.temporary_protection.valid_until"
        said = f"the notice ended on {notice.valid_until} and is switched off"
        found.append(Alarm(AlarmKind.ENDED, profile.source(key).file, key, said, notice.valid_until))
    return tuple(found)


def _old(profile: Profile, today: date) -> tuple[Alarm, ...]:
    sources = profile.provenance()
    read = {key: source.checked_on for key, source in sources.items()}
    return tuple(Alarm(AlarmKind.OLD, sources[key].file, key, said, read[key]) for key, said in old_values(read, today))
