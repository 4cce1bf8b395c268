"""The catalogue of everything that is ever logged, and the log."""

from kiosk.events.fields import CONSOLE, FieldError
from kiosk.events.file import FileSink
from kiosk.events.generated import (
    ActResult,
    CloseCause,
    Component,
    DropCause,
    Event,
    OutReason,
    Privacy,
    ServiceCause,
    ServiceState,
    StaffAct,
    StaffDoor,
    StaffExit,
    VisitOutcome,
    VisitStep,
)
from kiosk.events.log import EventLog, Record, Sink, StreamSink

__all__ = [
    "CONSOLE",
    "ActResult",
    "CloseCause",
    "Component",
    "DropCause",
    "Event",
    "EventLog",
    "FieldError",
    "FileSink",
    "OutReason",
    "Privacy",
    "Record",
    "ServiceCause",
    "ServiceState",
    "Sink",
    "StaffAct",
    "StaffDoor",
    "StaffExit",
    "StreamSink",
    "VisitOutcome",
    "VisitStep",
]
