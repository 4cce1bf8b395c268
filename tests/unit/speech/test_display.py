"""The display goes dark and bright again through the kernel's files, and says when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.api import DeviceState, Reason
from devices.display import Backlight
from devices.worker import Backoff
from tests.support.waiting import until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, value in (("max_brightness", "800"), ("brightness", "800"), ("bl_power", "0")):
        (tmp_path / name).write_text(value)
    return tmp_path


@pytest.fixture
def display(folder: Path):
    made = Backlight(lambda _: None, folder, backoff=Backoff(0.05, 0.1))
    made.start()
    until(lambda: made.health().state is DeviceState.READY)
    yield made
    made.stop()


def test_brightness_is_a_share_of_the_highest(display, folder: Path) -> None:
    display.set_brightness(25)
    until(lambda: (folder / "brightness").read_text() == "200")
    display.set_brightness(0)
    until(lambda: (folder / "brightness").read_text() == "8")


def test_blanking_and_waking_keep_the_brightness(display, folder: Path) -> None:
    display.set_brightness(50)
    display.blank()
    until(lambda: (folder / "bl_power").read_text() == "4")
    display.wake()
    until(lambda: (folder / "bl_power").read_text() == "0")
    assert (folder / "brightness").read_text() == "400"


def test_a_screen_without_backlight_says_so(tmp_path: Path) -> None:
    display = Backlight(lambda _: None, tmp_path / "none")
    display.start()
    until(lambda: display.health().reason is Reason.NOT_REACHABLE)
    display.stop()


def test_a_panel_that_breaks_is_told_and_comes_back_as_it_was_wanted(display, folder: Path) -> None:
    (folder / "max_brightness").write_text("broken")
    display.set_brightness(30)
    until(lambda: display.health().reason is Reason.HARDWARE_ERROR)
    (folder / "max_brightness").write_text("800")
    until(lambda: display.health().state is DeviceState.READY)
    assert (folder / "brightness").read_text() == "240"
