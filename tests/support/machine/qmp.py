"""QEMU's own line: orders to the emulator, not to the machine in it."""

import contextlib
import json
import socket
from pathlib import Path
from typing import Any

from tests.support.waiting import PATIENCE

LONGEST = 5 * PATIENCE  # saving a whole machine on a busy computer


class Refused(Exception):
    """QEMU did not do it; its own words."""


class Qmp:
    """One connection; every order is answered before the next is given."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        line.settimeout(LONGEST)
        self._file = line.makefile("r", encoding="utf-8")
        self._file.readline()  # its greeting
        self.do("qmp_capabilities")

    def do(self, order: str, **given: Any) -> Any:
        """The answer; `Refused` with QEMU's words, TimeoutError when it says nothing."""
        self._line.sendall((json.dumps({"execute": order, "arguments": given}) + "\n").encode())
        while line := self._file.readline():
            said = json.loads(line)
            if "return" in said:
                return said["return"]
            if "error" in said:
                raise Refused(f"{order}: {said['error']['desc']}")
        raise Refused(f"{order}: QEMU is gone")

    def monitor(self, line: str) -> str:
        """A line of the human monitor, for what has no order of its own; `Refused` with whatever it said."""
        said = self.do("human-monitor-command", **{"command-line": line})
        if said.strip():
            raise Refused(f"{line}: {said.strip()}")
        return said

    def picture(self, target: Path) -> Path:
        """What is on the screen now, as PPM: PNG is packed while the machine stands still, for seconds."""
        self.do("screendump", filename=str(target))
        return target

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        self._file.close()
        self._line.close()
