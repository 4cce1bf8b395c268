"""Which line of a picture is meant by a word."""

import pytest

from tests.support.machine.eyes import Words, find


def lines(*texts):
    return [Words(text, 0.5, 0.1 * number) for number, text in enumerate(texts)]


def test_a_button_is_found_below_the_title_that_has_its_words():
    assert find(lines("Ticket nemen", "Voor: Aanvraag", "Ticket nemen", "Stoppen"), "Ticket nemen").y == pytest.approx(
        0.2
    )


@pytest.mark.parametrize("seen", ["Ticket voor het onthaal", "Tlcket", "ticket."])
def test_a_line_that_begins_with_the_word_or_is_read_wrong_by_a_letter_is_found(seen):
    assert find(lines("Welkom", seen), "Ticket").text == seen


def test_another_word_is_not_taken_for_it():
    assert find(lines("Stoppen", "Terug", "Hulp"), "Ticket") is None
