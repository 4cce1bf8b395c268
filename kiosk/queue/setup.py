"""From the configuration and the profile to an open ticket store: what the application and the commands share."""

from __future__ import annotations

import dataclasses
import os
import re
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.base.clock import Clock
from kiosk.base.durable import open_owned, owned_folder
from kiosk.queue.database import parse, protected
from kiosk.queue.errors import Refusal
from kiosk.queue.model import Bearer
from kiosk.queue.settings import AlwaysOpen, ClassSettings, OpeningHours, QueueSettings
from kiosk.queue.store import TicketStore, open_store

if TYPE_CHECKING:
    from kiosk.base.config import Config
    from kiosk.residence.profile import Place, Profile


@dataclasses.dataclass(frozen=True, slots=True)
class ProfileHours:
    """The opening hours of a profile's place, its closing days and public holidays included."""

    profile: Profile
    place: Place

    def is_open(self, now: datetime) -> bool:
        """Whether the place is open."""
        from kiosk.residence.opening import is_open

        return is_open(self.profile, self.place, now)

    def next_opening(self, now: datetime) -> datetime | None:
        """The next opening; None when none is known."""
        from kiosk.residence.opening import next_opening

        # a moment earlier, so that an opening at this very moment counts
        return next_opening(self.profile, self.place, now - timedelta(microseconds=1))


def offline_mark(kiosk: str, mark: str = "") -> str:
    """The mark of the configuration, else the number at the end of the kiosk's id: "kiosk-2" gives R2-001."""
    number = re.search(r"([0-9]{1,3})\Z", kiosk)
    return mark or (number.group(1) if number else "1")


def settings_of(
    profile: Profile | None, place: str | None, *, kiosk: str, mark: str = "", hours: bool = True
) -> QueueSettings:
    """What the profile says about tickets; without a profile the default classes, always open.

    KeyError for a place that the profile does not have.  `hours` False gives numbers outside opening hours too.
    """
    settings = QueueSettings(offline_mark=offline_mark(kiosk, mark))
    if profile is None:
        return settings
    here = profile.place(place)
    opening: OpeningHours = ProfileHours(profile, here) if hours else AlwaysOpen()
    classes = {
        name.value: ClassSettings(row.prefix, row.start, row.daily_cap) for name, row in profile.tickets.classes.items()
    }
    tickets = profile.tickets
    return dataclasses.replace(
        settings,
        classes=classes,
        opening=opening,
        no_show_after=tickets.no_show_after,
        carry_over=tickets.carry_over,
        retention_days=tickets.retention_days,
        language=profile.official[0],
    )


def open_configured(
    config: Config, *, clock: Clock, settings: QueueSettings, url: str | None = None, take: bool = False
) -> TicketStore | Refusal:
    """The kiosk's store: the one at `url`, else the central one with an outbox, else its own SQLite file.

    `take`: a person vouches that another kiosk with this one's name or off-line mark is gone.
    """
    if url is None and config.store.central_url:
        from kiosk.queue.offline import open_with_outbox

        return open_with_outbox(
            protected(config.store.central_url, config.store.ca),
            prepared(config.store_url),
            clock=clock,
            settings=settings,
            bearer=Bearer(config.kiosk.id, config.kiosk.place, settings.offline_mark),
            take=take,
        )
    return open_store(prepared(protected(url or config.store_url, config.store.ca)), clock=clock, settings=settings)


def prepared(url: str) -> str:
    """The same address, with a SQLite file and its folder made where they can be; the store says what is wrong else.

    They are closed to others, and the folder's owner's also when root is the first to call: SQLite keeps both.
    """
    parsed = parse(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        file = Path(parsed.database)
        with suppress(OSError):
            owned_folder(file.parent, 0o700)
            # one that is there may be open in this process, and to close it once more would take its locks away
            if not file.exists():
                os.close(open_owned(file, 0o640))
    return url
