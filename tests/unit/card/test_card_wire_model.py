"""The wire model against what was measured on readers: characters of T=0, and the time that they take."""

import pytest

from devices.card.wire_model import WireModel, characters


def test_characters_of_the_four_kinds_of_commands():
    assert characters(bytes.fromhex("00A40000"), b"\x90\x00") == 7
    assert characters(bytes.fromhex("00B0000000"), bytes(256) + b"\x90\x00") == 5 + 1 + 256 + 2
    assert characters(bytes.fromhex("00A4080C063F00DF014031"), b"\x90\x00") == 5 + 1 + 6 + 2
    assert characters(bytes.fromhex("00B0000000"), b"\x6c\x79") == 7


def test_a_block_of_252_bytes_at_the_old_rate_takes_what_a_reader_showed():
    """72.5 ms of wire at 43 kbit/s: an Alcor reader's log had 88 ms with its own overhead."""
    wire = WireModel(43_000, overhead=0.0).seconds([(bytes.fromhex("00B00000FC"), bytes(252) + b"\x90\x00")])
    assert wire == pytest.approx(0.0725, abs=0.001)
    assert WireModel(43_000).seconds([(bytes.fromhex("00B00000FC"), bytes(252) + b"\x90\x00")]) == pytest.approx(
        wire + 0.008
    )
