"""The letters that the simulated printer has built in, and the Debian packages that bring the fonts which programs name."""

import re
import subprocess
import unicodedata
from pathlib import Path

from devices.simulators.escpos_draw import PAGES, decode
from devices.simulators.sheet import FONT_A, letter

PROJECT = Path(__file__).parents[3]
MISSING = "\U0010fffd"
DRAWN = ("BOX DRAWINGS", "BLOCK", "SHADE", "LATIN", "GREEK", "CYRILLIC", "EURO")


def test_lines_blocks_and_letters_of_every_page_are_drawn_as_what_they_are():
    box = letter(MISSING, FONT_A, 1, 1, bold=False)
    printed = {decode(page, byte) for page in (1, *PAGES) for byte in range(0x20, 0x100)}
    lacking = [
        char
        for char in sorted(printed)
        if any(word in unicodedata.name(char, "") for word in DRAWN)
        and (letter(char, FONT_A, 1, 1, bold=False) == box).all()
    ]
    assert len(printed) > 300
    assert lacking == []


def test_the_rule_between_the_parts_of_a_slip_is_one_line_across():
    rule = letter("─", FONT_A, 1, 1, bold=False)
    rows = [row for row in rule if row.any()]
    assert 1 <= len(rows) <= 4
    assert all(row.all() for row in rows)


def test_each_font_that_a_program_names_comes_with_the_package_of_the_kiosk():
    control = (PROJECT / "systemd" / "build-deb").read_text()
    needed = set(re.search(r"^Depends: (residence-kiosk-env.*)$", control, re.MULTILINE)[1].split(", "))
    files = [file for room in ("kiosk", "devices", "screens") for file in (PROJECT / room).rglob("*.py")]
    named = {folder for file in files for folder in re.findall(r"/usr/share/fonts/[a-z]+/[a-z-]+", file.read_text())}
    owners = {
        folder: {
            name.strip()
            for line in subprocess.run(
                ["dpkg-query", "--search", folder], capture_output=True, text=True, check=True, timeout=60
            ).stdout.splitlines()
            for name in line.partition(":")[0].split(",")
        }
        for folder in named
    }
    assert len(owners) >= 4
    assert [folder for folder, names in owners.items() if not names & needed] == []
