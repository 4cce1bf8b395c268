"""The questions about the buildings: their hours, what is done there, how people are served and cards handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from kiosk.profiles.beginning import hours, reading
from kiosk.profiles.beginning.question import ALL, NOT_SAID, Answers, Question, official_of, region_of
from kiosk.profiles.regions import REGIONS, USUAL
from kiosk.residence.vocabulary import Service

# done at desks, and not named in most pages: they are asked for by name
FURTHER: Final = (
    Service.SWITCH,
    Service.DOCUMENTS,
    Service.ANNEX,
    Service.REGISTER,
    Service.FILE,
    Service.GUARANTOR,
    Service.PROTECTION,
    Service.TEMPORARY_PROTECTION,
)
MOST_PLACES: Final = 9


def places(said: Answers) -> Iterator[Question]:
    """Building by building, as long as there is another; then what concerns all of them."""
    official, usual = official_of(said), REGIONS[region_of(said)]
    number = 0
    reception = False
    while number < MOST_PLACES:
        number += 1
        part, key = f"Place {number}", f"place.{number}"
        hall = USUAL[official[0]].hall
        yield Question(
            f"{key}.name", part, "Name of the building", "As it stands on the door.",
            reading.another(f"places.{number}.name", [said.get(f"place.{before}.name", "") for before in range(1, number)]), hall if number == 1 else None,
            like=hall if number == 1 else f"Antenne {number}",
        )  # fmt: skip
        yield Question(
            f"{key}.address", part, "Address", "Street, number, postcode, town.", reading.words(f"places.{number}.address"), NOT_SAID, optional=True,
            like="Grote Markt 1, 9999 Mijnstad",
        )  # fmt: skip
        yield Question(
            f"{key}.hours", part, "Opening hours", "Like: mon-fri 9-12:30, 13:30-16; thu 9-12:30, 16-19: a day named again is open then as well; hours that overlap, “wed only 14-17” and “wed closed” stand instead. Days in your language will do.",
            hours.week(official), spelled=hours.spelled, like="mon-fri 9-12:30, 13:30-16; thu 9-12:30, 16-19",
        )  # fmt: skip
        if number > 1:
            done = [each.value for each in Service]
            yield Question(
                f"{key}.does", part, "What is done here",
                f"{ALL}, or some of: {', '.join(done)}. A building where nothing is done is no place of the kiosk.", _all_or(done), ALL,
                like="renew, collect",
            )  # fmt: skip
        does = _done_at(said, f"{key}.does")
        yield from _ways_of_place(said, part, key, does)
        reception = reception or (does != [Service.COLLECT] and said.get(f"{key}.served", usual.access) == "reception")
        yield Question(f"{key}.more", part, "Another place", "y or n.", reading.yes_no, "n")
        if f"{key}.more" not in said or not reading.yes_no(said[f"{key}.more"]):
            break
    if reception:
        name = USUAL[official[0]].reception
        yield Question(
            "reception",
            "Places",
            "Name of the reception",
            "Which makes the appointments.",
            reading.words("contact.reception.name"),
            name,
        )
    known = [each.value for each in FURTHER]
    yield Question(
        "services", "Places", "Also done at your desks", f"Besides cards: some of {', '.join(known)}.",
        reading.some_of(known), NOT_SAID, optional=True, like=known[1],
    )  # fmt: skip


def _ways_of_place(said: Answers, part: str, key: str, does: list[str] | None) -> Iterator[Question]:
    """How a place serves, and how it hands out cards; neither is asked of a place that does not do it."""
    official, usual = official_of(said), REGIONS[region_of(said)]
    how = usual.access
    if does != [Service.COLLECT]:
        served = ("walk_in", "reception", "appointment")
        yield Question(
            f"{key}.served", part, "How people are served",
            "walk_in: with a number; reception: a number for the reception, which makes an appointment; appointment: no number.",
            reading.one_of(served), usual.access,
        )  # fmt: skip
        # what was answered to the question above
        how = said.get(f"{key}.served", usual.access)
        known = f"{key}.hours" in said
        opening = hours.week(official)(said[f"{key}.hours"]) if known else {"thursday": ["16:00-18:00"]}
        day, spans = next(iter(opening.items()))
        other = "without an appointment" if how == "appointment" else "by appointment only"
        yield Question(
            f"{key}.otherwise", part, f"Hours that are {other}", "Written as the opening hours, within them; - for none.",
            hours.within(opening, official) if known else hours.week(official), NOT_SAID, optional=True, spelled=hours.spelled, like=f"{day} {spans[0]}",
        )  # fmt: skip
    ways = ("walk_in", "appointment") if does else ("walk_in", "appointment", "none")
    if does is None or Service.COLLECT in does:
        yield Question(
            f"{key}.collect", part, "How ready cards are handed out",
            "walk_in or appointment." if does else "walk_in, appointment, or none: not here.",
            reading.one_of(ways), "appointment" if how == "appointment" else "walk_in",
        )  # fmt: skip


def _done_at(said: Answers, key: str) -> list[str] | None:
    """What is done at a place; None: everything, also where nobody said it or nobody understands what was said."""
    try:
        return _all_or([each.value for each in Service])(said.get(key, ALL))
    except ValueError:
        return None


def _all_or(known: list[str]) -> Callable[[str], list[str] | None]:
    """Everything (None), or some of a list."""
    some = reading.some_of(known)

    def read(said: str) -> list[str] | None:
        words = [each.strip() for each in said.lower().split(",")]
        if words == [ALL]:
            return None
        if ALL in words:
            raise ValueError(f"write {ALL} alone, or the words of what is done")
        if words in (["none"], ["nothing"], ["no"]):
            raise ValueError(
                f"a building where nothing is done is no place of the kiosk: write {ALL}, or what is done, like {known[1]}"
            )
        return some(said)

    return read
