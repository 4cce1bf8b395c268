"""Slips that make a file no TOML, and words that are nearly right: each with its line, all at once, in plain words (R126)."""

from datetime import date

import pytest

from kiosk.profiles.loader import check, load
from kiosk.profiles.problems import ProfileError

TODAY = date(2026, 11, 22)


def line_of(path, text):
    return 1 + path.read_text(encoding="utf-8").splitlines().index(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("valid_until = 2027-03-04", "valid_until = 4/3/2027", "write the date as 2027-03-04"),
        ("valid_until = 2027-03-04", "valid_until = 04-03-2027", "write the date as 2027-03-04"),
        ("valid_until = 2027-03-04", "valid_until = 2027/03/04", "write the date as 2027-03-04"),
        ("cutoff = 15:00:00", "cutoff = 15:00", "write the time with seconds: 15:00:00"),
        ("cutoff = 15:00:00", "cutoff = 15h", "write the time with seconds: 15:00:00"),
        ("cutoff = 15:00:00", "cutoff = 9u30", "write the time with seconds: 09:30:00"),
        ("amount_cents = 2900", "amount_cents = 29,00", "write the amount in cents: 2900"),
        ('telephone = "09 266 71 50"', "telephone = 092667150", 'write it between quotes: "092667150"'),
        ('telephone = "09 266 71 50"', "telephone = 09 266 71 50", 'write it between quotes: "09 266 71 50"'),
        ('obligation = "mandatory"', "obligation = mandatory", 'write it between quotes: "mandatory"'),
        ('obligation = "mandatory"', "obligation = “mandatory”", 'write straight quotes: "mandatory"'),
        ('obligation = "mandatory"', 'obligation = "mandatory', "close the quotes at the end of the line"),
        ("contactless = true", "contactless = True", "write true or false in small letters: true"),
        ("contactless = true", "contactless = yes", "write true or false in small letters: true"),
        ('obligation = "mandatory"', 'obligation: "mandatory"', 'write an equals sign: obligation = "mandatory"'),
        ('obligation = "mandatory"', 'obligation = "mandatory"\nobligation = "optional"', "stands twice in its table"),
        ("[look]", "[look", 'close the bracket: "[look]"'),
        ("amount_cents = 2900", "amount_cents = 29,5", "write the amount in cents: 2950"),
        ("amount_cents = 2900", "amount_cents = € 29", "write the amount in cents: 2900"),
        ('accent = "#005AA9"', "accent = #005AA9", 'write it between quotes: "#005AA9"'),
        ('accent = "#005AA9"', 'accent = "#005AA9', "close the quotes at the end of the line"),
        ('knowledge = ["university"]', "knowledge = [university]", 'word between quotes: ["university"]'),
    ],
)
# as in the files of `kiosk profile new`: behind almost every value stands what it means
@pytest.mark.parametrize("remark", ["", '  # its meaning: one = “first”, another in "quotes"', " #"])
def test_a_slip_is_said_in_plain_words_with_its_line(town, old, new, said, remark):
    new += remark
    path = town((old, new))
    (error,) = check([path], TODAY).errors
    assert (str(error.code), error.line) == ("UNREADABLE", line_of(path, new.splitlines()[-1]))
    assert said in error.message
    with pytest.raises(ProfileError):
        load(path, today=TODAY)


def test_all_slips_come_at_once_and_beside_the_mistakes_of_the_values(town):
    path = town(
        ("cutoff = 15:00:00", "cutoff = 15:00"),
        ("valid_until = 2027-03-04", "valid_until = 4/3/2027"),
        ('telephone = "09 266 71 50"', "telephone = 092667150"),
        ('mode = "walk_in"', 'mode = "walkin"'),
    )
    errors = check([path], TODAY).errors
    assert [str(error.code) for error in errors].count("UNREADABLE") == 3
    assert "places.stadskantoor.collection.mode" in {error.key for error in errors}
    assert all(error.line for error in errors)


def test_what_no_rule_of_slips_knows_is_told_with_its_line(town):
    path = town(("contactless = true", "contactless = }{"))
    (error,) = check([path], TODAY).errors
    assert error.line == line_of(path, "contactless = }{")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("cutoff = 15:00:00", "cut_off = 15:00:00", "cut_off = 15:00:00", "did you mean 'cutoff'?"),
        ("[payment]", "[payments]", "[payments]", "did you mean 'payment'?"),
        ('mode = "walk_in"', 'mode = "walkin"', 'mode = "walkin"', "did you mean 'walk_in'?"),
        ("amount_cents = 800", "amount_cent = 800", "amount_cent = 800", "did you mean 'amount_cents'?"),
        ('icon = "card_collect"', 'icon = "card_colect"', 'icon = "card_colect"', "did you mean 'card_collect'?"),
        ('collect_at = "stadskantoor"', 'collect_at = "stadkantoor"', 'collect_at = "stadkantoor"', "'stadskantoor'?"),
    ],
)
def test_a_word_that_is_nearly_right_is_asked_about_with_its_line(town, old, new, line, said):
    path = town((old, new))
    told = [error for error in check([path], TODAY).errors if said in error.message]
    assert [error.line for error in told] == [line_of(path, line)]
    assert f"stad.toml:{told[0].line}: " in str(told[0])


def test_a_fee_is_named_by_its_line(town):
    path = town(("amount_cents = 10600", "amount_cents = -1"))
    (error,) = check([path], TODAY).errors
    assert (error.key, error.line) == ("fees.3.amount_cents", line_of(path, "amount_cents = -1"))


def test_a_value_of_another_file_has_the_line_of_that_file(town, tmp_path):
    layer = tmp_path / "kiosk.toml"
    layer.write_text('source = "own"\n\n[urgent]\ncollect_at = "nowhere"\n', encoding="utf-8")
    (error,) = check([town()], TODAY, kiosk_layer=layer).errors
    assert (error.file, error.line) == ("kiosk.toml", 4)
