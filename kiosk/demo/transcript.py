"""What was done and what was said, in order, for people to read: a visit by ear has no pictures."""

from __future__ import annotations

from collections.abc import Sequence

from devices.speech.driver import Spoken


class Transcript:
    """Notes acts as they are done; what was said meanwhile stands before them."""

    def __init__(self, spoken: Sequence[Spoken]) -> None:
        self._spoken = spoken
        self._noted = 0
        self._lines: list[str] = []

    def act(self, what: str) -> None:
        """The visitor did this; what is only seen is no part of a visit by ear."""
        if not what.startswith("sees"):
            self._catch_up()
            self._lines.append(f"* {what}")

    def text(self) -> str:
        """All of it; empty when nothing was said.  Words for the headset alone are marked with "~"."""
        self._catch_up()
        return "\n".join(self._lines) + "\n" if self._noted else ""

    def _catch_up(self) -> None:
        heard = self._spoken[self._noted :]
        self._noted += len(heard)
        self._lines += [f"    {each.language} {'~' if each.private else ' '} {each.text}" for each in heard]
