"""Machine-readable zones: only what every check digit confirms, only what several pictures agree on."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.camera.mrz import AGREEING, Mrz, Vote, check_digit, parse

# the specimens that ICAO Doc 9303 prints
TD1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]
TD3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]


def td1(number: str, born: str = "910817", until: str = "270331", nation: str = "MAR") -> list[str]:
    """A residence card's zone, as its issuer would print it."""
    if len(number) > 9:
        first = f"IRBEL{number[:9]}<{number[9:]}{check_digit(number)}".ljust(30, "<")
    else:
        padded = number.ljust(9, "<")
        first = f"IRBEL{padded}{check_digit(padded)}".ljust(30, "<")
    second = f"{born}{check_digit(born)}F{until}{check_digit(until)}{nation}".ljust(29, "<")
    composite = check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return [first, second + str(composite), "EL<AMRANI<<AMINA".ljust(30, "<")]


def test_the_published_specimens_are_read() -> None:
    assert parse(TD1) == Mrz("I<", "UTO", "D23145890", "740812", "120415", "UTO")
    assert parse(TD3) == Mrz("P<", "UTO", "L898902C3", "740812", "120415", "UTO")


@pytest.mark.parametrize("number", ["B02132969", "B021329690", "AB1234567890"])
def test_long_and_short_document_numbers_are_read(number: str) -> None:
    mrz = parse(td1(number))
    assert mrz is not None
    assert mrz.document_number == number


def test_other_text_on_the_card_does_not_disturb() -> None:
    assert parse(["VERBLIJFSTITEL", "RESIDENCE PERMIT", *TD1, "x"]) == parse(TD1)


@pytest.mark.parametrize("change", [(0, -3), (0, 2), (1, -2), (2, 3)])
def test_lost_or_added_fillers_are_put_right(change) -> None:
    row, by = change
    lines = list(TD1)
    lines[row] = lines[row].replace("<" * 8, "<" * (8 + by), 1)
    assert parse(lines) == parse(TD1)


def test_letters_read_for_digits_are_put_right_only_where_digits_must_stand() -> None:
    lines = [TD1[0], TD1[1].replace("7408122F", "74O8I22F"), TD1[2]]
    assert parse(lines) == parse(TD1)
    assert parse([TD1[0].replace("D2314", "D2O14"), *TD1[1:]]) is None


@given(st.integers(0, 2**32))
def test_a_single_wrong_letter_never_gives_another_document_number(seed: int) -> None:
    """Any other reading must show itself: by a check digit, or by being the right number after all."""
    rng = random.Random(seed)
    number = "B0" + "".join(rng.choice("0123456789") for _ in range(7))
    lines = td1(number)
    row = rng.randrange(2)
    at = rng.randrange(30)
    # letters that are equal modulo 10 are beyond check digits: the vote is for these
    old = lines[row][at]
    same = [c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<" if _value(c) % 10 != _value(old) % 10]
    lines[row] = lines[row][:at] + rng.choice(same) + lines[row][at + 1 :]
    mrz = parse(lines)
    assert mrz is None or mrz.document_number == number


def _value(letter: str) -> int:
    return 0 if letter == "<" else int(letter, 36)


@given(st.lists(st.text(max_size=50), max_size=6))
def test_no_text_breaks_the_parser(lines: list[str]) -> None:
    parse(lines)


def test_one_picture_is_not_enough_and_a_quarrel_elects_nobody() -> None:
    right, wrong = parse(td1("B02132969")), parse(td1("B02132968"))
    vote = Vote()
    assert [vote.add(right) for _ in range(AGREEING)] == [None] * (AGREEING - 1) + [right]
    vote.forget()
    assert [vote.add(m) for m in (right, wrong, right, wrong, right, wrong)] == [None] * 6


def test_a_reading_does_not_show_itself() -> None:
    assert "B02132969" not in repr(parse(td1("B02132969")))


def test_noisy_readers_never_elect_a_wrong_number_in_a_thousand_cards() -> None:
    """Every picture confuses look-alikes at random, also those that check digits cannot see."""
    rng = random.Random(20_261_122)
    alike = {"0": "OQDU", "O": "0QD", "1": "ILBV", "B": "81L", "8": "BS", "5": "SPF", "S": "58", "2": "ZMC", "6": "GK"}
    accepted = wrong = 0
    for _ in range(1000):
        number = "B" + "".join(rng.choice("0123456789") for _ in range(8))
        lines, vote, elected = td1(number), Vote(), None
        for _ in range(8):
            seen = [
                "".join(rng.choice(alike[c]) if c in alike and rng.random() < 0.04 else c for c in line)
                for line in lines
            ]
            mrz = parse(seen)
            elected = elected or (vote.add(mrz) if mrz else None)
        accepted += elected is not None
        wrong += elected is not None and elected.document_number != number
    assert wrong == 0
    assert accepted > 300


@pytest.mark.parametrize("spell", [lambda line: line.replace("<", "«"), lambda line: line.replace("<<", "«")])
def test_fillers_that_are_read_as_guillemets_are_read(spell) -> None:
    assert parse([spell(line) for line in td1("B02132969")]) == parse(td1("B02132969"))


def test_lines_that_were_joined_by_a_blank_are_read() -> None:
    first, second, third = td1("B02132969")
    assert parse([f"{first} {second}", third]) == parse(td1("B02132969"))
