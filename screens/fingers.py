"""The fingers on the glass: which of them may press, which are forgotten, and whether touches have been in vain for long."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from screens.scene import Target

# a finger that stays longer rests there, or its release was lost: it presses nothing and keeps nobody from pressing
HELD_SECONDS = 5.0
# so many touches for so long without anything that they pressed: the glass is dirty, displaced or broken; one that is as old
# as the last figure has nothing to do with those of now
VAIN_TOUCHES, VAIN_SECONDS, VAIN_AGE = 10, 120.0, 600.0
# pixels and seconds; the first finger comes a second time as the emulated mouse: after its release too, where both fall into one frame
_ECHO, _ECHO_SECONDS = 8.0, 1.0


@dataclass(slots=True)
class _Finger:
    target: Target | None
    since: float
    place: tuple[float, float]
    device: str
    echoed: bool = False
    released: float = 0.0


class Fingers:
    """Every finger from its coming to its release, by Kivy's number of it; `now` is in seconds of one clock."""

    def __init__(self) -> None:
        self._down: dict[Any, _Finger] = {}
        self._echoes: set[Any] = set()
        self._gone: deque[_Finger] = deque()
        self._vain: deque[float] = deque()
        self.in_vain = False
        """True when people have touched the glass for minutes and nothing came of it, until a touch has pressed something."""

    def came(self, touch: Any, target: Target | None, now: float, *, counts: bool = True) -> None:
        """A finger comes: it may press its target if no other finger is pressing something.

        `counts` False for a touch of which nobody can say whether it met what was meant.
        """
        place = (touch.x, touch.y)
        if (other := self._echoed(touch.device, place, now)) is not None:
            other.echoed = True
            self._echoes.add(touch.uid)
            return
        if counts and not self.in_vain:
            self._count(now)
        free = not any(self._pressing(now))
        self._down[touch.uid] = _Finger(target if free else None, now, place, touch.device)

    def pressed(self, touch: Any) -> Target | None:
        """What this finger presses, None for an echo and for a finger that presses nothing."""
        finger = self._down.get(touch.uid)
        return None if finger is None else finger.target

    def let_go(self, touch: Any) -> None:
        """The finger slid off: it stays on the glass and presses nothing any more."""
        if touch.uid in self._down:
            self._down[touch.uid].target = None

    def left(self, touch: Any, now: float) -> Target | None:
        """The finger is gone; what it has pressed, if it did not stay too long."""
        self._echoes.discard(touch.uid)
        finger = self._down.pop(touch.uid, None)
        if finger is not None and not finger.echoed:
            finger.released = now
            self._gone.append(finger)
        return finger.target if finger is not None and now - finger.since <= HELD_SECONDS else None

    def _echoed(self, device: str, place: tuple[float, float], now: float) -> _Finger | None:
        """The finger that comes a second time with this touch: by another way, at the same place, and not yet told twice."""
        while self._gone and now - self._gone[0].released > _ECHO_SECONDS:
            self._gone.popleft()
        both = (*self._down.values(), *self._gone)
        alike = (each for each in both if each.device != device and not each.echoed and _near(each.place, place))
        return next(alike, None)

    def forget(self) -> None:
        """Another screen: what touches the glass now belongs to the one before."""
        for finger in self._down.values():
            if not finger.echoed:
                finger.released = finger.since
                self._gone.append(finger)
        self._down.clear()
        self._echoes.clear()

    def answered(self) -> None:
        """A touch has pressed what stood where it came."""
        self._vain.clear()
        self.in_vain = False

    def _count(self, now: float) -> None:
        self._vain.append(now)
        while now - self._vain[0] > VAIN_AGE:
            self._vain.popleft()
        if len(self._vain) >= VAIN_TOUCHES and now - self._vain[0] >= VAIN_SECONDS:
            self.in_vain = True

    def shown(self, now: float) -> Target | None:
        """The target that looks pressed."""
        return next(self._pressing(now), None)

    def _pressing(self, now: float) -> Iterator[Target]:
        for finger in self._down.values():
            if finger.target is not None and now - finger.since <= HELD_SECONDS:
                yield finger.target

    def __bool__(self) -> bool:
        return bool(self._down)


def _near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) <= _ECHO and abs(one[1] - other[1]) <= _ECHO
