"""Sentences of the town's own: what no key says, told in its words beside the answer or on a page of information."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from kiosk.base.languages import N_
from kiosk.residence.town import LanguageCode, Section
from kiosk.residence.vocabulary import ResultCode, Service

if TYPE_CHECKING:
    from kiosk.base.i18n import Texts
    from kiosk.residence.answers import Answer
    from kiosk.residence.case import Case
    from kiosk.residence.profile import Profile

# above the town's sentences, so that nobody takes them for the kiosk's
OWN_TITLE = N_("{municipality} tells you:")
# a card that is not served, facts that cannot be true, checking in: nothing is told of a service
_OF_NO_SERVICE = frozenset(
    {
        ResultCode.BAD_FACTS,
        ResultCode.CARD_NOT_SUPPORTED,
        ResultCode.NOT_RESIDENCE_CARD,
        ResultCode.CHECKIN_OK,
        ResultCode.CHECKIN_TOO_EARLY,
        ResultCode.CHECKIN_TOO_LATE,
        ResultCode.CHECKIN_OTHER_DAY,
    }
)


class OwnSentence(Section):
    """A sentence in the town's words: `say` holds it by language, each official one at least.

    It stands in the answers about `services` (only those of `results`, for cards of `letters`, at `places`, where they
    are named) and on the `pages` of general information.  Who reads another language reads the first official one.
    """

    say: dict[LanguageCode, Annotated[str, Field(min_length=1, max_length=300)]] = Field(min_length=1)
    services: tuple[Service, ...] = ()
    results: tuple[ResultCode, ...] | None = Field(default=None, min_length=1)
    letters: tuple[str, ...] | None = Field(default=None, min_length=1)
    places: tuple[str, ...] | None = Field(default=None, min_length=1)
    pages: tuple[str, ...] = ()

    def fits(self, service: Service, result: ResultCode, letter: str | None, place: str) -> bool:
        """True when the row speaks of this answer; a letter that is not known fits no row that names letters."""
        return (
            service in self.services
            and (self.results is None or result in self.results)
            and (self.letters is None or letter in self.letters)
            and (self.places is None or place in self.places)
        )

    def words(self, texts: Texts, profile: Profile) -> tuple[str, str]:
        """The sentence for a reader, and the language that it is in."""
        code = next(each for each in (texts.language, *profile.official, *self.say) if each in self.say)
        return self.say[code], code


def with_own(answer: Answer, case: Case) -> Answer:
    """The answer with the town's sentences about it, and their pages among its sources."""
    service = answer.params.service or case.facts.service or (Service.RENEW if answer.dates.opens else None)
    if service is None or answer.result in _OF_NO_SERVICE or not case.profile.sentences:
        return answer
    place = case.profile.place(answer.params.place or case.place.id).id
    letter = case.facts.letter_now
    own = tuple(
        number for number, row in enumerate(case.profile.sentences) if row.fits(service, answer.result, letter, place)
    )
    pages = tuple(use for number in own if (use := case.source_of(f"sentences.{number}")) is not None)
    return replace(answer, own=own, sources=(*answer.sources, *pages))


def own_title(texts: Texts, profile: Profile) -> str:
    """Whose sentences these are."""
    return texts.gettext(OWN_TITLE, municipality=profile.name)


def own_of_page(page: str, texts: Texts, profile: Profile) -> tuple[tuple[str, str], ...]:
    """(sentence, language) of every sentence on a page of general information."""
    return tuple(row.words(texts, profile) for row in profile.sentences if page in row.pages)
