"""The installed kiosk on a whole emulated machine: kernel, USB, udev, touch screen, sound card, disk.

    ./check machine [--list] [--suite NAME] [NAME …]

QEMU boots this tree's own package on Debian's kernel; reader, printer, panel, scanner and touch screen are USB devices of the bench
(usbredir), with the product's simulators behind them.  A machine that was booted once is saved, and each scenario wakes it in some
seconds.  Without a name all scenarios run, one after the other; pictures and papers stay in `out/machine/NAME`.

What is made once is kept in `~/.cache/residence-kiosk/machine` (5 GB): a bare Debian (2 to 5 minutes), the kiosk's environment
(half a minute), and the saved machine, which is made anew when the program changes (1 to 5 minutes).  Leave the computer alone
meanwhile: an emulated machine beside other work is slow, and its waits are long ones.

Exit status: 0 every scenario holds, 1 one does not, 2 there is no such scenario, 3 something is missing here (it says what).
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk.commands.output import Exit
from tests.support.machine import image

HERE = Path(__file__).parent


def scenarios() -> dict[str, str]:
    """Name → what it shows, from each module's first sentence; nothing of them is run."""
    found = {}
    for path in sorted(HERE.glob("test_*.py")):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        found[path.stem.removeprefix("test_")] = " ".join(said.split("\n\n")[0].split())
    return found


def main(words: Sequence[str]) -> int:
    """Run the scenarios of these names, or list them."""
    known = scenarios()
    parser = argparse.ArgumentParser(prog="./check machine", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="a scenario; without one, all of them")
    parser.add_argument("--list", action="store_true", help="only say which scenarios there are")
    parser.add_argument(
        "--suite", default="", help="Debian's release in the machine (bookworm, trixie); without it, the one here"
    )
    asked = parser.parse_args(words)
    unknown = [name for name in asked.names if name not in known]
    if unknown:
        sys.stderr.write(f"./check machine: no scenario is called {' '.join(unknown)}; there are: {' '.join(known)}\n")
        return Exit.USAGE
    if asked.list:
        width = max(map(len, known))
        sys.stdout.write("".join(f"{name:<{width}}  {says}\n" for name, says in known.items()))
        return Exit.DONE
    reason = image.cannot()
    if reason:
        sys.stderr.write(f"./check machine: {reason}\n")
        return Exit.MISSING
    os.environ["KIOSK_MACHINE_SUITE"] = asked.suite
    files = [str(HERE / f"test_{name}.py") for name in asked.names or known]
    return pytest.main(["-q", "--machine", "--durations=0", "--durations-min=1", "-p", "no:cacheprovider", *files])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
