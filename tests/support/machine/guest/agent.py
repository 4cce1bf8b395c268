#!/usr/bin/python3
"""In the machine: runs the commands that come over its virtio port, one JSON line each, and answers in lines."""

import base64
import json
import os
import subprocess
import threading
import time
from pathlib import Path

PORT = "/dev/virtio-ports/bench"


class Agent:
    """One port; each command has a thread of its own, as one may wait for another."""

    def __init__(self):
        self.port = os.open(PORT, os.O_RDWR)
        self.lock = threading.Lock()

    def say(self, **words):
        data = (json.dumps(words) + "\n").encode()
        with self.lock:
            while data:
                data = data[os.write(self.port, data) :]

    def work(self, order):
        try:
            answer = self.answer(order)
        except Exception as fault:
            answer = {"status": -1, "out": "", "err": repr(fault)}
        self.say(id=order["id"], **answer)

    def answer(self, order):
        if "file" in order:
            target = Path(order["file"])
            target.write_bytes(base64.b64decode(order["data"]))
            target.chmod(order["mode"])
            return {"status": 0, "out": "", "err": ""}
        done = subprocess.run(
            order["words"], capture_output=True, timeout=order["seconds"], stdin=subprocess.DEVNULL, check=False
        )
        out, err = (part.decode(errors="replace") for part in (done.stdout, done.stderr))
        return {"status": done.returncode, "out": out, "err": err}

    def serve(self):
        self.say(hello=Path("/proc/sys/kernel/random/boot_id").read_text().strip())
        rest = b""
        while True:
            try:
                data = os.read(self.port, 65536)
            except OSError:
                data = b""
            if not data:  # nobody at the other end: a saved machine was woken up, or QEMU's other side has gone
                time.sleep(0.1)
                continue
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                if line.strip():
                    threading.Thread(target=self.work, args=(json.loads(line),), daemon=True).start()


if __name__ == "__main__":
    Agent().serve()
