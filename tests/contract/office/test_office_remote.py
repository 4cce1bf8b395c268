"""The HTTP adapter against a real server on loopback: answers, silence, time-outs, the circuit, mutual TLS."""

import importlib.util
import threading
from datetime import date, datetime
from pathlib import Path

import pytest

from devices.simulators.office import STATUSES, SimulatedOffice
from kiosk.base.clock import BRUSSELS
from kiosk.office.checkin import ByCode, Window, find
from kiosk.office.circuit import FAULTS, REST
from kiosk.office.keys import OfficeKey
from kiosk.office.model import CardStatus, CheckInCode, OfficeAnswer, Silence, StatusUnknown
from kiosk.office.remote import Access, RemoteOffice
from kiosk.profiles import loader
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts
from kiosk.residence.vocabulary import Codes, ResultCode, Service, TicketClass
from kiosk.station.inquiries import facts_of
from tests.support.waiting import PATIENCE

_spec = importlib.util.spec_from_file_location(
    "officeserver", Path(__file__).parents[2] / "support" / "queue" / "officeserver.py"
)
officeserver = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(officeserver)

EMRE = "91081712373"
KEY = OfficeKey(b"k" * 32)
STATUS, FIND = "/v1/card-status", "/v1/appointments/find"


@pytest.fixture
def server():
    running = officeserver.OfficeServer(token="secret-token")
    yield running
    running.close()


@pytest.fixture
def remote(clock):
    opened = []

    def make(url, timeout=PATIENCE, **more):
        access = Access(url, **{"token": "secret-token", **more})
        opened.append(RemoteOffice(access, key=KEY, clock=clock, timeout=timeout))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def test_an_answer_is_understood(server, remote):
    server.answers[STATUS] = {
        "status": "ready",
        "place": "gentbrugge",
        "applied_on": "2026-11-02",
        "applied_at": "gentbrugge",
        "letter_on": "2026-11-18",
        "urgent": True,
        "something_new": 1,
    }
    answer = remote(server.url).lookup(EMRE)
    assert answer == OfficeAnswer(
        CardStatus.READY, "gentbrugge", date(2026, 11, 2), "gentbrugge", date(2026, 11, 18), urgent=True
    )


@pytest.mark.parametrize("status", CardStatus)
def test_every_status_of_the_described_service_arrives_as_itself(remote, status):
    with SimulatedOffice(place="rabot") as office:
        office.say(status.value)
        assert remote(office.url).lookup(EMRE) == OfficeAnswer(status, "rabot")


def test_the_simulated_office_can_say_every_status():
    assert set(STATUSES) == {status.value for status in CardStatus}


def test_r041_a_card_that_the_office_destroyed_is_told_as_gone_over_the_wire(server, remote):
    server.answers[STATUS] = {
        "status": "destroyed",
        "place": "gentbrugge",
        "applied_on": "2026-11-02",
        "letter_on": "2026-11-18",
    }
    found = remote(server.url).lookup(EMRE)
    assert found == OfficeAnswer(
        CardStatus.DESTROYED, "gentbrugge", applied_on=date(2026, 11, 2), letter_on=date(2026, 11, 18)
    )
    known = Facts(service=Service.COLLECT, codes=Codes.YES, place="stadskantoor", **facts_of(found))
    late = datetime(2027, 2, 3, 10, 0, tzinfo=BRUSSELS)
    told = answer(known, loader.load("gent"), late, clock_ok=True)
    assert (told.result, told.ticket_class) == (ResultCode.DESTROYED_OR_EXPIRED, TicketClass.REQUEST)
    assert told.dates.collect_until == date(2027, 2, 2)


def test_the_person_is_named_by_the_keyed_hash_in_the_body(server, remote):
    server.answers[STATUS] = {"status": "none"}
    remote(server.url).lookup("91.08.17-123.73")
    assert server.questions == [(STATUS, {"subject": KEY.person(EMRE)})]


@pytest.mark.parametrize(
    ("status", "answer", "why"),
    [
        (500, {}, Silence.REFUSED),
        (404, {}, Silence.REFUSED),
        (302, {}, Silence.REFUSED),
        (200, b"not json", Silence.NOT_UNDERSTOOD),
        (200, {"status": "somewhere"}, Silence.NOT_UNDERSTOOD),
        (200, {"status": "ready", "place": "<b>"}, Silence.NOT_UNDERSTOOD),
        (200, b"[" * 70_000, Silence.NOT_UNDERSTOOD),
    ],
)
def test_r011_whatever_is_no_answer_is_status_unknown(server, remote, status, answer, why):
    server.status, server.answers[STATUS] = status, answer
    assert remote(server.url).lookup(EMRE) == StatusUnknown(why)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("error", Silence.REFUSED),
        ("nonsense", Silence.NOT_UNDERSTOOD),
        ("hang_up", Silence.UNREACHABLE),
        ("slow", Silence.TIMEOUT),
    ],
)
def test_every_fault_of_a_played_office_is_status_unknown_and_over_when_it_is_cleared(remote, fault, why):
    with SimulatedOffice(place="rabot") as office:
        office.say("ready")
        office.fault(fault)
        assert remote(office.url, timeout=1.0).lookup(EMRE) == StatusUnknown(why)
        office.clear()
        assert remote(office.url).lookup(EMRE) == OfficeAnswer(CardStatus.READY, "rabot")


def test_a_wrong_token_is_refused(server, remote):
    assert remote(server.url, token="wrong").lookup(EMRE) == StatusUnknown(Silence.REFUSED)


def test_a_stalled_office_is_left_after_the_time_limit_and_not_asked_twice(server, remote):
    server.held = threading.Event()
    assert remote(server.url, timeout=0.2).lookup(EMRE) == StatusUnknown(Silence.TIMEOUT)
    assert len(server.questions) == 1


def test_after_three_faults_the_office_is_left_alone_for_a_while(server, remote, clock):
    office = remote(server.url)
    server.status = 500
    for _ in range(FAULTS):
        assert office.lookup(EMRE) == StatusUnknown(Silence.REFUSED)
    assert office.lookup(EMRE) == StatusUnknown(Silence.CIRCUIT_OPEN)
    assert len(server.questions) == FAULTS
    clock.advance(REST)
    assert office.lookup(EMRE) == StatusUnknown(Silence.REFUSED)
    assert office.lookup(EMRE) == StatusUnknown(Silence.CIRCUIT_OPEN)
    clock.advance(REST)
    server.status, server.answers[STATUS] = 200, {"status": "in_production"}
    assert office.lookup(EMRE) == OfficeAnswer(CardStatus.IN_PRODUCTION)
    assert office.lookup(EMRE) == OfficeAnswer(CardStatus.IN_PRODUCTION)


def test_an_office_that_is_not_there_is_unreachable(server, remote):
    office = remote(server.url)
    server.close()
    assert office.lookup(EMRE) == StatusUnknown(Silence.UNREACHABLE)


def test_r121_appointments_come_from_the_office_too(server, remote):
    at = datetime(2026, 11, 3, 10, 40, tzinfo=BRUSSELS)
    server.answers[FIND] = lambda question: {
        "appointments": [
            {"id": "7", "place": "stadskantoor", "starts_at": "2026-11-03T09:40:00Z", "service": "Migration"}
        ]
        if question == {"code": "GENT-2026-0417"}
        else []
    }
    office = remote(server.url)
    found = find(office, ByCode("GENT-2026-0417"), "stadskantoor", at, Window())
    assert (found.code, found.appointment.starts_at, found.appointment.klass) == (CheckInCode.CHECKIN_OK, at, "Z")
    assert find(office, ByCode("GENT-0000"), "stadskantoor", at, Window()).code is CheckInCode.CHECKIN_NOT_FOUND
    server.status = 500
    assert find(office, ByCode("GENT-0000"), "stadskantoor", at, Window()).code is CheckInCode.STATUS_UNKNOWN
    assert office.by_person(EMRE, date(2026, 11, 3)) == StatusUnknown(Silence.REFUSED)
    assert server.questions[-1] == (FIND, {"subject": KEY.person(EMRE), "from": "2026-11-03"})


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "1969-12-31T00:00:00Z"])
def test_an_appointment_at_no_time_that_can_be_meant_is_not_understood(server, remote, moment):
    server.answers[FIND] = {"appointments": [{"id": "7", "place": "stadskantoor", "starts_at": moment}]}
    office = remote(server.url)
    assert office.by_code("GENT-2026-0417") == StatusUnknown(Silence.NOT_UNDERSTOOD)
    server.answers[STATUS] = {"status": "ready", "place": "rabot", "applied_on": moment[:10]}
    assert office.lookup(EMRE) == StatusUnknown(Silence.NOT_UNDERSTOOD)


@pytest.mark.parametrize(
    "host", ["127.0.0.1.evil.example", "127.0.0.1@evil.example", "[::1].evil.example", "localhost.evil"]
)
def test_loopback_is_what_the_host_says_and_not_how_it_begins(clock, host):
    with pytest.raises(ValueError, match="https"):
        RemoteOffice(Access(f"http://{host}/"), key=KEY, clock=clock)


def test_plain_http_is_for_loopback_only(clock):
    with pytest.raises(ValueError, match="https"):
        RemoteOffice(Access("http://office.example"), key=KEY, clock=clock)


@pytest.mark.parametrize("names_keys", [True, False])
@pytest.mark.parametrize("below_another", [False, True])
def test_an_authority_is_believed_because_it_is_named_and_not_for_how_it_was_made(
    remote, tmp_path, names_keys, below_another
):
    """Many an internal authority leaves out the key identifiers; the one that is named may stand below another."""
    above = officeserver.Authority(tmp_path, "above", names_keys=names_keys) if below_another else None
    ours = officeserver.Authority(tmp_path, "authority", names_keys=names_keys, above=above)
    server = officeserver.OfficeServer(context=officeserver.server_context(ours))
    server.answers[STATUS] = {"status": "ready", "place": "rabot"}
    try:
        assert remote(server.url, ca=ours.pem).lookup(EMRE).status is CardStatus.READY
    finally:
        server.close()


def test_mutual_tls_both_sides_must_prove_themselves(remote, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ours = officeserver.Authority(tmp_path / "a", "authority")
    strangers = officeserver.Authority(tmp_path / "b", "strangers")
    certificate, key = ours.issue("kiosk-1")
    server = officeserver.OfficeServer(token="secret-token", context=officeserver.server_context(ours, clients=ours))
    server.answers[STATUS] = {"status": "ready", "place": "rabot"}
    proven = {"certificate": certificate, "certificate_key": key}
    try:
        assert remote(server.url, ca=ours.pem, **proven).lookup(EMRE).status is CardStatus.READY
        assert remote(server.url, ca=ours.pem).lookup(EMRE) == StatusUnknown(Silence.UNREACHABLE)
        assert remote(server.url, ca=strangers.pem, **proven).lookup(EMRE) == StatusUnknown(Silence.UNREACHABLE)
    finally:
        server.close()
    assert len(server.questions) == 1
