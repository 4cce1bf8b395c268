"""Prices as towns have them: by age, procedure, loss and place, with a tax of the town; why a price is not certain; what is brought."""

from datetime import date, datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.profiles.loader import check, load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.vocabulary import BringItem, CardStatus, Codes, Note, Procedure, Service
from kiosk.residence.words import describe

NOW = datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS)
SOURCE = 'source = "000"\n'


def row(amount, *conditions):
    return f"\n[[fees]]\namount_cents = {amount}\n" + "".join(f"{each}\n" for each in conditions) + SOURCE


ADULT, REGULAR = 'age_band = "adult"', 'procedure = "regular"'
AGES = row(1500, ADULT, REGULAR, "to_age = 17") + row(1000, ADULT, REGULAR, "from_age = 65")
LOSSES = row(2500, ADULT, REGULAR, 'loss = "first"') + row(3100, ADULT, REGULAR, 'loss = "further"')


@pytest.fixture
def ask(town):
    def told(extra, *changes, language="en", **values):
        profile = load(town(*changes, extra=extra), today=NOW.date())
        facts = Facts(**{"service": Service.DAMAGED, "document_type": 33, **values})
        found = answer(facts, profile, NOW, clock_ok=True)
        return found, describe(found, facts, texts(language), profile)

    return told


def born(year):
    return PartialDate.parse(f"{year}-05-01")


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2010, ("Residence card, age 12–17", "€\u00a015")),
        (1990, ("Residence card", "€\u00a029")),
        (1950, ("Residence card, age 65+", "€\u00a010")),
    ],
)
def test_the_age_decides_and_its_band_is_named(ask, year, expected):
    assert ask(AGES, born=born(year))[1].fee_lines == (expected,)


def test_who_told_no_age_reads_the_price_of_each(ask):
    found, said = ask(AGES)
    assert found.fee.reasons == ("age",)
    assert said.fee_lines == (("Age 12–17", "€\u00a015"), ("Age 18–64", "€\u00a029"), ("Age 65+", "€\u00a010"))
    assert "type of card" not in said.fee_note


def test_a_loss_names_the_price_of_the_first_and_of_further_ones(ask):
    found, said = ask(LOSSES, service=Service.LOST, police_paper=True, born=born(1990))
    assert found.fee.reasons == ("loss",)
    assert said.fee_lines == (
        ("First time lost or stolen", "€\u00a025"),
        ("Each next time lost or stolen", "€\u00a031"),
    )
    assert ask(LOSSES, born=born(1990))[0].fee.total_cents == 2900


def test_urgent_procedures_are_never_added_to_each_other(ask):
    extra = row(17000, 'procedure = "very_urgent"') + row(19000, 'procedure = "central"')
    found, said = ask(extra, service=Service.URGENT, born=born(1990))
    assert found.fee.reasons == ("procedure",)
    assert [amount for _, amount in said.fee_lines] == ["€\u00a0130", "€\u00a0170", "€\u00a0190"]
    assert [line.cents for line in found.fee.choices] == [13000, 17000, 19000]
    # an amount that depends on the age as well is nobody's one price of its procedure
    by_age = extra + row(15000, 'procedure = "very_urgent"', "from_age = 65")
    assert ask(by_age, service=Service.URGENT)[0].fee.choices == ()
    several, said = ask(extra, service=Service.URGENT, children=2, for_other=True)
    assert 34000 in several.fee.alternatives_cents
    assert not {10600 + 17000} & set(several.fee.alternatives_cents)
    one, _ = ask(extra, service=Service.URGENT, procedure=Procedure.VERY_URGENT, born=born(1990))
    assert one.fee.total_cents == 17000
    assert one.dates.ready is None


def test_the_towns_tax_is_a_line_of_its_own(ask):
    found, said = ask("", ("amount_cents = 2900", "amount_cents = 2020\ntax_cents = 5000"), born=born(1990))
    assert found.fee.total_cents == 7020
    assert said.fee_lines == (
        ("Residence card", "€\u00a020,20"),
        ("Town tax", "€\u00a050"),
        ("Together", "€\u00a070,20"),
    )


def test_a_place_has_its_own_prices(ask):
    extra = row(3500, ADULT, REGULAR, 'places = ["rabot"]')
    assert ask(extra, born=born(1990), place="rabot")[0].fee.total_cents == 3500
    assert ask(extra, born=born(1990), place="stadskantoor")[0].fee.total_cents == 2900


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("loss", "how often a card was lost"),
        ("nationality", "nationality"),
        ("age", "the age"),
        ("card", "type of card"),
    ],
)
def test_what_the_page_leaves_open_is_said_with_its_reason(ask, reason, said):
    extra = "".join(
        row(amount, ADULT, REGULAR, "duplicate = true", "group_unstated = true", f'depends_on = "{reason}"')
        for amount in (2500, 3100)
    )
    found, words = ask(extra, service=Service.LOST, police_paper=True, born=born(1990))
    assert found.fee.alternatives_cents == (2500, 3100)
    assert Note.FEE_ALTERNATIVES in found.notes
    assert words.fee_note.startswith("The price depends on")
    assert said in words.fee_note


def test_what_no_page_says_decides_between_two_prices_is_asked_at_the_counter(ask):
    extra = "".join(row(amount, ADULT, REGULAR, "duplicate = true", "group_unstated = true") for amount in (2500, 3100))
    found, words = ask(extra, service=Service.LOST, police_paper=True, born=born(1990))
    assert found.fee.alternatives_cents == (2500, 3100)
    assert words.fee_note.startswith("Ask the price at the counter.")
    assert "depends on" not in words.fee_note


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_one_can_pay_is_said_where_there_is_something_to_pay(ask, language):
    means = ("contactless = true", 'contactless = true\nmeans = ["cash", "bancontact", "credit_card", "app"]')
    assert "Bancontact" in ask("", means, born=born(1990), language=language)[1].fee_note
    free, said = ask("", means, ("amount_cents = 2900", "amount_cents = 0"), born=born(1990), language=language)
    assert said.fee_note == ""
    assert BringItem.FEE not in free.bring


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        (row(1, ADULT, "from_age = 20", "to_age = 18"), "BAD_VALUE fees.7.to_age"),
        (row(1, ADULT, 'places = ["nowhere"]'), "MISSING_PLACE fees.7.places.0"),
        (row(1, ADULT, 'loss = "first"', "duplicate = false"), "BAD_VALUE fees.7.loss"),
        (row(1, ADULT, 'depends_on = "age"'), "BAD_VALUE fees.7.depends_on"),
        ("\n[[fees]]\nunstated = true\ntax_cents = 5\nletters = ['A']\n" + SOURCE, "BAD_VALUE fees.7.tax_cents"),
        (AGES + row(5, ADULT, REGULAR, "from_age = 60", "to_age = 70"), "FEE_OVERLAP fees.9"),
        (row(17000, ADULT, 'procedure = "very_urgent"'), "FEE_GAP fees"),
    ],
)
def test_a_row_that_makes_no_sense_is_named(town, extra, expected):
    number = town().read_text(encoding="utf-8").count("[[fees]]")
    expected = expected.replace("fees.7", f"fees.{number}").replace("fees.9", f"fees.{number + 2}")
    assert expected in {f"{error.code} {error.key}" for error in check([town(extra=extra)], date(2026, 11, 22)).errors}


def test_the_grid_shows_ages_losses_and_places(town):
    path = town(extra=AGES + LOSSES + row(3500, ADULT, REGULAR, 'places = ["rabot"]'))
    grid = str(check([path], date(2026, 11, 22)).prices[0][1])
    for line in ("adult 12-17, regular", "adult 65+, regular", "lost or stolen again", "at rabot"):
        assert line in grid


@pytest.mark.parametrize(("year", "letters"), [(2022, "A, B, K, L"), (1990, "A, B, H, I, J, K, L")])
def test_a_first_card_whose_letter_nobody_knows_is_priced_for_the_cards_of_its_age_alone(ask, year, letters):
    extra = "".join(
        row(amount, f'card_group = "{group}"', f'age_band = "{band}"', REGULAR)
        for band in ("child", "adult")
        for group, amount in (("third_country", 1900), ("eu_family", 900))
    )
    _, said = ask(extra, service=Service.FIRST, document_type=None, born=born(year), for_other=year == 2022)
    assert f"Card {letters}" in [label for label, _ in said.fee_lines]
    assert len(said.fee_lines) == 2


FIRST = row(3640, ADULT, REGULAR, "first = true")


def test_a_first_card_has_its_own_price(ask, town):
    assert ask(FIRST, service=Service.FIRST, document_type=None, born=born(1990))[0].fee.total_cents == 3640
    assert ask(FIRST, service=Service.DAMAGED, born=born(1990))[0].fee.total_cents == 2900
    assert "adult, regular, a first card" in str(check([town(extra=FIRST)], date(2026, 11, 22)).prices[0][1])


def test_a_price_of_no_first_card_leaves_a_hole_for_the_first_one(town):
    only = ("amount_cents = 2900", "amount_cents = 2900\nfirst = false")
    (gap,) = check([town(only)], date(2026, 11, 22)).errors
    assert "adult, regular, a first card" in gap.message
    assert check([town(only, extra=FIRST)], date(2026, 11, 22)).errors == ()


@pytest.mark.parametrize(
    ("condition", "said"), [(ADULT + "\nduplicate = true", "replaces none"), ('age_band = "child"', "is not asked")]
)
def test_a_price_of_a_first_card_that_cannot_be_is_refused(town, condition, said):
    told = {
        error.key: error.message
        for error in check([town(extra=row(3640, condition, "first = true"))], date(2026, 11, 22)).errors
    }
    assert any(said in message for key, message in told.items() if key.endswith(".first"))


def test_the_means_of_payment_have_a_source_where_something_costs(ask):
    means = ("[payment]\n", '[payment]\nmeans = ["bancontact", "cash"]\n')
    sources = {use.key for use in ask("", means, born=born(1990))[0].sources}
    assert "payment.means" in sources
    free = ask(row(0, ADULT, REGULAR, "from_age = 18"), means, born=born(1990))[0]
    assert free.fee.total_cents == 0
    assert "payment.means" not in {use.key for use in free.sources}


def test_where_the_codes_are_given_at_the_counter_no_letter_of_them_is_brought(ask):
    listed = ('collection = ["old_card_or_certificate", "codes"]', 'collection = ["pin_puk_letter", "current_card"]')
    counter = ("[collection]\n", '[collection]\ncodes = "counter"\n')
    known = {
        "service": Service.COLLECT,
        "card_status": CardStatus.READY,
        "procedure": Procedure.REGULAR,
        "codes": Codes.YES,
    }
    assert ask("", listed, **known)[0].bring == (BringItem.PIN_PUK_LETTER, BringItem.CURRENT_CARD)
    assert ask("", listed, counter, **known)[0].bring == (BringItem.CURRENT_CARD,)
