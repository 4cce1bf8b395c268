"""The questions of a visit: what can be known is not asked; each answer is one fact for the rules.

A question is asked when its service needs the fact, nobody knows it yet, and this municipality makes a difference
of it.  The order of the table is the order of the questions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kiosk.base.languages import N_
from kiosk.residence.cardtypes import SWITCH_TARGETS
from kiosk.residence.facts import Facts
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import (
    Annex,
    ChildSituation,
    Codes,
    Guarantee,
    Procedure,
    Protection,
    Role,
    Service,
)
from kiosk.views.view import Icon
from kiosk.visit.model.known import CHILD_AGE, OLDEST, aged, someone_elses, years_before

Update = Callable[[Facts, date], Facts]
Needed = Callable[[Facts, date, Profile], bool]
_PHOTO_AGE = 3
_TEEN = 17
# what a new card is asked for, by the person of whom it is
_APPLICATIONS = frozenset(
    {
        Service.RENEW,
        Service.CHILD,
        Service.FIRST,
        Service.LOST,
        Service.STOLEN,
        Service.DAMAGED,
        Service.CHIP_DEFECT,
        Service.DATA_CHANGE,
        Service.PHOTO,
        Service.SWITCH,
        Service.URGENT,
    }
)
_GONE = (Service.LOST, Service.STOLEN)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: its value, its words, its picture, and the fact that it states."""

    value: str
    label: str
    icon: Icon | None
    update: Update


@dataclass(frozen=True, slots=True)
class Question:
    """A question with two to six answers; `needed` says whether to ask it.

    `whose`: it says whose card the visit is about; it comes before the card and no card answers it.
    """

    id: str
    text: str
    choices: tuple[Choice, ...]
    needed: Needed
    whose: bool = False


def _set(**values: object) -> Update:
    def update(facts: Facts, today: date) -> Facts:
        del today
        return replace(facts, **values)  # type: ignore[arg-type]  # the table names fields of Facts

    return update


def _person(low: int, high: int, **values: object) -> Update:
    """Whom the visit is about: somebody who is `low` to `high` years old today."""

    def update(facts: Facts, today: date) -> Facts:
        return replace(facts, born=aged(low, high, today), **values)  # type: ignore[arg-type]  # names of fields

    return update


_ME = _person(CHILD_AGE, OLDEST, for_other=False)
_A_CHILD = _person(0, CHILD_AGE - 1, for_other=True)
_SOMEBODY = _person(CHILD_AGE, OLDEST, for_other=True)


def _is(*services: Service) -> Needed:
    return lambda facts, *_: facts.service in services


def _for_whom(facts: Facts, today: date, profile: Profile) -> bool:
    """For every application but those that say it themselves; a card that was put in first says it for its renewal."""
    del today, profile
    if facts.medical is not None or facts.read_from_back:
        return False
    if facts.service is Service.RENEW:
        return facts.document_type is None
    own_words = (Service.CHILD, Service.URGENT)
    return facts.service is Service.COLLECT or (facts.service in _APPLICATIONS and facts.service not in own_words)


def _young(facts: Facts, today: date) -> bool:
    """True when the card is for somebody who may be under 12."""
    if facts.born is None:
        return facts.service is Service.CHILD
    return facts.born.latest > years_before(today, CHILD_AGE)


def _with_children(facts: Facts, today: date) -> bool:
    """True when one or several children need an urgent card, or a child's card is asked for; not yet how many."""
    urgent = facts.service is Service.URGENT and (_young(facts, today) or not facts.for_other)
    return facts.children is None and (urgent or facts.service is Service.CHILD)


def _applies(facts: Facts) -> bool:
    """True for an application that can go on: without the police's paper a lost card's cannot."""
    return facts.service in _APPLICATIONS and (facts.service not in _GONE or facts.police_paper is True)


def _photo_by_age(facts: Facts, today: date, profile: Profile) -> bool:
    """True when the child may be younger or older than 3, and here the photo depends on it."""
    if not _applies(facts) or facts.born is None or (facts.children or 1) > 1:
        return False
    limit = years_before(today, _PHOTO_AGE)
    by_age = profile.photo.bring == "under_age" and profile.photo.age == _PHOTO_AGE
    return by_age and facts.born.latest > limit >= facts.born.earliest


def _role(facts: Facts, today: date, profile: Profile) -> bool:
    """True where the profile makes a difference of who comes with a child."""
    if not profile.child_card.ask_role or facts.role is not None or facts.medical is not None:
        return False
    return _young(facts, today) and (facts.service is Service.COLLECT or _applies(facts))


# more children than fit a screen; the next question says how many
_MANY = 6
_CHILDREN = {
    1: N_("For 1 child"),
    2: N_("For 2 children under 12"),
    3: N_("For 3 children under 12"),
    4: N_("For 4 children under 12"),
    5: N_("For 5 children under 12"),
    6: N_("For 6 children under 12"),
    7: N_("For 7 children under 12"),
    8: N_("For 8 children under 12"),
    9: N_("For 9 children under 12"),
    10: N_("For 10 children under 12"),
}


def _situation(facts: Facts, today: date, profile: Profile) -> bool:
    """True when the profile says when to apply by what fits the child."""
    told_apart = any(row.situation for row in profile.invitation)
    return facts.service is Service.CHILD and facts.situation is None and told_apart and _young(facts, today)


def _number(*counts: int) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(count), _CHILDREN[count], Icon.CHILD if count == 1 else Icon.PEOPLE, _set(children=count))
        for count in counts
    )


QUESTIONS: tuple[Question, ...] = (
    Question(
        "for-whom",
        N_("For whom is the card?"),
        (
            Choice("me", N_("For me"), Icon.PERSON, _ME),
            Choice("child", N_("For a child under 12"), Icon.CHILD, _A_CHILD),
            Choice("other", N_("For someone of 12 or older"), Icon.PEOPLE, _SOMEBODY),
        ),
        _for_whom,
        whose=True,
    ),
    Question(
        "for-whom-urgent",
        N_("For whom is the urgent card?"),
        (
            Choice("me", N_("For me"), Icon.PERSON, _person(CHILD_AGE, OLDEST, for_other=False, children=0)),
            Choice("children", N_("For one or more children under 12"), Icon.CHILD, _A_CHILD),
            Choice("all", N_("For me and for children"), Icon.PEOPLE, _ME),
            Choice("other", N_("For someone of 12 or older"), Icon.PERSON, _SOMEBODY),
        ),
        _is(Service.URGENT),
        whose=True,
    ),
    Question(
        "how-many",
        N_("For how many children?"),
        (*_number(1, 2, 3, 4, 5), Choice("more", N_("For more than 5 children"), Icon.PEOPLE, _set(children=_MANY))),
        lambda facts, today, _: _with_children(facts, today),
        whose=True,
    ),
    Question(
        "how-many-more",
        N_("For how many children?"),
        _number(6, 7, 8, 9, 10),
        lambda facts, *_: facts.children == _MANY,
        whose=True,
    ),
    Question(
        "reported",
        N_("Did you report this card as lost or stolen?"),
        (
            Choice("yes", N_("Yes"), Icon.POLICE, _set(reported=True)),
            Choice("no", N_("No"), Icon.CARD_FOUND, _set(reported=False)),
            Choice("unknown", N_("I do not know"), Icon.HELP, _set()),
        ),
        lambda facts, *_: facts.service is Service.FOUND and facts.reported is None,
    ),
    Question(
        "police-paper",
        N_("Do you have a document of the police?"),
        (
            Choice("yes", N_("Yes"), Icon.POLICE, _set(police_paper=True)),
            Choice("no", N_("No, not yet"), Icon.CARD_LOST, _set(police_paper=False)),
        ),
        lambda facts, *_: facts.service in _GONE and facts.police_paper is None,
    ),
    Question(
        "child-age",
        N_("How old is the child?"),
        (
            Choice("under-3", N_("Younger than 3"), Icon.CHILD, _person(0, _PHOTO_AGE - 1)),
            Choice("3-11", N_("3 to 11 years old"), Icon.CHILD, _person(_PHOTO_AGE, CHILD_AGE - 1)),
            Choice("12-up", N_("12 or older"), Icon.PERSON, _person(CHILD_AGE, _TEEN, children=None)),
        ),
        lambda facts, *_: facts.service is Service.CHILD and facts.born is None and (facts.children or 1) == 1,
    ),
    Question(
        "age-under-12",
        N_("How old is the child?"),
        (
            Choice("under-3", N_("Younger than 3"), Icon.CHILD, _person(0, _PHOTO_AGE - 1)),
            Choice("3-11", N_("3 to 11 years old"), Icon.CHILD, _person(_PHOTO_AGE, CHILD_AGE - 1)),
        ),
        _photo_by_age,
    ),
    Question(
        "role",
        N_("Who are you?"),
        (
            Choice("parent", N_("Parent"), Icon.PERSON, _set(role=Role.PARENT)),
            Choice("foster", N_("Foster parent"), Icon.PERSON, _set(role=Role.FOSTER)),
            Choice("guardian", N_("Guardian"), Icon.PERSON, _set(role=Role.GUARDIAN)),
            Choice("head-of-home", N_("Head of the foster home"), Icon.HOME, _set(role=Role.HEAD_OF_HOME)),
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
                _set(situation=ChildSituation.NON_EU_INVITED, eu=False),
            ),
            Choice("no-card", N_("Lives here, has no card yet"), Icon.HOME, _set(situation=ChildSituation.NO_CARD_YET)),
            Choice("born-here", N_("Was born in Belgium"), Icon.CHILD, _set(situation=ChildSituation.BORN_HERE)),
            Choice(
                "long-stay",
                N_("Has a card, and may stay more than 3 years"),
                Icon.CARD,
                _set(situation=ChildSituation.STAY_OVER_3_YEARS),
            ),
            Choice("unknown", N_("I do not know"), Icon.HELP, _set()),
        ),
        _situation,
    ),
    Question(
        "urgently",
        N_("Do you need the new card urgently?"),
        (
            Choice("regular", N_("No, the normal one"), Icon.CALENDAR, _set(procedure=Procedure.REGULAR)),
            Choice("urgent", N_("Yes, urgent"), Icon.URGENT, _set(procedure=Procedure.URGENT)),
        ),
        lambda facts, _, profile: (
            facts.service in _GONE
            and facts.police_paper is True
            and facts.procedure is None
            and Service.URGENT in profile.offered
        ),
    ),
    Question(
        "procedure",
        N_("Was it an urgent application?"),
        (
            Choice("regular", N_("No, the normal one"), Icon.CALENDAR, _set(procedure=Procedure.REGULAR)),
            Choice("urgent", N_("Yes, urgent"), Icon.URGENT, _set(procedure=Procedure.URGENT)),
        ),
        lambda facts, *_: facts.service is Service.COLLECT and facts.procedure is None,
    ),
    Question(
        "codes",
        N_("Did the letter with the codes come?"),
        (
            Choice("yes", N_("Yes, it came"), Icon.LETTER, _set(codes=Codes.YES)),
            Choice("no", N_("No, not yet"), Icon.CLOCK, _set(codes=Codes.NO)),
            Choice("lost", N_("I lost it"), Icon.HELP, _set(codes=Codes.LOST)),
        ),
        lambda facts, *_: (
            facts.service is Service.COLLECT and facts.codes is None and facts.procedure is Procedure.REGULAR
        ),
    ),
    Question(
        "called",
        N_("Were you called or mailed that the card is here?"),
        (
            Choice("yes", N_("Yes"), Icon.PHONE, _set(codes=Codes.YES)),
            Choice("no", N_("No"), Icon.CLOCK, _set(codes=Codes.NO)),
        ),
        lambda facts, *_: (
            facts.service is Service.COLLECT and facts.codes is None and facts.procedure is Procedure.URGENT
        ),
    ),
    Question(
        "switch-to",
        N_("Which card do you want?"),
        tuple(Choice(letter, letter, Icon.CARD, _set(switch_to=letter)) for letter in SWITCH_TARGETS),
        lambda facts, *_: facts.service is Service.SWITCH and facts.switch_to is None,
    ),
    Question(
        "annex",
        N_("Which paper is it about?"),
        (
            Choice("15", N_("Annex 15"), Icon.DOCUMENTS, _set(annex=Annex.A15)),
            Choice("19", N_("Annex 19"), Icon.DOCUMENTS, _set(annex=Annex.A19)),
            Choice("19ter", N_("Annex 19ter"), Icon.DOCUMENTS, _set(annex=Annex.A19TER)),
            Choice("35", N_("Annex 35"), Icon.DOCUMENTS, _set(annex=Annex.A35)),
            Choice("12", N_("Annex 12 (lost card)"), Icon.POLICE, _set(annex=Annex.A12)),
        ),
        lambda facts, *_: facts.service is Service.ANNEX and facts.annex is None,
    ),
    Question(
        "guarantee",
        N_("For whom are you guarantor?"),
        (
            Choice(
                "short",
                N_("Someone who comes for a short time (annex 3bis)"),
                Icon.TRAVEL,
                _set(guarantee=Guarantee.SHORT),
            ),
            Choice("student", N_("A student (annex 32)"), Icon.GUARANTOR, _set(guarantee=Guarantee.STUDENT)),
        ),
        lambda facts, *_: facts.service is Service.GUARANTOR and facts.guarantee is None,
    ),
    Question(
        "protection",
        N_("What do you come for?"),
        (
            Choice("orange", N_("The orange card"), Icon.DOCUMENTS, _set(protection=Protection.ORANGE_CARD)),
            Choice(
                "recognised",
                N_("I got protection and want my card"),
                Icon.CARD,
                _set(protection=Protection.RECOGNISED),
            ),
            Choice("data", N_("My personal data changed"), Icon.PERSON, _set(protection=Protection.DATA_UPDATE)),
        ),
        lambda facts, *_: facts.service is Service.PROTECTION and facts.protection is None,
    ),
)
_BY_ID = {question.id: question for question in QUESTIONS}


def question(identifier: str) -> Question:
    """The question by its id."""
    return _BY_ID[identifier]


def next_question(facts: Facts, asked: frozenset[str], today: date, profile: Profile) -> Question | None:
    """The first question that is still needed; None when the rules can answer.

    Who asks for somebody of 12 or older is told who must come, where the municipality says so; nothing else matters.
    """
    settled = someone_elses(facts, today) and (facts.service is Service.COLLECT or profile.renewal.in_person)
    for each in QUESTIONS:
        if each.id not in asked and (each.whose or not settled) and each.needed(facts, today, profile):
            return each
    return None
