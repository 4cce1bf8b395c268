"""`kiosk demo` as a new user runs it: the real screen, its touches, pictures on disk."""

import json
import subprocess
import sys

import pytest

from kiosk.demo.visits import STAFF_PIN

pytestmark = pytest.mark.full

BEGIN = "from kiosk.cli import main; raise SystemExit(main())"


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
