"""The resident's text of an answer in the chosen language."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_, Plural
from kiosk.residence import remarks
from kiosk.residence.answers import Answer
from kiosk.residence.facts import Facts
from kiosk.residence.feewords import FEE_NOTES, price, price_notes
from kiosk.residence.labels import (
    BRING,
    BRING_OF_CHILD,
    PHOTO_FOR_EACH,
    POLICE_PAPER,
)
from kiosk.residence.names import with_names
from kiosk.residence.ofchild import SAID_OF_CHILD
from kiosk.residence.refined import BLUE_CARD, BY_PROTECTION, BY_SERVICE, WITHOUT_PUK
from kiosk.residence.values import numbers_of, values_of
from kiosk.residence.vocabulary import (
    AppointmentNeed,
    BringItem,
    ChildSituation,
    Note,
    PhotoRule,
    ResultCode,
    Service,
)
from kiosk.residence.weekly import walk_in_week
from kiosk.residence.wording import HOLDS, LETTER_FIRST, RESULTS, SENTENCES_OF_HERE, TITLES_OF_HERE, Wording

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile

# for an answer that was made by hand and lacks a value that its title names
_WITHOUT_VALUES = N_("Please ask at the counter")
_BOOKED = frozenset({ResultCode.APPOINTMENT_REQUIRED, ResultCode.APPLY_HERE})
# the title of their answers says it (D27)
_IN_THE_TITLE = (Note.LATE, Note.CHIP_NOT_WORKING)
# what is asked for at an appointment
_APPLICATIONS = frozenset(
    {
        ResultCode.RENEW_TOO_EARLY,
        ResultCode.RENEW_OPEN,
        ResultCode.RENEW_LATE,
        ResultCode.EXPIRED,
        ResultCode.TP_RENEW_OPEN,
        ResultCode.URGENT_READY,
        ResultCode.URGENT_NO_DATE,
        ResultCode.DESTROYED_OR_EXPIRED,
        ResultCode.CHIP_DEFECT,
        ResultCode.APPOINTMENT_REQUIRED,
    }
)
_COLLECTED_LATER = frozenset(
    {ResultCode.COLLECT_NOT_READY, ResultCode.WAIT_FOR_CODES, ResultCode.COLLECT_FROM, ResultCode.URGENT_WAIT}
)
# said by what stands in the list of things to bring
_NOTE_OF_THING = {
    Note.PARENTAL_AUTHORITY: BringItem.PARENTAL_AUTHORITY,
    Note.PLACEMENT_RULING: BringItem.PLACEMENT_RULING,
    Note.MEDICAL_CERTIFICATE: BringItem.MEDICAL_CERTIFICATE,
}
_PHOTO_NOTES = (Note.PHOTO_IF_CANNOT_SIT, Note.PHOTO_BOOTH)
_NOT_SAID = (*FEE_NOTES, *_IN_THE_TITLE, Note.NOT_HERE)
# their first lines name the building
_ELSEWHERE = frozenset({ResultCode.COLLECT_ELSEWHERE, ResultCode.COLLECT_FROM})


@dataclass(frozen=True, slots=True)
class Described:
    """An answer in words.  `notes` are the notes' sentences in their order, without those about the price,

    which stand in `fee_note`; `fee_lines` are (label, amount), an amount may name two ("€ 8 or € 11"); `fee_total` is
    the amount of the last of them where it is what there is to pay; `bring` is (item id, label); `later` are those
    of the notes that are only good to know; `own` are the town's
    sentences, each with the language that it is in.
    """

    title: str
    body: tuple[str, ...] = ()
    fee_lines: tuple[tuple[str, str], ...] = ()
    fee_total: str = ""
    fee_note: str = ""
    bring: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    own: tuple[tuple[str, str], ...] = ()


def describe(answer: Answer, facts: Facts, texts: Texts, profile: Profile) -> Described:
    """The answer in the language of `texts`: plain, short sentences; nothing that is not known."""
    values = values_of(answer, facts, texts, profile)
    numbers = numbers_of(answer, facts, profile)
    of_child = answer.child or (facts.card is not None and facts.card.child)

    def said(sentence: str | Plural) -> str:
        return say(texts, SAID_OF_CHILD.get(sentence, sentence) if of_child else sentence, values, numbers)

    wording = _wording(answer, facts)
    own = (sentence for sentence in wording.body if _holds(sentence, profile))
    not_here = Note.NOT_HERE in answer.notes
    title = remarks.NOTES[Note.NOT_HERE] if not_here and wording.title in TITLES_OF_HERE else wording.title
    if Note.CODES_AT_COUNTER in answer.notes:
        own = (sentence for sentence in own if sentence != LETTER_FIRST)
    if not_here:
        own = (sentence for sentence in own if sentence not in SENTENCES_OF_HERE)
    police = answer.result is ResultCode.POLICE_FIRST
    last = police and answer.appointment is AppointmentNeed.WALK_IN
    first = [remarks.NOTES[Note.NOT_HERE]] if not_here and title is wording.title and not last else []
    appointment, extra = tuple(_appointment(answer, wording, profile)), tuple(_extra(answer, facts, profile))
    # the hours of the desk are no hours of the police
    body = [said(sentence) for sentence in (*first, *(() if police else appointment), *own)]
    body += _counts(answer, texts, of_child=of_child)
    body += [said(sentence) for sentence in (*extra, *(appointment if police else ()))]
    lines, total = price(answer, texts, profile)
    photo = " ".join(filter(None, (said(each) for each in _photo(answer, profile))))
    already = {*_NOT_SAID, *(_PHOTO_NOTES if photo or not_here else ())} | _said_already(answer, facts, extra)
    notes = [note for note in answer.notes if note not in already]
    later = _later(answer)
    return Described(
        title=said(title) or texts.gettext(_WITHOUT_VALUES),
        # a child's card with and without a letter is the same sentence
        body=tuple(dict.fromkeys(sentence for sentence in body if sentence)),
        fee_lines=lines,
        fee_total=total,
        fee_note=" ".join(price_notes(answer, texts, profile)),
        bring=tuple((str(item), label) for item, label in things_to_bring(answer, texts, profile)),
        notes=tuple(filter(None, (photo, *(said(_note(note, answer, notes)) for note in notes)))),
        later=tuple(filter(None, (said(_note(note, answer, notes)) for note in notes if note in later))),
        own=tuple(profile.sentences[number].words(texts, profile.official) for number in answer.own),
    )


def _later(answer: Answer) -> frozenset[Note]:
    """Notes that may stand behind the matter of this answer."""
    if answer.dates.ready is not None:
        return frozenset()  # a day is promised on what they say
    return remarks.LATER - remarks.DECISION if answer.result in _ENDS else remarks.LATER


def _said_already(answer: Answer, facts: Facts, told: Collection[str | Plural]) -> set[Note]:
    """Notes whose fact another line of the same answer tells; `told`: its messages above the notes."""
    said = {note for note, item in _NOTE_OF_THING.items() if item in answer.bring}
    if facts.invitation or remarks.SITUATIONS[ChildSituation.NON_EU_INVITED] in told:
        said.add(Note.LETTER_BY_POST)
    if answer.result in _ELSEWHERE and answer.params.place is not None:
        said.add(Note.URGENT_COLLECT_CITY)
    return said


_ENDS: Final = frozenset({ResultCode.RENEW_LATE, ResultCode.EXPIRED})
_ASK_THERE: Final = frozenset({Note.DATES_TO_CONFIRM, Note.OWN_CARD_ASK, Note.ASK_WHO_COLLECTS})


def _note(note: Note, answer: Answer, notes: Collection[Note]) -> str | Plural:
    if note is Note.MEDICAL_PROXY and answer.result is ResultCode.CONTACT_US:
        return remarks.SOMEONE_ELSE
    if note is Note.CLOCK_UNSURE and (answer.result is ResultCode.URGENT_NO_DATE or _ASK_THERE.intersection(notes)):
        return remarks.CLOCK_UNSURE  # another sentence sends to the counter
    return remarks.NOTES[note]


def _holds(sentence: str | Plural, profile: Profile) -> bool:
    """False for a sentence that only other municipalities' pages say."""
    holds = HOLDS.get(sentence)
    return holds is None or holds(profile)


def things_to_bring(answer: Answer, texts: Texts, profile: Profile) -> Iterator[tuple[BringItem, str]]:
    """Each thing to bring, and whose it is: for an adult and children the children's too, where no list is theirs."""
    both = answer.cards > 1 and not answer.child and profile.bring.child_application is None
    for item in answer.bring:
        for words in _names_of_thing(item, profile, several=answer.cards > 1, child=answer.child, both=both):
            yield item, with_names(texts, words, profile)


def _names_of_thing(item: BringItem, profile: Profile, *, several: bool, child: bool, both: bool) -> tuple[str, ...]:
    if item is BringItem.POLICE_LOSS:
        return (POLICE_PAPER[profile.bring.police_paper],)  # the municipality's own name of it (X11)
    if item is BringItem.PHOTO and several:
        return (PHOTO_FOR_EACH,)
    if item in BRING_OF_CHILD and both:
        return BRING[item], BRING_OF_CHILD[item]
    return (BRING_OF_CHILD.get(item, BRING[item]) if child else BRING[item],)


def _wording(answer: Answer, facts: Facts) -> Wording:
    service = answer.params.service or facts.service
    if service is None:
        return RESULTS[answer.result]
    if service is Service.CODES and facts.has_puk is False:
        return WITHOUT_PUK
    if service is Service.LONG_TERM and facts.letter_now == "H" and answer.result in BLUE_CARD:
        return BLUE_CARD[answer.result]
    if service is Service.PROTECTION and facts.protection in BY_PROTECTION and answer.result in _BOOKED:
        return BY_PROTECTION[facts.protection]
    return BY_SERVICE.get((answer.result, service)) or RESULTS[answer.result]


def _appointment(answer: Answer, wording: Wording, profile: Profile) -> Iterator[str]:
    """That an appointment is needed, or when none is, before anything else; how to make one stands in the ways."""
    if answer.params.access_hours is not None:
        place, service = answer.params.access_hours
        if any(walk_in_week(profile.place(place), service)):
            yield from (remarks.WITHOUT_APPOINTMENT, remarks.AT_OTHER_TIMES)
            return
    if answer.appointment not in (AppointmentNeed.REQUIRED, AppointmentNeed.RECEPTION):
        return
    if answer.result in _APPLICATIONS and not wording.by_appointment:
        yield remarks.APPOINTMENT_NEEDED
    if answer.result in _APPLICATIONS and not answer.channels:
        yield remarks.MAKE_APPOINTMENT
    if answer.result is ResultCode.COLLECT_ELSEWHERE:
        yield remarks.APPOINTMENT_THERE


def _photo(answer: Answer, profile: Profile) -> Iterator[str | Plural]:
    """Whether to bring a photo, and which."""
    match answer.photo:
        case PhotoRule.BRING if answer.params.photo_too_old:
            yield remarks.PHOTO_TOO_OLD
        case PhotoRule.BRING if profile.photo.max_age_months:
            yield remarks.PHOTO_MAX_AGE
        case PhotoRule.TAKEN_HERE if answer.cards > 1 and not answer.child and profile.photo.bring == "under_age":
            yield remarks.PHOTO_BY_AGE
            yield remarks.PHOTO_OF_OTHERS
        case PhotoRule.TAKEN_HERE if Note.PHOTO_IF_CANNOT_SIT in answer.notes:
            yield remarks.PHOTO_OF_CHILD_TAKEN_HERE
        case PhotoRule.TAKEN_HERE:
            yield remarks.PHOTO_TAKEN_HERE
        case PhotoRule.ASK if profile.photo.bring == "under_age" and answer.child:
            yield remarks.PHOTO_BY_AGE
            yield remarks.PHOTO_OF_OLDER_CHILD
        case PhotoRule.ASK:
            walk_in = answer.appointment is AppointmentNeed.WALK_IN
            yield remarks.PHOTO_ASK_THERE if walk_in else remarks.PHOTO_ASK
        case PhotoRule.CHOICE:
            yield remarks.PHOTO_CHOICE
        case _:
            pass
    yield from (remarks.NOTES[note] for note in _photo_notes(answer))


def _photo_notes(answer: Answer) -> Iterator[Note]:
    """What is said beside the photo; the booth stands where the kiosk does."""
    for note in _PHOTO_NOTES:
        if note in answer.notes and not (note is Note.PHOTO_BOOTH and Note.NOT_HERE in answer.notes):
            yield note


def _extra(answer: Answer, facts: Facts, profile: Profile) -> Iterator[str | Plural]:
    """Sentences that depend on more than the result."""
    child = profile.child_card
    if answer.result is ResultCode.COLLECT_NOW and not profile.place(facts.place).collection.counter:
        yield remarks.COLLECT_AT_COUNTER
    if answer.result is ResultCode.POLICE_FIRST:
        if answer.appointment is not AppointmentNeed.WALK_IN:
            yield remarks.APPOINTMENT_WITH_POLICE_PAPER
        else:
            # first the police, then the place that gives the card: "come back" would be to another one
            elsewhere = Note.NOT_HERE in answer.notes
            yield remarks.NOTES[Note.NOT_HERE] if elsewhere else remarks.BACK_WITH_POLICE_PAPER
    if answer.result in _COLLECTED_LATER and answer.appointment is AppointmentNeed.REQUIRED:
        yield remarks.APPOINTMENT_TO_COLLECT
    if answer.dates.ready is not None:
        if answer.result is not ResultCode.URGENT_READY:
            # lost and urgent, say: the title speaks of the application
            yield from (remarks.NEW_CARD_READY, remarks.READY_AFTER, remarks.APPLY_BEFORE)
        if answer.params.cutoff is None:
            yield remarks.APPLY_TODAY
    # the case of a child is said where the letter depends on it
    if any(row.situation for row in profile.invitation):
        if facts.situation is not None:
            yield remarks.SITUATIONS[facts.situation]
        elif facts.service is Service.CHILD and answer.params.child:
            yield from _situations(facts)
    if facts.service is Service.CHILD and answer.params.child and answer.result in _BOOKED:
        yield remarks.TRAVEL_IN_TIME
        if child.paper_proof:
            yield remarks.PAPER_PROOF
            yield remarks.PAPER_EXCHANGE
    if _outlives_the_birthday(answer, facts, child.age_limit):
        yield remarks.VALID_PAST_BIRTHDAY
        yield remarks.STAY_FIRST_PERHAPS
    if facts.from_abroad and profile.contact.from_abroad:
        yield remarks.FROM_ABROAD
    if Note.MEDICAL_CERTIFICATE in answer.notes:
        if answer.params.certificate_too_old:
            yield remarks.CERTIFICATE_TOO_OLD
        else:
            yield remarks.CERTIFICATE_UNTIL if answer.dates.certificate_until else remarks.CERTIFICATE_AGE
    if facts.service is Service.GUARANTOR and answer.result is not ResultCode.BAD_FACTS and not answer.params.annex:
        # which annex is for whom, unless that was chosen (D27)
        yield from (remarks.ANNEX_3BIS, remarks.ANNEX_32)
    if answer.dates.collect_until is not None and Note.DEADLINE_NEAR not in answer.notes:
        yield from _deadline(answer)
    # who is sent to the counter at once can bring nothing
    asked = answer.fee is not None and answer.result is not ResultCode.ASK_AT_COUNTER
    if not answer.bring and (asked or answer.result is ResultCode.COLLECT_BY_APPOINTMENT):
        yield remarks.ASK_WHAT_TO_BRING


def _outlives_the_birthday(answer: Answer, facts: Facts, age_limit: int) -> bool:
    """True for a child's card that is valid and surely still is on the birthday that ends childhood (R084)."""
    card, until, born = facts.card, answer.dates.valid_until, facts.born
    if answer.result is ResultCode.EXPIRED or card is None or not card.child or until is None or born is None:
        return False
    return answer.dates.valid_days is not None and born.ages_on(until)[0] >= age_limit


def _situations(facts: Facts) -> Iterator[str | Plural]:
    """All the cases that this child may be in; who is known to be an EU national is not invited by letter."""
    for situation, sentence in remarks.SITUATIONS.items():
        if not (facts.outside_eu is False and situation is ChildSituation.NON_EU_INVITED):
            yield sentence


def _deadline(answer: Answer) -> Iterator[str]:
    # a card that is gone, or not asked for yet, has no last day
    none = (ResultCode.DESTROYED_OR_EXPIRED, ResultCode.WAIT_FOR_DECISION)
    if answer.result in none or Note.DEADLINE_PASSED in answer.notes:
        return
    yield remarks.COLLECT_BY
    if answer.dates.collect_last_open_day != answer.dates.collect_until:
        yield remarks.COLLECT_DEADLINE


def _counts(answer: Answer, texts: Texts, *, of_child: bool) -> Iterator[str]:
    """Sentences with a plural."""
    dates = answer.dates
    match answer.result:
        case ResultCode.RENEW_OPEN if dates.days_left is not None:
            left = dates.days_left
            if left == 0:
                yield texts.gettext(N_("Today is the last day."))
            else:
                yield texts.ngettext("You have {count} day left.", "You have {count} days left.", left)
        # "your card" is not said of a child's: its last day is told
        case ResultCode.RENEW_LATE if dates.valid_days is not None and not of_child:
            valid = dates.valid_days
            if valid == 0:
                yield texts.gettext(N_("Your card is valid today for the last time."))
            else:
                yield texts.ngettext(
                    "Your card is valid for {count} more day.", "Your card is valid for {count} more days.", valid
                )
        case ResultCode.EXPIRED if dates.expired_days is not None:
            yield texts.ngettext(
                "The card expired {count} day ago.", "The card expired {count} days ago.", dates.expired_days
            )
        case ResultCode.COUNT_SHORT if answer.params.short_months is not None:
            short = answer.params.short_months
            yield texts.ngettext("{count} month is missing.", "{count} months are missing.", short)
        case _:
            return


def say(
    texts: Texts, message: str | Plural, values: Mapping[str, str], numbers: Mapping[str, int] | None = None
) -> str:
    """The sentence with its values, in the plural form of its number; "" when one of them is not known."""
    names = [name for name in _names(message.many if isinstance(message, Plural) else message) if name != "count"]
    if any(name not in values for name in names):
        return ""
    known = {name: values[name] for name in names}
    if not isinstance(message, Plural):
        return texts.gettext(message, **known)
    count = (numbers or {}).get(message.number)
    return "" if count is None else texts.ngettext(message.one, message.many, count, **known)


@lru_cache(maxsize=512)
def _names(message: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in string.Formatter().parse(message) if name)
