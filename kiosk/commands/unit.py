"""The installed kiosk's service: its rest while somebody else needs the devices, and its return however that ends."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

import click

from kiosk.commands.output import CommandProblem, Exit

UNIT = "kiosk.service"
ASK_SECONDS = 10.0
# longer than kiosk.service waits for a start (90 s) and for its display
ACT_SECONDS = 150.0
_BRING_BACK = 'read -r _ || { "$1" --no-ask-password reset-failed "$2"; exec "$1" --no-ask-password start "$2"; }'
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Service:
    """kiosk.service, where there is one; elsewhere (a developer's machine) `installed` is False and nothing is done."""

    def __init__(self) -> None:
        self._program = shutil.which("systemctl")
        said = self._said("show", "--property=LoadState,ActiveState", UNIT)
        state = dict(line.partition("=")[::2] for line in said.splitlines())
        self.installed = state.get("LoadState") == "loaded"
        # also one that failed a moment ago and comes back by itself: it would take the devices in the middle
        self.runs = self.installed and state.get("ActiveState") in ("active", "activating", "reloading", "deactivating")

    def start(self) -> bool:
        """Start it, whatever was before; True when it is ready."""
        # starts that an installer asks for do not count as a loop
        self._acts("reset-failed")
        return self._acts("start")

    def stop(self) -> bool:
        """Stop it; False when this user may not."""
        return self._acts("stop")

    @contextlib.contextmanager
    def brought_back(self) -> Iterator[None]:
        """Start it should this program be killed within the block.

        A shell beside us waits for a word.  When our end of the pipe closes without it, however we died, the shell starts
        the kiosk; it has a session of its own, so that what ends a terminal leaves it alone.
        """
        program = self._program or "systemctl"
        words = ("sh", "-c", _BRING_BACK, "sh", program, UNIT)
        nowhere = subprocess.DEVNULL  # whoever reads our output reads to its end, which is ours
        with subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere, start_new_session=True
        ) as beside:
            try:
                yield
            finally:
                beside.communicate(b"over\n")

    def _said(self, *words: str) -> str:
        if self._program is None:
            return ""
        try:
            done = subprocess.run(
                (self._program, *words), capture_output=True, text=True, check=False, timeout=ASK_SECONDS
            )
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout if done.returncode == 0 else ""

    def _acts(self, verb: str) -> bool:
        if self._program is None:
            return False
        words = (self._program, "--no-ask-password", verb, UNIT)
        try:
            done = subprocess.run(words, capture_output=True, check=False, timeout=ACT_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


@contextlib.contextmanager
def at_rest() -> Iterator[Service]:
    """The kiosk gives its devices free; when it ran before it runs again afterwards, however the block ends.

    Ctrl-C, SIGTERM and SIGHUP (a terminal that was closed) end the block.  CommandProblem (exit 3) when it may not be stopped.
    """
    service = Service()
    if not service.runs:
        yield service
        return
    with service.brought_back():
        yield from _rest(service)


def _rest(service: Service) -> Iterator[Service]:
    """Stop it, give it out, start it."""
    click.echo("The kiosk holds its devices: it stops now, and starts again at the end.")
    before = {number: signal.signal(number, _ended) for number in _ENDS}
    refused = False
    try:
        refused = not service.stop()
        if refused:
            raise CommandProblem(
                "The kiosk runs and holds its devices, and this user may not stop it: run this as root (sudo).",
                Exit.MISSING,
            )
        yield service
    finally:
        for number in _ENDS:
            signal.signal(number, signal.SIG_IGN)
        well = refused or service.start()
        for number, handler in before.items():
            signal.signal(number, handler)
        if not refused:
            # nobody may be there any more to read it
            with contextlib.suppress(OSError):
                click.echo("The kiosk runs again." if well else "The kiosk does not start: journalctl -u kiosk -n 50")


def _ended(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    raise KeyboardInterrupt
