"""The profile in force: a good change holds from the next visit, a broken one changes nothing and is told (R127)."""

from __future__ import annotations

import secrets
import string
from dataclasses import replace

from kiosk.base.config import Config, digest
from kiosk.events.generated import Event
from kiosk.events.log import EventLog
from kiosk.profiles.source import Alarm, AlarmKind, ProfileSource
from kiosk.residence.profile import Profile
from kiosk.visit.model.state import Setting


def _boot_name() -> str:
    """What the ids of this start's visits begin with.

    Letters alone: with a count behind it, digits become what the log takes for a card's or a register number, and refuses.
    """
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(8))


class ProfileWatch:
    """Owns the Setting of the next visit, and what is wrong with the files behind it.  Main loop only."""

    def __init__(self, source: ProfileSource, config: Config, log: EventLog) -> None:
        """Raises ProfileError when the profile cannot be used, or has no such place."""
        profile = source.stands_at(config.kiosk.place)
        self.place = profile.place(config.kiosk.place).id
        self.setting = Setting(
            profile,
            self.place,
            _boot_name(),
            mrz=config.camera.mrz,
            asks_issuer=config.reader.revocation,
            limit_factor=config.kiosk.time_limit_factor,
        )
        self.alarms: tuple[Alarm, ...] = ()
        self._source = source
        self._log = log

    @property
    def profile(self) -> Profile:
        """The profile of the next visit."""
        return self.setting.profile

    def look(self) -> bool:
        """Look at the files; True when another profile is in force now."""
        profile = self._source.current()
        changed = profile is not self.setting.profile
        if changed:
            self.setting = replace(self.setting, profile=profile)
            self.loaded()
        alarms = self._source.alarms()
        if alarms != self.alarms:
            before, self.alarms = self.alarms, alarms
            self._alarmed(before, alarms)
        return changed

    def loaded(self) -> None:
        """Write down which profile is in force."""
        profile = self.setting.profile
        warnings = sum(alarm.kind is not AlarmKind.BROKEN for alarm in self._source.alarms())
        self._log.emit(Event.PROFILE_LOADED, profile=profile.id, digest=digest(profile), warnings=warnings)

    def _alarmed(self, before: tuple[Alarm, ...], now: tuple[Alarm, ...]) -> None:
        """Told once for each cause: broken files, files that were mended, values that have ended or are old."""
        profile = self.setting.profile.id
        then = {kind: {alarm for alarm in before if alarm.kind is kind} for kind in AlarmKind}
        here = {kind: {alarm for alarm in now if alarm.kind is kind} for kind in AlarmKind}
        broken = here[AlarmKind.BROKEN]
        if broken and broken != then[AlarmKind.BROKEN]:
            self._log.emit(Event.PROFILE_BROKEN, profile=profile, errors=len(broken))
        if then[AlarmKind.BROKEN] and not broken:
            self._log.emit(Event.PROFILE_MENDED, profile=profile)
        ended, old = here[AlarmKind.ENDED], here[AlarmKind.OLD]
        if ended - then[AlarmKind.ENDED] or old - then[AlarmKind.OLD]:
            self._log.emit(Event.PROFILE_OUTDATED, profile=profile, ended=len(ended), old=len(old))
