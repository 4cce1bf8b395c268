"""One way for a code at every entrance: camera, scanner, keys, file of the office, and the office itself judge as `clean` does."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

import kiosk
from devices.api import CodeSeen, DeviceState
from devices.camera.codes import read_codes
from devices.panel.scanner import SerialScanner
from devices.simulators.camera import code_picture
from devices.simulators.panel import SimulatedScanner
from kiosk.base.clock import BRUSSELS
from kiosk.base.codes import clean, same
from kiosk.office.checkin import ByCode, Window, find
from kiosk.office.csvfile import Known, read_appointments
from kiosk.profiles.loader import load
from kiosk.views.touches import Pressed
from kiosk.visit.model import phases
from kiosk.visit.model.effects import CheckIn
from kiosk.visit.model.inputs import CharTyped
from kiosk.visit.model.state import VisitState
from kiosk.visit.steps.step import step
from kiosk.visit.tour.showcase import OPEN_DAY, states
from tests.support.waiting import Told

SPELLINGS = [
    *("AP-7KQ2MX", "ap-7kq2mx", "Ap-7Kq2mX", " AP-7KQ2MX ", "AP-7KQ2MX\r\n", "AP-7KQ2MX\n", "\u00a0AP-7KQ2MX"),
    *("44b322c32c5329b135e1", "6f1c2e5a-0b7d-4a52-9c3e-2f8a1d4b7e60", "A" * 64, "A" * 65, "a1B2" * 30),
    *(
        "4711",
        "471",
        "AB12",
        "ABC12",
        "AP_7KQ2MX",
        "AP 7KQ2MX",
        "https://example.org/AP-7KQ2MX",
        "straße1",
        "ＡＰ１２３４",
    ),
]
FORMS = [(), ("9999", "AA-9AA9AA"), ("XXXX",)]


def asked(state: VisitState, given: object) -> str | None:
    """The code that is looked up for what somebody shows or types; None when none is."""
    _, effects = step(state, given, state.now)
    codes = [effect.code for effect in effects if isinstance(effect, CheckIn)]
    return codes[0] if codes else None


@pytest.fixture(scope="module")
def shown() -> dict[str, VisitState]:
    return dict(states(load("gent", today=OPEN_DAY.date()), "en"))


@pytest.fixture
def scanning(shown: dict[str, VisitState]) -> Callable[[tuple[str, ...]], VisitState]:
    def at(forms: tuple[str, ...]) -> VisitState:
        state = shown["scan"]
        rule = state.setting.profile.appointments.model_copy(update={"code_forms": forms})
        profile = state.setting.profile.model_copy(update={"appointments": rule})
        return replace(state, setting=replace(state.setting, profile=profile))

    return at


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str | None]]:
    """What the scanner's driver tells of a line; a second code says that the first one was worked through."""
    told, ends = Told(), iter(range(10_000, 99_999))
    with SimulatedScanner(tmp_path_factory.mktemp("line") / "scanner") as device:
        driver = SerialScanner(told.emit, device.url)
        driver.starts = 0.0
        driver.start()
        told.until(lambda: driver.health().state is DeviceState.READY)

        def read(raw: str) -> str | None:
            told.events.clear()
            end = f"THE-END-{next(ends)}"
            device.scan(raw)
            device.scan(end)
            told.until(lambda: CodeSeen(end, "scanner") in told.events)
            return next((event.text for event in told.of(CodeSeen) if event.text != end), None)

        yield read
        driver.stop()


def expected(raw: str, forms: tuple[str, ...]) -> str | None:
    code = clean(raw, forms)
    return None if code is None else same(code)


def found(code: str | None) -> str | None:
    return None if code is None else same(code)


@pytest.mark.parametrize("forms", FORMS, ids=str)
@pytest.mark.parametrize("raw", SPELLINGS, ids=ascii)
def test_every_entrance_takes_the_codes_that_one_takes(scanning, scanner, tmp_path, raw, forms) -> None:
    state = scanning(forms)
    wanted = expected(raw, forms)

    picture = np.asarray(code_picture(raw).convert("L"))
    by_camera = [asked(state, CodeSeen(code.text, code.symbology)) for code in read_codes(picture)]
    assert [found(code) for code in by_camera if code] == ([wanted] if wanted else []), "camera"

    text = scanner(raw)
    assert (found(asked(state, CodeSeen(text, "scanner"))) if text else None) == wanted, "scanner"

    # the keys have large letters, digits and the hyphen, and no more room than a code has
    typed = replace(state, phase=phases.TypingCode())
    for sign in raw.upper():
        typed, _ = step(typed, CharTyped(sign), typed.now)
    kept = typed.phase.typed
    assert found(_typed(typed)) == expected(kept, forms), "keys"
    if raw.isascii() and raw.strip().upper() == kept:
        assert found(_typed(typed)) == wanted, "keys"

    sheet = tmp_path / "appointments.csv"
    sheet.write_text(f'code,place,starts_at\n"{raw}",stadskantoor,2027-02-22T10:40\n', "utf-8", newline="")
    read = read_appointments(sheet, Known(places=frozenset({"stadskantoor"}), classes=frozenset("Z"), forms=forms))
    rows = [] if read.mistakes else [same(appointment.id) for appointment, _ in read.rows]
    assert rows == ([wanted] if wanted else []), "file of the office"

    questions: list[str] = []

    class Office:
        def by_code(self, code: str) -> tuple[()]:
            questions.append(same(code))
            return ()

    find(Office(), ByCode(raw), "stadskantoor", datetime(2027, 2, 22, 10, 4, tzinfo=BRUSSELS), Window(forms=forms))
    assert questions == ([wanted] if wanted else []), "office"


def _typed(state: VisitState) -> str | None:
    return asked(state, Pressed("code.ok"))


@pytest.mark.parametrize(
    ("second", "rows"), [("AB-123456", ["A-B123456", "AB-123456"]), ("a-b123456", None)], ids=["hyphens", "case"]
)
def test_two_codes_of_a_file_are_one_when_only_their_case_differs(tmp_path, second, rows) -> None:
    sheet = tmp_path / "appointments.csv"
    lines = [f"{code},stadskantoor,2027-02-22T10:40" for code in ("A-B123456", second)]
    sheet.write_text("\n".join(["code,place,starts_at", *lines, ""]), "utf-8")
    read = read_appointments(sheet, Known(places=frozenset({"stadskantoor"}), classes=frozenset("Z")))
    if rows is None:
        assert [(mistake.line, mistake.what) for mistake in read.mistakes] == [(3, "the same as in line 2")]
    else:
        assert not read.mistakes
        assert [appointment.id for appointment, _ in read.rows] == rows


# where a code comes in, and where it is looked up with what `clean` let through: another place is another entrance
ENTRANCES = {
    "ByCode": {"kiosk/station/inquiries.py"},
    "by_code": {"kiosk/office/checkin.py"},
    "CheckIn.code": {"kiosk/visit/steps/scan.py"},
    "values[code]": {"kiosk/office/csvfile.py"},
}


def test_there_is_no_entrance_for_codes_beside_those_that_are_tried() -> None:
    root = Path(kiosk.__file__).parent
    seen: dict[str, set[str]] = {name: set() for name in ENTRANCES}
    for path in root.rglob("*.py"):
        where = path.relative_to(root.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="ByCode")):
                    seen["ByCode"].add(where)
                case ast.Call(func=ast.Attribute(attr="by_code")):
                    seen["by_code"].add(where)
                case ast.Call(func=ast.Name(id="CheckIn"), args=[_, _]) if "/visit/" in where:
                    seen["CheckIn.code"].add(where)
                case ast.Subscript(value=ast.Name(id="values"), slice=ast.Constant(value="code")):
                    seen["values[code]"].add(where)
    assert seen == ENTRANCES
