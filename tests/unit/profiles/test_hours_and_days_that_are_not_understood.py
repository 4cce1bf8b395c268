"""Hours and days of the week as people write them in a file: said once, in plain words, with the name that is meant."""

import pytest

MONDAY = 'monday = ["09:00-17:00"]'


@pytest.mark.parametrize("hours", ["9h-12h", "9u-12u30", "09:00-noon"])
def test_hours_without_a_colon_are_said_once_and_in_plain_words(refused, hours):
    errors = refused((MONDAY, f'monday = ["{hours}"]'))
    (said,) = [each for each in errors if each.key.endswith("opening.monday.0")]
    assert len(errors) == 1
    assert said.line
    assert said.message == 'write times with a colon, hours as "09:00-12:30", one time as 15:00:00 without quotes'


@pytest.mark.parametrize("name", ["lundi", "maandag", "Montag"])
def test_a_day_in_a_language_of_the_country_is_asked_about(refused, name):
    errors = refused((MONDAY, MONDAY.replace("monday", name)))
    assert "did you mean 'monday'?" in next(each.message for each in errors if name in each.key)
