"""A profile that passed the check never raises in a visit: profiles changed by chance, each visited by somebody (R126)."""

import pytest

from tests.property.profiles.mutants import tried


@pytest.mark.parametrize("count", [60, pytest.param(500, marks=pytest.mark.full)])
def test_a_profile_that_passed_never_raises_in_a_visit(count, tmp_path):
    passed, raised = tried(count, "R126", tmp_path)
    assert raised == []
    assert passed > count / 10
