"""100,000 prints on a noisy line, by name: python tests/soak/soak_printer.py [--prints 100000] [--first 0]

The real driver's connection, a printer in memory and its own time (`tests/support/printer/noisy.py`); every print is one
seed.  Half an hour a processor; exit status 1 when a ticket was said to be printed and is not, when one came out that was
said not to, or when a healthy printer on a clean line raised an alarm.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.printer import noisy


class Patch:
    """What pytest's monkeypatch does, for good."""

    def setattr(self, where: object, name: str, value: object) -> None:
        setattr(where, name, value)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--prints", type=int, default=100_000)
    options.add_argument("--first", type=int, default=0)
    asked = options.parse_args()
    said, lies = Counter(), []
    for seed in range(asked.first, asked.first + asked.prints):
        noise, fault = (0, 5, 50, 400)[seed % 4], bool(seed // 4 % 2)
        verdict = noisy.print_once(Patch(), seed, noise=noise, fault=fault, process_ids=bool(seed // 8 % 2))
        said[noise, "fault" if fault else "well", verdict.said, "out" if verdict.out else "not out"] += 1
        wrong = noisy.faulty(verdict)
        if not noise and not fault and verdict.said != "printed":
            wrong = "an alarm of a healthy printer"
        if wrong:
            lies.append(seed)
            print(f"seed {seed}: {wrong} ({verdict.detail})", flush=True)
    for (noise, state, word, out), count in sorted(said.items()):
        print(f"{count:7} noise {noise:3}/s  {state}: said {word}, {out}")
    print(f"{asked.prints} prints, {len(lies)} lies")
    return 1 if lies else 0


if __name__ == "__main__":
    sys.exit(main())
