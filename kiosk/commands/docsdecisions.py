"""The index of the decisions: each stands under every room that its line `Room:` names."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from kiosk.commands.output import CommandProblem, Exit

_HEAD = re.compile(r"# (?P<title>\d{4} .+)\n\nRooms?: (?P<rooms>.+)\n\n")
WHOLE = "."


def index(folder: Path, root: Path, order: tuple[str, ...]) -> str:
    """Decisions by room; rooms in the given order of folders, the others by name, the whole project last."""
    by_room: dict[str, list[str]] = {}
    files = sorted(folder.glob("[0-9]*.md"))
    for one, other in pairwise(files):
        if one.name[:4] == other.name[:4]:
            raise CommandProblem(f"docs: {one.name} and {other.name} in docs/decisions bear one number", Exit.NO)
    for file in files:
        title, rooms = _head(file, root)
        for room in rooms:
            by_room.setdefault(room, []).append(f"* [{title}]({file.name})")
    lines = []
    known = {room: number for number, room in enumerate(order)}
    for room in sorted(by_room, key=lambda name: (name == WHOLE, known.get(name, len(known)), name)):
        lines += [f"## {'The whole project' if room == WHOLE else room}", "", *by_room[room], ""]
    return "\n".join(lines)


def _head(file: Path, root: Path) -> tuple[str, list[str]]:
    """A decision's title and rooms; who wrote it without them is told how they are written."""
    found = _HEAD.match(file.read_text("utf-8"))
    number = file.name[:4]
    if found is None or not found["title"].startswith(f"{number} "):
        how = f"`# {number} Title`, an empty line, `Room: kiosk/queue` (or `Rooms: …, …`; `.` is the whole project), an empty line"
        raise CommandProblem(f"docs: {file.relative_to(root)} must begin with {how}", Exit.NO)
    rooms = [room.strip() for room in found["rooms"].split(",")]
    for room in rooms:
        if not (root / room).is_dir():
            raise CommandProblem(
                f"docs: {file.relative_to(root)} names the room {room}, which is no folder here", Exit.NO
            )
    return found["title"], rooms
