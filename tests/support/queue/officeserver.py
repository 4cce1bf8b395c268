"""A back office service on loopback, as docs/api.md describes it, with faults; and certificates for it."""

import json
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.waiting import PATIENCE


class OfficeServer:
    """Answers `answers[path]` (a dict, bytes, or a callable of the question); keeps every question."""

    def __init__(self, *, token=None, context=None):
        self.answers = {}
        self.status = 200
        self.questions = []
        self.held = None  # an Event: answers wait for it
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.questions.append((self.path, json.loads(body)))
                if outer.held is not None:
                    outer.held.wait(PATIENCE)
                if token and self.headers.get("Authorization") != f"Bearer {token}":
                    return self._reply(401, b"{}")
                answer = outer.answers.get(self.path, {})
                if callable(answer):
                    answer = answer(json.loads(body))
                data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                return self._reply(outer.status, data)

            def _reply(self, status, data):
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args):
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.scheme = "http"
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self.scheme = "https"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self._server.server_address[1]}"

    def close(self):
        if self.held is not None:
            self.held.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(60)


class Authority:
    """A throwaway certificate authority that writes PEM files; with `names_keys` as RFC 5280 wants it.

    `above` is the authority that vouches for it, itself when there is none.
    """

    def __init__(self, folder, name, *, names_keys=True, above=None):
        self.folder = folder
        self.names_keys = names_keys
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = (above or self)._sign(self.subject, self.key, ca=True)
        self.pem = folder / f"{name}.pem"
        self.pem.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _sign(self, subject, key, *, ca):
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        )
        if ca:
            usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
            builder = builder.add_extension(usage, critical=True)
        if self.names_keys:
            own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
            ours = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
            builder = builder.add_extension(own, critical=False).add_extension(ours, critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def issue(self, name):
        """Certificate and key files for a name."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key, ca=False)
        files = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        kind = serialization.PrivateFormat.PKCS8
        files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()))
        return files


def server_context(authority, *, clients=None):
    """TLS for the server; with `clients` it demands a certificate of that authority."""
    certificate, key = authority.issue("server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients.pem)
    return context
