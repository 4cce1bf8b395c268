"""The PKCS#15 directories of a simulated card, in the shape that the applet's specification gives them."""

from __future__ import annotations

from devices.simulators.card import der

MASTER = bytes.fromhex("3F00")
AID = bytes.fromhex("A000000177504B43532D3135")
AUTHENTICATION, SIGNATURE, CA, ROOT = 2, 3, 4, 6
_FILES = {AUTHENTICATION: "5038", SIGNATURE: "5039", CA: "503A", ROOT: "503B"}
_LABELS = {AUTHENTICATION: "Authentication", SIGNATURE: "Signature", CA: "CA", ROOT: "Root"}


def directory_file() -> bytes:
    """EF(DIR): where the application is."""
    oid = der.tlv(0x06, bytes.fromhex("603802"))
    return der.tlv(0x61, der.tlv(0x4F, AID), der.tlv(0x50, b"BELPIC"), der.tlv(0x51, _path("DF00")), der.tlv(0x73, oid))


def object_directory() -> bytes:
    """ODF: the paths of the other directories."""
    entries = ((0xA0, "5035"), (0xA4, "5037"), (0xA8, "5034"))
    return b"".join(der.tlv(tag, der.sequence(der.octets(_path("DF00" + file)))) for tag, file in entries)


def token_info(serial: bytes, personalisation: bytes) -> bytes:
    """TokenInfo; its last four bytes are the personalisation versions."""
    return der.sequence(
        der.integer(0),
        der.octets(serial),
        der.tlv(0x80, b"BELPIC"),
        der.bits(4, 0x30),
        der.tlv(0x9E, personalisation),
    )


def pin_directory() -> bytes:
    """AODF: the one PIN, 4 to 12 digits in 8 bytes."""
    return der.sequence(
        der.sequence(der.utf8("Basic PIN"), der.bits(6, 0xC0)),
        der.sequence(der.octets(b"\x01")),
        der.tlv(
            0xA1,
            der.sequence(
                der.bits(2, 0x0C),
                der.tlv(0x0A, b"\x02"),
                der.integer(4),
                der.integer(8),
                der.integer(12),
                der.tlv(0x80, b"\x01"),
                der.octets(b"\xff"),
                der.sequence(der.octets(MASTER)),
            ),
        ),
    )


def key_directory(keys: tuple[int, ...], *, elliptic: bool, bits: int) -> bytes:
    """PrKDF: the authentication and the signature key, as far as there are any."""
    return b"".join(_key(key, elliptic=elliptic, bits=bits) for key in keys)


def _key(key: int, *, elliptic: bool, bits: int) -> bytes:
    usage = der.bits(5, 0x20) if key == AUTHENTICATION else der.bits(6, 0x00, 0x40)
    common = [der.utf8(_LABELS[key]), der.bits(7, 0x80), der.octets(b"\x01")]
    if key == SIGNATURE:
        common.append(der.integer(1))
    attributes = der.sequence(
        der.octets(bytes((key,))), usage, der.bits(3, 0xB8), der.integer(0x82 if key == AUTHENTICATION else 0x83)
    )
    path = der.sequence(der.octets(_path("DF00")))
    body = der.sequence(path) if elliptic else der.sequence(path, der.integer(bits))
    return der.tlv(0xA0 if elliptic else 0x30, der.sequence(*common), attributes, der.tlv(0xA1, body))


def certificate_directory(present: tuple[int, ...]) -> bytes:
    """CDF: the certificates that are on the card."""
    return b"".join(_certificate(number) for number in present)


def _certificate(number: int) -> bytes:
    attributes = [der.octets(bytes((number,)))]
    if number in (CA, ROOT):
        attributes.append(der.tlv(0x01, b"\xff"))
    value = der.tlv(0xA1, der.sequence(der.sequence(der.octets(_path("DF00" + _FILES[number])))))
    return der.sequence(der.sequence(der.utf8(_LABELS[number]), der.bits(0, 0x00)), der.sequence(*attributes), value)


def _path(files: str) -> bytes:
    return MASTER + bytes.fromhex(files)
