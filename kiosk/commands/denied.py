"""What the system refused to a command, said to the person who typed it: which file, whose it is, and what to do."""

from __future__ import annotations

import errno
import pwd
from pathlib import Path

from kiosk.commands.output import CommandProblem, Exit

_NO_RIGHT = (errno.EACCES, errno.EPERM)
_ADVICE = {
    errno.ENOENT: "Look whether the path is right.",
    errno.ENOTDIR: "Look whether the path is right.",
    errno.EISDIR: "Give the path of a file.",
    errno.EROFS: "Its disk is mounted read-only; dmesg says why.",
    errno.ENOSPC: "Make room on its disk: df -h",
    errno.EDQUOT: "Make room on its disk: df -h",
    errno.EIO: "Its disk does not answer as it should: dmesg",
}


def denied(error: OSError) -> CommandProblem:
    """The sentence for a file that cannot be read or written; exit 3."""
    path = Path(str(error.filename2 or error.filename))
    if error.errno in _NO_RIGHT:
        return CommandProblem(f"{path} is closed to this user. {_as_whom(path)}", Exit.MISSING)
    advice = _ADVICE.get(error.errno or 0, "Look with: kiosk doctor")
    return CommandProblem(f"{path}: {error.strerror}. {advice}", Exit.MISSING)


def _as_whom(path: Path) -> str:
    """Whose the nearest part of the path is that this user can see."""
    for part in (path, *path.absolute().parents):
        try:
            owner = pwd.getpwuid(part.stat().st_uid).pw_name
        except (OSError, KeyError):
            continue
        return "Call it with sudo." if owner == "root" else f"Call it with sudo, or as its owner: sudo -u {owner} …"
    return "Call it with sudo."
