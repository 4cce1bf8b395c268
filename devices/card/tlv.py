"""Tag-length-value files of the card: identity (4031) and address (4033).

A tag has one byte.  A length byte FF adds 255 and continues in the next byte.  A file may start with tag 00 (its
structure version) and may end in zero padding, so only a rest of nothing but zeros ends it.
"""

from __future__ import annotations

from devices.card.apdu import CardMalformed

MAX_FIELDS = 64


def parse(data: bytes) -> dict[int, bytes]:
    """All fields by tag, in the file's order.

    A tag that stands twice, a length that runs past the end or too many fields raise `CardMalformed`.
    """
    fields: dict[int, bytes] = {}
    at = 0
    while at < len(data) and any(data[at:]):
        tag, length, value_at = _header(data, at)
        at = value_at + length
        if at > len(data):
            raise CardMalformed("a field runs past the end of its file")
        if tag in fields or len(fields) >= MAX_FIELDS:
            raise CardMalformed("a field stands twice" if tag in fields else "too many fields")
        fields[tag] = data[value_at:at]
    return fields


def content_length(data: bytes) -> int:
    """Length without trailing zeros: what the address signature covers."""
    return len(data.rstrip(b"\0"))


def encode(fields: dict[int, bytes]) -> bytes:
    """The file for these fields, in their order; the inverse of `parse`."""
    out = bytearray()
    for tag, value in fields.items():
        out.append(tag)
        whole, rest = divmod(len(value), 255)
        out += b"\xff" * whole
        out.append(rest)
        out += value
    return bytes(out)


def _header(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, length and where the value starts."""
    tag = data[at]
    length = 0
    at += 1
    while True:
        if at >= len(data):
            raise CardMalformed("a file ends inside a length")
        step = data[at]
        at += 1
        length += step
        if step != 0xFF:
            return tag, length, at
