"""What a person types to `kiosk profile new`: every usual way of writing is read, everything else is said."""

import re
from datetime import date, time
from pathlib import Path

import pytest

from kiosk.profiles.beginning import hours, reading
from kiosk.profiles.beginning.asking import questions

WEEK = {day: ["09:00-12:30", "13:30-16:00"] for day in hours.DAYS[:5]}
NAMES = ("bridge", "all_souls")


@pytest.mark.parametrize(
    "said",
    [
        "mon-fri 9-12:30, 13:30-16",
        "Monday - Friday 9:00-12:30,13:30-16:00",
        "mon, tue, wed and thu 9h-12h30, 13h30-16h; fri 9.00-12.30, 13.30-16.00",
        "maandag-vrijdag 9u-12u30, 13u30-16u",
        "lundi–vendredi 09:00–12:30, 13:30–16:00",
        "lun-ven 9-12:30, 13:30-16;",
        "maandag-vrijdag 9-12.30 uur, 13.30-16 uur",
    ],
)
def test_hours_of_a_week_are_read_as_people_write_them(said):
    assert hours.week(("fr", "nl"))(said) == WEEK


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("9-12", "write days and hours"),
        ("mon", "write days and hours"),
        ("mon 9", "'9' is no span of hours"),
        ("mon 12-9", "each span ends after it begins"),
        ("mon 9-12, 11-13", "before the next"),
        ("mon 9-25", "'25' is no time"),
        ("mon 9-12; mon 11-14", "monday stands twice, and only one can be right: 'mon 9-12' and 'mon 11-14'"),
        (
            "mon-wed 9-12; tue-fri 9-12",
            "tuesday stands twice, and only one can be right: 'mon-wed 9-12' and 'tue-fri 9-12'",
        ),
        ("mon 9-12; lun fermé", "monday stands twice"),
        ("mon-fri 9-12; mon-fri closed", "monday stands twice"),
        ("mon only 9-12; mon 13-14", "monday stands twice"),
        ("mon only also 9-12", "write days and hours"),
        ("mon closed 9-12", "'mon closed' is no day of the week"),
        ("mon closed", "write days and hours"),
        ("fri-mon 9-12", "the first day stands before the last"),
        ("ma 9-12", "'ma' may be more than one day"),
        ("someday 9-12", "'someday' is no day of the week"),
        (";", "write days and hours"),
    ],
)
def test_hours_that_mean_nothing_are_said(said, why):
    with pytest.raises(ValueError, match=why):
        hours.week(("fr", "nl"))(said)


@pytest.mark.parametrize(
    ("said", "wednesday"),
    [
        # what does not overlap comes on top, before and after, in either order
        ("lun-ven 9-12; mer 14-17", ["09:00-12:00", "14:00-17:00"]),
        ("mercredi 14-17; lundi-vendredi 9-12", ["09:00-12:00", "14:00-17:00"]),
        ("maandag-vrijdag 13-16; woensdag 9-12", ["09:00-12:00", "13:00-16:00"]),
        ("montag-freitag 9-12; mittwoch 12-14", ["09:00-14:00"]),
        ("mon-fri 9-12, 13-16; wed 17-19", ["09:00-12:00", "13:00-16:00", "17:00-19:00"]),
        ("mon-fri 9-12; mon-wed 14-17", ["09:00-12:00", "14:00-17:00"]),
        ("wed 9-12; wed 14-17", ["09:00-12:00", "14:00-17:00"]),
        # what overlaps stands instead
        ("mon-fri 9-12; wed 9-12, 14-17", ["09:00-12:00", "14:00-17:00"]),
        ("mon-fri 9-12, 13-16; wed 9-12", ["09:00-12:00"]),
        ("woensdag 10-18; maandag-vrijdag 9-12", ["10:00-18:00"]),
        # and so does what says it plainly
        ("mon-fri 9-12; wed only 14-17", ["14:00-17:00"]),
        ("maandag-vrijdag 9-12; enkel woensdag 14-17", ["14:00-17:00"]),
        ("lundi-vendredi 9-12; mercredi uniquement 14-17", ["14:00-17:00"]),
        ("montag-freitag 9-12; nur mittwoch 14-17", ["14:00-17:00"]),
        ("mon-fri 9-12; wed closed", None),
        ("woensdag gesloten; maandag-vrijdag 9-12", None),
        ("lundi-vendredi 9-12; mercredi Fermé", None),
        ("montag-freitag 9-12; mittwoch geschlossen", None),
        ("mon-fri 9-16; wed also 14-18", ["09:00-18:00"]),
        ("maandag-vrijdag 9-16; woensdag ook 14-18", ["09:00-18:00"]),
        ("lundi-vendredi 9-12; mercredi aussi 14-17", ["09:00-12:00", "14:00-17:00"]),
        ("montag-freitag 9-12; auch mittwoch 14-17", ["09:00-12:00", "14:00-17:00"]),
    ],
)
def test_a_day_that_is_named_again_is_open_then_as_well_unless_its_hours_overlap(said, wednesday):
    read = hours.week(("nl",) if "dag" in said else ("fr", "de"))(said)
    assert read.get("wednesday") == wednesday
    # the days around it stay as they are, and what was understood is read as what it is
    assert all("14:00-17:00" not in read.get(day, ()) for day in ("thursday", "friday"))
    assert hours.week(())(hours.spelled(read)) == read


def test_what_was_understood_is_spelled_with_days_of_the_same_hours_together():
    read = hours.week(("fr",))("lun-ven 9-12; mer 14-17; sam 10-12")
    assert hours.spelled(read) == (
        "monday-tuesday 09:00-12:00; wednesday 09:00-12:00, 14:00-17:00; thursday-friday 09:00-12:00; saturday 10:00-12:00"
    )


def test_the_way_that_page_question_and_refusal_show_is_read(monkeypatch):
    page = (Path(__file__).parents[3] / "docs" / "profiles.md").read_text("utf-8")
    (asked,) = [each.help for each in questions({}) if each.key == "place.1.hours"]
    with pytest.raises(ValueError, match=r"like (.*)$") as refused:
        hours.week(())("9-12")
    shown = [re.search(r"mon-fri [^`:]*(?::30[^`:]*)*", each)[0] for each in (page, asked, str(refused.value))]
    for each in shown:
        assert hours.week(())(each)["thursday"] == ["09:00-12:30", "16:00-19:00"]


def test_hours_without_an_appointment_lie_within_the_opening_hours():
    read = hours.within(WEEK, ())
    assert read("thu 14-16") == {"thursday": ["14:00-16:00"]}
    with pytest.raises(ValueError, match="closed on thursday at some time between 12:00 and 14:00"):
        read("thu 12-14")
    with pytest.raises(ValueError, match="closed on saturday"):
        read("sat 9-12")


def test_special_days_stand_together_by_their_hours():
    rows = reading.special_days(NAMES)("bridge; 24/12 9-12; 2/1/2027; 31/12 9-12; 2027-05-07; 28/06-29/08 8-13")
    assert rows == [
        {"named": ["bridge"], "days": [date(2027, 1, 2), date(2027, 5, 7)]},
        {"yearly": ["12-24", "12-31"], "hours": ["09:00-12:00"]},
        {"yearly": ["06-28/08-29"], "hours": ["08:00-13:00"]},
    ]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("brige", "did you mean 'bridge'"),
        ("31/02", "there is no such day"),
        ("1/7/2027-31/7/2027", "a span is of every year"),
        ("1/2-3/4-5/6", "is no day"),
        ("24/12 noon", "is no span"),
        (" ; ", "write days"),
    ],
)
def test_special_days_that_mean_nothing_are_said(said, why):
    with pytest.raises(ValueError, match=why):
        reading.special_days(NAMES)(said)


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("22.50", [{"amount_cents": 2250}]),
        ("€ 22,50", [{"amount_cents": 2250}]),
        ("22 EUR", [{"amount_cents": 2200}]),
        ("free", [{"amount_cents": 0}]),
        ("kostenlos", [{"amount_cents": 0}]),
        ("Gratuit", [{"amount_cents": 0}]),
        ("22.50 or 23", [{"amount_cents": each, "group_unstated": True} for each in (2250, 2300)]),
        (
            "22,50, EU 23",
            [
                {"card_group": "third_country", "amount_cents": 2250},
                {"card_group": "eu_family", "amount_cents": 2300},
            ],
        ),
    ],
)
def test_prices_are_read_as_people_write_them(said, rows):
    assert reading.price(said) == rows


@pytest.mark.parametrize("said", ["22,5", "a lot", "-3", "22.50.10", "22 or", "1234567"])
def test_prices_that_mean_nothing_are_said(said):
    with pytest.raises(ValueError, match="is no amount; write it in euro"):
        reading.price(said)


def test_prices_by_age_by_loss_and_by_procedure():
    assert [(row["from_age"], row["to_age"]) for row in reading.ages("65+ 12; 12-17 15")] == [(12, 17), (65, 120)]
    assert reading.tax("5") == (500, None)
    assert reading.tax("50 from 18") == (5000, 18)
    assert reading.losses("27") == [{"duplicate": True, "amount_cents": 2700}]
    assert [row["loss"] for row in reading.losses("first 27; further 40")] == ["first", "further"]
    rows = reading.procedures(("very_urgent", "central"))("very_urgent 150; central 120")
    assert [row["amount_cents"] for row in rows] == [15000, 12000]


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (reading.ages, "12-17 15; 17-20 3"),
        (reading.ages, "17-12 15"),
        (reading.ages, "all 15"),
        (reading.ages, ";"),
        (reading.tax, "free"),
        (reading.tax, "5 from birth"),
        (reading.procedures(("central",)), "central 1; central 2"),
        (reading.procedures(("central",)), "centraal 1"),
        (reading.window, "30-45"),
        (reading.window, "45"),
        (reading.photo, "under 19"),
        (reading.photo, "sometimes"),
        (reading.clock, "24:00"),
        (reading.colour, "blue"),
        (reading.yes_no, "perhaps"),
        (reading.whole(1, 20), "21"),
        (reading.whole(1, 20), "one"),
        (reading.official, "nl, fr, de, en"),
        (reading.languages, "nl, nl"),
        (reading.languages, "xx"),
        (reading.one_of(("post", "none")), "letter"),
    ],
)
def test_what_means_nothing_is_said(read, said):
    with pytest.raises(ValueError, match=r"."):
        read(said)


@pytest.mark.parametrize(("said", "meant"), [("y", True), ("Oui", True), ("ja", True), ("no", False), ("nein", False)])
def test_yes_and_no_are_read_in_the_countrys_languages(said, meant):
    assert reading.yes_no(said) is meant


def test_times_and_photos():
    assert [reading.clock(each) for each in ("9", "9h30", "15:00", "9u")] == [time(9), time(9, 30), time(15), time(9)]
    assert reading.clock("9.30 Uhr") == time(9, 30)
    assert reading.photo("under 6") == {"bring": "under_age", "age": 6}
    assert reading.photo("Always") == {"bring": "always"}
    assert reading.window("45 - 30") == (45, 30)
