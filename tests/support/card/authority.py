"""A responder and a revocation list of one authority, served on this machine; how they answer is set by whoever asks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from devices.simulators.card.der import bits, integer, sequence, tlv
from devices.simulators.card.image import holder_certificate
from devices.simulators.card.pki import Pki, issue, name_of
from devices.simulators.card.profile import load
from tests.support.waiting import PATIENCE

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Authority:
    """What is answered; `delay` is None, "silent", "headers", "drip" or "stalls"."""

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


@contextmanager
def serving(pki: Pki) -> Iterator[Authority]:
    """An authority of this infrastructure on a port of its own, and a certificate that names it."""
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
    try:
        yield made
    finally:
        release.set()
        server.shutdown()
        server.server_close()
