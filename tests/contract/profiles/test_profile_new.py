"""`kiosk profile new` as a beginner uses it: ten minutes of a person, nothing that was typed is lost, the file is whole."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.profiles.beginning.asking import filled, questions
from kiosk.profiles.loader import check, load
from tests.support.beginning import ANSWERS, TODAY, TOWNS, answers, lines, new

# the keystroke-level model (Card, Moran, Newell 1983): a slow typist and a usual one, a thought before each answer; words
# are read at 200 a minute; what somebody who works there does not know by heart is looked for on the page
SLOW, USUAL, THOUGHT, WORD, LOOKED_UP = 0.5, 0.28, 1.35, 0.3, 8.0
ON_THE_PAGE = ("website", "special", "window", "price", "tax", "procedures", "officer", "privacy")
MINUTES = 10


def seconds(asked, key):
    """What the clock of a person says."""
    total = 0.0
    for question, typed in asked:
        words = len(f"{question.text} {question.usual or ''}".split())
        looks = LOOKED_UP if question.key.startswith(ON_THE_PAGE) else 0.0
        total += THOUGHT + WORD * words + looks + key * (len(typed) + 1)
    return total


def test_a_slow_beginner_writes_a_profile_in_ten_minutes_with_mistakes_on_the_way(here):
    asked = list(lines("walloon"))
    hours = next(at for at, (question, _) in enumerate(asked) if question.key == "place.1.hours")
    question, typed = asked[hours]
    slips = [(question, typed.replace("8:30", "8:70", 1)), (question, "?"), (question, "<"), asked[hours - 1]]
    asked[hours:hours] = slips
    done = new("montvallon.toml", *TODAY, typed="\n".join(typed for _, typed in asked) + "\n\n")
    assert done.exit_code == 0, done.output
    assert seconds(asked, SLOW) < MINUTES * 60
    assert "Not understood: '8:70' is no time; write it like 9:30." in done.output
    result = check((Path("montvallon.toml"),))
    assert not result.errors
    told = [each.key for each in result.notices if each.file != "montvallon.toml" and "sources" not in each.key]
    assert told == ["loss.invalid_if_found"]  # a person confirms it
    made = load(Path("montvallon.toml"))
    assert (made.name, made.official, made.id) == ("Montvallon", ("fr",), "montvallon")


@pytest.mark.parametrize("town", TOWNS)
def test_a_usual_typist_writes_each_example_in_ten_minutes(town):
    assert seconds(lines(town), USUAL) < MINUTES * 60


@pytest.mark.parametrize("town", TOWNS)
def test_questions_on_a_terminal_and_a_file_of_answers_make_the_same_profile(town, here):
    typed = "\n".join(typed for _, typed in lines(town)) + "\n\n"
    asked = new("typed.toml", *TODAY, typed=typed)
    assert asked.exit_code == 0, asked.output
    told = new("told.toml", *TODAY, "--answers", str(ANSWERS / f"{town}.toml"))
    assert told.exit_code == 0, told.output
    one, other = (Path(name).read_text("utf-8") for name in ("typed.toml", "told.toml"))
    assert one.replace("typed", "told") == other


def test_what_was_typed_is_there_again_after_a_break(here):
    stopped = new("town.toml", typed="brussels\nValsenne\n\nPopulation étrangère\n")
    assert stopped.exit_code == 1
    assert "Your answers are kept in town.toml.answers. Go on with: kiosk profile new town.toml" in stopped.output
    assert not Path("town.toml").exists()
    again = new("town.toml", typed="<\n\n")
    assert "4 answers of last time are in town.toml.answers" in again.output
    assert "Name of the department in French [Population étrangère]" in again.output
    assert "Part of the country" not in again.output


def test_every_answer_can_be_given_again_before_the_file_is_written(here):
    typed = "\n".join(typed for _, typed in lines("flemish-city"))
    # the third answer is the official languages; French brings a question more
    done = new("town.toml", typed=f"{typed}\n99\n3\nnl, fr\nGuichet des étrangers\n\n\n")
    assert done.exit_code == 0, done.output
    assert "write a number, 1 to" in done.output
    made = load(Path("town.toml"))
    assert made.official == ("nl", "fr")
    assert made.municipality.department == {"nl": "Loket Wereldburgers", "fr": "Guichet des étrangers"}
    assert made.languages[1].code == "fr"


def test_suggestions_that_were_taken_follow_the_region_that_is_corrected(here):
    wanted, said = {"name": "Montvallon", "telephone": "081 00 00 00", "place.1.hours": "mon-fri 9-12"}, {}
    typed = ""
    for question in questions(said):
        said[question.key] = wanted.get(question.key, question.usual)
        typed += f"{wanted.get(question.key, '')}\n"
    corrected = new("town.toml", *TODAY, typed=f"{typed}1\nwalloon\n" + "\n" * len(said))
    assert corrected.exit_code == 0, corrected.output
    # the same as if the region had been right from the beginning, and every suggestion agreed to
    agreed, _ = filled({"region": "walloon", **wanted})
    Path("a.toml").write_text("".join(f'"{key}" = "{each}"\n' for key, each in agreed.items()))
    right = Path("right")
    right.mkdir()
    assert new("right/town.toml", *TODAY, "--answers", "a.toml").exit_code == 0
    assert Path("town.toml").read_text("utf-8") == (right / "town.toml").read_text("utf-8")
    assert load(Path("town.toml")).official == ("fr",)


def test_going_back_to_the_region_changes_the_suggestion(here):
    done = new("town.toml", typed="\nMontvallon\n\n<\n<\n<\nwalloon\n\n")
    assert "Official languages [fr]" in done.output


def test_an_answer_that_no_longer_fits_another_is_asked_again(here):
    typed = "\n".join(typed for _, typed in lines("flemish-city"))
    shown = new("first.toml", typed=f"{typed}\n").output
    number = re.search(r"(\d+) Place 1 · Opening hours", shown)[1]
    done = new("town.toml", typed=f"{typed}\n{number}\nmon-fri 9-12\nthu 10-12\n\n")
    assert done.exit_code == 0, done.output
    (row,) = load(Path("town.toml")).places[0].access.hours
    assert [f"{each.begins:%H:%M}-{each.ends:%H:%M}" for each in row.thursday] == ["10:00-12:00"]


@pytest.mark.parametrize("town", TOWNS)
def test_the_example_of_each_question_is_an_answer_that_is_understood(town):
    said = {}
    for question in questions(said):
        said[question.key] = answers(town).get(question.key, question.usual)
        assert question.example not in {"", "-"}, question.key
        assert question.value(question.example) is not None, question.key


@pytest.mark.parametrize(
    ("depends", "told"),
    [
        ("-", "Ask the price at the counter."),
        ("card", "The price depends on the type of card."),
        ("age", "The price depends on the age."),
        ("loss", "The price depends on how often a card was lost."),
        ("procedure", "The price depends on the procedure."),
        ("nationality", "The price depends on the nationality."),
    ],
)
def test_what_decides_between_two_amounts_is_asked_and_told(here, depends, told):
    wanted, said, typed = {"name": "Mijnstad", "place.1.hours": "mon-fri 9-17", "price": "22.50 or 23"}, {}, ""
    for question in questions(said):
        said[question.key] = {**wanted, "price.depends": depends}.get(question.key, question.usual)
        typed += f"{said[question.key]}\n"
    assert "price.depends" in said
    assert "price.child.depends" not in said
    done = new("town.toml", *TODAY, typed=f"{typed}\n")
    assert done.exit_code == 0, done.output
    asked = CliRunner().invoke(
        kiosk,
        [
            "explain",
            "--profile",
            "town.toml",
            "--service",
            "damaged",
            "--born",
            "1990-01-01",
            "--today",
            "2026-11-23T10:00",
        ],
    )
    assert asked.exit_code == 0, asked.output
    sentences = [line for line in asked.output.splitlines() if "price" in line and "fees" not in line]
    assert any(told in line for line in sentences), asked.output
    if depends == "-":
        assert "depends on" not in " ".join(sentences)


def test_a_file_that_is_there_stays_as_it_is(here):
    Path("town.toml").write_text("mine")
    done = new("town.toml", typed="")
    assert (done.exit_code, done.output) == (2, "town.toml is there already; choose another name.\n")
    assert Path("town.toml").read_text() == "mine"
    under = new("town.toml/other.toml", typed="")
    assert (under.exit_code, "cannot be written" in under.output) == (2, True), under.output


@pytest.mark.parametrize("words", [("new", "mijnstad", "--answers", "a.toml"), ("copy", "flemish", "mijnstad")])
def test_a_name_without_its_ending_is_the_file_that_the_next_command_reads(here, words):
    Path("a.toml").write_text('name = "Mijnstad"\n"place.1.hours" = "mon-fri 9-12"\n')
    made = CliRunner().invoke(kiosk, ["profile", *words])
    assert made.exit_code == 0, made.output
    said = re.search(r"run: kiosk (profile check \S+)", made.output)[1]
    checked = CliRunner().invoke(kiosk, [*said.split(), "--no-draw"])
    assert "There is no profile" not in checked.output
    assert "mijnstad.toml: " in checked.output
    again = CliRunner().invoke(kiosk, ["profile", *words])
    assert (again.exit_code, again.output) == (2, "mijnstad.toml is there already; choose another name.\n")


@pytest.mark.parametrize("words", [("new", "mijn stad", "--answers", "a.toml"), ("copy", "flemish", "mijn stad.toml")])
def test_the_next_command_can_be_pasted_whatever_the_file_is_called(here, words):
    Path("a.toml").write_text('name = "Mijnstad"\n"place.1.hours" = "mon-fri 9-12"\n')
    made = CliRunner().invoke(kiosk, ["profile", *words])
    said = re.search(r"run: kiosk (profile check .+)", made.output)[1]
    assert shlex.split(said) == ["profile", "check", "mijn stad.toml"]


def test_answers_that_do_not_go_together_are_said_and_nothing_is_written(here):
    # urgent cards until an hour at which the place is closed every day
    Path("a.toml").write_text('name = "X"\n"place.1.hours" = "mon-fri 9-12"\ncutoff = "15:00"\n')
    done = new("town.toml", "--answers", "a.toml")
    assert done.exit_code == 1
    assert "urgent.cutoff: BAD_VALUE: 15:00 is later than the place closes on any day: 12:00" in done.output
    assert not Path("town.toml").exists()
    typed = "\n".join(typed for _, typed in lines("german-speaking"))
    shown = new("german.toml", typed=typed + "\n").output
    number = re.search(r"(\d+) When it is urgent · Asked until", shown)[1]
    asked = new("other.toml", typed=f"{typed}\n{number}\n20\n1\n2\n-\n{number}\n12\n\n\n\n\n")
    assert "20:00 is later than the place closes on any day" in asked.output
    assert asked.exit_code == 0, asked.output


def test_what_stands_behind_a_mark_may_be_written_as_well(here):
    """Each commented line is a value that the model takes: the mark before it is all that is taken away."""
    new("town.toml", *TODAY, "--answers", str(ANSWERS / "walloon.toml"))
    text = Path("town.toml").read_text("utf-8")
    places = text.replace("# address", "address").replace("# busy = true", "busy = true")
    whole = re.sub(r"# (\[staff\]\n)# ", r"\1", places)
    whole = re.sub(r"# (\[switch\]\n)# (.*\n)# (.*\n)# ", r"\1\2\3", whole)
    assert whole.count("\n#") < text.count("\n#") - 3
    Path("whole.toml").write_text(whole, "utf-8")
    assert not check((Path("whole.toml"),)).errors
    assert load(Path("whole.toml")).switch.by_mail == ("F+",)
