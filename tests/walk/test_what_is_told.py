"""People walk through the real visit; nothing that they are told may mislead them.  One test a kind of fault."""

import pytest

from tests.walk import known as lists
from tests.walk.known import found, known

CHECKS = [check.__name__ for check in lists.CHECKS]


@pytest.fixture(scope="module")
def quick():
    return found("quick")


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_misleads(quick, check):
    listed, rare = set(known().get(check, ())), set(known().get("rare", {}).get(check, ()))
    new = {case: way for case, way in quick[check].items() if case not in listed | rare}
    assert new == {}
    mended = sorted(listed - quick[check].keys())
    assert not mended, "well done: take them off the list with `python -m tests.walk.known --prune`"


@pytest.mark.full
def test_nothing_misleads_more_people_either():
    cases = found("full")
    for check in CHECKS:
        listed = {*known().get(check, ()), *known().get("rare", {}).get(check, ())}
        assert {case: way for case, way in cases[check].items() if case not in listed} == {}
        assert set(known().get("rare", {}).get(check, ())) <= cases[check].keys()


def test_every_list_belongs_to_a_check():
    lists = known()
    assert {*lists, *lists.get("rare", {})} - {"rare"} <= set(CHECKS)
