"""An ESC/POS printer that others wrote (PyPI emupos, Apache-2.0), behind TCP: what judges our bytes besides our own simulator.

The emulator is written for Python 3.13, but only its printer is used here, and that needs nothing newer than two
spellings, which are put into older words while it is imported.  It lies in a folder of its own, because its other parts
(a server, a page, a command line) want packages that nobody needs here:

    pip install --no-deps --no-compile --ignore-requires-python --require-hashes \
        --target .venv/emulator -r tests/support/printer/emulator.lock
"""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import io
import os
import re
import select
import socket
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import yaml
from PIL import Image

from tests.support.waiting import PATIENCE

FOLDER = Path(os.environ.get("KIOSK_EMULATOR", Path(sys.prefix) / "emulator"))
MISSING = f"the independent emulator is not in {FOLDER} (tests/support/printer/emulator.py says how it gets there)"


def installed() -> bool:
    """True when the emulator is on this machine."""
    return (FOLDER / "emupos").is_dir()


class _OlderWords(importlib.machinery.SourceFileLoader):
    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> Any:  # type: ignore[override]
        data = re.sub(rb"(?m)^type (\w+) = ", rb"\1 = ", data)
        data = re.sub(rb"(?m)^def (\w+)\[(\w+)\]\(", rb"\2 = object\ndef \1(", data)
        return super().source_to_code(data, path, _optimize=_optimize)

    def set_data(self, path: str, data: Any, *, _mode: int = 0o666) -> None:
        """Nothing is written beside the sources."""


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        del target
        if name.partition(".")[0] != "emupos":
            return None
        folder = str(FOLDER) if path is None else next(iter(path))
        return importlib.machinery.FileFinder(folder, (_OlderWords, [".py"])).find_spec(name)


def _printer(dots: int, **options: object) -> Any:
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
    from emupos.config import PrinterProfile
    from emupos.printer.printer import Printer

    profile = yaml.safe_load((FOLDER / "emupos/profiles/printers/epson-tm-t20iii.yaml").read_text("utf-8"))
    known = PrinterProfile.model_validate({**profile, "width_dots": dots})
    return Printer("emulator", known, sensor_open_level="high", job_idle_timeout_ms=60_000, **options)


class Paper:
    """One receipt as the emulator drew it: its text, and its dots (True is ink)."""

    def __init__(self, receipt: Any) -> None:
        self.text: str = receipt.text
        self.png: bytes = receipt.png
        self.dots = ~np.asarray(Image.open(io.BytesIO(receipt.png)).convert("1"))


def drawn(data: bytes, dots: int = 576) -> tuple[list[Paper], list[str]]:
    """The receipts in `data`, and the commands that the emulator did not understand."""
    printer = _printer(dots)
    printer.open_connection("file", 0.0)
    out = printer.receive("file", data, 0.0)
    out += printer.close_connection("file", 0.0)
    return [Paper(receipt) for receipt in out.receipts], [str(event.data) for event in out.events]


class EmulatedPrinter:
    """The emulator on a TCP port of the loopback interface, with its own faults ("paper-out", "cover-open", …)."""

    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.received = 0
        self._printer = _printer(576)
        self._lock = threading.Lock()
        self._wires: dict[str, socket.socket] = {}
        self._fault_after: tuple[int, str] | None = None
        self._server = socket.create_server(("127.0.0.1", 0))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="emulated-printer", daemon=True)

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self._server.getsockname()[1]}"

    def fault(self, name: str, *, active: bool = True) -> None:
        """Set or clear one of the emulator's faults, now."""
        from emupos.printer.printer import PrinterFault

        with self._lock:
            self._carry_out(self._printer.set_fault(PrinterFault(name), active, time.monotonic()))

    def fault_after(self, received: int, name: str) -> None:
        """Set a fault when so many more bytes have come."""
        self._fault_after = (self.received + received, name)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)
        self._server.close()
        for wire in self._wires.values():
            wire.close()

    def _serve(self) -> None:
        count = 0
        while not self._stop.is_set():
            names = {wire: name for name, wire in self._wires.items()}
            for ready in select.select([self._server, *names], [], [], 0.02)[0]:
                if ready is self._server:
                    wire, _ = self._server.accept()
                    count += 1
                    self._wires[str(count)] = wire
                    with self._lock:
                        self._carry_out(self._printer.open_connection(str(count), time.monotonic()))
                else:
                    self._hear(names[ready], ready)

    def _hear(self, name: str, wire: socket.socket) -> None:
        try:
            data = wire.recv(4096)
        except OSError:
            data = b""
        if not data:
            wire.close()
            del self._wires[name]
            with self._lock:
                self._carry_out(self._printer.close_connection(name, time.monotonic()))
            return
        if self._fault_after is not None and self.received + len(data) >= self._fault_after[0]:
            head, data = data[: self._fault_after[0] - self.received], data[self._fault_after[0] - self.received :]
            fault, self._fault_after = self._fault_after[1], None
            self._take(name, head)
            self.fault(fault)
        self._take(name, data)

    def _take(self, name: str, data: bytes) -> None:
        with self._lock:
            self.received += len(data)
            self._carry_out(self._printer.receive(name, data, time.monotonic()))

    def _carry_out(self, out: Any) -> None:
        self.papers += [Paper(receipt) for receipt in out.receipts]
        for write in out.writes:
            if write.connection in self._wires:
                # whoever asked may have hung up meanwhile
                with contextlib.suppress(OSError):
                    self._wires[write.connection].sendall(write.data)
