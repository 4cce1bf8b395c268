"""The installer's commands as root calls them, with every device plugged in: `kiosk doctor` finds nothing missing, a ticket comes out."""

import json

import pytest

pytestmark = pytest.mark.machine
DEVICES = ("card reader", "printer", "panel", "scanner", "sound", "screen")


def doctor(machine):
    said = machine.do("kiosk", "doctor", "--json", check=False)
    checks = json.loads(said.stdout)["checks"]
    return said.returncode, {one["name"]: one["found"] for one in checks}, said.stdout


def test_doctor_has_a_right_on_every_device_and_asks_each_by_its_own_driver(machine, rig):
    mark = machine.mark()
    rig.plug(machine)
    for device in ("card", "printer", "panel", "scanner"):
        machine.until_event(mark, "device_restored", device=device)

    # the ports as the kiosk holds them: a scanner of the modem class says nothing without DTR, a board starts anew when it rises
    assert (rig.devices["scanner"].lines, rig.devices["panel"].lines) == (3, 0)

    status, found, said = doctor(machine)  # beside the running kiosk, which holds them
    assert (status, "missing" in found.values()) == (0, False), said

    machine.do("systemctl", "stop", "kiosk")
    asked = len(rig.panel.lines)
    status, found, said = doctor(machine)
    assert status == 0, said
    assert {name: found[name] for name in DEVICES} == dict.fromkeys(DEVICES, "good"), said
    assert len(rig.panel.lines) > asked  # it spoke with the board, and not only with its file

    told = machine.do("kiosk", "queue", "issue", "--class", "R", "--json").stdout
    assert json.loads(told)["printed"], told
    assert len(rig.paper.tickets) == 1
