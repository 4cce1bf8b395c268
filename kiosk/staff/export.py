"""Export of the event log: every line is checked against the catalogue again, so nothing else can leave the kiosk."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from kiosk.base.durable import whole_file
from kiosk.events.fields import Plain, checked
from kiosk.events.file import read_lines
from kiosk.events.generated import CATALOGUE, Event

# where a stick with the label KIOSKLOG is mounted (systemd/units)
USB = Path("/run/kiosk-usb")


def usb_present(folder: Path = USB) -> bool:
    """True when a stick is mounted."""
    return folder.is_mount()


def clean(lines: Iterable[Mapping[str, Plain]]) -> Iterator[dict[str, Plain]]:
    """Only events of the catalogue, only their own fields, only values that their types take."""
    for line in lines:
        try:
            event = Event(str(line["event"]))
            head = {"seq": line["seq"], "at": line["at"], "level": CATALOGUE[event][0], "event": event.value}
            fields = {name: _again(event, name, line.get(name)) for name in CATALOGUE[event][3]}
            datetime.fromisoformat(str(line["at"]))
            checked(event.value, "seq", _COUNT, line["seq"], optional=False)
        except (KeyError, ValueError):
            continue
        yield {**head, "kiosk": str(line.get("kiosk", ""))[:32], **fields}


def _again(event: Event, name: str, value: Plain) -> Plain:
    kind, optional = CATALOGUE[event][3][name]
    if kind.annotation == "datetime" and isinstance(value, str):
        return checked(event.value, name, kind, datetime.fromisoformat(value), optional=optional)
    return checked(event.value, name, kind, value, optional=optional)


_COUNT = CATALOGUE[Event.LOG_LINES_LOST][3]["count"][0]


def export(logs: Path, target: Path) -> int:
    """Write every kept event as JSON lines to `target`; the number of lines.  OSError when the target cannot be written.

    The file has its name only when it is whole and on the disk, so that a stick may be pulled out afterwards.
    """
    count = 0
    with whole_file(target) as file:
        for line in clean(read_lines(logs)):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count


def export_to_stick(logs: Path, stick: Path, name: str) -> int:
    """The same, to a mounted stick.  OSError too when it was pulled out meanwhile: then the file is nowhere.

    What an earlier, pulled stick kept of a half-written export goes first.
    """
    for left in stick.glob("*-events-*.jsonl.part"):
        left.unlink()
    count = export(logs, stick / name)
    if not usb_present(stick):
        # it was gone before the first byte: the folder under it took the file
        (stick / name).unlink(missing_ok=True)
        raise FileNotFoundError(errno.ENODEV, os.strerror(errno.ENODEV), str(stick))
    return count


def export_name(kiosk: str, now: datetime) -> str:
    """The name of an exported file: which kiosk, when."""
    return f"{kiosk}-events-{now:%Y%m%d-%H%M%S}.jsonl"
