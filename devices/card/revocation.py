"""Asks whether a holder's certificate was revoked: OCSP first, a certificate revocation list where that stays silent.

Only the eID infrastructure's own hosts are asked, over plain HTTP as published; every answer carries its own
signature.  Silence, an old answer or a wrong one is `unknown`, never "in order".  A whole check takes two seconds at
most, whatever hangs (name, connection, headers, body, a list of 20 MB), and sends nothing about the person but the
certificate's serial number to its issuer.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import httpcore
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from devices.api.card import CertificateStatus
from devices.card import certificates

# the infrastructure's published hosts, of the old and of the new generation (certificate practice statements)
HOSTS = (
    "http://ocsp.eid.belgium.be",
    "http://ocsp.eidpki.belgium.be",
    "http://crl.eid.belgium.be",
    "http://crl.eidpki.belgium.be",
)
TOTAL_SECONDS = 2.0
OCSP_SECONDS = 1.2  # of them, so that a list can still be fetched
MAX_OCSP = 64 * 1024
MAX_CRL = 24 * 1024 * 1024
SKEW = timedelta(minutes=5)
OLDEST = timedelta(hours=24)  # an answer without an end or without our nonce

_FAILED = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    ValueError,  # an address that is none
)
_OCSP = [(b"Content-Type", b"application/ocsp-request")]
_GOOD, _REVOKED, _UNKNOWN = CertificateStatus.GOOD, CertificateStatus.REVOKED, CertificateStatus.UNKNOWN


class RevocationCheck:
    """A callable for `PcscCardReader(ocsp=…)`; `cache` keeps fetched lists until they end.

    `hosts` are the addresses that may be asked, by prefix; a certificate that names another one is not followed.
    """

    def __init__(
        self,
        cache: Path | None = None,
        *,
        hosts: Sequence[str] = HOSTS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self._cache = cache
        self._hosts = tuple(hosts)
        self._now = now
        self._monotonic = monotonic
        self._total = total_seconds
        self._asking: threading.Thread | None = None
        self.answered = True
        """False after a check in which nobody said anything that counts."""

    def __call__(self, certificate: x509.Certificate, issuer: x509.Certificate) -> CertificateStatus:
        """The certificate's status; `issuer` is its CA, already judged to be below a trusted root.

        A name server that is silent holds a call for as long as it likes, and nothing can cancel it: its thread is left
        behind, and nobody else is asked before it has ended.
        """
        found: list[CertificateStatus] = []
        if self._asking is None or not self._asking.is_alive():
            self._asking = threading.Thread(
                target=lambda: found.append(self._status(certificate, issuer)), name="card-status", daemon=True
            )
            self._asking.start()
            self._asking.join(self._total)
        status = found[0] if found else _UNKNOWN
        self.answered = status is not _UNKNOWN
        return status

    def _status(self, certificate: x509.Certificate, issuer: x509.Certificate) -> CertificateStatus:
        started = self._monotonic()
        status = self._by_ocsp(certificate, issuer, started + self._total * OCSP_SECONDS / TOTAL_SECONDS)
        if status is _UNKNOWN:
            status = self._by_crl(certificate, issuer, started + self._total)
        return status

    # ------------------------------------------------------------------ OCSP

    def _by_ocsp(self, certificate: x509.Certificate, issuer: x509.Certificate, until: float) -> CertificateStatus:
        nonce = os.urandom(32)
        request = (
            ocsp.OCSPRequestBuilder()
            .add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303  (names the issuer, signs nothing)
            .add_extension(x509.OCSPNonce(nonce), critical=False)
            .build()
        )
        for address in self._addresses(_responders(certificate)):
            body = self._exchange("POST", address, until, MAX_OCSP, request.public_bytes(Encoding.DER))
            if body is not None:
                status = judge_ocsp(body, certificate, issuer, nonce, self._now())
                if status is not _UNKNOWN:
                    return status
        return _UNKNOWN

    # ------------------------------------------------------------------ lists

    def _by_crl(self, certificate: x509.Certificate, issuer: x509.Certificate, until: float) -> CertificateStatus:
        for address in self._addresses(_lists(certificate)):
            cached = self._cached(address)
            if cached is not None:
                status = judge_crl(cached, certificate, issuer, self._now())
                if status is not _UNKNOWN:
                    return status
            body = self._exchange("GET", address, until, MAX_CRL)
            if body is not None:
                status = judge_crl(body, certificate, issuer, self._now())
                if status is not _UNKNOWN:
                    self._keep(address, body)
                    return status
        return _UNKNOWN

    def _file(self, address: str) -> Path | None:
        return (
            None if self._cache is None else self._cache / (hashlib.sha256(address.encode()).hexdigest()[:32] + ".crl")
        )

    def _cached(self, address: str) -> bytes | None:
        file = self._file(address)
        try:
            return file.read_bytes() if file is not None and file.stat().st_size <= MAX_CRL else None
        except OSError:
            return None

    def _keep(self, address: str, body: bytes) -> None:
        """Write the list beside the others; a full disk only costs the next fetch."""
        file = self._file(address)
        if file is None:
            return
        part = file.with_suffix(f".{os.getpid()}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(body)
            part.replace(file)
        except OSError:
            part.unlink(missing_ok=True)

    # ------------------------------------------------------------------ the wire

    def _addresses(self, wanted: Sequence[str]) -> list[str]:
        """Those addresses that may be asked: whole host names, not their beginnings."""
        return [address for address in wanted if any(_below(address, host) for host in self._hosts)][:2]

    def _exchange(
        self,
        method: str,
        address: str,
        until: float,
        limit: int,
        body: bytes | None = None,
    ) -> bytes | None:
        """The answer's body; None for anything that is not a whole answer of status 200 in time and size."""
        if self._monotonic() >= until:
            return None
        received = bytearray()
        try:
            with (
                httpcore.ConnectionPool(network_backend=_Until(lambda: until - self._monotonic())) as pool,
                pool.stream(method, address, content=body, headers=None if body is None else _OCSP) as response,
            ):
                if response.status != HTTPStatus.OK:
                    return None
                for part in response.iter_stream():
                    received += part
                    if len(received) > limit:
                        return None
        except _FAILED:
            return None
        return bytes(received)


class _Until(httpcore.SyncBackend):
    """Connections whose every wait ends at one moment: a byte a second would be in time for ever by itself."""

    def __init__(self, left: Callable[[], float]) -> None:
        self._left = left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect in the time that is left."""
        del timeout
        stream = super().connect_tcp(host, port, _some(self._left()), local_address, socket_options)
        return _Stream(stream, self._left)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What comes in the time that is left."""
        del timeout
        return self._stream.read(max_bytes, _some(self._left()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send in the time that is left."""
        del timeout
        self._stream.write(buffer, _some(self._left()))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def get_extra_info(self, info: str) -> object:
        """What the connection tells of itself."""
        return self._stream.get_extra_info(info)


def _some(left: float) -> float:
    """Seconds for a wait, more than none."""
    if left <= 0:
        raise httpcore.TimeoutException("the time of this exchange is over")
    return left


def _below(address: str, host: str) -> bool:
    """True when the address is on this host, whatever path follows."""
    return address == host or address.startswith(host.rstrip("/") + "/")


def _responders(certificate: x509.Certificate) -> list[str]:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return []
    names = [entry.access_location for entry in access if entry.access_method == AuthorityInformationAccessOID.OCSP]
    return [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]


def _lists(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    names = [name for point in points for name in point.full_name or ()]
    return [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]


# ---------------------------------------------------------------------- judging answers


def judge_ocsp(
    answer: bytes, certificate: x509.Certificate, issuer: x509.Certificate, nonce: bytes, now: datetime
) -> CertificateStatus:
    """What an OCSP answer proves about the certificate; `unknown` for every answer that proves nothing.

    It must be signed by the issuer or by a responder that the issuer appointed, speak of this very certificate, be
    fresh, and repeat our nonce if it carries one.
    """
    try:
        response = ocsp.load_der_ocsp_response(answer)
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            return _UNKNOWN
        if not _nonce_fits(response, nonce, now) or not _signed_by_responder(response, issuer, now):
            return _UNKNOWN
        for single in response.responses:
            if _speaks_of(single, certificate, issuer) and _fresh(single.this_update_utc, single.next_update_utc, now):
                return {ocsp.OCSPCertStatus.GOOD: _GOOD, ocsp.OCSPCertStatus.REVOKED: _REVOKED}.get(
                    single.certificate_status, _UNKNOWN
                )
    except Exception:  # whatever the library says of a broken answer, it proves nothing
        return _UNKNOWN
    return _UNKNOWN


def _nonce_fits(response: ocsp.OCSPResponse, nonce: bytes, now: datetime) -> bool:
    """Our nonce, or none at all in an answer that was made within a day."""
    try:
        given = response.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        return now - OLDEST <= response.produced_at_utc <= now + SKEW
    return given == nonce


def _signed_by_responder(response: ocsp.OCSPResponse, issuer: x509.Certificate, now: datetime) -> bool:
    algorithm = response.signature_hash_algorithm
    if algorithm is None or isinstance(algorithm, hashes.SHA1 | hashes.MD5):
        return False
    candidates = [issuer] if _is_responder(response, issuer) else []
    candidates += [
        one for one in response.certificates if _is_responder(response, one) and _appointed(one, issuer, now)
    ]
    return any(
        certificates.verify(certificates.public_key(one), response.signature, response.tbs_response_bytes, (algorithm,))
        for one in candidates
    )


def _is_responder(response: ocsp.OCSPResponse, certificate: x509.Certificate) -> bool:
    if response.responder_name is not None:
        return response.responder_name == certificate.subject
    return (
        response.responder_key_hash
        == x509.SubjectKeyIdentifier.from_public_key(certificates.public_key(certificate)).digest
    )


def _appointed(certificate: x509.Certificate, issuer: x509.Certificate, now: datetime) -> bool:
    """True when the issuer gave this certificate the right to sign OCSP answers, and it is valid now."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    if ExtendedKeyUsageOID.OCSP_SIGNING not in usage:
        return False
    if not certificate.not_valid_before_utc - SKEW <= now <= certificate.not_valid_after_utc:
        return False
    return certificates.issued_by(certificate, issuer, sha1=False)


def _speaks_of(single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    expected = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, single.hash_algorithm).build()
    return (single.serial_number, single.issuer_key_hash, single.issuer_name_hash) == (
        expected.serial_number,
        expected.issuer_key_hash,
        expected.issuer_name_hash,
    )


def _fresh(begin: datetime, end: datetime | None, now: datetime) -> bool:
    if begin > now + SKEW:
        return False
    return begin >= now - OLDEST if end is None else end >= now - SKEW


def _first_element(der: bytes) -> bytes:
    """The first element of a DER sequence, with its header."""
    start = _header(der, 0)[0]
    begin, length = _header(der, start)
    return der[start : begin + length]


def _header(der: bytes, at: int) -> tuple[int, int]:
    """Where the content of the element at `at` begins, and its length."""
    first = der[at + 1]
    octets = first & 0x7F if first & 0x80 else 0
    begin = at + 2 + octets
    return begin, int.from_bytes(der[at + 2 : begin], "big") if octets else first


def judge_crl(
    answer: bytes, certificate: x509.Certificate, issuer: x509.Certificate, now: datetime
) -> CertificateStatus:
    """What a revocation list proves: the issuer's own, whole (no delta, no part), signed by it and not past its end."""
    try:
        revoked = x509.load_der_x509_crl(answer)
        algorithm = revoked.signature_hash_algorithm
        if revoked.issuer != issuer.subject or algorithm is None or isinstance(algorithm, hashes.SHA1 | hashes.MD5):
            return _UNKNOWN
        key = certificates.public_key(issuer)
        # the signed part as it stands there: to have the library write it anew holds every thread for a second
        if not certificates.verify(key, revoked.signature, _first_element(answer), (algorithm,)):
            return _UNKNOWN
        partial = (x509.DeltaCRLIndicator, x509.IssuingDistributionPoint)
        if any(isinstance(extension.value, partial) for extension in revoked.extensions):
            return _UNKNOWN
        end = revoked.next_update_utc
        if end is None or not _fresh(revoked.last_update_utc, end, now):
            return _UNKNOWN
        found = revoked.get_revoked_certificate_by_serial_number(certificate.serial_number)
    except Exception:  # whatever the library says of a broken answer, it proves nothing
        return _UNKNOWN
    return _GOOD if found is None else _REVOKED
