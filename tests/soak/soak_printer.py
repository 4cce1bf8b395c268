"""100,000 prints on a noisy line, by name: python tests/soak/soak_printer.py [--prints 100000] [--first 0]

The real driver's connection, a printer in memory and its own time (`tests/support/printer/noisy.py`); every print is one
seed.  Half an hour a processor; standard error tells every thousand prints where it is, and who ends it earlier (Ctrl-C) gets
the figures so far and the `--first` from which it goes on.  Exit status 1 when a ticket was said to be printed and is not,
when one came out that was said not to, or when a healthy printer on a clean line raised an alarm; 3 when it was ended.
"""

import argparse
import signal
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.printer import noisy


class Patch:
    """What pytest's monkeypatch does, for good."""

    def setattr(self, where: object, name: str, value: object) -> None:
        setattr(where, name, value)


class Tally:
    """What was said of each print beside what fell out, and the seeds of those that were lied about."""

    def __init__(self) -> None:
        self.said: Counter[tuple[int, str, str, str]] = Counter()
        self.lies: list[int] = []

    def print(self, seed: int) -> None:
        """One print, judged."""
        noise, fault = (0, 5, 50, 400)[seed % 4], bool(seed // 4 % 2)
        verdict = noisy.print_once(Patch(), seed, noise=noise, fault=fault, process_ids=bool(seed // 8 % 2))
        self.said[noise, "fault" if fault else "well", verdict.said, "out" if verdict.out else "not out"] += 1
        wrong = noisy.faulty(verdict)
        if not noise and not fault and verdict.said != "printed":
            wrong = "an alarm of a healthy printer"
        if wrong:
            self.lies.append(seed)
            print(f"seed {seed}: {wrong} ({verdict.detail})", flush=True)

    def tell(self) -> None:
        """The figures."""
        for (noise, state, word, out), count in sorted(self.said.items()):
            print(f"{count:7} noise {noise:3}/s  {state}: said {word}, {out}")
        print(f"{self.said.total()} prints, {len(self.lies)} lies", flush=True)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--prints", type=int, default=100_000)
    options.add_argument("--first", type=int, default=0)
    asked = options.parse_args()
    tally, ended, last = Tally(), False, asked.first + asked.prints

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    for seed in range(asked.first, last):
        if ended:
            tally.tell()
            print(f"ended; go on with --first {seed} --prints {last - seed}")
            return 1 if tally.lies else 3
        tally.print(seed)
        done = seed + 1 - asked.first
        if done % 1000 == 0:
            print(f"{done} of {asked.prints}, {len(tally.lies)} lies", file=sys.stderr, flush=True)
    tally.tell()
    return 1 if tally.lies else 0


if __name__ == "__main__":
    sys.exit(main())
