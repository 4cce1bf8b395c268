"""What install decides about packages that are kept, how an update waits for a visit, and who is in which group."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

SYSTEMD = Path(__file__).parents[3] / "systemd"


def program(folder, name, text):
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def machine(tmp_path):
    """install as it lies on a kiosk, with its own store, on a machine that has the version of `installed`."""
    text = (SYSTEMD / "install").read_text()
    assert "store=/var/cache/kiosk-packages" in text
    (tmp_path / "store").mkdir()
    (tmp_path / "programs").mkdir()
    text = text.replace("store=/var/cache/kiosk-packages", f'store="{tmp_path}/store"')
    text = text.replace(". /etc/os-release", "ID=debian VERSION_ID=12")
    (tmp_path / "kiosk-install").write_text(text)
    program(tmp_path / "programs", "dpkg-query", f'cat "{tmp_path}/installed"')

    class Machine:
        def keeps(self, *versions):
            for version in versions:
                (tmp_path / "store" / f"residence-kiosk_{version}_amd64.deb").touch()

        def has(self, version):
            (tmp_path / "installed").write_text(f"installed {version}\n")

        def does(self, *words):
            path = f"{tmp_path / 'programs'}{os.pathsep}{os.environ['PATH']}"
            return subprocess.run(
                ["bash", tmp_path / "kiosk-install", *words],
                env={"PATH": path}, capture_output=True, text=True, check=False,
                timeout=300,
            )  # fmt: skip

    made = Machine()
    made.has("0.3.0-1")
    return made


def test_each_way_back_is_one_step_and_never_a_step_forward(machine):
    machine.keeps("0.1.0-1", "0.2.0-1", "0.2.0-10", "0.2.0-9", "0.3.0-1")
    at, steps = "0.3.0-1", []
    for _ in range(3):
        machine.has(at)
        done = machine.does("--rollback", "--dry-run")
        assert done.returncode == 0, done.stderr
        at = re.search(r"Going back from \S+ to (\S+)", done.stdout)[1]
        steps.append(at)
    assert steps == ["0.2.0-10", "0.2.0-9", "0.2.0-1"]
    machine.has("0.1.0-1")
    refused = machine.does("--rollback", "--dry-run")
    assert refused.returncode == 3
    assert "no package before 0.1.0-1" in refused.stderr


def test_the_list_names_what_can_be_gone_back_to_and_what_runs(machine):
    machine.keeps("0.1.0-1", "0.3.0-1", "0.2.0-1")
    lines = [line.strip() for line in machine.does("--list").stdout.splitlines()[1:]]
    assert lines == ["0.3.0-1  (installed)", "0.2.0-1", "0.1.0-1"]


def test_a_version_of_the_list_can_be_named_and_another_one_is_refused_with_the_list(machine):
    machine.keeps("0.1.0-1", "0.2.0-1", "0.3.0-1")
    assert "to 0.1.0-1" in machine.does("--dry-run", "--rollback", "0.1.0-1").stdout
    refused = machine.does("--dry-run", "--rollback", "0.1.5-1")
    assert refused.returncode == 3
    assert "0.2.0-1" in refused.stderr


def test_on_a_kiosk_without_a_tree_it_asks_what_to_install(machine):
    done = machine.does("--dry-run")
    assert done.returncode == 2
    assert "--bundle" in done.stderr


def test_nothing_that_it_starts_can_ask(machine, tmp_path):
    """A dialogue of a package would read an answer: its input is closed, and debconf is told so."""
    asks = 'read -r answer && exit 7; echo "$DEBIAN_FRONTEND" >"$0.heard"; echo installed 1'
    program(tmp_path / "programs", "dpkg-query", asks)
    path = f"{tmp_path / 'programs'}{os.pathsep}{os.environ['PATH']}"
    words = ["bash", tmp_path / "kiosk-install", "--list"]
    (tmp_path / "store" / "residence-kiosk_1_amd64.deb").touch()
    done = subprocess.run(
        words, input="yes\n", env={"PATH": path}, capture_output=True, text=True, check=False, timeout=300
    )
    assert "(installed)" in done.stdout
    assert (tmp_path / "programs/dpkg-query.heard").read_text() == "noninteractive\n"
    text = (SYSTEMD / "install").read_text()
    for option in ("--force-confdef", "--force-confold"):
        assert f"Dpkg::Options::={option}" in text


def test_packages_that_a_power_cut_left_half_done_are_finished_first():
    function = re.search(r"^apt_install\(\) .*?^}$", (SYSTEMD / "install").read_text(), re.MULTILINE | re.DOTALL)[0]
    script = f'logged() {{ echo "$*"; [ "$1" = apt-get ]; }}; APT=() bundle=""; {function}; apt_install never-heard'
    done = subprocess.run(["bash", "-ec", script], capture_output=True, text=True, check=True, timeout=60)
    first, second = done.stdout.splitlines()
    assert re.search("^dpkg .*--configure -a$", first)
    assert second == "apt-get install never-heard"


class TestFinishVisit:
    """lib/finish-visit with a kiosk that is `systemctl`, `journalctl` and `kiosk` of a folder."""

    @pytest.fixture
    def kiosk(self, tmp_path):
        text = (SYSTEMD / "lib/finish-visit").read_text()
        for path in ("/run/systemd/system", "/run/kiosk-update", "/var/lib/kiosk/out-of-service.json"):
            assert path in text
            text = text.replace(path, f'"{tmp_path / path.rpartition("/")[2]}"')
        (tmp_path / "system").mkdir()
        program(tmp_path, "finish-visit", text.replace("sleep ", "sleeps "))
        program(
            tmp_path,
            "systemctl",
            f'case "$*" in *is-active*) exit 0;; *show*) echo 7;; *) echo "$*" >>"{tmp_path}/acts";; esac',
        )
        program(tmp_path, "kiosk", f'echo "kiosk $2" >>"{tmp_path}/acts"')
        # each look at the journal, which is asked for the running kiosk's own lines, is one line further
        program(
            tmp_path,
            "journalctl",
            f'echo look >>"{tmp_path}/looks"; head -n $(wc -l <"{tmp_path}/looks") "{tmp_path}/journal"',
        )
        program(tmp_path, "sleeps", "exit 0")
        (tmp_path / "looks").touch()

        def finish(*journal, word="upgrade", limit="300"):
            (tmp_path / "journal").write_text("".join(f'{{"event": "{line}"}}\n' for line in journal))
            path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
            done = subprocess.run(
                [tmp_path / "finish-visit", word],
                env={"PATH": path, "KIOSK_VISIT_SECONDS": limit}, capture_output=True, text=True, check=True, timeout=60,
            )  # fmt: skip
            acts = tmp_path / "acts"
            return done.stderr, acts.read_text().splitlines() if acts.exists() else []

        return finish

    def test_a_kiosk_that_nobody_uses_stops_at_once(self, kiosk, tmp_path):
        said, acts = kiosk("visit_ended")
        assert said == ""
        assert acts == ["kiosk out", "stop kiosk.service", "kiosk in", "start kiosk-out-of-service.service"]
        assert (tmp_path / "kiosk-update").exists()

    def test_a_visit_ends_before_the_kiosk_stops_and_no_other_begins(self, kiosk):
        said, acts = kiosk("visit_started", "visit_step", "device_lost", "visit_ended")
        assert "waiting for the end of the visit, at most 300 seconds" in said
        assert "the visit has ended after 2 seconds" in said
        assert acts[:2] == ["kiosk out", "stop kiosk.service"]

    def test_a_visit_without_an_end_is_not_waited_for_for_ever(self, kiosk):
        said, acts = kiosk("visit_started", limit="4")
        assert "not ended after 4 seconds" in said
        assert "stop kiosk.service" in acts

    def test_what_staff_said_themselves_stays(self, kiosk, tmp_path):
        (tmp_path / "out-of-service.json").touch()
        assert kiosk("visit_ended")[1] == ["stop kiosk.service", "start kiosk-out-of-service.service"]

    def test_a_program_that_goes_leaves_no_words_on_the_screen(self, kiosk, tmp_path):
        assert kiosk("visit_ended", word="remove")[1][-1] == "kiosk in"
        assert not (tmp_path / "kiosk-update").exists()

    def test_nothing_happens_at_a_first_installation(self, kiosk):
        assert kiosk("visit_started", word="install") == ("", [])


def groups_of_the_unit():
    unit = (SYSTEMD / "units/kiosk.service").read_text()
    return set(re.search(r"^SupplementaryGroups=(.*)$", unit, re.MULTILINE)[1].split())


@pytest.mark.skipif(shutil.which("systemd-sysusers") is None, reason="systemd-sysusers is not installed")
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: users are made by root")
def test_the_kiosk_s_user_is_in_the_groups_of_its_unit(tmp_path):
    """Its commands on a terminal open the same devices, without the unit's SupplementaryGroups."""
    (tmp_path / "etc").mkdir()
    for line in ("usr/lib/sysusers.d",):
        (tmp_path / line).mkdir(parents=True)
    shutil.copy(SYSTEMD / "rules/sysusers.conf", tmp_path / "usr/lib/sysusers.d/kiosk.conf")
    subprocess.run(["systemd-sysusers", f"--root={tmp_path}"], check=True, capture_output=True, timeout=300)
    rows = [line.split(":") for line in (tmp_path / "etc/group").read_text().splitlines()]
    assert {name for name, _, _, members in rows if "kiosk" in members.split(",")} == groups_of_the_unit()
