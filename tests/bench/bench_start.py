"""How much processor time a command needs to start, beside Python with the one library that the command cannot do without.

Medians of nine runs that take turns: `kiosk queue list` at most 2 times `import sqlalchemy`, `kiosk card profiles` at
most 4 times `import click`.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.frame import Limit, Row, Run, ratio_at_most
from tests.bench.measure import in_turns, processor_seconds, python

KIOSK = (sys.executable, "-m", "kiosk")


def pair(run: Run, what: str, command: tuple[str, ...], library: str, limit: Limit) -> Row:
    """One command beside the import of one library."""
    bare = python(f"import {library}")
    # the first run writes what later ones find: byte code, and a store with its tables
    for one in (command, bare):
        processor_seconds(one)
    ours, other = in_turns(lambda: processor_seconds(command), lambda: processor_seconds(bare), rounds=run.rounds(9, 3))
    return Row(
        what,
        1000 * statistics.median(ours),
        "ms",
        1000 * statistics.median(other),
        f'python -c "import {library}"',
        limit,
    )


def rows(run: Run) -> Iterator[Row]:
    """Processor milliseconds, whole programs."""
    with tempfile.TemporaryDirectory(prefix="bench-start-") as folder:
        store = f"sqlite:///{Path(folder) / 'tickets.db'}"
        listed = (*KIOSK, "queue", "list", "--store", store, "--place", "stadskantoor")
        yield pair(run, "kiosk queue list, processor", listed, "sqlalchemy", ratio_at_most(2))
    yield pair(run, "kiosk card profiles, processor", (*KIOSK, "card", "profiles"), "click", ratio_at_most(4))
