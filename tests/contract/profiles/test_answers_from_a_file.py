"""`kiosk profile new --answers`: what a file of answers says, leaves out, or says in a way that nobody understands."""

from pathlib import Path

import pytest

from kiosk.profiles.beginning.asking import questions
from kiosk.profiles.loader import check, load
from kiosk.residence.vocabulary import Service
from tests.support.beginning import TODAY, new


def test_answers_that_mean_nothing_are_named_all_at_once(here):
    Path("a.toml").write_text(
        'name = "X"\ncolour = "blue"\n"place.1.hours" = "mon-fri 9-12"\nprice = "much"\nfee = "3"\n'
    )
    done = new("town.toml", "--answers", "a.toml")
    assert done.exit_code == 2
    for key in (
        "colour (Your colour): write a colour",
        "price (A card that is no child's): 'much' is no",
        "fee: there is no",
    ):
        assert key in done.output
    assert not Path("town.toml").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name = X", 'line 1: write it between quotes: "name" = "X"'),
        ("\nname = 3", 'line 2: write it between quotes: "name" = "3"'),
        ("price: 22,50", 'line 1: write it between quotes: "price" = "22,50"'),
        ("name=“X”", 'line 1: write it between quotes: "name" = "X"'),
        ('name = "X"\nname = "Y"', "line 2: name has an answer on line 1 too; keep one"),
        ("[place.1]", "line 1: '[place.1]' is no answer; write a line for each"),
        ("", 'name (Name of the municipality): is missing; for example: "name" = "Mijnstad"'),
    ],
)
def test_a_file_of_answers_that_is_none_is_said(here, content, said):
    Path("a.toml").write_text(content)
    done = new("town.toml", "--answers", "a.toml")
    assert (done.exit_code, said in done.output) == (2, True), done.output


def test_answers_come_from_standard_input_too(here):
    done = new("town.toml", "--answers", "-", typed='name = "Mijnstad"\n"place.1.hours" = "mon-fri 9-12"\n')
    assert done.exit_code == 0, done.output
    assert load(Path("town.toml")).name == "Mijnstad"


def test_a_file_that_is_no_text_is_said(here):
    Path("a.toml").write_bytes(b'name = "Li\xe8ge"\n')
    done = new("town.toml", "--answers", "a.toml")
    assert (done.exit_code, done.output) == (2, "a.toml cannot be read: it is no text in UTF-8.\n")


def test_hours_are_told_as_they_were_understood(here):
    Path("a.toml").write_text(
        'region = "german-speaking"\nname = "Tal"\n"place.1.hours" = "Mo-Fr 9-12; Mi 14-17; Do geschlossen"\n'
    )
    told = new("town.toml", "--answers", "a.toml")
    meant = "monday-tuesday 09:00-12:00; wednesday 09:00-12:00, 14:00-17:00; friday 09:00-12:00"
    assert f"Place 1 · Opening hours: {meant}\n" in told.output
    week = load(Path("town.toml")).places[0].opening
    assert [len(week.on_weekday(day)) for day in range(7)] == [1, 1, 2, 0, 1, 0, 0]
    wanted, said, typed = {"name": "Tal", "place.1.hours": "mon-fri 9-12; wed 14-17"}, {}, ""
    for question in questions(said):
        said[question.key] = wanted.get(question.key, question.usual)
        typed += f"{wanted.get(question.key, '')}\n"
    asked = new("typed.toml", typed=typed + "\n")
    shown = "mon-fri 9-12; wed 14-17 (understood: monday-tuesday 09:00-12:00; wednesday 09:00-12:00, 14:00-17:00; thursday-friday"
    assert f"Place 1 · Opening hours: {shown}" in asked.output


def test_everything_that_is_missing_or_not_understood_is_named_at_once_with_line_question_and_example(here):
    Path("a.toml").write_text(
        '# our town\nregion = "walloon"\nprice = a lot\n"place.1.more" = "perhaps"\nplace.2.does = "collect"\n'
        'cutoff = "noon"\n"place.1.otherwise" = "jeu 16-18"\noffical = "fr"\n'
    )
    done = new("town.toml", "--answers", "a.toml")
    assert (done.exit_code, sorted(here.iterdir())) == (2, [here / "a.toml"])
    assert done.output.splitlines() == [
        "a.toml: nothing is written; these answers are missing or not understood:",
        '  line 3: write it between quotes: "price" = "a lot"',
        '  name (Name of the municipality): is missing; for example: "name" = "Mijnstad"',
        '  place.1.hours (Opening hours): is missing; for example: "place.1.hours" = "mon-fri 9-12:30, 13:30-16; thu 9-12:30, 16-19"',
        '  line 4: place.1.more (Another place): write y or n; for example: "place.1.more" = "n"',
        '  line 3: price (A card that is no child\'s): \'a lot\' is no amount; write it in euro, like 22.50, or free; for example: "price" = "22.50"',
        '  line 6: cutoff (Asked until what hour is it ready earlier): \'noon\' is no time; write it like 9:30; for example: "cutoff" = "15:00"',
        "  line 8: offical: there is no such question; did you mean 'official'?",
        "  Not looked at, because they may hang on an answer above: line 5: place.2.does",
    ]


def test_a_place_that_was_announced_and_has_no_answers_is_missing(here):
    told = second_place('"place.2.more" = "y"')
    assert told.exit_code == 2
    assert "place.3.name (Name of the building): is missing" in told.output
    assert "place.3.hours (Opening hours): is missing" in told.output


def test_a_suggestion_that_a_file_of_answers_leaves_out_is_no_page_of_the_town(here):
    Path("a.toml").write_text(
        'name = "Valsenne"\n"place.1.hours" = "mon-fri 9-12"\nphoto = "never"\n"price.urgent" = "140"\ncutoff = "11"\n'
    )
    told = new("town.toml", *TODAY, "--answers", "a.toml")
    assert "Nobody answered these; the suggestions stand there as assumptions: " in told.output
    assert "price.urgent.child, workdays, workdays.later, bring" in told.output
    made = load(Path("town.toml"))
    assumed = ["look.accent", "bring.application", "places.0.access.default", "urgent.before_cutoff_workdays"]
    hall = made.places[0].id
    assert {made.source(each.replace(".0.", f".{hall}.")).page for each in assumed} == {"assumption"}
    said = ["photo.bring", f"places.{hall}.opening.monday", "urgent.cutoff", "municipality.name"]
    assert {made.source(each).page for each in said} == {"website"}
    child = next(at for at, row in enumerate(made.fees) if (row.age_band, row.procedure) == ("child", "urgent"))
    assert made.source(f"fees.{child}.amount_cents").page == "assumption"
    confirm = {each.key for each in check((Path("town.toml"),)).notices if each.code == "ASSUMPTION"}
    assert {*(each.replace(".0.", f".{hall}.") for each in assumed), f"fees.{child}.amount_cents"} <= confirm


SECOND = """name = "Valsenne"
"place.1.hours" = "mon-fri 9-12"
"place.1.more" = "y"
"place.2.name" = "Antenne"
"place.2.hours" = "mon 9-12"
"""


def second_place(*lines):
    Path("a.toml").write_text(SECOND + "\n".join(lines) + "\n", encoding="utf-8")
    return new("town.toml", *TODAY, "--answers", "a.toml")


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("none", "a building where nothing is done is no place of the kiosk: write all, or what is done, like collect"),
        ("all, renew", "write all alone, or the words of what is done"),
        ("renew, colect", "'colect' is not among: renew, collect"),
    ],
)
def test_what_a_place_does_is_refused_in_plain_words(here, does, said):
    told = second_place(f'"place.2.does" = "{does}"')
    assert told.exit_code == 2
    assert f"place.2.does (What is done here): {said}" in told.output


def test_a_place_is_asked_only_about_what_is_done_there(here):
    told = second_place('"place.2.does" = "renew, lost"', '"place.2.collect" = "walk_in"')
    assert "place.2.collect: after the other answers there is no such question; take it out" in told.output
    told = second_place('"place.2.does" = "collect"', '"place.2.collect" = "none"')
    assert "place.2.collect (How ready cards are handed out): write one of: walk_in, appointment" in told.output
    told = second_place('"place.2.does" = "collect"', '"place.2.served" = "reception"')
    assert "place.2.served: after the other answers there is no such question; take it out" in told.output


def test_what_only_a_place_names_is_offered_too(here):
    assert second_place('"place.2.does" = "collect, register"').exit_code == 0
    made = load(Path("town.toml"))
    assert Service.REGISTER in made.offer.services
    assert made.place("antenne").does(Service.REGISTER)
    assert made.place("antenne").collection.mode == "appointment"
