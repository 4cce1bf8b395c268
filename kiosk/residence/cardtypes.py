"""The document types that a Belgian card's chip can name, and what each one is called (R001-R003, R013-R018).

The codes are the chip's own language: they change when the federal applet changes, never from one
municipality to the next.  That is why they are a table here and not a value of a profile
(decision 0020).  Letters follow the official list of fourteen types (S043).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

CardGroup = Literal["third_country", "eu_family"]


class Kind(StrEnum):
    """What a chip's document type is to this kiosk."""

    RESIDENCE = "residence"
    BELGIAN = "belgian"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CardType:
    """One document type of the chip.

    `letter` is the name in use today, `letter_printed` the one on this very card, `old_letter` the printed
    name when it has been replaced since (else None).  `letter` is "" where a type has none (Belgian cards).
    """

    code: int
    kind: Kind
    letter: str = ""
    old_letter: str | None = None
    child: bool = False
    group: CardGroup | None = None

    @property
    def letter_printed(self) -> str:
        """The letter that the resident sees on the card in hand."""
        return self.old_letter or self.letter

    @property
    def served(self) -> bool:
        """True for residence cards of foreign nationals."""
        return self.kind is Kind.RESIDENCE

    @property
    def problem(self) -> Literal["NOT_RESIDENCE_CARD", "CARD_NOT_SUPPORTED"] | None:
        """The result code for a card that is not served (R002, R003); None for a served one."""
        match self.kind:
            case Kind.RESIDENCE:
                return None
            case Kind.BELGIAN:
                return "NOT_RESIDENCE_CARD"
            case Kind.REFUSED:
                return "CARD_NOT_SUPPORTED"


THIRD_COUNTRY_LETTERS: Final = frozenset({"A", "B", "K", "L", "H", "I", "J"})
EU_FAMILY_LETTERS: Final = frozenset({"EU", "EU+", "F", "F+", "M", "N"})
# as the page of all cards names them
CARD_ORDER: Final = ("A", "B", "K", "L", "EU", "EU+", "F", "F+", "H", "I", "J", "M", "N")
LETTERS: Final = THIRD_COUNTRY_LETTERS | EU_FAMILY_LETTERS
# the cards that a resident may ask to switch to
SWITCH_TARGETS: Final = ("EU+", "F+", "K", "L")
# every letter that a resident may read on a card: none may be a ticket prefix (R018)
CARD_LETTERS: Final = frozenset("ABCDEFHIJKLMN")

# code -> (letter today, replaced printed letter or None, a child's card)
_RESIDENCE: Final[dict[int, tuple[str, str | None, bool]]] = {
    11: ("A", None, False),
    12: ("B", None, False),
    13: ("K", "C", False),
    14: ("L", "D", False),
    15: ("EU", "E", False),
    16: ("EU+", "E+", False),
    17: ("F", None, False),
    18: ("F+", None, False),
    19: ("H", None, False),
    20: ("I", None, False),
    21: ("J", None, False),
    22: ("M", None, False),
    23: ("N", None, False),
    27: ("K", None, False),
    28: ("L", None, False),
    31: ("EU", None, False),
    32: ("EU+", None, False),
    33: ("A", None, False),
    34: ("B", None, False),
    35: ("F", None, False),
    36: ("F+", None, False),
    61: ("EU", None, True),
    62: ("EU+", None, True),
    63: ("A", None, True),
    64: ("B", None, True),
    65: ("K", None, True),
    66: ("L", None, True),
    67: ("F", None, True),
    68: ("F+", None, True),
    69: ("M", None, True),
}
_BELGIAN: Final = (1, 6)
_REFUSED: Final = (7, 8)


def group_of(letter: str) -> CardGroup | None:
    """The fee group of a letter in use today; None for an unknown letter."""
    if letter in THIRD_COUNTRY_LETTERS:
        return "third_country"
    if letter in EU_FAMILY_LETTERS:
        return "eu_family"
    return None


def _build() -> dict[int, CardType]:
    table = {
        code: CardType(code, Kind.RESIDENCE, letter, old, child, group_of(letter))
        for code, (letter, old, child) in _RESIDENCE.items()
    }
    table |= {code: CardType(code, Kind.BELGIAN) for code in _BELGIAN}
    table |= {code: CardType(code, Kind.REFUSED) for code in _REFUSED}
    return table


CARD_TYPES: Final = MappingProxyType(_build())

# the cards that a child may have
CHILD_LETTERS: Final = frozenset(card.letter for card in CARD_TYPES.values() if card.child and card.letter)


def card_type(code: int | None) -> CardType | None:
    """The type behind a chip's document-type code; None when the code is absent or unknown (R003)."""
    return None if code is None else CARD_TYPES.get(code)
