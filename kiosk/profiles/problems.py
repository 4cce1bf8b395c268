"""Errors and notices of profile files: what, in which file, at which key, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.profiles.feegrid import Grid
from kiosk.residence.profile import Profile


class ProfileProblem(StrEnum):
    """What `kiosk profile check` can find; the first seven are those of R126, the rest say how a file is broken."""

    STALE_DATE = "STALE_DATE"
    FUTURE_DATE = "FUTURE_DATE"
    UNKNOWN_KEY = "UNKNOWN_KEY"
    MISSING_PLACE = "MISSING_PLACE"
    PLACE_TWICE = "PLACE_TWICE"
    FEE_GAP = "FEE_GAP"
    FEE_OVERLAP = "FEE_OVERLAP"
    PREFIX_IS_CARD_LETTER = "PREFIX_IS_CARD_LETTER"
    PREFIX_TWICE = "PREFIX_TWICE"
    BAD_VALUE = "BAD_VALUE"
    MISSING_KEY = "MISSING_KEY"
    NO_SOURCE = "NO_SOURCE"
    UNKNOWN_SOURCE = "UNKNOWN_SOURCE"
    UNKNOWN_LETTER = "UNKNOWN_LETTER"
    MENU_TOO_LONG = "MENU_TOO_LONG"
    KNOWLEDGE_ONLY = "KNOWLEDGE_ONLY"
    UNREADABLE = "UNREADABLE"
    CANNOT_BE_SHOWN = "CANNOT_BE_SHOWN"
    NO_GLYPH = "NO_GLYPH"
    COLOUR = "COLOUR"
    TWICE = "TWICE"
    UNLIKELY = "UNLIKELY"


# told to who checks, and keeps no kiosk from starting: what hangs on the clock, colours, which are drawn so that they read, and what an
# earlier version let pass: what stands twice or is never read, and what is hardly meant
TOLD_ONLY = frozenset(
    {
        ProfileProblem.STALE_DATE,
        ProfileProblem.FUTURE_DATE,
        ProfileProblem.COLOUR,
        ProfileProblem.TWICE,
        ProfileProblem.UNLIKELY,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake: the profile cannot be used until it is mended.  `line`: of the file, from 1; 0 where none says it."""

    code: ProfileProblem
    file: str
    key: str
    message: str
    line: int = 0

    def __str__(self) -> str:
        file = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{file}: {self.key}" if self.key else file
        return f"{where}: {self.code}: {self.message}"


class NoticeCode(StrEnum):
    """What a person should look at; the profile works all the same (R126)."""

    CONFLICT = "CONFLICT"
    FEE_OUT_OF_DATE = "FEE_OUT_OF_DATE"
    OLD_VALUE = "OLD_VALUE"
    ASSUMPTION = "ASSUMPTION"
    UNKNOWN_TEXT = "UNKNOWN_TEXT"
    NOT_TRANSLATED = "NOT_TRANSLATED"
    OLD_NAME = "OLD_NAME"
    NOT_READ = "NOT_READ"
    NOT_REACHED = "NOT_REACHED"
    INHERITED = "INHERITED"
    DOES_NOT_FIT = "DOES_NOT_FIT"
    NOT_SAID = "NOT_SAID"
    DAYS_RUN_OUT = "DAYS_RUN_OUT"
    NO_VOICE = "NO_VOICE"
    HIGH_TAX = "HIGH_TAX"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to confirm or renew."""

    code: NoticeCode
    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.code}: {self.message}"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Everything that was found, all at once; errors and notices apart.

    `prices`: a file's name with each of its grids.  `profiles`: of each file that a kiosk could start with, in their order.
    """

    errors: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    prices: tuple[tuple[str, Grid], ...] = ()
    profiles: tuple[Profile, ...] = ()

    @property
    def ok(self) -> bool:
        """True when the profile can be used."""
        return not self.errors


class ProfileError(ValueError):
    """A profile cannot be used; `errors` holds every reason."""

    def __init__(self, name: str, errors: tuple[Problem, ...]) -> None:
        super().__init__(f"profile {name!r}: " + "; ".join(str(error) for error in errors))
        self.name = name
        self.errors = errors
