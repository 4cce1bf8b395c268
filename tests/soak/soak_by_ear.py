"""Each visit of a resident in each language by keys and ears alone, by name: python tests/soak/soak_by_ear.py [--visits …] [--languages …]

The visits of `kiosk demo` with the headset (`kiosk demo --visit NAME --by-ear --language CODE` shows one with its pictures).
Of each is kept what was said, with the seconds that it takes to listen (`--out`, one file a visit and language).  Exit status 1
when one does not come to its end, needs a touch, speaks outside the headset or in another language than the chosen one.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from devices.printer import driver
from devices.simulators.card.pcscd import shared
from kiosk.base.languages import LANGUAGES
from kiosk.demo.player import Stuck
from kiosk.demo.visits import VISITS
from kiosk.profiles.loader import load
from tests.support.played import played, wrong_by_ear
from tests.support.printer.patient import SLOW

OF_RESIDENTS = [name for name, script in VISITS.items() if not script.staff]


def listened(asked):
    """(visit, language, seconds to listen, what was wrong); its transcript is kept in the folder."""
    name, language, out = asked
    driver.Timing = lambda: SLOW
    script = replace(VISITS[name], by_ear=True)
    home = load(script.profile, today=script.moment.date()).official[0]
    with tempfile.TemporaryDirectory(prefix="soak-by-ear-") as place:
        try:
            seen = played(script, Path(place), shared(), language)
        except Stuck as stuck:
            return name, language, 0.0, [str(stuck)]
    (out / f"{name}-{language}.txt").write_text(seen.transcript, encoding="utf-8")
    return name, language, seen.seconds, wrong_by_ear(seen, language, home)


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--visits", nargs="+", choices=OF_RESIDENTS, default=OF_RESIDENTS)
    words.add_argument("--languages", nargs="+", choices=list(LANGUAGES), default=list(LANGUAGES))
    words.add_argument("--jobs", type=int, default=4, help="visits at a time: most of one is waiting")
    words.add_argument("--out", type=Path, default=Path("out/by-ear"))
    asked = words.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    began, seconds, faults = time.monotonic(), {}, []
    every = [(name, language, asked.out) for name in asked.visits for language in asked.languages]
    with multiprocessing.get_context("spawn").Pool(asked.jobs) as pool:
        for name, language, took, wrong in pool.imap_unordered(listened, every):
            seconds[name, language] = took
            faults += [f"{name} in {language}: {each}" for each in wrong]
            for each in wrong:
                print(f"{name} in {language}: {each}", flush=True)
    print(f"{'seconds to listen':<20}" + "".join(f"{language:>6}" for language in asked.languages))
    for name in asked.visits:
        print(f"{name:<20}" + "".join(f"{seconds[name, language]:>6.0f}" for language in asked.languages))
    print(f"{len(every)} visits, {len(faults)} faults, {time.monotonic() - began:.0f} s; what was said: {asked.out}/")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
