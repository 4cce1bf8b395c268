"""The place of a fault fits the catalogue, wherever the fault came from."""

from types import FunctionType

import pytest

from kiosk.events.fields import TYPES
from kiosk.events.place import place_of


def raised(code, name):
    try:
        FunctionType(compile(code, name, "eval"), {})()
    except Exception as fault:
        return fault
    raise AssertionError


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("/opt/kiosk/stage.py", "stage:2"),
        ("<string>", "string:2"),
        ("<frozen importlib._bootstrap>", "frozenimportlib:2"),
        ("7 zwerge.py", "zwerge:2"),
        ("", "unknown:2"),
    ],
)
def test_the_place_of_a_fault_is_a_name_and_a_line(name, place):
    found = place_of(raised("\n1 / 0", name))
    assert found == place
    assert TYPES["fault"].check(found)


def test_a_fault_that_was_never_raised_has_a_place_too():
    assert place_of(ValueError()) == "unknown"
