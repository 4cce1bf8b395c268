"""Statements of the hot path: described once in Core, turned into each engine's own SQL once, then sent as they are.

Core makes the SQL of an upsert anew at every execution (it is not cacheable there), which costs more than the engine
needs for the work.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.sql.dml import Insert

from kiosk.queue.tables import to_micros


class Prepared:
    """An INSERT with named parameters; `build` gets the dialect's own `insert`."""

    def __init__(self, build: Callable[[Any], Insert | Any], columns: tuple[str, ...]) -> None:
        self._build = build
        self._columns = columns
        self._lock = threading.Lock()
        self._ready: dict[str, tuple[str, tuple[str, ...] | None]] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Send it; moments become microseconds, dates what the engine takes."""
        name = connection.dialect.name
        text, order = self._ready.get(name) or self._compile(connection)
        if order is None:
            return connection.exec_driver_sql(text, {key: _plain(value) for key, value in values.items()})
        # SQLite has no dates: ISO text, as Core writes it there
        return connection.exec_driver_sql(text, tuple(_text(values[key]) for key in order))

    def _compile(self, connection: Connection) -> tuple[str, tuple[str, ...] | None]:
        from sqlalchemy.dialects import postgresql, sqlite

        dialect = connection.dialect
        own = {"sqlite": sqlite, "postgresql": postgresql}[dialect.name]
        with self._lock:
            compiled = self._build(own).compile(dialect=dialect, column_keys=list(self._columns))
            order = tuple(compiled.positiontup or ()) if compiled.positional else None
            self._ready[dialect.name] = (str(compiled), order)
            return self._ready[dialect.name]


def _plain(value: Any) -> Any:
    return to_micros(value) if isinstance(value, datetime) else value


def _text(value: Any) -> Any:
    plain = _plain(value)
    return plain.isoformat() if isinstance(plain, date) else plain
