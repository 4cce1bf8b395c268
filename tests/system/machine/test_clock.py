"""A clock that is set while the kiosk runs, and midnight.

A jump is told with its direction and its length; numbers begin anew after midnight; a clock that stands before the last ticket gives
none until it is right.
"""

import json

import pytest

pytestmark = pytest.mark.machine
LATE = 5.0  # seconds that setting the clock itself may take


def set_to(machine, moment):
    """The event of the jump to this moment."""
    mark = machine.mark()
    machine.do("date", "-u", "-s", moment)
    return machine.until_event(mark, "clock_jumped")


def number(machine):
    """The number of a ticket without paper; "" when none is given."""
    done = machine.do("kiosk", "queue", "issue", "--class", "R", "--no-print", "--json", check=False)
    return json.loads(done.stdout).get("number", "") if done.returncode == 0 else ""


def test_a_jump_is_told_with_its_length_and_a_clock_before_the_last_ticket_gives_none(machine):
    before = float(machine.do("date", "+%s").stdout)
    ahead = set_to(machine, f"@{before + 7200:.0f}")
    assert ahead["forward"]
    assert abs(ahead["seconds"] - 7200) < LATE
    assert number(machine) == "R001"

    assert not set_to(machine, f"@{before:.0f}")["forward"]
    assert not number(machine)
    set_to(machine, f"@{before + 7300:.0f}")
    assert number(machine) == "R002"


def test_numbers_begin_anew_after_midnight(machine):
    assert number(machine) == "R001"
    set_to(machine, "2027-01-19T22:50:00Z")
    assert number(machine) == "R002"
    set_to(machine, "2027-01-19T22:59:58Z")
    machine.passes(4)
    assert number(machine) == "R001"
    assert machine.show("kiosk", "NRestarts") == "0"
