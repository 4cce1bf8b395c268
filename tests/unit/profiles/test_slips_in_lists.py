"""Slips inside lists and tables in braces, on one line or over several: in plain words, with their line, all at once (R126)."""

from datetime import date

import pytest

from kiosk.profiles.loader import check
from kiosk.profiles.slips import read_with_slips

TODAY = date(2026, 11, 22)
HOURS = ["09:00-12:30", "13:30-16:00"]
LABEL = {"nl": "Loket", "fr": "Guichet"}
DAYS = [date(2026, 12, 24), date(2026, 12, 31)]


@pytest.mark.parametrize(
    ("written", "line", "meant", "said"),
    [
        ("x = [24/12/2026, 2026-12-31]", 1, DAYS, "write the date as 2026-12-24, without quotes"),
        ("x = [24-12-2026, 31.12.2026,]", 1, DAYS, "write the date as 2026-12-24, without quotes; write the date as 2026-12-31"),
        ("x = [\n  24/12/2026,  # the “eve”\n  2026-12-31,\n]", 2, DAYS, "write the date as 2026-12-24"),
        ("x = [2026-12-24 2026-12-31]", 1, DAYS, "write commas between the values"),
        ("x = 2026-12-24, 2026-12-31", 1, DAYS, "between square brackets: [2026-12-24, 2026-12-31]"),
        ("x = [09:00-12:30, 13:30-16:00]", 1, HOURS, 'quotes: ["09:00-12:30", "13:30-16:00"]'),
        ("x = [9-12h30, 13u30-16h]", 1, HOURS, 'write hours between quotes: "09:00-12:30"'),
        ('x = ["09:00-12:30" "13:30-16:00"]', 1, HOURS, "write commas between the values"),
        ('x = ["09:00-12:30"; "13:30-16:00"]', 1, HOURS, "write commas between the values"),
        ('x = [\n  "09:00-12:30"\n  "13:30-16:00"\n]', 2, HOURS, "a comma is missing at the end"),
        ("x = [A, EU+]", 1, ["A", "EU+"], 'write each word between quotes: ["A", "EU+"]'),
        ('x = ["A", EU+]', 1, ["A", "EU+"], 'write each word between quotes: ["A", "EU+"]'),
        ('x = ["A, "EU+"]', 1, ["A", "EU+"], 'quotes on both sides of each word: ["A", "EU+"]'),
        ("x = [“A”, “EU+”]", 1, ["A", "EU+"], "write straight quotes"),
        ("x = nl, fr", 1, ["nl", "fr"], 'write a list between square brackets: ["nl", "fr"]'),
        ('x = ["A", "B"', 1, ["A", "B"], "a bracket is missing at the end: ]"),
        ('x = [\n  "A",\n  "B"\n\n# remark\n[look]\naccent = 1', 3, ["A", "B"], "a bracket is missing at the end: ]"),
        ('x = ["A", "B"  # cards\namount_cents = 2900', 1, ["A", "B"], "a bracket is missing at the end: ]"),
        ('x = { nl: "Loket", fr: "Guichet" }', 1, LABEL, "write an equals sign between a key and its value"),
        ('x: { nl = "Loket", fr = "Guichet" }', 1, LABEL, "write an equals sign: x = {"),
        ('x = { nl = Loket, fr = "Guichet" }', 1, LABEL, 'quotes: { nl = "Loket", fr = "Guichet" }'),
        ('x = { nl = "Loket", fr = "Guichet", }', 1, LABEL, "take the last comma before the brace out"),
        ('x = {\n  nl = "Loket",\n  fr = "Guichet"\n}', 1, LABEL, "write a table in braces on one line"),
        ('x = { nl = "Loket", fr = "Guichet"\nicon = "card"', 1, LABEL, "a bracket is missing at the end: }"),
        ("x = [{ amount_cents = 12,50, free = No }]", 1, [{"amount_cents": 1250, "free": False}], "in cents: 1250; write true or"),
        ("x = [\n  { code = nl },\n]", 2, [{"code": "nl"}], 'quotes: { code = "nl" }'),
        ("x = [{ telephone = 02 123 45 67 }]", 1, [{"telephone": "02 123 45 67"}], 'telephone = "02 123 45 67"'),
    ],
)  # fmt: skip
def test_a_slip_in_a_list_is_said_in_plain_words_with_its_line_and_read_as_it_was_meant(written, line, meant, said):
    table, slips = read_with_slips(f"{written}\nlast = 1\n")
    assert table is not None
    assert table["x"] == meant
    assert (table.get("last") or table["look"]["last"]) == 1
    assert slips[0].line == line
    assert said in slips[0].message
    assert len(slips) == 1


def test_slips_of_every_list_come_at_once_beside_the_mistakes_of_the_values(town):
    path = town(
        ('knowledge = ["university"]', "knowledge = [university]"),
        ("[look]", "[look]  # “ours”"),
        ('mode = "walk_in"', 'mode = "walkin"'),
        extra='\n[[special_days]]\ndays = [\n  24/12/2026,\n  26/12/2026,\n]\nhours = [09:00-12:00]\nsource = "own"\n',
    )
    errors = check([path], TODAY).errors
    assert [str(each.code) for each in errors].count("UNREADABLE") == 4
    assert "places.stadskantoor.collection.mode" in {each.key for each in errors}
    assert all(each.line for each in errors)


def test_what_nobody_understands_in_a_list_is_told_with_its_line():
    table, slips = read_with_slips("a = 1\nx = [?!]\n")
    assert table is None
    assert [(each.line, each.message) for each in slips] == [(2, "is no TOML: Invalid value")]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("valid_until = 2027-03-04", 'valid_until = "4/3/2027"', "write the date as 2027-03-04, without quotes"),
        ("knowledge = ", 'closing_days = ["24/12/2026"]\nknowledge = ', "write the date as 2026-12-24, without quotes"),
        ("knowledge = ", "closing_days = 2026-12-24\nknowledge = ", "write a list between square brackets: [2026-12-24]"),
        ("cutoff = 15:00:00", 'cutoff = "15h"', "write the time with seconds: 15:00:00, without quotes"),
        ("amount_cents = 2900", 'amount_cents = "2900"', "write the number without quotes: 2900"),
        ("amount_cents = 2900", 'amount_cents = "29,00"', "write the amount in cents: 2900, without quotes"),
        ("contactless = true", 'contactless = "yes"', "write true or false in small letters: true, without quotes"),
        ('telephone = "09 266 71 50"', "telephone = 92667150", 'write it between quotes: "92667150"'),
        ('monday = ["09:00-17:00"]', 'monday = "09:00-17:00"', 'write a list between square brackets: ["09:00-17:00"]'),
        ('monday = ["09:00-17:00"]', "monday = [09:00:00, 17:00:00]", 'write an interval as "09:00-12:30"'),
        ('monday = ["09:00-17:00"]', "monday = [9, 17]", 'write an interval as "09:00-12:30"'),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_told_as_it_shall_be_written(town, old, new, said):
    path = town((old, new))
    told = [each for each in check([path], TODAY).errors if said in each.message]
    assert told
    assert path.read_text("utf-8").splitlines()[told[0].line - 1] == new.splitlines()[0]
