"""The table of printer models (`models.toml`): what a printer has from the factory, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from devices.printer.status import Condition

_TABLE = Path(__file__).with_name("models.toml")
DEFAULT = "generic"


@dataclass(frozen=True, slots=True)
class Model:
    """One family of printers; the table's head says what each value means."""

    id: str
    name: str
    pages: tuple[tuple[int, str], ...]
    dots: int
    dpi: int
    cutter: bool
    presenter: bool
    buffer: int
    flow: str
    process_id: bool
    answers: bool
    distrusted: Condition
    sources: tuple[str, ...]


@lru_cache(maxsize=1)
def models() -> Mapping[str, Model]:
    """All models by the word that `[printer] model` has for them."""
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    return {key: _model(key, values) for key, values in table.items()}


def _model(key: str, values: Mapping[str, Any]) -> Model:
    distrusted = Condition.NONE
    for name in values.get("distrusted", ()):
        distrusted |= Condition[name]
    return Model(
        id=key,
        name=values["name"],
        pages=tuple((int(number), encoding) for number, encoding in values["pages"].items()),
        dots=values["dots"],
        dpi=values["dpi"],
        cutter=values["cutter"],
        presenter=values["presenter"],
        buffer=values["buffer"],
        flow=values["flow"],
        process_id=values["process_id"],
        answers=values.get("answers", True),
        distrusted=distrusted,
        sources=tuple(values["sources"]),
    )
