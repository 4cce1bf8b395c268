"""What the printer says, tied to what it was asked: status rounds that agree, and confirmations that cannot be forged.

Answers to `DLE EOT` carry no number, so that the late rest of one round reads like the beginning of the next.  Two
rounds that follow each other ask in different orders, and a status counts when both say the same and nothing was lost or
left over between them: then no shift of the answers makes them agree on "all is well" when it is not.

The answer to `GS r` is one byte, which line noise can be.  What counts is a *group*: `GS r 1` and `GS a`, which are
both answered in their turn, the one by a byte and the other by a packet of four, in an order that was asked for.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from devices.api import DeviceState, Reason
from devices.printer.link import Link
from devices.printer.receipt import ENABLE_ASB
from devices.printer.status import Asb, Barrier, Condition, Demultiplexer, Info, PrinterStatus, Realtime
from devices.worker import TemporaryFault

ORDERS = ((1, 2, 3, 4), (3, 4, 2, 1))
BARRIER = b"\x1dr\x01"
_TOGETHER = 0.5  # s; answers of one group follow each other at once, or after one hiccup of the line
_BREATH = 0.02  # s of silence, after which nothing more is thought to be under way
_ROUNDS = 10


class Limits(Protocol):
    """The time limits that hearing needs, in seconds."""

    @property
    def reply(self) -> float:
        """How long an answer may take."""
        ...

    @property
    def write(self) -> float:
        """How long writing may stand still."""
        ...


Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are answered together: `order` has an r for each GS r and an a for each GS a."""

    order: str

    @property
    def data(self) -> bytes:
        """The bytes that ask."""
        return b"".join(BARRIER if kind == "r" else ENABLE_ASB for kind in self.order)


# after a ticket's last byte, and when that was answered; no beginning of the one is the other
FIRST, SECOND = Group("arar"), Group("rar")
# for a printer that does not tell its status by itself; the tail of a packet that lost its head is three bytes at most
FIRST_PLAIN, SECOND_PLAIN = Group("rrrr"), Group("rrrrr")


class Answers:
    """The answers to a group since it was asked, in their order."""

    def __init__(self) -> None:
        self.order = ""
        self._value: int | None = None
        self._at = 0.0

    def clear(self) -> None:
        """Begin anew: what was heard so far answers nothing that is asked from now on."""
        self.order, self._value = "", None

    def hear(self, kind: str, value: int | None, now: float) -> None:
        """One more answer, or an x for what is none; one long after the others begins a group of its own."""
        if now - self._at > _TOGETHER:
            self.clear()
        if value is not None and self._value not in (None, value):
            # the sensors do not change their mind within a group
            kind = "x"
        self.order += kind
        self._value = self._value if value is None else value
        self._at = now

    def ends(self, group: Group) -> bool:
        """True when the printer seems to have come to the end of this group; that alone proves nothing."""
        return self.order.count("r") >= group.order.count("r")

    def are(self, group: Group) -> bool:
        """True when they are the group's, and nothing more."""
        return self._for(group) == group.order

    def close(self, group: Group) -> bool:
        """True when they are the group's, however often the printer told its status before (it comes on line again)."""
        return self._for(group).lstrip("a") == group.order.lstrip("a") and self._for(group)[:1] == group.order[:1]

    def may_become(self, group: Group) -> bool:
        """True when they are the beginning of the group's."""
        return group.order.startswith(self._for(group))

    def _for(self, group: Group) -> str:
        return self.order if "a" in group.order else self.order.replace("a", "")


class Hearing:
    """Listens to one connection.  Nothing here blocks longer than its time limits say."""

    def __init__(self, link: Link, limits: Limits, distrusted: Condition = Condition.NONE) -> None:
        self._link = link
        self._distrusted = distrusted
        self._limits = limits
        self._heard = Demultiplexer()
        self._orders: Iterator[tuple[int, ...]] = itertools.cycle(ORDERS)
        self._order: tuple[int, ...] = ORDERS[0]
        self._replies: list[int] = []
        self._open_until: float | None = None
        self._before: tuple[int, ...] | None = None
        self.answers = Answers()
        self.tells = False
        """True when the printer tells its status by itself (GS a)."""
        self.process = b""
        """The process id that was answered last (`GS ( H`)."""
        self.asb: PrinterStatus | None = None
        """What the printer said by itself since this was set to None."""
        self.cleared = False
        """True when the printer said that its buffers are empty."""
        self.last = time.monotonic()
        """When anything was heard last."""

    def listen(self, timeout: float) -> None:
        """Take in what has come, waiting up to `timeout` seconds for it."""
        data = self._link.read(timeout)
        if not data:
            return
        now = self.last = time.monotonic()
        rubbish = self._heard.garbage
        said_now = self._heard.feed(data, now)
        if self._heard.garbage != rubbish:
            self.answers.hear("x", None, now)
        for said in said_now:
            match said:
                case Realtime(value):
                    self._replies.append(value)
                case Barrier():
                    self.answers.hear("r", said.value, now)
                case Asb(data=packet):
                    self.tells = True
                    self.answers.hear("a", None, now)
                    self.asb = PrinterStatus.from_asb(packet).without(self._distrusted)
                case Info(header=0x37, data=b"%"):
                    self.cleared = True
                case Info(header=0x37, data=data) if data[:1] == b'"':
                    self.process = data[1:]
                case _:
                    pass

    def ask(self) -> None:
        """Begin a status round, when the one before is over."""
        if self._open_until is not None:
            while len(self._replies) < len(self._order) and (left := self._open_until - time.monotonic()) > 0:
                self.listen(min(left, 0.05))
        self.listen(0.0)
        if self._open_until is not None or self._replies:
            # a round that nobody judged, or an answer too many: what was asked before it is no neighbour of this round
            self._before = None
        self._replies.clear()
        self._order = next(self._orders)
        self._open_until = time.monotonic() + self._limits.reply + self._link.seconds_for(16)
        self._link.write(b"".join(b"\x10\x04" + bytes((kind,)) for kind in self._order), self._limits.write)

    def answered(self) -> tuple[bool, PrinterStatus | None]:
        """Whether the round is complete, and the status if it agrees with the round before."""
        if len(self._replies) < len(self._order):
            return False, None
        replies, self._replies, self._open_until = self._replies, [], None
        if len(replies) > len(self._order):
            # somebody else's answers are among them
            self._before = None
            return True, None
        now = tuple(value for _, value in sorted(zip(self._order, replies, strict=True)))
        before, self._before = self._before, now
        if now != before:
            if before is not None:
                # something is out of step, this round perhaps; what else is on the way answers no question to come
                self._drain()
            return True, None
        first, second, third, fourth = now
        return True, PrinterStatus.from_replies((first, second, third, fourth)).without(self._distrusted)

    def forget(self) -> None:
        """What was answered before does not count any more: the next status takes two rounds."""
        self._before = None

    def status(self, check: Check) -> PrinterStatus:
        """The status now, by two rounds in a row that agree; `TemporaryFault` for a printer that gives none."""
        silent = 0
        for _ in range(_ROUNDS):
            self.ask()
            end = self._open_until or 0.0
            done, status = self.answered()
            while not done and time.monotonic() < end:
                check()
                self.listen(max(0.0, min(0.05, end - time.monotonic())))
                done, status = self.answered()
            if status is not None:
                return status
            silent = 0 if done else silent + 1
            if silent == 2:
                raise TemporaryFault(Reason.NOT_RESPONDING, "no answer to a status request", DeviceState.UNKNOWN)
        raise TemporaryFault(Reason.NOT_RESPONDING, "status answers that do not agree", DeviceState.UNKNOWN)

    @property
    def first(self) -> Group:
        """The group that ends a ticket."""
        return FIRST if self.tells else FIRST_PLAIN

    def challenge(self, check: Check, seconds: float) -> bool:
        """True when the printer answers a second group exactly: it has worked through all that came before.

        One whose answers are too few, too many or in another order is asked again, for `seconds` in all; a printer
        that tells a fault by itself meanwhile will not answer.
        """
        until = time.monotonic() + seconds
        while True:
            group = SECOND if self.tells else SECOND_PLAIN
            self.listen(0.0)
            self.answers.clear()
            self._replies.clear()
            self._link.write(group.data, self._limits.write)
            end = time.monotonic() + self._limits.reply + self._link.seconds_for(len(group.data))
            longest = end + _TOGETHER
            while not self.answers.are(group) and (now := time.monotonic()) < end:
                check()
                if self.asb is not None and not self.asb.passes:
                    return False
                before = self.answers.order
                self.listen(max(0.0, min(0.05, end - now)))
                if not self.answers.may_become(group):
                    break
                if self.answers.order != before:
                    # begun: the rest may hang behind a hiccup of the line
                    end = min(longest, max(end, now + _TOGETHER))
            # one more, right behind, would be one too many
            self.listen(self._link.seconds_for(4))
            if self.answers.are(group) and not self._replies:
                return True
            self._drain()
            if time.monotonic() >= until:
                return False

    def _drain(self) -> None:
        """Let pass what is still on its way: it answers nothing that is asked from now on, nor does what came before."""
        self._before = None
        end = time.monotonic() + _TOGETHER
        while time.monotonic() < end:
            before = self.last
            self.listen(_BREATH + self._link.seconds_for(16))
            if self.last == before:
                break
