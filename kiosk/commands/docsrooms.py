"""The rooms of the house as they are: their order from the layers contracts, their sentences and arrows from the code."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TREES = ("kiosk", "devices", "screens")
# of devices the contract and the simulators are rooms of their own; the drivers share the third
_WINGS = ("devices.api", "devices.simulators")


@dataclass(frozen=True, slots=True)
class House:
    """Rooms by dotted name; an arrow (a, b) says that a module of room a imports one of room b.

    `layers` and `inner` are from the highest to the lowest, each layer from left to right, as pyproject.toml says them.
    """

    layers: tuple[tuple[str, ...], ...]
    inner: dict[str, tuple[str, ...]]
    sentences: dict[str, str]
    arrows: frozenset[tuple[str, str]]

    def rooms(self) -> tuple[str, ...]:
        """All rooms in the order of the contract, those outside `kiosk` after it."""
        ordered = [room for layer in self.layers for room in layer]
        return (*ordered, "screens", "devices.simulators", "devices", "devices.api")

    def uses(self, room: str) -> tuple[str, ...]:
        """The rooms that a room imports, in order."""
        return tuple(other for other in self.rooms() if (room, other) in self.arrows)

    def plain_arrows(self, *, without: frozenset[str]) -> frozenset[tuple[str, str]]:
        """The arrows that no longer way says already; none from or to the rooms left out."""
        kept = {(a, b) for a, b in self.arrows if not {a, b} & without}

        def implied(a: str, b: str) -> bool:
            ahead, seen = [c for x, c in kept if x == a and c != b], set[str]()
            while ahead:
                c = ahead.pop()
                if c == b:
                    return True
                if c not in seen:
                    seen.add(c)
                    ahead += [d for x, d in kept if x == c]
            return False

        return frozenset(arrow for arrow in kept if not implied(*arrow))


def measured(root: Path) -> House:
    """The house in the checkout `root`; nothing of it is imported."""
    layers, inner = _contracts(root / "pyproject.toml")
    modules = dict(_modules(root))
    rooms = {*(room for layer in layers for room in layer), *TREES, *_WINGS}
    parts = {f"{room}.{part}" for room, names in inner.items() for part in names}
    arrows = set()
    sentences = {}
    for name, source in modules.items():
        tree = ast.parse(source)
        if name in rooms | parts:
            sentences[name] = _sentence(tree)
        here = _room(name, rooms)
        arrows |= {(here, there) for used in _imports(tree, modules) if (there := _room(used, rooms)) != here}
    # the package `kiosk` itself holds the version alone, which anybody may read
    return House(layers, inner, sentences, frozenset((a, b) for a, b in arrows if "kiosk" not in {a, b}))


def _contracts(file: Path) -> tuple[tuple[tuple[str, ...], ...], dict[str, tuple[str, ...]]]:
    layers: tuple[tuple[str, ...], ...] = ()
    inner = {}
    for contract in tomllib.loads(file.read_text("utf-8"))["tool"]["importlinter"]["contracts"]:
        if contract["type"] != "layers":
            continue
        (container,) = contract["containers"]
        split = [tuple(part.strip() for part in layer.split("|")) for layer in contract["layers"]]
        if container == "kiosk":
            layers = tuple(tuple(f"kiosk.{room}" for room in layer) for layer in split)
        elif container.startswith("kiosk."):
            inner[container] = tuple(room for layer in split for room in layer)
    return layers, inner


def _modules(root: Path) -> Iterator[tuple[str, str]]:
    for tree in TREES:
        for path in sorted((root / tree).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path.read_text("utf-8")


def _imports(tree: ast.Module, modules: dict[str, str]) -> Iterator[str]:
    """Modules of the house that are imported anywhere in a module: at its top, in a function, for types alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules else node.module


def _room(module: str, rooms: set[str]) -> str:
    """The room of a module: the longest of its names that is one."""
    while module not in rooms:
        module = module.rpartition(".")[0]
    return module


def _sentence(tree: ast.Module) -> str:
    text = " ".join((ast.get_docstring(tree) or "").split("\n\n")[0].split())
    return text.split(".  ")[0].rstrip(".") + "."


def table(house: House) -> str:
    """The rooms as a table: each with its sentence, and whom it imports besides `base`."""
    lines = ["| room | what it is | imports, besides `base` |", "|---|---|---|"]
    for room in house.rooms():
        used = ", ".join(f"`{short(other)}`" for other in house.uses(room) if other != "kiosk.base")
        lines.append(f"| `{path_of(room)}` | {house.sentences[room]} | {used or '–'} |")
        inner = house.inner.get(room, ())
        lines += [f"| `{path_of(room)}/{part}` | {house.sentences[f'{room}.{part}']} | |" for part in inner]
    return "\n".join(lines)


def path_of(room: str) -> str:
    """Where a room lies: a folder, or one of the two modules on top of `kiosk`."""
    path = room.replace(".", "/")
    return f"{path}.py" if path in {"kiosk/__main__", "kiosk/cli"} else path


def short(room: str) -> str:
    """A room's name as others call it."""
    return path_of(room).removeprefix("kiosk/")
