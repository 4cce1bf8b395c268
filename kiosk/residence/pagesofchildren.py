"""The pages of information about a child's card: their sentences, and what each one needs to hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kiosk.base.languages import N_, NN_, Plural
from kiosk.residence.remarks import PAPER_EXCHANGE, PAPER_PROOF, SITUATIONS, STAY_FIRST_PERHAPS, TRAVEL_IN_TIME

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile

Sentence = str | Plural
# id, title, sentences
Page = tuple[str, str, tuple[Sentence, ...]]

_MANDATORY_FROM: Final = NN_(
    "From {count} year on everybody must have a card.", "From {count} years on everybody must have a card.", "age"
)
_MANDATORY_FOR_ALL: Final = N_("Children must have a card too, at any age.")
_NO_PASSPORT: Final = N_("To travel, a child also needs a passport or identity card of its country.")
_RE_ENTRY: Final = N_("A child without EU or EEA nationality needs it to come back to Belgium.")

PAGES_OF_CHILDREN: Final[tuple[Page, ...]] = (
    (
        "child",
        N_("A child's card"),
        (
            N_("It is for children under {limit} who are not Belgian and may live here."),
            _MANDATORY_FROM,
            _MANDATORY_FOR_ALL,
            NN_(
                "A child's card is valid for {count} year at most.",
                "A child's card is valid for {count} years at most.",
                "child_years",
            ),
            N_("How long depends on the kind of stay."),
            PAPER_PROOF,
            PAPER_EXCHANGE,
        ),
    ),
    (
        "child-use",
        N_("What a child's card is for"),
        (
            N_("It proves that the child may live in Belgium."),
            N_("A school or sports club may ask for it."),
            _RE_ENTRY,
            _NO_PASSPORT,
        ),
    ),
    (
        "child-grown",
        N_("When a child turns {limit}"),
        (
            N_("Children may ask for their own card as soon as they are {limit}."),
            N_("A child's card that is valid longer may be used until it ends."),
            STAY_FIRST_PERHAPS,
        ),
    ),
    ("child-when", N_("When to ask for a child's card"), (*SITUATIONS.values(), TRAVEL_IN_TIME)),
)


def _speaks_of_situations(profile: Profile) -> bool:
    return any(row.situation for row in profile.invitation)


HOLDS_OF_CHILDREN: Final[dict[Sentence, Callable[[Profile], bool]]] = {
    **dict.fromkeys((PAPER_PROOF, PAPER_EXCHANGE), lambda profile: profile.child_card.paper_proof),
    _NO_PASSPORT: lambda profile: profile.knowledge_facts.not_a_travel_document,
    _RE_ENTRY: lambda profile: profile.child_card.re_entry_proof,
    _MANDATORY_FROM: lambda profile: profile.child_card.obligation != "mandatory",
    _MANDATORY_FOR_ALL: lambda profile: profile.child_card.obligation == "mandatory",
    **dict.fromkeys((TRAVEL_IN_TIME, *SITUATIONS.values()), _speaks_of_situations),
}
