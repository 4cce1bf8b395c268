"""The prices of a profile are shown as a grid with its holes, and a hole is told."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.profiles.loader import check

TODAY = date(2026, 11, 22)
ADULT = 'age_band = "adult"\nprocedure = "regular"\namount_cents = 2900\nsource = "000"\n'


def shown(path):
    return CliRunner().invoke(kiosk, ["profile", "check", "--no-draw", str(path), "--today", str(TODAY)])


def row(path, what):
    return [line.split() for line in shown(path).stdout.splitlines() if line.strip().startswith(f"{what} ")]


def notices(path):
    return [each.message for each in check([path], TODAY).notices if each.code == "FEE_OUT_OF_DATE"]


def test_a_card_without_an_amount_is_a_hole_of_the_grid_and_a_finding(town):
    path = town((ADULT, ADULT.replace("amount", 'letters = ["A", "B"]\namount')))
    assert "HOLE" in row(path, "adult, regular")[0]
    assert "29.00" in row(path, "adult, regular")[0]
    assert "FEE_GAP" in shown(path).stdout
    assert shown(path).exit_code == 1


def test_a_profile_that_says_all_has_no_hole(town):
    assert "HOLE" not in shown(town()).stdout


def test_each_span_of_days_has_its_own_prices(town):
    dearer = ADULT.replace("2900", "3100")
    path = town((ADULT, f"{ADULT}valid_to = 2026-12-31\n\n[[fees]]\n{dearer}valid_from = 2027-01-01\n"))
    assert [line[2] for line in row(path, "adult, regular")] == ["29.00", "31.00"]
    assert "prices from 2026-11-22 to 2026-12-31" in shown(path).stdout
    assert notices(path) == []


def test_a_price_that_ends_with_none_after_it_is_told(town):
    path = town((ADULT, f"{ADULT}valid_to = 2026-12-31\n"))
    assert "from 2027-01-01 there is no amount for adult, regular" in notices(path)
    assert check([path], TODAY).ok


def test_a_price_that_begins_later_with_none_today_is_a_finding(town):
    path = town((ADULT, f"{ADULT}valid_from = 2027-01-01\n"))
    assert [line[2] for line in row(path, "adult, regular")] == ["HOLE", "29.00"]
    (gap,) = [each for each in check([path], TODAY).errors if each.code == "FEE_GAP"]
    assert "adult, regular from 2026-11-22 to 2026-12-31" in str(gap)


def test_two_files_of_one_name_have_a_grid_each(town, tmp_path):
    (tmp_path / "other").mkdir()
    path = town()
    other = tmp_path / "other" / path.name
    other.write_text(path.read_text())
    assert [file for file, _ in check([path, other], TODAY).prices] == [path.name, path.name]


@pytest.mark.parametrize("what", ["child, urgent", "child, urgent, child 2 and further"])
def test_scripts_read_the_same_grid(town, what):
    told = CliRunner().invoke(kiosk, ["profile", "check", "--no-draw", str(town()), "--today", str(TODAY), "--json"])
    (grid,) = json.loads(told.stdout)["prices"]
    assert (grid["from"], grid["until"]) == ("2026-11-22", None)
    assert grid["lines"][what]["A"] == [13000 if what == "child, urgent" else 10600]


NORTH, SOUTH = '["stadskantoor", "wondelgem", "rabot"]', '["gentbrugge", "nieuw-gent", "sint-amandsberg"]'


def by_place(*places):
    return "\n[[fees]]\n".join(
        ADULT.replace("2900", str(2900 + 100 * n)) + f"places = {p}\n" for n, p in enumerate(places)
    )


def test_a_price_for_each_place_leaves_no_hole(town):
    path = town((ADULT, by_place(NORTH, SOUTH)))
    assert check([path], TODAY).errors == ()
    said = shown(path).stdout
    assert "HOLE" not in said
    assert "adult, regular, at rabot" in said
    assert "30.00" in said


def test_the_places_without_a_price_are_named(town):
    (gap,) = check([town((ADULT, by_place(NORTH, '["gentbrugge"]')))], TODAY).errors
    assert "adult, regular, at nieuw-gent, sint-amandsberg" in gap.message
    (gap,) = check([town((ADULT, by_place('["rabot"]')))], TODAY).errors
    assert "adult, regular, at other places" in gap.message


def test_a_place_where_no_card_is_asked_for_needs_no_price(town):
    antenna = 'id = "sint-amandsberg"'
    text = town().read_text("utf-8")
    own = text[text.index(antenna) :]
    own = own[: own.index("[[places]]")]
    only = own.replace('default = "reception"', 'default = "none"')
    assert only != own
    places = SOUTH.replace(', "sint-amandsberg"', "")
    assert check([town((ADULT, by_place(NORTH, places)), (own, only))], TODAY).errors == ()
