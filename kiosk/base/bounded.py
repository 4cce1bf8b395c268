"""Ask something that may never answer, and go on without it after a time limit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class TimeLimit(Exception):
    """No answer came in time; the question was left behind with its thread."""


def bounded(question: Callable[[], T], seconds: float) -> T:
    """The answer, or what the question raised; TimeLimit after `seconds`.

    A call into a stalled connection cannot be cancelled: its thread is abandoned, and nothing waits for it, not
    even the end of the program.
    """
    answers: list[T] = []
    faults: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(question())
        except BaseException as fault:  # handed to the one who asked
            faults.append(fault)

    thread = threading.Thread(target=run, name="bounded", daemon=True)
    thread.start()
    thread.join(seconds)
    if faults:
        raise faults[0]
    if not answers:
        raise TimeLimit
    return answers[0]
