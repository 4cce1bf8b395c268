"""A second simulated kiosk beside the first: its own folder, its own sockets, also where nothing may be written."""

import pytest

from kiosk.wiring import berth as berths
from kiosk.wiring.berth import BerthProblem, berth, sockets


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    return tmp_path


def test_two_at_once_share_nothing_and_the_place_of_one_that_ended_is_free_again(here):
    with berth(here / "out", here / "cache") as first:
        with berth(here / "out", here / "cache") as second:
            assert [first.number, second.number] == [1, 2]
            assert len({first.folder, second.folder, *sockets(1), *sockets(2)}) == 6
            assert second.folder.is_dir()
        with berth(here / "out", here / "cache") as third:
            assert third == second
    assert (first.simulators, first.kiosk) == sockets()


def test_where_the_folder_cannot_be_made_the_users_own_is_taken(here):
    (here / "file").touch()
    with berth(here / "file" / "out", here / "cache" / "run") as own:
        assert own.folder == here / "cache" / "run"


def test_when_every_place_is_taken_it_is_said(here, monkeypatch):
    monkeypatch.setattr(berths, "_MOST", 1)
    with berth(here / "out", here / "cache"), pytest.raises(BerthProblem, match="1 simulated kiosks of this user run"):
        berth(here / "out", here / "cache").__enter__()


def test_sockets_that_cannot_be_placed_are_said(here, monkeypatch):
    (here / "file").touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(here / "file"))
    with pytest.raises(BerthProblem, match="cannot be written: Not a directory"):
        berth(here / "out", here / "cache").__enter__()
