"""A twelfth language is a row and a catalogue: longer codes, its dates, its direction, its voice."""

import runpy
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from devices.speech.engine import Espeak
from devices.speech.sounds import seconds
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES, ROWS, voices
from kiosk.base.scripts import LATIN, SCRIPTS, script_of
from kiosk.commands.translations import flaws
from kiosk.profiles.loader import check
from kiosk.queue.shapes import IssueQuestion
from kiosk.residence.town import LanguageCode, Words
from tests.support.twelfth import CHINESE, PERSIAN, TIGRINYA, spoken

DAY = date(2027, 3, 31)


@pytest.fixture(autouse=True)
def three_more(tmp_path):
    with spoken(tmp_path, PERSIAN, TIGRINYA, CHINESE):
        yield


@pytest.mark.parametrize("code", ["nl", "prs", "kmr", "zh-Hant"])
def test_codes_of_two_or_three_letters_with_a_script_are_languages(code):
    assert TypeAdapter(LanguageCode).validate_python(code) == code
    asked = IssueQuestion.model_validate({"place": "a", "class": "B", "request_id": "12345678", "language": code})
    assert asked.language == code


def test_a_town_says_its_own_words_in_them():
    said = {"nl": "Loket", "prs": "باجه", "zh-Hant": "櫃台"}
    assert TypeAdapter(Words).validate_python(said) == said


@pytest.mark.parametrize("code", ["", "n", "Dutch", "nl_BE", "zh-hant", "zh-Hant-TW", "nl\n"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(ValidationError):
        TypeAdapter(LanguageCode).validate_python(code)


def test_their_texts_come_from_their_own_catalogue():
    assert texts("zh-Hant").gettext("Choose your language") == "請選擇您的語言"
    assert "می\u200cخواهید" in texts("prs").gettext("Touch the screen to begin")
    assert texts("prs").right_to_left
    assert not texts("ti").right_to_left


def test_dates_follow_the_row():
    assert texts("zh-Hant").day(DAY, weekday=True) == "2027年3月31日 星期三"
    assert texts("zh-Hant").short_day(DAY) == "3月31日"
    assert "31" in texts("prs").day(DAY)
    assert "2027" in texts("ti").day(DAY)


def test_what_a_catalogue_lacks_is_found():
    assert {flaw.kind for flaw in flaws(("prs",))} == {"missing"}


def test_a_language_without_a_voice_is_silent_and_its_profile_is_told(shipped, tmp_path):
    assert seconds(Espeak(voices()).speak("ትግርኛ", "ti", 1.0)) < 0.2
    file = tmp_path / "gent.toml"
    text = (shipped / "gent.toml").read_text(encoding="utf-8")
    file.write_text(f'{text}\n[[languages]]\ncode = "ti"\nsource = "own"\n', encoding="utf-8")
    result = check([file], DAY)
    assert ("NO_VOICE", "languages.ti") in {(str(each.code), each.key) for each in result.notices}


def test_every_row_names_a_script_and_a_voice_that_there_is():
    for row in ROWS.values():
        assert row.script in {LATIN, *SCRIPTS}
        assert script_of(LANGUAGES[row.code]) == row.script


@pytest.mark.parametrize(("words", "script"), [("خارج از سرویس", "Arab"), ("ካብ ስራሕ ወጻኢ", "Ethi"), ("暫停服務", "Hani")])
def test_the_splash_draws_their_words_within_its_width(words, script):
    if not (Path("/usr/share/fonts") / SCRIPTS[script].bold).is_file():
        pytest.skip(f"install {SCRIPTS[script].package}")
    module = runpy.run_path(str(Path(__file__).parents[3] / "systemd/draw_splash.py"))
    rows = module["drawn"](words, script)
    assert len(rows) > 5
    assert len({len(row) for row in rows}) == 1
    assert len(rows[0]) <= module["WIDEST"]
    assert "#" in rows[0]
