"""Every claim of SECURITY.md names a test that is there, and every word about what is protected stands in a claim."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLAIMED = ("What the kiosk protects", "Simulators")
OTHER = ("What it does not protect against", "Reporting")
NAMED = re.compile(r"\(((?:`[^`]+`(?:; )?)+)\)$")
LABEL = re.compile(r"[A-Z][A-Za-z ]+:")


def sections(text):
    """Of each heading its bullets, and what stands outside of them, each in one line."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        blocks = [" ".join(block.split()) for block in re.split(r"\n\n+|\n(?=\* )", body.strip())]
        bullets = [block.removeprefix("* ") for block in blocks if block.startswith("* ")]
        yield heading, bullets, [block for block in blocks if not block.startswith("* ")]


def faults(text):
    """What a page's claims lack: a test, or one that is there."""
    found = []
    for heading, bullets, beside in sections(text):
        claimed = heading in CLAIMED
        found += [f"stands in no claim: {block}" for block in beside if claimed and not LABEL.fullmatch(block)]
        for claim in bullets:
            named = NAMED.search(claim)
            if named is None:
                found += [f"names no test: {claim}"] if claimed else []
                continue
            for file, tests in re.findall(r"`([^:`]+): ([^`]+)`", named.group(1)):
                there = defined(TESTS.parent / file)
                found += [f"{file} has no {test}" for test in tests.split(", ") if test not in there]
    return found


def defined(file):
    if not file.is_file():
        return set()
    made = (node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef))
    return {name for name in made if name.startswith("test_")}


def test_every_claim_names_a_test_that_is_there():
    text = (TESTS.parent / "SECURITY.md").read_text()
    assert faults(text) == []
    assert sorted(heading for heading, _, _ in sections(text)) == sorted((*CLAIMED, *OTHER))


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ("* A claim.\n  And more of it.", "names no test: A claim. And more of it."),
        ("* A claim. (`tests/unit/nowhere.py: test_a`)", "tests/unit/nowhere.py has no test_a"),
        (
            "* A claim. (`conventions/test_security_claims.py: test_b`)",
            "conventions/test_security_claims.py has no test_b",
        ),
        (
            "* A claim. (`tests/conventions/test_security_claims.py: defined`)",
            "tests/conventions/test_security_claims.py has no defined",
        ),
        ("The PIN:\n\nNobody reads it.", "stands in no claim: Nobody reads it."),
    ],
)
def test_a_claim_without_one_is_found(claim, fault):
    assert faults(f"# Security\n\n## Simulators\n\n{claim}\n") == [fault]
