"""What the gallery shows: the visit's showcase, and maintenance screens on invented facts."""

from __future__ import annotations

import enum
from dataclasses import replace
from datetime import date, datetime, timedelta

from devices.api import Pin
from devices.api.health import DeviceState, Health, Reason
from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.commands.gallerytexts import longest, pseudo
from kiosk.events.fields import Plain
from kiosk.events.generated import CATALOGUE, Event
from kiosk.events.log import Record
from kiosk.health.servicelevel import OpenState, service_level
from kiosk.profiles.source import Alarm, AlarmKind
from kiosk.residence.profile import Profile
from kiosk.staff.actions import StaffFacts
from kiosk.staff.mode import Door, Inside, Mode, Page, Tab
from kiosk.staff.numbers import DayNumbers
from kiosk.staff.signals import DoorCard
from kiosk.staff.views import staff_view
from kiosk.views.view import VIEW_KINDS, Comfort, View
from kiosk.visit.tour.showcase import views


class Words(enum.StrEnum):
    """Whose words a gallery shows."""

    LANGUAGE = "language"
    PSEUDO = "pseudo-language"
    LONGEST = "longest texts"


_ALARMS = (
    Alarm(
        AlarmKind.BROKEN, "stad.toml", "fees.2.amount_cents", "BAD_VALUE: write a whole number (amounts are in cents)"
    ),
    Alarm(AlarmKind.ENDED, "stad.toml", "fees.1", "the fee ended on 2026-12-31", date(2026, 12, 31)),
    Alarm(AlarmKind.OLD, "stad.toml", "contact", "was checked on 2025-01-10, more than 12 months ago"),
)
_NOW = datetime(2027, 2, 22, 9, 20, tzinfo=BRUSSELS)


def all_views(language: str, comfort: Comfort, profile: Profile | None = None) -> list[tuple[str, View]]:
    """(name, View) of every screen in a language, with these settings of a resident; Ghent's unless told otherwise."""
    shown = [*views(language, profile=profile), *_staff(language)]
    return [(name, replace(view, comfort=comfort)) for name, view in shown]


def trying_views(words: Words, comfort: Comfort, profile: Profile | None = None) -> list[tuple[str, View]]:
    """Every screen with texts that try the layout; in the script of most languages."""
    english = all_views("en", comfort, profile)
    if words is Words.PSEUDO:
        return [(name, pseudo(view)) for name, view in english]
    spoken = [dict(all_views(language, comfort, profile)) for language in LANGUAGES if language not in {"en", "ar"}]
    return [(name, longest([view, *(each[name] for each in spoken if name in each)])) for name, view in english]


def missing_kinds(shown: list[tuple[str, View]]) -> list[str]:
    """Names of View kinds of which there is no picture."""
    seen = {type(view) for _, view in shown}
    return [kind.__name__ for kind in VIEW_KINDS if kind not in seen]


def _staff(language: str) -> list[tuple[str, View]]:
    modes: list[tuple[str, Mode]] = [
        ("staff-door", Door(Pin(), 0.0, 5)),
        ("staff-door-keys", Door(Pin(), 0.0, 5, member="Karel", card=DoorCard.LISTED, on_pad=True, checking=True)),
        *((f"staff-{tab}", Inside("Karel", 0.0, 0.0, tab=tab)) for tab in Tab),
        ("staff-profile", Inside("Karel", 0.0, 0.0, tab=Tab.SOFTWARE, page=Page.PROFILE)),
    ]
    facts = _facts(language)
    shown = ((name, staff_view(mode, facts, language)) for name, mode in modes)
    return [(name, view) for name, view in shown if view is not None]


def _events() -> tuple[Record, ...]:
    """The newest first, as the log gives them."""
    happened: tuple[tuple[Event, dict[str, Plain]], ...] = (
        (Event.STAFF_ENTERED, {"member": "Karel"}),
        (Event.TICKET_PRINTED, {"ticket": "R011"}),
        (Event.TICKET_ISSUED, {"ticket": "R011"}),
    )
    return tuple(
        Record(number, _NOW - timedelta(minutes=3 * place), event, CATALOGUE[event][0], fields)
        for place, (number, (event, fields)) in enumerate(zip((41, 40, 39), happened, strict=True))
    )


def _facts(language: str) -> StaffFacts:
    devices = {
        "card": Health(DeviceState.READY),
        "printer": Health(DeviceState.DEGRADED, Reason.MEDIA_LOW),
        "camera": Health(DeviceState.UNAVAILABLE, Reason.NOT_REACHABLE),
        "panel": Health(DeviceState.READY),
        "speech": Health(DeviceState.READY),
    }
    hours = tuple(zip(range(9, 17), (31, 24, 18, 9, 14, 22, 25, 11), strict=True))
    languages = tuple(zip(LANGUAGES, (61, 34, 22, 14, 12, 9), strict=False))
    t = texts(language)
    yesterday = DayNumbers(_NOW.date(), 154, 143, 2, languages, hours, (("R", 96), ("P", 47)))
    level = service_level(devices, store_ok=True, opening=OpenState(), staff_out=None, clock_ok=True, office_ok=True)
    return StaffFacts(
        kiosk="gent-1",
        place="Stadskantoor",
        now=_NOW,
        mono=120.0,
        level=level,
        devices=devices,
        today=replace(yesterday, visits=12, tickets=11, not_printed=0),
        yesterday=yesterday,
        clock_ok=True,
        store_ok=True,
        office_ok=True,
        waiting={"R": 4, "P": 1, "T": 0},
        free_megabytes=40_000,
        class_names={
            "R": t.gettext("Application"),
            "P": t.gettext("Collect a card"),
            "T": t.gettext("Migration"),
        },
        events=_events(),
        versions=(("Software", "0.1.0"), ("Profile", "gent")),
        profile_alarms=_ALARMS,
    )
