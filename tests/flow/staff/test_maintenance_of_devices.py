"""The devices in maintenance mode on the real kiosk: restarted and tried, one by one."""

import pytest

from devices.api import PadKey
from kiosk.views.view import GreetingView

pytestmark = pytest.mark.full

CARD = "a33"


@pytest.mark.parametrize("device", ["card", "printer", "camera", "panel", "scanner", "speech"])
def test_a_device_that_is_restarted_works_again(bench, device):
    bench.enter()
    bench.tap("staff.page.devices")
    told = len(bench.acted("restart_device"))
    gone = []
    bench.tap(f"staff.act.restart_device.{device}")
    bench.until(lambda: gone.append(bench.usable(device)) or len(bench.acted("restart_device")) > told, "told")
    bench.until(lambda: bench.usable(device), f"{device} is back")
    for _ in range(30):
        bench.turn()
    assert bench.usable(device)


def test_after_restarts_the_printer_prints_and_the_reader_reads(bench):
    bench.enter()
    for device in ("printer", "card", "printer", "card"):
        told = len(bench.acted("restart_device"))
        bench.tap(f"staff.act.restart_device.{device}")
        bench.until(lambda told=told: len(bench.acted("restart_device")) > told, "told")
    bench.until(lambda: bench.usable("printer") and bench.usable("card"), "back")
    told = len(bench.acted("test_print"))
    bench.tap("staff.tab.printer", "staff.act.test_print")
    bench.until(lambda: len(bench.acted("test_print")) > told, "printed")
    bench.leave()
    bench.touch()
    bench.tap("language.nl")
    bench.sim.slot.insert(CARD)
    bench.until(lambda: any(isinstance(view, GreetingView) for view in bench.views), "the card is read")


def test_the_card_test_tells_in_read_and_out(bench):
    bench.enter()
    bench.tap("staff.tab.tests", "staff.act.card_test")
    bench.sim.slot.insert(CARD)
    bench.until(lambda: "card.read" in bench.session.mode.seen, "read")
    bench.sim.slot.remove()
    bench.until(lambda: "card.out" in bench.session.mode.seen, "out")
    assert bench.session.mode.seen[0] == "card.in"
    assert "Amina" not in bench.text()
    assert "staff_refused" not in bench.codes(-6)


def test_the_card_test_tells_a_chip_that_is_silent(bench):
    bench.sim.slot.fault("mute")
    bench.enter()
    bench.tap("staff.tab.tests", "staff.act.card_test")
    bench.sim.slot.insert(CARD)
    bench.until(lambda: any(seen.startswith("card.fault.") for seen in bench.session.mode.seen), "the fault")


def test_the_camera_test_tells_that_a_code_was_read_and_not_which(bench):
    bench.enter()
    bench.tap("staff.tab.tests", "staff.act.camera_test")
    bench.sim.camera.show_code("GENT-2027-0042")
    bench.until(lambda: "code" in bench.session.mode.seen, "a code")
    assert "GENT-2027" not in bench.text()


def test_the_panel_test_tells_keys_and_headset_and_blinks_the_lights(bench):
    bench.enter()
    bench.tap("staff.tab.tests", "staff.act.panel_test")
    bench.until(lambda: "blink" in bench.sim.panel.lights.values(), "lights")
    bench.sim.panel.press(PadKey.OK.value)
    bench.sim.panel.headset(True)
    bench.until(lambda: {"key.ok", "headset.in"} <= set(bench.session.mode.seen), "seen")
    bench.tap("staff.back")
    bench.until(lambda: "blink" not in bench.sim.panel.lights.values(), "lights off")


def test_the_touch_test_wants_all_six_fields(bench):
    bench.enter()
    bench.tap("staff.tab.tests", "staff.act.touch_test", *(f"staff.target.{n}" for n in range(1, 6)))
    assert bench.view().tone.value != "good"
    bench.tap("staff.target.6")
    assert bench.view().tone.value == "good"


def test_the_voice_speaks_and_the_person_says_whether_it_was_heard(bench):
    heard = len(bench.sim.sink.heard)
    bench.enter()
    bench.tap("staff.tab.tests", "staff.act.speech_test")
    bench.until(lambda: any(action.key == "staff.came.yes" for action in bench.view().actions), "asked")
    assert len(bench.sim.sink.heard) > heard
    bench.tap("staff.came.no")
    assert bench.acted("speech_test", "failed")
