"""Debian's Chromium, headless, driven over the DevTools pipe: no browser driver, no network."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.waiting import PATIENCE, until

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
    "--disable-dev-shm-usage", "--window-size=1400,1500",
)  # fmt: skip


class Page:
    """One page in a browser of its own."""

    def __init__(self, profile: Path) -> None:
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()

        # the browser reads its orders from descriptor 3 and answers on 4
        self._browser = subprocess.Popen(
            [
                "bash",
                "-c",
                f'exec chromium "$@" 3<&{to_browser} 4>&{from_browser}',
                "chromium",
                *FLAGS,
                f"--user-data-dir={profile}",
                "about:blank",
            ],
            pass_fds=(to_browser, from_browser),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._count = 0
        self._session = ""
        targets = self._ask("Target.getTargets")["targetInfos"]
        target = next(t["targetId"] for t in targets if t["type"] == "page")
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def _ask(self, method: str, **params: object) -> dict:
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            head, nul, rest = self._buffer.partition(b"\0")
            if not nul:
                assert select.select([self._in], [], [], PATIENCE)[0], f"{method}: no answer"
                self._buffer += os.read(self._in, 1 << 20)
                continue
            self._buffer = rest
            answer = json.loads(head)
            if answer.get("id") == self._count:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def open(self, url: str) -> None:
        self._ask("Page.navigate", url=url)

    def run(self, script: str):
        """The value of an expression in the page."""
        result = self._ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def wait(self, script: str) -> None:
        """Wait until an expression is true."""
        until(
            lambda: self.run(f"document.readyState === 'complete' && Boolean({script})"),
            script,
            told=lambda: self.run("document.body.innerText"),
        )

    def click(self, text: str) -> None:
        """A real click, with the mouse, on the button that says so."""
        place = self.run(
            f"""(() => {{
              const made = [...document.querySelectorAll("button")].find((b) => b.textContent === {json.dumps(text)});
              made.scrollIntoView({{ block: "center" }});
              const box = made.getBoundingClientRect();
              return [box.x + box.width / 2, box.y + box.height / 2];
            }})()"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            self._ask(
                "Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", buttons=1, clickCount=1
            )

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        self._browser.terminate()
        try:
            self._browser.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._browser.kill()
            self._browser.wait(60)
        os.close(self._in)
        os.close(self._out)


@pytest.fixture
def page(tmp_path: Path):
    """A page in a browser of its own; for the conftest of whoever tests a page of ours."""
    if shutil.which("chromium") is None:
        pytest.fail("install chromium: our pages are tested in a real browser")
    made = Page(tmp_path / "profile")
    yield made
    made.close()
