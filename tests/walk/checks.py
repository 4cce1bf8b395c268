"""What may not be told: each check yields the cases of one answer that are wrong, by name."""

import re
from collections import defaultdict
from dataclasses import replace

from kiosk.base.i18n import texts
from kiosk.base.values.aloud import aloud
from kiosk.residence.vocabulary import AppointmentNeed, Note, Office, ResultCode, Service
from kiosk.visit.model.known import not_theirs
from kiosk.visit.model.phases import Answered, Asking
from kiosk.visit.tour.walker import CARD, follow
from tests.support import plain
from tests.walk.twice import no_fact_twice
from tests.walk.walks import case

# the answer says: not now, or not here; a number at this counter would be waited for in vain
NOT_HERE = frozenset(
    {
        ResultCode.COLLECT_ELSEWHERE,
        ResultCode.COLLECT_FROM,
        ResultCode.COLLECT_NOT_READY,
        ResultCode.WAIT_FOR_CODES,
        ResultCode.WAIT_FOR_DECISION,
        ResultCode.URGENT_WAIT,
        ResultCode.POLICE_FIRST,
        ResultCode.RENEW_TOO_EARLY,
    }
)
# nothing is to be done now but wait, go to the police, or read
WAITING = frozenset(
    {
        # nothing to do at all
        ResultCode.CARD_STILL_VALID,
        ResultCode.COLLECT_FROM,
        ResultCode.COLLECT_NOT_READY,
        ResultCode.WAIT_FOR_CODES,
        ResultCode.WAIT_FOR_DECISION,
        ResultCode.URGENT_WAIT,
        ResultCode.POLICE_FIRST,
        ResultCode.IN_PERSON_ONLY,
        ResultCode.INFO,
        ResultCode.COUNT_OK,
        ResultCode.COUNT_SHORT,
        ResultCode.ABSENCE_BREAKS,
    }
)
# (what the title says, what nothing below it may say)
AGAINST_THE_TITLE = (
    (r"has expired", r"stays valid|is valid until|is valid for"),
    (r"can renew (your|the child's) card now|as soon as possible", r"You can renew from"),
    (r"can renew (the child's card )?from", r"renew now|as soon as possible"),
    (r"another building|is here", r"being made|Wait for|not ready|not made yet"),
    (r"not ready|[Ww]ait for|will call", r"another building|is here\b|You can collect it at"),
    (r"no longer valid", r"stays valid|is valid until"),
    (r"can no longer collect", r"[Cc]ollect (your|the child's) card (by|from)"),
    (r"Only the card's holder", r"(partner|somebody else|someone else) may come\."),
    (r"need an appointment", r"need no appointment|without an appointment|may need an appointment"),
    (r"need no appointment|without an appointment", r"need an appointment"),
)
# two things that one screen may not both say
AGAINST_EACH_OTHER = (
    (r"must have this card", r"need not have this card"),
    (r"must come too", r"does not need to come"),
    (r"No letter comes", r"A letter that invites you comes"),
    (r"Ask the price", r"€"),
)


def appointment_in_words(told):
    """`appointment: required` is said."""
    if told.visit.answer.appointment is AppointmentNeed.REQUIRED and "appointment" not in " ".join(told.sentences):
        yield case(told)


def price_told(told):
    """A price is on the screen, in the voice and on the slip; or that nobody knows it."""
    fee = told.visit.answer.fee
    if fee is None:
        return
    t = texts(told.view.language)
    # of more than two possible amounts the lowest and the highest are told
    ends = sorted({min(fee.alternatives_cents), max(fee.alternatives_cents)}) if fee.alternatives_cents else []
    wanted = [t.amount(line.cents) for line in fee.lines] + [t.amount(cents) for cents in ends]
    wanted = wanted or ["price"]
    places = {"screen": told.sentences, "voice": told.speech}
    if "slip" in told.buttons:
        places["slip"] = told.slip
    for name, lines in places.items():
        said = " ".join(lines)
        forms = [aloud(amount, told.view.language) for amount in wanted] if name == "voice" else wanted
        if not all(amount in said for amount in forms):
            yield case(told, name)


def urgent_day_told(told):
    """The day on which an urgent card can be ready is told, whatever it is asked for with, and on what it rests."""
    answer = told.visit.answer
    if answer.dates.ready is None:
        return
    said = " ".join(told.sentences).replace("\N{NO-BREAK SPACE}", " ")
    day = texts(told.view.language).day(answer.dates.ready, weekday=True).replace("\N{NO-BREAK SPACE}", " ")
    if day not in said or "only so if you apply today" not in said:
        yield case(told)


def nothing_against_the_title(told):
    """Nothing below the title says the opposite, and no two sentences do."""
    title, *rest = told.sentences
    below = " ".join(rest)
    for first, second in AGAINST_THE_TITLE:
        if re.search(first, title) and re.search(second, below):
            yield case(told, "title")
    for first, second in AGAINST_EACH_OTHER:
        if re.search(first, below) and re.search(second, below):
            yield case(told, "two sentences")
    facts = told.visit.facts
    limit = told.state.setting.profile.child_card.age_limit
    if f"{limit}th birthday" in below and facts.born is not None and facts.valid_until is not None:
        youngest, _ = facts.born.ages_on(facts.valid_until)
        if youngest < limit or facts.valid_until < told.state.now.civil.date():
            yield case(told, "birthday")


def notices_hold(told):
    """What the kiosk says of itself (its clock, the office, tickets) agrees with the answer."""
    said = " ".join(told.sentences)
    situation, answer = told.state.situation, told.visit.answer
    if not situation.clock_ok and re.search(r"can be ready on|Open today until|apply today before", said):
        yield case(told, "clock")
    silent = told.visit.service == Service.COLLECT.value and told.visit.facts.office is Office.DOWN
    if silent and re.search(
        r"(Your|The child's) card is here|being made|We find no application|has been destroyed", said
    ):
        yield case(told, "office")
    if not situation.tickets and re.search(r"Take a (general )?ticket", said):
        yield case(told, "tickets")
    if "could not check this at the office" in said and answer.result is ResultCode.COLLECT_NOW:
        yield case(told, "office")


# answers that a card brings by itself: its chip is silent, its PIN is forgotten
ABOUT_THE_CARD = ("chip-defect", "codes")


def questions_answered(told):
    """A question that was on the screen was answered, by the person or by the child's own card."""
    card = told.person.card
    own = card is not None and told.visit.facts.card is not None and told.visit.facts.card.child
    if told.visit.service in ABOUT_THE_CARD and not (told.person.chip_answers and told.person.knows_pin):
        return  # what was asked before belongs to another answer: now it is told what to do about the card
    answered, left = set(), set()
    for phase, touch in told.screens:
        if touch.key == "menu":  # another question begins, perhaps about another person
            answered, left = set(), set()
        if isinstance(phase, Asking):
            (left if touch.key == CARD else answered).add(phase.question)
    for name in sorted(left - answered):
        if not (own and name in ("child-age", "age-of-child", "replaces")):
            yield case(told, name)


def ticket_helps(told):
    """No number where the answer says elsewhere or later; nobody makes an appointment where none is needed."""
    answer = told.visit.answer
    if "ticket" not in told.buttons:
        return
    if answer.result in NOT_HERE:
        yield case(told, "not here")
    button = next(action for action in told.view.actions if action.key == "ticket")
    if "appointment" in f"{button.label} {button.detail}" and "appointment" not in " ".join(told.sentences):
        yield case(told, "appointment")


def way_out(told):
    """A ticket, a way, or nothing to do but wait."""
    view = told.view
    ways = view.channels or view.where is not None or re.search(r"[Tt]elephone|E-mail", " ".join(told.sentences))
    if "ticket" not in told.buttons and not ways and told.visit.answer.result not in WAITING:
        yield case(told)


def nothing_twice(told):
    """No sentence stands twice on one screen."""
    view = told.view
    sentences = [view.title, *view.body, *view.notes, view.channels_title, view.fee_note, view.footer]
    said = [sentence for each in sentences if each for sentence in re.split(r"(?<=[.?!])\s+", each)]
    if len(said) != len(set(said)):
        yield case(told)


def plain_english(told):
    """Seven years at school are enough to read the whole screen and the slip; no sentence is long."""
    view = told.view
    buttons = [word for action in view.actions for word in (action.label, action.detail) if word]
    for name, lines in {"screen": [*told.sentences, *buttons], "slip": told.slip}.items():
        if plain.grade(lines) > plain.GRADE:
            yield case(told, name)
    if any(plain.long_sentences(text) for text in (view.title, *view.body, *view.notes, view.fee_note)):
        yield case(told, "sentence")


def same_again(told):
    """After "Something else" the same touches lead to the same answer: the card is still in the reader."""
    if told.visit.reading is None or "menu" not in told.buttons:
        return
    keys = [touch.key for touch in told.touches if touch.key not in (CARD, "no_card")]
    if not keys or keys[0].startswith("answer."):
        return
    again = follow(told, ["menu", *keys])
    pressed = [touch.key for touch in again.touches[len(told.touches) :]]
    # a question that the card in the reader answers now is not asked again
    whole = pressed == ["menu", *keys] and isinstance(again.state.phase, Answered)
    if whole and again.sentences != told.sentences:
        yield case(told)


def with_and_without(without, told):
    """What somebody without a card is told is not taken back when a card comes late."""
    answers = [touch.key for touch in told.touches if touch.key.startswith("answer.")]
    if not answers or told.visit.service in (Service.RENEW.value, Service.COLLECT.value):
        return
    same = [
        each
        for each in without
        if each.visit.service == told.visit.service
        and [touch.key for touch in each.touches if touch.key.startswith("answer.")] == answers
    ]
    for each in same:
        if each.visit.answer.result is not told.visit.answer.result:
            yield case(told, "result")
        elif not _fits(each.visit.answer.fee, told.visit.answer.fee):
            yield case(told, "price")
        elif {*each.visit.answer.notes} & _OF_AGE != {*told.visit.answer.notes} & _OF_AGE:
            yield case(told, "notes")


def at_the_answer(told):
    """True when the card was put in when an answer stood there already."""
    return bool(told.touches) and told.touches[-1].key == CARD and isinstance(told.before.state.phase, Answered)


def card_at_the_answer(told):
    """A card that comes when the answer stands there: somebody else's changes nothing, and that is said; no other price comes."""
    if not at_the_answer(told):
        return
    before = told.before
    bare, known = before.visit.answer, told.visit.answer
    if not_theirs(told.visit.said, told.visit.reading):
        if known != bare or set(told.sentences) - set(before.sentences) != {ANOTHERS}:
            yield case(told, "another's")
    elif ANOTHERS in told.sentences or (bare.fee is not None and not _closer(bare.fee, told)):
        yield case(told, "closer")


def _closer(bare, told):
    """One of the prices that were told, or none at all where no price was told for this letter."""
    known = told.visit.answer.fee
    letters = {letter for some, _ in bare.by_letters for letter in some}
    if known is not None and known.ask_at_counter and letters and told.visit.facts.letter_now not in letters:
        return True
    return _fits(bare, known)


def same_facts(ends):
    """The same facts give the same screen, whenever the card came."""
    screens = {}
    for told in ends:
        another = told.visit.reading is not None and not_theirs(told.visit.said, told.visit.reading)
        key = told.visit.service, told.visit.facts, another
        if screens.setdefault(key, told.sentences) != told.sentences:
            yield case(told), told


ANOTHERS = "The card in the reader belongs to somebody else. This answer is not about it."
_OF_AGE = {Note.MANDATORY, Note.RECOMMENDED, Note.OPTIONAL, Note.CHILD_MUST_COME, Note.PARENTAL_AUTHORITY}


def child_and_parent(without, told):
    """A child's own card changes nothing of what the parent is told without it: only what was unknown is known."""
    if told.visit.service in (Service.RENEW.value, Service.COLLECT.value):
        return
    born = told.visit.facts.born
    for each in _by_what_was_asked(without).get(replace(told.visit.facts, **_OF_A_CARD), ()):
        known = each.visit.facts.born
        if known is None or born is None:
            continue
        if known.earliest <= born.earliest and born.latest <= known.latest:
            if each.visit.answer.result is not told.visit.answer.result:
                yield case(told, "result")
            elif not _fits(each.visit.answer.fee, told.visit.answer.fee):
                yield case(told, "price")


def _by_what_was_asked(ends):
    """The ends of one walk by what a person said; a walk is asked for again and again."""
    if _asked.get("ends") is not ends:
        found = defaultdict(list)
        for each in ends:
            found[replace(each.visit.facts, **_OF_A_CARD)].append(each)
        _asked.update(ends=ends, found=found)
    return _asked["found"]


_asked = {}
# what a card says of its own, and nobody is asked
_OF_A_CARD = dict.fromkeys(
    ("document_type", "valid_from", "valid_until", "born", "has_puk", "office", "card_status")
) | {"duplicate": False}


def _fits(bare, known):
    """With a card the price may be known more closely, never another."""
    if bare is None or known is None or bare.ask_at_counter:
        return bare is known or bare is not None
    if known.ask_at_counter:
        return False
    possible = {bare.total_cents, *bare.alternatives_cents}
    return {known.total_cents, *known.alternatives_cents} - {None} <= possible


EACH = (
    appointment_in_words,
    price_told,
    urgent_day_told,
    nothing_against_the_title,
    questions_answered,
    ticket_helps,
    way_out,
    nothing_twice,
    no_fact_twice,
    plain_english,
    same_again,
)
