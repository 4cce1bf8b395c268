"""Metrics and the health address: what is counted, what is answered, and that nobody else is let in."""

import json
import socket
import struct
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from devices.api.health import DeviceState, Health, Reason
from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.events.generated import Component, Event, VisitOutcome, VisitStep
from kiosk.events.log import EventLog
from kiosk.health.servicelevel import OpenState, service_level
from kiosk.station.metrics import CLIENTS, Metrics, health_document, metrics_server
from tests.support.waiting import PATIENCE

NOW = datetime(2027, 2, 20, 10, 0, tzinfo=BRUSSELS)


def level(*, store=True):
    devices = {"printer": Health(DeviceState.UNAVAILABLE, Reason.MEDIA_EMPTY)}
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
    log.emit(Event.CALLBACK_FAULT, part=Component.RUNNER, fault="KeyError", place="kiosk.station.runner:12", count=1)
    counted.observe(level(), {"printer": Health(DeviceState.UNAVAILABLE, Reason.MEDIA_EMPTY)}, {"R": 4})
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
    server = metrics_server(metrics, lambda: health_document(state["level"], "0.1.0"), 0)
    server.start()
    yield f"http://127.0.0.1:{server.address[1]}", state
    server.stop()


def get(url):
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
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


def test_every_series_that_can_be_known_stands_at_zero_from_the_first_scrape():
    lines = Metrics().text().decode().splitlines()
    for step in VisitStep:
        assert f'kiosk_visit_step_seconds_count{{step="{step.value}"}} 0.0' in lines
        assert f'kiosk_visit_step_seconds_bucket{{le="+Inf",step="{step.value}"}} 0.0' in lines
    for device in ("card", "printer", "camera", "panel", "scanner", "speech", "display"):
        for state in DeviceState:
            assert f'kiosk_device_state{{device="{device}",state="{state.value}"}} 0.0' in lines
    for outcome in VisitOutcome:
        assert f'kiosk_visits_total{{language="nl",outcome="{outcome.value}"}} 0.0' in lines
    assert 'kiosk_ticket_paper_total{paper="not_printed"} 0.0' in lines


def test_a_class_where_nobody_waits_any_more_goes_back_to_zero():
    counted = Metrics()
    counted.observe(level(), {}, {"R": 4, "P": 1})
    counted.observe(level(), {}, {"P": 2})
    assert 'kiosk_queue_waiting{klass="R"} 0.0' in counted.text().decode()
    counted.observe(level(), {}, None)
    assert 'kiosk_queue_waiting{klass="P"} NaN' in counted.text().decode()


def raw(url, *parts):
    """Bytes to the listener as they are; everything that it answers."""
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=PATIENCE) as line:
        for part in parts:
            line.sendall(part)
        answer = b""
        try:
            while more := line.recv(65536):
                answer += more
        except ConnectionError:
            pass
        return answer


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "CONNECT", "NONSENSE"])
def test_only_get_is_answered(served, method):
    url, _ = served
    assert b" 405 " in raw(url, f"{method} /metrics HTTP/1.0\r\n\r\n".encode()).split(b"\r\n")[0]
    assert get(url + "/metrics")[0] == 200


@pytest.mark.parametrize(
    "request_line", [b"\0\xff\r\n\r\n", b"GET\r\n\r\n", b"GET /metrics HTTP/9\r\n\r\n", b"GET /" + b"a" * 70_000 + b" HTTP/1.0\r\n\r\n"]
)  # fmt: skip
def test_nonsense_is_refused_and_the_next_one_is_answered(served, request_line):
    url, _ = served
    assert b" 200 " not in raw(url, request_line).split(b"\r\n")[0]
    assert get(url + "/health")[0] == 200


def test_clients_that_stay_or_go_too_early_do_not_keep_the_others_away(served, capfd):
    url, _ = served
    port = int(url.rpartition(":")[2])
    # as many as there is room for: they say half a line and stay
    slow = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in range(CLIENTS)]
    for line in slow:
        line.sendall(b"GET /met")
    for _ in range(3):
        assert get(url + "/metrics")[0] == 200
    # they go without having read their answer
    for line in slow:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()
    assert get(url + "/metrics")[0] == 200
    assert "Traceback" not in capfd.readouterr().err


def test_many_clients_at_once_get_whole_answers_or_none(served):
    url, _ = served
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: raw(url, b"GET /metrics HTTP/1.0\r\n\r\n"), range(64)))
    whole = [answer for answer in answers if answer]
    assert whole
    for answer in whole:
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 ")
        assert body.endswith(b"\n")


def test_other_addresses_are_not_there(served):
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(served[0] + "/../etc/passwd")
    assert caught.value.code == 404
    caught.value.close()
