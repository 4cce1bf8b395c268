"""Words of the town's own: sentences that nobody would see, languages without words, and words that are translated already."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.profiles.draft import Draft
from kiosk.profiles.messages import did_you_mean
from kiosk.profiles.problems import NoticeCode, ProfileProblem
from kiosk.residence.labels import PROFILE_LABELS
from kiosk.residence.pages import PAGES
from kiosk.residence.sentences import OwnSentence
from kiosk.residence.town import Language, Words

PAGE_IDS = ("card-types", *(name for name, _, _ in PAGES))
_PAPERS = ("annex", "orange_card", "loss_certificate", "refugee_office")
_OF_ANSWERS = ("results", "letters", "card_group", "places")
# so near are "Mon titre de séjour" and "Ma carte de séjour"
_NEAR = 0.7


def mistakes(draft: Draft) -> Iterator[tuple[ProfileProblem, str, str]]:
    """Sentences that stand nowhere, and words that readers of an official language could not read."""
    rows: list[tuple[int, OwnSentence]] = draft.rows("sentences")
    town = draft.get("municipality")
    department = [("municipality.department", town.department)] if town is not None else []
    for key, label in (*_labels(draft), *department):
        for code in town.official_languages if town is not None and isinstance(label, dict) else ():
            if code not in label and "text" not in label:
                yield ProfileProblem.MISSING_KEY, f"{key}.{code}", "is an official language; say it in that one too"
    names = draft.get("names")
    papers = [] if names is None else [(f"names.{key}", getattr(names, key)) for key in _PAPERS]
    for key, label in (*_labels(draft), *department, *papers):
        for code in label if isinstance(label, dict) else ():
            if code not in {"text", *LANGUAGES}:
                said = f"{code!r} is no language with texts, so it is never read; languages: {', '.join(LANGUAGES)}"
                yield ProfileProblem.TWICE, f"{key}.{code}", said
    for index, row in rows:
        key = f"sentences.{index}"
        if not row.services and not row.pages:
            yield ProfileProblem.MISSING_KEY, key, 'say where it stands: services = ["renew"], or pages = ["reach-us"]'
        for name in _OF_ANSWERS:
            if getattr(row, name) is not None and not row.services:
                yield ProfileProblem.BAD_VALUE, f"{key}.{name}", "is read only where there are services"
        for page in row.pages:
            if page not in PAGE_IDS:
                meant = did_you_mean(page, PAGE_IDS)
                yield (
                    ProfileProblem.BAD_VALUE,
                    f"{key}.pages",
                    f"there is no page {page!r}{meant}; pages: {', '.join(PAGE_IDS)}",
                )
        for code in town.official_languages if town is not None else ():
            if code not in row.say:
                yield ProfileProblem.MISSING_KEY, f"{key}.say.{code}", "is an official language; say it in that one too"
        for code in row.say:
            if code not in LANGUAGES:
                yield ProfileProblem.BAD_VALUE, f"{key}.say.{code}", f"no texts; languages: {', '.join(LANGUAGES)}"


def notices(draft: Draft) -> Iterator[tuple[NoticeCode, str, str]]:
    """Labels and sentences that some readers do not find in their language."""
    languages: list[tuple[int, Language]] = draft.rows("languages")
    offered = [row.code for _, row in languages]
    for key, label in _labels(draft):
        said = label if isinstance(label, dict) else {"text": label}
        word = said.get("text")
        missing = [code for code in offered if code not in said]
        if word is not None and word not in PROFILE_LABELS:
            near = did_you_mean(word, PROFILE_LABELS) or _known(said)
            hint = near or '; say it by language: { nl = "…", fr = "…" }'
            yield (
                NoticeCode.UNKNOWN_TEXT,
                key,
                f"{word!r} has no translations: it is shown as it is in every language{hint}",
            )
        elif word is None and missing:
            yield NoticeCode.NOT_TRANSLATED, key, f"{_lacks(missing)}{_known(said)}"
    sentences: list[tuple[int, OwnSentence]] = draft.rows("sentences")
    offer = draft.get("offer")
    for index, row in sentences:
        missing = [code for code in offered if code not in row.say]
        if missing:
            yield NoticeCode.NOT_TRANSLATED, f"sentences.{index}.say", _lacks(missing)
        unseen = [str(service) for service in row.services if offer is not None and service not in offer.services]
        if unseen:
            said_of = f"stands in no answer about these, which [offer] leaves out: {', '.join(unseen)}"
            yield NoticeCode.NOT_REACHED, f"sentences.{index}.services", said_of


def known_words(language: str) -> tuple[tuple[str, str], ...]:
    """(English word, the same in a language) of every label that is translated into all languages, in the order of the English."""
    spoken = texts(language)
    return tuple((word, spoken.gettext(word)) for word in sorted(PROFILE_LABELS))


def _lacks(missing: list[str]) -> str:
    return f"no words in {', '.join(missing)}: who reads these reads the official language"


def _known(said: dict[str, str]) -> str:
    """The known word whose translation is near to one that was written, as a hint; "" when none is."""
    near = 0.0
    best = ""
    for code, words in said.items():
        for language in LANGUAGES if code == "text" else (code,) if code in LANGUAGES else ():
            for english, translated in known_words(language):
                alike = SequenceMatcher(None, words.casefold(), translated.casefold()).ratio()
                if alike > max(near, _NEAR):
                    near, best = alike, english
    return f'; {best!r} is near, and translated already: write text = "{best}"' if best else ""


def _labels(draft: Draft) -> Iterator[tuple[str, Words]]:
    """Every label of the town, by its key."""
    yield from ((f"menu.{row.id}.label", row.label) for _, row in draft.rows("menu"))
    for _, place in draft.rows("places"):
        yield from ((f"places.{place.id}.directions", line) for line in place.directions.lines)
        yield from ((f"places.{place.id}.map", room.name) for room in place.map.rooms)
        yield from ((f"places.{place.id}.map", room.way) for room in place.map.rooms if room.way is not None)
        if place.collection.counter:
            yield f"places.{place.id}.collection.counter", place.collection.counter
    yield from ((f"charges.{index}.label", row.label) for index, row in draft.rows("charges") if row.label is not None)
    tickets = draft.get("tickets")
    if tickets is not None:
        yield from ((f"tickets.classes.{name}.label", row.label) for name, row in tickets.classes.items())
