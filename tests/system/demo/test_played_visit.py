"""`kiosk demo` as a new user runs it: the real screen, its touches, pictures on disk."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.demo.visits import STAFF_PIN

pytestmark = pytest.mark.full

BEGIN = "from kiosk.cli import main; raise SystemExit(main())"


def play(*words, before="", **more):
    command = [sys.executable, "-c", f"{before}\n{BEGIN}", "demo", *map(str, words), "--json"]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, **more)


def test_the_paper_of_a_visit_is_kept_when_temporary_files_lie_on_another_file_system(tmp_path):
    other = Path("/dev/shm")
    assert other.stat().st_dev != tmp_path.stat().st_dev
    out = tmp_path / "met spaties en umläute"
    done = play("--visit", "ticket-only", "--out", out.name, cwd=tmp_path, env={**os.environ, "TMPDIR": str(other)})
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert (told["paper"], told["stuck"]) == (["ticket.png"], None)
    assert all((out / name).stat().st_size for name in (*told["paper"], *told["pictures"], "ticket.bin", "visit.json"))


def test_a_visit_that_gets_stuck_says_where_it_stands_and_keeps_what_there_is(tmp_path):
    before = """
from kiosk.demo import player, visits
can = player.Player._can
def patient_until_then(self, act, *more):
    # a busy machine is slow on the way there
    if act == visits.Tap("there.is.no.such.button"):
        player.PATIENCE_SECONDS = 3.0
    return can(self, act, *more)
player.Player._can = patient_until_then
visits.VISITS["ticket-only"] = visits.Script(
    "ticket-only", "", "nl", visits.at(visits._SATURDAY, 10, 5),
    lambda language: (*visits._ticket_only(language)[:10], visits.Tap("there.is.no.such.button")),
)
"""
    done = play("--visit", "ticket-only", "--out", tmp_path, before=before)
    assert done.returncode == 4
    assert "did not come to its end: for 3 s nothing went on; next: the visitor taps there.is.no.such" in done.stderr
    assert "Traceback" not in done.stderr
    told = json.loads((tmp_path / "visit.json").read_text(encoding="utf-8"))
    assert told["stuck"] in done.stderr
    assert told["paper"] == ["ticket.png"]
    assert all((tmp_path / name).stat().st_size for name in (*told["paper"], *told["pictures"]))


def test_keys_that_are_on_the_second_page_are_found_as_a_finger_finds_them(tmp_path):
    done = play("--visit", "renew-open", "--size", "800x1280", "--out", tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout)["printed"] is True


def test_with_a_display_that_does_not_answer_the_visit_is_played_off_screen(tmp_path):
    done = play("--visit", "card-pulled", "--out", tmp_path, env={**os.environ, "DISPLAY": ":9753"})
    assert done.returncode == 0, done.stderr[-2000:]
    first, second = done.stderr.splitlines()[:2]
    assert first == "demo: the visit card-pulled, about 10 seconds"
    assert second.startswith("The visit is played off screen: the display ':9753' (DISPLAY) cannot be used")


def test_the_morning_is_played_on_the_real_screen_from_the_hidden_corner_to_out_of_service(tmp_path):
    words = ["demo", "--visit", "morning", "--out", str(tmp_path / "out"), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", BEGIN, *words], capture_output=True, text=True, timeout=300, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told
    pictures = sorted(each.name for each in (tmp_path / "out").glob("*.png"))
    assert "ticket.png" in pictures
    assert len(pictures) > 10
    assert STAFF_PIN not in (tmp_path / "out" / "visit.json").read_text(encoding="utf-8")
