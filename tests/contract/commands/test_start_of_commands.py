"""A command loads what it uses: the list of tickets needs no profile, no migration, no pictures and no screen."""

import json
import subprocess
import sys

import pytest

TOLD = """
import json, sys
from kiosk.cli import kiosk
try:
    kiosk(sys.argv[1:])
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(*words):
    """The modules that a command has loaded when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", TOLD, *words], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return {part for name in json.loads(done.stderr.splitlines()[-1]) for part in (name, name.partition(".")[0])}


@pytest.fixture
def store(tmp_path):
    """The options for a store whose tables are made."""
    options = ("--store", f"sqlite:///{tmp_path / 'tickets.db'}")
    assert "alembic" in loaded("queue", "list", *options), "the first look makes the tables"
    return options


def test_the_list_of_tickets_loads_neither_migrations_nor_profiles_nor_pictures(store):
    heavy = {"alembic", "kiosk.profiles", "kiosk.residence", "kiosk.visit", "devices", "numpy", "kivy", "cv2", "babel"}
    for more in ((), ("--place", "stadskantoor")):
        modules = loaded("queue", "list", *store, *more)
        assert "sqlalchemy" in modules
        assert not heavy & modules


def test_the_list_of_simulated_cards_loads_no_cryptography_and_none_of_the_rules():
    modules = loaded("card", "profiles")
    assert "devices.simulators.card.profile" in modules
    assert not {"cryptography", "pydantic", "sqlalchemy", "holidays", "kiosk.residence.engine", "numpy"} & modules


def test_the_help_loads_none_of_the_commands():
    modules = loaded("--help")
    assert not {"kiosk.commands.queue", "kiosk.commands.card", "pydantic", "sqlalchemy"} & modules
