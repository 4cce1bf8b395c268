"""The key file: made once, readable by its owner alone, agreed on by all who start together."""

import stat
import threading

import pytest

from kiosk.office.keys import KeyProblem, OfficeKey, load_key


def test_the_key_is_made_at_first_use_and_kept(tmp_path):
    path = tmp_path / "state" / "office.key"
    first = load_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key(path).person("91081712373") == first.person("91.08.17-123.73")
    assert [one.name for one in path.parent.iterdir()] == ["office.key"]


def test_a_key_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "office.key"
    load_key(path)
    path.chmod(0o644)
    with pytest.raises(KeyProblem, match="may be read by others"):
        load_key(path)


def test_a_damaged_key_is_refused(tmp_path):
    path = tmp_path / "office.key"
    path.touch(0o600)
    with pytest.raises(KeyProblem, match="32 bytes"):
        load_key(path)


def test_many_that_start_together_agree_on_one_key(tmp_path):
    path, seen = tmp_path / "office.key", []
    threads = [threading.Thread(target=lambda: seen.append(load_key(path).code("GENT-1"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(seen) == 8
    assert len(set(seen)) == 1


def test_a_person_and_a_code_of_the_same_letters_have_different_hashes():
    key = OfficeKey(b"k" * 32)
    assert key.person("91081712373") != key.code("91081712373")
    assert "hidden" in repr(key)
