"""The lock: USB devices of the list work and nothing else does, whatever it says that it is; no key and no console leads past the kiosk."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.machine.strangers import STRANGERS

LOCKDOWN = Path(__file__).parents[3] / "systemd" / "lib" / "lockdown"
LIST = "04e6:5116\n04b8:0e15:ABC123  # the printer\n\n1d6b:0002\n"


def rules(listed):
    return subprocess.run(
        ["bash", LOCKDOWN, "rules"], input=listed, capture_output=True, text=True, check=False, timeout=60
    )


def authorized(text, vendor, product, serial=""):
    """What the rules write for a device that is plugged in, as udev reads them: line by line, until a jump."""
    about = {
        "ACTION": "add",
        "SUBSYSTEM": "usb",
        "ENV{DEVTYPE}": "usb_device",
        "KERNEL": "1-4",
        "ATTR{idVendor}": vendor,
        "ATTR{idProduct}": product,
        "ATTR{serial}": serial,
    }
    written = None
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        parts = [re.fullmatch(r'([A-Za-z_{}]+)(==|!=|=)"([^"]*)"', part).groups() for part in line.split(", ")]
        asked = [(about[key], how, value) for key, how, value in parts if how != "="]
        fits = [re.fullmatch(value.replace("*", ".*"), own) is not None for own, _, value in asked]
        if not all(fit is (how == "==") for fit, (_, how, _) in zip(fits, asked, strict=True)):
            continue
        for key, how, value in parts:
            if how == "=" and key == "ATTR{authorized}":
                written = value
            if how == "=" and key == "GOTO":
                return written
    return written


@pytest.mark.parametrize("stranger", STRANGERS)
def test_no_device_that_is_not_in_the_list_gets_a_driver(stranger):
    vendor, product = STRANGERS[stranger][1].split(":")
    assert authorized(rules(LIST).stdout, vendor, product) == "0"


def test_the_devices_of_the_list_work_and_a_serial_is_held_to():
    made = rules(LIST).stdout
    assert authorized(made, "04e6", "5116", "any") == "1"
    assert authorized(made, "04b8", "0e15", "ABC123") == "1"
    assert authorized(made, "04b8", "0e15", "ANOTHER") == "0"


def test_the_kernel_is_told_to_authorise_nothing_by_itself():
    assert 'KERNEL=="usb[0-9]*", ATTR{authorized_default}="0"' in rules(LIST).stdout


def test_a_line_that_is_none_is_named_and_no_rules_are_made_of_it():
    done = rules("04e6:5116\nEpson printer\n")
    assert done.returncode == 2
    assert "line 2" in done.stderr


def test_what_is_plugged_in_is_a_list(tmp_path):
    for name, vendor, product, serial in (
        ("1-1", "04e6", "5116", "53691"),
        ("1-2", "04b8", "0e15", None),
        ("1-3", "0403", "6001", 'odd" serial'),
        ("usb1", "1d6b", "0002", "0000:00:14.0"),
    ):
        device = tmp_path / name
        device.mkdir()
        for file, text in (("idVendor", vendor), ("idProduct", product), ("serial", serial)):
            if text is not None:
                (device / file).write_text(text)
    (tmp_path / "1-1:1.0").mkdir()
    done = subprocess.run(
        ["bash", LOCKDOWN, "plugged"],
        env={"KIOSK_USB_DEVICES": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines() == ["0403:6001", "04b8:0e15", "04e6:5116:53691"]
    assert rules(done.stdout).returncode == 0


@pytest.fixture
def machine(tmp_path):
    """A machine in a folder: its files, and programs that only write down how they were called."""
    for folder in ("etc/kiosk", "etc/udev/rules.d", "etc/sysctl.d", "proc/sys/kernel", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "proc/sys/kernel/sysrq").write_text("438\n")
    (tmp_path / "etc/kiosk/usb-allowed").write_text(LIST)
    for program in ("systemctl", "udevadm"):
        file = tmp_path / "bin" / program
        file.write_text(f'#!/bin/sh\necho "{program} $*" >>{tmp_path}/called\n')
        file.chmod(0o755)
    (tmp_path / "bin/id").write_text("#!/bin/sh\necho 0\n")
    (tmp_path / "bin/id").chmod(0o755)
    return tmp_path


def switched(machine, way):
    subprocess.run(
        ["bash", LOCKDOWN, way],
        env={
            "KIOSK_ROOT": str(machine),
            "KIOSK_USB_DEVICES": str(machine / "none"),
            "PATH": f"{machine}/bin:/usr/bin:/bin",
        },
        check=True,
        timeout=60,
    )
    return (machine / "called").read_text()


def test_the_switch_closes_the_ports_the_kernels_keys_and_the_consoles(machine):
    called = switched(machine, "on")
    assert (machine / "etc/udev/rules.d/72-kiosk-lockdown.rules").read_text() == rules(LIST).stdout
    assert (machine / "proc/sys/kernel/sysrq").read_text() == "0"
    assert "kernel.sysrq = 0" in (machine / "etc/sysctl.d/72-kiosk-lockdown.conf").read_text()
    assert "systemctl -q mask getty@.service autovt@.service ctrl-alt-del.target\n" in called
    assert "systemctl stop getty@*.service autovt@*.service\n" in called


def test_the_switch_back_leaves_what_was_there_before_also_after_it_was_thrown_twice(machine):
    switched(machine, "on")
    switched(machine, "on")
    called = switched(machine, "off")
    assert (machine / "proc/sys/kernel/sysrq").read_text() == "438\n"
    assert not list((machine / "etc/sysctl.d").iterdir())
    assert not list((machine / "etc/udev/rules.d").iterdir())
    assert (machine / "etc/kiosk/usb-allowed").read_text() == LIST
    assert "systemctl -q unmask getty@.service autovt@.service ctrl-alt-del.target\n" in called


@pytest.mark.skipif(shutil.which("udevadm") is None, reason="no udevadm")
def test_udev_reads_the_rules_where_it_can_say_so(tmp_path):
    file = tmp_path / "72-kiosk-lockdown.rules"
    file.write_text(rules(LIST).stdout)
    done = subprocess.run(["udevadm", "verify", str(file)], capture_output=True, text=True, check=False, timeout=300)
    if "Unknown command verb" not in done.stderr + done.stdout:
        assert done.returncode == 0, done.stderr
