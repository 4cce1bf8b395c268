"""What to bring, whose photo, and who must come (R069-R083)."""

from __future__ import annotations

from typing import Literal

from kiosk.residence.calendar import add_months
from kiosk.residence.case import Case
from kiosk.residence.vocabulary import GONE, AgeBand, BringItem, Note, PhotoRule, Service

# a card that is gone, or a first one, cannot be brought
_FIRST = frozenset({Service.FIRST, Service.PROTECTION})
# on a list for children, the name of what the adult brings for an own card anyway
_OF_ADULT = {BringItem.ADULT_ID: BringItem.PASSPORT_OR_ID, BringItem.PARENT_PERMIT: BringItem.CURRENT_CARD}
_CODES = frozenset({BringItem.CODES, BringItem.CODES_LETTER, BringItem.PIN_PUK_LETTER})
_REPLACED_BY_POLICE_PAPER = frozenset({BringItem.CURRENT_CARD, BringItem.PREVIOUS_CARD_IF_ANY})


def prepare_application(case: Case) -> None:
    """Bring list, photo and child notes of an application."""
    _photo(case)
    _child_notes(case)
    child = case.band is AgeBand.CHILD
    bring = case.profile.bring
    key = "application"
    listed = bring.application
    if case.service in _FIRST and not (child and bring.child_application):
        if bring.first_card is None:
            listed = tuple(item for item in listed or () if item is not BringItem.CURRENT_CARD)
        else:
            key, listed = "first_card", bring.first_card
    elif child and bring.child_application is not None:
        key, listed = "child_application", bring.child_application
    case.used(f"bring.{key}")
    items = list(listed or ())
    if case.with_children and items and bring.child_application is not None:
        case.used("bring.child_application")
        items += [item for item in bring.child_application if not {item, _OF_ADULT.get(item)} & set(items)]
    if case.service in GONE:
        items = _with_police_paper(items)
        case.used("bring.police_paper")
    if BringItem.INVITATION in items and not _invited(case):
        items.remove(BringItem.INVITATION)
    if case.photo is not PhotoRule.BRING and BringItem.PHOTO in items:
        items.remove(BringItem.PHOTO)
    if case.photo is PhotoRule.BRING and BringItem.PHOTO not in items:
        items.append(BringItem.PHOTO)
    if (child or case.with_children) and case.profile.child_card.parental_authority:
        items.append(BringItem.PARENTAL_AUTHORITY)
    case.bring = tuple(_with_ruling(case, items))


def prepare_collection(case: Case) -> None:
    """Bring list and child notes of a collection; nobody needs a photo then."""
    child = case.band is AgeBand.CHILD
    bring = case.profile.bring
    listed, key = bring.collection, "collection"
    if child and bring.child_collection is not None:
        listed, key = bring.child_collection, "child_collection"
    case.used(f"bring.{key}")
    items = list(listed or ())
    if codes_at_counter(case):
        case.note(Note.CODES_AT_COUNTER)
        items = [item for item in items if item not in _CODES]
    if case.facts.for_other and case.band is AgeBand.ADULT and case.profile.collection.by_proxy == "written":
        case.note(Note.PROXY_WRITTEN)
        case.used("collection.by_proxy")
        items += [BringItem.PERMISSION, BringItem.VISITORS_ID]
    case.bring = tuple(_with_ruling(case, items))
    if not child:
        return
    case.used("child_card.child_comes_to_collect")
    match case.profile.child_card.child_comes_to_collect:
        case True:
            case.note(Note.CHILD_MUST_COME)
        case False:
            case.note(Note.CHILD_NEED_NOT_COME)
        case _:
            case.note(Note.ASK_WHO_COLLECTS)


def codes_at_counter(case: Case) -> bool:
    """True where no letter brings PIN and PUK: they are given with the card."""
    rules, key = (case.profile.urgent, "urgent") if case.facts.urgent else (case.profile.collection, "collection")
    if rules.codes == "post":
        return False
    case.used(f"{key}.codes")
    return True


def obligation(case: Case) -> None:
    """Whether this child must have a card (R083): as the profile says of a child, always for everybody older."""
    if case.band is AgeBand.ADULT:
        if case.service is Service.CHILD:
            case.note(Note.MANDATORY)
            case.used("child_card.age_limit")
        return
    if case.band is None:
        return
    case.used("child_card.obligation")
    notes: dict[Literal["mandatory", "optional", "recommended"], Note] = {
        "mandatory": Note.MANDATORY,
        "optional": Note.OPTIONAL,
        "recommended": Note.RECOMMENDED,
    }
    case.note(notes[case.profile.child_card.obligation])


def photo_still_good(case: Case) -> bool | None:
    """Whether a photo of the given day may still be used today (R077); None when no day or no limit is known."""
    limit = case.profile.photo.max_age_months
    if case.facts.photo_date is None or limit is None:
        return None
    return case.today <= add_months(case.facts.photo_date, limit)


def _photo(case: Case) -> None:
    rule = case.profile.photo
    case.used("photo.bring")
    if rule.adults == "unstated" and case.band is not AgeBand.CHILD:
        case.used("photo.adults")
        case.photo = PhotoRule.ASK
        return
    match rule.bring:
        case "always":
            case.photo = PhotoRule.BRING
        case "never":
            case.photo = PhotoRule.TAKEN_HERE
        case "unstated":
            case.photo = PhotoRule.ASK
        case "choice":
            case.photo = PhotoRule.CHOICE
        case "under_age":
            case.photo = _photo_by_age(case)
    if rule.cannot_sit_still and case.band is AgeBand.CHILD and case.photo is PhotoRule.TAKEN_HERE:
        case.used("photo.cannot_sit_still")
        if case.facts.sits_still is False:
            case.photo = PhotoRule.BRING
        elif case.facts.sits_still is None:
            case.note(Note.PHOTO_IF_CANNOT_SIT)
    if case.photo is PhotoRule.BRING:
        if rule.booth:
            case.note(Note.PHOTO_BOOTH)
            case.used("photo.booth")
        if rule.max_age_months is not None:
            case.used("photo.max_age_months")
            case.with_params(photo_too_old=photo_still_good(case) is False)


def _photo_by_age(case: Case) -> PhotoRule:
    age = case.profile.photo.age or 0
    if case.facts.born is None:
        return PhotoRule.ASK if case.band is AgeBand.CHILD else PhotoRule.TAKEN_HERE
    youngest, oldest = case.facts.born.ages_on(case.today)
    if oldest < age:
        return PhotoRule.BRING
    return PhotoRule.TAKEN_HERE if youngest >= age else PhotoRule.ASK


def _child_notes(case: Case) -> None:
    obligation(case)
    if case.band is not AgeBand.CHILD and not case.with_children:
        return
    child = case.profile.child_card
    if child.child_comes_to_apply:
        case.note(Note.CHILD_MUST_COME)
        case.used("child_card.child_comes_to_apply")
    if child.parental_authority:
        case.note(Note.PARENTAL_AUTHORITY)
        case.used("child_card.parental_authority")
    if child.re_entry_proof and case.facts.outside_eu and not case.with_children:
        case.note(Note.NEEDED_FOR_RE_ENTRY)
        case.used("child_card.re_entry_proof")


def _with_ruling(case: Case, items: list[BringItem]) -> list[BringItem]:
    """The ruling of placement, for foster parents and heads of a foster home only (R082)."""
    needs = (
        case.band is AgeBand.CHILD
        and case.facts.role is not None
        and case.facts.role in case.profile.child_card.ruling_roles
    )
    if needs:
        case.note(Note.PLACEMENT_RULING)
        case.used("child_card.ruling_roles")
        place = items.index(BringItem.ADULT_ID) + 1 if BringItem.ADULT_ID in items else len(items)
        return [*items[:place], BringItem.PLACEMENT_RULING, *items[place:]]
    return items


def _with_police_paper(items: list[BringItem]) -> list[BringItem]:
    kept = [BringItem.POLICE_LOSS if item in _REPLACED_BY_POLICE_PAPER else item for item in items]
    return kept if BringItem.POLICE_LOSS in kept else [*kept, BringItem.POLICE_LOSS]


def _invited(case: Case) -> bool:
    """True when a letter of invitation can be brought: the answer says that one comes (D29)."""
    return Note.LETTER_BY_POST in case.notes and case.facts.invitation is not False
