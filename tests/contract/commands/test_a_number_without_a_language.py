"""What a command prints or takes for nobody in particular speaks the municipality's own languages (R130)."""

import json

import pytest
from click.testing import CliRunner

from kiosk.base.config import load_config
from kiosk.cli import kiosk
from kiosk.commands.wizard import _languages
from kiosk.profiles.loader import load

TOWNS = {"brussels": ("fr", "nl"), "german-speaking": ("de",), "walloon": ("fr",)}


@pytest.fixture
def configured(tmp_path):
    """A configuration file of a kiosk in an example town."""

    def write(town):
        place = load(f"examples/{town}").places[0].id
        file = tmp_path / "kiosk.toml"
        file.write_text(
            f'[kiosk]\nprofile = "examples/{town}"\nplace = "{place}"\n[paths]\nstate = "{tmp_path / "state"}"\n'
            "[reader]\nenabled = false\n[speech]\nenabled = false\n"
        )
        return file

    return write


@pytest.mark.parametrize(("town", "official"), TOWNS.items())
def test_a_number_that_nobody_chose_a_language_for_is_in_the_first_official_one(configured, town, official):
    words = ["queue", "issue", "--class", "R", "--no-print", "--json", "--config", str(configured(town))]
    taken = CliRunner().invoke(kiosk, words)
    assert taken.exit_code == 0, taken.output
    assert json.loads(taken.output)["language"] == official[0]


@pytest.mark.parametrize(("town", "official"), TOWNS.items())
def test_the_trial_ticket_of_the_wizard_begins_with_the_official_languages(configured, town, official):
    shown = _languages(load_config(configured(town)))
    assert shown[: len(official)] == official
    assert shown == tuple(each.code for each in load(f"examples/{town}").languages)
