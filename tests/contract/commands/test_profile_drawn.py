"""`kiosk profile check` draws the profile: what a resident could not read, or what would close the kiosk, is named there."""

from datetime import date

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.commands.profiledrawn import collected
from kiosk.profiles.loader import load, path_of

TODAY = date(2026, 11, 22)
LONG = "Verblijfstitelvernieuwingsaanvraagbehandelings" * 2


@pytest.fixture
def small():
    """The smallest shipped town, in its own language alone."""
    profile = load("vlaams-voorbeeld", today=TODAY)
    return profile.model_copy(update={"languages": profile.languages[:1]})


def with_first_choice(profile, **changed):
    first, *others = profile.menu
    return profile.model_copy(update={"menu": (first.model_copy(update=changed), *others)})


def test_every_choice_of_the_menu_is_gone_through(small):
    screens, raised = collected(small, TODAY, lambda: None)
    assert raised == []
    ways = " ".join(screen.way for screen in screens)
    leaves = [service for row in small.menu for service in (row.services or (row.opens,))]
    assert len(screens) > 3 * len(leaves)
    for choice in ("(card)", "Een kaart afhalen › Voor mij"):
        assert choice in ways


def test_what_would_close_the_kiosk_is_named_with_the_way_there(small):
    _, raised = collected(with_first_choice(small, icon="billet"), TODAY, lambda: None)
    assert "billet" in raised[0].said
    assert raised[0].raised


def test_a_file_with_a_label_that_does_not_fit_is_told_and_can_be_used(tmp_path):
    text = path_of("vlaams-voorbeeld").read_text(encoding="utf-8")
    before, menu, after = text.partition("[[menu]]")
    named, label, rest = after.partition('label = "')
    path = tmp_path / "stad.toml"
    path.write_text(before + menu + named + label + LONG + rest, encoding="utf-8")
    done = CliRunner().invoke(kiosk, ["profile", "check", str(path), "--today", str(TODAY)])
    assert done.exit_code == 0, done.output
    assert "stad.toml: places.gemeentehuis: DOES_NOT_FIT: " in done.output
    assert "screens were drawn" in done.output


def test_nothing_is_drawn_of_a_broken_file_or_where_it_is_left_out(tmp_path):
    for words in (["gent", "--no-draw"], ["leuven", "--today", "2031-01-01", "--no-draw"]):
        done = CliRunner().invoke(kiosk, ["profile", "check", *words])
        assert "were drawn" not in done.output


def test_a_machine_that_cannot_draw_is_not_the_profiles_fault(tmp_path, monkeypatch):
    (tmp_path / "fonts").write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("KIOSK_FONTS", str(tmp_path / "fonts"))
    done = CliRunner().invoke(kiosk, ["profile", "check", "vlaams-voorbeeld", "--today", str(TODAY)])
    assert done.exit_code == 3, done.output
    assert "CANNOT_BE_SHOWN" not in done.output
    assert "--no-draw" in done.output
