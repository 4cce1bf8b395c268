"""Revocation through real local servers: an OCSP responder and a list, right, wrong, old, slow and silent."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from devices.api.card import CardInserted, CertificateStatus, Pin, PinChecked
from devices.card.reader import PcscCardReader
from devices.card.revocation import HOSTS, RevocationCheck
from devices.card.roots import load_pem
from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.der import bits, integer, sequence, tlv
from devices.simulators.card.image import holder_certificate
from devices.simulators.card.pki import issue, name_of
from devices.simulators.card.profile import load
from tests.support.waiting import PATIENCE, until

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
GOOD, REVOKED, UNKNOWN = CertificateStatus.GOOD, CertificateStatus.REVOKED, CertificateStatus.UNKNOWN


class Authority:
    """A responder and a list of one CA; how they answer is set by the test."""

    def __init__(self, pki):
        self.pki = pki
        self.issuer = pki.ca("ec")
        self.key = pki.key("ca-ec")
        self.revoked = False
        self.nonce = "repeat"
        self.signer = "issuer"
        self.this_update = NOW - timedelta(hours=1)
        self.next_update = NOW + timedelta(hours=12)
        self.list_end = NOW + timedelta(days=7)
        self.ocsp_works = True
        self.list_works = True
        self.delay = None
        self.other_serial = False
        self.asked = []

    def delegate(self, *, appointed=True):
        key = self.pki.key("basic-ec")
        usage = [ExtendedKeyUsageOID.OCSP_SIGNING] if appointed else [ExtendedKeyUsageOID.CLIENT_AUTH]
        der = issue(
            name_of("Responder"), key.public_key(), self.issuer.subject, self.key, serial=7,
            extensions=(x509.ExtendedKeyUsage(usage),),
        )  # fmt: skip
        return x509.load_der_x509_certificate(der), key

    def respond(self, body):
        request = ocsp.load_der_ocsp_request(body)
        certificate = self.certificate
        if self.other_serial:
            certificate = x509.load_der_x509_certificate(holder_certificate(load("b34"), self.pki, 0x82))
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=certificate,
            issuer=self.issuer,
            algorithm=hashes.SHA1(),  # noqa: S303  (names the issuer, as clients do)
            cert_status=ocsp.OCSPCertStatus.REVOKED if self.revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=self.this_update,
            next_update=self.next_update,
            revocation_time=NOW - timedelta(days=3) if self.revoked else None,
            revocation_reason=None,
        )
        if self.nonce == "repeat":
            asked = request.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
            builder = builder.add_extension(x509.OCSPNonce(asked), critical=False)
        elif self.nonce == "wrong":
            builder = builder.add_extension(x509.OCSPNonce(b"0" * 32), critical=False)
        if self.signer == "issuer":
            builder, key = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, self.issuer), self.key
        else:
            delegate, key = self.delegate(appointed=self.signer != "not-appointed")
            builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, delegate)
            builder = builder.certificates([self.issuer, delegate])
        if self.signer == "forger":
            key = self.pki.key("forger-ec")
        return builder.sign(key, hashes.SHA384()).public_bytes(Encoding.DER)

    def listing(self):
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.issuer.subject)
            .last_update(NOW - timedelta(days=1))
            .next_update(self.list_end)
        )
        if self.revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(self.certificate.serial_number)
            builder = builder.add_revoked_certificate(entry.revocation_date(NOW - timedelta(days=3)).build())
        key = self.pki.key("forger-ec") if self.signer == "forger" else self.key
        return builder.sign(key, hashes.SHA384()).public_bytes(Encoding.DER)


def long_listing(authority, size):
    """A list of `size` bytes at least, the certificate in question as its last entry; by hand, the library's builder takes a minute."""
    short = x509.load_der_x509_crl(authority.listing())
    then = tlv(0x17, b"261119090000Z")
    entry = sequence(integer(authority.certificate.serial_number), then)
    others = b"".join(sequence(integer((1 << 126) + number), then) for number in range(size // 34))
    algorithm = sequence(tlv(0x06, bytes.fromhex("2A8648CE3D040303")))  # ecdsa-with-SHA384
    signed = sequence(
        integer(1), algorithm, short.issuer.public_bytes(),
        tlv(0x17, b"261121090000Z"), tlv(0x17, b"261129090000Z"), sequence(others, entry),
    )  # fmt: skip
    return sequence(signed, algorithm, bits(0, *authority.key.sign(signed, ec.ECDSA(hashes.SHA384()))))


@pytest.fixture
def authority(pki):
    made = Authority(pki)
    release = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.asked.append("ocsp")
            self.answer(made.respond(body) if made.ocsp_works else None)

        def do_GET(self):
            made.asked.append("crl")
            self.answer(made.listing() if made.list_works else None)

        def answer(self, body):
            if made.delay == "silent":
                release.wait(PATIENCE)
                return
            if made.delay == "headers":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not release.wait(0.5):
                    self.wfile.write(b"a")
                return
            if body is None:
                self.send_error(503)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if made.delay == "stalls":
                self.wfile.write(body[: len(body) // 2])
                release.wait(PATIENCE)
            elif made.delay == "drip":
                for byte in body:
                    if release.wait(0.05):
                        return
                    self.wfile.write(bytes((byte,)))
            else:
                self.wfile.write(body)

        def handle_one_request(self):
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    made.profile = replace(load("a33"), ocsp=made.url + "/ocsp", crl=made.url + "/list.crl")
    made.certificate = x509.load_der_x509_certificate(holder_certificate(made.profile, pki, 0x82))
    yield made
    release.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def check(authority, tmp_path):
    return RevocationCheck(tmp_path / "crl", hosts=(authority.url,), now=lambda: NOW, total_seconds=PATIENCE)


@pytest.mark.parametrize("signer", ["issuer", "delegate"])
@pytest.mark.parametrize("revoked", [False, True])
def test_the_responder_says_good_or_revoked(authority, check, signer, revoked):
    authority.signer, authority.revoked = signer, revoked
    assert check(authority.certificate, authority.issuer) is (REVOKED if revoked else GOOD)
    assert authority.asked == ["ocsp"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "wrong"},
        {"signer": "forger"},
        {"signer": "not-appointed"},
        {"other_serial": True},
        {"next_update": NOW - timedelta(hours=1), "this_update": NOW - timedelta(days=2)},
        {"this_update": NOW + timedelta(hours=1)},
        {"next_update": None, "this_update": NOW - timedelta(days=2)},
        {"ocsp_works": False},
    ],
    ids=str,
)
def test_an_answer_that_proves_nothing_is_unknown(authority, check, wrong):
    authority.list_works = False
    for name, value in wrong.items():
        setattr(authority, name, value)
    assert check(authority.certificate, authority.issuer) is UNKNOWN
    assert authority.asked == ["ocsp", "crl"]


@pytest.mark.parametrize("revoked", [False, True])
def test_the_list_answers_where_the_responder_does_not_and_is_kept(authority, check, tmp_path, revoked):
    authority.ocsp_works, authority.revoked = False, revoked
    expected = REVOKED if revoked else GOOD
    assert check(authority.certificate, authority.issuer) is expected
    authority.list_works = False
    assert check(authority.certificate, authority.issuer) is expected, "from the kept list"
    assert authority.asked.count("crl") == 1
    later = RevocationCheck(tmp_path / "crl", hosts=(authority.url,), now=lambda: NOW + timedelta(days=30))
    assert later(authority.certificate, authority.issuer) is UNKNOWN, "a kept list has an end"


@pytest.mark.parametrize("wrong", [{"signer": "forger"}, {"list_end": NOW - timedelta(hours=1)}], ids=str)
def test_a_list_that_proves_nothing_is_unknown(authority, check, wrong):
    authority.ocsp_works = False
    for name, value in wrong.items():
        setattr(authority, name, value)
    assert check(authority.certificate, authority.issuer) is UNKNOWN


def test_headers_that_drip_are_left_after_the_two_seconds_and_the_next_answer_counts(authority, tmp_path):
    """A byte twice a second for ever: each is in time by itself, and nothing of it may last into the next visit."""
    authority.delay = "headers"
    hurried = RevocationCheck(tmp_path / "crl", hosts=(authority.url,), now=lambda: NOW)
    assert hurried(authority.certificate, authority.issuer) is UNKNOWN
    assert not hurried.answered
    authority.delay = None
    until(lambda: hurried(authority.certificate, authority.issuer) is GOOD, "an answer after the dripping one")


@pytest.mark.parametrize("delay", [None, "stalls"])
def test_a_list_of_twenty_megabytes_is_judged_whole_and_one_that_stalls_is_left(authority, check, tmp_path, delay):
    authority.ocsp_works, authority.revoked, authority.delay = False, True, delay
    whole = long_listing(authority, 20_000_000)
    authority.listing = lambda: whole
    assert len(whole) > 20_000_000
    if delay is None:
        assert check(authority.certificate, authority.issuer) is REVOKED
        authority.list_works = False
        assert check(authority.certificate, authority.issuer) is REVOKED, "from the kept list"
        return
    hurried = RevocationCheck(tmp_path / "other", hosts=(authority.url,), now=lambda: NOW)
    assert hurried(authority.certificate, authority.issuer) is UNKNOWN
    assert not list(tmp_path.rglob("*.crl")), "half a list is not kept"


@pytest.mark.parametrize("delay", ["silent", "drip"])
def test_silence_is_unknown(authority, tmp_path, delay):
    """A dripping answer would be a good one after a minute; it is not waited for."""
    authority.delay = delay
    hurried = RevocationCheck(tmp_path / "crl", hosts=(authority.url,), now=lambda: NOW)
    assert hurried(authority.certificate, authority.issuer) is UNKNOWN


def test_no_other_host_is_ever_asked(authority, tmp_path):
    assert RevocationCheck(tmp_path, hosts=HOSTS, now=lambda: NOW)(authority.certificate, authority.issuer) is UNKNOWN
    beginning = authority.url[:-1]
    assert (
        RevocationCheck(None, hosts=(beginning,), now=lambda: NOW)(authority.certificate, authority.issuer) is UNKNOWN
    )
    assert authority.asked == []


@pytest.mark.parametrize("garbage", [b"", b"\0", b"0\x82\xff\xff", b"<html>"])
def test_garbage_is_unknown(authority, check, garbage):
    authority.respond = lambda _body: garbage
    authority.listing = lambda: garbage
    assert check(authority.certificate, authority.issuer) is UNKNOWN


@pytest.mark.parametrize("revoked", [False, True])
def test_a_revoked_certificate_takes_the_proof_away_at_the_card(authority, check, slot, watched, pki, revoked):
    authority.revoked = revoked
    watched.reader.stop()
    asked = PcscCardReader(watched.queue.put, trust_roots=load_pem(pki.roots_path), ocsp=check, today=NOW.date)
    asked.start()
    slot.insert(SimulatedCard.of(authority.profile, pki))
    watched.wait(CardInserted)
    asked.verify_pin("v", Pin.from_text("1234"))
    checked = watched.wait(PinChecked, request="v")
    asked.stop()
    assert checked.proved is not revoked
    assert checked.reasons == (("certificate-revoked",) if revoked else ())
