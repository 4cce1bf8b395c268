"""A kiosk of a town with one place stands there without being told; of several one is named."""

import pytest

from kiosk.commands.installed import configured
from kiosk.profiles.loader import to_begin_with


@pytest.fixture
def config(tmp_path):
    """The configuration of a kiosk, as it is read from its file."""

    def written(profile, *lines):
        file = tmp_path / "kiosk.toml"
        (tmp_path / "own.toml").write_text(to_begin_with(profile).read_text("utf-8"), encoding="utf-8")
        file.write_text("\n".join(("[kiosk]", 'profile = "own.toml"', *lines)), encoding="utf-8")
        return configured(file).kiosk

    return written


def test_the_one_place_of_a_profile_is_the_kiosks(config):
    assert config("walloon").place == "maison-communale"


def test_a_place_that_is_named_stays(config):
    assert config("walloon", 'place = "antenne"').place == "antenne"


def test_of_several_places_none_is_chosen(config):
    assert config("gent").place == "stadskantoor"


def test_files_beside_the_configuration_are_found_still(config, tmp_path):
    assert config("walloon").folder == tmp_path


def test_without_a_profile_nothing_is_read(tmp_path):
    file = tmp_path / "kiosk.toml"
    file.write_text('[kiosk]\nid = "hall-2"\n', encoding="utf-8")
    assert configured(file).kiosk.place == "stadskantoor"
