"""The rooms are told as they are: order from the contracts, arrows from the imports, decisions by their line."""

import re
import tomllib
from pathlib import Path

import pytest

from kiosk.commands import docsdecisions, docspicture, docsrooms
from kiosk.commands.output import CommandProblem

ROOT = Path(__file__).resolve().parents[3]
CONTRACTS = """
[[tool.importlinter.contracts]]
type = "layers"
containers = ["kiosk"]
layers = ["__main__", "cli", "visit", "queue", "base | locales"]

[[tool.importlinter.contracts]]
type = "layers"
containers = ["kiosk.visit"]
layers = ["steps", "model"]
"""


@pytest.fixture(scope="module")
def house():
    return docsrooms.measured(ROOT)


@pytest.fixture
def checkout(tmp_path):
    def write(path, text):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    write("pyproject.toml", CONTRACTS)
    for room in ("visit", "visit/steps", "visit/model", "queue", "base", "locales"):
        write(f"kiosk/{room}/__init__.py", f'"""The {room}: one thing.  And more."""')
    for path in ("kiosk/__init__.py", "kiosk/__main__.py", "kiosk/cli.py", "screens/__init__.py"):
        write(path, '"""A room."""')
    for path in ("devices/__init__.py", "devices/api/__init__.py", "devices/simulators/__init__.py"):
        write(path, '"""Devices."""')
    write("kiosk/queue/store.py", '"""A store."""\nfrom kiosk.base import clock')
    write("kiosk/base/clock.py", '"""A clock."""')
    write("kiosk/visit/steps/step.py", '"""A step."""\nfrom kiosk.visit.model import state')
    write("kiosk/visit/model/state.py", '"""A state."""')
    return tmp_path, write


def test_an_import_in_a_function_or_for_types_alone_is_an_arrow_too(checkout):
    root, write = checkout
    assert ("kiosk.visit", "kiosk.queue") not in docsrooms.measured(root).arrows
    write("kiosk/visit/steps/a.py", '"""A."""\ndef f():\n    import kiosk.queue.store')
    assert ("kiosk.visit", "kiosk.queue") in docsrooms.measured(root).arrows
    write("kiosk/visit/steps/a.py", '"""A."""\nif TYPE_CHECKING:\n    from kiosk.queue.store import Store')
    assert ("kiosk.visit", "kiosk.queue") in docsrooms.measured(root).arrows


def test_what_a_longer_way_says_is_no_plain_arrow(checkout):
    root, write = checkout
    write("kiosk/visit/steps/a.py", '"""A."""\nfrom kiosk.queue import store\nfrom kiosk.base import clock')
    house = docsrooms.measured(root)
    assert ("kiosk.visit", "kiosk.base") in house.arrows
    assert ("kiosk.visit", "kiosk.base") not in house.plain_arrows(without=frozenset())
    assert ("kiosk.visit", "kiosk.queue") in house.plain_arrows(without=frozenset())


def test_the_picture_has_every_room_and_its_arrows_go_down(house):
    picture = docspicture.drawn(house)
    assert picture == docspicture.drawn(house)
    contract = next(
        contract
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == ["kiosk"]
    )
    for layer in contract["layers"]:
        for room in layer.split("|"):
            assert f">kiosk/{room.strip()}" in picture
    starts_and_ends = re.findall(r'<path d="M[\d.]+ ([\d.]+) .* ([\d.]+)" fill="none"', picture)
    assert len(starts_and_ends) == len(house.plain_arrows(without=docspicture.GROUND))
    assert all(float(start) < float(end) for start, end in starts_and_ends)


def test_a_text_stays_in_its_box(house):
    """Letters of the usual typefaces are half as wide as the text is high, on average."""
    for row in docspicture._rows(house):
        for box in docspicture._placed(house, row):
            assert all(len(words) * 12 * 0.5 <= box.width - 20 for words in box.words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# 0001 One\n\nRoom: queue\n\nText.", "names the room queue"),
        ("# 0001 One\n\nText.", "must begin with"),
        ("# One\n\nRoom: kiosk/queue\n\nText.", "must begin with"),
        ("# 0002 One\n\nRoom: kiosk/queue\n\nText.", "must begin with"),
    ],
)
def test_a_decision_without_its_rooms_is_told(tmp_path, text, said):
    (tmp_path / "kiosk/queue").mkdir(parents=True)
    (tmp_path / "0001-one.md").write_text(text)
    with pytest.raises(CommandProblem, match=said):
        docsdecisions.index(tmp_path, tmp_path, ())


def test_decisions_stand_under_each_of_their_rooms_in_the_order_of_the_house(tmp_path):
    for room in ("kiosk/queue", "kiosk/base", "tests"):
        (tmp_path / room).mkdir(parents=True)
    (tmp_path / "0001-one.md").write_text("# 0001 One\n\nRooms: kiosk/base, kiosk/queue\n\nText.")
    (tmp_path / "0002-two.md").write_text("# 0002 Two\n\nRoom: .\n\nText.")
    (tmp_path / "0003-three.md").write_text("# 0003 Three\n\nRoom: tests\n\nText.")
    text = docsdecisions.index(tmp_path, tmp_path, ("kiosk/queue", "kiosk/base"))
    assert re.findall(r"^## (.+)", text, re.MULTILINE) == ["kiosk/queue", "kiosk/base", "tests", "The whole project"]
    assert text.count("(0001-one.md)") == 2


def test_two_decisions_never_bear_one_number(tmp_path):
    for name in ("0001-one.md", "0001-other.md"):
        (tmp_path / name).write_text("# 0001 One\n\nRoom: .\n\nText.")
    with pytest.raises(CommandProblem, match="bear one number"):
        docsdecisions.index(tmp_path, tmp_path, ())
