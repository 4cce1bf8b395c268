"""docs/profiles.md is walked as a municipality would: answer or copy, change, check, ask; and its tables name every code."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import kiosk.profiles
from kiosk.cli import kiosk as program
from kiosk.profiles.beginning.asking import questions
from kiosk.profiles.problems import NoticeCode, ProfileProblem

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
SHIPPED = Path(kiosk.profiles.__file__).parent


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """The copy with the changes of the page's own examples."""
    text = (SHIPPED / "vlaams-voorbeeld.toml").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    head = examples[0]
    access = next(each for each in examples if each.startswith("[places.access]"))
    text = re.sub(r"\[municipality\]\n(?:.+\n)+", "", text, count=1)
    text = re.sub(r"^id = .*\n(knowledge = .*\n)", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[places\.access\]\n(?:.+\n)+", access + "\n", text, count=1)
    path = tmp_path / "mijnstad.toml"
    identifier, _, tables = head.partition("\n")
    path.write_text(f'{identifier}\nknowledge = ["university"]\n{tables}\n{text}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def run(line, typed=None):
    return CliRunner().invoke(program, line.split()[1:], input=typed)


def test_the_page_leads_to_a_working_profile(mine):
    checked = run("kiosk profile check mijnstad.toml --today 2026-11-22")
    assert checked.exit_code == 0, checked.output
    commands = re.findall(r"^kiosk explain .*$", PAGE, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        answered = run(f"{command} --json")
        assert answered.exit_code == 0, answered.output
        told = json.loads(answered.stdout)
        assert told["text"]["title"]
    found = json.loads(run("kiosk explain --profile mijnstad.toml --service found --json").stdout)
    assert (found["ticket_class"], found["appointment"]) == ("S", "walk_in")
    assert {"website"} <= {use["source"] for use in found["sources"]}


def test_the_page_is_followed_to_the_letter(tmp_path, monkeypatch):
    """Every command of the first four steps, in its order, with nothing but what the page shows."""
    monkeypatch.chdir(tmp_path)
    (answers,) = re.findall(r"```\n(region = .*?)```", PAGE, re.DOTALL)
    tutorial = PAGE[: PAGE.index("## 5.")]
    lines = re.findall(r"^kiosk .*$", tutorial, re.MULTILINE)
    assert [line.split()[2] for line in lines[:4]] == ["new", "new", "copy", "edit"]
    # the first one asks; the answers are given on the keyboard, Enter where the page shows none
    given, said, typed = tomllib.loads(answers), {}, []
    for question in questions(said):
        said[question.key] = given.get(question.key, question.usual)
        typed.append(given.get(question.key, ""))
    asked = run(lines[0], typed="\n".join(typed) + "\n\n")
    assert asked.exit_code == 0, asked.output
    by_hand = Path("mijnstad.toml").read_text("utf-8")
    Path("mijnstad.toml").unlink()
    Path(lines[1].split()[-1]).write_text(answers, "utf-8")
    # the page in the browser is tried in tests/contract/profiles
    for line in (each for each in lines[1:] if " edit " not in each):
        done = run(line)
        assert done.exit_code == 0, f"{line}\n{done.output}"
    # who was asked agreed to each suggestion; what a file of answers leaves out nobody said
    made = Path("mijnstad.toml").read_text("utf-8")
    assert "".join(line for line in made.splitlines(keepends=True) if not line.startswith("source_of")) == by_hand
    assert Path("anderestad.toml").exists()


def test_every_code_of_the_check_is_explained_on_the_page():
    codes = set(re.findall(r"`([A-Z_]{4,})`", PAGE))
    assert {str(code) for code in ProfileProblem} | {str(code) for code in NoticeCode} <= codes


def test_every_table_that_the_page_names_exists():
    from kiosk.residence.profile import Profile

    named = set(re.findall(r"\| `\[+([a-z_.A-Z]+)\]+`", PAGE))
    assert named
    assert {name.partition(".")[0] for name in named} <= set(Profile.model_fields)


def test_a_profile_begins_as_a_copy_under_its_own_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (line,) = re.findall(r"^kiosk profile copy .*$", PAGE, re.MULTILINE)
    made = run(line)
    assert made.exit_code == 0, made.output
    text = Path("anderestad.toml").read_text(encoding="utf-8")
    assert '\nid = "anderestad"\n' in text
    assert run("kiosk profile check anderestad.toml --today 2026-11-22 --no-draw").exit_code == 0
    again = run(line)
    assert (again.exit_code, Path("anderestad.toml").read_text(encoding="utf-8")) == (2, text)
    assert "is there already" in again.output
    assert run("kiosk profile copy brugge brugge.toml").exit_code == 2
    assert run("kiosk profile copy gent nowhere/stad.toml").exit_code == 2
    assert run("kiosk profile copy gent Grote_Stad.toml").exit_code == 0
    assert '\nid = "grote-stad"\n' in Path("Grote_Stad.toml").read_text(encoding="utf-8")


def test_the_pictures_of_the_page_are_the_municipalitys_own(mine):
    from kiosk.commands.gallery import command
    from kiosk.commands.galleryviews import all_views
    from kiosk.commands.towns import named_profile
    from kiosk.views.view import Comfort

    (line,) = re.findall(r"^kiosk gallery .*$", PAGE, re.MULTILINE)
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z]+", line)) <= known
    shown = dict(all_views("nl", Comfort(), named_profile(str(mine))))
    assert shown["menu"].place.startswith("Mijnstad")
    for name in re.findall(r"--view ([a-z]+)", line):
        assert any(view.startswith(name) for view in shown)
