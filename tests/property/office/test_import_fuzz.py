"""Whatever stands in a file of the back office: each line is taken or named, and what was taken can be read (F2)."""

import bisect
import csv
import io
import itertools
import os
import random
import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.office.csvfile import Known, read_appointments, read_cards
from kiosk.office.embedded import open_office
from kiosk.office.keys import OfficeKey

KNOWN = Known(("stadskantoor", "rabot"), "RZ")
NUMBERS = ("91081712373", "91.08.17-123.73", "5021500185", "05021500185", "", "91081712374", "٩١٠٨١٧١٢٣٧٣", "9" * 200)
TIMES = (
    "2026-11-18T10:40",
    "2026-11-18",
    "18/11/2026 9:40",
    "3/4/2026 9:40",
    "9999-12-31T23:59-14:00",
    "0001-01-01T00:00+14:00",
    "2027-03-28T02:30",
    "2026-10-25T02:30",
    "2026-10-25T02:30+01:00",
    "2026-02-30T10:00",
    "2026-11-18T24:00",
    "2026-11-18T10:40+99:99",
    "1e9",
    "",
)
TEXTS = (
    "",
    "stadskantoor",
    "rabot",
    "mars",
    "Z",
    "r",
    "ready",
    "none",
    "revoked",
    "lost",
    "yes",
    "nee",
    "misschien",
    "x" * 70,
)
SIGNS = 'A é,;\t"\n\x00\u2028\ud7ff\U0010ffff='
COLUMNS = {
    read_cards: ("national_number", "status", "place", "applied_on", "applied_at", "letter_on", "urgent"),
    read_appointments: ("code", "place", "starts_at", "service", "class", "national_number"),
}
LIKELY = {
    "national_number": NUMBERS,
    "status": ("ready", "none", "awaiting_decision", "reported"),
    "place": ("stadskantoor", "rabot"),
    "applied_at": ("rabot", ""),
    "applied_on": ("2026-11-02", "2/11/2026", ""),
    "letter_on": ("2026-11-18", ""),
    "starts_at": ("2026-11-18T10:40", "18/11/2026 9:40", "3/4/2026 9:40", "2026-10-25T02:30+01:00"),
    "service": ("Verlenging", "A-kaart, B-kaart", ""),
    "urgent": ("yes", "no", ""),
    "class": ("Z", "r", ""),
}


def _cell(column, chance, odd):
    """Half of the lines are as an office writes them; of the others each cell may be anything."""
    if odd and chance.random() < 0.1:
        return "".join(chance.choices(SIGNS, k=chance.choice((1, 3, 40))))
    if odd and chance.random() < 0.3:
        return chance.choice(TIMES + TEXTS + NUMBERS)
    if column == "code":
        return f"GENT-{chance.randrange(10**6)}"
    if column == "national_number":
        body = f"{chance.randrange(10**9):09}"
        return f"{body}{97 - int(body) % 97:02}"
    return chance.choice(LIKELY[column])


def _written(heading, records, separator):
    """The text of a file, and on which line each record begins."""
    out, begins = io.StringIO(), []
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    for record in (heading, *records):
        begins.append(out.getvalue().count("\n") + 1)
        writer.writerow(record)
    return out.getvalue(), begins[1:]


def _taken(file, read, heading, records, chance):
    """The rows of the file without the lines that were named; how many lines were."""
    named = 0
    while True:
        text, begins = _written(heading, records, chance.choice(",;\t"))
        file.write_text(text, chance.choice(("utf-8", "utf-8-sig", "utf-16")), "surrogatepass", newline="")
        parsed = read(file, KNOWN)
        if not parsed.mistakes:
            assert len(parsed.rows) == len(records) == len(list(parsed.rows))
            return parsed.rows, named
        bad = {bisect.bisect_right(begins, mistake.line) - 1 for mistake in parsed.mistakes}
        assert parsed.more == 0
        assert bad <= set(range(len(records)))
        named += len(bad)
        records = [record for at, record in enumerate(records) if at not in bad]


def import_many(folder, files, seed):
    """Import so many files of a hundred lines; how many lines were taken and how many named."""
    chance, clock = random.Random(seed), ManualClock(datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS))
    office = open_office(f"sqlite:///{folder / 'tickets.db'}", key=OfficeKey(b"k" * 32), clock=clock, reserve_mb=0)
    told = {"taken": 0, "named": 0}
    for _ in range(files):
        read, columns = chance.choice(list(COLUMNS.items()))
        odd = [chance.random() < 0.5 for _ in range(100)]
        records = [[_cell(column, chance, each) for column in columns] for each in odd]
        rows, named = _taken(folder / "file.csv", read, columns, records, chance)
        (office.put_cards if read is read_cards else office.put_appointments)(rows)
        for row in itertools.islice(rows, 5):
            if read is read_cards:
                assert office.lookup(row[0]) == row[1]
            else:
                assert office.by_code(row[0].id)[0].starts_at == row[0].starts_at
        told["taken"] += len(rows)
        told["named"] += named
    assert office.erase_appointments(date(2100, 1, 1)) > 0
    office.close()
    return told


def test_a_thousand_lines_are_taken_or_named_and_what_was_taken_is_read(tmp_path):
    assert min(import_many(tmp_path, 10, 3).values()) > 100


@pytest.mark.full
def test_a_hundred_thousand_lines():
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        assert min(import_many(Path(folder), 1_000, 4).values()) > 10_000


def test_bytes_of_any_kind_are_a_file_or_a_mistake(tmp_path):
    chance, file = random.Random(5), tmp_path / "file.csv"
    heading = ",".join(COLUMNS[read_appointments]).encode()
    for _ in range(500):
        start = chance.choice((b"", b"sep=;\n", b"\xff\xfe", b"\xef\xbb\xbf", heading + b"\n", heading + b"\r"))
        file.write_bytes(start + chance.randbytes(chance.choice((0, 1, 30, 3000))))
        parsed = read_appointments(file, KNOWN)
        assert parsed.mistakes or len(parsed.rows) == 0
