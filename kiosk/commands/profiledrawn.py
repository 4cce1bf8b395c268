"""`kiosk profile check` draws a profile once, off screen: its menus in every language, its answers at every place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from kiosk.base.clock import BRUSSELS
from kiosk.residence.opening import next_opening
from kiosk.residence.profile import Place, Profile
from kiosk.residence.vocabulary import Service
from kiosk.views.touches import Pressed, Touched
from kiosk.views.view import View
from kiosk.visit.model.state import Moment, Setting, Situation, VisitState
from kiosk.visit.tour.people import NOBODY, collectors, people
from kiosk.visit.tour.walker import Told, do, follow, walk
from screens.checks import problems
from screens.theme import Glass

# the panel of most kiosks; other sizes are pictures of `kiosk gallery`
_GLASS = (1080, 1920)
_SETTLED = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Misfit:
    """What a resident would meet: at which place, after which touches, and what; `raised`: the kiosk would close there."""

    place: str
    way: str
    said: str
    raised: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """One of the screens of a profile, and the touches that lead to it."""

    place: str
    way: str
    view: View


Step = Callable[[], None]


def collected(profile: Profile, today: date, step: Step) -> tuple[list[Screen], list[Misfit]]:
    """Every different screen that somebody comes to, and what raised on the way; `step` is called at each touch."""
    screens: dict[View, Screen] = {}
    raised: list[Misfit] = []
    for place in profile.places:
        idle = VisitState(Setting(profile, place.id, "check"), Moment(_open(profile, place, today), 0.0), Situation())
        for begin in _walks(idle, place, today):
            way = ""
            try:
                for told in begin():
                    way = _way(told)
                    screens.setdefault(told.view, Screen(place.id, way, told.view))
                    _ = told.speech, told.slip, told.ticket
                    step()
            except Exception as error:
                raised.append(Misfit(place.id, way, f"{type(error).__name__}: {error}", raised=True))
    return list(screens.values()), raised


def misfits(screen: Screen) -> Iterator[Misfit]:
    """What does not fit on one screen."""
    try:
        found = problems(screen.view, Glass.of(*_GLASS))
    except Exception as error:
        yield Misfit(screen.place, screen.way, f"{type(error).__name__}: {error}", raised=True)
        return
    for text in found:
        yield Misfit(screen.place, screen.way, text, raised=False)


def _menus(idle: VisitState) -> Iterator[Told]:
    """The first screen, and every menu in every language: a town's own words are as long as they are."""
    for language in idle.setting.profile.languages:
        state, _ = do(idle, Touched())
        state, _ = do(state, Pressed(f"language.{language.code}"))
        first = Told(NOBODY, (), state)
        yield first
        for key in sorted(first.buttons):
            group = follow(first, [key])
            yield group
            yield follow(group, ["menu.more"])


def _walks(idle: VisitState, place: Place, today: date) -> Iterator[Callable[[], Iterator[Told]]]:
    """The menus, at the first place; somebody without a card; who renews and who collects with one, there in every case."""
    profile = idle.setting.profile
    language = profile.official[0]
    first = place is profile.places[0]
    if first:
        yield partial(_menus, idle)
    renew = people(today)[1:] if first else [each for each in people(today) if each.name == "A card, in time"]
    collect = collectors(profile, place.id, today)
    for person, only in (
        (NOBODY, None),
        *((each, Service.RENEW) for each in renew),
        *((each, Service.COLLECT) for each in collect),
    ):
        yield partial(walk, idle, person, language=language, only=only)


def _way(told: Told) -> str:
    return f"in {told.visit.language}: {told.way or 'the first screen'}"


def _open(profile: Profile, place: Place, today: date) -> datetime:
    """Some minutes after the doors open on or after this day: what is told while the place is open."""
    begin = datetime.combine(today, time(0, 0), tzinfo=BRUSSELS)
    opens = next_opening(profile, place, begin)
    return opens + _SETTLED if opens else begin + timedelta(hours=11)
