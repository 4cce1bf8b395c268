"""The example towns are what `kiosk profile new` makes of their answers, and pass the check; the page names each of them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.profiles.loader import EXAMPLES, check, load, path_of
from kiosk.profiles.problems import NoticeCode

ANSWERS = Path(__file__).parent / "answers"
PAGE = (Path(__file__).parents[3] / "docs" / "profiles.md").read_text("utf-8")
OFFICIAL = {
    "examples/brussels": ("fr", "nl"),
    "examples/walloon": ("fr",),
    "examples/german-speaking": ("de", "fr"),
    "examples/flemish-city": ("nl",),
}


def test_each_file_is_an_example_and_each_example_a_file():
    folder = path_of(EXAMPLES[0]).parent
    assert sorted(f"examples/{path.stem}" for path in folder.glob("*.toml")) == sorted(EXAMPLES)
    assert sorted(path.stem for path in ANSWERS.glob("*.toml")) == sorted(name.split("/")[1] for name in EXAMPLES)
    assert all(f"`{name}`" in PAGE for name in EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_made_from_its_answers(name, tmp_path):
    shipped = path_of(name)
    made = tmp_path / shipped.name
    words = ["profile", "new", str(made), "--answers", str(ANSWERS / shipped.name), "--today", "2026-11-22"]
    done = CliRunner().invoke(kiosk, words)
    assert done.exit_code == 0, done.output
    assert made.read_text("utf-8") == shipped.read_text("utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_no_mistake_and_says_all_that_is_its_own(name):
    result = check((path_of(name),))
    assert not result.errors
    # what it has from pages of the national layer is that layer's to say, but for what a town's own page must confirm
    confirm = [each for each in result.notices if each.code is NoticeCode.ASSUMPTION]
    assert [(each.file, each.key) for each in confirm] == [("national.toml", "loss.invalid_if_found")]
    others = {each.code for each in result.notices if each not in confirm}
    # its tax of € 50 is meant
    taxed = {NoticeCode.HIGH_TAX} if name == "examples/flemish-city" else set()
    assert others <= {NoticeCode.INHERITED, NoticeCode.OLD_VALUE, *taxed}
    assert load(name).official == OFFICIAL[name]


@pytest.mark.full
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_screen_of_an_example_fits(name):
    done = CliRunner().invoke(kiosk, ["profile", "check", name, "--today", "2026-11-22"])
    assert done.exit_code == 0, done.output
    assert "DOES_NOT_FIT" not in done.output
