"""Files of 64 MB, good and bad, through the real command within 200 MB of memory."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

from kiosk.office.csvfile import LONGEST_FILE

MEGABYTES = 200
# the command itself, and then the most memory that it had, in KiB
RUN = """
import pathlib, sys
from kiosk.cli import main
try:
    status = main()
except SystemExit as end:
    status = end.code
status_of_process = pathlib.Path("/proc/self/status").read_text()
# ru_maxrss would begin with what the process that started it had
print(status_of_process.partition("VmHWM:")[2].split()[0], file=sys.stderr)
raise SystemExit(status)
"""

pytestmark = pytest.mark.full


def imported(tmp_path, file, status):
    words = ["appointments", "import", str(file), "--store", f"sqlite:///{tmp_path / 'tickets.db'}", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert done.returncode == status, done.stderr[-2000:]
    kilobytes = int(done.stderr.split()[-1])
    assert kilobytes < MEGABYTES * 1000, f"{kilobytes} KiB"
    return json.loads(done.stdout)


def filled(file, row):
    """A file of the greatest length that is taken; how many rows."""
    count, size = 0, 0
    with file.open("wb") as out:
        size += out.write(b"code;place;starts_at;service\n")
        while size + len(row(count)) < LONGEST_FILE:
            size += out.write(row(count))
            count += 1
        size += out.write(b"\n" * (LONGEST_FILE - size))
    assert size == LONGEST_FILE
    return count


def test_the_greatest_file_is_imported_whole(tmp_path):
    file = tmp_path / "appointments.csv"
    count = filled(
        file,
        lambda n: (
            b"GENT-%08d;stadskantoor;18/11/2026 9:40;verlenging van de verblijfskaart, met de oude kaart en foto\n" % n
        ),
    )
    assert imported(tmp_path, file, 0)["imported"] == count
    with sqlite3.connect(tmp_path / "tickets.db") as database:
        assert database.execute("SELECT count(*) FROM office_appointment").fetchone() == (count,)
    database.close()


def test_the_worst_file_is_told_with_a_hundred_mistakes(tmp_path):
    file = tmp_path / "appointments.csv"
    filled(file, lambda _: b"GENT-1;mars;x;\n" * 1000)
    told = imported(tmp_path, file, 1)
    assert (len(told["mistakes"]), told["more"] > 4_000_000) == (100, True)
