"""The questions of a service: what was reported, which procedure, which paper, and whether the codes came."""

from __future__ import annotations

from datetime import date
from functools import partial

from kiosk.base.languages import N_
from kiosk.residence.cardtypes import SWITCH_TARGETS
from kiosk.residence.facts import Facts
from kiosk.residence.labels import ANNEX
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import GONE, Annex, Codes, Guarantee, Procedure, Protection, Service
from kiosk.views.view import Icon
from kiosk.visit.model.asking import UNKNOWN, Choice, Question, a_child, no, person, set_to, yes, young

_A_LOST_CARD = person(a_child, service=Service.LOST, for_other=True, children=None)
_PROCEDURES = (
    Choice("regular", N_("No, the normal one"), Icon.CALENDAR, set_to(procedure=Procedure.REGULAR)),
    Choice("urgent", N_("Yes, urgent"), Icon.URGENT, set_to(procedure=Procedure.URGENT)),
)


def _replaces(facts: Facts, today: date, profile: Profile) -> bool:
    """True for one child's card where a card that replaces a lost one has a price of its own."""
    apart = any(row.is_duplicate is not None for row in profile.fees) and Service.LOST in profile.offered
    known = facts.document_type is not None or (facts.children or 1) > 1
    return facts.service is Service.CHILD and apart and not known and young(facts, today, profile)


def _has_annex(annex: Annex, profile: Profile) -> bool:
    return any(row.number == annex for row in profile.annexes)


FIRST: tuple[Question, ...] = (
    Question(
        "replaces",
        N_("Was the child's card lost or stolen?"),
        (
            yes(Icon.CARD_LOST, _A_LOST_CARD),
            no(Icon.CHILD, set_to()),
            UNKNOWN,
        ),
        _replaces,
        detail=True,
    ),
    Question(
        "reported",
        N_("Did you report this card as lost or stolen?"),
        (
            yes(Icon.POLICE, set_to(reported=True)),
            no(Icon.CARD_FOUND, set_to(reported=False)),
            UNKNOWN,
        ),
        lambda facts, *_: facts.service is Service.FOUND and facts.reported is None,
    ),
    Question(
        "police-paper",
        N_("Do you have a document of the police?"),
        (
            yes(Icon.POLICE, set_to(police_paper=True)),
            Choice("no", N_("No, not yet"), Icon.CARD_LOST, set_to(police_paper=False)),
        ),
        lambda facts, *_: facts.service in GONE and facts.police_paper is None,
    ),
)
OF_A_SERVICE: tuple[Question, ...] = (
    Question(
        "urgently",
        N_("Do you need the new card urgently?"),
        _PROCEDURES,
        lambda facts, _, profile: (
            facts.service in GONE
            and facts.police_paper is True
            and facts.procedure is None
            and Service.URGENT in profile.offered
        ),
    ),
    Question(
        "procedure",
        N_("Was it an urgent application?"),
        _PROCEDURES,
        lambda facts, *_: facts.service is Service.COLLECT and facts.procedure is None,
    ),
    Question(
        "codes",
        N_("Did the letter with the codes come?"),
        (
            Choice("yes", N_("Yes, it came"), Icon.LETTER, set_to(codes=Codes.YES)),
            Choice("no", N_("No, not yet"), Icon.CLOCK, set_to(codes=Codes.NO)),
            Choice("lost", N_("I lost it"), Icon.HELP, set_to(codes=Codes.LOST)),
        ),
        lambda facts, _, profile: (
            facts.service is Service.COLLECT
            and facts.codes is None
            and facts.procedure is Procedure.REGULAR
            and profile.collection.codes == "post"
        ),
    ),
    Question(
        "called",
        N_("Were you called or mailed that the card is here?"),
        (
            yes(Icon.PHONE, set_to(codes=Codes.YES)),
            no(Icon.CLOCK, set_to(codes=Codes.NO)),
        ),
        lambda facts, *_: (
            facts.service is Service.COLLECT and facts.codes is None and facts.procedure is Procedure.URGENT
        ),
    ),
    Question(
        "switch-to",
        N_("Which card do you want?"),
        tuple(Choice(letter, letter, Icon.CARD, set_to(switch_to=letter)) for letter in SWITCH_TARGETS),
        lambda facts, *_: facts.service is Service.SWITCH and facts.switch_to is None,
    ),
    Question(
        "annex",
        N_("Which paper is it about?"),
        (
            Choice("15", N_("Annex 15 ({annex} 15)"), Icon.DOCUMENTS, set_to(annex=Annex.A15)),
            Choice("19", N_("Annex 19 ({annex} 19)"), Icon.DOCUMENTS, set_to(annex=Annex.A19)),
            Choice("19ter", N_("Annex 19ter ({annex} 19ter)"), Icon.DOCUMENTS, set_to(annex=Annex.A19TER)),
            Choice("35", N_("Annex 35 ({annex} 35)"), Icon.DOCUMENTS, set_to(annex=Annex.A35)),
            Choice("12", N_("Annex 12 ({annex} 12): lost card"), Icon.POLICE, set_to(annex=Annex.A12)),
            Choice(
                "other",
                N_("Another annex ({annex})"),
                Icon.DOCUMENTS,
                set_to(annex=Annex.OTHER),
                only=lambda profile: bool(profile.annexes),
            ),
        ),
        lambda facts, *_: facts.service is Service.ANNEX and facts.annex is None,
    ),
    Question(
        "other-annex",
        N_("Which paper is it about?"),
        (
            *(
                Choice(each.value, label, Icon.DOCUMENTS, set_to(annex=each), only=partial(_has_annex, each))
                for each, label in ANNEX.items()
            ),
            UNKNOWN,
        ),
        lambda facts, *_: facts.service is Service.ANNEX and facts.annex is Annex.OTHER,
    ),
    Question(
        "guarantee",
        N_("For whom are you guarantor?"),
        (
            Choice(
                "short",
                N_("Someone who comes for a short time: annex 3bis ({annex} 3bis)"),
                Icon.TRAVEL,
                set_to(guarantee=Guarantee.SHORT),
            ),
            Choice(
                "student", N_("A student: annex 32 ({annex} 32)"), Icon.GUARANTOR, set_to(guarantee=Guarantee.STUDENT)
            ),
        ),
        lambda facts, *_: facts.service is Service.GUARANTOR and facts.guarantee is None,
    ),
    Question(
        "protection",
        N_("What do you come for?"),
        (
            Choice(
                "orange",
                N_("The orange card ({orange_card})"),
                Icon.DOCUMENTS,
                set_to(protection=Protection.ORANGE_CARD),
            ),
            Choice(
                "recognised",
                N_("I got protection and want my card"),
                Icon.CARD_COLLECT,
                set_to(protection=Protection.RECOGNISED),
            ),
            Choice("data", N_("My personal data changed"), Icon.PERSON, set_to(protection=Protection.DATA_UPDATE)),
        ),
        lambda facts, *_: facts.service is Service.PROTECTION and facts.protection is None,
    ),
)
