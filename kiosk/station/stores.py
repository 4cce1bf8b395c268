"""The stores behind a kiosk, opened from its configuration: tickets, and the back office."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.base.clock import Clock
from kiosk.base.config import Config
from kiosk.office.checkin import Window
from kiosk.office.setup import open_configured as open_office
from kiosk.queue.errors import Refusal
from kiosk.queue.settings import QueueSettings
from kiosk.queue.setup import open_configured, settings_of
from kiosk.queue.store import TicketStore
from kiosk.station.inquiries import Inquiries
from kiosk.station.profilewatch import ProfileWatch
from kiosk.visit.model.inputs import Input


class StoreProblem(RuntimeError):
    """A store cannot be opened; the message says why and what to do."""


def queue_settings(config: Config, profile: ProfileWatch) -> QueueSettings:
    """What the profile in force decides about this kiosk's tickets."""
    who = config.kiosk
    return settings_of(profile.profile, profile.place, kiosk=who.id, mark=who.offline_mark)


def open_store(config: Config, clock: Clock, profile: ProfileWatch) -> TicketStore:
    """The configured ticket store; raises StoreProblem."""
    store = open_configured(config, clock=clock, settings=queue_settings(config, profile))
    if isinstance(store, Refusal):
        raise StoreProblem(str(store))
    return store


def open_inquiries(
    config: Config,
    clock: Clock,
    profile: ProfileWatch,
    *,
    post: Callable[[Input], None],
    office_answered: Callable[[bool], None],
) -> Inquiries:
    """The configured back office and its appointments; raises StoreProblem."""
    office = open_office(config, clock=clock)
    if isinstance(office, Refusal):
        raise StoreProblem(str(office))

    def window() -> Window:
        """How early and how late an appointment may be checked in, says the profile in force."""
        rule = profile.profile.appointments
        return Window(rule.opens_minutes_before, rule.closes_minutes_after, rule.code_forms)

    return Inquiries(
        office,
        office,
        clock=clock,
        place=profile.place,
        window=window,
        post=post,
        office_answered=office_answered,
        close_office=office.close,
    )
