"""A letter before the camera: the kernel's driver takes its pictures over a bulk pipe, and the kiosk's own eyes read the code.

The camera looks while somebody asks it to, and not a moment longer.
"""

import pytest

from tests.support.machine.usbcamera import Camera

pytestmark = pytest.mark.machine
CODE = "AP-7KQ2MX"
LOOK = """
from devices.camera.capture import Capture, grey
from devices.camera.codes import read_codes
camera = Capture("/dev/kiosk-camera")
while not (found := read_codes(grey(camera.read()))):
    pass
camera.close()
print(*(code.text for code in found))
"""


def test_the_code_of_a_letter_that_is_held_before_the_camera_is_read_and_its_light_goes_off(machine):
    camera = Camera()
    camera.show_code(CODE)
    machine.plug("spare", camera)
    machine.until(
        lambda: machine.do("test", "-e", "/dev/kiosk-camera", check=False).returncode == 0, "the camera's name"
    )
    assert machine.do("stat", "-L", "-c", "%G", "/dev/kiosk-camera").stdout.strip() == "video"
    seen = machine.do("runuser", "-u", "kiosk", "--", "/opt/kiosk/venv/bin/python", "-I", "-c", LOOK)
    assert seen.stdout.strip() == CODE
    machine.until(lambda: not camera.looks, "the camera's light is off")
    machine.unplug("spare")
