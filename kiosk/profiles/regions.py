"""What is usual in a part of the country: the suggestions of `kiosk profile new`; whoever answers takes them or not."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.base.languages import ROWS


@dataclass(frozen=True, slots=True)
class Region:
    """Suggestions: official languages, how desks serve, and the named days on which town halls close."""

    official: tuple[str, ...]
    access: str
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usual:
    """Usual words in an official language."""

    department: str
    hall: str
    reception: str
    page: str


_TABLE = tomllib.loads(Path(__file__).with_name("regions.toml").read_text("utf-8"))


def _region(name: str) -> Region:
    template = tomllib.loads((Path(__file__).parent / "templates" / f"{name}.toml").read_text("utf-8"))
    return Region(
        tuple(template["municipality"]["official_languages"]),
        template["places"][0]["access"]["default"],
        tuple(template["special_days"][0]["named"]),
    )


REGIONS: Final = {name: _region(name) for name in _TABLE["regions"]}
USUAL: Final = {code: Usual(**row) for code, row in _TABLE["words"].items()}
# from which age a card is no child's: what every town inherits
AGE_LIMIT: Final[int] = tomllib.loads(Path(__file__).with_name("national.toml").read_text("utf-8"))["child_card"][
    "age_limit"
]
REVIEWED: Final = frozenset(row.code for row in ROWS.values() if row.makers)
