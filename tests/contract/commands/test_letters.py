"""A text that would be drawn as boxes is found: by the doctor, the gallery and the check of a profile."""

import json
import runpy
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.base.config import Config
from kiosk.base.languages import Language
from kiosk.cli import kiosk as command
from kiosk.commands import checks, letters, profiledrawn
from kiosk.profiles.loader import path_of
from screens import fonts
from screens.letters import boxes
from tests.support import twelfth

THAI = "ยินดีต้อนรับ"
GENT = path_of("gent")


@pytest.fixture
def tigrinya(tmp_path, monkeypatch):
    """A catalogue in which one message is written in a script that no font of the kiosk has."""
    monkeypatch.setitem(twelfth.SAID, "ti", {**twelfth.SAID["ti"], "Stop": f"{THAI} ቋ"})
    (tmp_path / "locales").mkdir()
    with twelfth.spoken(tmp_path / "locales", twelfth.TIGRINYA):
        yield


def test_a_sign_without_a_letter_is_told_with_its_number_and_script():
    assert boxes("a\u200cb ቋንቋ 29 €") == []
    (told,) = boxes("ย")
    assert told == "no letter for 'ย' (U+0E22 THAI CHARACTER YO YAK; script Thai, which no row of scripts.toml has)"


def test_the_languages_that_ship_have_all_their_letters():
    assert letters.of_languages(("nl", "uk", "ar")) == []


def test_the_doctor_names_language_message_sign_and_script(tigrinya):
    found = {each.name: each for each in checks.text(Config())}
    assert "ti: 'Stop': no letter for 'ย' (U+0E22" in str(found["letters"])
    assert "docs/languages.md" in str(found["letters"])


def test_the_doctor_names_the_package_of_a_font_that_is_not_there(tigrinya, monkeypatch):
    monkeypatch.setattr(fonts, "_FONTS", Path("/none"))
    found = {each.name: each for each in checks.text(Config())}
    assert "/none/truetype/noto/NotoSansEthiopic-Bold.ttf is missing: install fonts-noto-core" in str(found["fonts"])


def test_the_gallery_of_a_language_in_boxes_ends_with_no(tigrinya, tmp_path):
    words = ["gallery", "--out", str(tmp_path / "page"), "--language", "ti", "--view", "language", "--json"]
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 1, done.output
    told = json.loads(done.stdout)
    assert any(each.startswith("ti: 'Stop': no letter for 'ย'") for each in told["letters"])
    assert any("no letter for" in each for each in told["found"])


def test_the_check_of_a_profile_names_the_key_of_a_word_in_boxes(tmp_path, monkeypatch):
    monkeypatch.setattr(profiledrawn, "collected", lambda *_: ([], []))  # its screens are no matter of this
    file = tmp_path / "gent.toml"
    text = GENT.read_text(encoding="utf-8")
    file.write_text(text.replace("[contact]", f'[contact]\nnote = "{THAI}"', 1), encoding="utf-8")
    assert list(letters.of_table(tomllib.loads(file.read_text("utf-8")))) == []
    said = text.replace('name = "Gent"', 'name = "Gent ย"', 1).replace('label = "Just a ticket"', 'label = "ย"', 1)
    file.write_text(said, encoding="utf-8")
    done = CliRunner().invoke(command, ["profile", "check", str(file), "--json"])
    found = [each for each in json.loads(done.stdout)["errors"] if each["code"] == "NO_GLYPH"]
    lines = [number for number, line in enumerate(said.splitlines(), 1) if "ย" in line]
    assert [(each["key"], each["line"]) for each in found] == list(
        zip(("municipality.name", "menu.ticket.label"), lines, strict=True)
    )
    assert all(each["message"].startswith("no letter for 'ย' (U+0E22") for each in found)


@pytest.mark.parametrize("sign", ["☎", "✉", "✔", "📞", "🚋"])
def test_a_sign_that_no_font_has_is_named_with_its_key(sign):
    ((key, told),) = letters.of_table({"contact": {"phone": f"{sign} 09 266 71 50"}})
    assert (key, told[: told.index("(")]) == ("contact.phone", f"no letter for '{sign}' ")


def test_a_language_whose_catalogue_says_nothing_is_named_by_doctor_and_gallery(tmp_path, monkeypatch):
    (tmp_path / "locales").mkdir()
    monkeypatch.setitem(twelfth.SAID, "ti", {})
    with twelfth.spoken(tmp_path / "locales", twelfth.TIGRINYA):
        (told,) = letters.of_languages(("ti",))
        assert (
            told
            == "ti: no translations: its screens would be English; kiosk/locales/ti/LC_MESSAGES/kiosk.po says nothing yet"
        )
        found = {each.name: each for each in checks.text(Config())}
        assert told in str(found["letters"])
        words = ["gallery", "--out", str(tmp_path / "page"), "--language", "ti", "--view", "language", "--json"]
        done = CliRunner().invoke(command, words)
    assert (done.exit_code, told in json.loads(done.stdout)["letters"]) == (1, True)


@pytest.fixture
def thai(tmp_path, monkeypatch):
    """A language in a script that no row of scripts.toml has."""
    monkeypatch.setitem(twelfth.SAID, "th", {"Out of service": THAI})
    (tmp_path / "locales").mkdir()
    with twelfth.spoken(tmp_path / "locales", Language("th", "ไทย", script="Thai")):
        yield "script 'Thai' has no row in kiosk/locales/scripts.toml; rows: Latn, Arab"


def test_a_script_without_a_row_is_a_sentence_of_the_doctor_with_what_to_read(thai):
    found = {each.name: each for each in checks.text(Config())}
    assert thai in str(found["fonts"])
    assert "docs/languages.md" in str(found["fonts"])


@pytest.mark.parametrize("words", [["gallery", "--out", "page", "--language", "th"], ["profile", "check", "gent"]])
def test_a_script_without_a_row_is_a_sentence_of_the_gallery_and_of_the_check(thai, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 3, done.output
    assert thai in done.output


def test_a_splash_leaves_out_words_in_a_script_without_a_row(thai, capsys):
    module = runpy.run_path(str(Path(__file__).parents[3] / "systemd/draw_splash.py"))
    assert module["art"](["th"]) == "\n"
    assert f"no words in th: {thai}" in capsys.readouterr().err
