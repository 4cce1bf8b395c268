"""The PIN: one VERIFY for one typed PIN, the change of a PIN, and the chip's proof with a signed fresh nonce.

Nothing here repeats a VERIFY.  Blocks are overwritten as soon as they were sent; copies inside the PC/SC libraries
cannot be reached (decision 0014).
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from devices.api.card import Pin, PinOutcome
from devices.card import certificates
from devices.card.apdu import CardMalformed, CardRefused, Channel, Sw
from devices.card.belpic import AUTHENTICATION_KEY, ECDSA_SHA384, Applet, Belpic, ChipData, File
from devices.card.roots import RootStore

VERIFY = bytes((0x00, 0x20, 0x00, 0x01, 0x08))
CHANGE = bytes((0x00, 0x24, 0x00, 0x01, 0x10))
TIMED_OUT, CANCELLED, DIFFERENT, BAD_LENGTH = 0x6400, 0x6401, 0x6402, 0x6403  # a PIN pad's own (PC/SC part 10)
BAD_DATA = 0x6A80  # the card's, for a new PIN that is no PIN
RSA_SHA1, RSA_SHA256 = 0x02, 0x08  # algorithm references of MSE SET, by applet


@dataclass(frozen=True, slots=True)
class PinAnswer:
    """What the card said of a PIN; `proved` and `reasons` tell of the signed nonce after a correct one."""

    outcome: PinOutcome
    tries_left: int | None = None
    proved: bool = False
    reasons: tuple[str, ...] = ()


def outcome_of(sw: int, tries_before: int | None = None) -> PinAnswer:
    """The meaning of VERIFY's status word; also of a PIN pad's (6400 time-out, 6401 cancelled)."""
    if sw == Sw.OK:
        return PinAnswer(PinOutcome.CORRECT, 3)
    if sw >> 4 == 0x63C:
        left = sw & 0x0F
        return PinAnswer(PinOutcome.WRONG if left else PinOutcome.BLOCKED, left)
    if sw == Sw.PIN_BLOCKED:
        return PinAnswer(PinOutcome.BLOCKED, 0)
    if sw == TIMED_OUT:
        return PinAnswer(PinOutcome.TIMEOUT, tries_before)
    if sw in (CANCELLED, DIFFERENT, BAD_LENGTH):
        return PinAnswer(PinOutcome.CANCELLED, tries_before)
    if sw in (Sw.KEY_NOT_FOUND, Sw.CONDITIONS, 0x6984):
        return PinAnswer(PinOutcome.NOT_APPLICABLE)
    raise CardRefused("VERIFY", sw)


def outcome_of_change(sw: int, tries_before: int | None = None) -> PinAnswer:
    """The meaning of CHANGE's status word, or of a PIN pad's; only the present PIN costs a try."""
    if sw == DIFFERENT:
        return PinAnswer(PinOutcome.DIFFERENT, tries_before)
    if sw in (BAD_LENGTH, BAD_DATA):
        return PinAnswer(PinOutcome.UNFIT, tries_before)
    return outcome_of(sw, tries_before)


def tries_left(belpic: Belpic, chip: ChipData) -> int | None:
    """Tries left, where asking is free; None without asking the card elsewhere.

    Applet 1.8 tells it in its card data; 1.7 by an empty VERIFY; on 1.0 and 1.1 the question itself costs a try.
    """
    if chip.applet is Applet.V18:
        return chip.tries_left
    if belpic.applet is not Applet.V17:
        return None
    sw = belpic.channel.send(VERIFY[:4]).sw
    if sw == Sw.OK:
        return 3
    if sw >> 4 == 0x63C:
        return sw & 0x0F
    return 0 if sw == Sw.PIN_BLOCKED else None


def verify(channel: Channel, pin: Pin) -> PinAnswer:
    """One VERIFY with this PIN."""
    block = pin.block()
    command = bytearray(VERIFY) + block
    try:
        return outcome_of(channel.send(command).sw)
    finally:
        _wipe(block)
        _wipe(command)


def change(channel: Channel, old: Pin, new: Pin, tries_before: int | None = None) -> PinAnswer:
    """CHANGE REFERENCE DATA: the old PIN counts as a try, the new one has 4 to 12 digits."""
    if not new.complete:
        raise ValueError("a new PIN has 4 to 12 digits")
    first, second = old.block(), new.block()
    command = bytearray(CHANGE) + first + second
    try:
        return outcome_of_change(channel.send(command).sw, tries_before)
    finally:
        _wipe(first)
        _wipe(second)
        _wipe(command)


def _wipe(buffer: bytearray) -> None:
    for at in range(len(buffer)):
        buffer[at] = 0


# ---------------------------------------------------------------------- the signed nonce


@dataclass(frozen=True, slots=True, repr=False)
class HolderCertificate:
    """The authentication certificate and what it is worth: below a trusted root, for this very holder."""

    certificate: x509.Certificate | None
    issuer: x509.Certificate | None
    reasons: tuple[str, ...]

    @property
    def trusted(self) -> bool:
        """True when nothing speaks against it."""
        return self.certificate is not None and not self.reasons


def holder_certificate(belpic: Belpic, national_number: str, store: RootStore, today: date) -> HolderCertificate:
    """Read and judge the authentication certificate (no PIN needed).

    A card without certificates is normal (children, people who declined): reason "no-certificate".  An expired
    certificate is named but its key still proves the chip.
    """
    der = belpic.read_der(File.AUTHENTICATION_CERTIFICATE)
    if der is None:
        return HolderCertificate(None, None, ("no-certificate",))
    try:
        certificate = certificates.load(der)
    except CardMalformed:
        return HolderCertificate(None, None, ("certificate",))
    issuer = store.intermediate_for(certificate) or store.root_for(certificate)
    if issuer is None:
        issuer = _issuer_from_card(belpic, certificate, store)
    reasons: list[str] = []
    if issuer is None:
        reasons.append("certificate-untrusted")
    else:
        root = store.root_for(issuer)  # the issuer itself where it is a root
        if root is None or not certificates.issued_by(certificate, issuer, sha1=store.sha1_below(root)):
            reasons.append("certificate-signature")
    if certificates.holder_number(certificate) != national_number:
        reasons.append("certificate-holder-mismatch")
    if certificate.not_valid_before_utc > datetime.combine(today, time.max, UTC):
        reasons.append("certificate-not-yet-valid")
    return HolderCertificate(certificate, issuer, tuple(reasons))


def _issuer_from_card(belpic: Belpic, certificate: x509.Certificate, store: RootStore) -> x509.Certificate | None:
    """The card's own copy of the issuing CA, believed only below a trusted root; remembered for the next card."""
    try:
        der = belpic.read_der(File.CA_CERTIFICATE)
        if der is not None:
            store.learn_intermediate(certificates.load(der))
    except CardMalformed:
        return None
    return store.intermediate_for(certificate)


def prepare(belpic: Belpic, certificate: x509.Certificate) -> None:
    """MSE SET for the authentication key, before VERIFY as the applet wants it."""
    belpic.security_environment(_algorithm(belpic, certificate)[0], AUTHENTICATION_KEY)


def prove(belpic: Belpic, certificate: x509.Certificate) -> bool:
    """PSO over the digest of a fresh nonce, checked with the certificate's key; the PIN was just verified."""
    nonce = os.urandom(32)
    key = certificates.public_key(certificate)
    _, digest_name = _algorithm(belpic, certificate)
    digest = hashlib.new(digest_name, nonce).digest()
    signature = belpic.sign(digest)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return certificates.verify_raw_ecdsa(key, signature, digest)
    algorithm = hashes.SHA256() if digest_name == "sha256" else hashes.SHA1()  # noqa: S303  (applets 1.0 and 1.1)
    return certificates.verify(key, signature, nonce, (algorithm,))


def _algorithm(belpic: Belpic, certificate: x509.Certificate) -> tuple[int, str]:
    """MSE's algorithm reference and the digest that goes with it."""
    if isinstance(certificates.public_key(certificate), ec.EllipticCurvePublicKey):
        return ECDSA_SHA384, "sha384"
    return (RSA_SHA256, "sha256") if belpic.applet is Applet.V17 else (RSA_SHA1, "sha1")
