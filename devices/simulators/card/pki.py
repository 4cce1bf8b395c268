"""A throwaway public key infrastructure for simulated cards: roots, citizen CAs, the register's keys, card keys.

Made once for each machine, in a directory that the caller chooses; three generations as on real cards: `sha1` for
applets 1.0 and 1.1, `rsa` for 1.7, `ec` for 1.8 and for re-keyed 1.7 cards.  Nothing in it is secret and nothing in
it is trusted by a kiosk that was not told to.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from devices.simulators.card import der
from devices.simulators.card.place import ROOTS_FILE, default_directory

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
GENERATIONS = ("sha1", "rsa", "ec")
_COMPLETE = "complete-1"
# every key of every generation is made in some seconds, on a slow and busy machine in a minute
_LONGEST = 300.0
_KEYS = {
    **{
        f"{part}-{generation}": kind
        for generation, kind in (("sha1", "rsa2048"), ("rsa", "rsa2048"), ("ec", "ec"))
        for part in ("root", "ca")
    },
    "rrn-sha1": "rsa1024",
    "rrn-rsa": "rsa2048",
    "rrn-ec": "ec",
    "auth-rsa1024": "rsa1024",
    "sign-rsa1024": "rsa1024",
    "auth-rsa2048": "rsa2048",
    "sign-rsa2048": "rsa2048",
    "auth-ec": "ec",
    "sign-ec": "ec",
    "basic-ec": "ec",
    "forger-rsa": "rsa2048",
    "forger-ec": "ec",
}
SHA1_OID = bytes.fromhex("2A864886F70D010105")
SHA256_OID = bytes.fromhex("2A864886F70D01010B")
BEGIN = datetime(2003, 1, 26, tzinfo=UTC)
END = datetime(2045, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Pki:
    """The keys and authorities in `directory`; made there by `Pki.at` when they are not there yet."""

    directory: Path
    _parsed: dict[str, PrivateKey] = field(default_factory=dict, repr=False)

    @classmethod
    def at(cls, directory: Path | None = None) -> Pki:
        """The infrastructure of a directory; several processes may ask at the same time."""
        where = directory or default_directory()
        where.mkdir(parents=True, exist_ok=True, mode=0o700)
        pki = cls(where)
        if not (where / _COMPLETE).exists():
            with _locked(where / "lock"):
                if not (where / _COMPLETE).exists():
                    pki._make()
        return pki

    @property
    def roots_path(self) -> Path:
        """All three root certificates in one PEM file, for `--trust-root`."""
        return self.directory / ROOTS_FILE

    def key(self, name: str) -> PrivateKey:
        """A private key by its name."""
        if name not in self._parsed:
            loaded = serialization.load_pem_private_key((self.directory / f"{name}.key").read_bytes(), None)
            if not isinstance(loaded, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
                raise TypeError(name)
            self._parsed[name] = loaded
        return self._parsed[name]

    def root(self, generation: str) -> x509.Certificate:
        """A generation's root certificate."""
        return self._authorities[f"root-{generation}"]

    def ca(self, generation: str) -> x509.Certificate:
        """A generation's foreigner CA, which issues the holders' certificates."""
        return self._authorities[f"ca-{generation}"]

    @cached_property
    def _authorities(self) -> dict[str, x509.Certificate]:
        found = {}
        for path in self.directory.glob("*-*.crt"):
            found[path.stem] = x509.load_der_x509_certificate(path.read_bytes())
        return found

    def _make(self) -> None:
        for name, kind in _KEYS.items():
            made = _new_key(kind)
            encoded = made.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            (self.directory / f"{name}.key").write_bytes(encoded)
            self._parsed[name] = made
        pem = b""
        for number, generation in enumerate(GENERATIONS, start=1):
            sha1 = generation == "sha1"
            root_name = name_of(f"Simulated Belgium Root CA {generation}")
            root_key = self.key(f"root-{generation}")
            root = issue(root_name, root_key.public_key(), root_name, root_key, ca=True, sha1=sha1, serial=number)
            ca = issue(
                name_of("Simulated Foreigner CA", serial=f"20{number:02d}01"),
                self.key(f"ca-{generation}").public_key(),
                root_name,
                root_key,
                ca=True,
                sha1=sha1,
                serial=100 + number,
            )
            (self.directory / f"root-{generation}.crt").write_bytes(root)
            (self.directory / f"ca-{generation}.crt").write_bytes(ca)
            parsed = x509.load_der_x509_certificate(root)
            pem += parsed.public_bytes(serialization.Encoding.PEM)
        self.roots_path.write_bytes(pem)
        (self.directory / _COMPLETE).touch()


def name_of(common: str, *, organisation: str = "", serial: str = "", surname: str = "", given: str = "") -> x509.Name:
    """A subject as on Belgian certificates."""
    parts = [(NameOID.COUNTRY_NAME, "BE"), (NameOID.COMMON_NAME, common)]
    optional = (
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.SURNAME, surname),
        (NameOID.GIVEN_NAME, given),
        (NameOID.SERIAL_NUMBER, serial),
    )
    parts += [(oid, value) for oid, value in optional if value]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def issue(
    subject: x509.Name,
    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    key: PrivateKey,
    *,
    ca: bool = False,
    sha1: bool = False,
    serial: int = 1,
    begin: datetime = BEGIN,
    end: datetime = END,
    extensions: tuple[x509.ExtensionType, ...] = (),
) -> bytes:
    """A certificate in DER.  `sha1` signs as the oldest roots did, which libraries no longer do by themselves."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    if ca:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    digest = hashes.SHA384() if isinstance(key, ec.EllipticCurvePrivateKey) else hashes.SHA256()
    made = builder.sign(key, digest)
    if not sha1:
        return made.public_bytes(serialization.Encoding.DER)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("SHA-1 goes with RSA here")
    tbs = made.tbs_certificate_bytes.replace(SHA256_OID, SHA1_OID, 1)
    signature = key.sign(tbs, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303  (what the oldest cards carry)
    algorithm = der.sequence(der.tlv(0x06, SHA1_OID), der.tlv(0x05))
    return der.sequence(tbs, algorithm, der.tlv(0x03, b"\0", signature))


def _new_key(kind: str) -> PrivateKey:
    if kind == "ec":
        return ec.generate_private_key(ec.SECP384R1())
    return rsa.generate_private_key(65537, int(kind.removeprefix("rsa")))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One maker at a time; TimeoutError when another program does not come to its end."""
    end = time.monotonic() + _LONGEST
    with path.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    said = f"{path}: another program has made keys there for {_LONGEST:g} s; end it and try again"
                    raise TimeoutError(said) from None
                time.sleep(0.05)
        yield
