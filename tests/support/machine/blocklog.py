"""What a disk was told, in order, replayed as the disk that a power cut leaves.

QEMU's `blklogwrites` writes the format of dm-log-writes: a head sector, then for each request a sector that describes it and, for
a write, its data.  `Log.image` puts a disk together as it is after a cut under one of four models:

  prefix     everything up to the cut, in order: a drive without a write cache
  volatile   what was flushed, and of what came after a random part: a drive with a write cache
  torn       the same, and each of those writes may have ended after any sector of 512 bytes
  forgetful  a drive that takes no flush seriously: the control, which must lose what was promised
"""

import random
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

MAGIC = 0x6A736677736872
FLUSH, FUA, DISCARD = 1, 2, 4
SECTOR = 512
_HEAD, _ENTRY = "<QQQI", "<QQQQ"


class Model(StrEnum):
    """What the drive does with what it was told."""

    PREFIX = "prefix"
    VOLATILE = "volatile"
    TORN = "torn"
    FORGETFUL = "forgetful"


@dataclass(frozen=True, slots=True)
class Entry:
    """One request; `end` is the log's size after it, `data` is empty for what is no write."""

    end: int
    offset: int
    flags: int
    data: bytes


class NoLog(ValueError):
    """This is no log of this kind, or it is cut off inside an entry."""


def read(raw: bytes) -> list[Entry]:
    """Every complete entry of a log; `NoLog` says what is wrong with its head."""
    if len(raw) < struct.calcsize(_HEAD):
        raise NoLog(f"{len(raw)} bytes are no log of writes")
    magic, version, count, size = struct.unpack_from(_HEAD, raw)
    if magic != MAGIC or version != 1 or size < SECTOR:
        raise NoLog(f"no log of writes: magic {magic:#x}, version {version}, sectors of {size} bytes")
    found: list[Entry] = []
    at = size
    while len(found) < count and at + size <= len(raw):
        sector, sectors, flags, _ = struct.unpack_from(_ENTRY, raw, at)
        at += size
        length = 0 if flags & DISCARD else sectors * size
        if at + length > len(raw):
            break
        found.append(Entry(at + length, sector * size, flags, raw[at : at + length]))
        at += length
    return found


def last_flush(entries: list[Entry], cut: int) -> int:
    """The place of the last flush before `cut`: what stands before it is on the disk for good; 0 when there was none."""
    return next((at for at in range(cut - 1, -1, -1) if entries[at].flags & FLUSH), 0)


def survivors(entries: list[Entry], cut: int, model: Model, chance: random.Random) -> list[tuple[int, bytes]]:
    """(offset, bytes) of everything that is on the disk after a cut behind the first `cut` entries, in order."""
    if model is Model.PREFIX:
        return [(one.offset, one.data) for one in entries[:cut] if one.data]
    forgets = model is Model.FORGETFUL
    safe = chance.randrange(cut + 1) if forgets else last_flush(entries, cut)
    left = []
    for at, one in enumerate(entries[:cut]):
        data = one.data
        if at >= safe and (forgets or not one.flags & FUA):
            if chance.random() < 0.5:
                continue
            if model is Model.TORN and chance.random() < 0.5:
                data = data[: SECTOR * chance.randrange(len(data) // SECTOR + 1)]
        if data:
            left.append((one.offset, data))
    return left


def replay(entries: list[Entry], cut: int, model: Model, chance: random.Random, disk: BinaryIO) -> None:
    """Write onto a copy of the disk as it was before the log what is there after the cut."""
    for offset, data in survivors(entries, cut, model, chance):
        disk.seek(offset)
        disk.write(data)
