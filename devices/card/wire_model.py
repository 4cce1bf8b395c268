"""How long an exchange would take on a real reader: T=0 characters at the card's rate, plus a fixed cost a command.

A T=0 command is five header bytes; the card answers with a procedure byte before data goes either way, and two status
bytes; a character takes twelve bit times (ISO 7816-3).  8 to 16 ms a command is what real readers add (USB and card).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CHARACTER_BITS = 12


@dataclass(frozen=True, slots=True)
class WireModel:
    """`rate` in bits a second; `overhead` in seconds a command."""

    rate: float
    overhead: float = 0.008

    def seconds(self, exchange: Iterable[tuple[bytes, bytes]]) -> float:
        """Time for commands with their answers (data and status word)."""
        return sum(self.command_seconds(command, answer) for command, answer in exchange)

    def command_seconds(self, command: bytes, answer: bytes) -> float:
        """Time for one command."""
        return characters(command, answer) * CHARACTER_BITS / self.rate + self.overhead


def characters(command: bytes, answer: bytes) -> int:
    """T=0 characters of one command and its answer, in both directions."""
    sent = max(0, len(command) - 5)
    received = len(answer) - 2
    return 5 + (1 if sent or received else 0) + sent + max(0, received) + 2
