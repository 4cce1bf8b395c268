"""Short forms of a profile's file, written out before layers are laid: ranges of weekdays, a list of languages, no offer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.base.languages import ROWS
from kiosk.residence.vocabulary import Service

Table = dict[str, Any]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RANGE = re.compile(f"({'|'.join(WEEKDAYS)})-({'|'.join(WEEKDAYS)})")


def written_out(layer: Table) -> Table:
    """The layer with `monday-friday` as five days, and `languages = ["fr", "nl"]` as rows; the file's table is not changed."""
    whole: Table = _days(layer)
    languages = whole.get("languages")
    if isinstance(languages, list) and languages and all(isinstance(code, str) for code in languages):
        read = {row.code for row in ROWS.values() if row.makers}
        source = whole.get("source") if isinstance(whole.get("source"), str) else "own"
        whole["languages"] = [
            {"code": code, "source": source, **({} if code in read else {"unreviewed": True})} for code in languages
        ]
    return whole


def offered(rows: object) -> list[str]:
    """The services that the choices of a menu lead to, each once, in their order."""
    named = (
        dict.fromkeys(word for row in rows if isinstance(row, dict) for word in _of(row))
        if isinstance(rows, list)
        else {}
    )
    return [word for word in named if word in set(Service)]


def _of(row: Mapping[str, Any]) -> Iterator[str]:
    services = row.get("services")
    for word in (row.get("opens"), *(services if isinstance(services, list) else ())):
        if isinstance(word, str):
            yield word


def _days(value: Any) -> Any:
    if isinstance(value, list):
        return [_days(each) for each in value]
    if not isinstance(value, dict):
        return value
    whole: Table = {}
    ranged: Table = {}
    for key, each in value.items():
        found = _RANGE.fullmatch(key)
        first, last = (WEEKDAYS.index(day) for day in found.groups()) if found else (1, 0)
        if first >= last:
            whole[key] = _days(each)
        else:
            ranged |= dict.fromkeys(WEEKDAYS[first : last + 1], each)
    # a day that is named alone stands before the range that it lies in
    return {**ranged, **whole}
