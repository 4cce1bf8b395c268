"""The roots that this kiosk trusts: pinned by public key, so that a re-issued root certificate passes.

A pin is the SHA-256 of the root's SubjectPublicKeyInfo.  The certificate itself comes from a directory, from
`--trust-root`, or from the first card that carries it; it is believed because its key is pinned, whoever brings it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cryptography import x509

from devices.card import certificates
from devices.card.apdu import CardMalformed

# Belgium Root CA2, CA3, CA4 (each also re-issued with the same key) and CA6; True: SHA-1 stands below it
PINNED: dict[str, bool] = {
    "f8e5f905bc939911267b83d50814a90323b51e183629db52d4fc2d5468a5a578": True,
    "c7bc5e493726bbf531f62fc5f5513ac03ead813af4dcd445b3305ba3d3d53374": True,
    "b1538a9071705a92d938e506b738da0cafd1ae66aec2eeddc75479d433bd8776": False,
    "894ad2232fe69bb09e8370ef387ec1c66ab6a4ce53c811fd3c8ced5b5158d8c1": False,
}
# common names of published test roots; some of their private keys are public
_TEST_NAMES = (
    "eID test Root CA",
    "eID TEST Root CA",
    "Belgium Root CT3",
    "TestSign Belgium Root UT CA7",
    "ZETES Root CA",
    "eID TEST EC Root CA",
)


class UnpinnedRoot(ValueError):
    """A root that is not pinned was given where only pinned ones may stand."""


class RootStore:
    """Pinned roots, plus those given for this run; remembers the certificates that it has seen.

    `production` refuses every root that is not pinned.  The store holds no state about persons: root and
    intermediate certificates only, at most 64 of them.
    """

    def __init__(self, extra: Iterable[x509.Certificate] = (), *, production: bool = False) -> None:
        self._pins = dict(PINNED)
        self._roots: dict[str, x509.Certificate] = {}
        self._intermediates: dict[bytes, x509.Certificate] = {}
        for certificate in extra:
            pin = certificates.spki_sha256(certificate)
            if pin not in self._pins:
                if production:
                    raise UnpinnedRoot("a root that is not pinned is refused in production")
                self._pins[pin] = certificates.self_signed_with_sha1(certificate)
            self.learn(certificate)

    def learn(self, certificate: x509.Certificate) -> bool:
        """Keep a root certificate when its key is pinned and signed it; True when it is trusted."""
        pin = certificates.spki_sha256(certificate)
        if pin not in self._pins or not certificates.issued_by(certificate, certificate, sha1=self._pins[pin]):
            return False
        self._roots.setdefault(pin, certificate)
        return True

    def root_for(self, certificate: x509.Certificate) -> x509.Certificate | None:
        """The trusted root that this certificate names as its issuer, by name and key identifier."""
        for root in self._roots.values():
            if certificate.issuer == root.subject and certificates.names_key_of(certificate, root):
                return root
        return None

    def given(self, root: x509.Certificate) -> bool:
        """True for a root that was given for this run and is not pinned."""
        return certificates.spki_sha256(root) not in PINNED

    def sha1_below(self, root: x509.Certificate) -> bool:
        """True when certificates below this root may be signed with SHA-1."""
        return self._pins.get(certificates.spki_sha256(root), False)

    def learn_intermediate(self, certificate: x509.Certificate) -> bool:
        """Keep a citizen or foreigner CA that a trusted root issued; True when it is such a one."""
        root = self.root_for(certificate)
        if root is None or not certificates.is_ca(certificate):
            return False
        if not certificates.issued_by(certificate, root, sha1=self.sha1_below(root)):
            return False
        if len(self._intermediates) < 64:
            self._intermediates.setdefault(certificate.subject.public_bytes(), certificate)
        return True

    def intermediate_for(self, certificate: x509.Certificate) -> x509.Certificate | None:
        """The known CA that this certificate names as its issuer."""
        found = self._intermediates.get(certificate.issuer.public_bytes())
        return found if found is not None and certificates.names_key_of(certificate, found) else None


def is_test_root(certificate: x509.Certificate) -> bool:
    """True for a root that is published as a test root."""
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return any(name.value in _TEST_NAMES for name in names)


def load_pem(path: Path) -> tuple[x509.Certificate, ...]:
    """All certificates of a PEM file; ValueError with the file's name when there is none."""
    try:
        found = tuple(x509.load_pem_x509_certificates(path.read_bytes()))
        for certificate in found:
            certificates.public_key(certificate)
    except (ValueError, CardMalformed) as error:
        raise ValueError(f"{path}: not a PEM certificate") from error
    return found
