"""The house rules that no linter knows."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

from kiosk.commands.registry import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
CODE = [path for room in ("kiosk", "devices", "screens", "tests") for path in (ROOT / room).rglob("*.py")]


def tracked():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    ).stdout
    return [ROOT / line for line in listed.splitlines()]


def texts_of(paths):
    for path in paths:
        if path.is_file():
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_a_module_stays_under_400_lines():
    long = {
        str(path.relative_to(ROOT)): count
        for path, text in texts_of(CODE)
        if (count := text.count("\n")) > 400 and '"""Generated' not in text[:40]
    }
    assert not long


def test_every_module_says_its_purpose():
    silent = [
        str(path.relative_to(ROOT))
        for path, text in texts_of(CODE)
        if "tests" not in path.parts and text.strip() and not text.lstrip().startswith(('"""', 'r"""'))
    ]
    assert not silent


def test_nothing_is_left_to_do_later():
    word = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    left = [str(path.relative_to(ROOT)) for path, text in texts_of(CODE) if word.search(text)]
    assert not left


def test_a_decision_that_is_named_is_there():
    known = {path.name[:4] for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}
    named = re.compile(r"\b[Dd]ecisions?[ /](\d{4})\b|[(\[](\d{4})[)\]]")
    gone = [
        f"{path.relative_to(ROOT)}: {number}"
        for path, text in texts_of(path for path in tracked() if path.suffix in {".md", ".py", ".toml", ""})
        for found in named.finditer(text)
        if (number := found[1] or found[2]).startswith("0")
        and number not in known
        and (found[1] or "docs" in path.parts)
    ]
    assert not gone


MARKS = {"N_", "NN_", "gettext", "ngettext"}


def marks(tree):
    """Calls that Babel looks for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in MARKS:
            yield node


def misread(source):
    """Lines of calls from which one Python's tokens give other messages than another's, or other than is meant."""
    tree = ast.parse(source)
    inside = [mark for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for mark in marks(node)]
    nested = [
        mark
        for mark in marks(tree)
        for argument in mark.args
        if not isinstance(argument, ast.Constant | ast.Call)
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
        if not any(part in ast.walk(own) for own in marks(argument))
    ]
    return sorted({mark.lineno for mark in inside + nested})


def test_the_same_messages_are_extracted_on_every_python():
    """Babel reads tokens: until Python 3.11 an f-string is one of them, since 3.12 the calls inside it are seen.

    And in `gettext(NAMES["clock"])` it takes the key for a message.
    """
    assert misread('print(f"{t.gettext(label)}: {value}")') == [1]
    assert misread('x = 1\nt.gettext(NAMES["clock"])') == [2]
    assert not misread('name = NAMES["clock"]\nt.gettext(N_("yes") if good else name)')
    found = {
        str(path.relative_to(ROOT)): lines
        for path, text in texts_of(CODE)
        if "tests" not in path.parts and (lines := misread(text))
    }
    assert not found


def test_the_lock_files_hold_hashes_and_no_addresses():
    for name in ("requirements.lock", "dev.lock", "build.lock"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index-url" not in text


def test_unsafe_or_doubling_packages_are_in_no_lock():
    for name in ("requirements.lock", "dev.lock"):
        packages = {line.partition("==")[0] for line in (ROOT / name).read_text().splitlines() if "==" in line}
        assert not packages & {"escpos", "opencv-python-headless", "kivymd"}
        assert {"python-escpos", "opencv-python", "kivy", "pyscard", "pyserial"} <= packages


def test_the_locks_agree():
    def versions(name):
        lines = (ROOT / name).read_text().splitlines()
        return dict(line.rstrip(" \\").split("==") for line in lines if "==" in line)

    dev, run = versions("dev.lock"), versions("requirements.lock")
    assert {name: dev.get(name) for name in run} == run


def test_the_project_stands_without_its_workshop():
    """No path of a developer's machine, no registry, no knowledge folder beside the project."""
    words = (
        f"{ROOT}/",
        "/wo" + "rk/",
        "../" + "shared",
        "pypi" + ".org",
        "deb.debian" + ".org",
        "registry.npmjs" + ".org",
    )
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path, text in texts_of(tracked())
        for word in words
        if word in text and path.name != "test_house.py"
    ]
    assert not found


def test_product_code_does_not_sleep_outside_workers_and_simulators():
    allowed = {ROOT / "devices" / "worker.py"}
    found = [
        str(path.relative_to(ROOT))
        for path, text in texts_of(CODE)
        if "time.sleep(" in text
        and path not in allowed
        and "simulators" not in path.parts
        and "tests" not in path.parts
    ]
    assert not found


def test_every_command_is_listed():
    """A module of `kiosk/commands` with a `command` is found by nobody unless COMMANDS names it."""
    found = set()
    for path, text in texts_of((ROOT / "kiosk" / "commands").glob("*.py")):
        if any(isinstance(node, ast.FunctionDef) and node.name == "command" for node in ast.parse(text).body):
            found.add(path.stem)
    assert found == set(COMMANDS)


def test_documents_name_what_is_there():
    """Paths and modules of the project; capitals (`TOWN.toml`) stand for a name, a decision may be named by its number."""
    path = re.compile(r"(?<![\w/.~-])(?:kiosk|devices|screens|tests|systemd|docs)(?:/[\w.-]+)+")
    module = re.compile(r"`((?:kiosk|devices|screens)(?:\.\w+){2,})`")

    def there(name):
        parts = name.split(".")
        places = [ROOT.joinpath(*parts[:length]) for length in range(2, len(parts) + 1)]
        return any(place.is_dir() or place.with_suffix(".py").is_file() for place in places)

    gone = []
    for file, text in texts_of(tracked()):
        if file.suffix == ".md" and file.name != "CHANGELOG.md":
            where = file.relative_to(ROOT)
            gone += [
                f"{where}: {name}"
                for name in path.findall(text)
                if not re.search(r"[A-Z]{4}", name) and not list(ROOT.glob(f"{name.rstrip('.')}*"))
            ]
            gone += [f"{where}: {name}" for name in module.findall(text) if not there(name)]
    assert not gone


def test_a_file_is_only_renamed_within_its_folder():
    """A rename from one folder into another fails where the second is another file system: such files are copied."""
    beside = {"with_name", "with_suffix", "with_stem"}
    found = []
    for path, text in texts_of(CODE):
        if "tests" in path.parts:
            continue
        for function in (each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.FunctionDef)):
            calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
            named = {each.func.attr for each in calls if isinstance(each.func, ast.Attribute)}
            near = named & beside or any(word.arg == "dir" for each in calls for word in each.keywords)
            found += [f"{path.relative_to(ROOT)}:{each.lineno}" for each in calls if _renames(each) and not near]
    assert not found


def _renames(call):
    """`path.replace(other)` has one argument, which `str.replace` and `datetime.replace` have not."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name, owner = call.func.attr, getattr(call.func.value, "id", "")
    if owner in ("os", "shutil"):
        return name in ("rename", "replace", "renames", "move", "link")
    return owner != "dataclasses" and name in ("replace", "rename", "hardlink_to") and len(call.args) == 1


def test_the_version_is_said_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    from kiosk import __version__

    assert project["version"] == __version__
