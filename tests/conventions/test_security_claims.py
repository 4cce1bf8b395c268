"""Every claim of SECURITY.md names a test that is there."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLAIMED = ("What the kiosk protects", "Simulators")
OTHER = ("What it does not protect against", "Reporting")
NAMED = re.compile(r"\(((?:`[^`]+`(?:; )?)+)\)$")


def sections(text):
    """Of each heading its bullets, each in one line."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        yield (
            heading,
            [" ".join(bullet.split()) for bullet in re.findall(r"^\* ((?:.|\n(?!\*|\n))+)", body, re.MULTILINE)],
        )


def faults(text):
    """What a page's claims lack: a test, or one that is there."""
    found = []
    for heading, claims in sections(text):
        for claim in claims if heading in CLAIMED else ():
            named = NAMED.search(claim)
            if named is None:
                found.append(f"names no test: {claim}")
                continue
            for file, tests in re.findall(r"`([^:`]+): ([^`]+)`", named.group(1)):
                there = defined(TESTS.parent / file)
                found += [f"{file} has no {test}" for test in tests.split(", ") if test not in there]
    return found


def defined(file):
    if not file.is_file():
        return set()
    return {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_claim_names_a_test_that_is_there():
    text = (TESTS.parent / "SECURITY.md").read_text()
    assert faults(text) == []
    assert sorted(heading for heading, _ in sections(text)) == sorted((*CLAIMED, *OTHER))


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ("* A claim.\n  And more of it.", "names no test: A claim. And more of it."),
        ("* A claim. (`tests/unit/nowhere.py: test_a`)", "tests/unit/nowhere.py has no test_a"),
        (
            "* A claim. (`conventions/test_security_claims.py: test_b`)",
            "conventions/test_security_claims.py has no test_b",
        ),
    ],
)
def test_a_claim_without_one_is_found(claim, fault):
    assert faults(f"# Security\n\n## Simulators\n\n{claim}\n") == [fault]
