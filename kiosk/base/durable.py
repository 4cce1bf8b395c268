"""Small files that survive: a file is there whole or not at all, and what was appended stays; owned as its folder is.

A disk may be full, nearly full (it takes a part of what is written) or read-only, and the plug may be pulled at any
moment: a call that returns has kept everything, a call that raises OSError has changed nothing and leaves nothing.
Only a disk that dies between the two can raise when the new file is in place already: whole, but perhaps not for good.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from kiosk.base.bounded import TimeLimit, bounded

# another program holds a lock for one small write: milliseconds
LOCK_LIMIT = 5.0
_UNFINISHED = re.compile(r"\..+\.[0-9a-f]{12}\.new")


def replace_file(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Replace `path` in one step, so that a power cut leaves the old file or the new one.  OSError when it cannot be."""
    beside = path.with_name(_unused(path))
    with _written(beside, data, mode):
        beside.replace(path)


def make_file(path: Path, data: bytes, mode: int = 0o600) -> bool:
    """Make `path`; False when it is there already, and then it stays as it is.  OSError when it cannot be.

    Of two programs that make the same file together one wins, and both find the same whole file.
    """
    beside = path.with_name(_unused(path))
    with _written(beside, data, mode):
        try:
            path.hardlink_to(beside)
        except FileExistsError:
            return False
    return True


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A text to be written line by line; it gets its name when it is whole and on the disk, and an older file stays until then.

    OSError when it cannot be; a half-written one goes, whatever broke it off.
    """
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("w", encoding="utf-8") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync(path.parent)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def append(file: int, data: bytes) -> None:
    """Write all of `data` at the end of a file that was opened with O_APPEND; OSError: nothing of it is there.

    It is in the kernel's hands, not on the disk: who needs that calls fsync.  One writer at a time, by a lock for instance.
    """
    size = os.fstat(file).st_size
    try:
        _write_all(file, data)
    except OSError:
        os.ftruncate(file, size)
        raise


def append_synced(file: int, data: bytes, folder: Path) -> None:
    """Like `append`, and on the disk when it returns, with the name of the file in `folder`."""
    size = os.fstat(file).st_size
    append(file, data)
    try:
        os.fsync(file)
        if size == 0:
            sync(folder)
    except OSError:
        os.ftruncate(file, size)
        raise


def take_lock(file: int, path: Path) -> None:
    """Hold the lock of an open file until it is closed; `path` is for the message.

    TimeoutError where another program stands with the lock in its hand, stopped for instance.
    """
    try:
        bounded(lambda: fcntl.flock(file, fcntl.LOCK_EX), LOCK_LIMIT)
    except TimeLimit:
        said = f"another program has held it for {LOCK_LIMIT:g} s"
        raise TimeoutError(errno.ETIMEDOUT, said, str(path)) from None


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Nobody else who asks for it writes `path` meanwhile; the lock is a file of its own, since `path` is replaced.

    OSError as `take_lock`, and where the disk has no room for the lock's name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(f".{path.name}.lock")
    file = open_owned(lock, 0o600)
    try:
        take_lock(file, lock)
        yield
    finally:
        os.close(file)


def open_owned(path: Path, mode: int) -> int:
    """A descriptor to read and write the file; made with `mode`, and the folder's owner's, where it is not there yet."""
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
        give_to_owner(file, path.parent)
        return file


def owned_folder(path: Path, mode: int) -> None:
    """Make the folder, with `mode` and the owner of the one above it, where it is not there yet."""
    if path.is_dir():
        return
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        give_to_owner(folder, path.parent)
    finally:
        os.close(folder)


def sync(path: Path) -> None:
    """A file's bytes, or a folder's names, are on the disk when this returns.  OSError when they cannot be."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def give_to_owner(file: int, folder: Path) -> None:
    """A command that an installer runs as root must not leave files that the kiosk's user cannot read."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(file, owner.st_uid, owner.st_gid)


def _unused(path: Path) -> str:
    """A hidden name that no other writer of `path` takes."""
    return f".{path.name}.{secrets.token_hex(6)}.new"


@contextmanager
def _written(beside: Path, data: bytes, mode: int) -> Iterator[None]:
    """A whole, synced file, to be renamed or linked within; its own name is gone afterwards, and the folder synced."""
    beside.parent.mkdir(parents=True, exist_ok=True)
    _sweep(beside.parent)
    file = _started(beside, mode)
    try:
        _write_all(file, data)
        give_to_owner(file, beside.parent)
        os.fsync(file)
        yield
    finally:
        os.close(file)
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    sync(beside.parent)


def _started(beside: Path, mode: int) -> int:
    """The open, new file; the lock on it says that somebody writes."""
    while True:
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        try:
            take_lock(file, beside)
            if os.fstat(file).st_nlink:
                return file
        except OSError:
            os.close(file)
            raise
        # swept before it was locked
        os.close(file)


def _sweep(folder: Path) -> None:
    """Take away what a power cut left half-written: nobody holds its lock."""
    for left in folder.iterdir():
        if not _UNFINISHED.fullmatch(left.name):
            continue
        with suppress(OSError):
            file = os.open(left, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()
            finally:
                os.close(file)


def _write_all(file: int, data: bytes) -> None:
    """A nearly full disk takes a part and says so in the count alone; the next write then tells why."""
    left = memoryview(data)
    while left:
        count = os.write(file, left)
        if count == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = left[count:]
