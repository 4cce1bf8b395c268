"""The identity and address files as values: dates, names, document type; nothing is guessed.

Sources: identity and address file specification for applet 1.8 (version 5), content specification 5.4.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from devices.api.card import Address, CardData, CardDate, Holder
from devices.card import tlv
from devices.card.apdu import CardMalformed

# month names as printed on cards: French, Dutch, German; German March also without its umlaut
_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "JAN",
            "FEV FEB",
            "MARS MAAR MÄR MAR",
            "AVR APR",
            "MAI MEI",
            "JUIN JUN",
            "JUIL JUL",
            "AOUT AUG",
            "SEPT SEP",
            "OCT OKT",
            "NOV",
            "DEC DEZ",
        ),
        start=1,
    )
    for name in names.split()
}
_BIRTH = re.compile(r"^(?:(?P<day>\d{1,2})[ .]\s*)?(?:(?P<month>[^\W\d_]+)[ .]\s*)?(?P<year>\d{4})$")
_INVISIBLE = ("Cc", "Cf", "Zl", "Zp")
_SEXES = {"M": "M", "F": "F", "V": "F", "W": "F"}


class Tag:
    """Tags of the identity file that this kiosk uses."""

    CARD_NUMBER = 0x01
    CHIP_NUMBER = 0x02
    VALID_FROM = 0x03
    VALID_UNTIL = 0x04
    MUNICIPALITY = 0x05
    NATIONAL_NUMBER = 0x06
    SURNAME = 0x07
    GIVEN_NAMES = 0x08
    NATIONALITY = 0x0A
    BIRTH_PLACE = 0x0B
    BIRTH_DATE = 0x0C
    SEX = 0x0D
    DOCUMENT_TYPE = 0x0F
    PHOTO_HASH = 0x11
    DUPLICATE = 0x12
    BASIC_KEY_HASH = 0x1A


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """What the identity file says, and the hashes in it that prove other parts of the card."""

    card: CardData
    holder: Holder
    photo_hash: bytes
    basic_key_hash: bytes
    chip_number: bytes


def decode_identity(data: bytes, applet: str) -> Identity:
    """The identity file (4031); `CardMalformed` when it is not one.

    Fields that are absent or that cannot be understood stay empty or None; only a file without any of the
    fields that make it an identity file is refused.
    """
    fields = tlv.parse(data)
    if Tag.CARD_NUMBER not in fields or Tag.VALID_UNTIL not in fields:
        raise CardMalformed("no identity file")
    card = CardData(
        document_type=_number(fields.get(Tag.DOCUMENT_TYPE)),
        applet=applet,
        card_number=_text(fields.get(Tag.CARD_NUMBER)),
        chip_number=fields.get(Tag.CHIP_NUMBER, b"").hex().upper(),
        valid_from=_date(fields.get(Tag.VALID_FROM)),
        valid_until=_date(fields.get(Tag.VALID_UNTIL)),
        issued_by=_text(fields.get(Tag.MUNICIPALITY)),
        duplicate=(_number(fields.get(Tag.DUPLICATE)) or 0) > 0,
    )
    holder = Holder(
        given_names=_text(fields.get(Tag.GIVEN_NAMES)),
        surname=_text(fields.get(Tag.SURNAME)),
        nationality=_text(fields.get(Tag.NATIONALITY)),
        birth_place=_text(fields.get(Tag.BIRTH_PLACE)),
        birth_date=birth_date(_text(fields.get(Tag.BIRTH_DATE))),
        sex=_SEXES.get(_text(fields.get(Tag.SEX)).upper(), ""),
        national_number=_text(fields.get(Tag.NATIONAL_NUMBER)),
    )
    return Identity(
        card,
        holder,
        fields.get(Tag.PHOTO_HASH, b""),
        fields.get(Tag.BASIC_KEY_HASH, b""),
        fields.get(Tag.CHIP_NUMBER, b""),
    )


def is_whole(data: bytes, *, basic_key: bool) -> bool:
    """True when these bytes are an identity file to its end: no field cut, the hashes of its last fields there.

    `basic_key` for applet 1.8, whose files name the basic key behind the photo.
    """
    try:
        fields = tlv.parse(data)
    except CardMalformed:
        return False
    return Tag.PHOTO_HASH in fields and (not basic_key or Tag.BASIC_KEY_HASH in fields)


def is_whole_address(data: bytes) -> bool:
    """True when these bytes are an address file to its last field."""
    try:
        return {0x01, 0x02, 0x03} <= tlv.parse(data).keys()
    except CardMalformed:
        return False


def decode_address(data: bytes) -> Address:
    """The address file (4033); `CardMalformed` when it is not one."""
    fields = tlv.parse(data)
    return Address(_text(fields.get(0x01)), _text(fields.get(0x02)), _text(fields.get(0x03)))


def birth_date(text: str) -> CardDate | None:
    """A birth date as the card writes it, as far as it is known: "17 AOUT 1991", "22.DEZ. 1997", "1984".

    None for an empty field, an unknown month name or a day that the month does not have; never a guess.
    """
    cleaned = unicodedata.normalize("NFC", text).strip().upper()
    found = _BIRTH.match(cleaned)
    if found is None:
        return None
    year = int(found["year"])
    if found["month"] is None:
        return CardDate(year) if found["day"] is None or int(found["day"]) == 0 else None
    month = _MONTHS.get(found["month"])
    if month is None or year == 0:
        return None
    if found["day"] is None or int(found["day"]) == 0:
        return CardDate(year, month)
    try:
        date(year, month, int(found["day"]))
    except ValueError:
        return None
    return CardDate(year, month, int(found["day"]))


def _text(value: bytes | None) -> str:
    """UTF-8 text, composed, without control characters; a byte that is not UTF-8 shows as the replacement sign."""
    if not value:
        return ""
    text = unicodedata.normalize("NFC", value.decode("utf-8", errors="replace"))
    return "".join(" " if unicodedata.category(char) in _INVISIBLE else char for char in text).strip()


def _number(value: bytes | None) -> int | None:
    """A number of ASCII digits ("1", "01"), else None."""
    if value is None or not value.isdigit() or len(value) > 4:
        return None
    return int(value)


def _date(value: bytes | None) -> date | None:
    """DD.MM.YYYY, else None."""
    found = re.fullmatch(rb"(\d\d)\.(\d\d)\.(\d{4})", value or b"")
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
