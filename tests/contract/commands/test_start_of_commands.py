"""A command loads what it uses: the list of tickets needs no profile, no migration, no pictures and no screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]

TOLD = """
import json, sys
from kiosk.cli import kiosk
try:
    kiosk(sys.argv[1:])
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""

# the same of a kiosk that has just drawn its first frame, where nothing that comes after it has begun
UNTIL_THE_FIRST_FRAME = """
import json, sys
from screens import window
run = window.run
def until_ready(*given, on_ready, **more):
    def ready():
        print(json.dumps(sorted(sys.modules)), file=sys.stderr)
        window.stop()
    run(*given, on_ready=ready, **more)
window.run = until_ready
from kiosk.cli import kiosk
kiosk(sys.argv[1:])
"""


def loaded(*words, told=TOLD, **given):
    """The modules that a command has loaded when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", told, *words], capture_output=True, text=True, check=False, timeout=120, **given
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
    heavy |= {"sqlalchemy.dialects.postgresql", "psycopg"}  # the store of a kiosk is a file of its own
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


@pytest.mark.full
def test_the_second_start_of_a_simulated_kiosk_draws_its_first_frame_before_it_loads_what_the_devices_use(tmp_path):
    homes = {name: str(tmp_path / name) for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    given = {"env": {**os.environ, "PYTHONPATH": str(PROJECT), **homes, "DISPLAY": ""}, "cwd": tmp_path}

    def first_frame():
        return loaded("run", "--simulated", "--windowed", told=UNTIL_THE_FIRST_FRAME, **given)

    assert "alembic" in first_frame(), "the first start makes the tables"
    modules = first_frame()
    assert {"kivy.core.window", "kiosk.station.kiosk", "devices.camera.driver"} <= modules
    assert not {"alembic", "cv2", "escpos", "pip", "psycopg", "serial", "smartcard", "usb"} & modules
