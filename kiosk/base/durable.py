"""Small files that outlive a power cut: written beside, synced, renamed; owned by whoever owns the folder."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Replace `path` in one step, so that a power cut leaves the old file or the new one.  OSError when it cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    try:
        os.write(file, data)
        os.fsync(file)
        give_to_owner(file, path.parent)
    finally:
        os.close(file)
    beside.replace(path)


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


def give_to_owner(file: int, folder: Path) -> None:
    """A command that an installer runs as root must not leave files that the kiosk's user cannot read."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(file, owner.st_uid, owner.st_gid)
