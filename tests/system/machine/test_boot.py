"""The installed kiosk boots from nothing: kernel, units, display; none of them failed, none was started twice."""

import pytest

from tests.support.machine.eyes import find

pytestmark = pytest.mark.machine


def test_a_machine_that_is_switched_on_becomes_a_kiosk_with_every_unit_in_order(kiosk, place, eyes, kept):
    with kiosk.booted(place) as machine:
        machine.until_ready()
        assert machine.do("systemctl", "--failed", "--no-legend", "--plain").stdout == ""
        for unit in ("kiosk", "kiosk-display"):
            assert machine.show(unit, "ActiveState") == "active"
            assert machine.show(unit, "NRestarts") == "0"
        for unit in ("pcscd.socket", "kiosk-backup.timer", "kiosk-close-day.timer"):
            assert machine.show(unit, "ActiveState") == "active"
        assert machine.show("kiosk-out-of-service", "ActiveState") == "inactive"

        def welcome():
            picture = machine.picture()
            picture.save(kept / "start.png")
            return find(eyes.read(picture), "Welkom")

        machine.until(welcome, "the word Welkom on the screen")
