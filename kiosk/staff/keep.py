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


def give_to_owner(file: int, folder: Path) -> None:
    """A command that an installer runs as root must not leave files that the kiosk's user cannot read."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(file, owner.st_uid, owner.st_gid)
