"""What somebody says who is ill, or cannot give fingerprints: each line is a fact for the rules (S037, S038, S064)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.base.languages import N_
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import Medical
from kiosk.views.view import Icon


@dataclass(frozen=True, slots=True)
class MedicalWay:
    """One line of the menu: its words, its picture, and what it states; `for_other`: of somebody who is not here."""

    id: str
    label: str
    icon: Icon
    medical: Medical
    for_other: bool = False


_WAYS: Final = (
    MedicalWay("fingerprints", N_("I cannot give fingerprints or sign"), Icon.PERSON, Medical.FINGERPRINTS),
    MedicalWay("photo", N_("I need another kind of photo"), Icon.PHOTO, Medical.PHOTO),
    MedicalWay("cannot-come", N_("I am too ill to come"), Icon.HOME, Medical.CANNOT_COME),
    MedicalWay("other", N_("I come for somebody who is too ill"), Icon.PEOPLE, Medical.CANNOT_COME, for_other=True),
)
# of which a page says something only where it asks for a certificate
_BY_CERTIFICATE: Final = frozenset({Medical.FINGERPRINTS, Medical.PHOTO})


def medical_ways(profile: Profile) -> tuple[MedicalWay, ...]:
    """What this municipality has an answer to."""
    return tuple(each for each in _WAYS if profile.medical.certificate or each.medical not in _BY_CERTIFICATE)


def medical_way(identifier: str) -> MedicalWay:
    """The line with this id."""
    return next(each for each in _WAYS if each.id == identifier)
