"""Every fault of the printer ends in printed, reprinted as a copy, or not printed with a reason; never in a ghost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from devices.api import NotPrinted, Printed, Reason
from devices.simulators.printer_line import FAULTS
from devices.simulators.printer_status import CONDITIONS


@dataclass(frozen=True)
class Scenario:
    """Faults as (name, value, times) before the job, or `mending` after it began; `ends` None is printed."""

    name: str
    faults: tuple[tuple[str, float | None, int | None], ...]
    ends: Reason | None
    also: tuple[Reason, ...] = ()
    mended_at_once: bool = False

    @property
    def limits(self) -> dict[str, float] | None:
        """What the driver waits for in vain is given up soon (an empty dict: all of it); None where it answers."""
        if "stays so" in self.name:
            return {"confirm": 3.0}
        if not {name for name, _, _ in self.faults} & _SILENT:
            return None
        if self.ends or self.also:
            return {}
        # what is only slow or a little late answers all the same
        return {"reply": 2.0} if any(times for _, _, times in self.faults) else None


# faults that are silence for a while or for good
_SILENT = {"mute", "stall", "half_open", "no_barrier", "no_clear", "lie", "drop", "late", "slow"}


def _before(name: str, reason: Reason) -> Scenario:
    return Scenario(f"{name} before", ((name, None, None),), reason)


def _middle(name: str, reason: Reason) -> Scenario:
    return Scenario(f"{name} in the middle", ((name, 12, None),), reason)


def _unclearable(name: str, reason: Reason) -> Scenario:
    return Scenario(f"{name}, buffer cannot be cleared", ((name, 12, None), ("no_clear", None, None)), reason)


_STOPPING = {
    "paper_end": Reason.MEDIA_EMPTY,
    "cover_open": Reason.COVER_OPEN,
    "cutter_error": Reason.CUTTER_FAULT,
    "jam": Reason.MEDIA_JAMMED,
    "hardware": Reason.HARDWARE_ERROR,
}
_GONE = (Reason.NOT_REACHABLE, Reason.NOT_RESPONDING)

SCENARIOS = [
    *(_before(name, reason) for name, reason in _STOPPING.items()),
    _before("overheated", Reason.OVERHEATED),
    _before("off_line", Reason.OFF_LINE),
    _before("feed_button", Reason.OFF_LINE),
    Scenario("near end before", (("near_end", None, None),), None),
    *(_middle(name, reason) for name, reason in _STOPPING.items()),
    *(_unclearable(name, reason) for name, reason in _STOPPING.items()),
    Scenario("near end in the middle", (("near_end", 12, None),), None),
    Scenario("overheated in the middle, cools", (("overheated", 12, None),), None, mended_at_once=True),
    Scenario("off line in the middle, comes back", (("off_line", 12, None),), None, mended_at_once=True),
    Scenario("overheated in the middle, stays so", (("overheated", 12, None),), Reason.OVERHEATED),
    Scenario("off line in the middle, stays so", (("off_line", 12, None),), Reason.OFF_LINE),
    Scenario("mute", (("mute", None, None),), Reason.NOT_RESPONDING),
    Scenario("mute for one answer", (("mute", None, 1),), None),
    Scenario("mute for three answers", (("mute", None, 3),), None),
    Scenario("stalled", (("stall", None, None),), Reason.NOT_RESPONDING),
    Scenario("half open", (("half_open", None, None),), Reason.NOT_RESPONDING),
    Scenario("answers a little late", (("late", 0.05, None),), None),
    Scenario("answers far too late", (("late", 5.0, None),), Reason.NOT_RESPONDING),
    Scenario("one answer comes after its question was given up", (("late", 0.6, 4),), None, also=_GONE),
    # a network connection ends; a serial line only falls silent
    *(
        Scenario(
            f"cable pulled after {count} bytes", (("drop", count, 1),), Reason.NOT_REACHABLE, also=(Reason.NOT_RESPONDING,)
        )
        for count in (1, 60, 120, 160, 200)
    ),
    *(
        Scenario(
            f"cable pulled after {count} bytes, buffer cannot be cleared",
            (("drop", count, 1), ("no_clear", None, None)),
            Reason.NOT_REACHABLE,
            also=(Reason.NOT_RESPONDING,),
        )
        for count in (1, 60, 120, 160, 200)
    ),
    Scenario(
        "cable pulled, and the connections that follow are closed at once",
        (("drop", 60, 1), ("refuse", None, None)),
        Reason.NOT_REACHABLE,
        also=(Reason.NOT_RESPONDING,),
    ),
    Scenario("cable pulled with the last byte", (("drop", 2000, 1),), None),
    Scenario("slow", (("slow", 3000, None),), None),
    Scenario("one byte a second", (("slow", 1, None),), Reason.NOT_RESPONDING),
    Scenario("never confirms", (("no_barrier", None, None),), Reason.NOT_RESPONDING),
    Scenario("never confirms and cannot clear", (("no_barrier", None, None), ("no_clear", None, None)), Reason.NOT_RESPONDING),
    Scenario("speaks garbage between", (("garbage", None, 3),), None, also=_GONE),
    Scenario("says that all is well without paper", (("lie", None, None), ("paper_end", 12, None)), Reason.NOT_RESPONDING),
    Scenario("says that all is well with open cover", (("lie", None, None), ("cover_open", 12, None)), Reason.NOT_RESPONDING),
]  # fmt: skip


def test_there_are_as_many_scenarios_as_the_figure_asks() -> None:
    assert len(SCENARIOS) >= 40


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_a_fault_ends_in_printed_or_reprinted_or_not_printed(bench, make_ticket, scenario: Scenario) -> None:
    receipt = make_ticket()
    bench.driver.start()
    bench.ready()
    if scenario.limits is not None:
        bench.hurry(**scenario.limits)
    for name, value, times in scenario.faults:
        bench.printer.fault(name, value=value, times=times)
    bench.driver.print("first", receipt)
    if scenario.mended_at_once:
        name = scenario.faults[0][0]
        bench.wait(lambda _: bench.started("first") and name in bench.printer.conditions, "the fault")
        bench.printer.clear(name)
    outcome = bench.outcome("first")
    match outcome:
        case Printed():
            assert scenario.ends is None
        case NotPrinted(reason=reason):
            assert reason in (scenario.ends, *scenario.also)

    # somebody mends it; the resident who got nothing gets a copy
    bench.printer.clear()
    bench.patient()
    if "never confirms" in scenario.name or "pulled" in scenario.name:
        # the first ticket's word never comes, and the driver waits for it before the second
        bench.hurry(confirm=3.0)
    bench.ready()
    copy = replace(receipt, copy=True)
    if isinstance(outcome, NotPrinted):
        bench.driver.print("second", copy)
        assert isinstance(bench.outcome("second"), Printed)
    assert bench.papers(copy) == (1 if isinstance(outcome, NotPrinted) else 0)
    # no ghost, no double: an unmarked ticket is on paper only if the driver said so
    unmarked = bench.papers(receipt)
    told = isinstance(outcome, Printed) or bench.late("first")
    if "no_barrier" in {name for name, _, _ in scenario.faults}:
        # it came out and the printer never said so: one ticket, and its copy is marked as one
        assert unmarked == 1
    elif scenario.name == "stalled":
        # a serial line keeps the bytes, and the printer's word may come while nobody listens: never two, one marked
        assert unmarked <= 1
    else:
        assert unmarked == (1 if told else 0)


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(2, 10))])
def test_no_ghost_when_answers_get_lost_at_random(make_bench, make_ticket, seed: int) -> None:
    bench = make_bench()
    bench.driver.start()
    bench.ready()
    bench.hurry()
    bench.printer.fault("mute", chance=0.15, seed=seed)
    receipts = {f"job{n}": make_ticket(f"R{n:03d}") for n in range(4)}
    for request, receipt in receipts.items():
        bench.driver.print(request, receipt)
    for request in receipts:
        bench.outcome(request)
    bench.printer.clear()
    bench.patient()
    bench.ready()
    for request, receipt in receipts.items():
        if isinstance(bench.outcome(request), Printed) or bench.late(request):
            assert bench.papers(receipt) == 1
        assert bench.papers(receipt) <= 1


def test_every_fault_that_can_be_simulated_is_tried():
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))
    assert [name for name in sorted(FAULTS.keys() - CONDITIONS) if f'"{name}"' not in tests] == []
