"""The ids that the kiosk makes by chance are never what the log takes for a person's number, and so refuses."""

import itertools
from datetime import date

from kiosk.base.config import Config
from kiosk.events.fields import TYPES
from kiosk.profiles.source import ProfileSource
from kiosk.queue import issuing
from kiosk.station.profilewatch import ProfileWatch
from tests.unit.events.test_event_log import a_log


def test_every_visit_of_every_start_has_an_id_that_the_log_takes():
    source = ProfileSource("gent", today=lambda: date(2027, 2, 22))
    for _ in range(60):
        boot = ProfileWatch(source, Config(), a_log()).setting.boot
        assert boot.isalpha(), boot
        for serial in (1, 12, 99, 105, 1234, 99999):
            assert TYPES["visit"].check(f"{boot}-{serial}")


def test_a_ticket_whose_chance_is_digits_alone_gets_another_id(monkeypatch):
    digits = sum(each << 5 * at for at, each in enumerate((1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 1)))
    drawn = itertools.chain((digits,), itertools.repeat((1 << 60) - 1))
    monkeypatch.setattr(issuing.secrets, "randbits", lambda _: next(drawn))
    assert issuing.new_id() == "Z" * 12
