"""Whatever a responder does in place of an answer, the question ends with its own time, and so does the thread that asked."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
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


class Line:
    """One connection of who asks; `more` is False once the other side is gone or the test is over."""

    def __init__(self, wire: socket.socket, over: threading.Event, url: str) -> None:
        self.wire, self.over, self.url = wire, over, url

    def more(self, data: bytes, pause: float = 0.0) -> bool:
        try:
            self.wire.sendall(data)
        except OSError:
            return False
        return not self.over.wait(pause)


def nothing(line: Line) -> None:
    """It takes the question and says nothing."""
    line.over.wait(PATIENCE)


def first_line(line: Line) -> None:
    """A byte now and then, of a line that never ends."""
    while line.more(b"H", 0.1):
        pass


def many_headers(line: Line) -> None:
    """One short header after the other."""
    line.more(HEAD)
    while line.more(b"X-More: 1\r\n", 0.05):
        pass


def interim(line: Line) -> None:
    """It asks to go on, and again: an interim answer is none."""
    while line.more(b"HTTP/1.1 100 Continue\r\n\r\n", 0.02):
        pass


def body(line: Line) -> None:
    """A body of which a byte comes now and then."""
    line.more(HEAD + b"Content-Length: 900\r\n\r\n")
    while line.more(b"0", 0.1):
        pass


def chunks(line: Line) -> None:
    """Chunks without end, as fast as the line takes them."""
    line.more(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while line.more(b"400\r\n" + bytes(1024) + b"\r\n"):
        pass


def slow_chunks(line: Line) -> None:
    """Chunks of a byte without end."""
    line.more(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while line.more(b"1\r\n0\r\n", 0.1):
        pass


def chunk_size(line: Line) -> None:
    """The size of a chunk, digit by digit, for ever."""
    line.more(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while line.more(b"0", 0.1):
        pass


def redirects(line: Line) -> None:
    """Always another address."""
    line.more(f"HTTP/1.1 302 Found\r\nLocation: {line.url}/again\r\nContent-Length: 0\r\n\r\n".encode())
    nothing(line)


def tls(line: Line) -> None:
    """The beginning of a TLS handshake, a byte now and then: a port that speaks TLS to whoever does not."""
    line.more(b"\x16\x03\x03\x40\x00")
    while line.more(b"\x02", 0.1):
        pass


HANGS = [nothing, first_line, many_headers, interim, body, chunks, slow_chunks, chunk_size, redirects, tls]


@contextlib.contextmanager
def responder(behaves: Callable[[Line], None]) -> Iterator[tuple[str, list[str]]]:
    """A server that behaves so to everybody until the block is over: its address, and the first line of every question."""
    over, asked = threading.Event(), []
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        server.settimeout(0.05)

        def one(wire: socket.socket) -> None:
            with wire, contextlib.suppress(OSError):
                wire.settimeout(PATIENCE)
                asked.append(wire.recv(65536).split(b"\r\n")[0].decode())
                behaves(Line(wire, over, url))

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


@pytest.mark.parametrize("behaves", HANGS, ids=lambda each: each.__name__)
def test_whatever_hangs_ends_with_the_time_of_the_question(pki, behaves):
    with responder(behaves) as (url, asked):
        check = RevocationCheck(None, hosts=(url,), now=lambda: NOW, total_seconds=0.4)
        assert check(certificate(pki, url), pki.ca("ec")) is CertificateStatus.UNKNOWN
        assert not check.answered
        # the server goes on: it is we who end it, and the thread with it
        until(lambda: not check._asking.is_alive(), "the end of the thread that asked")
        assert asked[0] == "POST /ocsp HTTP/1.1"
        assert {line.split()[1] for line in asked} <= {"/ocsp", "/list.crl"}, "a redirect is not followed"


def test_an_address_by_tls_is_not_asked(pki):
    with responder(tls) as (url, asked):
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

    with responder(nothing) as (url, _):
        check = RevocationCheck(None, hosts=(url,), now=lambda: NOW, monotonic=tick)
        exchange = check._exchange
        check._exchange = lambda *about: (ends.append(about[2]), exchange(*about))[1]
        assert check(certificate(pki, url), pki.ca("ec")) is CertificateStatus.UNKNOWN
    assert max(ends) == pytest.approx(102.01)


@pytest.mark.parametrize("behaves", [slow_chunks, interim], ids=lambda each: each.__name__)
def test_the_next_card_is_read_while_a_responder_hangs(watched, slot, pki, behaves):
    watched.reader.stop()
    with responder(behaves) as (url, asked):
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
