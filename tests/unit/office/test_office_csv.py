"""Every bad line of a file is named, without a number in the message; one bad line and nothing is imported."""

import pytest

from kiosk.office.csvfile import Known, read_appointments, read_cards

KNOWN = Known(("stadskantoor", "gentbrugge", "rabot"), "GPRSTUVWXZ")
HEAD = "national_number,status,place,applied_on,applied_at,letter_on,urgent\n"
GOOD = "91081712373,ready,gentbrugge,2026-11-02,gentbrugge,2026-11-18,no\n"


def mistakes(tmp_path, text, read=read_cards):
    file = tmp_path / "file.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    parsed = read(file, KNOWN)
    return [(one.line, one.column) for one in parsed.mistakes], parsed


def test_all_bad_lines_are_named_at_once(tmp_path):
    bad = [
        "123,ready,gentbrugge,,,,\n",
        "91081712374,ready,gentbrugge,,,,\n",
        "05021500185,lying around,,,,,\n",
        "05021500185,ready,,,,,\n",
        "05021500185,ready,Gent Brugge,,,,\n",
        "05021500185,in_production,,2 november,,,\n",
        "05021500185,in_production,,2026-11-02,,2026-11-01,\n",
        "05021500185,in_production,,,,,perhaps\n",
        "05021500185,in_production\n",
        "05021500185,ready,mars,,,,\n",
        "05021500185,in_production,,,mars,,\n",
    ]
    found, parsed = mistakes(tmp_path, HEAD + GOOD + "".join(bad))
    assert found == [
        (3, "national_number"),
        (4, "national_number"),
        (5, "status"),
        (6, "place"),
        (7, "place"),
        (8, "applied_on"),
        (9, "letter_on"),
        (10, "urgent"),
        (11, ""),
        (12, "place"),
        (13, "applied_at"),
    ]
    said = " ".join(str(one) for one in parsed.mistakes)
    assert "910817123" not in said
    assert "050215001" not in said


def test_a_person_twice_is_a_mistake_even_when_written_differently(tmp_path):
    found, parsed = mistakes(tmp_path, HEAD + GOOD + GOOD.replace("91081712373", "91.08.17-123.73"))
    assert found == [(3, "national_number")]
    assert "line 2" in str(parsed.mistakes[0])


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", [(1, "")]),
        ("national_number,state\n", [(1, "state"), (1, "status")]),
        ("national_number,status,status\n", [(1, "status")]),
        (b"\xff\xfe\x00", [(1, "")]),
    ],
)
def test_a_wrong_heading_or_no_text_is_named(tmp_path, text, where):
    assert mistakes(tmp_path, text)[0] == where


def test_semicolons_blank_lines_other_orders_and_a_byte_order_mark_are_fine(tmp_path):
    text = "\ufeffStatus;National_Number\n\nin_production;91.08.17-123.73\n  \n"
    found, parsed = mistakes(tmp_path, text)
    assert found == []
    assert [(number, answer.status.value) for number, answer in parsed.rows] == [("91081712373", "in_production")]


def test_a_child_of_this_century_has_a_right_check_number(tmp_path):
    assert mistakes(tmp_path, "national_number,status\n15032000108,ready\n")[0] == [(2, "national_number")]
    check = 97 - int("2150320001") % 97
    assert mistakes(tmp_path, f"national_number,status\n150320001{check:02d},in_production\n")[0] == []


def test_bad_appointments_are_named(tmp_path):
    text = (
        "code,place,starts_at,service,class,national_number\n"
        "GENT-1,stadskantoor,2026-11-03T10:40,Migration,,\n"
        "GE NT1,stadskantoor,2026-11-03T10:40,,,\n"
        "GENT-2,,2026-11-03T10:40,,,\n"
        "GENT-3,stadskantoor,tomorrow,,,\n"
        "GENT-4,stadskantoor,2026-11-03T10:40,,ZZ,\n"
        "gent-1,stadskantoor,2026-11-03T11:40,,,\n"
        f"GENT-5,stadskantoor,2026-11-03T10:40,{'x' * 61},,\n"
        "GENT-6,stadskantoor,2026-11-03T10:40,,,123\n"
        "GENT-7,mars,2026-11-03T10:40,,,\n"
        "GENT-8,stadskantoor,2026-11-03T10:40,,Q,\n"
    )
    found, _ = mistakes(tmp_path, text, read_appointments)
    columns = ["code", "place", "starts_at", "class", "code", "service", "national_number", "place", "class"]
    assert found == list(zip(range(3, 12), columns, strict=True))


def test_a_time_without_zone_is_belgian(tmp_path):
    _, parsed = mistakes(tmp_path, "code,place,starts_at\nGENT-1,rabot,2026-07-01T10:40\n", read_appointments)
    assert parsed.rows[0][0].starts_at.isoformat() == "2026-07-01T10:40:00+02:00"
