"""How every command answers: one JSON object or plain lines, and an exit status with a meaning."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import IO, Any, NoReturn

import click


class Exit(IntEnum):
    """Exit statuses of the command line's contract."""

    DONE = 0
    NO = 1
    USAGE = 2
    MISSING = 3
    FAULT = 4


class CommandProblem(click.ClickException):
    """A problem that the user can do something about; `message` says what, where and what to do."""

    def __init__(self, message: str, status: Exit, payload: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        context = click.get_current_context(silent=True)
        # a person who did not ask for JSON reads the message alone
        wanted = context is None or context.params.get("as_json", True)
        self.payload = payload if wanted else None

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """The exit status, as click asks for it."""
        return int(self.status)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the JSON payload (if any) to standard output and the message to standard error."""
        if self.payload is not None:
            print_json(self.payload)
        click.echo(self.message, file=file or sys.stderr)


@contextlib.contextmanager
def filling(folder: Path) -> Iterator[None]:
    """Work that fills a folder, which is made, and is the only one that does.

    One that cannot be written, a disk that is full, and another command at work in it are said in one line.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # before minutes of work, not after them
        with tempfile.TemporaryFile(dir=folder):
            pass
        with _alone_in(folder):
            yield
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        where = error.filename if isinstance(error.filename, str) else folder
        said = f"{where} cannot be written: {error.strerror}. Choose another folder with --out."
        raise CommandProblem(said, Exit.USAGE) from None


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """The lock goes with the process, whatever ends it."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = f"{folder} is being filled by another command. Wait until it ends, or choose another with --out."
            raise CommandProblem(said, Exit.USAGE) from None
        yield
    finally:
        os.close(lock)


_UNWRITABLE = {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT),
    *(errno.ENOENT, errno.EEXIST, errno.ENOTDIR, errno.ENAMETOOLONG),
}


@contextlib.contextmanager
def on_display() -> Iterator[None]:
    """Work that needs a display: none, or one that does not answer, is said, and leaves with 3."""
    from screens.desktop import NoDisplay

    try:
        yield
    except NoDisplay as problem:
        raise CommandProblem(str(problem)[:1].upper() + str(problem)[1:] + ".", Exit.MISSING) from None


class CivilDay(click.ParamType[date]):
    """A civil date."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; a usage error for one that does not exist."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it like 2027-03-31", param, ctx)


class PanelSize(click.ParamType[tuple[int, int]]):
    """A panel's size in pixels, written WIDTHxHEIGHT."""

    name = "WIDTHxHEIGHT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """(width, height); a usage error for what is no size of a panel."""
        if isinstance(value, tuple):
            return value
        width, _, height = value.partition("x")
        if not all(each.isascii() and each.isdigit() and 320 <= int(each) <= 8192 for each in (width, height)):
            said = f"{value!r} is no size; write WIDTHxHEIGHT in pixels, 320 to 8192 each, such as 1080x1920"
            self.fail(said, param, ctx)
        return int(width), int(height)


def print_json(payload: Mapping[str, Any]) -> None:
    """The one JSON object of `--json`."""
    click.echo(json.dumps(payload, ensure_ascii=False, indent=2))


def answer(payload: Mapping[str, Any], *, as_json: bool, human: Callable[[], str], status: Exit = Exit.DONE) -> None:
    """Print the answer in one of its two forms; leave with `status` when it is not DONE."""
    if as_json:
        print_json(payload)
    else:
        click.echo(human())
    if status is not Exit.DONE:
        leave(status)


def leave(status: Exit) -> NoReturn:
    """Leave the command with this exit status."""
    raise click.exceptions.Exit(int(status))


json_option = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object and nothing else.")
