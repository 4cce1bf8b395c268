"""Marked points: named places where a test may cut the power; in production they do nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

# every marked point of the queue, in the order of a ticket's life
MARKS: Final = (
    "issue.asked",
    "issue.begun",
    "issue.counted",
    "issue.written",
    "issue.committed",
    "paper.begun",
    "paper.committed",
    "move.asked",
    "move.chosen",
    "move.begun",
    "move.updated",
    "move.recorded",
    "move.committed",
    "close.begun",
    "close.moved",
    "close.committed",
    "offline.central-asked",
    "offline.local-issued",
    "offline.act-kept",
    "handover.read",
    "handover.adopted",
    "handover.replayed",
    "handover.ticked-off",
    "purge.begun",
    "purge.counted",
    "purge.dropped",
    "purge.committed",
    "open.migrated",
)


def _nothing(name: str) -> None:
    del name


_hook: Callable[[str], None] = _nothing


def mark(name: str) -> None:
    """Pass a marked point."""
    _hook(name)


def watch(hook: Callable[[str], None] | None) -> None:
    """Let a test see every marked point; None ends it."""
    global _hook  # noqa: PLW0603  (one hook for the process: the point of a crash is the process's)
    _hook = hook or _nothing
