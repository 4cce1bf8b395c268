"""The scanner over a real serial line: codes, ends, cables, and lines that lie."""

from __future__ import annotations

import itertools
from pathlib import Path
from types import SimpleNamespace

import pytest

from devices.api import CodeSeen, DeviceState, HealthChanged, Reason
from devices.panel import line
from devices.panel.scanner import SerialScanner
from devices.simulators.panel import SCANNER_FAULTS, SimulatedScanner
from devices.worker import Backoff
from tests.support.waiting import Told

QUICK = Backoff(first=0.1, longest=0.2)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def scanner(tmp_path: Path, told):
    with SimulatedScanner(tmp_path / "scanner") as device:
        driver = SerialScanner(told.emit, device.url, backoff=QUICK)
        driver.start()
        told.until(lambda: driver.health().state is DeviceState.READY)
        yield device
        driver.stop()


def test_a_scanned_code_arrives(scanner, told) -> None:
    scanner.scan("AP-7KQ2MX")
    told.until(lambda: told.of(CodeSeen))
    assert told.of(CodeSeen) == [CodeSeen("AP-7KQ2MX", "scanner")]


@pytest.mark.parametrize("fault", ["garbage", "no_suffix", "long"])
def test_a_damaged_code_is_dropped_and_the_next_one_read(scanner, told, fault: str, monkeypatch) -> None:
    # a code without its end is given up after half a second; here a fifth of one passes at each look
    looks = itertools.count()
    passed: list[float] = []

    def passes() -> float:
        passed.append(next(looks) * 0.2)
        return passed[-1]

    monkeypatch.setattr(line, "time", SimpleNamespace(monotonic=passes))
    scanner.fault(fault, times=1)
    scanner.scan("AP-FIRST1")
    enough = len(passed) + 8
    told.until(lambda: len(passed) > enough, "eight looks at the line")
    scanner.scan("AP-SECOND")
    told.until(lambda: CodeSeen("AP-SECOND", "scanner") in told.events)
    assert [e.text for e in told.of(CodeSeen)] in (["AP-SECOND"], ["AP-FIRST1", "AP-SECOND"])


@pytest.mark.parametrize("fault", SCANNER_FAULTS)
def test_whatever_happened_to_a_code_the_next_one_is_read(scanner, told, fault: str) -> None:
    scanner.fault(fault, times=1)
    scanner.scan("AP-FIRST1")
    scanner.unplug()
    told.until(lambda: told.of(HealthChanged)[-1].health.state is DeviceState.UNAVAILABLE)
    scanner.plug()
    told.until(lambda: told.of(HealthChanged)[-1].health.state is DeviceState.READY)
    scanner.scan("AP-SECOND")
    told.until(lambda: CodeSeen("AP-SECOND", "scanner") in told.events)


@pytest.mark.parametrize("fault", ["split", "late", "halves"])
def test_a_code_that_comes_slowly_is_read_whole_or_not(scanner, told, fault: str) -> None:
    scanner.fault(fault, times=1)
    scanner.scan("AP-FIRST1")
    scanner.scan("AP-SECOND")
    told.until(lambda: CodeSeen("AP-SECOND", "scanner") in told.events)


def test_a_scanner_that_is_replugged_reads_again(scanner, told) -> None:
    scanner.unplug()
    told.until(lambda: told.of(HealthChanged)[-1].health.state is DeviceState.UNAVAILABLE)
    scanner.plug()
    told.until(lambda: told.of(HealthChanged)[-1].health.state is DeviceState.READY)
    scanner.scan("AP-AGAIN1")
    told.until(lambda: told.of(CodeSeen) == [CodeSeen("AP-AGAIN1", "scanner")])


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [
        (b"", b"\r"),
        (b"", b"\n"),
        (b"", b"\r\n"),
        (b"", b""),
        (b"", b"\t"),
        (b"\x02", b"\x03"),
        (b"]Q1", b"\r"),
        (b"]d2", b""),
        (b"\x02]Q1", b"\x03"),
        (b"]Q2\\000026", b"\r"),  # a QR code that names its alphabet
    ],
)
def test_a_scanner_as_it_comes_from_its_factory_is_understood(tmp_path, told, prefix, suffix) -> None:
    with SimulatedScanner(tmp_path / "scanner", prefix=prefix, suffix=suffix) as device:
        assert read(device, told, SerialScanner(told.emit, device.url, backoff=QUICK)) == ["AP-7KQ2MX"]


@pytest.mark.parametrize("sent", [b"#", b"#]Q1", b"]Q1#", b"#]Q2\\000026"])
def test_the_aim_prefix_may_stand_on_either_side_of_the_agreed_one(tmp_path, told, sent) -> None:
    with SimulatedScanner(tmp_path / "scanner", prefix=sent) as device:
        driver = SerialScanner(told.emit, device.url, prefix=b"#", starts=0.0, backoff=QUICK)
        assert read(device, told, driver) == ["AP-7KQ2MX"]


def read(device, told, driver):
    """What a driver reads of one code."""
    driver.start()
    told.until(lambda: driver.health().state is DeviceState.READY)
    device.scan("AP-7KQ2MX")
    told.until(lambda: told.of(CodeSeen))
    driver.stop()
    return [each.text for each in told.of(CodeSeen)]


def test_a_scanner_whose_lines_are_no_codes_is_told_and_heals_with_a_code(tmp_path, told) -> None:
    with SimulatedScanner(tmp_path / "scanner") as scanner:
        driver = SerialScanner(told.emit, scanner.url, starts=0.0, backoff=QUICK)
        driver.start()
        told.until(lambda: driver.health().state is DeviceState.READY)
        scanner.fault("other_prefix")
        for number in range(3):
            scanner.scan(f"AP-000{number}")
        told.until(lambda: told.of(HealthChanged)[-1].health.reason is Reason.UNREADABLE_LINES)
        assert told.of(HealthChanged)[-1].health.usable
        scanner.clear()
        scanner.scan("AP-7KQ2MX")
        told.until(lambda: told.of(CodeSeen))
        told.until(lambda: told.of(HealthChanged)[-1].health.reason is Reason.OK)
        driver.stop()


def again(device, driver, told) -> None:
    """The scanner's cable is out for a moment."""
    device.unplug()
    told.until(lambda: driver.health().state is DeviceState.UNAVAILABLE)
    device.plug()
    told.until(lambda: driver.health().state is DeviceState.READY)


@pytest.mark.parametrize("prefix", [b"", b"#"])
def test_what_a_scanner_says_when_it_gets_power_is_no_code_and_the_code_right_behind_it_is(tmp_path, told, prefix):
    with SimulatedScanner(tmp_path / "scanner", prefix=prefix) as device:
        driver = SerialScanner(told.emit, device.url, prefix=prefix, backoff=QUICK)
        driver.start()
        told.until(lambda: driver.health().state is DeviceState.READY)
        device.fault("greets")
        for number in range(3):
            again(device, driver, told)
            device.scan(f"AP-CODE{number}")
            told.until(lambda number=number: len(told.of(CodeSeen)) > number)
        assert [each.text for each in told.of(CodeSeen)] == ["AP-CODE0", "AP-CODE1", "AP-CODE2"]
        assert "said" in driver.health().detail
        assert driver.health().state is DeviceState.READY
        driver.stop()


def test_what_is_no_code_is_told_as_it_came_once_a_scanner_has_started(tmp_path, told):
    with SimulatedScanner(tmp_path / "scanner") as device:
        driver = SerialScanner(told.emit, device.url, starts=0.0, backoff=QUICK)
        driver.start()
        told.until(lambda: driver.health().state is DeviceState.READY)
        device.scan("https://example.org/not one of ours")
        told.until(lambda: told.of(CodeSeen))
        assert told.of(CodeSeen) == [CodeSeen("https://example.org/not one of ours", "scanner")]
        driver.stop()
