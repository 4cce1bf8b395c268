"""The check-in window to the second, also on the night of a clock change (R121)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.codes import clean
from kiosk.office.checkin import Window, judge
from kiosk.office.keys import OfficeKey
from kiosk.office.model import Appointment, CheckInCode

AT = datetime(2026, 11, 3, 10, 40, tzinfo=BRUSSELS)
VISIT = Appointment("id", "stadskantoor", AT, "Migration")


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (-3601, CheckInCode.CHECKIN_TOO_EARLY),
        (-3600, CheckInCode.CHECKIN_OK),
        (0, CheckInCode.CHECKIN_OK),
        (1800, CheckInCode.CHECKIN_OK),
        (1801, CheckInCode.CHECKIN_TOO_LATE),
    ],
)
def test_r121_both_ends_of_the_window_are_inclusive(seconds, code):
    assert judge(VISIT, "stadskantoor", AT + timedelta(seconds=seconds), Window()).code is code


def test_r121_too_early_says_when_to_come_back():
    result = judge(VISIT, "stadskantoor", AT.replace(hour=7, minute=30), Window())
    assert result.come_back_at == AT.replace(hour=9)


def test_r121_another_building_and_another_day_are_said():
    assert judge(VISIT, "gentbrugge", AT, Window()).code is CheckInCode.CHECKIN_ELSEWHERE
    assert judge(VISIT, "stadskantoor", AT - timedelta(days=1), Window()).code is CheckInCode.CHECKIN_OTHER_DAY
    assert judge(VISIT, "gentbrugge", AT + timedelta(days=1), Window()).code is CheckInCode.CHECKIN_OTHER_DAY


def test_r121_the_window_is_the_profiles():
    assert judge(VISIT, "stadskantoor", AT - timedelta(minutes=20), Window(15, 5)).code is CheckInCode.CHECKIN_TOO_EARLY


def test_r121_the_window_is_measured_in_real_minutes_when_the_clock_changes():
    night = replace(VISIT, starts_at=datetime(2026, 10, 25, 3, 10, tzinfo=BRUSSELS))  # 02:00-03:00 comes twice
    opens = Window().opens(night)
    assert opens.astimezone(UTC) == datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    first_0210 = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    assert judge(night, "stadskantoor", first_0210, Window()).code is CheckInCode.CHECKIN_TOO_EARLY


def test_a_window_cannot_be_negative():
    with pytest.raises(ValueError, match="0 or more"):
        Window(-1, 30)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("ABC123", "ABC123"),
        ("abc-12", "abc-12"),
        ("A" * 64 + "\r\n", "A" * 64),
        ("A" * 65, None),
        ("44b322c32c5329b135e1", "44b322c32c5329b135e1"),
        ("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"),
        (" " * 4 + "AP-7KQ2MX" + "\r\n", "AP-7KQ2MX"),
        ("ABC12", None),
        ("ABC 123", None),
        ("ABC\n123", None),
        ("http://a", None),
        ("straße", None),
        ("ı23456", None),
        ("ＡＢＣ１２３", None),
        ("١٢٣٤٥٦", None),
        ("", None),
    ],
)
def test_a_code_is_what_the_grammar_allows_and_nothing_else(raw, code):
    assert clean(raw) == code


@pytest.mark.parametrize(("raw", "fits"), [("4711", True), ("ap-12x", True), ("AP-7KQ2MX", False), ("471", False)])
def test_the_forms_of_the_profile_say_which_codes_there_are_and_may_be_short(raw, fits):
    assert (clean(raw, ("9999", "AA-99X")) == raw) is fits


def test_a_code_is_the_same_in_large_and_small_letters():
    key = OfficeKey(b"k" * 32)
    assert key.code("ap-7kq2mx") == key.code("AP-7KQ2MX")
