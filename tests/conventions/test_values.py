"""One place for values: what a resident or staff reads is written by `kiosk.base.values`, and nowhere else."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACE = "kiosk/base/values/"
SHOWN = ("kiosk/base", "kiosk/residence", "kiosk/visit", "kiosk/views", "kiosk/staff", "kiosk/station", "screens")
# what their formats make no visitor reads
MACHINES = {
    "kiosk/base/durable.py",  # an error in English
    "kiosk/residence/town.py",  # a key to compare days by
    "kiosk/staff/backup.py",  # names of files
    "kiosk/staff/export.py",
    "kiosk/staff/restore.py",
    "kiosk/visit/tour/walker.py",  # what a camera reads
    "screens/letters.py",  # the number of a sign, for doctor
    "screens/checks.py",  # findings of the gallery, in millimetres
}
FORMATS = ("babel.dates", "babel.numbers", "babel.units")
SIGNS = "€%×–"


def found(source):
    """Lines where a value is put into words: an f-string with a format or a sign beside a value, `strftime`, Babel."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=module) if module in FORMATS:
                yield node.lineno, module
            case ast.Attribute(attr="strftime"):
                yield node.lineno, "strftime"
            case ast.JoinedStr(values=parts):
                yield from ((node.lineno, sign) for sign in _formats(parts))
            case ast.Call(func=ast.Name(id="format")):
                yield node.lineno, "format"


def _formats(parts):
    for before, part, after in zip([None, *parts], parts, [*parts[1:], None], strict=False):
        if not isinstance(part, ast.FormattedValue):
            continue
        if part.format_spec is not None:
            yield "".join(str(getattr(each, "value", "")) for each in part.format_spec.values)
        beside = (_end(before, -1), _end(after, 0))
        yield from (sign for sign in beside if sign and sign in SIGNS)


def _end(part, place):
    text = part.value.strip(" \u00a0") if isinstance(part, ast.Constant) else ""
    return text[place] if text else ""


def test_nothing_else_formats_a_value():
    elsewhere = [
        f"{name}:{line}: {form}"
        for folder in SHOWN
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not (name := str(path.relative_to(ROOT))).startswith(PLACE) and name not in MACHINES
        for line, form in found(path.read_text("utf-8"))
    ]
    assert elsewhere == [], "say it with kiosk/base/values"


@pytest.mark.parametrize(
    "source",
    [
        'f"€ {price}"',
        'f"{price} €"',
        'f"{count} × {price}"',
        'f"{low}–{high}"',
        'f"{share} %"',
        'f"{day:%d/%m}"',
        'f"{hour:02d}:00"',
        'day.strftime("%A")',
        "from babel.dates import format_date",
    ],
)
def test_it_would_be_found(source):
    assert list(found(source))
