"""The configuration file: every mistake named with its key, all at once."""

import re
from pathlib import Path

import pytest

from kiosk.base.config import Config, ConfigProblem, load_config


def test_without_a_file_the_defaults_hold():
    assert load_config(None) == Config()


def test_every_mistake_is_named_with_its_key(tmp_path):
    path = tmp_path / "kiosk.toml"
    path.write_text('[kiosk]\nid = "Not An Id"\n[screen]\nrotation = 45\n[nonsense]\na = 1\n', encoding="utf-8")
    with pytest.raises(ConfigProblem) as found:
        load_config(path)
    keys = {mistake.partition(":")[0] for mistake in found.value.mistakes}
    assert keys == {"kiosk.id", "screen.rotation", "nonsense"}
    assert str(path) in str(found.value)


@pytest.mark.parametrize("text", ["not toml at all [", "\x00"])
def test_a_file_that_is_no_toml_says_so(tmp_path, text):
    path = tmp_path / "kiosk.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigProblem, match="is not TOML"):
        load_config(path)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(ConfigProblem, match="cannot be read"):
        load_config(tmp_path / "absent.toml")


def test_a_misspelt_key_is_answered_with_the_one_that_was_meant(tmp_path):
    file = tmp_path / "kiosk.toml"
    file.write_text("[screen]\nwidht_mm = 3\n[scren]\nwidth = 2\n")
    with pytest.raises(ConfigProblem) as caught:
        load_config(file)
    assert caught.value.mistakes == (
        "screen.widht_mm: there is no such key; width_mm?",
        "scren: there is no such section; screen?",
    )


def test_every_key_is_read_by_somebody():
    """A key is read in a module that also names its section: `config.printer` … `.url`, or `PrinterSection` … `.url`."""
    rooms = [Path(__file__).resolve().parents[3] / room for room in ("kiosk", "screens")]
    texts = [path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py")]
    unread = [
        f"{section}.{key}"
        for section, field in Config.model_fields.items()
        for key in field.annotation.model_fields
        if not any(
            re.search(rf"\.{section}\b|\b{field.annotation.__name__}\b", text) and re.search(rf"\.{key}\b", text)
            for text in texts
        )
    ]
    assert unread == []
