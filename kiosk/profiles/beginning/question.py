"""What a question of `kiosk profile new` is, and what the first answers decide for all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kiosk.profiles.beginning import reading
from kiosk.profiles.regions import REGIONS

# what somebody answers whose page does not say it
NOT_SAID: Final = "-"
ALL: Final = "all"
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `read` turns the answer into a value, or says by ValueError what to write.

    `usual`: the suggestion, taken by Enter; None where only the person knows.  `optional`: NOT_SAID is an answer.
    `like`: an answer that is understood, where the suggestion is none.  `spelled`: says how an answer was understood that can be
    written in several ways.
    """

    key: str
    part: str
    text: str
    help: str
    read: Callable[[str], Any]
    usual: str | None = None
    optional: bool = False
    like: str = ""
    spelled: Callable[[Any], str] | None = None

    @property
    def example(self) -> str:
        """An answer that is understood."""
        return self.like or self.usual or ""

    def understood(self, said: str) -> str:
        """An answer that is understood, in words that leave no doubt; "" where the answer itself leaves none."""
        value = self.value(said)
        return self.spelled(value) if self.spelled and value is not None else ""

    def value(self, said: str) -> Any:
        """The value of an answer; None for what the page does not say.  ValueError says what to write."""
        if said == NOT_SAID:
            if not self.optional:
                raise ValueError("this one is needed")
            return None
        if not said:
            raise ValueError(
                "write something" + (f", or {NOT_SAID} if your page does not say it" if self.optional else "")
            )
        if not said.isprintable():
            raise ValueError("there is a sign in it that cannot be shown")
        return self.read(said)


def region_of(said: Answers) -> str:
    """The region, Flemish until somebody said another."""
    known = said.get("region", "")
    return known if known in REGIONS else next(iter(REGIONS))


def official_of(said: Answers) -> list[str]:
    """The official languages so far."""
    usual = list(REGIONS[region_of(said)].official)
    return reading.official(said["official"]) if "official" in said else usual
