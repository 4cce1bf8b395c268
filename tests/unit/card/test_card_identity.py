"""The identity file: dates in three languages, partly known ones, fields that are not as expected."""

import pytest

from devices.card import tlv
from devices.card.apdu import CardMalformed
from devices.card.identity import birth_date, decode_identity

MONTHS = {
    "fr": "JAN FEV MARS AVR MAI JUIN JUIL AOUT SEPT OCT NOV DEC",
    "nl": "JAN FEB MAAR APR MEI JUN JUL AUG SEP OKT NOV DEC",
    "de": "JAN FEB MÄR APR MAI JUN JUL AUG SEP OKT NOV DEZ",
}


@pytest.mark.parametrize(
    ("text", "month"),
    [(f"05 {name} 1971", n) for names in MONTHS.values() for n, name in enumerate(names.split(), 1)]
    + [(f"05.{name}.1971", n) for n, name in enumerate(MONTHS["de"].split(), 1)],
)
def test_every_month_of_every_language(text, month):
    assert birth_date(text).iso() == f"1971-{month:02d}-05"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1 JAN 1971", "1971-01-01"),
        ("01 JUN  1971", "1971-06-01"),
        ("23.SEP. 1982", "1982-09-23"),
        ("22.DEZ. 1997", "1997-12-22"),
        ("09.MA\u0308R.1961", "1961-03-09"),
        ("1984", "1984"),
        ("        1984", "1984"),
        ("00 MEI 1984", "1984-05"),
        ("MEI 1984", "1984-05"),
        ("00 1984", "1984"),
    ],
)
def test_forms_that_real_cards_have(text, iso):
    assert birth_date(text).iso() == iso


@pytest.mark.parametrize(
    "text", ["", "05 XYZ 1971", "31 FEB 1971", "40 JAN 1971", "05 JAN 71", "05/01/1971", "JAN", "12 1984"]
)
def test_what_cannot_be_understood_is_not_guessed(text):
    assert birth_date(text) is None


def fields(**changed):
    base = {0x01: b"B021329690", 0x02: b"\x53" * 16, 0x03: b"31.03.2024", 0x04: b"31.03.2027", 0x0F: b"33"}
    return {**base, **{int(tag.removeprefix("x"), 16): value for tag, value in changed.items()}}


def test_one_and_two_digit_document_types_are_the_same():
    assert decode_identity(tlv.encode(fields(x0F=b"1")), "1.8").card.document_type == 1
    assert decode_identity(tlv.encode(fields(x0F=b"01")), "1.8").card.document_type == 1


@pytest.mark.parametrize("value", [b"", b"AA", b"\xb2", b"99999"])
def test_a_document_type_that_is_no_number_is_none(value):
    assert decode_identity(tlv.encode(fields(x0F=value)), "1.8").card.document_type is None


def test_names_are_composed_and_lose_control_characters():
    holder = decode_identity(tlv.encode(fields(x07="Jose\u0301\u200e\n ".encode(), x08=b"")), "1.8").holder
    assert holder.surname == "José"
    assert holder.given_names == ""


def test_a_byte_that_is_no_utf8_does_not_stop_the_reading():
    assert decode_identity(tlv.encode(fields(x07=b"M\xfcller")), "1.8").holder.surname == "M\ufffdller"


@pytest.mark.parametrize(("letter", "sex"), [(b"M", "M"), (b"F", "F"), (b"V", "F"), (b"W", "F"), (b"", ""), (b"X", "")])
def test_sex_in_three_languages(letter, sex):
    assert decode_identity(tlv.encode(fields(x0D=letter)), "1.8").holder.sex == sex


def test_impossible_dates_are_not_known():
    card = decode_identity(tlv.encode(fields(x03=b"31.02.2024", x04=b"")), "1.8").card
    assert (card.valid_from, card.valid_until) == (None, None)


def test_a_file_that_is_no_identity_file_is_refused():
    with pytest.raises(CardMalformed):
        decode_identity(tlv.encode({0x07: b"Peeters"}), "1.8")


def test_nothing_personal_in_representations():
    identity = decode_identity(tlv.encode(fields(x06=b"91681700232", x07=b"Benali")), "1.8")
    shown = repr(identity) + repr(identity.card) + repr(identity.holder)
    assert not any(secret in shown for secret in ("91681700232", "Benali", "B021329690", "5353"))
