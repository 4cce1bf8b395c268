"""Listens at the wire between a store and its PostgreSQL server: which statements travel, and how often an answer is waited for."""

import re

from psycopg.pq import Trace
from sqlalchemy import event

_MESSAGE = re.compile(r"^([FB])\t\d+\t(\w+)(.*?)(?=^[FB]\t\d+\t|\Z)", re.MULTILINE | re.DOTALL)
_PREPARED_AFTER = 5  # psycopg lets the server prepare what was sent so often: then a statement travels by its name


class Wire:
    """What libpq itself writes down of each line of a store."""

    def __init__(self, store, folder):
        self._file = (folder / "wire").open("w")
        self._heard = (folder / "wire").open()
        self._prepared = {}
        event.listen(store.database.engine, "connect", self._listen)
        store.database.engine.dispose()  # lines that are heard from their beginning

    def _listen(self, line, _record):
        line.pgconn.trace(self._file.fileno())
        line.pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)

    def close(self):
        """Listen no more; the store's lines are closed before."""
        self._file.close()
        self._heard.close()

    def of(self, question):
        """Of each round trip the statements that it carried, once the lines are warm."""
        for _ in range(_PREPARED_AFTER + 2):
            question()
        list(self._trips())
        question()
        return [trip for trip in self._trips() if trip]

    def _trips(self):
        trip, told = [], False
        for found in _MESSAGE.finditer(self._heard.read()):
            side, kind, rest = found.groups()
            if kind == "Parse":
                name, text = re.match(r'\s*"(\w*)" "(.*)"', rest, re.DOTALL).groups()
                self._prepared[name] = text
            if side == "F" and told:
                yield trip
                trip, told = [], False
            if side == "F" and kind in {"Query", "Bind"}:
                name = re.findall(r'"(\w*)"', rest)
                trip.append(rest.strip(' "\t\n') if kind == "Query" else self._prepared[name[1]])
            told = told or kind == "ReadyForQuery"
        yield trip
