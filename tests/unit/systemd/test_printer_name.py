"""/dev/kiosk-printer: the printer that an installer named and no other, whatever is plugged in beside it, in any order."""

import re
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from kiosk.base.config import Config
from kiosk.commands import devicechecks
from kiosk.commands.findings import Found

SYSTEMD = Path(__file__).parents[3] / "systemd"
TOOL = SYSTEMD / "lib" / "printer-name"
PART = re.compile(r'(?P<key>[A-Z_]+)(\{(?P<of>[^}]+)\})?(?P<how>==|!=|=|\+=)"(?P<value>[^"]*)"')


def tool(*words, devices="/nonexistent"):
    surroundings = {"KIOSK_USB_DEVICES": str(devices), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        ["bash", TOOL, *words], env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )


def usb(port, vendor, product, serial="", device_class="00"):
    about = {
        "idVendor": vendor,
        "idProduct": product,
        "bDeviceClass": device_class,
        **({"serial": serial} if serial else {}),
    }
    return {"KERNEL": port, "SUBSYSTEM": "usb", "ATTR": about}


def file(name, *parents):
    """A device file and what it hangs on, the nearest first: its interface, the USB device, hubs."""
    subsystem = "usbmisc" if name.startswith("lp") else "tty"
    interface = {"KERNEL": f"{parents[0]['KERNEL']}:1.0", "SUBSYSTEM": "usb", "ATTR": {"bInterfaceClass": "07"}}
    return [{"KERNEL": name, "SUBSYSTEM": subsystem, "ATTR": {}}, interface, *parents]


def holds(own, part):
    return any(fnmatchcase(own or "", value) for value in part["value"].split("|")) is (part["how"] == "==")


def names(device, *rules):
    """The symlinks that udev gives, reading the rules as udev(7) says: what ends in S must all hold of one and the same device of the chain."""
    said, links = {}, set()
    for line in "\n".join(rules).splitlines():
        if not line or line.startswith("#"):
            continue
        parts = [PART.fullmatch(each).groupdict() for each in line.split(", ")]
        asked = [part for part in parts if part["how"] in ("==", "!=")]
        above = [part for part in asked if part["key"] in ("KERNELS", "SUBSYSTEMS", "ATTRS")]
        fits = all(
            holds(said.get(part["of"]), part) if part["key"] == "ENV"
            else holds(device[0]["ATTR"].get(part["of"]), part) if part["key"] == "ATTR"
            else True if part["key"] == "TEST"
            else holds(device[0][part["key"]], part)
            for part in asked if part not in above
        )  # fmt: skip
        fits = fits and (not above or any(
            all(holds(one["ATTR"].get(part["of"]) if part["of"] else one[part["key"].removesuffix("S")], part) for part in above)
            for one in device
        ))  # fmt: skip
        for part in parts if fits and device[0]["SUBSYSTEM"] not in ("usb", "block") else ():
            if part["key"] == "SYMLINK":
                links.add(part["value"])
            if part["key"] == "ENV" and part["how"] == "=":
                said[part["of"]] = part["value"]
    return links


OURS = usb("1-1.2", "04b8", "0e15", "X3JL1")
SPARE = usb("1-1.3", "04b8", "0e15", "X3JL2")
LABELS = usb("1-4", "0a5f", "0166", "D7J")
BOARD = usb("1-5", "0403", "6001", "A9")
HUB = usb("1-1", "05e3", "0608", device_class="09")
SHIPPED = (SYSTEMD / "rules" / "70-kiosk.rules").read_text()


def test_without_a_word_every_printer_of_a_known_make_has_the_name():
    assert names(file("lp0", OURS), SHIPPED) == names(file("lp1", SPARE), SHIPPED) == {"kiosk-printer"}
    assert names(file("lp2", LABELS), SHIPPED) == set()


@pytest.mark.parametrize("which", ["04b8:0e15:X3JL1", "1-1.2"])
def test_of_two_equal_printers_only_the_named_one_has_it(which):
    made = tool("rules", which).stdout
    assert names(file("lp1", OURS, HUB), made, SHIPPED) == {"kiosk-printer"}
    assert names(file("lp0", SPARE, HUB), made, SHIPPED) == set()
    assert names(file("lp2", LABELS), made, SHIPPED) == set()


def test_a_printer_of_another_make_may_be_named():
    made = tool("rules", "0a5f:0166:D7J").stdout
    assert names(file("lp0", LABELS), made, SHIPPED) == {"kiosk-printer"}
    assert names(file("lp1", OURS, HUB), made, SHIPPED) == set()


def test_a_serial_adapter_that_is_the_printers_is_nothing_else():
    made = tool("rules", "0403:6001:A9").stdout
    assert names(file("ttyUSB0", BOARD), made, SHIPPED) == {"kiosk-printer"}
    assert names(file("ttyUSB0", BOARD), SHIPPED) == {"kiosk-panel"}
    assert names(file("lp0", OURS), made, SHIPPED) == set()


def test_a_port_with_a_hub_names_nothing_that_is_behind_it():
    assert names(file("lp0", OURS, HUB), tool("rules", "1-1").stdout, SHIPPED) == set()


@pytest.mark.parametrize(
    "which", ["", "04b8:0e15", "04B8:0e15:X", "Epson", "1-", "lp0", '04b8:0e15:X", RUN+="/bin/sh', "1-1\n2"]
)
def test_what_names_no_printer_is_refused_with_an_example(which):
    done = tool("rules", which)
    assert (done.returncode, done.stdout) == (2, "")
    assert "04b8:0e15:X3JL012345" in done.stderr


def plugged_in(folder, *printers):
    for port, vendor, product, serial, interface in printers:
        device = folder / port
        device.mkdir()
        for name, text in (("idVendor", vendor), ("idProduct", product), ("serial", serial)):
            if text:
                (device / name).write_text(text + "\n")
        (folder / f"{port}:1.0").mkdir()
        (folder / f"{port}:1.0" / "bInterfaceClass").write_text(interface + "\n")
    return folder


TWO = (("1-1.2", "04b8", "0e15", "X3JL1", "07"), ("1-4", "0a5f", "0166", "D7J", "07"))
READER = ("1-3", "04e6", "5116", "5", "0b")


def test_what_is_plugged_in_is_told_in_words_that_it_takes(tmp_path):
    lines = tool("plugged", devices=plugged_in(tmp_path, *TWO, READER, ("1-6", "04b8", "0e28", 'odd"', "07"))).stdout
    assert [line.split() for line in lines.splitlines()] == [
        ["1-1.2", "04b8:0e15:X3JL1"], ["1-4", "0a5f:0166:D7J"], ["1-6", "04b8:0e28"],
    ]  # fmt: skip
    assert all(tool("rules", word).returncode == 0 for word in ("1-1.2", "04b8:0e15:X3JL1"))


def test_nothing_plugged_in_is_no_fault(tmp_path):
    assert (tool("plugged", devices=tmp_path).returncode, tool("plugged", devices=tmp_path).stdout) == (0, "")


class TestDoctor:
    def asked(self, monkeypatch, folder, *printers, url="usblp:///dev/kiosk-printer", named=""):
        rules = folder / "69.rules"
        if named:
            rules.write_text(tool("rules", named).stdout)
        (folder / "usb").mkdir()
        monkeypatch.setenv("KIOSK_USB_DEVICES", str(plugged_in(folder / "usb", *printers)))
        monkeypatch.setattr(devicechecks, "PRINTER_NAME", TOOL)
        monkeypatch.setattr(devicechecks, "PRINTER_RULES", rules)
        monkeypatch.setattr(devicechecks, "PRINTER_SECONDS", 0.1)
        found = devicechecks.printer(Config.model_validate({"printer": {"url": url}}))
        return [each for each in found if each.name == "printer name"]

    def test_two_printers_and_none_named_is_a_warning_with_what_to_write(self, monkeypatch, tmp_path):
        (told,) = self.asked(monkeypatch, tmp_path, *TWO, READER)
        assert told.found is Found.WARNING
        assert "04b8:0e15:X3JL1 at 1-1.2, 0a5f:0166:D7J at 1-4" in told.said
        assert "kiosk-install --printer" in told.todo
        assert "such as 04b8:0e15:X3JL1" in told.todo

    @pytest.mark.parametrize("serial", ["", "0001"])
    def test_printers_that_only_their_ports_tell_apart_are_named_by_them(self, monkeypatch, tmp_path, serial):
        equal = [(port, "04b8", "0e15", serial, "07") for port in ("1-1", "1-2")]
        (told,) = self.asked(monkeypatch, tmp_path, *equal)
        assert "port, such as 1-1" in told.todo

    @pytest.mark.parametrize(
        "less",
        [
            {"named": "04b8:0e15:X3JL1"},
            {"named": "1-4"},
            {"url": "usb://04b8:0e15/X3JL1"},
            {"url": "tcp://127.0.0.1:1"},
        ],
        ids=str,
    )
    def test_where_one_is_named_nothing_is_said(self, monkeypatch, tmp_path, less):
        assert self.asked(monkeypatch, tmp_path, *TWO, **less) == []

    def test_a_name_that_two_printers_have_is_none(self, monkeypatch, tmp_path):
        equal = [(port, "04b8", "0e15", "0001", "07") for port in ("1-1", "1-2")]
        (told,) = self.asked(monkeypatch, tmp_path, *equal, TWO[1], named="04b8:0e15:0001")
        assert "is that of each: 04b8:0e15:0001 at 1-1, 04b8:0e15:0001 at 1-2" in told.said
        assert "D7J" not in told.said
        assert "port, such as 1-1" in told.todo

    def test_one_printer_needs_no_name(self, monkeypatch, tmp_path):
        assert self.asked(monkeypatch, tmp_path, TWO[0], READER) == []
