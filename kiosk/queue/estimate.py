"""The waiting time as an honest range: from today's service times, or not at all (R122)."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Final

from kiosk.queue.model import Estimate

ENOUGH: Final = 5  # service times below which today tells nothing
LATEST: Final = 40  # how many service times are looked at: the newest of the day
ACTIVE_MINUTES: Final = 30  # a counter counts as open when it called within this time
CALLS: Final = 200  # the newest calls of a place, which tell who is open: several of each of forty counters
_STEP: Final = 5  # minutes: a range of fives promises no more than is known
_SPREAD: Final = 1.28  # eight of ten waits end within the range, if services are independent


def estimate(ahead: int, services: Sequence[float], counters: int) -> Estimate:
    """Minutes until a ticket with `ahead` people before it is called.

    `services` are today's service times in seconds (call to finish), `counters` how many serve this class now.
    The wait for n people at c counters is about n services shared by c; the range widens with their spread and
    with the square root of n.  Fewer than five services, or no open counter: no minutes.
    """
    if len(services) < ENOUGH or counters < 1:
        return Estimate(ahead)
    mean = statistics.fmean(services)
    spread = statistics.pstdev(services)

    def minutes(people: int, sign: int) -> float:
        return (people * mean + sign * _SPREAD * spread * math.sqrt(people)) / counters / 60

    low = max(0, math.floor(minutes(ahead, -1) / _STEP) * _STEP)
    high = max(_STEP, math.ceil(minutes(ahead + 1, +1) / _STEP) * _STEP)
    return Estimate(ahead, low, max(high, low + _STEP))
