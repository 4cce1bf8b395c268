"""The look-up of a revoked certificate never holds the reader: whatever hangs, two seconds; the next card is read meanwhile."""

import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography import x509

from devices.api.card import CardInserted, CardJudged, CardRemoved, CertificateStatus, Pin, PinChecked
from devices.api.health import Reason
from devices.card.reader import PcscCardReader
from devices.card.revocation import RevocationCheck
from devices.card.roots import load_pem
from devices.simulators.card.image import holder_certificate
from devices.simulators.card.profile import load
from tests.support.waiting import PATIENCE

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def dark(monkeypatch):
    """A name server that says nothing until it is let go."""
    release = threading.Event()
    asked = []

    def silent(*about, **_):
        asked.append(about[0])
        release.wait(PATIENCE)
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    yield asked
    release.set()


def test_a_name_server_that_hangs_is_left_behind_and_not_asked_again(dark, pki):
    names = ("http://ocsp.test", "http://crl.test")
    profile = replace(load("a33"), ocsp=f"{names[0]}/ocsp", crl=f"{names[1]}/list.crl")
    certificate = x509.load_der_x509_certificate(holder_certificate(profile, pki, 0x82))
    check = RevocationCheck(None, hosts=names, now=lambda: NOW, total_seconds=2.0)
    for _ in range(3):
        assert check(certificate, pki.ca("ec")) is CertificateStatus.UNKNOWN
        assert not check.answered
    assert len(dark) == 1


class Held:
    """A source of statuses that answers when it is let."""

    answered = False

    def __init__(self):
        self.asked, self.release = threading.Event(), threading.Event()
        self.answer = CertificateStatus.UNKNOWN

    def __call__(self, certificate, issuer):
        self.asked.set()
        assert self.release.wait(PATIENCE)
        return self.answer


def test_the_next_card_is_read_while_somebody_is_asked_and_silence_is_an_alarm(watched, slot, pki):
    source = Held()
    watched.reader.stop()
    reader = PcscCardReader(watched.queue.put, trust_roots=load_pem(pki.roots_path), ocsp=source, today=NOW.date)
    reader.start()
    try:
        slot.insert("a33")
        watched.wait(CardInserted)
        reader.verify_pin("v", Pin.from_text("1234"))
        assert source.asked.wait(PATIENCE)
        slot.remove()
        watched.wait(CardRemoved)
        slot.insert("k13")
        watched.wait(CardInserted)
        reader.read("next")
        assert watched.wait(CardJudged, request="next").reading.card.document_type == 13
        source.release.set()
        checked = watched.wait(PinChecked, request="v")
        assert (checked.proved, checked.certificate) == (True, CertificateStatus.UNKNOWN)
        assert watched.healthy(Reason.REVOCATION_SILENT).usable
        source.answered, source.answer = True, CertificateStatus.GOOD
        reader.verify_pin("w", Pin.from_text("1234"))
        assert watched.wait(PinChecked, request="w").certificate is CertificateStatus.GOOD
        watched.healthy()
    finally:
        source.release.set()
        reader.stop()
