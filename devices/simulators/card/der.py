"""Small DER builder for what no library writes: PKCS#15 directories and certificates of another time."""

from __future__ import annotations


def tlv(tag: int, *parts: bytes) -> bytes:
    """One element with its definite length."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + body


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE."""
    return tlv(0x30, *parts)


def integer(value: int) -> bytes:
    """INTEGER, not negative."""
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    """OCTET STRING."""
    return tlv(0x04, value)


def bits(unused: int, *value: int) -> bytes:
    """BIT STRING."""
    return tlv(0x03, bytes((unused, *value)))


def utf8(text: str) -> bytes:
    """UTF8String."""
    return tlv(0x0C, text.encode())
