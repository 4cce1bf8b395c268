"""What is edited: the draft beside the file, what the check says of it, and everything that the page shows."""

from __future__ import annotations

import calendar
import contextlib
import hashlib
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from kiosk.base.durable import replace_file
from kiosk.profiles.editing import Manuscript, fields_of, model_at, sections
from kiosk.profiles.feegrid import Grid
from kiosk.profiles.loader import check, load
from kiosk.profiles.problems import CheckResult, ProfileError
from kiosk.profiles.reference import heading, inner, sheet_of
from kiosk.residence.labels import SERVICE
from kiosk.residence.opening import intervals_on, special_on
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import Service

MONTHS: Final = 13
# the last line of a draft: which text of the file it was begun from
_BEGUN: Final = "# begun from: "
_MODE: Final = 0o644


class Desk:
    """One file that is edited; every change is kept in the draft at once, and goes into the file by `save` alone.

    A draft is of one text of the file: where somebody has changed the file since, nothing is written over it.
    """

    def __init__(self, file: Path, today: date) -> None:
        self.file, self.today = file, today
        self.kept = file.with_name(f"{file.stem}.draft.toml")
        self.aside = file.with_name(f"{file.stem}.unsaved.toml")
        self._lock = threading.Lock()
        self._manuscript: Manuscript
        self._base: str
        self._begin()
        self._good: Profile | None = None

    def change(self, what: str, path: Sequence[str | int], said: str, by: int) -> None:
        """Do one thing of the form; ValueError says why it cannot be, and nothing is changed."""
        with self._lock:
            if not self.kept.exists() and self._outside():
                self._begin()
                raise ValueError("the file was changed outside this page: load the page again, then do it once more")
            draft = Manuscript(self._manuscript.text)
            match what:
                case "put":
                    draft.put(path, said)
                case "add":
                    draft.add(path)
                case "remove":
                    draft.remove(path)
                case "move":
                    draft.move(path, by)
                case "closing":
                    draft.closing(date.fromisoformat(said))
                case "again":
                    self._begin_again()
                    return
                case _:
                    raise ValueError(f"{what!r} is nothing that can be done")
            self._manuscript = draft
            if draft.text == self.file.read_text("utf-8"):
                self.kept.unlink(missing_ok=True)
            else:
                replace_file(self.kept, f"{draft.text}{_BEGUN}{self._base}\n".encode(), _MODE)

    def save(self) -> bool:
        """Write the file, if the check finds no mistake and nobody else changed it; the draft is gone then."""
        with self._lock:
            if self._outside() or not self._checked().ok:
                return False
            replace_file(self.file, self._manuscript.text.encode(), _MODE)
            self.kept.unlink(missing_ok=True)
            self._begin()
            return True

    def _begin(self) -> None:
        """Take the draft of last time, or the file as it is now."""
        if self.kept.exists():
            kept = self.kept.read_text("utf-8")
            # without that line nobody knows the text that it was begun from: it counts as another
            text, _, base = kept.rpartition(_BEGUN) if _BEGUN in kept else (kept, "", "")
            self._manuscript, self._base = Manuscript(text), base.strip()
        else:
            text = self.file.read_text("utf-8")
            self._manuscript, self._base = Manuscript(text), _mark(text)

    def _begin_again(self) -> None:
        """Take the file; changes that could not be saved because of another's stay beside it."""
        if self.kept.exists() and self._outside():
            self.kept.replace(self.kept.with_name(self.aside.name))
        self.kept.unlink(missing_ok=True)
        self._begin()

    def _outside(self) -> bool:
        """True where the file is no longer the text that was begun from."""
        return _mark(self.file.read_text("utf-8")) != self._base

    def profile(self) -> Profile | None:
        """The draft as a profile, or the last one that was without mistakes."""
        with self._lock, contextlib.suppress(ProfileError):
            self._good = load(self.kept if self.kept.exists() else self.file, today=self.today)
        return self._good

    def state(self) -> dict[str, Any]:
        """Everything that the page shows but pictures."""
        with self._lock, contextlib.suppress(ValueError):
            if not self.kept.exists() and self._outside():
                self._begin()
        with self._lock:
            result, plain, saved = self._checked(), self._manuscript.plain, not self.kept.exists()
            self._good = profile = next(iter(result.profiles), self._good)
            outside = not saved and self._outside()
        return {
            "file": self.file.name,
            "saved": saved,
            "outside": f"{self.file.name} was changed outside this page since your changes were begun: nothing is written over it. "
            f"“Begin again from the file” shows it, and keeps your changes in {self.aside.name}."
            if outside
            else "",
            "errors": [_line(each) for each in result.errors],
            "notices": [_line(each) for each in result.notices],
            "form": [_section(*each, plain) for each in sections()],
            "prices": [_grid(grid) for _, grid in result.prices],
            "places": [{"id": each.id, "name": each.name} for each in profile.places] if profile else [],
            "languages": [each.code for each in profile.languages] if profile else [],
            "services": [
                {"id": each.value, "name": SERVICE[each]} for each in (profile.offered if profile else Service)
            ],
        }

    def days(self, place: str | None) -> list[dict[str, Any]]:
        """Each day of the months to come at a place: when it is open, and whether that differs from the week."""
        profile = self.profile()
        if profile is None:
            return []
        where = next((each for each in profile.places if each.id == place), profile.places[0])
        months = []
        for ahead in range(MONTHS):
            year, month = divmod(self.today.year * 12 + self.today.month - 1 + ahead, 12)
            days = []
            for number in range(1, calendar.monthrange(year, month + 1)[1] + 1):
                day = date(year, month + 1, number)
                hours = ", ".join(
                    f"{each.begins:%H:%M}-{each.ends:%H:%M}" for each in intervals_on(profile, where, day)
                )
                usual = where.opening.on_weekday(day.weekday())
                differs = special_on(profile, where, day) is not None or bool(usual) is not bool(hours)
                days.append({"day": str(day), "hours": hours, "differs": differs})
            months.append(
                {
                    "name": f"{calendar.month_name[month + 1]} {year}",
                    "before": date(year, month + 1, 1).weekday(),
                    "days": days,
                }
            )
        return months

    def _checked(self) -> CheckResult:
        return check((self.kept if self.kept.exists() else self.file,), self.today)


def _mark(text: str) -> str:
    """What tells one text of a file from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def _line(each: Any) -> dict[str, Any]:
    return {
        "code": str(each.code),
        "key": each.key,
        "file": each.file.replace(".draft.toml", ".toml"),
        "message": each.message,
    }


def _section(name: str, model: Any, mark: str, title: str, plain: dict[str, Any]) -> dict[str, Any]:
    return _table((name,), model, mark, title, plain.get(name))


def _table(path: tuple[str | int, ...], model: Any, mark: str, title: str, value: Any) -> dict[str, Any]:
    """A table of the form with its rows, and the tables in each of them."""
    rows: list[tuple[tuple[str | int, ...], dict[str, Any]]]
    if mark == "[]":
        rows = [((*path, at), row) for at, row in enumerate(value or [])]
    elif mark:
        rows = [((*path, key), row) for key, row in (value or {}).items()]
    else:
        rows = [(path, value)] if isinstance(value, dict) else []
    return {
        "path": path,
        "title": title,
        "says": sheet_of(model).says,
        "rows": mark == "[]",
        "named": mark == ".…",
        "tables": [_row(each, model, title, row) for each, row in rows],
    }


def _row(path: tuple[str | int, ...], model: Any, title: str, row: dict[str, Any]) -> dict[str, Any]:
    inside = []
    for name, field in model.model_fields.items():
        table, mark = inner(field)
        if table is not None:
            below = f"{title.strip('[]')}.{name}"
            inside.append(_table((*path, name), table, mark, heading(f"{below}{mark}"), row.get(name)))
    fields = [
        {
            "name": each.key.name,
            "means": each.key.meaning,
            "form": each.form,
            "choices": each.choices,
            "value": each.value,
            "default": each.key.default,
            "needed": each.key.needed,
            "example": each.key.example,
        }
        for each in fields_of(model_at(path), row)
    ]
    return {"path": path, "fields": fields, "inside": inside}


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "from": str(grid.begins),
        "until": str(grid.until) if grid.until else "",
        "lines": [{"what": line.what, "cells": line.cells} for line in grid.lines],
    }
