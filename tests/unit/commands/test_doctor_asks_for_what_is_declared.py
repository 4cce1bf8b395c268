"""`kiosk doctor` asks for the packages that the project declares: no other one, and none of them is forgotten."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from kiosk.commands.checks import MODULES

PROJECT = Path(__file__).resolve().parents[3] / "pyproject.toml"


def named(requirement):
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


def test_every_module_that_doctor_asks_for_is_of_a_declared_package_and_each_package_is_asked_for():
    declared = {named(each) for each in tomllib.loads(PROJECT.read_text("utf-8"))["project"]["dependencies"]}
    given = packages_distributions()
    found = {module: {named(each) for each in given.get(module, ())} for module in MODULES}
    assert [module for module, packages in found.items() if not packages & declared] == []
    assert declared - set().union(*found.values()) == set()
