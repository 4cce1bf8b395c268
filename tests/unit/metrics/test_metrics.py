"""Metrics and the health address: what is counted, what is answered, and that nobody else is let in."""

import json
import urllib.error
import urllib.request
from datetime import datetime

import pytest

from devices.api.health import Health, Reason, State
from kiosk.clock import BRUSSELS, ManualClock
from kiosk.events import Event, EventLog, Part, VisitOutcome, VisitStep
from kiosk.health import OpenState, service_level
from kiosk.metrics import Metrics, MetricsServer, health_document

NOW = datetime(2027, 2, 20, 10, 0, tzinfo=BRUSSELS)


def level(*, store=True):
    devices = {"printer": Health(State.UNAVAILABLE, Reason.MEDIA_EMPTY)}
    return service_level(devices, store_ok=store, opening=OpenState(), staff_out=None, clock_ok=True)


@pytest.fixture
def metrics():
    counted = Metrics()
    log = EventLog(ManualClock(NOW), kiosk="k")
    log.subscribe(counted.listen)
    log.emit(Event.VISIT_STEP, visit="a", step=VisitStep.CARD, seconds=1.5)
    log.emit(Event.VISIT_ENDED, visit="a", outcome=VisitOutcome.TICKET, seconds=50.0, language="nl", touches=9)
    log.emit(Event.TICKET_ISSUED, visit="a", ticket="t", klass="R", existing=False)
    log.emit(Event.TICKET_ISSUED, visit="a", ticket="t", klass="R", existing=True)
    log.emit(Event.TICKET_PRINTED, ticket="t", seconds=2.0)
    log.emit(Event.DEVICE_LOST, device="printer", reason=Reason.MEDIA_EMPTY, count=1)
    log.emit(Event.CALLBACK_FAULT, part=Part.RUNNER, fault="KeyError", place="kiosk.runner:12", count=1)
    counted.observe(level(), {"printer": Health(State.UNAVAILABLE, Reason.MEDIA_EMPTY)}, {"R": 4})
    return counted


@pytest.mark.parametrize(
    "line",
    [
        'kiosk_visits_total{language="nl",outcome="ticket"} 1.0',
        'kiosk_visit_step_seconds_bucket{le="2.0",step="card"} 1.0',
        'kiosk_tickets_total{klass="R"} 1.0',
        'kiosk_ticket_paper_total{paper="printed"} 1.0',
        'kiosk_device_lost_total{device="printer",reason="media_empty"} 1.0',
        'kiosk_device_state{device="printer",state="unavailable"} 1.0',
        'kiosk_device_state{device="printer",state="ready"} 0.0',
        'kiosk_service_level{level="degraded"} 1.0',
        'kiosk_queue_waiting{klass="R"} 4.0',
        "kiosk_paper_low 1.0",
        'kiosk_faults_total{part="runner"} 1.0',
    ],
)
def test_what_happened_is_counted(metrics, line):
    assert line in metrics.text().decode().splitlines()


def test_every_event_of_the_catalogue_can_be_listened_to(metrics):
    from kiosk.events.generated import CATALOGUE
    from kiosk.events.log import Record

    for event, (grade, _, _, fields) in CATALOGUE.items():
        samples = {name: 1 if kind.annotation in ("int", "float") else False for name, (kind, _) in fields.items()}
        metrics.listen(Record(1, NOW, event, grade, samples))


def test_the_text_file_is_replaced_whole(metrics, tmp_path):
    metrics.write(tmp_path / "kiosk.prom")
    assert [path.name for path in tmp_path.iterdir()] == ["kiosk.prom"]
    assert b"kiosk_visits_total" in (tmp_path / "kiosk.prom").read_bytes()


@pytest.fixture
def served(metrics):
    state = {"level": level()}
    server = MetricsServer(metrics, lambda: health_document(state["level"], "0.1.0"), 0)
    server.start()
    yield f"http://127.0.0.1:{server.port}", state
    server.stop()


def get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.status, answer.read()


def test_metrics_and_health_are_answered_on_loopback(served):
    url, state = served
    assert b"kiosk_visits_total" in get(url + "/metrics")[1]
    status, body = get(url + "/health")
    assert status == 200
    assert json.loads(body) == {
        "level": "degraded",
        "reasons": [{"cause": "printer", "device": "printer", "reason": "media_empty"}],
        "can": ["dates", "ticket"],
        "until": None,
        "shared_store": None,
        "version": "0.1.0",
    }
    state["level"] = level(store=False)
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(url + "/health")
    assert caught.value.code == 503
    caught.value.close()


def test_other_addresses_are_not_there(served):
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(served[0] + "/../etc/passwd")
    assert caught.value.code == 404
    caught.value.close()
