"""What holds for every file, every answer and every card."""

from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from devices.card import tlv
from devices.card.apdu import CardError, Channel, build
from devices.card.belpic import der_length
from devices.card.identity import birth_date
from devices.simulators.card.card import SimulatedCard
from tests.support.card.hostile import (
    believed,
    card_target,
    certificate_target,
    chip_data_target,
    tlv_target,
)

values = st.binary(max_size=600)
tags = st.integers(1, 255)
RELAXED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@given(st.dictionaries(tags, values, max_size=20), st.integers(0, 80))
def test_fields_survive_the_way_onto_the_card_and_back(fields, padding):
    encoded = tlv.encode(fields)
    if not encoded or encoded.rstrip(b"\0") == encoded or padding == 0:
        assert tlv.parse(encoded + bytes(padding)) == fields


@given(st.dictionaries(tags, values, min_size=1, max_size=5), st.data())
def test_a_file_that_is_cut_is_never_taken_for_a_whole_one_with_other_values(fields, data):
    encoded = tlv.encode(fields)
    cut = data.draw(st.integers(0, len(encoded) - 1))
    try:
        parsed = tlv.parse(encoded[:cut])
    except CardError:
        return
    assert all(fields[tag].startswith(value) for tag, value in parsed.items())


@given(st.binary(max_size=700))
@example(b"\x01\xff")
@example(b"\x01\xff\xff\xff\x00")
@example(b"\x00\x02\x00\x01")
def test_no_bytes_make_the_parsers_fall_over(data):
    tlv_target(data)
    chip_data_target(data)
    certificate_target(data)


@given(st.binary(max_size=64))
def test_a_der_length_is_none_an_error_or_in_bounds(data):
    try:
        length = der_length(data)
    except CardError:
        return
    assert length is None or 2 <= length <= 8192


@given(st.text(max_size=20))
def test_a_birth_date_is_a_date_or_nothing(text):
    found = birth_date(text)
    if found is not None:
        assert str(found.year) in "".join(text.upper().split())
        assert found.month is None or 1 <= found.month <= 12


@given(st.binary(max_size=300), st.integers(1, 256), st.booleans())
def test_every_way_of_answering_gives_the_same_data(content, block, resolved):
    """A reader that fetches 61xx and repeats 6Cxx itself, or one that leaves both to us."""
    content = content[:256] or b"\0"
    pending = bytearray()

    def transmit(command):
        if resolved:
            return bytes(content), 0x9000
        if command[1] == 0xC0:
            piece = bytes(pending[: command[4] or 256])
            del pending[: len(piece)]
            return piece, 0x6100 | min(len(pending), 0xFF) if pending else 0x9000
        if (command[4] or 256) > len(content):
            return b"", 0x6C00 | len(content) & 0xFF
        pending[:] = content
        return b"", 0x6100 | min(block, len(content)) & 0xFF

    assert Channel(transmit).send(build(0, 0xB0, 0, 0, le=256)).data == content


@pytest.mark.parametrize("profile", ["a33", "k13", "structure-version", "long-names"])
@settings(RELAXED, max_examples=25)
@given(seed=st.integers(0, 2**32), rate=st.sampled_from((0.02, 0.1, 0.5)))
def test_a_disturbed_card_ends_in_a_reading_or_a_named_error(pki, store, profile, seed, rate):
    card_target(SimulatedCard.of(profile, pki), store, Random(seed), rate)


@settings(RELAXED, max_examples=150)
@given(seed=st.integers(0, 2**32))
def test_a_card_that_answers_anything_is_never_believed(store, seed):
    assert not believed(card_target(None, store, Random(seed), 1.0))


@pytest.mark.parametrize("profile", ["a33", "k13"])
@settings(RELAXED, max_examples=40)
@given(
    file=st.sampled_from(("DF014031", "DF014032", "DF00503C")), place=st.integers(0, 10**6), change=st.integers(1, 255)
)
def test_no_altered_byte_of_the_identity_is_believed(pki, store, profile, file, place, change):
    """T06: one byte of identity, its signature or the register's certificate, anything else in its place."""
    card = SimulatedCard.of(profile, pki)
    content = bytearray(card.image.files[file])
    length = len(content) if file != "DF00503C" else der_length(bytes(content))
    content[place % length] ^= change
    card.image.files[file] = bytes(content)
    assert not believed(card_target(card, store, Random(0), 0.0))
