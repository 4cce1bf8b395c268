"""What was done and what was said, in order, for people to read: a visit by ear has no pictures."""

from __future__ import annotations

from collections.abc import Sequence

from devices.speech.driver import Spoken


class Transcript:
    """Notes acts as they are done; what was said meanwhile stands before them.

    Each line begins with the seconds that somebody had listened until then.  Of speech: where it was heard, "private" when
    it is for a headset alone, the language, the words.
    """

    def __init__(self, spoken: Sequence[Spoken]) -> None:
        self._spoken = spoken
        self._noted = 0
        self._lines: list[str] = []
        self.seconds = 0.0

    def act(self, what: str) -> None:
        """The visitor did this; what is only waited for is no act."""
        if not what.startswith(("sees", "hears")):
            self._catch_up()
            self._lines.append(f"{self.seconds:6.1f} s * {what}")

    def text(self) -> str:
        """All of it; empty when nothing was said."""
        self._catch_up()
        return "\n".join(self._lines) + "\n" if self._noted else ""

    def _catch_up(self) -> None:
        heard = self._spoken[self._noted :]
        self._noted += len(heard)
        for each in heard:
            where = "headset" if each.headset else "loudspeaker"
            private = "private" if each.private else ""
            self._lines.append(f"{self.seconds:6.1f} s   {where:<11} {private:<7} {each.language}  {each.text}")
            self.seconds += each.seconds
