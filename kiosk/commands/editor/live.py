"""What residents would see of a draft: the screen and the paper as pictures, and why; drawn in the main thread."""

from __future__ import annotations

import contextlib
import io
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from PIL import Image

from devices.printer.receipt import render
from devices.simulators.paper import draw, strip
from kiosk.base.clock import BRUSSELS
from kiosk.residence.facts import Facts
from kiosk.residence.opening import next_opening
from kiosk.residence.profile import Profile
from kiosk.residence.reasons import staff_view
from kiosk.residence.vocabulary import Service
from kiosk.visit.model.state import Moment, Setting, Situation, VisitState
from kiosk.visit.tour.reach import screen
from kiosk.visit.tour.showcase import views
from kiosk.visit.tour.walker import Told
from screens.picture import Camera
from screens.theme import Glass

_GLASS: Final = (1080, 1920)
_SMALL: Final = (540, 960)
_WAIT: Final = 60.0
_A_CARD: Final = 33
_DAYS_LEFT: Final = 40
# screens of everybody, by their names in the gallery
SCREENS: Final = ("attract", "menu", "closed")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked at: a screen of SCREENS, or the answer about a service to somebody with or without an A card."""

    what: str
    language: str
    place: str
    card: bool


class Studio:
    """Draws where the window's thread is; others ask it and wait."""

    def __init__(self) -> None:
        self._wanted: queue.SimpleQueue[tuple[Callable[[Camera], Any], Future[Any]]] = queue.SimpleQueue()
        self._over = threading.Event()

    def run(self, done: threading.Event) -> None:
        """Draw what is asked for until `done`; `screens.window.prepare` was called."""
        camera = Camera()
        while not done.is_set():
            try:
                make, promise = self._wanted.get(timeout=0.2)
            except queue.Empty:
                continue
            try:
                promise.set_result(make(camera))
            except Exception as fault:  # whoever asked is told
                promise.set_exception(fault)
        self._over.set()
        self._turn_away()

    def _turn_away(self) -> None:
        """Nobody waits for a picture that is not drawn any more."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._wanted.get_nowait()[1].cancel()

    def screen(self, profile: Profile, wish: Wish, today: date) -> bytes:
        """The screen as a PNG; CancelledError when the command ends."""
        if wish.what in SCREENS:
            view = dict(views(wish.language, profile=profile))[wish.what]
        else:
            view = told(profile, wish, today).view

        def make(camera: Camera) -> bytes:
            return _png(camera.shoot(view, Glass.of(*_GLASS)).resize(_SMALL, Image.Resampling.LANCZOS))

        promise: Future[bytes] = Future()
        self._wanted.put((make, promise))
        if self._over.is_set():
            self._turn_away()
        return promise.result(_WAIT)


def paper(profile: Profile, wish: Wish, today: date) -> bytes | None:
    """The ticket, or else the slip, as a PNG; None where nothing is printed."""
    receipt = None if wish.what in SCREENS else told(profile, wish, today).paper
    return None if receipt is None else _png(strip(draw(render(receipt).data).pictures))


def why(profile: Profile, wish: Wish, today: date) -> list[str]:
    """Every value that took part in the answer, with its page."""
    if wish.what in SCREENS:
        return []
    answer = told(profile, wish, today).visit.answer
    return list(staff_view(answer, profile)) if answer is not None else []


def told(profile: Profile, wish: Wish, today: date) -> Told:
    """The answer's screen, some minutes after the doors open on or after this day."""
    place = next((each for each in profile.places if each.id == wish.place), profile.places[0])
    midnight = datetime.combine(today, time(0, 0), tzinfo=BRUSSELS)
    opens = next_opening(profile, place, midnight) or midnight + timedelta(hours=10)
    idle = VisitState(
        Setting(profile, place.id, "edit"), Moment(opens + timedelta(minutes=20), 1000.0), Situation(clock_ok=True)
    )
    facts = Facts(place=place.id, service=Service(wish.what))
    if wish.card:
        facts = replace(facts, document_type=_A_CARD, valid_until=opens.date() + timedelta(days=_DAYS_LEFT))
    return screen(idle, facts, wish.language)


def _png(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()
