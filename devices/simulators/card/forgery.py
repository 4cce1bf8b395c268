"""Forged cards, each in its own way; `profile.FORGERIES` says what each one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from devices.card import tlv
from devices.simulators.card.image import (
    ATRS,
    Image,
    Register,
    holder_certificate,
    personalise,
    photo_of,
    register_of,
    serial_of,
    sign,
    spki,
)
from devices.simulators.card.pki import Pki, issue, name_of
from devices.simulators.card.profile import Profile


def build(profile: Profile, pki: Pki) -> Image:
    """Personalise a card, and forge it the way the profile says."""
    image, register = personalise(profile, pki)
    return _FORGERS[profile.forged](image, pki, register) if profile.forged else image


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


def _resigned(image: Image, register: Register, certificate: bytes) -> Image:
    """Everything signed again by another key, with its certificate in the register's place."""
    applet = image.profile.applet
    signature = sign(register.key, image.files["DF014031"], applet)
    address = sign(register.key, image.files["DF014033"].rstrip(b"\0") + signature, applet)
    return _with(image, DF014032=signature, DF014034=address, DF00503C=certificate)


def _forge_register_key(image: Image, pki: Pki, _register: Register) -> Image:
    """A certificate that says all the right things, the root's name and key identifier too, but signed by the forger."""
    generation = image.profile.generation
    forger = pki.key("forger-ec" if generation == "ec" else "forger-rsa")
    parsed = x509.load_der_x509_certificate(register_of(pki, generation, forger).certificate)
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
    return _resigned(image, Register(forger, made), made)


def _forge_citizen(image: Image, pki: Pki, _register: Register) -> Image:
    kind = {"sha1": "rsa1024", "rsa": "rsa2048", "ec": "ec"}[image.profile.generation]
    key = pki.key(f"sign-{kind}")
    return _resigned(image, Register(key, b""), holder_certificate(image.profile, pki, 0x83))


def _forge_below_ca(image: Image, pki: Pki, _register: Register) -> Image:
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
    return _resigned(image, Register(forger, made), made)


def _forge_expired(image: Image, pki: Pki, register: Register) -> Image:
    issued = image.profile.identity["valid_from"]
    end = datetime(issued.year, issued.month, issued.day, tzinfo=UTC) - timedelta(days=30)
    made = register_of(pki, image.profile.generation, register.key, end=end)
    return _with(image, DF00503C=made.certificate)


def _forge_untrusted_root(image: Image, pki: Pki, _register: Register) -> Image:
    forger = pki.key("forger-ec" if image.profile.generation == "ec" else "forger-rsa")
    name = name_of("Root of nobody")
    root = issue(name, forger.public_key(), name, forger, ca=True)
    made = issue(name_of("RRN", organisation="RRN"), forger.public_key(), name, forger, serial=1002)
    return _with(_resigned(image, Register(forger, made), made), DF00503B=root)


def _forge_holder(image: Image, pki: Pki, _register: Register) -> Image:
    return _with(image, DF005038=holder_certificate(image.profile, pki, 0x82, number="85010100105"))


def _forge_keys(image: Image, pki: Pki, *references: int) -> Image:
    """The chip does not have the genuine card's keys."""
    forger = pki.key("forger-ec" if image.profile.generation == "ec" else "forger-rsa")
    return replace(image, keys={**image.keys, **dict.fromkeys(references, forger)})


def _forge_downgrade(image: Image, _pki: Pki, _register: Register) -> Image:
    data = bytearray(image.card_data)
    data[21] = 0x17
    files = {name: content for name, content in image.files.items() if name != "DF014040"}
    keys = {reference: key for reference, key in image.keys.items() if reference != 0x81}
    return replace(image, card_data=bytes(data), files=files, keys=keys, atr=bytes.fromhex(ATRS["1.7"]))


_Forger = Callable[[Image, Pki, Register], Image]
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
    "photo": lambda image, _pki, _register: _with(image, DF014035=photo_of("another face")),
    "basic-key": lambda image, pki, _register: replace(
        _with(image, DF014040=spki(pki.key("forger-ec"))), keys={**image.keys, 0x81: pki.key("forger-ec")}
    ),
    "cloned-chip": lambda image, pki, _register: _forge_keys(image, pki, 0x81, 0x82, 0x83),
    "chip-number": lambda image, _pki, _register: replace(
        image, card_data=serial_of("another chip") + image.card_data[16:]
    ),
    "downgrade": _forge_downgrade,
    "holder-certificate": _forge_holder,
    "cloned-holder-key": lambda image, pki, _register: _forge_keys(image, pki, 0x82, 0x83),
    "untrusted-root": _forge_untrusted_root,
}
