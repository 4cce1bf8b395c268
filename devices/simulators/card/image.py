"""What is on a simulated card: its files, signed by the throwaway PKI, its keys, and how it was forged if it was."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

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
class _Register:
    """The register's key and certificate for one card."""

    key: PrivateKey
    certificate: bytes


def build(profile: Profile, pki: Pki) -> Image:
    """Personalise a card, and forge it the way the profile says."""
    serial = _serial(profile.name)
    register = _register(profile, pki)
    photo = _photo(profile.name)
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
        files["DF014040"] = _spki(basic)
    else:
        files["DF014038"] = hashlib.sha1(_spki(pki.key(f"ca-{profile.generation}"))).digest()  # noqa: S324
        files["DF014039"] = b"[General]\r\nlanguage=nl\r\n"
    versions = bytes.fromhex(_VERSION_BYTES[profile.applet])
    image = Image(profile, bytes.fromhex(ATRS[profile.applet]), serial, serial + versions, files, keys)
    return forge(image, pki, register) if profile.forged else image


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
        extensions=(usage,),
    )


def _short(text: str) -> str:
    """A name for a certificate: 64 bytes at most."""
    return text.encode()[:64].decode(errors="ignore")


def _register(profile: Profile, pki: Pki) -> _Register:
    generation = profile.register or profile.generation
    return _register_of(pki, generation, pki.key(f"rrn-{generation}"))


def _register_of(pki: Pki, generation: str, key: PrivateKey, *, end: datetime = END) -> _Register:
    made = issue(
        name_of("RRN", organisation="RRN"),
        key.public_key(),
        pki.root(generation).subject,
        pki.key(f"root-{generation}"),
        sha1=generation == "sha1",
        serial=1000,
        end=end,
    )
    return _Register(key, made)


def _identity(profile: Profile, serial: bytes, photo: bytes, basic: PrivateKey) -> bytes:
    fields: dict[int, bytes] = {0x00: b"\0\1"} if profile.structure_version else {}
    values = {_TAGS[key]: _encoded(value) for key, value in profile.identity.items() if value is not False}
    values[0x02] = serial
    algorithm = profile.photo_hash or {"sha1": "sha1", "rsa": "sha256", "ec": "sha384"}[profile.generation]
    values[0x11] = hashlib.new(algorithm, photo).digest()
    if profile.applet == "1.8":
        values[0x1A] = hashlib.sha384(_spki(basic)).digest()
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


def _serial(name: str) -> bytes:
    """A chip number that is the same for a profile every time."""
    return bytes.fromhex("534C494E") + hashlib.sha256(name.encode()).digest()[:12]


def _spki(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _bits(key: PrivateKey) -> int:
    return key.key_size


def _photo(name: str) -> bytes:
    """A drawn face, 140 by 200 grey, about 3 kB of JPEG; nobody's."""
    from PIL import Image as Picture
    from PIL import ImageDraw

    tone = hashlib.sha256(name.encode()).digest()
    picture = Picture.effect_noise((140, 200), 18).point([min(255, value // 2 + 110) for value in range(256)])
    picture = Picture.blend(picture, Picture.new("L", (140, 200), 200), 0.6)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10, 150, 130, 260), fill=60 + tone[0] % 60)
    draw.ellipse((38, 40, 102, 130), fill=150 + tone[1] % 60)
    draw.pieslice((34, 28, 106, 110), 180, 360, fill=30 + tone[2] % 60)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


# ---------------------------------------------------------------------- forgeries


def forge(image: Image, pki: Pki, register: _Register) -> Image:
    """The same card, forged as its profile's `forged` says; `profile.FORGERIES` tells what each one is."""
    return _FORGERS[image.profile.forged](image, pki, register)


def _with(image: Image, **files: bytes) -> Image:
    """The image with some files replaced; names are written with a leading underscore for Python's sake."""
    changed = {name.removeprefix("_"): content for name, content in files.items()}
    return replace(image, files={**image.files, **changed})


def _rewritten(image: Image, tag: int, value: bytes) -> Image:
    fields = tlv.parse(image.files["DF014031"])
    return _with(image, DF014031=tlv.encode({**fields, tag: value}))


def _moved(image: Image) -> Image:
    """Another street, as long as the signed one."""
    before = image.files["DF014033"]
    fields = tlv.parse(before)
    street = b"Forgery Street 1".ljust(len(fields[0x01]))[: len(fields[0x01])]
    return _with(image, DF014033=tlv.encode({**fields, 0x01: street}).ljust(len(before), b"\0"))


def _flip(data: bytes) -> bytes:
    return data[:40] + bytes((data[40] ^ 0x04,)) + data[41:]


def _resigned(image: Image, register: _Register, certificate: bytes) -> Image:
    """Everything signed again by another key, with its certificate in the register's place."""
    applet = image.profile.applet
    signature = sign(register.key, image.files["DF014031"], applet)
    address = sign(register.key, image.files["DF014033"].rstrip(b"\0") + signature, applet)
    return _with(image, DF014032=signature, DF014034=address, DF00503C=certificate)


def _forge_register_key(image: Image, pki: Pki, _register: _Register) -> Image:
    """A certificate that says all the right things, the root's name and key identifier too, but signed by the forger."""
    generation = image.profile.generation
    forger = pki.key("forger-ec" if generation == "ec" else "forger-rsa")
    parsed = x509.load_der_x509_certificate(_register_of(pki, generation, forger).certificate)
    builder = (
        x509.CertificateBuilder()
        .subject_name(parsed.subject)
        .issuer_name(parsed.issuer)
        .public_key(forger.public_key())
        .serial_number(parsed.serial_number)
        .not_valid_before(parsed.not_valid_before_utc)
        .not_valid_after(parsed.not_valid_after_utc)
    )
    for extension in parsed.extensions:
        builder = builder.add_extension(extension.value, critical=extension.critical)
    digest = hashes.SHA384() if isinstance(forger, ec.EllipticCurvePrivateKey) else hashes.SHA256()
    made = builder.sign(forger, digest).public_bytes(Encoding.DER)
    return _resigned(image, _Register(forger, made), made)


def _forge_citizen(image: Image, pki: Pki, _register: _Register) -> Image:
    kind = {"sha1": "rsa1024", "rsa": "rsa2048", "ec": "ec"}[image.profile.generation]
    key = pki.key(f"sign-{kind}")
    return _resigned(image, _Register(key, b""), holder_certificate(image.profile, pki, 0x83))


def _forge_below_ca(image: Image, pki: Pki, _register: _Register) -> Image:
    generation = image.profile.generation
    forger = pki.key("forger-ec" if generation == "ec" else "forger-rsa")
    made = issue(
        name_of("RRN", organisation="RRN"),
        forger.public_key(),
        pki.ca(generation).subject,
        pki.key(f"ca-{generation}"),
        sha1=generation == "sha1",
        serial=1001,
    )
    return _resigned(image, _Register(forger, made), made)


def _forge_expired(image: Image, pki: Pki, register: _Register) -> Image:
    issued = image.profile.identity["valid_from"]
    end = datetime(issued.year, issued.month, issued.day, tzinfo=UTC) - timedelta(days=30)
    made = _register_of(pki, image.profile.generation, register.key, end=end)
    return _with(image, DF00503C=made.certificate)


def _forge_untrusted_root(image: Image, pki: Pki, _register: _Register) -> Image:
    forger = pki.key("forger-ec" if image.profile.generation == "ec" else "forger-rsa")
    name = name_of("Root of nobody")
    root = issue(name, forger.public_key(), name, forger, ca=True)
    made = issue(name_of("RRN", organisation="RRN"), forger.public_key(), name, forger, serial=1002)
    return _with(_resigned(image, _Register(forger, made), made), DF00503B=root)


def _forge_holder(image: Image, pki: Pki, _register: _Register) -> Image:
    return _with(image, DF005038=holder_certificate(image.profile, pki, 0x82, number="85010100105"))


def _forge_keys(image: Image, pki: Pki, *references: int) -> Image:
    """The chip does not have the genuine card's keys."""
    forger = pki.key("forger-ec" if image.profile.generation == "ec" else "forger-rsa")
    return replace(image, keys={**image.keys, **dict.fromkeys(references, forger)})


def _forge_downgrade(image: Image, _pki: Pki, _register: _Register) -> Image:
    data = bytearray(image.card_data)
    data[21] = 0x17
    files = {name: content for name, content in image.files.items() if name != "DF014040"}
    keys = {reference: key for reference, key in image.keys.items() if reference != 0x81}
    return replace(image, card_data=bytes(data), files=files, keys=keys, atr=bytes.fromhex(ATRS["1.7"]))


_Forger = Callable[[Image, Pki, _Register], Image]
_FORGERS: dict[str, _Forger] = {
    "surname": lambda image, _pki, _register: _rewritten(image, 0x07, b"Nobody"),
    "validity": lambda image, _pki, _register: _rewritten(image, 0x04, b"31.12.2039"),
    "signature": lambda image, _pki, _register: _with(image, DF014032=_flip(image.files["DF014032"])),
    "other-signature": lambda image, _pki, register: _with(
        image, DF014032=sign(register.key, b"the identity file of another card", image.profile.applet)
    ),
    "register-key": _forge_register_key,
    "citizen-as-register": _forge_citizen,
    "register-below-ca": _forge_below_ca,
    "register-expired": _forge_expired,
    "address": lambda image, _pki, _register: _moved(image),
    "address-signature": lambda image, _pki, register: _with(
        image, DF014034=sign(register.key, b"the address file of another card", image.profile.applet)
    ),
    "photo": lambda image, _pki, _register: _with(image, DF014035=_photo("another face")),
    "basic-key": lambda image, pki, _register: replace(
        _with(image, DF014040=_spki(pki.key("forger-ec"))), keys={**image.keys, 0x81: pki.key("forger-ec")}
    ),
    "cloned-chip": lambda image, pki, _register: _forge_keys(image, pki, 0x81, 0x82, 0x83),
    "chip-number": lambda image, _pki, _register: replace(
        image, card_data=_serial("another chip") + image.card_data[16:]
    ),
    "downgrade": _forge_downgrade,
    "holder-certificate": _forge_holder,
    "cloned-holder-key": lambda image, pki, _register: _forge_keys(image, pki, 0x82, 0x83),
    "untrusted-root": _forge_untrusted_root,
}
