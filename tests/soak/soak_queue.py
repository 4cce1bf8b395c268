"""The queue's long proofs, by name: python tests/soak/soak_queue.py [--times 50] [--random 500] [--cuts 200]

kill -9 at every marked point x 50 and 500 at random on both engines, 200 power cuts.  Exit status 1 when one is lost.
"""

import argparse
import importlib.util
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from kiosk.base.clock import ManualClock
from kiosk.queue.store import open_store


def load(name):
    path = Path(__file__).parents[1] / "support" / "queue" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"queue_support_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def campaigns(crash, zygote, fresh, folder):
    """A campaign for each scenario; a new store after forty deaths, so that judging stays quick."""
    kept = {}

    def campaign(scenario):
        known = kept.get(scenario)
        if known is None or scenario == "opening" or known.round >= 40:
            place = Path(tempfile.mkdtemp(dir=folder))
            kept[scenario] = known = crash.Campaign(zygote, fresh(place), place)
            if scenario != "opening":
                for one in (known.url, known.local):
                    open_store(one, clock=ManualClock(datetime(2026, 11, 2))).close()
        return known

    return campaign


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--random", type=int, default=500)
    parser.add_argument("--cuts", type=int, default=200)
    asked = parser.parse_args()
    crash, powercut, servers = load("crash"), load("powercut"), load("servers")
    server = servers.PostgresServer() if servers.binaries() else None
    zygote = crash.Zygote()
    engines = {"SQLite": lambda place: f"sqlite:///{place / 'tickets.db'}"}
    if server is not None:
        engines["PostgreSQL"] = lambda place: server.fresh()
    try:
        with tempfile.TemporaryDirectory(prefix="soak-queue-") as folder:
            for name, fresh in engines.items():
                begin = time.monotonic()
                struck = crash.every_mark(campaigns(crash, zygote, fresh, folder), asked.times, seed=11)
                print(
                    f"{name}: {len(struck)} marked points x {asked.times}: {sum(struck.values())} deaths, nothing lost"
                )
                died = crash.at_random(campaigns(crash, zygote, fresh, folder), asked.random, seed=12)
                seconds = time.monotonic() - begin
                print(f"{name}: {asked.random} at random: {died} deaths, nothing lost ({seconds:.0f} s)", flush=True)
            if powercut.compiler():
                left = powercut.campaign(Path(tempfile.mkdtemp(dir=folder)), asked.cuts, seed=13, tickets=400)
                print(f"SQLite: {asked.cuts} power cuts, {len(set(left))} different moments, nothing lost")
    except AssertionError as wrong:
        print(f"LOST: {wrong}")
        return 1
    finally:
        zygote.close()
        if server is not None:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
