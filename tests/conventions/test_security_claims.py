"""Every claim of SECURITY.md names a test that is there and runs, and every word about what is protected stands in a claim."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLAIMED = ("What the kiosk protects", "Simulators")
OTHER = ("What it does not protect against", "Reporting")
TEST = re.compile(r"`([^:`]+): ([^`]+)`")
NAMED = re.compile(r"\((?:`[^`]+`(?:; )?)+\)$")
LABEL = re.compile(r"[A-Z][A-Za-z ]+:")
NEVER = re.compile(r"\bmark\.(?:skip|xfail|hw)\b")  # `skipif` asks the machine, and `./check` asks for what it needs


def sections(text):
    """Of each heading its bullets, and what stands outside of them, each in one line; before the first heading it is ""."""
    first, *parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    for heading, body in zip(("", *parts[::2]), (first, *parts[1::2]), strict=True):
        blocks = [" ".join(block.split()) for block in re.split(r"\n\n+|\n(?=\* )", body.strip())]
        bullets = [block.removeprefix("* ") for block in blocks if block.startswith("* ")]
        yield heading, bullets, [block for block in blocks if not block.startswith("* ")]


def faults(text):
    """What a page's claims lack: a test, or one that is there and runs."""
    found = []
    for heading, bullets, beside in sections(text):
        claimed = heading in CLAIMED
        if claimed:
            found += [f"stands in no claim: {block}" for block in beside if not LABEL.fullmatch(block)]
        elif not heading:
            found += [f"stands in no claim: {block}" for block in (*beside[2:], *bullets)]  # behind title and use
        for claim in bullets:
            if claimed and NAMED.search(claim) is None:
                found.append(f"names no test: {claim}")
            for file, tests in TEST.findall(claim):
                there = run(TESTS.parent / file)
                found += [f"{file} runs no {test}" for test in tests.split(", ") if test not in there]
    return found


def run(file):
    """The names of the tests of a file that pytest finds and that are not left out for good."""
    if not (file.is_file() and file.name.startswith("test_")):
        return set()
    module = ast.parse(file.read_text())
    marks = {
        name.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    return set() if _never(marks.get("pytestmark"), marks) else set(_tests(module, marks))


def _tests(place, marks):
    for node in place.body:
        if any(_never(mark, marks) for mark in getattr(node, "decorator_list", ())):
            continue
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from _tests(node, marks)
        if (
            isinstance(node, ast.FunctionDef)
            and node.name.startswith("test_")
            and "pytest.skip(" not in ast.unparse(node.body[0])
        ):
            yield node.name


def _never(mark, marks):
    """Whether this mark, or the one of this name, leaves a test out on every machine."""
    if mark is None:
        return False
    named = marks.get(mark.id) if isinstance(mark, ast.Name) else None
    return bool(NEVER.search(ast.unparse(named or mark)))


def test_every_claim_names_a_test_that_is_there_and_runs():
    text = (TESTS.parent / "SECURITY.md").read_text()
    assert faults(text) == []
    assert sorted(heading for heading, _, _ in sections(text)) == sorted(("", *CLAIMED, *OTHER))


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ("* A claim.\n  And more of it.", "names no test: A claim. And more of it."),
        ("* A claim. (`tests/unit/nowhere.py: test_a`)", "tests/unit/nowhere.py runs no test_a"),
        ("* A claim. (`conventions/test_security_claims.py: test_b`)", "conventions/test_security_claims.py runs no test_b"),
        ("* A claim. (`tests/conventions/test_security_claims.py: run`)", "tests/conventions/test_security_claims.py runs no run"),
        (
            "* A claim. (`tests/nowhere.py: test_a`) Another. (`tests/conventions/test_security_claims.py: test_a_claim_without_one_is_found`)",
            "tests/nowhere.py runs no test_a",
        ),
        ("The PIN:\n\nNobody reads it.", "stands in no claim: Nobody reads it."),
    ],
)  # fmt: skip
def test_a_claim_without_one_is_found(claim, fault):
    assert faults(f"# Security\n\n## Simulators\n\n{claim}\n") == [fault]


def test_a_claim_before_the_first_heading_is_found():
    assert faults(
        "# Security\n\nHow to read this.\n\nNobody reads the PIN.\n\n* Nobody.\n\n## Reporting\n\nWrite.\n"
    ) == [
        "stands in no claim: Nobody reads the PIN.",
        "stands in no claim: Nobody.",
    ]


@pytest.mark.parametrize(
    ("name", "text", "runs"),
    [
        ("test_a.py", "def test_a(): ...", True),
        ("test_a.py", "class TestAll:\n    def test_a(self): ...", True),
        ("test_a.py", "@pytest.mark.full\ndef test_a(): ...", True),
        ("test_a.py", "@pytest.mark.skipif(no_root, reason='')\ndef test_a(): ...", True),
        ("soak_a.py", "def test_a(): ...", False),
        ("test_a.py", "class All:\n    def test_a(self): ...", False),
        ("test_a.py", "def some():\n    def test_a(): ...", False),
        ("test_a.py", "@pytest.mark.skip\ndef test_a(): ...", False),
        ("test_a.py", "@pytest.mark.xfail(reason='')\ndef test_a(): ...", False),
        ("test_a.py", "@pytest.mark.skip\nclass TestAll:\n    def test_a(self): ...", False),
        ("test_a.py", "never = pytest.mark.skip\n\n@never\ndef test_a(): ...", False),
        ("test_a.py", "pytestmark = [pytest.mark.hw]\n\ndef test_a(): ...", False),
        ("test_a.py", "def test_a():\n    pytest.skip('not now')", False),
    ],
)
def test_a_test_that_never_runs_holds_no_claim(tmp_path, name, text, runs):
    (tmp_path / name).write_text(text)
    assert run(tmp_path / name) == ({"test_a"} if runs else set())
