"""A list of staff that is damaged or lost opens for nobody, and comes back from its copy."""

import json
import math
from datetime import datetime

import pytest
from argon2 import PasswordHasher

from kiosk.base.clock import BRUSSELS
from kiosk.staff.lockout import Lock, count_try, remaining
from kiosk.staff.members import Members, StaffProblem

NOW = datetime(2027, 2, 22, 7, 40, tzinfo=BRUSSELS)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def filled(folder):
    members = Members(folder, CHEAP)
    gone, stays = members.add("Joke", "719482", NOW), members.add("Karel", "284917", NOW)
    members.remove(gone.id)
    return members, stays


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 1, "members": [{"id": "s1"}]}', '{"version": 1}'])
def test_a_damaged_list_opens_for_nobody_and_comes_back_from_its_copy(tmp_path, damage):
    members, stays = filled(tmp_path)
    (tmp_path / "staff.json").write_text(damage)
    for asked in (
        members.all,
        members.lock,
        lambda: members.keep_lock(lambda _: Lock()),
        lambda: members.remove("s1"),
    ):
        with pytest.raises(StaffProblem, match=r"staff\.json is damaged.*staff restore"):
            asked()
    assert (tmp_path / "staff.json").read_text() == damage
    assert members.restore() == members.all() == (stays,)


def test_whichever_byte_is_damaged_the_list_is_understood_or_has_its_way_back(tmp_path):
    members, stays = filled(tmp_path)
    members.keep_lock(lambda lock: count_try(lock, 1000.0))
    good, told = (tmp_path / "staff.json").read_bytes(), 0
    for at in range(len(good)):
        bad = bytearray(good)
        bad[at] ^= 0x01
        (tmp_path / "staff.json").write_bytes(bytes(bad))
        try:
            assert len(members.all()) == 1
            assert remaining(members.lock(), 2000.0) < math.inf
        except StaffProblem:
            told += 1
            assert members.restore() == (stays,)
    assert told > len(good) // 3


def test_a_list_that_is_gone_is_not_begun_anew_beside_its_copy(tmp_path):
    members, stays = filled(tmp_path)
    (tmp_path / "staff.json").unlink()
    with pytest.raises(StaffProblem, match="lost"):
        members.add("Joke", "719482", NOW)
    assert members.restore() == (stays,)


def test_a_whole_list_is_not_replaced_and_without_a_whole_copy_nothing_is(tmp_path):
    members, _ = filled(tmp_path)
    with pytest.raises(StaffProblem, match="is whole"):
        members.restore()
    (tmp_path / "staff.json").write_text("{")
    (tmp_path / "staff.json.copy").write_text("{")
    with pytest.raises(StaffProblem, match="copy is damaged"):
        members.restore()
    (tmp_path / "staff.json.copy").unlink()
    with pytest.raises(StaffProblem, match="is damaged"):
        members.restore()
    assert (tmp_path / "staff.json").read_text() == "{"


def test_the_list_of_an_earlier_version_is_read_and_its_lock_by_the_date_is_not(tmp_path):
    _, stays = filled(tmp_path)
    kept = json.loads((tmp_path / "staff.json").read_text())
    del kept["lockout"]
    kept["lock"] = {"failures": [], "until": 1e12, "length": 900.0, "locks": 1}
    (tmp_path / "staff.json").write_text(json.dumps(kept))
    members = Members(tmp_path, CHEAP)
    assert (members.all(), members.lock()) == ((stays,), Lock())


def test_the_list_of_an_earlier_version_gets_its_copy_with_the_first_try(tmp_path):
    members, stays = filled(tmp_path)
    (tmp_path / "staff.json.copy").unlink()
    members.keep_lock(lambda lock: count_try(lock, 1000.0))
    (tmp_path / "staff.json").unlink()
    assert members.restore() == (stays,)
    assert members.lock() == Lock()
