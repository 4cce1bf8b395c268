"""The event log: one record an event, to journald, to a bounded file, to a ring for staff, and to listeners.

`EventLog.emit` may be called from any thread.  A sink that fails never stops the kiosk: lost lines are counted, and
said as soon as the sink works again.
"""

from __future__ import annotations

import errno
import json
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TextIO

import structlog

from kiosk.base.clock import Clock
from kiosk.events.fields import FieldError, Plain, checked
from kiosk.events.generated import CATALOGUE, Event, TypedEmitter

RING = 400

# syslog priorities as journald reads them at the start of a line: info, warning, critical
_PRIORITY = {"normal": "<6>", "warning": "<4>", "alarm": "<2>"}


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened: `seq` counts from 1 in every run, `at` is civil time, `fields` are plain values."""

    seq: int
    at: datetime
    event: Event
    level: str
    fields: Mapping[str, Plain]

    @property
    def text(self) -> str:
        """What happened, for people (English)."""
        return CATALOGUE[self.event][2]

    @property
    def audited(self) -> bool:
        """True when it belongs in the log of staff acts."""
        return CATALOGUE[self.event][1]

    def as_dict(self, kiosk: str) -> dict[str, Plain]:
        """The record as it stands in a log line."""
        head: dict[str, Plain] = {
            "seq": self.seq,
            "at": self.at.isoformat(timespec="milliseconds"),
            "level": self.level,
            "event": self.event.value,
            "kiosk": kiosk,
        }
        return {**head, **self.fields}


Listener = Callable[[Record], None]


class Sink(Protocol):
    """Where lines go."""

    def write(self, record: Record, line: Mapping[str, Plain]) -> None:
        """Keep one line; OSError when it cannot be kept."""
        ...

    def close(self) -> None:
        """Let go of what is open."""
        ...


class StreamSink:
    """JSON lines to a stream through structlog; for journald each begins with its priority (`<4>`)."""

    def __init__(self, stream: TextIO, *, journal: bool = False) -> None:
        self._journal = journal
        self._logger = structlog.wrap_logger(
            structlog.WriteLogger(stream),
            processors=[self._render],
            wrapper_class=structlog.BoundLogger,
            context_class=dict,
            cache_logger_on_first_use=True,
        )

    def _render(self, _logger: object, _method: str, line: structlog.types.EventDict) -> str:
        # structlog moves the event to the end; a line begins with what happened when
        head = {name: line[name] for name in ("seq", "at", "level", "event", "kiosk")}
        text = json.dumps({**head, **line}, ensure_ascii=False)
        return _PRIORITY[str(line["level"])] + text if self._journal else text

    def write(self, record: Record, line: Mapping[str, Plain]) -> None:
        """Write one line and flush it."""
        del record
        self._logger.info(**line)

    def close(self) -> None:
        """The stream belongs to the caller."""


class EventLog(TypedEmitter):
    """Keeps what happens; the one place that everything is logged through."""

    def __init__(self, clock: Clock, *, kiosk: str, sinks: tuple[Sink, ...] = (), ring: int = RING) -> None:
        self._clock = clock
        self._kiosk = kiosk
        self._sinks = sinks
        self._lost = [0] * len(sinks)
        self._lock = threading.Lock()
        self._ring: deque[Record] = deque(maxlen=ring)
        self._listeners: tuple[Listener, ...] = ()
        self._seq = 0

    @property
    def kiosk(self) -> str:
        """The id of this kiosk, which every line bears."""
        return self._kiosk

    def recent(self, count: int = RING) -> tuple[Record, ...]:
        """The last records, newest first."""
        with self._lock:
            return tuple(self._ring)[: -count - 1 : -1]

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every record, in the thread that emits; the answer takes it off again."""
        with self._lock:
            self._listeners += (listener,)

        def unsubscribe() -> None:
            with self._lock:
                self._listeners = tuple(other for other in self._listeners if other is not listener)

        return unsubscribe

    def keep(self, event: Event, fields: dict[str, object]) -> None:
        """Check the fields, keep the record, and tell the listeners."""
        record, listeners = self._record(event, _plain(event, fields)), self._listeners
        for listener in listeners:
            try:
                listener(record)
            except Exception as fault:
                # a broken listener must not cost the event nor what caused it; said once a record, to the sinks only
                self._record(Event.SUBSCRIBER_FAULT, {"fault": type(fault).__name__})

    def close(self) -> None:
        """Close the sinks; later events still reach the ring and the listeners."""
        with self._lock:
            for sink in self._sinks:
                sink.close()
            self._sinks = ()

    def _record(self, event: Event, fields: dict[str, Plain]) -> Record:
        with self._lock:
            record = self._next(event, fields)
            for at, sink in enumerate(self._sinks):
                self._write(at, sink, record)
        return record

    def _next(self, event: Event, fields: dict[str, Plain]) -> Record:
        self._seq += 1
        record = Record(self._seq, self._clock.now(), event, CATALOGUE[event][0], fields)
        self._ring.append(record)
        return record

    def _write(self, at: int, sink: Sink, record: Record) -> None:
        try:
            sink.write(record, record.as_dict(self._kiosk))
            if self._lost[at]:
                lost, self._lost[at] = self._lost[at], 0
                said = self._next(Event.LOG_LINES_LOST, {"count": lost, "errno": "OTHER"})
                sink.write(said, said.as_dict(self._kiosk))
        except OSError as fault:
            if not self._lost[at]:
                name = errno.errorcode.get(fault.errno or 0, "OTHER")
                self._next(Event.LOG_LINES_LOST, {"count": 1, "errno": name})
            self._lost[at] += 1


def _plain(event: Event, fields: Mapping[str, object]) -> dict[str, Plain]:
    """The fields as plain values, in the catalogue's order; FieldError for a field too many, too few, or wrong."""
    wanted = CATALOGUE[event][3]
    unknown = set(fields) - set(wanted)
    if unknown:
        raise FieldError(f"{event.value}: has no field {', '.join(sorted(unknown))}")
    plain: dict[str, Plain] = {}
    for name, (kind, optional) in wanted.items():
        if name not in fields and not optional:
            raise FieldError(f"{event.value}: field {name} is missing")
        plain[name] = checked(event.value, name, kind, fields.get(name), optional=optional)
    return plain
