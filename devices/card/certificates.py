"""X.509 as Belgian cards need it: signatures checked by hand, so that old and odd certificates are judged right.

Old roots signed with SHA-1, which libraries refuse today, and one production CA carries an RSA signature that lost
its leading zero byte; both are genuine.  Everything else is refused as any library would.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtensionOID, NameOID, SignatureAlgorithmOID

from devices.card.apdu import CardMalformed

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

_HASHES: dict[x509.ObjectIdentifier, hashes.HashAlgorithm] = {
    SignatureAlgorithmOID.RSA_WITH_SHA1: hashes.SHA1(),  # noqa: S303  (old roots; allowed only below them)
    SignatureAlgorithmOID.RSA_WITH_SHA256: hashes.SHA256(),
    SignatureAlgorithmOID.RSA_WITH_SHA384: hashes.SHA384(),
    SignatureAlgorithmOID.RSA_WITH_SHA512: hashes.SHA512(),
    SignatureAlgorithmOID.ECDSA_WITH_SHA256: hashes.SHA256(),
    SignatureAlgorithmOID.ECDSA_WITH_SHA384: hashes.SHA384(),
    SignatureAlgorithmOID.ECDSA_WITH_SHA512: hashes.SHA512(),
}


_TEST_REGISTERS = ("test RRN", "eID TEST RRN")


def load(der: bytes) -> x509.Certificate:
    """A certificate from the card; `CardMalformed` for anything that is not one with an RSA or EC key."""
    try:
        with warnings.catch_warnings():
            # real names are longer than X.509 allows; the library says so each time, and nobody is to see it
            warnings.simplefilter("ignore", UserWarning)
            certificate = x509.load_der_x509_certificate(der)
            key = certificate.public_key()
            certificate.subject.public_bytes()
            certificate.issuer.public_bytes()
            certificate.extensions  # noqa: B018  (parsed now, so that a broken one is found here)
    except Exception:  # the library has a dozen errors for broken certificates, not all of them ValueErrors
        key = None
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise CardMalformed("not a certificate")
    return certificate


def load_or_none(der: bytes | None) -> x509.Certificate | None:
    """The certificate, None when it is absent or no certificate."""
    if der is None:
        return None
    try:
        return load(der)
    except CardMalformed:
        return None


def public_key(certificate: x509.Certificate) -> PublicKey:
    """The certificate's key, RSA or EC."""
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise CardMalformed("a key of an unknown kind")
    return key


def spki_sha256(certificate: x509.Certificate) -> str:
    """SHA-256 of the SubjectPublicKeyInfo, in lower-case hexadecimal: what roots are pinned by."""
    info = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(info).hexdigest()


def verify(key: PublicKey, signature: bytes, data: bytes, algorithms: Sequence[hashes.HashAlgorithm]) -> bool:
    """True when the signature over `data` is right under one of the hash algorithms.

    RSA is PKCS#1 v1.5 and may lack leading zero bytes; ECDSA is DER.
    """
    return any(_verify_once(key, signature, data, algorithm) for algorithm in algorithms)


def _verify_once(key: PublicKey, signature: bytes, data: bytes, algorithm: hashes.HashAlgorithm) -> bool:
    try:
        if isinstance(key, rsa.RSAPublicKey):
            size = (key.key_size + 7) // 8
            if len(signature) > size or not signature:
                return False
            key.verify(signature.rjust(size, b"\0"), data, padding.PKCS1v15(), algorithm)
        else:
            key.verify(signature, data, ec.ECDSA(algorithm))
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def verify_raw_ecdsa(key: PublicKey, signature: bytes, digest: bytes) -> bool:
    """True when r and s (48 bytes each) sign this SHA-384-sized digest; how the card's own keys answer."""
    if not isinstance(key, ec.EllipticCurvePublicKey) or len(signature) != 96 or len(digest) != 48:
        return False
    r, s = int.from_bytes(signature[:48], "big"), int.from_bytes(signature[48:], "big")
    try:
        key.verify(utils.encode_dss_signature(r, s), digest, ec.ECDSA(utils.Prehashed(hashes.SHA384())))
    except (InvalidSignature, ValueError):
        return False
    return True


def issued_by(certificate: x509.Certificate, issuer: x509.Certificate, *, sha1: bool) -> bool:
    """True when `issuer` is a CA, carries the issuer's name and its key signed the certificate."""
    if certificate.issuer != issuer.subject or not is_ca(issuer):
        return False
    algorithm = _HASHES.get(certificate.signature_algorithm_oid)
    if algorithm is None or (isinstance(algorithm, hashes.SHA1) and not sha1):
        return False
    return verify(public_key(issuer), certificate.signature, certificate.tbs_certificate_bytes, (algorithm,))


def names_key_of(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """True unless the certificate's authority key identifier names another key than the issuer's."""
    wanted = _extension(certificate, ExtensionOID.AUTHORITY_KEY_IDENTIFIER)
    own = _extension(issuer, ExtensionOID.SUBJECT_KEY_IDENTIFIER)
    if not isinstance(wanted, x509.AuthorityKeyIdentifier) or not isinstance(own, x509.SubjectKeyIdentifier):
        return True
    return wanted.key_identifier is None or wanted.key_identifier == own.digest


def is_ca(certificate: x509.Certificate) -> bool:
    """True when basic constraints say so; the oldest root has no extension and is version 1 to libraries."""
    constraints = _extension(certificate, ExtensionOID.BASIC_CONSTRAINTS)
    if isinstance(constraints, x509.BasicConstraints):
        return constraints.ca
    return certificate.issuer == certificate.subject


def self_signed_with_sha1(certificate: x509.Certificate) -> bool:
    """True for a root of SHA-1's time."""
    return isinstance(_HASHES.get(certificate.signature_algorithm_oid), hashes.SHA1)


def is_register_certificate(certificate: x509.Certificate) -> bool:
    """True when the subject is the National Register (CN=RRN, O=RRN) and it is no CA."""
    return _is_register(certificate, ("RRN",))


def is_test_register_certificate(certificate: x509.Certificate) -> bool:
    """True when the subject is the register of the official test cards and it is no CA."""
    return _is_register(certificate, _TEST_REGISTERS)


def _is_register(certificate: x509.Certificate, names: Sequence[str]) -> bool:
    common = _attributes(certificate, NameOID.COMMON_NAME)
    organisation = _attributes(certificate, NameOID.ORGANIZATION_NAME)
    known = len(common) == 1 and common[0] in names
    return known and (not organisation or organisation in [["RRN"], common]) and not is_ca(certificate)


def holder_number(certificate: x509.Certificate) -> str:
    """The national number in the subject's serialNumber, "" when there is none."""
    values = _attributes(certificate, NameOID.SERIAL_NUMBER)
    return values[0] if len(values) == 1 else ""


def _attributes(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> list[str]:
    values = (attribute.value for attribute in certificate.subject.get_attributes_for_oid(oid))
    return [value if isinstance(value, str) else value.decode("latin-1") for value in values]


def _extension(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> x509.ExtensionType | None:
    try:
        return certificate.extensions.get_extension_for_oid(oid).value
    except x509.ExtensionNotFound:
        return None
