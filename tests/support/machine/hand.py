"""The bench's hand in the machine: commands and files through the agent, over a virtio port."""

import base64
import contextlib
import itertools
import json
import queue
import socket
import subprocess
import threading
from typing import Any

from tests.support.waiting import PATIENCE, until

LONGEST = 5 * PATIENCE  # seconds that one command may take in an emulated machine


class NoAnswer(AssertionError):
    """The machine did not answer; says which command it was."""


class Hand:
    """Orders to the agent, each with its answer; several threads may give them."""

    def __init__(self, line: socket.socket) -> None:
        self.hellos: list[str] = []  # a boot's identifier each time that the agent starts
        self._line = line
        self._numbers = itertools.count(1)
        self._answers: dict[int, queue.SimpleQueue[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._listen, name="machine-agent", daemon=True)
        self._thread.start()

    def do(self, *words: str, check: bool = True, seconds: float = LONGEST) -> subprocess.CompletedProcess[str]:
        """Run a program in the machine, as root; `NoAnswer` when the machine is gone or stuck."""
        said = self._ask(seconds, words=list(words), seconds=seconds)
        done = subprocess.CompletedProcess(words, said["status"], said["out"], said["err"])
        if check and done.returncode:
            raise AssertionError(
                f"in the machine: {' '.join(words)[:200]}: {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
            )
        return done

    def shell(self, text: str, **given: Any) -> str:
        """What a line of shell says."""
        return self.do("bash", "-c", text, **given).stdout.strip()

    def put(self, file: str, data: bytes, mode: int = 0o644) -> None:
        self._ask(LONGEST, file=file, data=base64.b64encode(data).decode(), mode=mode)

    def awake(self, seconds: float) -> bool:
        """Does it answer within so many seconds?"""
        try:
            self._ask(seconds, words=["true"], seconds=seconds)
        except NoAnswer:
            return False
        return True

    def until_hello(self, count: int, patience: float, told: Any) -> None:
        until(lambda: len(self.hellos) >= count, "the machine's agent", patience=patience, told=told)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE)
        self._line.close()

    def _ask(self, limit: float, **order: Any) -> dict[str, Any]:
        with self._lock:
            number = next(self._numbers)
            answer = self._answers[number] = queue.SimpleQueue()
            self._line.sendall((json.dumps({"id": number, **order}) + "\n").encode())
        try:
            return answer.get(timeout=limit + PATIENCE)
        except queue.Empty:
            raise NoAnswer(f"the machine did not answer to {str(order)[:200]}") from None
        finally:
            del self._answers[number]

    def _listen(self) -> None:
        rest = b""
        with contextlib.suppress(OSError):
            while data := self._line.recv(65536):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    self._heard(line)

    def _heard(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:
            return  # half a line of the machine's earlier life
        if "hello" in said:
            self.hellos.append(said["hello"])
        elif said["id"] in self._answers:
            self._answers[said["id"]].put(said)
