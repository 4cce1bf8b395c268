"""The card reader as the kiosk sees it: what was read, what is proved, what became of the PIN."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn, Protocol

from devices.api.health import Device, DeviceEvent

PIN_MIN, PIN_MAX = 4, 12
PAD_SECONDS = 75.0  # how long a person may type on the reader's own keys, an entry
CHANGE_ENTRIES = 3  # the present PIN, and the new one twice


class Pin:
    """A PIN that is being typed.  It cannot be printed, compared, pickled or copied; `wipe()` overwrites it.

    `with_digit` and `without_last` answer a new object, so that a state which holds one stays a value; whoever
    drops the old one wipes it.
    """

    __slots__ = ("_digits",)

    def __init__(self, digits: bytearray | None = None) -> None:
        self._digits = bytearray() if digits is None else digits

    @classmethod
    def from_text(cls, text: str) -> Pin:
        """A PIN from 4 to 12 ASCII digits; ValueError (without the text) for anything else."""
        if not (PIN_MIN <= len(text) <= PIN_MAX and text.isascii() and text.isdigit()):
            raise ValueError("a PIN has 4 to 12 digits")
        return cls(bytearray(int(c) for c in text))

    def with_digit(self, digit: int) -> Pin:
        """A new PIN with one digit more; a 13th digit is ignored."""
        if not 0 <= digit <= 9:
            raise ValueError("a PIN holds digits")
        kept = bytearray(self._digits)
        if len(kept) < PIN_MAX:
            kept.append(digit)
        return Pin(kept)

    def without_last(self) -> Pin:
        """A new PIN with the last digit taken away."""
        return Pin(bytearray(self._digits[:-1]))

    @property
    def length(self) -> int:
        """Number of digits, 0 to 12."""
        return len(self._digits)

    @property
    def complete(self) -> bool:
        """True from 4 digits on."""
        return len(self._digits) >= PIN_MIN

    def same_digits(self, other: Pin) -> bool:
        """True when both hold the same digits (a new PIN is typed twice)."""
        return self._digits == other._digits

    def block(self) -> bytearray:
        """The 8-byte block of the card: 2L, BCD digits, padded with F.  The caller wipes it."""
        count = len(self._digits)
        block = bytearray(b"\xff" * 8)
        block[0] = 0x20 | count
        for at, digit in enumerate(self._digits):
            byte = 1 + at // 2
            block[byte] = (digit << 4 | 0x0F) if at % 2 == 0 else (block[byte] & 0xF0 | digit)
        return block

    def wipe(self) -> None:
        """Overwrite and empty."""
        for at in range(len(self._digits)):
            self._digits[at] = 0
        self._digits.clear()

    def __repr__(self) -> str:
        return "Pin(hidden)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "Pin(hidden)"

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a PIN cannot be pickled or copied")

    def __del__(self) -> None:
        self.wipe()


class ProofState(enum.StrEnum):
    """What is known of one part of the card's proof."""

    VALID = "valid"
    INVALID = "invalid"
    MISSING = "missing"
    UNREAD = "unread"
    UNPROVED = "unproved"


class Verdict(enum.StrEnum):
    """FORGED: a part that was read is invalid.  UNVERIFIED: cannot be traced to a trusted root."""

    GENUINE = "GENUINE"
    FORGED = "FORGED"
    UNVERIFIED = "UNVERIFIED"


class CertificateStatus(enum.StrEnum):
    """What OCSP or a CRL says of the holder's certificate; silence is `unknown`, never `good`."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    UNASKED = "unasked"


class CardProblem(enum.StrEnum):
    """Why there is no reading; the result codes of section 5 of the requirements."""

    NOT_RESIDENCE_CARD = "NOT_RESIDENCE_CARD"
    CARD_NOT_SUPPORTED = "CARD_NOT_SUPPORTED"
    CARD_UNREADABLE = "CARD_UNREADABLE"
    CHIP_DEFECT = "CHIP_DEFECT"
    NO_CARD = "NO_CARD"
    CARD_REMOVED = "CARD_REMOVED"
    NO_PCSC_SERVICE = "NO_PCSC_SERVICE"
    NOT_PERMITTED = "NOT_PERMITTED"
    NO_READER = "NO_READER"


class PinOutcome(enum.StrEnum):
    """What became of a PIN."""

    CORRECT = "correct"
    WRONG = "wrong"
    BLOCKED = "blocked"
    NOT_APPLICABLE = "not-applicable"
    CANCELLED = "cancelled"
    TIMEOUT = "timeout"
    DIFFERENT = "different"  # the two new PINs on a reader's keys were not the same
    UNFIT = "unfit"  # the new PIN has a length or a form that is not taken


@dataclass(frozen=True, slots=True)
class CardDate:
    """A birth date as the card has it: year, and month and day where they are known.  Never invented."""

    year: int
    month: int | None = None
    day: int | None = None

    def iso(self) -> str:
        """ISO 8601 with the known parts only: "1984", "1984-05" or "1984-05-17"."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
        return text


@dataclass(frozen=True, slots=True)
class CardData:
    """Facts about the card itself; no person in it but by its numbers, which are never logged."""

    document_type: int | None
    applet: str
    card_number: str = field(repr=False)
    chip_number: str = field(repr=False)
    valid_from: date | None
    valid_until: date | None
    issued_by: str
    duplicate: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """The person; lives in memory for one visit, never logged (no repr)."""

    given_names: str
    surname: str
    nationality: str
    birth_place: str
    birth_date: CardDate | None
    sex: str
    national_number: str


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """The address file; read only when a profile states a purpose."""

    street: str
    postcode: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Trust:
    """The proof, part by part, with every reason named."""

    verdict: Verdict = Verdict.UNVERIFIED
    identity: ProofState = ProofState.UNREAD
    address: ProofState = ProofState.UNREAD
    photo: ProofState = ProofState.UNREAD
    chain: ProofState = ProofState.UNREAD
    chip: ProofState = ProofState.UNREAD
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardCost:
    """What the reading cost: APDUs, response bytes without status words, wall seconds."""

    apdus: int = 0
    bytes: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class CardReading:
    """Everything that was read of one card."""

    card: CardData
    holder: Holder
    address: Address | None = field(default=None, repr=False)
    trust: Trust = Trust()
    tries_left: int | None = None
    pin_exists: bool = True
    pad_verifies: bool = False  # the reader's own keys take the PIN
    pad_changes: bool = False  # they take a change of it too
    cost: CardCost = CardCost()


@dataclass(frozen=True, slots=True)
class CardInserted(DeviceEvent):
    """A card is in the reader and has power."""


@dataclass(frozen=True, slots=True)
class CardRemoved(DeviceEvent):
    """The card is out; whatever was going on with it is over."""


@dataclass(frozen=True, slots=True)
class CardIdentified(DeviceEvent):
    """The identity file was read (greet at once); nothing is proved yet."""

    request: str
    reading: CardReading


@dataclass(frozen=True, slots=True)
class CardJudged(DeviceEvent):
    """The reading with its trust judged as far as it goes without a PIN."""

    request: str
    reading: CardReading


@dataclass(frozen=True, slots=True)
class CardFault(DeviceEvent):
    """The request ended without a reading."""

    request: str
    problem: CardProblem
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PinChecked(DeviceEvent):
    """The answer to `verify_pin`; `proved` is the signed challenge after a correct PIN, `certificate` the holder's."""

    request: str
    outcome: PinOutcome
    tries_left: int | None = None
    proved: bool = False
    reasons: tuple[str, ...] = ()
    certificate: CertificateStatus = CertificateStatus.UNASKED


@dataclass(frozen=True, slots=True)
class PinChanged(DeviceEvent):
    """The answer to `change_pin`."""

    request: str
    outcome: PinOutcome
    tries_left: int | None = None


class CardReader(Device, Protocol):
    """The reader's driver.  `request` is opaque and comes back in the answer."""

    def read(self, request: str, *, address: bool = False, photo: bool = False) -> None:
        """Read and judge the card: `CardIdentified`, then `CardJudged`; or `CardFault`."""
        ...

    def verify_pin(self, request: str, pin: Pin | None, language: str = "en") -> None:
        """One VERIFY (never a second by software), then the signed challenge: `PinChecked`.

        None: on the PIN pad, whose display speaks `language` where it can.
        """
        ...

    def change_pin(self, request: str, old: Pin | None, new: Pin | None, language: str = "en") -> None:
        """Change the PIN: `PinChanged`.  None twice: all of it is typed on the PIN pad; `language` as for `verify_pin`."""
        ...

    def release(self) -> None:
        """Log off, reset and let go of the card."""
        ...
