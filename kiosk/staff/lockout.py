"""How often a staff PIN may be wrong: five tries in a quarter of an hour, then a lock that doubles each time.

Pure functions over a value that is kept on disk; a try is counted before it is checked, so that pulling the plug
gives no further one.  Time is what the machine itself counts since it was switched on: the date may be set by
whoever answers for it on the network, and neither opens a lock nor draws it out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

TRIES = 5
WINDOW = 15 * 60.0
FIRST_LOCK = 15 * 60.0
LONGEST_LOCK = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Lock:
    """How it stood at `at`, in seconds of the monotonic clock, which begins anew when the machine does.

    `failures` are the ages of the wrong tries, `left` is what is left of the lock, both in seconds; `locks` counts them.
    """

    failures: tuple[float, ...] = ()
    left: float = 0.0
    locks: int = 0
    at: float = 0.0


def passed(lock: Lock, now: float) -> Lock:
    """How it stands at `now`.

    A clock that stands before `at` was started since, and all that it shows has passed; after another start too it
    never shows more than has passed.  The time that a machine was off does not count.
    """
    gone = now - lock.at if now >= lock.at else now
    failures = tuple(age + gone for age in lock.failures if age + gone < WINDOW)
    return Lock(failures, max(0.0, lock.left - gone), lock.locks, now)


def remaining(lock: Lock, now: float) -> float:
    """Seconds until a PIN may be typed; 0 when it may."""
    return passed(lock, now).left


def tries_left(lock: Lock, now: float) -> int:
    """Tries before the next lock; 0 while locked."""
    held = passed(lock, now)
    return 0 if held.left > 0 else TRIES - len(held.failures)


def count_try(lock: Lock, now: float) -> Lock:
    """One more try, counted as wrong until it is known to be right.  The fifth locks."""
    held = passed(lock, now)
    failures = (*held.failures, 0.0)
    if len(failures) < TRIES:
        return replace(held, failures=failures)
    return Lock((), min(FIRST_LOCK * 2.0**lock.locks, LONGEST_LOCK), lock.locks + 1, now)
