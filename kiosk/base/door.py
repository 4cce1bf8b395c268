"""A listening socket with places for each address: whoever comes is let in, whoever only holds a place makes room.

A connection is counted from the moment that the system hands it over, so also while TLS is agreed.
"""

from __future__ import annotations

import socket
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

_KNOCKING: Final = 128  # connections that the system keeps until they are taken


@dataclass(frozen=True, slots=True)
class Limits:
    """Connections at once, in all and of one address; seconds for a whole question and for its answer to be gone."""

    places: int = 512
    places_of_one: int = 128
    receipt: float = 10.0
    answer: float = 60.0


class Door(socket.socket):
    """A listening socket with places.

    Who comes when all are taken gets the place of whoever has been longest without a whole question, of the same address
    first, else of the address that has most.  Nobody loses a place while an answer is made; when one is made for
    everybody, the newcomer is turned away.
    """

    def __init__(self, host: str, port: int, limits: Limits) -> None:
        super().__init__(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        try:
            self.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.bind((host, port))
            self.listen(_KNOCKING)
        except OSError:
            super().close()
            raise
        self.limits = limits
        self._guests: dict[int, _Guest] = {}

    def accept(self) -> tuple[socket.socket, Any]:
        """The next guest; ConnectionAbortedError for one who is turned away, which asyncio passes over."""
        plain, address = super().accept()
        guest = _Guest(self, address[0], plain.detach())
        if not self._has_room(guest.address):
            guest.close()
            raise ConnectionAbortedError
        self._guests[guest.fileno()] = guest
        return guest, address

    def answering(self, number: int, is_so: bool) -> None:
        """Say of the guest with this descriptor whether its question is whole and its answer is not yet given."""
        if number in self._guests:
            guest = self._guests[number]
            guest.answering, guest.since = is_so, time.monotonic()

    def leave(self, guest: _Guest) -> None:
        """A guest is gone."""
        if self._guests.get(guest.fileno()) is guest:
            del self._guests[guest.fileno()]

    def close(self) -> None:
        """Close the door; whoever is in the middle of a question or of TLS goes too."""
        for guest in list(self._guests.values()):
            if not guest.answering:
                guest.send_away()
        super().close()

    def _has_room(self, address: str) -> bool:
        there = Counter(guest.address for guest in self._guests.values())
        if there[address] >= self.limits.places_of_one:
            return self._make_room(address)
        if there.total() >= self.limits.places:
            return any(self._make_room(crowd) for crowd, _ in there.most_common())
        return True

    def _make_room(self, address: str) -> bool:
        silent = [one for one in self._guests.values() if one.address == address and not one.answering]
        if not silent:
            return False
        longest = min(silent, key=lambda one: one.since)
        self.leave(longest)
        longest.send_away()
        return True


class _Guest(socket.socket):
    """A connection, from the moment that the system hands it over."""

    def __init__(self, door: Door, address: str, number: int) -> None:
        super().__init__(fileno=number)
        self.address, self.since, self.answering = address, time.monotonic(), False
        self._door = door

    def send_away(self) -> None:
        """End its questions: whoever reads from it reads the end, and closes."""
        with suppress(OSError):
            self.shutdown(socket.SHUT_RD)

    def close(self) -> None:
        """Leave the place."""
        self._door.leave(self)
        super().close()
