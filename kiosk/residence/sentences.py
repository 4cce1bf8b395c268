"""Sentences of the town's own: what no key says, told in its words beside the answer or on a page of information."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from kiosk.base.languages import N_
from kiosk.residence.town import LanguageCode, OfCards
from kiosk.residence.vocabulary import ResultCode, Service

if TYPE_CHECKING:
    from kiosk.base.i18n import Texts

# above the town's sentences, so that nobody takes them for the kiosk's
OWN_TITLE = N_("{municipality} tells you:")


class OwnSentence(OfCards):
    """A sentence in the town's words: `say` holds it by language, each official one at least.

    It stands in the answers about `services` (only those of `results`, for some cards, at `places`, where they
    are named) and on the `pages` of general information.  Who reads another language reads the first official one.
    """

    say: dict[LanguageCode, Annotated[str, Field(min_length=1, max_length=300)]] = Field(min_length=1)
    services: tuple[Service, ...] = ()
    results: tuple[ResultCode, ...] | None = Field(default=None, min_length=1)
    places: tuple[str, ...] | None = Field(default=None, min_length=1)
    pages: tuple[str, ...] = ()

    def fits(self, service: Service, result: ResultCode, letter: str | None, place: str) -> bool:
        """True when the row speaks of this answer; a letter that is not known fits no row that names letters."""
        return (
            service in self.services
            and (self.results is None or result in self.results)
            and self.for_card(letter)
            and (self.places is None or place in self.places)
        )

    def words(self, texts: Texts, official: tuple[str, ...]) -> tuple[str, str]:
        """The sentence for a reader, and the language that it is in; `official`: the town's languages, the first one first."""
        code = next(each for each in (texts.language, *official, *self.say) if each in self.say)
        return self.say[code], code


def own_title(texts: Texts, municipality: str) -> str:
    """Whose sentences these are."""
    return texts.gettext(OWN_TITLE, municipality=municipality)
