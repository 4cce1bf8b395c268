"""Long fuzz runs, by name: `pytest tests/soak/soak_fuzz.py`, a hundred thousand inputs each unless FUZZ says otherwise (Q09).

The full run does the same with fewer inputs; what a long run finds becomes a test of its own there.
"""

import os
import random

from tests.property.office.test_import_fuzz import import_many
from tests.property.queue.test_store_fuzz import ask_many
from tests.property.residence.test_profile_fuzz import spoilt, try_it
from tests.property.residence.test_rules_agree import compare, profiles

TOTAL = int(os.environ.get("FUZZ", "100000"))
SEED = random.randrange(10**9)  # another one each time; what it finds names it

__all__ = ["profiles"]


def test_random_cases_agree_with_a_second_reading(profiles):
    compare(profiles, "soak", TOTAL)


def test_any_question_to_the_api_is_answered_or_refused(tmp_path):
    for day in range(max(1, TOTAL // 5_000)):
        folder = tmp_path / f"{SEED + day}"
        folder.mkdir()
        ask_many(folder, 5_000, SEED + day)


def test_any_line_of_a_file_of_the_office_is_taken_or_named(tmp_path):
    import_many(tmp_path, max(1, TOTAL // 100), SEED)


def test_no_mistake_in_a_profile_ends_in_a_traceback(tmp_path):
    for path in spoilt(tmp_path, "soak", TOTAL):
        try_it(path)
