"""Every command finds the municipality's profile in the same way, whichever way the configuration writes it down."""

import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.commands import checks
from kiosk.profiles.loader import load, path_of
from kiosk.visit.model.effects import IssueTicket
from kiosk.visit.steps import tickets
from kiosk.visit.tour.showcase import OPEN_DAY, states
from screens import window

PLACE = "plein"


class Reached(Exception):
    """The command has the profile, and would open its window now."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Zandvoorde's profile in a folder of its own, and everything that the commands are given."""
    folder = tmp_path_factory.mktemp("one way")
    text = path_of("gent").read_text(encoding="utf-8").replace('"stadskantoor"', f'"{PLACE}"')
    for place in (folder / "profiles" / "zandvoorde.toml", folder / "beside.toml", folder / "alone.toml"):
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (folder / "profiles" / "broken.toml").write_text('id = "broken"\nwhat = 1\n', encoding="utf-8")
    (folder / "profiles" / "folder.toml").mkdir()
    (folder / "cards.csv").write_text("national_number,status\n")
    (folder / "appointments.csv").write_text("code,place,starts_at\n")
    (folder / "elsewhere").mkdir()
    return folder


def configured(made, profile, directory, place=PLACE):
    """A configuration file that names the profile so."""
    file = made / "kiosk.toml"
    named = f'profile_directory = "{directory.format(made=made)}"\n' if directory else ""
    file.write_text(
        f'[kiosk]\nprofile = "{profile.format(made=made)}"\nplace = "{place}"\n{named}'
        f'[paths]\nstate = "{made / "state"}"\n[reader]\nenabled = false\n[speech]\nenabled = false\n'
    )
    return file


COMMANDS = {
    "run": "run",
    "doctor": "doctor",
    "board": "board --silent",
    "queue list": "queue list",
    "queue calls": "queue calls",
    "queue export": "queue export --out {made}/export",
    "queue close-day": "queue close-day",
    "queue issue --no-print": "queue issue --class R --no-print",
    "queue issue": "queue issue --class R",
    "office import": "office import {made}/cards.csv",
    "appointments import": "appointments import {made}/appointments.csv",
    "service restore": "service restore",
}

# they show what the store holds, whatever the profile says now
UNRULED = ("queue list", "queue calls", "queue export")
RULED = tuple(name for name in COMMANDS if name not in UNRULED)

FOUND = [
    ("zandvoorde", "{made}/profiles"),
    ("zandvoorde.toml", "{made}/profiles"),
    ("{made}/profiles/zandvoorde.toml", "{made}/profiles"),
    ("{made}/profiles/zandvoorde", "{made}/profiles"),
    ("zandvoorde", "profiles"),
    ("{made}/profiles/zandvoorde.toml", None),
    ("{made}/profiles/zandvoorde", None),
    ("profiles/zandvoorde.toml", None),
    ("beside", None),
    ("beside.toml", None),
]

REFUSED = [
    ("nowhere", "{made}/profiles", "There is no profile {made}/profiles/nowhere.toml. Give the path"),
    ("nowhere", None, "There is no profile {made}/nowhere.toml. Give the path"),
    ("gent", "{made}/profiles", "There is no profile {made}/profiles/gent.toml. Give the path"),
    ("alone", "{made}/profiles", "There is no profile {made}/profiles/alone.toml. Give the path"),
    ("folder", "{made}/profiles", "The profile {made}/profiles/folder.toml is no file."),
    ("", "{made}/profiles", "The profile {made}/profiles is no file."),
    ("broken", "{made}/profiles", "The profile {made}/profiles/broken.toml cannot be used"),
]


def answer(made, name, profile, directory, monkeypatch, **more):
    """What a command came to and said, called from a folder that has nothing to do with it."""
    monkeypatch.chdir(made / "elsewhere")

    def reached(_setup):
        raise Reached

    monkeypatch.setattr(window, "prepare", reached)
    monkeypatch.setenv("DISPLAY", ":9753")
    first, *rest = COMMANDS[name].format(made=str(made).replace(" ", "\0")).split()
    words = [first, *rest] if first in ("run", "doctor", "board") else [first, rest[0], *rest[1:]]
    group = 1 if first in ("run", "doctor", "board") else 2
    words = [word.replace("\0", " ") for word in words]
    config = configured(made, profile, directory, **more)
    done = CliRunner().invoke(kiosk, [*words[:group], "--config", str(config), *words[group:]])
    assert isinstance(done.exception, (SystemExit, Reached, type(None))), done.exception
    return done


@pytest.fixture(scope="module")
def kept(made):
    """A copy of a store for `service restore`, made by a kiosk of its own."""
    config = configured(made, "beside", None)
    for words in (["queue", "issue", "--class", "R", "--no-print"], ["service", "backup"]):
        done = CliRunner().invoke(kiosk, [*words, "--config", str(config)])
        assert done.exit_code == 0, done.output
    return made


@pytest.mark.parametrize("name", COMMANDS)
def test_every_form_that_finds_the_file_is_understood(kept, monkeypatch, name):
    for profile, directory in FOUND:
        done = answer(kept, name, profile, directory, monkeypatch)
        assert "rofile /" not in done.output, (profile, directory, done.output)
        if name in ("run", "board"):
            assert isinstance(done.exception, Reached), (profile, directory)
        elif name == "doctor":
            assert re.search(rf"✓ profile +.*{PLACE}", done.output), done.output
        else:
            # no printer is configured, so that one number is given and not printed
            assert done.exit_code == (1 if name == "queue issue" else 0), (profile, directory, done.output)


@pytest.mark.parametrize("name", RULED)
def test_every_form_that_does_not_is_refused_in_the_same_sentence(kept, monkeypatch, name):
    for profile, directory, sentence in REFUSED:
        done = answer(kept, name, profile, directory, monkeypatch)
        assert sentence.format(made=kept) in done.output, (profile, directory)
        wanted = 3 if name == "doctor" else 1 if profile == "broken" else 2
        assert done.exit_code == wanted, (profile, directory)
    elsewhere = answer(kept, name, "beside", None, monkeypatch, place="mars")
    assert f"Gent has no place 'mars'. Places: {PLACE}, " in elsewhere.output


@pytest.mark.parametrize("name", UNRULED)
def test_what_the_store_holds_is_shown_whatever_the_profile_says(kept, monkeypatch, name):
    right = answer(kept, name, "beside", None, monkeypatch)
    for profile, directory, _ in REFUSED:
        done = answer(kept, name, profile, directory, monkeypatch)
        assert (done.exit_code, done.output) == (0, right.output), (profile, directory)


def test_tickets_of_the_day_need_no_profile(made, monkeypatch):
    given = answer(made, "queue issue --no-print", "beside", None, monkeypatch)
    assert given.exit_code == 0, given.output
    assert given.output.split()[0] in answer(made, "queue list", "nowhere", None, monkeypatch).output


@pytest.mark.parametrize("words", ["list", "calls", "call --counter 1", "finish --ticket R999"])
def test_where_nothing_is_found_the_place_must_be_one_of_the_profiles(made, words):
    config = configured(made, "beside", None)
    lost = CliRunner().invoke(kiosk, ["queue", *words.split(), "--place", "mars", "--config", str(config)])
    assert (lost.exit_code, f"Gent has no place 'mars'. Places: {PLACE}, " in lost.output) == (2, True), lost.output


def test_the_kiosks_own_layer_is_laid_over_by_every_command(kept, monkeypatch):
    (kept / "layer.toml").write_text("nonsense = 1\n")
    for name in RULED:
        monkeypatch.chdir(kept / "elsewhere")
        config = configured(kept, 'beside"\nlayer = "layer.toml', None)
        done = answer(kept, name, 'beside"\nlayer = "layer.toml', None, monkeypatch)
        assert f"The profile {kept / 'beside.toml'} cannot be used" in done.output, (name, config.read_text())


@pytest.mark.parametrize("form", ["zandvoorde", "zandvoorde.toml", "{made}/profiles/zandvoorde.toml"])
@pytest.mark.parametrize(
    "words", ["profile check FORM --no-draw", "explain --profile FORM --service renew --place plein"]
)
def test_an_argument_is_understood_as_a_name_is(made, monkeypatch, form, words):
    monkeypatch.chdir(made / "profiles")
    done = CliRunner().invoke(kiosk, [form.format(made=made) if word == "FORM" else word for word in words.split()])
    assert done.exit_code == 0, done.output
    lost = CliRunner().invoke(kiosk, ["nowhere" if word == "FORM" else word for word in words.split()])
    assert (lost.exit_code, "There is no profile nowhere.toml. Give the path" in lost.output) == (2, True)


def test_no_module_but_one_joins_the_keys():
    joined = {
        str(path)
        for path in Path("kiosk").rglob("*.py")
        if re.search(
            r"\.profile_directory|\bprofile_directory:|kiosk\.layer|\.kiosk\.profile\)",
            path.read_text(encoding="utf-8"),
        )
    }
    assert joined == {"kiosk/base/config.py", "kiosk/profiles/inforce.py"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try what another user may read")
def test_doctor_says_that_the_kiosks_user_cannot_read_the_file(made, monkeypatch):
    monkeypatch.setattr(checks, "HIDDEN", ())
    monkeypatch.setattr(checks, "KIOSK_USER", "nobody")
    shutil.copy(made / "beside.toml", made / "shut.toml")
    (made / "shut.toml").chmod(0o600)
    assert checks.closed_to_the_kiosk([made / "shut.toml"]) == made / "shut.toml"


def test_what_the_service_does_not_see_is_what_its_unit_hides():
    unit = Path("systemd/units/kiosk.service").read_text(encoding="utf-8")
    hidden = set(re.search(r"^InaccessiblePaths=(.*)$", unit, re.MULTILINE)[1].replace("-/", "/").split())
    assert "ProtectHome=yes" in unit
    assert "PrivateTmp=yes" in unit
    hidden |= {"/home", "/root", "/run/user", "/tmp", "/var/tmp"}
    assert {str(path) for path in checks.HIDDEN} == hidden
    assert checks.closed_to_the_kiosk([Path("/home/somebody/stad.toml")]) == Path("/home/somebody/stad.toml")


class TestNumbersWithoutPaper:
    def numbers(self, made):
        with closing(sqlite3.connect(made / "state" / "tickets.db")) as store:
            return store.execute("SELECT count(*) FROM queue_ticket").fetchone()

    def test_a_number_whose_paper_cannot_be_made_is_not_given(self, kept, monkeypatch):
        def broken(*_):
            raise OSError(2, "no such font", "/usr/share/fonts/Inter.otf")

        before = self.numbers(kept)
        monkeypatch.setattr("devices.printer.receipt.render", broken)
        done = answer(kept, "queue issue", "beside", None, monkeypatch)
        assert done.exit_code == 3
        assert "no number was taken" in done.output
        assert self.numbers(kept) == before
        assert answer(kept, "queue issue --no-print", "beside", None, monkeypatch).exit_code == 0

    def test_a_number_is_not_given_when_the_profile_cannot_be_used(self, kept, monkeypatch):
        before = self.numbers(kept)
        for profile, directory, _ in REFUSED:
            answer(kept, "queue issue", profile, directory, monkeypatch)
        assert self.numbers(kept) == before

    def test_the_kiosk_asks_for_no_number_whose_paper_it_cannot_compose(self, monkeypatch):
        def broken(_paper):
            raise LookupError("no word for it")

        showcase = dict(states(load("gent", today=OPEN_DAY.date()), "nl"))
        state = next(each for each in showcase.values() if each.visit is not None and each.situation.paper)
        assert any(isinstance(effect, IssueTicket) for effect in tickets.issue(state, "R")[1])
        monkeypatch.setattr(tickets, "ticket_receipt", broken)
        with pytest.raises(LookupError):
            tickets.issue(state, "R")
