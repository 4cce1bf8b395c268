"""The questions of whom a visit is about: me, a child or several, how old, and who comes with a child."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from kiosk.base.languages import N_, NN_
from kiosk.residence.facts import Facts
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import APPLICATIONS, AgeBand, ChildSituation, Role, Service
from kiosk.views.view import Icon
from kiosk.visit.model.asking import (
    UNKNOWN,
    Choice,
    Choices,
    Question,
    a_child,
    applies,
    older,
    one_of,
    person,
    set_to,
    young,
)
from kiosk.visit.model.known import years_before

_TEEN = 17
_ME = person(older, for_other=False)
_A_CHILD = person(a_child, for_other=True)
_SOMEBODY = person(older, for_other=True)
_A_TEENAGER = person(lambda limit: (limit, max(limit, _TEEN)), children=None)
_YOUNGER = NN_("Younger than {count}", "Younger than {count}", "age")
_BETWEEN = NN_("{low} to {count} year old", "{low} to {count} years old", "age")
_EXACTLY = NN_("{count} year old", "{count} years old", "age")
# with one answer more for whoever is no child, as many as a screen holds
_MOST_EDGES = 4


def _edges(profile: Profile) -> list[int]:
    """The ages of a child from which something else holds here: the photo, and prices.

    Where there are more than a screen has answers for, the photo's alone: a price that is told by age leads nobody astray.
    """
    photo = {profile.photo.age or 0} if profile.photo.bring == "under_age" else set()
    rows = (row for row in profile.fees if row.age_band is not AgeBand.ADULT)
    prices = {edge for row in rows for edge in (row.ages.start, row.ages.stop)}
    found, of_photo = (
        sorted(edge for edge in edges if 0 < edge < profile.child_card.age_limit) for edges in (photo | prices, photo)
    )
    return found if len(found) <= _MOST_EDGES else of_photo


def _ages(profile: Profile) -> Choices:
    """The ages of a child that this municipality tells apart."""
    return tuple(_aged(low, below) for low, below in pairwise((0, *_edges(profile), profile.child_card.age_limit)))


def _aged(low: int, below: int) -> Choice:
    update = person(lambda _: (low, below - 1))
    if not low:
        return Choice(f"under-{below}", _YOUNGER, Icon.CHILD, update, below)
    label = _EXACTLY if below - low == 1 else _BETWEEN
    return Choice(f"{low}-{below - 1}", label, Icon.CHILD, update, below - 1, low=low)


def _and_older(profile: Profile) -> Choices:
    older_one = Choice(f"{profile.child_card.age_limit}-up", N_("{limit} or older"), Icon.PERSON, _A_TEENAGER)
    return (*_ages(profile), older_one)


def _for_whom(facts: Facts, today: date, profile: Profile) -> bool:
    """For every application but those that say it themselves; a card that was put in first says it for its renewal."""
    del today, profile
    if facts.medical is not None or facts.read_from_back:
        return False
    if facts.for_other and facts.born is not None:
        return False  # the child's card, as was said
    if facts.service is Service.RENEW:
        return facts.document_type is None
    own_words = (Service.CHILD, Service.URGENT)
    return facts.service is Service.COLLECT or (facts.service in APPLICATIONS and facts.service not in own_words)


def _with_children(facts: Facts, today: date, profile: Profile) -> bool:
    """True when one or several children need an urgent card, or a child's card is asked for; not yet how many."""
    urgent = facts.service is Service.URGENT and (young(facts, today, profile) or not facts.for_other)
    return facts.children is None and (urgent or facts.service is Service.CHILD)


def _by_age(facts: Facts, today: date, profile: Profile) -> bool:
    """True when the child may be younger or older than an age from which something else holds here."""
    if not applies(facts) or facts.born is None or (facts.children or 1) > 1:
        return False
    born = facts.born
    return any(born.latest > years_before(today, edge) >= born.earliest for edge in _edges(profile))


def _role(facts: Facts, today: date, profile: Profile) -> bool:
    """True where the profile makes a difference of who comes with a child."""
    if not profile.child_card.ask_role or facts.role is not None or facts.medical is not None:
        return False
    return young(facts, today, profile) and (facts.service is Service.COLLECT or applies(facts))


# more children than fit a screen; the next question says how many
_MANY = 6
_CHILDREN = {
    1: N_("For 1 child"),
    2: N_("For 2 children under {limit}"),
    3: N_("For 3 children under {limit}"),
    4: N_("For 4 children under {limit}"),
    5: N_("For 5 children under {limit}"),
    6: N_("For 6 children under {limit}"),
    7: N_("For 7 children under {limit}"),
    8: N_("For 8 children under {limit}"),
    9: N_("For 9 children under {limit}"),
    10: N_("For 10 children under {limit}"),
}


def _situation(facts: Facts, today: date, profile: Profile) -> bool:
    """True when the profile says when to apply by what fits the child."""
    told_apart = any(row.situation for row in profile.invitation)
    return facts.service is Service.CHILD and facts.situation is None and told_apart and young(facts, today, profile)


def _number(*counts: int) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(count), _CHILDREN[count], Icon.CHILD if count == 1 else Icon.PEOPLE, set_to(children=count))
        for count in counts
    )


WHOM: tuple[Question, ...] = (
    Question(
        "for-whom",
        N_("For whom is the card?"),
        (
            Choice("me", N_("For me"), Icon.PERSON, _ME),
            Choice("child", N_("For a child under {limit}"), Icon.CHILD, _A_CHILD),
            Choice("other", N_("For someone of {limit} or older"), Icon.PEOPLE, _SOMEBODY),
        ),
        _for_whom,
        whose=True,
    ),
    Question(
        "for-whom-urgent",
        N_("For whom is the urgent card?"),
        (
            Choice("me", N_("For me"), Icon.PERSON, person(older, for_other=False, children=0)),
            Choice("children", N_("For one or more children under {limit}"), Icon.CHILD, _A_CHILD),
            Choice("all", N_("For me and for children"), Icon.PEOPLE, _ME),
            Choice("other", N_("For someone of {limit} or older"), Icon.PERSON, _SOMEBODY),
        ),
        one_of(Service.URGENT),
        whose=True,
    ),
    Question(
        "how-many",
        N_("For how many children?"),
        (*_number(1, 2, 3, 4, 5), Choice("more", N_("For more than 5 children"), Icon.PEOPLE, set_to(children=_MANY))),
        _with_children,
        whose=True,
    ),
    Question(
        "how-many-more",
        N_("For how many children?"),
        _number(6, 7, 8, 9, 10),
        lambda facts, *_: facts.children == _MANY,
        whose=True,
    ),
)
OF_A_CHILD: tuple[Question, ...] = (
    Question(
        "child-age",
        N_("How old is the child?"),
        _and_older,
        lambda facts, *_: facts.service is Service.CHILD and facts.born is None and (facts.children or 1) == 1,
    ),
    Question(
        "age-of-child",
        N_("How old is the child?"),
        _ages,
        _by_age,
    ),
    Question(
        "role",
        N_("Who are you?"),
        (
            Choice("parent", N_("Parent"), Icon.PERSON, set_to(role=Role.PARENT)),
            Choice("foster", N_("Foster parent"), Icon.PERSON, set_to(role=Role.FOSTER)),
            Choice("guardian", N_("Guardian"), Icon.PERSON, set_to(role=Role.GUARDIAN)),
            Choice("head-of-home", N_("Head of the foster home"), Icon.HOME, set_to(role=Role.HEAD_OF_HOME)),
        ),
        _role,
    ),
    Question(
        "situation",
        N_("What fits your child?"),
        (
            Choice(
                "non-eu",
                N_("Not from the EU: new here, or stay renewed"),
                Icon.LETTER,
                set_to(situation=ChildSituation.NON_EU_INVITED, eu=False),
            ),
            Choice(
                "no-card", N_("Lives here, has no card yet"), Icon.HOME, set_to(situation=ChildSituation.NO_CARD_YET)
            ),
            Choice("born-here", N_("Was born in Belgium"), Icon.CHILD, set_to(situation=ChildSituation.BORN_HERE)),
            Choice(
                "long-stay",
                NN_(
                    "Has a card, and may stay more than {count} year",
                    "Has a card, and may stay more than {count} years",
                    "child_years",
                ),
                Icon.CARD,
                set_to(situation=ChildSituation.LONG_STAY),
                lambda _, profile: profile.child_card.max_years,
            ),
            UNKNOWN,
        ),
        _situation,
    ),
)
