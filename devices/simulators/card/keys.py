"""A reader's own keys (PC/SC part 10), which the virtual reader has none of: a person types, slowly, wrongly or not at all.

They stand where `SCardControl` of the reader would be (`PcscCardReader(keys=…)`): the call blocks while the person types,
then the digits go into the blocks of the command, and the command to the card.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence

from devices.card.pcsc import GET_FEATURE_REQUEST, W_REMOVED, Card, PcscError, PcscTrouble
from devices.card.pin import BAD_LENGTH, CANCELLED, DIFFERENT, TIMED_OUT
from devices.card.pinpad import MODIFY_DIRECT, VERIFY_DIRECT
from devices.simulators.faults import CanFail, FaultBoard

FAULTS = {
    "slow_typist": "somebody takes `value` (5) seconds for each key",
    "cancels": "somebody presses the red key in place of the green one",
    "impatient": "the reader waits only `value` (3) seconds for a key",
    "speechless": "the reader says nothing of what the card answered",
}
FEATURES = 0x42330000  # the control code of a feature is this and its tag
_SLOW, _IMPATIENT = 5.0, 3.0  # s
_LOOK = 0.1  # s between two looks at whether the card is still in


class ReaderKeys(CanFail):
    """The keys of a simulated reader, where it has any (`fitted`); `pause` passes the seconds that a person takes for a key."""

    def __init__(self, pause: Callable[[float], object] | None = None) -> None:
        self.faults = FaultBoard(FAULTS)
        self.fitted = False
        """Whether the reader has keys; holds from the next card on."""
        self.waits = 0
        """How many entries it still waits for; 0: it asks for nothing."""
        self._red = threading.Event()
        self._pause = pause or self._red.wait
        self._changed = threading.Condition()
        self._typed: deque[str] = deque()

    def type(self, digits: str) -> None:
        """Somebody types these and presses the green key; ValueError while the reader asks for nothing."""
        if not (digits.isdecimal() and digits.isascii()):
            raise ValueError("only digits can be typed")
        with self._changed:
            self._asked()
            self._typed.append(digits)
            self._changed.notify_all()

    def cancel(self) -> None:
        """Somebody presses the red key; ValueError while the reader asks for nothing."""
        with self._changed:
            self._asked()
            self._red.set()
            self._changed.notify_all()

    def _asked(self) -> None:
        if not self.waits:
            raise ValueError("the reader asks for nothing now")

    def __call__(self, card: Card, code: int, data: bytes) -> bytes:
        """The answer to a control code; without keys, and to any other code, the reader's own.  PcscError for a card that is out."""
        if not self.fitted or code not in (GET_FEATURE_REQUEST, FEATURES + VERIFY_DIRECT, FEATURES + MODIFY_DIRECT):
            return card.control(code, data)
        if code == GET_FEATURE_REQUEST:
            return offered((VERIFY_DIRECT, MODIFY_DIRECT))
        try:
            typed = self._entries(card, 1 if code == FEATURES + VERIFY_DIRECT else 3, float(data[0]))
        except _Ended as ended:
            return ended.word.to_bytes(2, "big")
        word = entered(card, data, typed)
        return b"" if self.faults.strikes("speechless") else word.to_bytes(2, "big")

    def _entries(self, card: Card, count: int, seconds: float) -> list[str]:
        impatient = self.faults.strikes("impatient")
        if impatient is not None:
            seconds = impatient.value or _IMPATIENT
        typed: list[str] = []
        with self._changed:
            self._red.clear()
            self._typed.clear()
            self.waits = count
        try:
            while self.waits:
                typed.append(self._entry(card, seconds))
                self.waits -= 1
        finally:
            with self._changed:
                self.waits = 0
        return typed

    def _entry(self, card: Card, seconds: float) -> str:
        """One entry, closed by the green key; `seconds` is what the reader waits for each key."""
        left = seconds
        with self._changed:
            while not self._changed.wait_for(lambda: self._typed or self._red.is_set(), min(_LOOK, left)):
                left -= _LOOK
                _still_in(card)
                if left <= 0:
                    raise _Ended(TIMED_OUT)
            digits = "" if self._red.is_set() else self._typed.popleft()
        for _ in (*digits, "green"):
            slow = self.faults.strikes("slow_typist")
            self._key(card, (slow.value or _SLOW) if slow is not None else 0.0, seconds)
        if self.faults.strikes("cancels"):
            raise _Ended(CANCELLED)
        return digits

    def _key(self, card: Card, takes: float, limit: float) -> None:
        """Somebody presses a key after `takes` seconds, or the reader has waited for its `limit`."""
        left = min(takes, limit)
        while left > 0 and not self._red.is_set():
            self._pause(min(_LOOK, left))
            left -= _LOOK
            _still_in(card)
        if self._red.is_set():
            raise _Ended(CANCELLED)
        if takes > limit:
            raise _Ended(TIMED_OUT)


class _Ended(Exception):
    """The reader ends the entry with a word of its own; the card hears nothing."""

    def __init__(self, word: int) -> None:
        super().__init__(f"{word:04X}")
        self.word = word


def _still_in(card: Card) -> None:
    if not card.atr():
        raise PcscError(PcscTrouble.NO_CARD, W_REMOVED)


def offered(features: Sequence[int]) -> bytes:
    """The answer to GET_FEATURE_REQUEST: each feature's tag, the length 4, its control code."""
    return b"".join(bytes((tag, 4)) + (FEATURES + tag).to_bytes(4, "big") for tag in features)


def entered(card: Card, structure: bytes, typed: Sequence[str]) -> int:
    """Fill the entries into the command of a VERIFY or MODIFY structure and send it; the card's word, or the reader's own."""
    at = 19 if int.from_bytes(structure[15:19], "little") == len(structure) - 19 else 24
    if int.from_bytes(structure[at - 4 : at], "little") != len(structure) - at:
        raise ValueError("no structure of PC/SC part 10")
    command = bytearray(structure[at:])
    offsets = [0] if at == 19 else list(structure[5:7])
    fewest, most = (structure[6], structure[5]) if at == 19 else (structure[8], structure[7])
    for offset, digits in zip(offsets, typed, strict=False):
        if not fewest <= len(digits) <= most:
            return BAD_LENGTH
        command[5 + offset : 13 + offset] = bytes.fromhex(f"2{len(digits):X}" + digits.ljust(14, "F"))
    if typed[len(offsets) :] and typed[-1] != typed[-2]:
        return DIFFERENT
    return card.transmit(command)[1]
