"""The driver and its receipts judged by a printer that others wrote: it draws what we draw, and its faults are told right."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from devices.api import DeviceState, Mark, NotPrinted, Printed, PrintedLate, Reason, Text
from devices.printer.driver import ThermalPrinter
from devices.printer.receipt import LONGEST, Paper, Style, render
from devices.simulators.paper import draw
from devices.worker import Backoff
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.residence.labels import BRING
from kiosk.residence.vocabulary import BringItem
from kiosk.visit.shown.paper import SlipPart, TicketPaper, slip_receipt, ticket_receipt
from tests.support.printer.patient import PATIENT
from tests.support.waiting import Told

TAKEN = datetime(2027, 2, 20, 10, 4, tzinfo=ZoneInfo("Europe/Brussels"))


def _support():
    path = Path(__file__).parents[2] / "support" / "printer" / "emulator.py"
    spec = importlib.util.spec_from_file_location("printer_emulator", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["printer_emulator"] = module
    spec.loader.exec_module(module)
    return module


emulator = _support()
pytestmark = pytest.mark.skipif(not emulator.installed(), reason=emulator.MISSING)


SIX = (
    BringItem.PREVIOUS_CARD_IF_ANY, BringItem.ADULT_ID, BringItem.PARENT_PERMIT, BringItem.CHILD_ID,
    BringItem.PARENTAL_AUTHORITY, BringItem.PHOTO,
)  # fmt: skip


def whole_ticket(language: str) -> TicketPaper:
    return TicketPaper(
        municipality="Stad Gent",
        place="Stadskantoor, Woodrow Wilsonplein 1",
        official=("nl",),
        number="R014",
        service=(("Verblijfskaart vernieuwen", "nl"),),
        taken_at=TAKEN,
        language=language,
        people_ahead=3,
        minutes=(10, 20),
        appointment="10:30",
        people=2,
        qr="R014-7KQ2MX",
    )


def tickets(language: str):
    """The three papers that this kiosk prints, in one language."""
    full = whole_ticket(language)
    slip = slip_receipt(
        logo="",
        municipality="Stad Gent", official=("nl",), titles=(("Verblijfskaart", "nl"), ("Residence card", language)), lines=("14.02.2027",),
        parts=(SlipPart("Prijs", ("€ 29",), listed=True),), language=language,
        printed_at=TAKEN,
    )  # fmt: skip
    return ticket_receipt(full), ticket_receipt(replace(full, copy=True)), slip


@pytest.mark.parametrize("dots", [576, 384])
@pytest.mark.parametrize(
    "language",
    [name if name in ("nl", "uk") else pytest.param(name, marks=pytest.mark.full) for name in LANGUAGES],
)
def test_the_emulator_draws_every_receipt_like_ours(language: str, dots: int) -> None:
    for receipt in tickets(language):
        rendered = render(receipt, Paper(dots=dots))
        ((theirs,), unknown) = emulator.drawn(rendered.data, dots)
        (ours,) = draw(rendered.data, dots).dots
        # it has one national set only, the one that we ask for
        assert [each for each in unknown if "ESC R" not in each] == []
        height = theirs.dots.shape[0]
        assert not ours[height:].any()
        if b"\x1dv0" in rendered.data:
            # letters drawn by us, and the code drawn by the printer: the same dots, every one
            np.testing.assert_array_equal(ours[:height], theirs.dots)
        else:
            _same_layout(ours[:height], theirs, receipt)


@pytest.mark.parametrize("dots", [576, 384])
@pytest.mark.parametrize(
    "language", [name if name == "ro" else pytest.param(name, marks=pytest.mark.full) for name in LANGUAGES]
)
def test_a_childs_six_papers_are_drawn_in_16_kilobytes_and_the_emulator_has_every_dot(language: str, dots: int) -> None:
    """The most that a ticket asks somebody to bring, in the longest words."""
    t = texts(language)
    whole = replace(whole_ticket(language), bring=tuple(t.gettext(BRING[item]) for item in SIX))
    rendered = render(ticket_receipt(whole), Paper(dots=dots, style=Style.PICTURE))
    assert len(rendered.data) <= LONGEST
    ((theirs,), _) = emulator.drawn(rendered.data, dots)
    (ours,) = draw(rendered.data, dots).dots
    np.testing.assert_array_equal(ours[: theirs.dots.shape[0]], theirs.dots)


def _same_layout(ours: np.ndarray, theirs, receipt) -> None:
    """Letters of the printer's own typeface: the same words, each line in the same place, the same code."""
    before = {Mark.NONE: "", Mark.BULLET: "-", Mark.BOX: "[]"}
    said = "".join(before[block.mark] + block.text for block in receipt.blocks if isinstance(block, Text))
    assert "".join(said.split()) in "".join(theirs.text.replace("─", "").split()).replace("[qrR014-7KQ2MX]", "")
    for mine, other in zip(_lines(ours), _lines(theirs.dots), strict=True):
        apart = np.abs(np.subtract(mine, other))
        # another typeface: a letter of the big number is seven times as wide, and so is its margin
        assert apart[:2].max() <= 4
        assert apart[2:].max() <= 10


def _lines(dots: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Top, bottom, left and right of each line of ink; strokes that stand apart (a dot on an i) belong to their line."""
    rows = dots.any(axis=1)
    edges = np.flatnonzero(np.diff(np.r_[False, rows, False].astype(int)))
    bands: list[list[int]] = []
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        if bands and top - bands[-1][1] < 3:
            bands[-1][1] = bottom
        else:
            bands.append([top, bottom])
    return [(t, b, *np.flatnonzero(dots[t:b].any(axis=0))[[0, -1]]) for t, b in bands]


class _Run:
    def __init__(self, printer) -> None:
        self.printer = printer
        self.told = Told()
        self.events, self.wait = self.told.events, self.told.until
        self.driver = ThermalPrinter(self.told.emit, printer.url, timing=PATIENT, backoff=Backoff(0.1, 0.3))
        self.driver.start()
        self.wait(lambda: self.driver.health().usable)

    def outcome(self, request: str):
        def answers():
            return [e for e in self.events if isinstance(e, Printed | NotPrinted) and e.request == request]

        self.wait(answers)
        (answer,) = answers()
        return answer


@pytest.fixture
def run():
    with emulator.EmulatedPrinter() as printer:
        made = _Run(printer)
        yield made
        made.driver.stop()


def test_the_emulator_confirms_a_ticket_and_has_it_once(run, make_ticket) -> None:
    run.driver.print("a", make_ticket())
    assert isinstance(run.outcome("a"), Printed)
    (paper,) = run.printer.papers
    assert "R014" in paper.text


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        ("paper-near-end", DeviceState.DEGRADED, Reason.MEDIA_LOW),
        ("paper-out", DeviceState.UNAVAILABLE, Reason.MEDIA_EMPTY),
        ("cover-open", DeviceState.UNAVAILABLE, Reason.COVER_OPEN),
        ("offline", DeviceState.UNAVAILABLE, Reason.OFF_LINE),
    ],
)
def test_the_emulators_faults_are_told_by_their_names_and_end(run, make_ticket, fault, state, reason) -> None:
    run.printer.fault(fault)
    run.wait(lambda: (run.driver.health().state, run.driver.health().reason) == (state, reason))
    run.driver.print("a", make_ticket())
    outcome = run.outcome("a")
    assert outcome == Printed("a") if state is DeviceState.DEGRADED else outcome.reason is reason
    run.printer.fault(fault, active=False)
    run.wait(lambda: run.driver.health().reason is Reason.OK)
    assert len(run.printer.papers) == (state is DeviceState.DEGRADED)


@pytest.mark.parametrize(("fault", "reason"), [("paper-out", Reason.MEDIA_EMPTY), ("cover-open", Reason.COVER_OPEN)])
def test_a_fault_of_the_emulator_in_the_middle_leaves_no_ghost(run, make_ticket, fault, reason) -> None:
    """It knows no command that clears its buffer: the ticket comes out when it is mended, and that is heard."""
    run.printer.fault_after(200, fault)
    run.driver.print("a", make_ticket())
    assert run.outcome("a").reason is reason
    run.printer.fault(fault, active=False)
    run.wait(lambda: run.driver.health().reason is Reason.OK)
    copy = replace(make_ticket(), copy=True)
    run.driver.print("b", copy)
    assert isinstance(run.outcome("b"), Printed)
    whole = [paper for paper in run.printer.papers if "R014" in paper.text]
    marked = [paper for paper in whole if "KOPIE" in paper.text]
    assert len(marked) == 1
    assert len(whole) - len(marked) == (PrintedLate("a") in run.events)
