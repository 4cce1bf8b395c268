"""`kiosk profile check --sheet FILE`: the face of a municipality on one picture, also while a colour is refused."""

import json
import subprocess
import sys
from datetime import date

import pytest
from click.testing import CliRunner
from PIL import Image

from kiosk.base.colours import SIGNALS, written
from kiosk.cli import kiosk
from kiosk.profiles.loader import load, path_of

TODAY = date(2026, 11, 22)


def check(*words):
    """In a process of its own: it draws with a window's context."""
    command = [sys.executable, "-m", "kiosk", "profile", "check", *words, "--no-draw", "--today", str(TODAY), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    return done.returncode, json.loads(done.stdout)


def colours(file):
    with Image.open(file) as image:
        return {written((*(part / 255 for part in pixel), 1.0)) for _, pixel in image.getcolors(1 << 24)}


@pytest.mark.parametrize(("accent", "status"), [("#005AA9", 0), ("#B4122B", 1)])
def test_the_sheet_shows_the_towns_colours_beside_those_that_are_nobodys(tmp_path, accent, status):
    file, out = tmp_path / "stad.toml", tmp_path / "face.png"
    text = path_of("gent").read_text("utf-8").replace('accent = "#005AA9"', f'accent = "{accent}"')
    file.write_text(text.replace('id = "gent"', 'id = "stad"'), "utf-8")
    left, told = check(str(file), "--sheet", str(out))
    assert (left, told["sheet"]) == (status, str(out))
    second = load("gent", today=TODAY).look.second
    assert {accent, second, *map(written, SIGNALS.values())} <= colours(out)


def test_no_sheet_is_drawn_of_a_file_that_cannot_be_used(tmp_path):
    file, out = tmp_path / "stad.toml", tmp_path / "face.png"
    file.write_text(path_of("gent").read_text("utf-8").replace("[look]", "[looks]"), "utf-8")
    left, told = check(str(file), "--sheet", str(out))
    assert (left, told["sheet"], out.exists()) == (1, None, False)


def test_a_sheet_is_of_one_profile_and_is_written_where_it_can_be(tmp_path):
    two = CliRunner().invoke(kiosk, ["profile", "check", "gent", "leuven", "--sheet", str(tmp_path / "face.png")])
    assert two.exit_code == 2
    assert "A sheet is of one profile." in two.output
