"""Whatever a responder does in place of an answer, the question ends with its own time, and so does the thread that asked."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from cryptography import x509

from devices.api.card import CardInserted, CardJudged, CardRemoved, CertificateStatus, Pin, PinChecked
from devices.card.reader import PcscCardReader
from devices.card.revocation import RevocationCheck
from devices.card.roots import load_pem
from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.image import holder_certificate
from devices.simulators.card.profile import load
from tests.support.waiting import PATIENCE, until

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\n"


@dataclass(frozen=True)
class Hang:
    """What a responder sends in place of an answer: a beginning, and then the same again and again, with so many seconds between."""

    begins: bytes = b""
    again: bytes = b""
    every: float = 0.1


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
HANGS = {
    "nothing at all": Hang(),
    "a first line that never ends": Hang(again=b"H"),
    "one short header after the other": Hang(HEAD, b"X-More: 1\r\n", 0.05),
    "to go on, and again: an interim answer is none": Hang(again=b"HTTP/1.1 100 Continue\r\n\r\n", every=0.02),
    "a body of which a byte comes now and then": Hang(HEAD + b"Content-Length: 900\r\n\r\n", b"0"),
    "chunks as fast as the line takes them": Hang(CHUNKED, b"400\r\n" + bytes(1024) + b"\r\n", 0.0),
    "chunks of one byte": Hang(CHUNKED, b"1\r\n0\r\n"),
    "the size of a chunk, digit by digit": Hang(CHUNKED, b"0"),
    "always another address": Hang(b"HTTP/1.1 302 Found\r\nLocation: <url>/again\r\nContent-Length: 0\r\n\r\n"),
    "a TLS handshake on a port that was asked without": Hang(b"\x16\x03\x03\x40\x00", b"\x02"),
}


@contextlib.contextmanager
def responder(hang: Hang) -> Iterator[tuple[str, list[str]]]:
    """A server that behaves so to everybody until the block is over: its address, and the first line of every question."""
    over, asked = threading.Event(), []
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        server.settimeout(0.05)

        def one(wire: socket.socket) -> None:
            with wire, contextlib.suppress(OSError):
                wire.settimeout(PATIENCE)
                asked.append(wire.recv(65536).split(b"\r\n")[0].decode())
                wire.sendall(hang.begins.replace(b"<url>", url.encode()))
                while not over.wait(hang.every):
                    wire.sendall(hang.again)

        def serve() -> None:
            while not over.is_set():
                with contextlib.suppress(OSError):
                    wire, _ = server.accept()
                    threading.Thread(target=one, args=(wire,), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield url, asked
        finally:
            over.set()
            thread.join(PATIENCE)


def certificate(pki, url: str) -> x509.Certificate:
    profile = replace(load("a33"), ocsp=f"{url}/ocsp", crl=f"{url}/list.crl")
    return x509.load_der_x509_certificate(holder_certificate(profile, pki, 0x82))


@pytest.mark.parametrize("hang", HANGS.values(), ids=HANGS)
def test_whatever_hangs_ends_with_the_time_of_the_question(pki, hang):
    with responder(hang) as (url, asked):
        check = RevocationCheck(None, hosts=(url,), now=lambda: NOW, total_seconds=0.4)
        assert check(certificate(pki, url), pki.ca("ec")) is CertificateStatus.UNKNOWN
        assert not check.answered
        # the server goes on: it is we who end it, and the thread with it
        until(lambda: not check._asking.is_alive(), "the end of the thread that asked")
        assert asked[0] == "POST /ocsp HTTP/1.1"
        assert {line.split()[1] for line in asked} <= {"/ocsp", "/list.crl"}, "a redirect is not followed"


def test_an_address_by_tls_is_not_asked(pki):
    with responder(HANGS["a TLS handshake on a port that was asked without"]) as (url, asked):
        secret = url.replace("http:", "https:")
        check = RevocationCheck(None, hosts=(url,), now=lambda: NOW, total_seconds=0.4)
        assert check(certificate(pki, secret), pki.ca("ec")) is CertificateStatus.UNKNOWN
        until(lambda: not check._asking.is_alive())
        assert asked == []


def test_the_time_is_one_for_responder_and_list_together(pki):
    """The clock is ours: each wait of both exchanges ends at the one moment, two seconds after the beginning."""
    now, ends = [100.0], []

    def tick() -> float:
        now[0] += 0.01
        return now[0]

    with responder(HANGS["nothing at all"]) as (url, _):
        check = RevocationCheck(None, hosts=(url,), now=lambda: NOW, monotonic=tick)
        exchange = check._exchange
        check._exchange = lambda *about: (ends.append(about[2]), exchange(*about))[1]
        assert check(certificate(pki, url), pki.ca("ec")) is CertificateStatus.UNKNOWN
    assert max(ends) == pytest.approx(102.01)


@pytest.mark.parametrize("hang", ["chunks of one byte", "to go on, and again: an interim answer is none"])
def test_the_next_card_is_read_while_a_responder_hangs(watched, slot, pki, hang):
    watched.reader.stop()
    with responder(HANGS[hang]) as (url, asked):
        check = RevocationCheck(None, hosts=(url,), now=lambda: NOW, total_seconds=PATIENCE)
        reader = PcscCardReader(watched.queue.put, trust_roots=load_pem(pki.roots_path), ocsp=check, today=NOW.date)
        reader.start()
        profile = replace(load("a33"), ocsp=f"{url}/ocsp", crl=f"{url}/list.crl")
        try:
            slot.insert(SimulatedCard.of(profile, pki))
            watched.wait(CardInserted)
            reader.verify_pin("v", Pin.from_text("1234"))
            until(lambda: asked)
            slot.remove()
            watched.wait(CardRemoved)
            slot.insert("k13")
            watched.wait(CardInserted)
            reader.read("next")
            assert watched.wait(CardJudged, request="next").reading.card.document_type == 13
            assert not [event for event in watched.seen if isinstance(event, PinChecked)], "nobody has answered yet"
        finally:
            reader.stop()
