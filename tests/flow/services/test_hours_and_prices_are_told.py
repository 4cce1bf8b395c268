"""Hours of access, of the telephone, and what a price depends on: on the screen, in speech and on the slip."""

from pathlib import Path

import pytest

import kiosk.profiles
from kiosk.base.values.aloud import aloud
from kiosk.profiles.loader import load
from tests.flow.services.machine import NOON
from tests.flow.services.walked import said, slip, with_card

HOURS = """
[[places.access.hours]]
access = "appointment"
thursday = ["11:00-17:00"]
source = "000"

"""
PHONE = '\n[contact.telephone_hours]\nmonday = ["09:00-12:00"]\nsource = "000"\n\n[contact.reception]'
PRICE = "amount_cents = 2020\ntax_cents = 5000\nfrom_age = 0"


@pytest.fixture
def resident(tmp_path):
    changes = (
        ('default = "reception"\nsource = "000"\n', f'default = "walk_in"\nsource = "000"\n{HOURS}'),
        ("\n[contact.reception]", PHONE),
        ("amount_cents = 2900", PRICE),
        ("contactless = true", 'contactless = true\nmeans = ["cash", "bancontact"]'),
    )
    text = (Path(kiosk.profiles.__file__).parent / "gent.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "stad.toml"
    path.write_text(text, encoding="utf-8")
    return with_card(load(path, today=NOON.date()), "renew")


@pytest.mark.parametrize("told", [said, slip], ids=["speech", "slip"])
def test_the_hours_the_tax_and_the_means_are_told(resident, told):
    lines = " ".join(told(resident))
    for words in (
        "Without an appointment: Monday to Wednesday 09:00 to 17:00; Thursday 09:00 to 11:00;",
        "At other times you need an appointment.",
        "(Monday 09:00 to 12:00)",
        "Town tax: € 50",
        "Together: € 70,20",
        "You can pay with: cash, Bancontact.",
    ):
        assert (aloud(words, "en") if told is said else words) in lines
    assert "You need an appointment for this." not in lines
    assert "ticket" not in {action.key for action in resident.view.actions}
