"""What it costs is told wherever it is known: on the screen, in speech, on the slip and on the ticket (R062-R068)."""

from dataclasses import replace

import pytest

from kiosk.base.values.aloud import aloud
from tests.flow.services.walked import plain, said, slip, ticket, with_card, without_card

PRICES = [
    # page 001 names two amounts and not which card pays which
    (
        "vlaams-voorbeeld",
        "damaged",
        {},
        ["Residence card: € 21,10 or € 21,60"],
        "The price depends on the type of card.",
    ),
    # page 002 says which card pays which
    ("leuven", "child", {"child_age": "3-11"}, ["Card A, B, K, L: € 11", "Card EU, EU+, F, F+, M: € 8"], ""),
    ("gent", "damaged", {}, ["Residence card: € 29"], "Please pay contactless if you can."),
    (
        "gent",
        "urgent",
        {"for_whom_urgent": "children", "how_many": "3"},
        [
            "Residence card for a child under 12, urgent procedure: € 130",
            "Each further child under 12, urgent procedure: 2 × € 106",
            "Together: € 342",
        ],
        "Please pay contactless if you can.",
    ),
    ("leuven", "damaged", {}, [], "Ask the price at the counter."),
]


@pytest.mark.parametrize(("profile", "service", "choices", "prices", "note"), PRICES)
def test_a_price_is_seen_heard_and_on_the_slip(profile, service, choices, prices, note):
    resident = without_card(profile, service, group="trouble" if service == "damaged" else "card", **choices)
    shown = resident.view
    assert set(prices) <= {plain(f"{line.label}: {line.amount}") for line in shown.fee}
    assert bool(shown.fee) == bool(prices)
    assert note in shown.fee_note
    # the ear hears a sentence where the eye reads a label and its amount
    alone = [f"The card costs {price.removeprefix('Residence card: ')}." for price in prices]
    sentences = alone if [line.label for line in shown.fee] == ["Residence card"] else prices
    heard = [aloud(each, "en") for each in sentences]
    for told, wanted in ((said(resident), heard), (slip(resident), prices)):
        assert set(wanted) <= set(told)
        assert any(note in line for line in told)


def test_a_slip_has_the_headings_of_the_screen_and_every_day_with_its_year():
    resident = without_card("gent", "damaged", group="trouble")
    shown = resident.view
    paper = slip(resident)
    for heading, lines in ((shown.channels_title, shown.channels), (shown.bring_title, shown.bring)):
        assert heading in paper
        assert paper.index(heading) + 1 == next(at for at, line in enumerate(paper) if lines[0].label in line)
    assert "Price" in paper


def test_a_slip_says_each_day_once_with_its_year_and_why_no_letter_comes():
    resident = with_card("gent", "renew")
    heading = resident.view.channels_title
    paper = slip(resident)
    assert heading in paper
    assert "You can renew your card now, until 28 February 2027" in paper
    assert "No letter comes for this card." in paper
    assert " ".join(paper).count("28 February") == 1
    assert "13 Feb" not in " ".join(paper)


def test_cards_of_one_price_are_one_line():
    resident = without_card("gent", "child", group="card", how_many="3")
    children = [plain(f"{line.label}: {line.amount}") for line in resident.view.fee]
    assert children == ["Residence card for a child under 12: 3 × € 8", "Together: € 24"]
    assert set(children) <= set(slip(resident))


@pytest.mark.parametrize("amount", [True, False])
@pytest.mark.parametrize("letter", [True, False])
def test_a_ticket_has_the_amount_and_the_letter_where_the_profile_says_so(amount, letter):
    resident = with_card("gent", "renew")
    setting = resident.state.setting
    tickets = setting.profile.tickets.model_copy(update={"show_amount": amount, "show_card_letter": letter})
    profile = setting.profile.model_copy(update={"tickets": tickets})
    resident.state = replace(resident.state, setting=replace(setting, profile=profile))
    lines = ticket(resident)
    assert ("Residence card: € 29" in lines) == amount
    assert ("Card A" in lines) == letter
