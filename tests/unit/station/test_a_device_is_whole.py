"""What belongs to a device is there for every one: the kiosk starts and stops it, staff read its name, the log knows it."""

import ast
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.events.fields import DEVICES as LOGGED
from kiosk.health.faults import NAMES
from kiosk.station.runner import Devices

ROOT = Path(__file__).resolve().parents[3]


def drivers():
    """Names of all drivers: classes with a name of their own that start, stop and tell their health."""
    for path in sorted((ROOT / "devices").rglob("*.py")):
        if "simulators" in path.parts or "api" in path.parts:
            continue
        for kind in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(kind, ast.ClassDef):
                methods = {node.name for node in kind.body if isinstance(node, ast.FunctionDef)}
                named = [
                    node.value.value
                    for node in kind.body
                    if isinstance(node, ast.Assign)
                    and getattr(node.targets[0], "id", "") == "name"
                    and isinstance(node.value, ast.Constant)
                ]
                if {"start", "stop", "health"} <= methods:
                    yield from named


def test_every_device_of_the_kiosk_is_started_and_stopped():
    every = {field.name: SimpleNamespace(name=field.name) for field in fields(Devices)}
    assert [device.name for device in Devices(**every).fitted()] == list(every)


@pytest.mark.parametrize("name", sorted({"card", "display", *drivers()}))
def test_a_driver_has_a_name_for_staff_and_one_in_the_log(name):
    assert name in NAMES, f"kiosk/health/faults.py has no name for {name}"
    assert name in LOGGED, f"kiosk/events/fields.py does not know {name}: its events could not be written"
    assert f"## {name}\n" in (ROOT / "docs/FAULTS.md").read_text("utf-8"), (
        f"kiosk/commands/documents.py leaves {name} out"
    )
