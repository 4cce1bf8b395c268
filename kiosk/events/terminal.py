"""The event log for somebody who watches a terminal: one short line an event, when and what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from kiosk.events.fields import Plain
from kiosk.events.log import Record

_MARK = {"normal": " ", "warning": "!", "alarm": "‼"}


class TerminalSink:
    """Lines such as `10:41:02   device started: device card`; the file beside it has every field in full."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, record: Record, line: Mapping[str, Plain]) -> None:
        """Write one line and flush it."""
        del line
        told = [_field(name, value) for name, value in record.fields.items() if _interests(name, value)]
        what = ": ".join((record.event.value.replace("_", " "), *([", ".join(told)] if told else [])))
        self._stream.write(f"{record.at:%H:%M:%S} {_MARK[record.level]} {what}\n")
        self._stream.flush()

    def close(self) -> None:
        """The stream belongs to the caller."""


def _interests(name: str, value: Plain) -> bool:
    return name != "digest" and value not in (None, "") and (name != "seconds" or value != 0.0)


def _field(name: str, value: Plain) -> str:
    words = name.replace("_", " ")
    if isinstance(value, bool):
        return words if value else f"not {words}"
    return f"{words} {value:.3g}" if isinstance(value, float) else f"{words} {value}"
