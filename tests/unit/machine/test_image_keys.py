"""A layer of the machine's disk is made again when what it is made of changes, and only then."""

import tomllib

import pytest

from tests.support.machine import image


@pytest.fixture
def tree(tmp_path):
    for name in image.PROGRAM:
        target = tmp_path / name
        if "." in name:
            target.write_text(name)
        else:
            target.mkdir()
            (target / "part.py").write_text(name)
    return tmp_path


def test_another_release_or_another_package_is_another_debian(monkeypatch):
    keys = {image.bare_key("bookworm"), image.bare_key("trixie")}
    monkeypatch.setattr(image, "MACHINE_PACKAGES", (*image.MACHINE_PACKAGES, "usbip"))
    assert len(keys | {image.bare_key("bookworm")}) == 3


def test_another_environment_or_another_agent_is_another_second_layer(monkeypatch, tmp_path):
    first = image.environment_key("bookworm", "residence-kiosk-env_1_amd64.deb")
    assert first == image.environment_key("bookworm", "residence-kiosk-env_1_amd64.deb")
    assert first != image.environment_key("bookworm", "residence-kiosk-env_2_amd64.deb")
    (tmp_path / "agent.py").write_text("another")
    monkeypatch.setattr(image, "GUEST", tmp_path)
    assert first != image.environment_key("bookworm", "residence-kiosk-env_1_amd64.deb")


@pytest.mark.parametrize("name", image.PROGRAM)
def test_a_changed_file_of_the_program_is_another_saved_machine(tree, name):
    before = image.program_key("bookworm", tree, "QEMU 7")
    target = tree / name if "." in name else tree / name / "part.py"
    target.write_text("changed")
    assert image.program_key("bookworm", tree, "QEMU 7") != before


def test_compiled_files_and_everything_else_of_the_project_change_nothing(tree):
    before = image.program_key("bookworm", tree, "QEMU 7")
    (tree / "kiosk/__pycache__").mkdir()
    (tree / "kiosk/__pycache__/part.cpython-311.pyc").write_bytes(b"x")
    (tree / "docs.md").write_text("x")
    assert image.program_key("bookworm", tree, "QEMU 7") == before


def test_another_emulator_cannot_wake_a_saved_machine(tree):
    assert image.program_key("bookworm", tree, "QEMU 7") != image.program_key("bookworm", tree, "QEMU 10")


def test_the_installers_file_has_every_place_that_the_bench_sets(tmp_path):
    file = tmp_path / "kiosk.toml"
    file.write_text((image.PROJECT / "systemd/kiosk.toml").read_text())
    image.configure(file)
    told = tomllib.loads(file.read_text())
    assert (told["printer"]["url"], told["panel"]["url"]) == ("/dev/kiosk-printer", "serial:///dev/kiosk-panel")
    assert (told["screen"]["width_mm"], told["kiosk"]["time_limit_factor"]) == (300, 10.0)


def test_a_key_that_the_installers_file_lost_is_named(tmp_path):
    file = tmp_path / "kiosk.toml"
    file.write_text("[kiosk]\n")
    with pytest.raises(AssertionError, match="no longer has"):
        image.configure(file)
