"""Servers, crashes and copies of made stores for the system tests of the queue."""

import importlib.util
import sys
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.base.clock import ManualClock
from kiosk.queue.store import open_store


def load(name):
    """A module of tests/support/queue."""
    path = Path(__file__).parents[2] / "support" / "queue" / f"{name}.py"
    known = sys.modules.get(f"queue_support_{name}")
    if known is not None:
        return known
    spec = importlib.util.spec_from_file_location(f"queue_support_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def support():
    """`support("crash")` gives a helper module."""
    return load


@pytest.fixture(scope="session")
def zygote():
    """The process that forks children and kills them."""
    process = load("crash").Zygote()
    yield process
    process.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def campaign_of(request, tmp_path, zygote):
    """A campaign for each scenario, on stores of this engine; `opening` gets an empty store every time."""
    crash, kept = load("crash"), {}

    def campaign(scenario):
        if scenario not in kept or scenario == "opening":
            folder = tmp_path / f"{scenario}-{len(kept)}-{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            if request.param == "sqlite":
                url = f"sqlite:///{folder / 'tickets.db'}"
            else:
                url = request.getfixturevalue("postgres").fresh()
            kept[scenario] = crash.Campaign(zygote, url, folder)
            if scenario != "opening":
                for one in (url, kept[scenario].local):
                    open_store(one, clock=ManualClock(datetime(2026, 11, 2))).close()
        return kept[scenario]

    return campaign
