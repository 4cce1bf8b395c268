"""Numbers for a monitoring system, counted from the event log: Prometheus on loopback, or a text file for node_exporter.

Beside `/metrics` the listener answers `/health` with one JSON object: 200 while the kiosk takes visitors, 503 while it is out
of service.  Nothing here knows a person: labels are closed lists of words and the names of devices.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, make_asgi_app
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from devices.api.health import DeviceState, Health, Reason
from kiosk.base.door import Limits
from kiosk.base.durable import replace_file
from kiosk.base.languages import LANGUAGES
from kiosk.base.webserver import WebServer
from kiosk.events.fields import DEVICES
from kiosk.events.generated import Event, VisitOutcome, VisitStep
from kiosk.events.log import Record
from kiosk.health.servicelevel import Level, ServiceLevel
from kiosk.profiles.source import Alarm, AlarmKind
from kiosk.queue.model import Line

# what the kiosk reaches and what has no state of a device
_LINKS = ("store", "office", "clock")
# more at once than a monitoring system and a curious technician need
CLIENTS = 8
_LIMITS = Limits(places=CLIENTS, places_of_one=CLIENTS, receipt=5.0, answer=10.0)
_VISIT_SECONDS = (5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600)
_STEP_SECONDS = (0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 30, 60)


class Metrics:
    """The kiosk's numbers: `listen` is a listener of the event log, `observe` takes what is no event."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own = self.registry
        self._visits = Counter("kiosk_visits", "Visits by outcome", ["outcome", "language"], registry=own)
        self._visit_seconds = Histogram("kiosk_visit_seconds", "Length of visits", buckets=_VISIT_SECONDS, registry=own)
        self._steps = Histogram(
            "kiosk_visit_step_seconds", "Length of the parts of a visit", ["step"], buckets=_STEP_SECONDS, registry=own
        )
        self._tickets = Counter("kiosk_tickets", "Tickets by class", ["klass"], registry=own)
        self._paper = Counter("kiosk_ticket_paper", "Tickets by what became of their paper", ["paper"], registry=own)
        self._cards = Counter("kiosk_cards", "Cards by verdict or trouble", ["result"], registry=own)
        self._pins = Counter("kiosk_pins", "PINs by what the chip said", ["outcome"], registry=own)
        self._faults = Counter("kiosk_faults", "Faults of the software", ["part"], registry=own)
        self._lost = Counter("kiosk_device_lost", "Losses of a device by reason", ["device", "reason"], registry=own)
        self._replaced = Counter("kiosk_worker_replaced", "Workers that were stuck", ["device"], registry=own)
        self._events = Counter("kiosk_events", "Events by level", ["level"], registry=own)
        self._state = Gauge(
            "kiosk_device_state", "1 for the state that a device is in", ["device", "state"], registry=own
        )
        self._paper_low = Gauge("kiosk_paper_low", "1 when the paper is near its end", registry=own)
        self._level = Gauge("kiosk_service_level", "1 for the level that is in force", ["level"], registry=own)
        self._queue = Gauge("kiosk_queue_waiting", "People who wait, by class", ["klass"], registry=own)
        self._profile = Gauge("kiosk_profile_alarms", "Remarks about the profile, by kind", ["kind"], registry=own)
        self._outbox = Gauge("kiosk_outbox", "Tickets that wait for the shared store", registry=own)
        self._shared = Gauge("kiosk_shared_store_up", "1 while the shared store answers; without one: 1", registry=own)
        self._info = Gauge("kiosk_info", "The program", ["version"], registry=own)
        self._classes: set[str] = set()
        self._begin()

    def _begin(self) -> None:
        """Every series whose labels are known stands at zero from the first scrape: a rate needs a first value."""
        for step in VisitStep:
            self._steps.labels(step.value)
        for outcome, language in itertools.product(VisitOutcome, LANGUAGES):
            self._visits.labels(outcome.value, language)
        for paper in ("printed", "not_printed", "reprinted"):
            self._paper.labels(paper)
        for device in (name for name in DEVICES if name not in _LINKS):
            self._replaced.labels(device)
            for state in DeviceState:
                self._state.labels(device, state.value).set(0)
        for level in Level:
            self._level.labels(level.value).set(0)
        for kind in AlarmKind:
            self._profile.labels(kind.value).set(0)
        for grade in ("normal", "warning", "alarm"):
            self._events.labels(grade)

    def listen(self, record: Record) -> None:
        """Count one record."""
        self._events.labels(record.level).inc()
        fields = {name: str(value) for name, value in record.fields.items()}
        seconds = float(record.fields.get("seconds") or 0.0)
        match record.event:
            case Event.VISIT_ENDED:
                self._visits.labels(fields["outcome"], fields["language"]).inc()
                self._visit_seconds.observe(seconds)
            case Event.VISIT_STEP:
                self._steps.labels(fields["step"]).observe(seconds)
            case Event.TICKET_ISSUED if not record.fields["existing"]:
                self._tickets.labels(fields["klass"]).inc()
            case Event.TICKET_PRINTED:
                self._paper.labels("printed").inc()
            case Event.TICKET_NOT_PRINTED:
                self._paper.labels("not_printed").inc()
            case Event.TICKET_REPRINTED:
                self._paper.labels("reprinted").inc()
            case Event.CARD_JUDGED:
                self._cards.labels(fields["verdict"]).inc()
            case Event.CARD_FAULT:
                self._cards.labels(fields["problem"]).inc()
            case Event.PIN_CHECKED:
                self._pins.labels(fields["outcome"]).inc()
            case Event.CALLBACK_FAULT:
                self._faults.labels(fields["part"]).inc()
            case Event.DEVICE_LOST:
                self._lost.labels(fields["device"], fields["reason"]).inc()
            case Event.WORKER_REPLACED:
                self._replaced.labels(fields["device"]).inc()
            case Event.APPLICATION_STARTED:
                self._info.labels(fields["version"]).set(1)
            case _:
                pass

    def observe(
        self,
        level: ServiceLevel,
        devices: Mapping[str, Health],
        waiting: Mapping[str, int] | None = None,
        alarms: tuple[Alarm, ...] = (),
        line: Line | None = None,
    ) -> None:
        """Take over what is so now: level, devices, how many wait, what is wrong in the profile, the line to the store."""
        self._outbox.set(line.waiting if line else 0)
        self._shared.set(line is None or line.online)
        for each in Level:
            self._level.labels(each.value).set(each is level.level)
        for name, health in devices.items():
            if name in DEVICES:
                for state in DeviceState:
                    self._state.labels(name, state.value).set(state is health.state)
        printer = devices.get("printer")
        self._paper_low.set(printer is not None and printer.reason in (Reason.MEDIA_LOW, Reason.MEDIA_EMPTY))
        for kind in AlarmKind:
            self._profile.labels(kind.value).set(sum(alarm.kind is kind for alarm in alarms))
        # a class where nobody waits any more is not among them; NaN: a queue that does not tell
        self._classes |= set(waiting or {})
        for klass in self._classes:
            self._queue.labels(klass).set(math.nan if waiting is None else waiting.get(klass, 0))

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)

    def write(self, path: Path) -> None:
        """Replace a text file (node_exporter's textfile collector).  OSError when it cannot be written."""
        replace_file(path, self.text(), 0o644)


def health_document(level: ServiceLevel, version: str, line: Line | None = None) -> dict[str, object]:
    """The answer of `/health`: level, reasons (cause and device), when it opens again, the line to the shared store."""
    shared = (
        {"online": line.online, "since": line.since.isoformat(timespec="seconds"), "waiting": line.waiting}
        if line
        else None
    )
    return {
        "level": level.level.value,
        "reasons": [
            {
                "cause": ground.cause.value,
                "device": ground.explanation.device if ground.explanation else None,
                "reason": ground.explanation.reason.value if ground.explanation else None,
            }
            for ground in level.reasons
        ],
        "can": sorted(level.can),
        "until": level.until.isoformat() if level.until else None,
        "shared_store": shared,
        "version": version,
    }


def metrics_server(metrics: Metrics, health: Callable[[], dict[str, object]], port: int) -> WebServer:
    """`/metrics` and `/health` on 127.0.0.1; `health` is asked at every request.  Port 0 takes a free one."""
    numbers = make_asgi_app(metrics.registry)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the two addresses that there are."""
        if scope["method"] != "GET":
            await Response(status_code=405, headers={"Allow": "GET"})(scope, receive, send)
        elif scope["path"] == "/metrics":
            await numbers(scope, receive, send)
        elif scope["path"] == "/health":
            document = health()
            status = 503 if document["level"] == Level.OUT_OF_SERVICE.value else 200
            await JSONResponse(document, status)(scope, receive, send)
        else:
            await Response(status_code=404)(scope, receive, send)

    return WebServer(application, port=port, name="metrics", limits=_LIMITS)
