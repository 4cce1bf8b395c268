"""Long fuzz runs, by name: `pytest tests/soak/soak_fuzz.py`, a hundred thousand inputs each unless FUZZ says otherwise (Q09).

The full run does the same with fewer inputs; what a long run finds becomes a test of its own there.
"""

import importlib.util
import os
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

TOTAL = int(os.environ.get("FUZZ", "100000"))


def load(name):
    path = Path(__file__).parents[1] / "property" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"soak_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


agree, profile_fuzz = load("rules/test_rules_agree"), load("rules/test_profile_fuzz")
api, office_codes = load("queue/test_queue_api_fuzz"), load("queue/test_queue_properties")
profiles = agree.profiles


def test_random_cases_agree_with_a_second_reading(profiles):
    agree.compare(profiles, "soak", TOTAL)


@given(api.METHODS, api.PATHS, api.QUERIES, st.binary(max_size=2000))
@settings(max_examples=TOTAL, deadline=None)
def test_any_question_to_the_api_is_answered_or_refused(method, path, query, body):
    api.ask(method, path, query, body)


def test_no_mistake_in_a_profile_ends_in_a_traceback(tmp_path):
    for path in profile_fuzz.spoilt(tmp_path, "soak", TOTAL):
        profile_fuzz.try_it(path)


@given(st.text(max_size=5000))
@settings(max_examples=TOTAL, deadline=None)
def test_a_code_is_clean_or_none(raw):
    code = office_codes.clean(raw)
    assert code is None or len(code) <= 32
