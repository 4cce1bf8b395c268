"""What is on a simulated card: its files, signed by the throwaway PKI, its keys, and how it was forged if it was."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import AuthorityInformationAccessOID

from devices.card import tlv
from devices.simulators.card import pkcs15
from devices.simulators.card.pki import END, Pki, PrivateKey, issue, name_of
from devices.simulators.card.profile import Profile, card_date

ATRS = {
    "1.0": "3B989440FFA503010101AD1310",
    "1.1": "3B9813400AA503010101AD1311",
    "1.7": "3B9813400AA503010101AD1311",
    "1.8": "3B7F96000080318065B085040120120FFF829000",
}
_VERSION_BYTES = {
    # component, OS number and version, softmask, applet, global OS, interface, PKCS#1, key exchange, life cycle
    "1.0": "A5030101011000020000000F",
    "1.1": "A5030101011100020000000F",
    "1.7": "A503010101170003012101 0F".replace(" ", ""),
    "1.8": "A5030101011800010100020F",
}
_PERSONALISATION = {"1.0": "01010100", "1.1": "02020100", "1.7": "03030101", "1.8": "05040201"}
_CERTIFICATE_PADDING = {"1.0": 0, "1.1": 0, "1.7": 50, "1.8": 1100}
_ADDRESS_SIZE = {"1.0": 117, "1.1": 121, "1.7": 121, "1.8": 121}
_TAGS = {
    "card_number": 0x01,
    "valid_from": 0x03,
    "valid_until": 0x04,
    "municipality": 0x05,
    "national_number": 0x06,
    "surname": 0x07,
    "given_names": 0x08,
    "initial": 0x09,
    "nationality": 0x0A,
    "birth_place": 0x0B,
    "birth_date": 0x0C,
    "sex": 0x0D,
    "noble_title": 0x0E,
    "document_type": 0x0F,
    "special_status": 0x10,
    "duplicate": 0x12,
    "organisation": 0x13,
    "member_of_family": 0x14,
    "protection": 0x15,
    "work": 0x16,
    "employer": 0x17,
    "employer_2": 0x18,
    "regional_file": 0x19,
    "brexit_1": 0x1B,
    "brexit_2": 0x1C,
    "mention_1": 0x1D,
    "mention_2": 0x1E,
    "eu_date": 0x1F,
}


@dataclass(frozen=True)
class Image:
    """A personalised card: everything that the applet answers from."""

    profile: Profile
    atr: bytes
    serial: bytes
    card_data: bytes
    files: dict[str, bytes]
    keys: dict[int, PrivateKey] = field(repr=False)  # by key reference: 81 basic, 82 authentication, 83 signature


@dataclass(frozen=True)
class Register:
    """The register's key and certificate for one card."""

    key: PrivateKey
    certificate: bytes


def personalise(profile: Profile, pki: Pki) -> tuple[Image, Register]:
    """A genuine card of this profile, and the register that signed it."""
    serial = serial_of(profile.name)
    register = _register(profile, pki)
    photo = photo_of(profile.name)
    basic = pki.key("basic-ec")
    identity = _identity(profile, serial, photo, basic)
    size = 256 if profile.padded_signatures else 0
    identity_signature = sign(register.key, identity, profile.applet).ljust(size, b"\0")
    address = _address(profile)
    address_signature = sign(register.key, address.rstrip(b"\0") + identity_signature, profile.applet).ljust(
        size, b"\0"
    )
    elliptic = profile.generation == "ec"
    kind = {"sha1": "rsa1024", "rsa": "rsa2048", "ec": "ec"}[profile.generation]
    keys = {0x82: pki.key(f"auth-{kind}"), 0x83: pki.key(f"sign-{kind}")}
    present = [pkcs15.AUTHENTICATION] if profile.authentication else []
    present += [pkcs15.SIGNATURE] if profile.signature else []
    pad = b"\0" * _CERTIFICATE_PADDING[profile.applet]
    absent = b"\0" * (2500 if elliptic else 1300)
    files = {
        "2F00": pkcs15.directory_file(),
        "DF005031": pkcs15.object_directory(),
        "DF005032": pkcs15.token_info(serial, bytes.fromhex(_PERSONALISATION[profile.applet])),
        "DF005034": pkcs15.pin_directory(),
        "DF005035": pkcs15.key_directory(tuple(present), elliptic=elliptic, bits=_bits(keys[0x82])),
        "DF005037": pkcs15.certificate_directory((*present, pkcs15.CA, pkcs15.ROOT)),
        "DF005038": holder_certificate(profile, pki, 0x82) + pad if profile.authentication else absent,
        "DF005039": holder_certificate(profile, pki, 0x83) + pad if profile.signature else absent,
        "DF00503A": pki.ca(profile.generation).public_bytes(Encoding.DER) + pad,
        "DF00503B": pki.root(profile.generation).public_bytes(Encoding.DER) + pad,
        "DF00503C": register.certificate + pad,
        "DF014031": identity,
        "DF014032": identity_signature,
        "DF014033": address,
        "DF014034": address_signature,
        "DF014035": photo,
    }
    if elliptic:
        keys[0x81] = basic
        files["DF014040"] = spki(basic)
    else:
        files["DF014038"] = hashlib.sha1(spki(pki.key(f"ca-{profile.generation}"))).digest()  # noqa: S324
        files["DF014039"] = b"[General]\r\nlanguage=nl\r\n"
    versions = bytes.fromhex(_VERSION_BYTES[profile.applet])
    image = Image(profile, bytes.fromhex(ATRS[profile.applet]), serial, serial + versions, files, keys)
    return image, register


# ---------------------------------------------------------------------- parts


def sign(key: PrivateKey, data: bytes, applet: str) -> bytes:
    """A register's signature: PKCS#1 with SHA-1 on the oldest applets, SHA-256 on 1.7, ECDSA with SHA-384 in DER."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(hashes.SHA384()))
    digest = hashes.SHA1() if applet in ("1.0", "1.1") else hashes.SHA256()  # noqa: S303  (as those cards do)
    return key.sign(data, padding.PKCS1v15(), digest)


def holder_certificate(profile: Profile, pki: Pki, reference: int, *, number: str = "") -> bytes:
    """The holder's authentication (82) or signature (83) certificate."""
    kind = {"sha1": "rsa1024", "rsa": "rsa2048", "ec": "ec"}[profile.generation]
    role, purpose = ("auth", "Authentication") if reference == 0x82 else ("sign", "Signature")
    surname, given = str(profile.identity["surname"]), str(profile.identity["given_names"])
    ca = pki.ca(profile.generation)
    usage = x509.KeyUsage(reference == 0x82, reference == 0x83, False, False, False, False, False, False, False)
    return issue(
        name_of(
            _short(f"{given} {surname} ({purpose})"),
            serial=number or str(profile.identity["national_number"]),
            surname=_short(surname),
            given=_short(given or "-"),
        ),
        pki.key(f"{role}-{kind}").public_key(),
        ca.subject,
        pki.key(f"ca-{profile.generation}"),
        sha1=profile.generation == "sha1",
        serial=int.from_bytes(hashlib.sha256(f"{profile.name}{reference}".encode()).digest()[:8], "big"),
        extensions=(usage, *_status_sources(profile)),
    )


def _status_sources(profile: Profile) -> list[x509.ExtensionType]:
    """Where the holder's certificates say that their status can be asked."""
    found: list[x509.ExtensionType] = []
    if profile.ocsp:
        location = x509.UniformResourceIdentifier(profile.ocsp)
        found.append(
            x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.OCSP, location)])
        )
    if profile.crl:
        place = x509.UniformResourceIdentifier(profile.crl)
        found.append(x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)]))
    return found


def _short(text: str) -> str:
    """A name for a certificate: 64 bytes at most."""
    return text.encode()[:64].decode(errors="ignore")


def _register(profile: Profile, pki: Pki) -> Register:
    generation = profile.register or profile.generation
    return register_of(pki, generation, pki.key(f"rrn-{generation}"))


def register_of(pki: Pki, generation: str, key: PrivateKey, *, end: datetime = END) -> Register:
    made = issue(
        name_of("RRN", organisation="RRN"),
        key.public_key(),
        pki.root(generation).subject,
        pki.key(f"root-{generation}"),
        sha1=generation == "sha1",
        serial=1000,
        end=end,
    )
    return Register(key, made)


def _identity(profile: Profile, serial: bytes, photo: bytes, basic: PrivateKey) -> bytes:
    fields: dict[int, bytes] = {0x00: b"\0\1"} if profile.structure_version else {}
    values = {_TAGS[key]: _encoded(value) for key, value in profile.identity.items() if value is not False}
    values[0x02] = serial
    algorithm = profile.photo_hash or {"sha1": "sha1", "rsa": "sha256", "ec": "sha384"}[profile.generation]
    values[0x11] = hashlib.new(algorithm, photo).digest()
    if profile.applet == "1.8":
        values[0x1A] = hashlib.sha384(spki(basic)).digest()
    values.update(profile.extra_tags)
    fields.update({tag: values[tag] for tag in sorted(values)})
    return tlv.encode(fields)


def _encoded(value: Any) -> bytes:
    """A profile's value as the card holds it: texts as UTF-8, true as an empty field, dates with points."""
    if value is True:
        return b""
    return value.encode() if isinstance(value, str) else card_date(value)


def _address(profile: Profile) -> bytes:
    parts = {0x01: "street", 0x02: "postcode", 0x03: "municipality"}
    raw = tlv.encode({tag: str(profile.address.get(key, "")).encode() for tag, key in parts.items()})
    return raw.ljust(_ADDRESS_SIZE[profile.applet], b"\0")


def serial_of(name: str) -> bytes:
    """A chip number that is the same for a profile every time."""
    return bytes.fromhex("534C494E") + hashlib.sha256(name.encode()).digest()[:12]


def spki(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _bits(key: PrivateKey) -> int:
    return key.key_size


def photo_of(name: str) -> bytes:
    """A drawn face, 140 by 200 grey, about 3 kB of JPEG; nobody's."""
    from PIL import Image as Picture
    from PIL import ImageDraw

    tone = hashlib.sha256(name.encode()).digest()
    grain = hashlib.shake_128(name.encode()).digest(140 * 200)
    picture = Picture.frombytes("L", (140, 200), bytes(165 + value // 10 for value in grain))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10, 150, 130, 260), fill=60 + tone[0] % 60)
    draw.ellipse((38, 40, 102, 130), fill=150 + tone[1] % 60)
    draw.pieslice((34, 28, 106, 110), 180, 360, fill=30 + tone[2] % 60)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()
