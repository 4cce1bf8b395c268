"""Loading and checking profiles: names that ship with the product, or files of a municipality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from kiosk.base.clock import BRUSSELS
from kiosk.profiles.checks import mistakes
from kiosk.profiles.draft import Draft
from kiosk.profiles.feegrid import Grid, grids_of
from kiosk.profiles.layers import Merged, Origin, Table, read
from kiosk.profiles.notices import notices
from kiosk.profiles.parsing import parse
from kiosk.profiles.problems import TOLD_ONLY, CheckResult, Notice, Problem, ProfileError, ProfileProblem
from kiosk.residence.profile import Profile, Source, SourcePage

NAMES = ("gent", "leuven", "vlaams-voorbeeld")
# invented towns, made with `kiosk profile new`
EXAMPLES = ("examples/brussels", "examples/flemish-city", "examples/german-speaking", "examples/walloon")
# profiles to begin with, one for each language regime; nothing in them stands in a page
TEMPLATES = ("flemish", "brussels", "walloon", "german-speaking")
# what a knowledge layer may never hold (section 0: "never fees or places")
_NOT_KNOWLEDGE = ("fees", "places", "contact", "menu", "tickets")


def load(name_or_path: str | Path, *, kiosk_layer: Path | None = None, today: date | None = None) -> Profile:
    """The profile, checked for `today` (None: the civil date now); ProfileError names every mistake.

    A date that has passed is no reason to refuse it: `ProfileSource.alarms` and `check` name it.
    `name_or_path` is a name of NAMES or a TOML file; `kiosk_layer` is laid over it.
    """
    seen = _seen(path_of(name_or_path), kiosk_layer, today or datetime.now(BRUSSELS).date())
    profile = _built(seen)
    if profile is None:
        raise ProfileError(str(name_or_path), tuple(seen.refusing))
    return profile


def check(
    paths: list[Path] | tuple[Path, ...], today: date | None = None, *, kiosk_layer: Path | None = None
) -> CheckResult:
    """Every error and notice of each file, with the shipped layers below it and the kiosk's above, all at once."""
    day = today or datetime.now(BRUSSELS).date()
    errors: list[Problem] = []
    remarks: dict[Notice, None] = {}
    prices: list[tuple[str, Grid]] = []
    profiles: list[Profile] = []
    for path in paths:
        seen = _seen(path, kiosk_layer, day)
        errors += seen.unread
        if not seen.merged.table:
            continue
        refused = {each.key for each in seen.wrong}
        errors += seen.wrong
        errors += [
            each for each in seen.mistakes if each.code is not ProfileProblem.UNLIKELY or each.key not in refused
        ]
        grids = list(grids_of(seen.draft, day))
        remarks |= dict.fromkeys(notices(seen.draft, seen.merged, day, grids))
        prices += ((path.name, grid) for grid in grids)
        if (profile := _built(seen)) is not None:
            profiles.append(profile)
    return CheckResult(tuple(errors), tuple(remarks), tuple(prices), tuple(profiles))


def watched_files(name_or_path: str | Path, kiosk_layer: Path | None) -> tuple[Path, ...]:
    """The files that a profile is made of, besides the national layer."""
    town = path_of(name_or_path)
    wanted = (read(town).table or {}).get("knowledge", [])
    knowledge = [_knowledge(town, str(name)) for name in wanted] if isinstance(wanted, list) else []
    return (town, *knowledge, *([kiosk_layer] if kiosk_layer else []))


@dataclass(frozen=True, slots=True)
class _Seen:
    """The layers of a profile and what was found in them, each with its line.

    `unread`: files; `wrong`: keys and values; `mistakes`: between values.
    """

    merged: Merged
    draft: Draft
    unread: list[Problem]
    wrong: list[Problem]
    mistakes: list[Problem]

    @property
    def refusing(self) -> list[Problem]:
        """What keeps a kiosk from starting.

        A notice whose date has passed switches itself off (R126), and a clock may go wrong; nor does a colour that was good enough
        for an earlier version.
        """
        return [*self.unread, *self.wrong, *(each for each in self.mistakes if each.code not in TOLD_ONLY)]


def _seen(path: Path, kiosk_layer: Path | None, today: date) -> _Seen:
    merged, unread = _merge(path, kiosk_layer)
    if not merged.table:
        return _Seen(merged, Draft(), unread, [], [])
    draft, wrong = parse(merged)
    found = mistakes(draft, merged, today)
    return _Seen(merged, draft, unread, [*map(merged.placed, wrong)], [*map(merged.placed, found)])


def _merge(path: Path, kiosk_layer: Path | None) -> tuple[Merged, list[Problem]]:
    file = read(path)
    problems = list(file.problems)
    town = file.table
    if town is None:
        return Merged(), problems
    merged = Merged()
    merged.add(_shipped("national"), "national.toml")
    wanted = town.get("knowledge", [])
    for name in wanted if isinstance(wanted, list) else []:
        beside = read(_knowledge(path, str(name)))
        problems += [
            Problem(ProfileProblem.UNREADABLE, path.name, "knowledge", f"{name}: {each.message}")
            for each in beside.problems
        ]
        layer = beside.table
        if layer is None:
            continue
        problems += [
            Problem(ProfileProblem.KNOWLEDGE_ONLY, f"{name}.toml", key, "a knowledge layer holds no fees and no places")
            for key in _NOT_KNOWLEDGE
            if key in layer
        ]
        merged.add(layer, f"{name}.toml", text=beside.text)
    merged.add(town, path.name, text=file.text)
    merged.town = path.name
    if kiosk_layer is not None:
        above = read(kiosk_layer)
        problems += above.problems
        if above.table is not None:
            merged.add(above.table, kiosk_layer.name, text=above.text)
    merged.offer_of_menu()
    return merged, [merged.placed(each) for each in (*problems, *merged.problems)]


def _built(seen: _Seen) -> Profile | None:
    """The profile, where nothing refuses it."""
    if seen.refusing or not seen.merged.table:
        return None
    rows: dict[str, Any] = {
        name: [row for _, row in value] if isinstance(value, list) else value
        for name, value in seen.draft.parts.items()
    }
    profile = Profile.model_validate(rows)
    pages = profile.sources
    profile._provenance.update({key: _source(key, origin, pages) for key, origin in seen.merged.origins.items()})  # noqa: SLF001  (the loader is the only writer)
    return profile


def _source(key: str, origin: Origin, pages: dict[str, SourcePage]) -> Source:
    page = pages[origin.source]
    return Source(
        key=key,
        file=origin.file,
        page=origin.source,
        title=page.title,
        checked_on=origin.checked_on or page.checked_on,
        page_date=page.page_date,
    )


def path_of(name_or_path: str | Path, directory: Path | None = None) -> Path:
    """The file of a profile, by the one rule that holds everywhere.

    A name of NAMES or EXAMPLES is the one that ships, unless `directory` is given.  All else is a file, with ".toml" or without
    it; one that is no absolute path lies in `directory` (None: where the program was called).
    """
    if directory is None and str(name_or_path) in (*NAMES, *EXAMPLES):
        return _folder() / f"{name_or_path}.toml"
    return (directory or Path()) / as_file(Path(name_or_path))


def as_file(path: Path) -> Path:
    """The file that a path names: ".toml" may be left out, wherever a profile is read or written."""
    return path if path.suffix or not path.name else path.with_suffix(".toml")


def _knowledge(beside: Path, name: str) -> Path:
    own = beside.parent / f"{name}.toml"
    return own if own.is_file() else _folder() / f"{name}.toml"


def to_begin_with(name: str) -> Path:
    """The file that a profile of one's own begins as a copy of: a template, or a profile that ships.  KeyError."""
    if name in TEMPLATES:
        return _folder() / "templates" / f"{name}.toml"
    if name in NAMES:
        return _folder() / f"{name}.toml"
    raise KeyError(name)


@lru_cache(maxsize=1)
def _folder() -> Path:
    return Path(str(resources.files("kiosk.profiles")))


@lru_cache(maxsize=4)
def _shipped(name: str) -> Table:
    file = read(_folder() / f"{name}.toml")
    if file.table is None or file.problems:
        raise ProfileError(name, file.problems)
    return file.table
