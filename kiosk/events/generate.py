"""Makes `generated.py` and `docs/EVENTS.md` from `events.toml`, or says that they are stale.

`python -m kiosk.events.generate` writes both; `kiosk docs` does so too, from `texts()`.
"""

from __future__ import annotations

import enum
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.events.fields import TYPES

HERE = Path(__file__).parent
SOURCE = HERE / "events.toml"
CODE = HERE / "generated.py"
DOCUMENT = HERE.parent.parent / "docs" / "EVENTS.md"

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class CatalogueError(ValueError):
    """`events.toml` says something that cannot be; the message names the entry."""


class Level(enum.StrEnum):
    """NORMAL is a fact, WARNING wants a look, ALARM wants a person now."""

    NORMAL = "normal"
    WARNING = "warning"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Code:
    """A closed list of words: its own `values`, or `python`, the place of an enum that exists."""

    name: str
    text: str
    values: tuple[str, ...]
    python: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the catalogue; `fields` are (name, type, optional)."""

    name: str
    level: Level
    audit: bool
    text: str
    fields: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole of `events.toml`."""

    codes: tuple[Code, ...]
    events: tuple[Entry, ...]


def load(source: Path = SOURCE) -> Catalogue:
    """Read and check the catalogue; CatalogueError names the first entry that is wrong."""
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    unknown = set(data) - {"codes", "event"}
    if unknown:
        raise CatalogueError(f"unknown tables: {sorted(unknown)}")
    codes = tuple(_code(name, table) for name, table in data["codes"].items())
    known = {code.name for code in codes}
    events = tuple(_entry(name, table, known) for name, table in data["event"].items())
    used = {kind[5:] for event in events for _, kind, _ in event.fields if kind.startswith("code:")}
    if known - used:
        raise CatalogueError(f"lists that no event uses: {sorted(known - used)}")
    return Catalogue(codes, events)


def _code(name: str, table: Mapping[str, object]) -> Code:
    if set(table) not in ({"text", "values"}, {"text", "python"}):
        raise CatalogueError(f"codes.{name}: has `text`, and either `values` or `python`")
    values = table.get("values", [])
    if not isinstance(values, list) or len(set(values)) != len(values):
        raise CatalogueError(f"codes.{name}: values are different words")
    for value in values:
        if not (isinstance(value, str) and _NAME.fullmatch(value)):
            raise CatalogueError(f"codes.{name}: {value!r} is no word in small letters")
    return Code(name, str(table["text"]), tuple(values), str(table.get("python", "")))


def _entry(name: str, table: Mapping[str, object], codes: set[str]) -> Entry:
    if not _NAME.fullmatch(name) or not {"level", "text", "fields"} <= set(table) <= {
        "level",
        "text",
        "fields",
        "audit",
    }:
        raise CatalogueError(f"event.{name}: has level, text, fields, and perhaps audit")
    fields = table["fields"]
    if not isinstance(fields, dict):
        raise CatalogueError(f"event.{name}: fields are a table")
    read: list[tuple[str, str, bool]] = []
    for field, kind in fields.items():
        bare = str(kind).removesuffix("?")
        if bare not in TYPES and not (bare.startswith("code:") and bare[5:] in codes):
            raise CatalogueError(f"event.{name}.{field}: there is no type {kind!r}")
        if field in ("event", "at", "seq", "level", "kiosk", "self"):
            raise CatalogueError(f"event.{name}.{field}: this name is the record's own")
        read.append((field, bare, str(kind).endswith("?")))
    text = str(table["text"])
    if not text.endswith("."):
        raise CatalogueError(f"event.{name}: its text is a sentence")
    return Entry(name, Level(str(table["level"])), bool(table.get("audit", False)), text, tuple(read))


def _annotation(kind: str, optional: bool) -> str:
    plain = kind[5:] if kind.startswith("code:") else TYPES[kind].annotation
    return f"{plain} | None = None" if optional else plain


def code_text(catalogue: Catalogue) -> str:
    """The source of `generated.py`, as the formatter leaves it."""
    lines = [
        '"""Generated from events.toml by `python -m kiosk.events.generate`; changes belong there."""',
        "",
        "from __future__ import annotations",
        "",
        "import enum",
        "from datetime import datetime",
        "from typing import Literal, overload",
        "",
    ]
    homes: dict[str, list[str]] = {}
    for code in catalogue.codes:
        if code.python:
            module, name = code.python.split(":")
            homes.setdefault(module, []).append(f"{name} as {code.name}")
    lines += [f"from {module} import {name}" for module, names in sorted(homes.items()) for name in sorted(names)]
    lines += ["from kiosk.events.fields import TYPES, FieldType, code_type", ""]
    for code in catalogue.codes:
        if code.values:
            lines += ["", f"class {code.name}(enum.StrEnum):", f'    """{code.text}"""', ""]
            lines += [f'    {value.upper()} = "{value}"' for value in code.values]
            lines.append("")
    lines += ["", "class Event(enum.StrEnum):", '    """Everything that is ever logged."""', ""]
    lines += [f'    {event.name.upper()} = "{event.name}"' for event in catalogue.events]
    lines += ["", "", "# event -> (level, audited, what happened, fields: name -> (type, may be None))"]
    lines.append("CATALOGUE: dict[Event, tuple[str, bool, str, dict[str, tuple[FieldType, bool]]]] = {")
    for event in catalogue.events:
        fields = ", ".join(f'"{name}": ({_runtime(kind)}, {optional})' for name, kind, optional in event.fields)
        lines.append(
            f'    Event.{event.name.upper()}: ("{event.level}", {event.audit}, {_quoted(event.text)}, {{{fields}}}),'
        )
    lines += ["}", "", "", "class TypedEmitter:"]
    lines += ['    """`emit` with the fields of every event typed; a log inherits it and keeps the records."""', ""]
    for event in catalogue.events:
        arguments = "".join(f", {name}: {_annotation(kind, optional)}" for name, kind, optional in event.fields)
        star = ", *" if arguments else ""
        lines += [
            "    @overload",
            f"    def emit(self, event: Literal[Event.{event.name.upper()}]{star}{arguments}) -> None: ...",
        ]
    lines += [
        "    def emit(self, event: Event, **fields: object) -> None:",
        '        """Record that this happened.  FieldError when a field is missing, unknown, or of a wrong kind."""',
        "        self.keep(event, fields)",
        "",
        "    def keep(self, event: Event, fields: dict[str, object]) -> None:",
        '        """What a log does with an event."""',
        "        raise NotImplementedError",
        "",
    ]
    return _formatted("\n".join(lines))


def _runtime(kind: str) -> str:
    return f"code_type({kind[5:]})" if kind.startswith("code:") else f'TYPES["{kind}"]'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _formatted(source: str) -> str:
    """The house's formatting, so that the file that is committed is the file that is generated."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(CODE), "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True, cwd=HERE, timeout=300)
    return done.stdout


def document_text(catalogue: Catalogue) -> str:
    """The text of `docs/EVENTS.md`."""
    lines = [
        "# Events",
        "",
        "Generated from `kiosk/events/events.toml`; changes belong there.  Everything the kiosk logs is one of these",
        f"{len(catalogue.events)} events, as one JSON object a line: `seq`, `at` (ISO 8601), `level`, `event`, `kiosk`, and the fields below.",
        "**alarm**: a person must act now.  **warning**: somebody should look.  **normal**: a fact.",
        "Audited events are also in the hash-chained log of staff acts.",
        "",
        "| event | level | what happened | fields |",
        "|---|---|---|---|",
    ]
    for event in catalogue.events:
        fields = ", ".join(
            f"`{name}` {kind.removeprefix('code:')}{' or nothing' if optional else ''}"
            for name, kind, optional in event.fields
        )
        level = f"**{event.level}**" if event.level is not Level.NORMAL else "normal"
        audited = " (audited)" if event.audit else ""
        lines.append(f"| `{event.name}` | {level}{audited} | {event.text} | {fields or '–'} |")
    lines += [
        "",
        "## Types of fields",
        "",
        "No type has room for a name, a register number, a card number or a PIN.",
        "",
        "| type | takes |",
        "|---|---|",
    ]
    lines += [f"| {name} | {kind.takes} |" for name, kind in TYPES.items()]
    lines += ["", "## Lists of words", "", "| list | what it says | words |", "|---|---|---|"]
    for code in catalogue.codes:
        words = ", ".join(f"`{value}`" for value in code.values) or f"those of `{code.python.replace(':', '.')}`"
        lines.append(f"| {code.name} | {code.text} | {words} |")
    return "\n".join(lines) + "\n"


def texts() -> dict[Path, str]:
    """Both generated files with the text that they should have."""
    catalogue = load()
    return {CODE: code_text(catalogue), DOCUMENT: document_text(catalogue)}


def write() -> list[Path]:
    """Write what is stale; the paths that changed."""
    changed = []
    for path, text in texts().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


if __name__ == "__main__":
    for written in write():
        sys.stdout.write(f"wrote {written}\n")
