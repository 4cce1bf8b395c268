"""The printer's bytes are told apart bit by bit, wherever they are cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.api import DeviceState, Reason
from devices.printer.status import Asb, Barrier, Demultiplexer, Info, PrinterStatus, Realtime
from devices.simulators.printer_status import CONDITIONS, asb, realtime_reply

REASONS = {
    "paper_end": Reason.MEDIA_EMPTY,
    "near_end": Reason.MEDIA_LOW,
    "cover_open": Reason.COVER_OPEN,
    "cutter_error": Reason.CUTTER_FAULT,
    "jam": Reason.MEDIA_JAMMED,
    "hardware": Reason.HARDWARE_ERROR,
    "overheated": Reason.OVERHEATED,
    "off_line": Reason.OFF_LINE,
    "feed_button": Reason.OFF_LINE,
}


def _status(conditions: frozenset[str]) -> PrinterStatus:
    first, second, third, fourth = (realtime_reply(n, conditions) for n in (1, 2, 3, 4))
    return PrinterStatus.from_replies((first, second, third, fourth))


@pytest.mark.parametrize("condition", sorted(CONDITIONS))
def test_each_condition_has_its_reason_whichever_way_it_comes(condition: str) -> None:
    assert _status(frozenset({condition})).reason is REASONS[condition]
    assert PrinterStatus.from_asb(asb(frozenset({condition}))).reason is REASONS[condition]


def test_the_published_status_bytes_mean_what_the_manual_says() -> None:
    assert PrinterStatus.from_replies((0x16, 0x12, 0x12, 0x12)).state is DeviceState.READY
    assert PrinterStatus.from_replies((0x1E, 0x32, 0x12, 0x7E)).reason is Reason.MEDIA_EMPTY
    assert PrinterStatus.from_replies((0x16, 0x12, 0x12, 0x1E)).state is DeviceState.DEGRADED
    assert PrinterStatus.from_replies((0x1E, 0x16, 0x12, 0x12)).reason is Reason.COVER_OPEN
    assert PrinterStatus.from_replies((0x1E, 0x52, 0x1A, 0x12)).reason is Reason.CUTTER_FAULT


def test_the_gravest_of_all_pairs_is_the_one_that_is_told() -> None:
    order = ["hardware", "cutter_error", "jam", "cover_open", "paper_end", "overheated", "off_line", "near_end"]
    for grave, slight in itertools.combinations(order, 2):
        assert _status(frozenset({grave, slight})).reason is REASONS[grave]


@pytest.mark.parametrize("replies", [(0, 0x12, 0x12, 0x12), (0x12, 0x12, 0x12, 0x14), (0x12, 0x10, 0x12, 0x12)])
def test_a_byte_of_another_kind_is_no_status(replies) -> None:
    with pytest.raises(ValueError, match="not an answer"):
        PrinterStatus.from_replies(replies)


def _realtime() -> st.SearchStrategy[tuple[bytes, object]]:
    values = [v for v in range(256) if v & 0x93 == 0x12]
    return st.sampled_from(values).map(lambda v: (bytes((v,)), Realtime(v)))


def _asb() -> st.SearchStrategy[tuple[bytes, object]]:
    first = st.sampled_from([v for v in range(256) if v & 0x93 == 0x10])
    rest = st.lists(st.sampled_from([v for v in range(256) if v & 0x90 == 0]), min_size=3, max_size=3)
    return st.tuples(first, rest).map(lambda p: (bytes((p[0], *p[1])), Asb(bytes((p[0], *p[1])))))


def _others() -> st.SearchStrategy[tuple[bytes, object]]:
    barrier = st.sampled_from(sorted(Barrier.VALUES)).map(lambda v: (bytes((v,)), Barrier(v)))
    text = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=20).map(str.encode)
    return st.one_of(barrier, text.map(lambda b: (b"\x37" + b + b"\0", Info(0x37, b))))


@given(st.lists(st.one_of(_realtime(), _asb(), _others()), max_size=12), st.data())
def test_any_mixture_is_cut_right_wherever_the_wire_splits_it(said, data) -> None:
    stream = b"".join(raw for raw, _ in said)
    demultiplexer, heard = Demultiplexer(), []
    while stream:
        count = data.draw(st.integers(1, len(stream)))
        heard += demultiplexer.feed(stream[:count], 1.0)
        stream = stream[count:]
    assert heard == [meaning for _, meaning in said]


def test_an_answer_inside_an_asb_packet_is_heard_and_the_packet_too() -> None:
    packet = asb(frozenset({"paper_end"}))
    heard = Demultiplexer().feed(packet[:2] + b"\x12" + packet[2:], 0.0)
    assert heard == [Realtime(0x12), Asb(packet)]


def test_half_a_packet_does_not_swallow_the_barrier_that_comes_later() -> None:
    demultiplexer = Demultiplexer()
    demultiplexer.feed(b"\x10\x00", 0.0)
    assert demultiplexer.feed(b"\x00", 1.0) == [Barrier(0)]


@pytest.mark.parametrize("byte", [v for v in range(256) if v & 0x90 == 0 and v not in (0x00, 0x03, 0x0C, 0x0F)])
def test_a_byte_that_the_manual_does_not_know_confirms_nothing(byte: int) -> None:
    assert Demultiplexer().feed(bytes((byte,)), 0.0) == []


def test_a_byte_that_looks_like_the_head_of_a_text_swallows_no_answer() -> None:
    assert Demultiplexer().feed(b"\x5f\x12\x1e", 0.0) == [Realtime(0x12), Realtime(0x1E)]
    late = Demultiplexer()
    late.feed(b"\x37", 0.0)
    assert late.feed(b"\x32", 1.0) == [Realtime(0x32)]


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data: bytes) -> None:
    Demultiplexer().feed(data, 0.0)
