"""What belongs to a document type of the chip is there for every one: fee group, official name, a simulated card, a second reading."""

import ast
import tomllib
from pathlib import Path

import pytest

from kiosk.residence.cardtypes import CARD_LETTERS, CARD_ORDER, CARD_TYPES, LETTERS
from kiosk.residence.labels import CARD_NAME

ROOT = Path(__file__).resolve().parents[3]
SERVED = {code: card for code, card in CARD_TYPES.items() if card.served}


def simulated():
    folder = ROOT / "devices/simulators/card/profiles"
    profiles = [tomllib.loads(file.read_text("utf-8")) for file in folder.glob("*.toml")]
    return {int(profile.get("identity", {}).get("document_type", 0)) for profile in profiles}


@pytest.mark.parametrize(("code", "card"), SERVED.items(), ids=map(str, SERVED))
def test_a_type_has_a_fee_group_and_an_official_name(code, card):
    rows = tomllib.loads((ROOT / "kiosk/profiles/national.toml").read_text("utf-8"))["card_names"]
    named = {row["letter"] for row in rows}
    assert card.group is not None, (
        f"{code}: put the letter {card.letter} into one of the two groups of kiosk/residence/cardtypes.py"
    )
    assert card.letter in named, (
        f"{code}: name the letter {card.letter} in [[card_names]] of kiosk/profiles/national.toml"
    )
    unsaid = {row["label"] for row in rows} - set(CARD_NAME)
    assert not unsaid, f"say what {unsaid} means in CARD_NAME of kiosk/residence/labels.py"
    assert card.letter_printed[0] in CARD_LETTERS, "no ticket class may take a letter of a card (R018)"


def test_every_letter_of_a_group_is_on_a_card():
    assert {card.letter for card in SERVED.values()} == LETTERS


def test_every_letter_has_its_place_where_letters_are_listed():
    assert sorted(CARD_ORDER) == sorted(LETTERS)


def test_every_type_can_be_simulated():
    assert CARD_TYPES.keys() <= simulated(), "devices/simulators/card/profiles has no card of this type"


def test_the_second_reading_knows_every_type():
    """`second_tables.py` is written by hand from the requirements, so a new type is written down twice."""
    source = (ROOT / "tests/property/residence/second_tables.py").read_text("utf-8")
    tables = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assign | ast.AugAssign)]
    written = {}
    for node in tables:
        names = node.targets if isinstance(node, ast.Assign) else [node.target]
        if getattr(names[0], "id", "") == "LETTERS":
            written |= ast.literal_eval(node.value)
    assert written == {code: card.letter for code, card in SERVED.items()}
