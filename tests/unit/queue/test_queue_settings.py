"""What a profile may say about tickets, and what it may not (R018)."""

from datetime import date, datetime
from pathlib import Path

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.codes import clean
from kiosk.queue.issuing import new_id
from kiosk.queue.settings import CARD_LETTERS, DEFAULT_CLASSES, ClassSettings, QueueSettings, number_text
from kiosk.queue.setup import ProfileHours, settings_of


def test_r018_no_default_prefix_is_a_card_letter_and_none_may_be():
    assert set("ABCDEFHIJKLMN") == CARD_LETTERS
    assert not CARD_LETTERS & set(DEFAULT_CLASSES)
    for letter in CARD_LETTERS:
        with pytest.raises(ValueError, match="PREFIX_IS_CARD_LETTER"):
            ClassSettings(letter)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ClassSettings("r"),
        lambda: ClassSettings(""),
        lambda: ClassSettings("R1"),
        lambda: ClassSettings("R\n"),
        lambda: ClassSettings("R", start=-1),
        lambda: ClassSettings("R", cap=-1),
        lambda: QueueSettings(classes={"R": ClassSettings("R"), "P": ClassSettings("R")}),
        lambda: QueueSettings(offline_mark="a"),
        lambda: QueueSettings(retention_days=0),
        lambda: QueueSettings(no_show_after=0),
    ],
)
def test_settings_that_cannot_work_are_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        wrong()


def test_a_number_has_three_digits_and_off_line_the_kiosks_mark():
    assert [number_text("R", "", n) for n in (1, 999, 1000)] == ["R001", "R999", "R1000"]
    assert number_text("R", "2", 1) == "R2-001"
    assert number_text("R", "2", 1) != number_text("R", "", 2001)


def test_ids_are_codes_that_the_kiosk_accepts_and_differ():
    ids = {new_id() for _ in range(2000)}
    assert len(ids) == 2000
    assert all(clean(one) == one and len(one) == 12 for one in ids)


def test_the_profile_gives_calls_carry_over_and_retention():
    from kiosk.profiles import loader

    profile = loader.load("gent")
    assert (profile.tickets.no_show_after, profile.tickets.carry_over, profile.tickets.retention_days) == (4, False, 30)
    assert profile.source("tickets.retention_days").checked_on == date(2026, 11, 22)
    other = profile.tickets.model_copy(update={"no_show_after": 2, "carry_over": True, "retention_days": 7})
    settings = settings_of(profile.model_copy(update={"tickets": other}), None, kiosk="kiosk-1")
    assert (settings.no_show_after, settings.carry_over, settings.retention_days) == (2, True, 7)


@pytest.mark.parametrize(
    "line",
    [
        "no_show_after = 0",
        "no_show_after = 21",
        "no_show_after = true",
        'carry_over = "yes"',
        "retention_days = 0",
        "retention_days = 91",
        "retention_weeks = 2",
    ],
)
def test_a_profile_that_says_impossible_things_about_tickets_is_named_with_file_and_key(line, tmp_path):
    from kiosk.profiles import loader

    town = tmp_path / "town.toml"
    shipped = Path(loader.__file__).with_name("gent.toml").read_text(encoding="utf-8")
    town.write_text(f'{shipped}\n[tickets]\n{line}\nsource = "own"\n', encoding="utf-8")
    found = loader.check((town,))
    assert [(one.file, one.key) for one in found.errors] == [("town.toml", f"tickets.{line.split()[0]}")]


def test_the_profile_gives_classes_hours_and_the_mark():
    from kiosk.profiles import loader

    profile = loader.load("gent")
    settings = settings_of(profile, None, kiosk="kiosk-12")
    assert settings.offline_mark == "12"
    assert set(settings.classes) == {name.value for name in profile.tickets.classes}
    assert isinstance(settings.opening, ProfileHours)
    sunday = datetime(2026, 11, 22, 10, 0, tzinfo=BRUSSELS)
    assert not settings.opening.is_open(sunday)
    opens = settings.opening.next_opening(sunday)
    assert settings.opening.is_open(opens)
    assert settings.opening.next_opening(opens) == opens
    assert settings_of(profile, None, kiosk="reception", hours=False).opening.is_open(sunday)
    with pytest.raises(KeyError):
        settings_of(profile, "nowhere", kiosk="kiosk-1", hours=False)
