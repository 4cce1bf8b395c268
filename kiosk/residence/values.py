"""The values that sentences may name, in the words of a language; a value that is not known is absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.base.i18n import Texts
from kiosk.residence.answers import Answer
from kiosk.residence.facts import Facts
from kiosk.residence.labels import POLICE_PAPER_NAME
from kiosk.residence.names import ages_of, names_of, own_name
from kiosk.residence.vocabulary import Channel, Medical, Note, ResultCode
from kiosk.residence.ways import line_of, telephone_words
from kiosk.residence.weekly import walk_in_week, week_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from kiosk.residence.profile import Profile


def values_of(answer: Answer, facts: Facts, texts: Texts, profile: Profile) -> dict[str, str]:
    """Name -> words, for every value that this answer has."""
    names = names_of(texts, profile)
    letter_days = profile.collection.letter_days
    found: dict[str, str | None] = {
        **_card(answer, facts, texts),
        **_days(answer, texts),
        **_places(answer, facts, texts, profile),
        **names,
        **ages_of(texts, profile),
        "department": own_name(texts, profile.municipality.department, profile),
        "municipality": profile.name,
        "approval_letters": ", ".join(profile.renewal.approval_letters) or None,
        "annex_letters": facts.letter_now or ", ".join(profile.annex_15.letters) or None,
        # the number stands beside the way where there is one
        "phone": None if Channel.PHONE in answer.channels else telephone_words(line_of(answer, profile), texts) or None,
        "walk_in_hours": _walk_in_hours(answer, texts, profile),
        "cutoff": texts.clock(answer.params.cutoff) if answer.params.cutoff else None,
        "number": str(answer.params.annex) if answer.params.annex else None,
        "police_paper": texts.gettext(POLICE_PAPER_NAME[profile.bring.police_paper], **names),
        "doc_stop": texts.telephone(profile.loss.doc_stop) or None,
        "first_help": profile.knowledge_facts.first_help or None,
        "letter_first": texts.number(letter_days[0]) if letter_days else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _walk_in_hours(answer: Answer, texts: Texts, profile: Profile) -> str | None:
    if answer.params.access_hours is None:
        return None
    place, service = answer.params.access_hours
    return week_words(walk_in_week(profile.place(place), service), texts) or None


def _card(answer: Answer, facts: Facts, texts: Texts) -> dict[str, str | None]:
    card = facts.card
    letter = card.letter_printed if card and card.served else None
    until = texts.day(answer.dates.valid_until) if answer.dates.valid_until else None
    return {
        "letter": letter,
        "old_letter": card.old_letter if card else None,
        "new_letter": card.letter if card and card.old_letter else None,
        # with a letter and a date one sentence tells both; with a date alone another one does
        "valid_until": until if letter else None,
        "valid_until_only": None if letter else until,
        "valid_until_any": until,
    }


def _days(answer: Answer, texts: Texts) -> dict[str, str | None]:
    dates = answer.dates

    def day(value: date | None) -> str | None:
        return texts.day(value) if value else None

    def weekday(value: date | None) -> str | None:
        return texts.day(value, weekday=True) if value else None

    def clock(value: datetime | None) -> str | None:
        return texts.clock(value) if value else None

    ready = dates.ready
    timed = getattr(ready, "hour", None) is not None
    return {
        "opens_weekday": weekday(dates.opens),
        # the same day is not said twice
        "first_open_day": None if dates.first_open_day == dates.opens else weekday(dates.first_open_day),
        "closes": day(dates.closes),
        "last_open_day": None if dates.last_open_day == dates.closes else weekday(dates.last_open_day),
        "collect_from": weekday(dates.collect_from),
        "collect_until": day(dates.collect_until),
        "collect_last_open_day": weekday(dates.collect_last_open_day),
        "letter_from": day(dates.letter_from),
        "letter_until": day(dates.letter_until),
        "ready_day": weekday(ready),
        "ready_time": texts.clock(ready) if timed else None,  # type: ignore[arg-type]  # a datetime has hours
        "certificate_until": day(dates.certificate_until),
        "passport_until": day(dates.passport_until),
        "come_back": clock(dates.come_back),
        "appointment_time": clock(dates.appointment),
        "appointment_day": weekday(dates.appointment),
        "opening_day": weekday(dates.next_opening),
        "opening_time": clock(dates.next_opening),
    }


def _places(answer: Answer, facts: Facts, texts: Texts, profile: Profile) -> dict[str, str | None]:
    elsewhere = profile.place(answer.params.place) if answer.params.place else None
    known = answer.result is not ResultCode.BAD_FACTS
    counter = profile.place(facts.place).collection.counter if known else None
    urgent = profile.urgent.collect_at if Note.URGENT_COLLECT_CITY in answer.notes else None
    return {
        "place": elsewhere.name if elsewhere else None,
        "counter": own_name(texts, counter, profile) if counter else None,
        "urgent_place": profile.place(urgent).name if urgent else None,
    }


def numbers_of(answer: Answer, facts: Facts, profile: Profile) -> dict[str, int]:
    """Name -> number, for every number that decides the form of a sentence."""
    rules, known = profile.long_term, profile.knowledge_facts
    letter_days = profile.collection.letter_days
    blue = facts.letter_now == "H"
    limit = (rules.blue_card_absence if blue else rules.absence) if rules else None
    breaks, counted = answer.params.limit, answer.params.counted_months
    found = {
        # a half month is among the missing ones, so that both numbers make up what is needed
        "counted": None if counted is None else int(counted),
        "required": answer.params.required_months if blue or rules is None else rules.required_months,
        "longest": limit.consecutive_months if limit and breaks in {None, "consecutive"} else None,
        "altogether": limit.total_months if limit and breaks in {None, "total"} else None,
        "blue_eu_years": rules.blue_card_years_in_eu if rules and blue else None,
        "blue_years": rules.blue_card_years_in_belgium if rules and blue else None,
        "passport_months": known.passport_months_after_entry if answer.dates.passport_until is None else None,
        "photo_months": profile.photo.max_age_months,
        # the page gives an age for this certificate alone (D26)
        "certificate_months": profile.medical.certificate_months if facts.medical is Medical.FINGERPRINTS else None,
        "photo_age": profile.photo.age,
        "child_years": profile.child_card.max_years,
        "extra_days": answer.params.extra_days,
        "deadline_months": profile.collection.deadline_months,
        # the days of the letter itself are told where the application's day is known
        "letter_last": letter_days[1] if letter_days and answer.dates.letter_from is None else None,
    }
    return {name: number for name, number in found.items() if number is not None}
