"""Every model that the rules for udev name gets its name under /dev, with the kiosk's group on it, and loses it with its cable.

The camera's name is tried by `letter`.
"""

import re

import pytest

from devices.simulators.panel import SimulatedPanel, SimulatedScanner
from devices.simulators.printer import SimulatedPrinter
from tests.support.debian import PROJECT
from tests.support.machine.reader import Reader
from tests.support.machine.usbprinter import UsbPrinter
from tests.support.machine.usbserial import CdcAcm, Ftdi

pytestmark = pytest.mark.machine
RULES = (PROJECT / "systemd/rules/70-kiosk.rules").read_text()
READERS = re.findall(r'idVendor\}=="(\w{4})", ATTR\{idProduct\}=="(\w{4})", SYMLINK\+="kiosk-reader"', RULES)
EPSON = ("04b8", "0202"), ("04b8", "0e15"), ("04b8", "0e28")


def named(machine, device, name, group):
    machine.plug("spare", device)
    said = f"stat -L -c %G /dev/{name}"
    machine.until(
        lambda: machine.do("bash", "-c", said, check=False).stdout.strip() == group, f"/dev/{name} of {group}"
    )
    machine.unplug("spare")
    machine.until(lambda: machine.do("test", "-e", f"/dev/{name}", check=False).returncode == 1, f"no /dev/{name}")


def test_every_model_of_the_rules_is_called_by_its_name(machine, tmp_path):
    assert len(READERS) >= 6
    for vendor, product in READERS:
        named(machine, Reader(int(vendor, 16), int(product, 16)), "kiosk-reader", "root")
    for vendor, product in EPSON:
        with SimulatedPrinter(out_dir=tmp_path, usb=True) as paper:
            printer = UsbPrinter(paper, int(vendor, 16), int(product, 16))
            named(machine, printer, "kiosk-printer", "lp")
            printer.close()
    with SimulatedPanel() as panel, SimulatedScanner() as scanner:
        named(machine, Ftdi(panel), "kiosk-panel", "dialout")
        named(machine, CdcAcm(scanner), "kiosk-scanner", "dialout")
