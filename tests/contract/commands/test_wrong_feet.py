"""Commands under wrong feet: another user, a shut or broken store, a kiosk that runs; one sentence says what to do."""

import codecs
import importlib
import os
import pkgutil
import re
import shlex
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

import devices.simulators
import kiosk as kiosk_package
from kiosk.base import production
from kiosk.base.config import Config
from kiosk.cli import kiosk
from kiosk.commands import checks, installed
from kiosk.commands.examples import EXAMPLES
from kiosk.commands.findings import Found
from kiosk.commands.output import CommandProblem
from kiosk.commands.run import _parts

NOBODY = 65534
# what asks nothing of an installed kiosk, so that anybody may call it
FREE = {
    "card profiles", "card read", "card verify-pin", "docs", "explain", "gallery", "profile check", "profile copy",
    "profile edit", "profile new",
    "queue token", "say", "ticket render",
}  # fmt: skip
# what an installed kiosk refuses to everybody
REFUSED = {
    "card serve", "demo", "dock", "simulate camera", "simulate panel", "simulate printer", "simulate scanner",
}  # fmt: skip
WITH_CONFIG = [name for name in EXAMPLES if name not in FREE | REFUSED | {"run"}]


@pytest.fixture(scope="module", autouse=True)
def everything_is_imported():
    """Python itself may lie where another user cannot read it."""
    for package in (kiosk_package, devices.simulators, importlib):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not re.search("__main__|migrations|app$|show$|gallery", found.name):
                importlib.import_module(found.name)
    codecs.lookup("utf-8-sig")
    importlib.import_module("_strptime")  # Python asks for it when a day is first read
    importlib.import_module("fontTools.svgLib.path")  # a town's drawing asks for it when its profile is first read


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A machine with an installed kiosk, whose folder is shut to others; and a folder of one's own."""
    # the folders of pytest are shut to others too
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    etc = tmp_path / "etc"
    etc.mkdir(mode=0o700)
    monkeypatch.setattr(installed, "INSTALLED", etc / "kiosk.toml")
    monkeypatch.setattr(production, "PRODUCTION_MARK", etc / "production")
    monkeypatch.delenv("DISPLAY", raising=False)
    own = tmp_path / "own"
    own.mkdir()
    own.chmod(0o777)
    monkeypatch.chdir(own)
    return tmp_path


def install(here, *, printer=""):
    (here / "etc" / "production").touch()
    (here / "etc" / "kiosk.toml").write_text(
        f'[paths]\nstate = "{here / "state"}"\nlogs = "{here / "log"}"\n[printer]\nurl = "{printer}"\n'
        "[reader]\nenabled = false\n[speech]\nenabled = false\n"
    )
    (here / "state").mkdir(exist_ok=True)


@contextmanager
def another_user(here):
    """Somebody who cannot read what is shut; where only root could become that, the folder is shut to everybody."""
    if os.geteuid() != 0:
        (here / "etc").chmod(0)
        try:
            yield
        finally:
            (here / "etc").chmod(0o700)
        return
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def called(name, *more):
    example = EXAMPLES[name]
    for file, content in example.files:
        if not Path(file).exists():
            Path(file).write_text(content)
    words = shlex.split(example.words)
    group = len(name.split())
    done = CliRunner().invoke(kiosk, [*words[:group], *more, *words[group:]], input=example.typed + "\n")
    assert isinstance(done.exception, (SystemExit, type(None))), (name, done.exception)
    return done


def one_sentence(done, status=3):
    said = done.stderr.strip()
    assert (done.exit_code, bool(said)) == (status, True), (done.exit_code, done.output)
    assert len(said.splitlines()) == 1, said
    assert "fault" not in said
    return said


@pytest.mark.parametrize("name", WITH_CONFIG)
def test_without_sudo_on_an_installed_kiosk(here, name):
    install(here)
    (here / "etc" / "kiosk.toml").chmod(0o600)
    with another_user(here):
        said = one_sentence(called(name))
    if os.geteuid() == 0:
        assert said == f"{here / 'etc' / 'kiosk.toml'} is closed to this user. Call it with sudo."


def test_the_kiosk_itself_without_sudo_without_a_display(here):
    install(here)
    with another_user(here):
        said = one_sentence(CliRunner().invoke(kiosk, ["run"]))
    if os.geteuid() == 0:
        assert said == f"{here / 'etc' / 'kiosk.toml'} is closed to this user. Call it with sudo."
    assert "no display" in one_sentence(CliRunner().invoke(kiosk, ["run"]))


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_simulator_is_refused_there_also_to_who_cannot_look(here, name):
    install(here)
    with another_user(here):
        done = called(name)
    assert "production" in one_sentence(done, status=1)


def test_a_simulated_kiosk_is_refused_there(here):
    install(here)
    with pytest.raises(CommandProblem, match="a simulated kiosk is refused"), _parts(Config(), simulated=True):
        pass


def test_a_mark_that_a_trial_put_aside_is_missed_by_the_doctor(here):
    assert checks.mark().found is Found.GOOD  # a developer's machine
    install(here)
    assert checks.mark().found is Found.GOOD
    (here / "etc" / "production").rename(here / "etc" / "production.aside")
    found = checks.mark()
    assert found.found is Found.WARNING
    assert str(here / "etc" / "production") in found.said
    assert "touch" in found.todo


def test_the_installers_page_plays_devices_only_while_the_mark_is_aside():
    page = (Path(__file__).parents[3] / "systemd/README.md").read_text(encoding="utf-8")
    lines = [line for block in page.split("```")[1::2] for line in block.splitlines()]
    aside = lines.index("sudo mv /etc/kiosk/production /etc/kiosk/production.aside")
    back = lines.index("sudo mv /etc/kiosk/production.aside /etc/kiosk/production")
    played = [at for at, line in enumerate(lines) if any(f"kiosk {name}" in line for name in REFUSED)]
    assert len(played) == 4
    assert aside < min(played) <= max(played) < back


@pytest.mark.parametrize(
    "name", ["profile check", "profile copy", "profile new", "explain", "queue token", "say", "ticket render"]
)
def test_what_needs_no_kiosk_is_for_everybody(here, name):
    install(here)
    with another_user(here):
        for words in EXAMPLES[name].first:
            CliRunner().invoke(kiosk, words.split())
        done = called(name)
    assert done.exit_code == 0, done.output


STORE = [name for name in WITH_CONFIG if name.startswith(("queue", "office", "appointments"))]
OTHERS = [*STORE, "staff add", "service out", "service backup", "service restore"]
# these two ask nothing of the store that is only read
ASKS = [name for name in OTHERS if name not in ("queue api", "queue take-mark")]


def shut(here, mode):
    """The configuration can be read, and the kiosk's own folder is another user's."""
    install(here)
    assert called("queue issue").exit_code == 0
    assert called("service backup").exit_code == 0
    for path in (here / "etc", here / "etc" / "kiosk.toml"):
        path.chmod(0o755)
    (here / "state").chmod(mode)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs two users")
@pytest.mark.parametrize(("name", "mode"), [(name, 0o700) for name in OTHERS] + [(name, 0o755) for name in ASKS])
def test_another_user_than_the_stores(here, name, mode):
    shut(here, mode)
    with another_user(here):
        said = one_sentence(called(name))
    assert "root" in said or "sudo" in said or "written" in said, said


@pytest.mark.parametrize("name", ["service backup", "service restore", "logs export"])
def test_where_nothing_is_kept_yet(here, name):
    install(here)
    said = one_sentence(called(name))
    assert str(here) in said


@pytest.mark.parametrize("name", ["queue issue", "office import"])
def test_a_store_that_another_program_holds(here, name):
    install(here)
    assert called("queue issue").exit_code == 0
    with closing(sqlite3.connect(here / "state" / "tickets.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN EXCLUSIVE")
        said = one_sentence(called(name))
    assert "busy" in said or "another program" in said or "does not answer" in said, said


class TestWhileTheKioskRuns:
    @pytest.fixture(autouse=True)
    def running(self, here, monkeypatch):
        install(here, printer="tcp://127.0.0.1:9")
        (here / "bin").mkdir()
        (here / "bin" / "systemctl").write_text("#!/bin/sh\necho LoadState=loaded\necho ActiveState=active\n")
        (here / "bin" / "systemctl").chmod(0o755)
        monkeypatch.setenv("PATH", f"{here / 'bin'}{os.pathsep}{os.environ['PATH']}")

    def issue(self, *words):
        return CliRunner().invoke(kiosk, ["queue", "issue", "--class", "R", *words])

    def test_the_printer_is_the_kiosks_and_no_number_is_lost(self, here):
        said = one_sentence(self.issue())
        assert "holds the printer" in said
        assert "--no-print" in said
        assert not (here / "state" / "tickets.db").exists() or "No tickets." in called("queue list").stdout
        assert self.issue("--no-print").stdout == "R001  (0 before you)\n"

    def test_a_second_kiosk_does_not_start(self, here):
        config = str(here / "etc" / "kiosk.toml")
        for words in (["run"], ["run", "--config", config]):
            said = one_sentence(CliRunner().invoke(kiosk, words))
            assert said == "The kiosk runs already. Stop it first: sudo systemctl stop kiosk"

    def test_doctor_does_not_call_a_printer_missing_that_the_kiosk_holds(self):
        done = CliRunner().invoke(kiosk, ["doctor"])
        assert "does not answer to others while the kiosk runs" in done.stdout

    def test_the_store_is_not_replaced_under_it(self, here):
        assert self.issue("--no-print").exit_code == 0
        assert called("service backup").exit_code == 0
        from kiosk.queue.fair import Turnstile

        open_store = Turnstile(here / "state" / "tickets.db.lock")
        assert "systemctl stop kiosk" in one_sentence(called("service restore"))
        open_store.close()
