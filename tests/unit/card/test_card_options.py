"""Options of `kiosk card` that are refused before any reader is asked."""

import pytest
from click.testing import CliRunner

from kiosk.base import production
from kiosk.commands.card import command


@pytest.fixture
def kiosk_card():
    def run(*arguments, typed=""):
        done = CliRunner().invoke(command, arguments, input=typed)
        assert done.exit_code == 2, done.output
        return done.output

    return run


@pytest.mark.parametrize("verb", ["read", "verify-pin"])
def test_other_roots_are_refused_on_an_installed_kiosk(kiosk_card, monkeypatch, tmp_path, verb):
    mark, roots = tmp_path / "production", tmp_path / "roots.pem"
    mark.touch()
    roots.write_text("anything")
    monkeypatch.setattr(production, "PRODUCTION_MARK", mark)
    assert f"refused here: {mark} exists" in kiosk_card(verb, "--trust-root", str(roots), typed="1234\n")


@pytest.mark.parametrize("content", ["", "anything", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_file_without_certificates_is_no_root(kiosk_card, tmp_path, content):
    roots = tmp_path / "roots.pem"
    roots.write_text(content)
    assert "not a PEM certificate" in kiosk_card("read", "--trust-root", str(roots))


def test_a_photo_that_cannot_be_written_is_refused_before_the_card_is_read(kiosk_card, tmp_path):
    assert "cannot be written" in kiosk_card("read", "--photo", str(tmp_path / "nowhere" / "photo.jpg"))


@pytest.mark.parametrize("typed", ["12\n", "1234567890123\n", "12a4\n", "१२३४\n"])
def test_what_is_no_pin_is_refused_without_being_repeated(kiosk_card, typed):
    said = kiosk_card("verify-pin", typed=typed)
    assert "4 to 12 digits" in said
    assert typed.strip() not in said.replace("4 to 12 digits", "")
