"""What stands twice in a list of a profile is refused: it would be told twice, or never be read."""

from datetime import date

import pytest

from kiosk.profiles.loader import load
from kiosk.profiles.problems import ProfileProblem

FAMILY, THIRD = 'card_group = "eu_family"', 'card_group = "third_country"'
SAME_SENTENCE = '\n[[sentences]]\nservices = ["renew"]\nsay = { nl = "Kom op tijd." }\nsource = "own"\n'
SAME_CHARGE = '\n[[charges]]\nservices = ["annex"]\namount_cents = 500\nsource = "own"\n'
EITHER = (
    '\n[[fees]]\nage_band = "adult"\nprocedure = "regular"\nduplicate = true\namount_cents = 3000\n'
    'group_unstated = true\nsource = "own"\n'
)


CHARGE = '\n[[charges]]\nservices = ["codes"]\n{}amount_cents = {}\nsource = "own"\n'


@pytest.fixture
def found(refused):
    """What is said of each mistake, by its key."""

    def said(*changes, extra=""):
        return {error.key: error.message for error in refused(*changes, extra=extra)}

    return said


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ('knowledge = ["university"]', 'knowledge = ["university", "university"]', "knowledge.1", "'university' twice"),
        ('services = ["renew", ', 'services = ["renew", "renew", ', "menu.card.services.1", "'renew' twice"),
        ("knowledge = ", "closing_days = [2026-12-24, 2026-12-24]\nknowledge = ", "closing_days.1", "'2026-12-24' twice"),
        ('official_languages = ["nl"]', 'official_languages = ["nl", "nl"]', "municipality.official_languages.1", "'nl' twice"),
        ("contactless = true", 'contactless = true\nmeans = ["cash", "cash"]', "payment.means.1", "'cash' twice"),
    ],
)  # fmt: skip
def test_a_word_that_stands_twice_in_a_list_is_named(found, old, new, key, said):
    assert said in found((old, new))[key]


@pytest.mark.parametrize(
    ("row", "key"), [(SAME_SENTENCE, "sentences.1"), (SAME_CHARGE, "charges.1"), (EITHER, "fees.")]
)
def test_rows_that_say_the_same_are_named_together(found, row, key):
    (said,) = [message for name, message in found(extra=row + row).items() if name.startswith(key)]
    assert "says the same as" in said
    assert "keep one" in said
    assert found(extra=row) == {}


def line(number, what):
    return f'{{ telephone = "09 000 00 0{number}", {what}, source = "own" }}'


@pytest.mark.parametrize(
    ("first", "second", "hidden"),
    [
        ('letters = ["A", "B"]', 'letters = ["B"]', True),
        ('letters = ["B"]', 'letters = ["A", "B"]', False),
        (THIRD, 'letters = ["A"]', True),
        (FAMILY, 'letters = ["A"]', False),
        ('places = ["rabot"]', 'places = ["rabot"], letters = ["A"]', True),
        ('places = ["rabot"], letters = ["A"]', 'places = ["rabot"]', False),
        ('places = ["rabot"]', 'letters = ["A"]', False),
    ],
)
def test_a_row_that_an_earlier_one_always_comes_before_is_named(found, first, second, hidden):
    rows = f"lines = [{line(1, first)}, {line(2, second)}]"
    told = found(("[contact]", f"[contact]\n{rows}"))
    assert ("contact.lines.1" in told) is hidden
    assert all("contact.lines.0 is for all of this" in each for each in told.values())


@pytest.mark.parametrize(("second", "hidden"), [('["10:00-11:00"]', True), ('["10:00-13:00"]', False)])
def test_hours_of_access_within_those_of_an_earlier_row_are_never_read(found, second, hidden):
    first = '{ monday = ["09:00-12:00"], access = "walk_in", source = "000" }'
    other = f'{{ monday = {second}, access = "appointment", services = ["renew"], source = "000" }}'
    told = found(('default = "reception"', f'default = "reception"\nhours = [{first}, {other}]'))
    assert ("places.stadskantoor.access.hours.1" in told) is hidden


def test_two_windows_for_one_card_are_named(found):
    window = '\n[[renewal.windows]]\nletters = ["A"]\nopens_days_before = {}\ncloses_days_before = 10\nsource = "own"\n'
    assert "never read" in found(extra=window.format(40) + window.format(50))["renewal.windows.1"]


def test_an_annex_and_the_name_of_a_place_stand_there_once(found):
    annex = '\n[[annexes]]\nnumber = "33"\nby = "{}"\nsource = "own"\n'
    assert (
        "annex 33 stands in annexes.0" in found(extra=annex.format("counter") + annex.format("documents"))["annexes.1"]
    )
    assert found(extra=annex.format("counter")) == {}
    said = found(('name = "Gentbrugge"', 'name = "Stadskantoor"'))["places.gentbrugge.name"]
    assert "is also the name of places.stadskantoor" in said


def test_what_an_earlier_version_let_pass_keeps_no_kiosk_from_starting(refused, town):
    assert [error.code for error in refused(extra=SAME_SENTENCE + SAME_SENTENCE)] == [ProfileProblem.TWICE]
    assert load(town(extra=SAME_SENTENCE + SAME_SENTENCE), today=date(2026, 11, 22)).sentences


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("", "", True),
        ('label = { nl = "Nieuwe codes" }\n', 'label = { nl = "Nieuwe codes" }\n', True),
        ('label = { nl = "Nieuwe codes" }\n', 'label = { nl = "Administratie" }\n', False),
        ("valid_to = 2026-12-31\n", "valid_from = 2027-01-01\n", False),
        ("valid_to = 2026-12-31\n", "valid_from = 2026-12-31\n", True),
        ('places = ["rabot"]\n', 'places = ["gentbrugge"]\n', False),
        ('places = ["rabot"]\n', "", True),
    ],
)
def test_two_charges_of_one_name_for_the_same_are_told(found, one, other, told):
    """A new price without an end for the old one: residents read the sum of both."""
    errors = found(extra=CHARGE.format(one, 500) + CHARGE.format(other, 600))
    assert ("paid together with charges.0" in errors.get("charges.1", "")) is told


def test_charges_for_different_annexes_are_two_prices(found):
    annex = CHARGE.replace('["codes"]', '["annex"]')
    errors = found(extra=annex.format('annexes = ["35"]\n', 500) + annex.format('annexes = ["3bis"]\n', 600))
    assert "charges.1" not in errors
    assert "charges.1" in found(extra=annex.format('annexes = ["35"]\n', 500) + annex.format("", 600))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (('label = "Collect a card"', 'label = { nl = "Een kaart afhalen", it = "Ritirare" }'), "menu.collect.label.it"),
        (("[renewal]\n", '[names]\nannex = { nl = "bijlage", xx = "annexe" }\nsource = "000"\n\n[renewal]\n'), "names.annex.xx"),
    ],
)  # fmt: skip
def test_words_in_a_language_that_there_is_none_of_are_told(refused, town, change, key):
    (error,) = [error for error in refused(change) if error.key == key]
    assert "so it is never read" in error.message
    assert error.line > 0
    assert load(town(change), today=date(2026, 11, 22)).name


@pytest.mark.parametrize(
    "change",
    [
        ('letters = ["A"]\nvalue', "letters = []\nvalue"),
        ('procedure = "urgent"\n', 'procedure = "urgent"\nletters = []\n'),
        (
            'letters = ["A", "B", "K", "L", "EU", "EU+", "F", "F+", "H", "I", "J", "M", "N"]\nopens',
            "letters = []\nopens",
        ),
    ],
)
def test_a_row_for_no_card_at_all_is_refused(found, change):
    assert "needs at least one entry" in found(change).values()


def test_a_key_of_another_table_is_said_to_be_one(found):
    change = ("[renewal]\n", "[renewal]\ncutoff = 15:00:00\n")
    assert found(change)["renewal.cutoff"].startswith("is a key of another table")
