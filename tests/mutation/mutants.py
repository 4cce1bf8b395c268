"""Wrong readings of the rules, made from their syntax: one small change each, by a name that outlives other changes.

Texts and icons are left alone: the catalogues and the pictures hold them.  So is what only the types see: annotations,
assertions, and the message of an exception.
"""

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
# the rules, and what of the visit chooses which of their words are told
CHOOSES = (
    "model/questions known medical",
    "shown/answer information labels menus paper ticket",
    "steps/cards proceed tickets",
)
# fields of the syntax that say nothing at run time, or nothing to a resident
_UNTOLD = {"annotation", "returns", "decorator_list", "type_comment", "slice", "msg", "exc", "cause"}
_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COUNTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


Owners = dict[ast.AST, tuple[str, ast.AST]]


_TYPES = re.compile(r"(str|[A-Z][a-z]\w*)( \| (None|str|[A-Z][a-z]\w*))+")


@dataclass(frozen=True)
class Mutant:
    """One change of one file; `function` is "" where a name of the module or of a class is changed."""

    path: str
    function: str
    name: str
    line: int
    number: int
    what: str
    digest: str


@dataclass(frozen=True)
class _Change:
    node: ast.AST
    kind: str
    new: ast.AST | None
    put: Callable[[ast.AST | None], None]

    @property
    def what(self) -> str:
        return f"{_short(self.node)}  →  {_short(self.new) if self.new is not None else '(nothing)'}"


def files() -> list[str]:
    """Paths below the project's root, sorted."""
    found = [path.relative_to(ROOT).as_posix() for path in (ROOT / "kiosk/residence").glob("*.py")]
    for each in CHOOSES:
        folder, _, names = each.partition("/")
        found += [f"kiosk/visit/{folder}/{name}.py" for name in names.split()]
    return sorted(path for path in found if not path.endswith("__init__.py"))


def mutants(path: str, wanted: frozenset[str] | None = None) -> list[Mutant]:
    """The mutants of a file; all of them, or those of these names."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    owners, found = _owners(tree), []
    for number, (name, change) in enumerate(_named(path, tree, owners)):
        if wanted is None or name in wanted:
            function, whole = owners[change.node]
            digest = hashlib.sha256(ast.unparse(whole).encode()).hexdigest()[:12]
            line = _line(change.node)
            found.append(Mutant(path, function, name, line, number, change.what, digest))
    return found


def sample(seed: int, count: int) -> list[Mutant]:
    """The first of all mutants in an order by chance, which a change elsewhere does not disturb."""
    rank = {name: hashlib.sha256(f"{seed} {name}".encode()).digest() for name in _names()}
    chosen = frozenset(sorted(rank, key=rank.__getitem__)[:count])
    return sorted((each for path in files() for each in mutants(path, chosen)), key=lambda each: rank[each.name])


@cache
def _names() -> tuple[str, ...]:
    names: list[str] = []
    for path in files():
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        names += [name for name, _ in _named(path, tree, _owners(tree))]
    return tuple(names)


def mutated(mutant: Mutant) -> ast.Module:
    """The module with the change in it."""
    tree = ast.parse((ROOT / mutant.path).read_text("utf-8"))
    change = next(change for number, change in enumerate(_changes(tree)) if number == mutant.number)
    change.put(change.new)
    return ast.fix_missing_locations(tree)


def _owners(tree: ast.Module) -> Owners:
    """For each node its outermost function ("" when there is none) and the statement that it belongs to."""
    owners: Owners = {}

    def own(node: ast.AST, function: str, whole: ast.AST) -> None:
        for each in ast.walk(node):
            owners[each] = (function, whole)

    for top in tree.body:
        own(top, "", top)
        for inner, prefix in [(top, "")] + [(each, f"{top.name}.") for each in _body(top)]:
            if isinstance(inner, ast.FunctionDef):
                for statement in inner.body:
                    own(statement, f"{prefix}{inner.name}", inner)
    return owners


def _body(top: ast.stmt) -> list[ast.stmt]:
    return top.body if isinstance(top, ast.ClassDef) else []


def _named(path: str, tree: ast.Module, owners: Owners) -> Iterator[tuple[str, _Change]]:
    counts = Counter[tuple[str, str]]()
    for change in _changes(tree):
        function, _ = owners[change.node]
        counts[function, change.kind] += 1
        where = f"{path.removeprefix('kiosk/').removesuffix('.py')} {function or '(names)'}"
        yield f"{where} {change.kind} {counts[function, change.kind]}", change


def _changes(tree: ast.Module) -> Iterator[_Change]:
    for parent, node, put in _slots(tree):
        for kind, new in _instead(parent, node):
            yield _Change(node, kind, new, put)


def _slots(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, Callable[[ast.AST | None], None]]]:
    """Each node below this one with its parent and a way to put another in its place (None takes it out)."""
    if isinstance(node, ast.Assert) or (isinstance(node, ast.If) and _short(node.test) == "TYPE_CHECKING"):
        return
    for field, value in ast.iter_fields(node):
        if field in _UNTOLD or isinstance(value, ast.expr_context):
            continue
        if isinstance(value, list):
            beside = node.values if isinstance(node, ast.Dict) and field == "keys" else None
            for each in value:
                if isinstance(each, ast.AST):
                    yield node, each, lambda new, v=value, e=each, b=beside: _replace(v, e, new, b)
                    yield from _slots(each)
        elif isinstance(value, ast.AST):
            yield node, value, lambda new, field=field: setattr(node, field, new)
            yield from _slots(value)


def _replace(listed: list[ast.AST], old: ast.AST, new: ast.AST | None, beside: list[ast.expr] | None) -> None:
    at = next(index for index, each in enumerate(listed) if each is old)
    listed[at : at + 1] = [] if new is None else [new]
    if new is None and beside is not None:
        del beside[at]


def _instead(parent: ast.AST, node: ast.AST) -> Iterator[tuple[str, ast.AST | None]]:
    """(kind, what stands here instead)."""
    if (
        isinstance(parent, (ast.If, ast.IfExp, ast.While))
        and node is parent.test
        and not isinstance(node, ast.Constant)
    ):
        yield "always", ast.Constant(True)
        yield "never", ast.Constant(False)
    if isinstance(parent, ast.comprehension) and node in parent.ifs:
        yield "always", ast.Constant(True)
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                yield (
                    "compared",
                    ast.Compare(node.left, [*ops[:at], _COMPARED[type(op)](), *ops[at + 1 :]], node.comparators),
                )
        case ast.BoolOp():
            yield "and or", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield "not", node.operand
        case ast.BinOp() if type(node.op) in _COUNTED and not _TYPES.fullmatch(ast.unparse(node)):
            yield "counted", ast.BinOp(node.left, _COUNTED[type(node.op)](), node.right)
        case ast.Constant(value=bool() as value):
            yield "flag", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield "number", ast.Constant(value + 1)
        case ast.Return(value=value) if value is not None and _short(value) != "None":
            yield "nothing returned", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield "left out", ast.Pass()
        case ast.Continue():
            yield "break", ast.Break()
        case ast.Attribute(value=ast.Name(id=owner), attr=attr) if attr in enumerations().get(owner, ()):
            members = enumerations()[owner]
            other = members[(members.index(attr) + 1) % len(members)]
            if other != attr:
                yield "another", ast.Attribute(node.value, other, ast.Load())
        case _:
            pass
    if isinstance(parent, (ast.Tuple, ast.List, ast.Set)) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        yield "element", None
    if isinstance(parent, ast.MatchOr):
        yield "alternative", None
    if isinstance(parent, ast.Dict) and node in parent.keys:
        yield "entry", None
    if isinstance(parent, ast.Match) and isinstance(node, ast.match_case) and "assert_never" not in ast.unparse(node):
        yield "case", None


@cache
def enumerations() -> dict[str, list[str]]:
    """The members of each enumeration of the product, in their order; what is only drawn is left out."""
    found: dict[str, list[str]] = {}
    for path in sorted(each for each in (ROOT / "kiosk").rglob("*.py") if "views" not in each.parts):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and any("Enum" in ast.unparse(base) for base in node.bases):
                targets = [each.targets[0] for each in node.body if isinstance(each, ast.Assign)]
                found[node.name] = [target.id for target in targets if isinstance(target, ast.Name)]
    return found


def _line(node: ast.AST) -> int:
    """Where it is seen to run: a case has no line of its own, its pattern has."""
    return node.pattern.lineno if isinstance(node, ast.match_case) else getattr(node, "lineno", 0)


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else f"{text[:87]}..."
