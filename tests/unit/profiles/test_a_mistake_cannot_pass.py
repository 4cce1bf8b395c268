"""What may not pass the check: it would be told to a resident, or take the kiosk down at a touch (R126)."""

from datetime import date

import pytest

from kiosk.profiles.loader import load
from kiosk.residence.labels import CARD_NAME

TODAY = date(2026, 11, 22)
ADULT = 'age_band = "adult"\nprocedure = "regular"\namount_cents = 2900\nsource = "000"\n'


@pytest.fixture
def found(refused):
    """What is said of each mistake of a town with changes, by its code and key."""

    def said(*changes, extra=""):
        return {f"{error.code} {error.key}": error.message for error in refused(*changes, extra=extra)}

    return said


@pytest.fixture
def rabot(shipped):
    """A place of Ghent with its hours, as it stands in the file."""
    text = (shipped / "gent.toml").read_text("utf-8")
    begin = text.index('id = "rabot"')
    return text[begin : text.index("\n\n", text.index("[places.opening]", begin))]


@pytest.mark.parametrize(
    ("old", "new", "expected", "said"),
    [
        ('icon = "card_collect"', 'icon = "billet"', "BAD_VALUE menu.collect.icon", "card_collect"),
        ("closes_days_before = 30", "closes_days_before = 50", "BAD_VALUE renewal.window.closes_days_before", "45"),
        ("cutoff = 15:00:00", "cutoff = 21:00:00", "BAD_VALUE urgent.cutoff", "closes"),
        ("cutoff = 15:00:00", "cutoff = 06:00:00", "BAD_VALUE urgent.cutoff", "opens"),
        (
            "before_cutoff_workdays = 1",
            "before_cutoff_workdays = 5",
            "BAD_VALUE urgent.before_cutoff_workdays",
            "or less",
        ),
        ("ready_time = 14:00:00", "ready_time = 23:00:00", "BAD_VALUE urgent.ready_time", "closes"),
        ('opens = "ticket"', 'opens = "collect"', "BAD_VALUE menu.ticket.opens", "menu.collect"),
        ('id = "ticket"', 'id = "collect"', "BAD_VALUE menu.collect", "twice"),
        (
            '"renew", "collect", "first"',
            '"renew", "first"',
            "BAD_VALUE menu.collect",
            "collect is not among offer.services",
        ),
        ('bring = "under_age"\nage = 3', 'bring = "under_age"', "MISSING_KEY photo.age", "under_age"),
        ('bring = "under_age"\nage = 3', 'bring = "always"\nage = 3', "BAD_VALUE photo.age", "under_age"),
        ("[look]", '[calendar]\ncountry = "XX"\nsource = "own"\n\n[look]', "BAD_VALUE calendar.country", "BE"),
        ("[look]", '[pin]\nmin_digits = 8\nmax_digits = 6\nsource = "own"\n\n[look]', "BAD_VALUE pin.max_digits", "8"),
    ],
)
def test_a_value_that_would_be_told_or_raise(found, old, new, expected, said):
    problems = found((old, new))
    assert expected in problems
    assert said in problems[expected]


def test_a_place_without_an_hour_is_named(found, rabot):
    days = "".join(f"{day} = []\n" for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"))
    own = f'id = "rabot"\nname = "Rabot"\nsource = "own"\n\n[places.opening]\n{days}source = "own"'
    assert "no day" in found((rabot, own))["BAD_VALUE places.rabot.opening"]


HALF_DAY = '\n[[special_days]]\nyearly = ["12-24"]\nhours = ["09:00-12:00"]\nsource = "own"\n'


def test_half_a_day_of_the_year_is_no_week(found, rabot):
    own = 'id = "rabot"\nname = "Rabot"\nsource = "own"\n\n[places.opening]\nsource = "own"'
    season = HALF_DAY.replace("12-24", "07-01/08-31")
    assert "no day" in found((rabot, own), extra=HALF_DAY)["BAD_VALUE places.rabot.opening"]
    assert found((rabot, own), extra=season) == {}


def test_half_a_day_of_the_year_opens_no_place_on_sundays(found):
    row = 'hours = [{ sunday = ["10:00-11:00"], access = "walk_in", source = "000" }]'
    sunday = ('default = "reception"', f'default = "reception"\n{row}')
    key = "BAD_VALUE places.stadskantoor.access.hours.0.sunday"
    assert "not open" in found(sunday, extra=HALF_DAY)[key]
    # 26 December 2027 is a Sunday
    dated = HALF_DAY.replace('yearly = ["12-24"]', "days = [2027-12-26]")
    assert key not in found(sunday, extra=dated)


def test_how_cards_are_collected_is_said_once(found):
    twice = ('default = "reception"', 'default = "reception"\nservices = { collect = "walk_in" }')
    assert "collection.mode" in found(twice)["BAD_VALUE places.stadskantoor.access.services.collect"]


def test_a_place_where_nothing_is_done_is_named(found, shipped):
    text = (shipped / "gent.toml").read_text("utf-8")
    begin = text.index('id = "rabot"')
    own = text[begin : text.index("[[", begin)]
    nothing = own.replace('default = "appointment"', 'default = "none"').replace(
        'mode = "appointment"', 'mode = "none"'
    )
    assert "nothing is done here" in found((own, nothing))["BAD_VALUE places.rabot.access"]
    codes = nothing.replace('default = "none"', 'default = "none"\nservices = { codes = "walk_in" }')
    assert "BAD_VALUE places.rabot.access" not in found((own, codes))


def test_the_words_of_a_card_are_known(found):
    extra = '\n[[card_names]]\nletter = "A"\nlabel = "Carte A"\nsource = "own"\n'
    assert "'A'" in found(extra=extra)["BAD_VALUE card_names.0.label"]


@pytest.mark.parametrize(
    ("row", "key", "said"),
    [
        ('letter = "Z"', "letter", "no card is called 'Z' today"),
        ('letter = "A"\nold_letter = "Z"', "old_letter", "no card was called 'Z'"),
        ('letter = "A"\nold_letter = "Z+"', "old_letter", "no card was called 'Z+'"),
    ],
)
def test_a_name_of_a_card_is_of_a_card_that_there_is_or_was(found, row, key, said):
    label = next(iter(CARD_NAME))
    extra = f'\n[[card_names]]\n{row}\nlabel = "{label}"\nsource = "own"\n'
    assert found(extra=extra)[f"UNKNOWN_LETTER card_names.0.{key}"] == said


def test_a_charge_ends_after_it_begins_and_hours_are_those_of_a_telephone(found):
    charge = '[[charges]]\nservices = ["codes"]\namount_cents = 500\nvalid_from = 2027-01-01\nvalid_to = 2026-12-31\nsource = "own"\n'
    assert found(extra=f"\n{charge}")["BAD_VALUE charges.0.valid_to"] == "ends before it begins"
    line = '[[contact.lines]]\nplaces = ["rabot"]\nmail = "eu@example.be"\nsource = "own"\n'
    hours = '[contact.lines.telephone_hours]\nmonday = ["09:00-12:00"]\nsource = "own"\n'
    problems = found(extra=f"\n{line}\n{hours}")
    assert problems["BAD_VALUE contact.lines.0.telephone_hours"] == "is read only where there is a telephone"


def test_two_rows_that_say_the_same_are_named(found, shipped):
    rows = '\n[[invitation]]\nvalue = "post"\nsource = "000"\n\n[[invitation]]\nvalue = "none"\nsource = "000"\n'
    text = (shipped / "gent.toml").read_text("utf-8")
    begin = text.index("[[invitation]]")
    end = text.index("\n\n", begin)
    assert "invitation.0" in found((text[begin:end], rows))["BAD_VALUE invitation.1"]


class TestFees:
    def test_a_card_without_a_price_is_a_hole(self, found):
        problems = found((ADULT, ADULT.replace("amount", 'letters = ["A", "B"]\namount')))
        assert "adult, regular" in problems["FEE_GAP fees"]
        assert "EU+" in problems["FEE_GAP fees"]
        assert " B" not in problems["FEE_GAP fees"]

    def test_days_between_two_prices_are_a_hole(self, found):
        ends = f"{ADULT}valid_to = 2026-12-30\n\n[[fees]]\n{ADULT}valid_from = 2027-01-02\n"
        assert "from 2026-12-31 to 2027-01-01" in found((ADULT, ends))["FEE_GAP fees"]

    def test_a_price_that_goes_on_the_next_day_is_none(self, found):
        ends = f"{ADULT}valid_to = 2026-12-31\n\n[[fees]]\n{ADULT}valid_from = 2027-01-01\n"
        assert found((ADULT, ends)) == {}

    def test_a_hole_that_is_over_keeps_no_kiosk_from_starting(self, town):
        ends = f"{ADULT}valid_to = 2026-10-01\n\n[[fees]]\n{ADULT}valid_from = 2026-10-05\n"
        assert load(town((ADULT, ends)), today=TODAY).fees

    def test_a_lost_card_without_a_price_is_a_hole(self, found):
        problems = found((ADULT, f"{ADULT}duplicate = false\n"))
        assert "lost or stolen" in problems["FEE_GAP fees"]
