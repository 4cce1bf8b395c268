"""How often a staff PIN may be wrong: five tries in a quarter of an hour, then a lock that doubles each time.

Pure functions over a value that is kept on disk; a try is counted before it is checked, so that pulling the plug
gives no further one.
"""

from __future__ import annotations

from dataclasses import dataclass

TRIES = 5
WINDOW = 15 * 60.0
FIRST_LOCK = 15 * 60.0
LONGEST_LOCK = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Lock:
    """Wrong tries (seconds of civil time, oldest first), the lock's end and length, and how many locks there were."""

    failures: tuple[float, ...] = ()
    until: float = 0.0
    length: float = 0.0
    locks: int = 0


def settled(lock: Lock, now: float) -> Lock:
    """The lock by a clock that was set back: it ends after its own length from now, and not a year later.

    Whoever keeps what this answers counts the time down from here on.
    """
    until = min(lock.until, now + lock.length)
    return Lock(tuple(min(at, now) for at in lock.failures), until, lock.length, lock.locks)


def remaining(lock: Lock, now: float) -> float:
    """Seconds until a PIN may be typed; 0 when it may.  A clock that was set back cannot make it longer than the lock."""
    return max(0.0, min(lock.until - now, lock.length))


def tries_left(lock: Lock, now: float) -> int:
    """Tries before the next lock; 0 while locked."""
    if remaining(lock, now) > 0:
        return 0
    return TRIES - len(_recent(lock, now))


def count_try(lock: Lock, now: float) -> Lock:
    """One more try, counted as wrong until it is known to be right.  The fifth locks."""
    failures = (*_recent(lock, now), now)
    if len(failures) < TRIES:
        return Lock(failures, lock.until, lock.length, lock.locks)
    length = min(FIRST_LOCK * 2.0**lock.locks, LONGEST_LOCK)
    return Lock((), now + length, length, lock.locks + 1)


def was_right() -> Lock:
    """After a right PIN everything is forgotten."""
    return Lock()


def _recent(lock: Lock, now: float) -> tuple[float, ...]:
    """Failures within the window; one from the future (a clock that was set back) still counts."""
    return tuple(at for at in lock.failures if now - at < WINDOW)
