"""`./check mutation`: mutants are drawn with a seed, are in force everywhere at once, and their verdicts outlive a stop."""

import ast
import re
import subprocess
import sys

import pytest

from kiosk.residence import calendar, cardtypes
from kiosk.visit.tour import people
from tests.mutation import run
from tests.mutation.live import Cold, allow, alone, names_changed, put, used
from tests.mutation.mutants import ROOT, files, mutants, mutated, sample

CALENDAR = "kiosk/residence/calendar.py"


def named(path, name):
    return next(each for each in mutants(path) if each.name == name)


def test_each_mutant_is_another_program():
    before = ast.unparse(ast.parse((ROOT / CALENDAR).read_text("utf-8")))
    for mutant in mutants(CALENDAR):
        tree = mutated(mutant)
        compile(tree, CALENDAR, "exec")
        assert ast.unparse(tree) != before, mutant.name


def test_the_seed_says_which_and_another_seed_says_others():
    many = [mutant.name for mutant in sample(14, 60)]
    assert [mutant.name for mutant in sample(14, 50)] == many[:50]
    assert many != [mutant.name for mutant in sample(15, 60)]
    assert len(set(many)) == 60


def test_neither_words_nor_pictures_nor_types_are_changed():
    every = [mutant.what for path in files() for mutant in mutants(path)]
    assert not [what for what in every if re.fullmatch(r"'[^']*'  →  '[^']*'", what)]
    assert not [what for what in every if what.startswith("Icon.") and not what.endswith("(nothing)")]
    assert not [what for what in every if what.startswith("str | ")]


def test_a_changed_function_is_in_force_for_whoever_imported_it():
    mutant = named(CALENDAR, "residence/calendar is_holiday nothing returned 1")
    function = calendar.is_holiday

    def work(say):
        put(mutant)
        say(str(function.__code__ is calendar.is_holiday.__code__ and function.__code__.co_consts))

    assert "None" in alone(work)


def test_a_changed_table_is_in_force_in_every_module_that_names_it():
    mutant = named("kiosk/residence/cardtypes.py", "residence/cardtypes (names) entry 1")
    assert "CARD_TYPES" in names_changed(mutant)

    def work(say):
        before = len(cardtypes.CARD_TYPES)
        put(mutant)
        say(f"{before - len(cardtypes.CARD_TYPES)} {people.CARD_TYPES is cardtypes.CARD_TYPES}")

    assert alone(work) == "1 True"
    assert people.CARD_TYPES is cardtypes.CARD_TYPES


def test_what_is_decided_before_the_tests_begin_is_left_to_a_fresh_start():
    cold = next(each for each in mutants("kiosk/residence/facts.py") if not each.function and not names_changed(each))

    def work(say):
        with pytest.raises(Cold):
            put(cold)
        say("cold")

    assert alone(work) == "cold"


def test_a_mutant_that_turns_for_ever_is_found():
    def work(_):
        while True:
            pass

    assert alone(work, seconds=1).startswith("killed by signal")


def test_tests_that_take_long_together_are_no_reason_to_call_a_mutant_killed():
    def work(say):
        for _ in range(3):
            allow(1)
            until = used() + 0.7
            while used() < until:
                pass
        say("survived")

    assert alone(work) == "survived"


def test_a_verdict_counts_until_its_code_is_another_and_a_survivor_until_a_test_is(tmp_path):
    one, two = mutants(CALENDAR)[:2]
    verdicts = run.Verdicts(tmp_path / "verdicts", "these tests")
    verdicts.give(one, "killed by a test")
    verdicts.give(two, "survived")
    again = run.Verdicts(tmp_path / "verdicts", "these tests")
    assert (again.of(one), again.of(two)) == ("killed by a test", "survived")
    others = run.Verdicts(tmp_path / "verdicts", "other tests")
    assert (others.of(one), others.of(two)) == ("killed by a test", None)
    changed = type(one)(**{**vars(one), "digest": "another"})
    assert again.of(changed) is None


def test_the_words_of_the_run_are_none_of_kivys(tmp_path, monkeypatch):
    """Kivy reads the words of whichever process imports it, and ends it at one that it does not know."""
    monkeypatch.setenv("KIVY_NO_ARGS", "no")
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(run, "FOLDER", tmp_path)
    assert run.main(["--mutants", "2", "--report"]) == 3
    imported = [sys.executable, "-c", "import sys; sys.argv = ['run', '--mutants', '2']; import kivy"]
    assert subprocess.run(imported, check=False, capture_output=True, timeout=120, cwd=tmp_path).returncode == 0


def test_survivors_without_a_reason_are_named_and_fail(tmp_path, monkeypatch, capsys):
    one, two, three = mutants(CALENDAR)[:3]
    verdicts = run.Verdicts(tmp_path / "verdicts", "tests")
    assert run.report([one], verdicts) == 3
    for mutant, verdict in ((one, "killed x"), (two, "survived"), (three, "survived")):
        verdicts.give(mutant, verdict)
    known = run.Verdicts(tmp_path / "verdicts", "tests")
    monkeypatch.setattr(run, "equivalents", lambda: {(two.name, two.what): "cannot be told"})
    capsys.readouterr()
    assert run.report([one, two, three], known) == 1
    said = capsys.readouterr().out
    assert three.name in said
    assert two.name not in said
    monkeypatch.setattr(run, "equivalents", lambda: {(one.name, one.what): "wrong"})
    assert run.report([one], known) == 1
    assert "still listed" in capsys.readouterr().out


def test_the_reasons_name_mutants_that_there_are():
    known = {(each.name, each.what) for path in files() for each in mutants(path)}
    assert set(run.equivalents()) <= known
    assert all(len(why) > 10 for why in run.equivalents().values())
