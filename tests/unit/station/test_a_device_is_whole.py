"""What belongs to a device is there for every one: the kiosk starts and stops it, staff read its name, the log knows it."""

import ast
import tomllib
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace

import pytest

from devices.api.health import DeviceState, Health, Reason
from kiosk.events.fields import DEVICES as LOGGED
from kiosk.health.faults import EFFECTS, NAMES
from kiosk.health.servicelevel import OpenState, service_level
from kiosk.station.runner import Devices

ROOT = Path(__file__).resolve().parents[3]


def drivers():
    """Names of all drivers: classes of `devices` with a name of their own."""
    for path in sorted((ROOT / "devices").rglob("*.py")):
        if "simulators" in path.parts or "api" in path.parts:
            continue
        for kind in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(kind, ast.ClassDef):
                for node in kind.body:
                    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "name":
                        yield ast.literal_eval(node.value)


def test_every_driver_is_found():
    assert {"camera", "display", "panel", "printer", "scanner", "speech"} <= set(drivers())


def test_every_device_of_the_kiosk_is_started_and_stopped():
    every = {field.name: SimpleNamespace(name=field.name) for field in fields(Devices)}
    assert [device.name for device in Devices(**every).fitted()] == list(every)


@pytest.mark.parametrize("name", sorted({"card", *drivers()}))
def test_a_driver_has_a_name_for_staff_and_one_in_the_log(name):
    assert name in NAMES, f"kiosk/health/faults.py has no name for {name}"
    assert name in EFFECTS, f"kiosk/health/faults.py does not say what is lost without {name}"
    assert name in LOGGED, f"kiosk/events/fields.py does not know {name}: its events could not be written"
    assert f"## {name}\n" in (ROOT / "docs/FAULTS.md").read_text("utf-8"), (
        f"kiosk/commands/documents.py leaves {name} out"
    )


@pytest.mark.parametrize("name", sorted({"card", *drivers()}))
def test_a_driver_that_fails_has_a_cause_of_its_own_in_the_service_level(name):
    lost = {name: Health(DeviceState.UNAVAILABLE, Reason.NOT_REACHABLE)}
    level = service_level(lost, store_ok=True, opening=OpenState(), staff_out=None, clock_ok=True)
    assert level.cause.value == name


def test_the_core_may_import_no_driver():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (core,) = (each for each in contracts if each["name"] == "the core sees of devices only their contract")
    every = {
        f"devices.{path.stem}"
        for path in (ROOT / "devices").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    } - {"devices.__init__", "devices.api"}
    assert every <= set(core["forbidden_modules"])
