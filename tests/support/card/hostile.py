"""Hostile cards: real ones whose answers a fuzzer changes, and ones that answer anything at all.

Used by the property tests and by the long fuzz run; what a reader makes of such a card must be a reading or one of
the errors of `devices.card`, within its budget, never anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from devices.api.card import Pin, Trust, Verdict
from devices.card import tlv
from devices.card.apdu import MAX_APDUS, CardError, Channel, Command
from devices.card.belpic import ATR_18, parse_chip_data
from devices.card.certificates import load
from devices.card.identity import decode_address, decode_identity
from devices.card.roots import RootStore
from devices.card.session import CardSession
from devices.simulators.card.card import SimulatedCard

TODAY = date(2026, 11, 22)
_WORDS = (
    0x9000,
    0x9000,
    0x9000,
    0x6282,
    0x6B00,
    0x6986,
    0x6A82,
    0x6D00,
    0x6110,
    0x6100,
    0x6C10,
    0x6C00,
    0x63C0,
    0x6983,
    0x0000,
)


def tlv_target(data: bytes) -> None:
    """Fuzz target: TLV files, and the identity and address in them."""
    for decode in (tlv.parse, lambda raw: decode_identity(raw, "1.8"), decode_address):
        _only_card_errors(lambda decode=decode: decode(data))  # type: ignore[misc]


def chip_data_target(data: bytes) -> None:
    """Fuzz target: the answer to GET CARD DATA."""
    _only_card_errors(lambda: parse_chip_data(data))


def certificate_target(data: bytes) -> None:
    """Fuzz target: certificates as they come from a card."""
    _only_card_errors(lambda: load(data))


def card_target(card: SimulatedCard | None, store: RootStore, random: Random, rate: float) -> Trust | None:
    """Fuzz target: a whole card, read with address and photo and given a PIN.

    `card` is a genuine one whose answers are changed at `rate`, or None for one that answers anything.  Answers the
    trust that was put in it, None when it could not be read.  The store is not changed.
    """
    transmit = anything(random) if card is None else disturbed(card, random, rate)
    session = CardSession(ATR_18 if card is None else card.atr, store, lambda: TODAY)
    channel = Channel(transmit, monotonic=lambda: 0.0)
    trust: Trust | None = None
    try:
        trust = session.read(channel, address=True, photo=True).trust
        session.verify(Channel(transmit, monotonic=lambda: 0.0), Pin.from_text("1234"))
    except CardError:
        pass
    if channel.apdus > MAX_APDUS:
        raise AssertionError("the budget of commands was exceeded")
    return trust


def believed(trust: Trust | None) -> bool:
    """True when a reader would tell somebody that this card is genuine."""
    return trust is not None and trust.verdict is Verdict.GENUINE


def disturbed(card: SimulatedCard, random: Random, rate: float) -> Callable[[Command], tuple[bytes, int]]:
    """A transmit that changes the card's answers now and then: bits, lengths, status words."""
    card.reset()
    card.wallet.tries = 3

    def transmit(command: Command) -> tuple[bytes, int]:
        data, sw = card.exchange(command)
        if random.random() >= rate:
            return data, sw
        match random.randrange(4):
            case 0 if data:
                at = random.randrange(len(data))
                return data[:at] + bytes((data[at] ^ 1 << random.randrange(8),)) + data[at + 1 :], sw
            case 1:
                return data[: random.randrange(len(data) + 1)], sw
            case 2:
                return data + random.randbytes(random.randrange(1, 40)), sw
            case _:
                return data, random.choice(_WORDS)

    return transmit


def anything(random: Random) -> Callable[[Command], tuple[bytes, int]]:
    """A transmit that answers anything, now and then in the right shape."""

    def transmit(command: Command) -> tuple[bytes, int]:
        sw = random.choice(_WORDS)
        if command[1] != 0xB0:
            return (random.randbytes(random.choice((0, 28, 31, 96))), sw) if random.random() < 0.5 else (b"", 0x9000)
        shape = random.randrange(4)
        if shape == 0:
            return b"\x30\x82" + random.randbytes(254), sw
        if shape == 1:
            fields = {random.randrange(32): random.randbytes(random.randrange(20)) for _ in range(random.randrange(12))}
            return tlv.encode({1: b"B000000000", 4: b"01.01.2027", **fields})[:256], sw
        return random.randbytes(random.choice((0, 1, 16, 255, 256))), sw

    return transmit


def _only_card_errors(act: Callable[[], object]) -> None:
    try:
        act()
    except CardError:
        return
