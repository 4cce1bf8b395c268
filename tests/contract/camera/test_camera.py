"""The camera over a real stream: codes on paper and phones, only while it looks, back after a stall."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from devices.api import CodeSeen, DeviceState, HealthChanged, MrzSeen, Reason
from devices.camera.codes import MAX_CODE, read_codes
from devices.camera.driver import VideoCamera
from devices.simulators.camera import SimulatedCamera, code_picture, scene
from devices.worker import Backoff
from tests.support.waiting import Told

QUICK = Backoff(first=0.1, longest=0.2)
TD1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]


class Heard(Told):
    def codes(self) -> list[str]:
        return [e.text for e in self.events if isinstance(e, CodeSeen)]


@pytest.fixture
def told() -> Heard:
    return Heard()


@pytest.fixture
def lens():
    with SimulatedCamera(frames_per_second=25) as device:
        yield device


@pytest.fixture
def camera(lens, told):
    driver = VideoCamera(told.emit, lens.url, backoff=QUICK)
    driver.start()
    told.until(lambda: driver.health().state is DeviceState.READY)
    yield driver
    driver.stop()


@pytest.mark.parametrize("dark", [False, True], ids=["letter", "phone in dark mode"])
def test_a_code_held_before_the_camera_is_told_once(lens, camera, told, dark: bool) -> None:
    camera.look_for_codes("a")
    told.until(lambda: camera.health().state is DeviceState.BUSY)
    lens.show_code("AP-7KQ2MX", dark=dark, turn=12)
    told.until(told.codes)
    lens.show(None)
    lens.show_code("AP-SECOND", dark=dark)
    told.until(lambda: len(told.codes()) == 2)
    assert told.codes() == ["AP-7KQ2MX", "AP-SECOND"]


def test_nothing_is_looked_at_before_and_after(lens, camera, told) -> None:
    lens.show_code("AP-7KQ2MX")
    told.until(lambda: lens.watchers == 0)
    assert camera.preview() is None
    camera.look_for_codes("a")
    told.until(lambda: told.codes() and lens.watchers == 1)
    preview = camera.preview()
    assert len(preview.rgb) == preview.width * preview.height * 3
    camera.rest()
    told.until(lambda: lens.watchers == 0 and camera.health().state is DeviceState.READY)
    assert camera.preview() is None
    assert told.codes() == ["AP-7KQ2MX"]


@pytest.mark.parametrize("fault", ["stall", "drop"])
def test_a_camera_that_stops_is_told_and_goes_on_looking_when_it_is_back(lens, camera, told, fault: str) -> None:
    camera.look_for_codes("a")
    told.until(lambda: camera.health().state is DeviceState.BUSY)
    lens.fault(fault)
    told.until(lambda: camera.health().state is DeviceState.UNAVAILABLE)
    lens.clear()
    lens.show_code("AP-7KQ2MX")
    told.until(told.codes)
    assert camera.health().state is DeviceState.BUSY


def test_a_camera_that_takes_no_new_connection_is_told_and_tried_again(lens, camera, told) -> None:
    camera.look_for_codes("a")
    told.until(lambda: camera.health().state is DeviceState.BUSY)
    lens.fault("refuse")
    lens.fault("drop")
    told.until(lambda: camera.health().state is DeviceState.UNAVAILABLE)
    lens.clear()
    lens.show_code("AP-7KQ2MX")
    told.until(told.codes)


def test_damaged_and_black_pictures_give_no_code(lens, camera, told) -> None:
    lens.fault("noise")
    camera.look_for_codes("a")
    told.until(lambda: camera.preview() is not None and camera.preview().number > 3)
    lens.clear()
    lens.fault("black")
    lens.show_code("AP-7KQ2MX")
    number = camera.preview().number if camera.preview() else 0
    told.until(lambda: camera.preview() is not None and camera.preview().number > number + 3)
    assert told.codes() == []


def test_a_camera_that_is_not_there_is_told(told) -> None:
    camera = VideoCamera(told.emit, "/dev/no-such-camera", backoff=QUICK)
    camera.start()
    told.until(lambda: camera.health().reason is Reason.NOT_REACHABLE)
    camera.stop()


def test_a_row_of_image_files_is_a_camera(told, tmp_path: Path) -> None:
    for n in range(200):
        path = tmp_path / f"f_{n:03d}.jpg"
        if n == 0:
            scene(code_picture("AP-FILES1")).save(path)
        else:
            path.symlink_to(tmp_path / "f_000.jpg")
    camera = VideoCamera(told.emit, str(tmp_path / "f_%03d.jpg"), backoff=QUICK)
    camera.look_for_codes("a")
    camera.start()
    told.until(lambda: told.codes() == ["AP-FILES1"])
    camera.stop()


class Reader:
    """Reads what it is told to read."""

    def __init__(self) -> None:
        self.answers = list(TD1)

    def lines(self, picture: np.ndarray) -> list[str]:
        return self.answers


def test_a_zone_is_told_when_several_pictures_agree_and_then_the_camera_rests(lens, told) -> None:
    camera = VideoCamera(told.emit, lens.url, mrz=Reader, backoff=QUICK)
    camera.start()
    camera.look_for_mrz("m1")
    told.until(lambda: any(isinstance(e, MrzSeen) for e in told.events))
    told.until(lambda: lens.watchers == 0)
    (seen,) = [e for e in told.events if isinstance(e, MrzSeen)]
    assert (seen.request, seen.document_number, seen.nationality) == ("m1", "D23145890", "UTO")
    assert "D23145890" not in repr(seen)
    camera.stop()


def test_without_zones_in_the_profile_the_camera_stays_shut(lens, camera, told) -> None:
    assert not camera.reads_mrz
    camera.look_for_codes("a")
    told.until(lambda: lens.watchers == 1)
    camera.look_for_mrz("m1")
    told.until(lambda: lens.watchers == 0)


@pytest.mark.parametrize("kind", ["Aztec", "DataMatrix", "QRCode"])
@pytest.mark.parametrize("dark", [False, True])
def test_each_kind_of_code_is_read_also_inverted(kind: str, dark: bool) -> None:
    barcode = zxingcpp.create_barcode("AP-7KQ2MX", getattr(zxingcpp.BarcodeFormat, kind))
    image = np.array(zxingcpp.write_barcode_to_image(barcode, scale=6))
    padded = np.pad(image, 40, constant_values=255)
    found = read_codes(255 - padded if dark else padded, hard=True)
    assert [c.text for c in found] == ["AP-7KQ2MX"]


def test_a_code_that_is_too_long_or_not_printable_is_dropped() -> None:
    for text in ("A" * (MAX_CODE + 1), "AP\x1b@INJECT"):
        picture = np.asarray(code_picture(text).convert("L"))
        assert read_codes(picture) == ()


def test_a_code_in_the_dark_is_read_on_the_second_look() -> None:
    picture = np.asarray(code_picture("AP-7KQ2MX").resize((170, 200), Image.Resampling.LANCZOS).convert("L"))
    noise = np.random.default_rng(3).normal(0, 1.5, (320, 290))
    dark = (np.pad(picture, 60, constant_values=120) / 255 * 10 + 30 + noise).clip(0, 255).astype(np.uint8)
    assert read_codes(dark) == ()
    assert [c.text for c in read_codes(dark, hard=True)] == ["AP-7KQ2MX"]


def test_opencv_leaves_the_environment_of_other_programs_alone() -> None:
    code = (
        "import os; from devices.camera.capture import opencv; before = dict(os.environ); opencv();"
        "assert dict(os.environ) == before, set(os.environ) ^ set(before)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ}, timeout=60)


def test_health_is_told_in_the_order_in_which_it_happens(lens, camera, told) -> None:
    camera.look_for_codes("a")
    told.until(lambda: camera.health().state is DeviceState.BUSY)
    camera.rest()
    told.until(lambda: camera.health().state is DeviceState.READY)
    states = [e.health.state for e in told.events if isinstance(e, HealthChanged)]
    assert states == [DeviceState.READY, DeviceState.BUSY, DeviceState.READY]
