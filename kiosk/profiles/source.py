"""A profile that follows its files: a good change holds from the next visit, a broken one changes nothing (R127)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.profiles.loader import load, watched_files
from kiosk.profiles.model import Profile
from kiosk.profiles.problems import Problem, ProfileError

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that staff must know about the profile; `key` is the same while the cause is the same."""

    key: str
    message: str


class ProfileSource:
    """The profile in force.  Ask for `current` at the start of a visit and keep that one to its end.

    The first load raises ProfileError; after that a broken file leaves the last good profile in force.
    """

    def __init__(
        self,
        name_or_path: str | Path,
        *,
        kiosk_layer: Path | None = None,
        today: Callable[[], date],
        on_broken: Callable[[tuple[Problem, ...]], None] | None = None,
        on_changed: Callable[[Profile], None] | None = None,
    ) -> None:
        self._name = name_or_path
        self._layer = kiosk_layer
        self._today = today
        self._on_broken = on_broken
        self._on_changed = on_changed
        self._stamp = self._look()
        self._profile = load(name_or_path, kiosk_layer=kiosk_layer, today=today())
        self._errors: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What is wrong with the files as they stand now; empty when they are in force."""
        return self._errors

    def current(self) -> Profile:
        """The profile for a visit that begins now; reads the files again only when one of them changed."""
        stamp = self._look()
        if stamp == self._stamp:
            return self._profile
        self._stamp = stamp
        try:
            self._profile = load(self._name, kiosk_layer=self._layer, today=self._today())
        except ProfileError as error:
            self._errors = error.errors
            if self._on_broken is not None:
                self._on_broken(error.errors)
            return self._profile
        self._errors = ()
        if self._on_changed is not None:
            self._on_changed(self._profile)
        return self._profile

    def alarms(self) -> tuple[Alarm, ...]:
        """What staff must know today: a broken file, and values that switched themselves off (R066, R126)."""
        broken = tuple(Alarm(f"broken:{error.file}:{error.key}", str(error)) for error in self._errors)
        return (*broken, *expired(self._profile, self._today()))

    def _look(self) -> Stamp:
        stamp = []
        for path in watched_files(self._name, self._layer):
            try:
                status = path.stat()
            except OSError:
                stamp.append((str(path), -1, -1))
            else:
                stamp.append((str(path), status.st_mtime_ns, status.st_size))
        return tuple(stamp)


def expired(profile: Profile, today: date) -> tuple[Alarm, ...]:
    """Values of a good profile that have passed their date since it was loaded."""
    found = [
        Alarm(f"fees.{index}", f"fee row {index} ended on {row.valid_to}: the screen says ask at the counter")
        for index, row in enumerate(profile.fees)
        if row.valid_to is not None and row.valid_to < today
    ]
    notice = profile.statuses.temporary_protection
    if notice is not None and notice.valid_until < today:
        key = "statuses.temporary_protection.valid_until"
        found.append(Alarm(key, f"the notice ended on {notice.valid_until} and is switched off"))
    return tuple(found)
