"""How the SQL store reads, writes and repeats: what every method of it stands on."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.base.clock import Clock
from kiosk.queue import calling, issuing
from kiosk.queue.database import Database, StoreError, breaks_a_rule
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.marks import mark
from kiosk.queue.model import Action, By, Ticket
from kiosk.queue.moves import Act
from kiosk.queue.odd import Odd, mend_in, odd_in, remove_in
from kiosk.queue.settings import QueueSettings
from kiosk.queue.tables import tickets
from kiosk.queue.waking import CallNotice

S = TypeVar("S", bound="SqlBase")
P = ParamSpec("P")
T = TypeVar("T")
_TRIES = 50  # how often a counter looks again when others are quicker; each time somebody got a ticket
NOBODY = By("-")


def refusing(
    method: Callable[Concatenate[S, P], T],
) -> Callable[Concatenate[S, P], T | Refusal]:
    """A StoreError of the method becomes the refusal that it carries."""

    def answer(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T | Refusal:
        try:
            return method(self, *args, **kwargs)
        except StoreError as error:
            return error.refusal

    functools.update_wrapper(answer, method)
    return answer


class SqlBase:
    """A database with its clock, its settings and its way of writing."""

    def __init__(self, database: Database, clock: Clock, settings: QueueSettings, *, series: str = "") -> None:
        self.database = database
        self.settings = settings
        self.series = series
        self._clock = clock
        self._marks = issuing.Watermarks(settings.clock_tolerance, own=bool(series))
        self._notice = CallNotice(database)

    def use(self, settings: QueueSettings) -> None:
        """Other settings from now on: the profile changed."""
        self.settings = settings

    @refusing
    def odd(self, *, remove: bool = False) -> tuple[Odd, ...]:
        """Tickets that break a rule."""
        found = self.database.read(odd_in)
        if found and remove:
            self.database.write(lambda connection: remove_in(connection, tuple(one.id for one in found)))
        return found

    def one_copy(self) -> bool:
        """Whether the server told that its second copy is lost."""
        return self.database.second_copy.lost

    def unprotected(self) -> bool:
        """Whether the address is one of an older version, beyond this machine and without TLS."""
        return self.database.unprotected

    def _by_request(self, request_id: str) -> Ticket | None:
        return self.database.read(lambda line: calling.find_in(line, tickets.c.request_id == request_id))

    def _move(self, ticket_id: str, act: Act, by: By | None) -> Ticket:
        by = named(by or NOBODY)

        def work(connection: Connection) -> Ticket:
            found = calling.required(calling.find_in(connection, tickets.c.id == ticket_id), ticket_id)
            called = act.action in {Action.CALL, Action.RECALL}
            return calling.move_in(connection, found, act, by, tell=self._notice.word(found.place) if called else None)

        mark("paper.begun" if act.action in calling.PAPER_ACTIONS else "move.asked")
        moved = self._repeatable(work, by)
        mark("paper.committed" if act.action in calling.PAPER_ACTIONS else "move.committed")
        return moved

    def _repeatable(self, work: Callable[[Connection], T], by: By) -> T:
        """Run the work; when `by.op` was done before, answer its ticket instead of doing it twice."""
        try:
            return self._again(work)
        except (IntegrityError, StoreError) as error:
            if gone(error):
                raise
            known = self.database.read(lambda line: calling.by_op(line, by.op))
            if known is None:
                raise
            return known  # type: ignore[return-value]  # every repeatable work answers a ticket

    def _again(self, work: Callable[[Connection], T]) -> T:
        """Run the work; look again when another was quicker."""
        mended = False
        for _ in range(_TRIES):
            try:
                return self.database.write(work)
            except calling.Overtaken:
                continue
            except IntegrityError as error:
                if mended or not breaks_a_rule(error):
                    raise
                mended = True  # an odd row stood in the way: put right, it is served like every other
                self.database.write(mend_in)
        raise StoreError(Refusal(RefusalCode.STORE_UNAVAILABLE, "others were quicker, many times"))


def named(by: By) -> By:
    """Every act has a name, so that a broken line cannot make it happen twice."""
    return by if by.op else By(by.who, by.counter, secrets.token_hex(8))


def gone(error: Exception) -> bool:
    return isinstance(error, StoreError) and error.refusal.code not in {
        RefusalCode.NOT_ALLOWED,
        RefusalCode.CAP_REACHED,
        RefusalCode.CLOCK_BACK,
    }
