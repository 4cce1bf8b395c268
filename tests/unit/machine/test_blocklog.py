"""A block log replayed: which writes a drive still has after a power cut, under each model."""

import io
import random
import struct

import pytest

from tests.support.machine.blocklog import DISCARD, FLUSH, FUA, MAGIC, Model, NoLog, read, replay, survivors

A, B, C, D = (letter * 4096 for letter in (b"a", b"b", b"c", b"d"))


def log(*entries, count=None, size=512):
    """(sector, flags, data) as QEMU writes them."""
    raw = struct.pack("<QQQI", MAGIC, 1, len(entries) if count is None else count, size).ljust(size, b"\0")
    for sector, flags, data in entries:
        raw += struct.pack("<QQQQ", sector, len(data) // size, flags, 0).ljust(size, b"\0")
        raw += b"" if flags & DISCARD else data
    return raw


WRITTEN = ((0, 0, A), (8, 0, B), (0, FLUSH, b""), (16, 0, C), (24, FUA, D))


def many(model, cut, times=200):
    """Every outcome that the model's dice give."""
    entries = read(log(*WRITTEN))
    return {tuple(survivors(entries, cut, model, random.Random(seed))) for seed in range(times)}


def test_entries_are_read_in_order_with_place_and_data():
    entries = read(log(*WRITTEN))
    assert [(one.offset, one.flags, len(one.data)) for one in entries] == [
        (0, 0, 4096), (4096, 0, 4096), (0, FLUSH, 0), (8192, 0, 4096), (12288, FUA, 4096),
    ]  # fmt: skip
    assert entries[-1].end == len(log(*WRITTEN))


def test_a_discard_carries_no_data_whatever_its_length():
    entries = read(log((0, DISCARD, A), (8, 0, B)))
    assert [one.data for one in entries] == [b"", B]


def test_a_log_that_is_still_being_written_ends_with_its_last_whole_entry():
    whole = log(*WRITTEN)
    assert len(read(whole[:-1])) == len(WRITTEN) - 1
    assert len(read(log(*WRITTEN, count=2))) == 2


@pytest.mark.parametrize("raw", [b"", b"short", bytes(512), struct.pack("<QQQI", MAGIC, 9, 0, 512).ljust(512, b"\0")])
def test_what_is_no_log_is_refused_with_a_reason(raw):
    with pytest.raises(NoLog, match="log of writes"):
        read(raw)


def test_a_drive_without_a_cache_has_everything_up_to_the_cut():
    assert many(Model.PREFIX, 4) == {((0, A), (4096, B), (8192, C))}


def test_what_was_flushed_is_never_lost_and_what_came_after_may_be():
    outcomes = many(Model.VOLATILE, 5)
    assert outcomes == {((0, A), (4096, B), (12288, D)), ((0, A), (4096, B), (8192, C), (12288, D))}


def test_before_the_first_flush_everything_may_be_lost():
    assert many(Model.VOLATILE, 2) == {(), ((0, A),), ((4096, B),), ((0, A), (4096, B))}


def test_a_torn_write_ends_after_whole_sectors():
    lengths = {len(data) for one in many(Model.TORN, 4) for offset, data in one if offset == 8192}
    assert lengths >= {512, 4096}
    assert {length % 512 for length in lengths} == {0}


def test_the_control_loses_what_was_flushed():
    assert any((0, A) not in one for one in many(Model.FORGETFUL, 5))
    assert any((12288, D) not in one for one in many(Model.FORGETFUL, 5))


def test_the_disk_is_put_together_over_what_was_there_before():
    disk = io.BytesIO(b"." * 20480)
    replay(read(log(*WRITTEN)), 2, Model.PREFIX, random.Random(1), disk)
    assert disk.getvalue() == A + B + b"." * 12288
