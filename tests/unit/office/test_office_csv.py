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
    assert next(iter(parsed.rows))[0].starts_at.isoformat() == "2026-07-01T10:40:00+02:00"


# ------------------------------------------------------------------ what sheets write


def starts(tmp_path, *moments, head="code,place,starts_at", separator=","):
    rows = "".join(f"GENT-{n}{separator}rabot{separator}{moment}\n" for n, moment in enumerate(moments))
    found, parsed = mistakes(tmp_path, f"{head}\n{rows}", read_appointments)
    if found:
        return [(line, str(one)) for (line, _), one in zip(found, parsed.mistakes, strict=True)]
    return [row[0].starts_at.isoformat() for row in parsed.rows]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-18", "the time is missing"),
        ("18/11/2026", "the time is missing"),
        ("2026-W47-3T10:40", "a time such as"),
        ("20261118T1040", "a time such as"),
        ("2027-03-28T02:30", "no such time: the clock is set forward"),
        ("2027-10-31T02:30", "comes twice"),
        ("2026-11-18T24:40", "no such time"),
        ("2026-11-18T10:60", "no such time"),
        ("2026-02-30T10:40", "no such day"),
        ("31/11/2026 10:40", "no such day"),
        ("11/18/2026 10:40", "the day comes first"),
        ("18/11/26 10:40", "a time such as"),
        ("18/11-2026 10:40", "a time such as"),
        ("9999-12-31T23:59-14:00", "cannot be meant"),
        ("0001-01-01T00:00+14:00", "cannot be meant"),
        ("\u0661\u0668/11/2026 10:40", "a time such as"),
    ],
)
def test_a_time_that_is_missing_impossible_or_not_clear_is_a_mistake_with_its_line(tmp_path, moment, said):
    ((line, told),) = starts(tmp_path, moment)
    assert (line, said in told) == (2, True), told


@pytest.mark.parametrize(
    ("moment", "is_"),
    [
        ("2026-11-18T10:40", "2026-11-18T10:40:00+01:00"),
        ("2026-11-18 9:40:15", "2026-11-18T09:40:15+01:00"),
        ("2026-11-18T10:40:00.000Z", "2026-11-18T11:40:00+01:00"),
        ("2027-10-31T02:30+01:00", "2027-10-31T02:30:00+01:00"),
        ("18/11/2026 10:40", "2026-11-18T10:40:00+01:00"),
        ("18/11/2026 9:40:00", "2026-11-18T09:40:00+01:00"),
        ("3.4.2026 9:40", "2026-04-03T09:40:00+02:00"),
        ("03-04-2026 9:40", "2026-04-03T09:40:00+02:00"),
        ("04/04/2026 9:40", "2026-04-04T09:40:00+02:00"),
    ],
)
def test_a_time_as_programs_and_belgian_sheets_write_it_is_taken(tmp_path, moment, is_):
    assert starts(tmp_path, moment) == [is_]


def test_day_or_month_first_is_told_by_another_line_of_the_file_or_asked_for(tmp_path):
    ((line, told), _) = starts(tmp_path, "03/04/2026 9:40", "2026-04-18T9:40", "5/6/2026 10:00")
    assert (line, "day or month first" in told) == (2, True)
    taken = starts(tmp_path, "03/04/2026 9:40", "18/04/2026 9:40")
    assert taken == ["2026-04-03T09:40:00+02:00", "2026-04-18T09:40:00+02:00"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("sep=;\r\ncode;place;starts_at\r\nGENT-1;rabot;18/11/2026 9:40\r\n", "utf-8-sig"),
        ("code;place;starts_at;;\nGENT-1;rabot;18/11/2026 9:40;;\n;;;;\n", "utf-8-sig"),
        ("code\tplace\tstarts_at\nGENT-1\trabot\t18/11/2026 9:40\n", "utf-8"),
        ("code\tplace\tstarts_at\r\nGENT-1\trabot\t18/11/2026 9:40\r\n", "utf-16"),
        ("code,place,starts_at\rGENT-1,rabot,18/11/2026 9:40\r", "utf-8"),
    ],
)
def test_what_excel_in_flanders_writes_is_taken(tmp_path, text, encoding):
    found, parsed = mistakes(tmp_path, text.encode(encoding), read_appointments)
    assert (found, [row[0].starts_at.hour for row in parsed.rows]) == ([], [9])


def test_dates_of_cards_are_taken_in_the_same_way(tmp_path):
    found, parsed = mistakes(tmp_path, HEAD + "91081712373,ready,gentbrugge,2/11/2026,,18/11/2026,no\n")
    assert (found, next(iter(parsed.rows))[1].applied_on.isoformat()) == ([], "2026-11-02")
    found, _ = mistakes(tmp_path, HEAD + "91081712373,ready,gentbrugge,2026-W47-3,,20261118,no\n")
    assert found == [(2, "applied_on")]


def test_lines_end_where_the_csv_module_says(tmp_path):
    service = "Verlenging\x0b A\u2028B\x85C"
    text = (
        "code,place,starts_at,service\n"
        f"GENT-1,rabot,2026-11-18T10:40,{service}\n"
        'GENT-2,rabot,2026-11-18T10:40,"Verlenging\nA-kaart"\n'
        'GENT-3,rabot,never,"A\nB"\n'
        "GENT-4,rabot,never,\n"
    )
    found, _ = mistakes(tmp_path, text, read_appointments)
    assert found == [(5, "starts_at"), (7, "starts_at")]
    _, parsed = mistakes(tmp_path, text.replace("never", "2026-11-18T10:40"), read_appointments)
    assert [row[0].service for row in parsed.rows][:3] == [service, "Verlenging\nA-kaart", "A\nB"]


def test_a_hundred_mistakes_are_named_in_order_and_the_others_counted(tmp_path):
    head, good = "code,place,starts_at\n", "GENT-{},rabot,3/4/2026 9:40\n"
    lines = [good.format(n) if n % 2 else f"GENT-{n},rabot,never\n" for n in range(1000)]
    found, parsed = mistakes(tmp_path, head + "".join(lines), read_appointments)
    assert [line for line, _ in found] == list(range(2, 102))
    assert parsed.more == 900


def test_a_key_far_back_in_the_file_is_found_again(tmp_path):
    rows = "".join(f"GENT-{n},rabot,2026-11-18T10:40\n" for n in range(5000))
    found, parsed = mistakes(
        tmp_path, f"code,place,starts_at\n{rows}gent-17,rabot,2026-11-18T10:40\n", read_appointments
    )
    assert found == [(5002, "code")]
    assert "line 19" in str(parsed.mistakes[0])


def test_rows_can_be_gone_through_again(tmp_path):
    _, parsed = mistakes(tmp_path, HEAD + GOOD)
    assert len(parsed.rows) == 1
    assert list(parsed.rows) == list(parsed.rows)


def test_a_number_without_its_first_zero_says_how_it_was_lost(tmp_path):
    _, parsed = mistakes(tmp_path, HEAD + "5021500185,none,,,,,\n")
    assert "give the column the format Text" in str(parsed.mistakes[0])


def test_one_endless_line_is_a_mistake_and_so_are_thousands_of_columns(tmp_path):
    quoted = '"a\n",' * 400_000  # one record too: none of its lines is long
    for text in (",a" * 600_000, HEAD + "," * 1_200_000, quoted, HEAD + quoted):
        found, parsed = mistakes(tmp_path, text)
        assert found == [(1 + text.startswith(HEAD), "")]
        assert "far too long" in str(parsed.mistakes[0])
    found, parsed = mistakes(tmp_path, ",".join(f"column{n}" for n in range(5000)))
    assert (len(found), parsed.more) == (100, 4902)
