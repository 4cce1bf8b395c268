"""`kiosk board`: the waiting-room display, on a screen of its own."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from devices.api import DeviceEvent, Emit, Speaker, SpeechEnded, Utterance
from kiosk.base.i18n import texts
from kiosk.base.languages import N_
from kiosk.base.values.aloud import aloud
from kiosk.commands.installed import configured
from kiosk.commands.output import PanelSize, on_display
from kiosk.commands.queuestore import StoreOptions, located, opened
from kiosk.commands.towns import configured_profile

if TYPE_CHECKING:
    from kiosk.queue.model import Board
    from kiosk.queue.model import Call as QueueCall
    from kiosk.queue.store import TicketStore
    from kiosk.residence.profile import Profile
    from kiosk.views.view import BoardView

# a called number stands out this long
FRESH_SECONDS = 12
# where there are several official languages each has its turn
TURN_SECONDS = 6
_WAIT_SECONDS = 4.0
_REMEMBERED = 100  # calls that were said: far more than a board shows


@click.command(help="The waiting-room display: the number that is called now, and the last ones.")
@click.option("--size", type=PanelSize(), default="1920x1080", show_default=True, help="Pixels of the screen.")
@click.option("--rotation", type=click.Choice(("0", "90", "180", "270")), default="0", show_default=True)
@click.option("--language", help="Language of the display; else the municipality's official ones.")
@click.option("--windowed", is_flag=True, help="In a window instead of the whole screen.")
@click.option("--silent", is_flag=True, help="Without chime and voice.")
@located
def command(
    where: StoreOptions, size: tuple[int, int], rotation: str, language: str | None, windowed: bool, silent: bool
) -> None:
    """Show the board until it is stopped."""
    from screens.window import Setup, prepare

    config = configured(where.config_file)
    profile = configured_profile(config, where.place)
    setup = Setup(
        size[0], size[1], rotation=int(rotation), windowed=windowed, title="Residence kiosk: the numbers called"
    )
    with on_display():
        prepare(setup)
    from kiosk.wiring.drivers import open_speaker
    from screens import window
    from screens.stage import Stage

    with opened(where) as queue:
        watch = Watch(queue.store, queue.place)
        stage = Stage(setup.glass, lambda _input: None)
        languages = (language,) if language else profile.official

        voice = None if silent else Voice(lambda emit: open_speaker(emit, config), profile.official)

        def frame() -> None:
            stage.show(board_view(watch.board, profile, queue.place, languages))
            if voice is not None and watch.board is not None:
                voice.follow(watch.board)

        try:
            with on_display():
                window.run(setup, lambda: stage, frame)
        finally:
            watch.close()
            if voice is not None:
                voice.close()


class Watch:
    """Waits for calls on a thread of its own; `board` is the last one that the store told, None before the first."""

    def __init__(self, store: TicketStore, place: str) -> None:
        self._store, self._place = store, place
        self._closed = threading.Event()
        self.board: Board | None = None
        self._thread = threading.Thread(target=self._watch, name="board", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End within the time of one wait."""
        self._closed.set()
        self._thread.join(_WAIT_SECONDS + 1.0)

    def _watch(self) -> None:
        from kiosk.queue.errors import Refusal

        while not self._closed.is_set():
            tag = self.board.tag if self.board is not None else ""
            told = self._store.wait_for_call(self._place, tag, _WAIT_SECONDS)
            if isinstance(told, Refusal):
                # a store that is away is asked again; the last calls stay on the glass
                self._closed.wait(_WAIT_SECONDS)
            else:
                self.board = told


class Voice:
    """Chimes and says each call: the number twice, in the official languages and in the ticket's own (R123).

    One after the other, each to its end: what is called meanwhile waits for its turn.
    """

    def __init__(self, speaker: Callable[[Emit], Speaker], languages: tuple[str, ...]) -> None:
        self._languages = languages
        self._known: deque[str] = deque(maxlen=_REMEMBERED)
        self._since: datetime | None = None
        self._due: dict[str, QueueCall] = {}  # by ticket: one that is called again before its turn is said once
        self._saying = ""
        self._speaker = speaker(self._heard)
        self._speaker.start()

    def _heard(self, event: DeviceEvent) -> None:
        if isinstance(event, SpeechEnded) and event.request == self._saying:
            self._saying = ""

    def follow(self, board: Board) -> None:
        """Once a frame: say each call once, of two counters at once both; a recall is said again, what was before the display
        began is not.
        """
        calls = [call for call in (board.current, *board.recent) if call is not None]
        if self._since is None:
            self._since = max((call.called_at for call in calls), default=board.as_of - timedelta(days=1))
        new = {f"{call.ticket_id}.{call.called_at.isoformat()}": call for call in reversed(calls)}
        new = {key: call for key, call in new.items() if call.called_at > self._since and key not in self._known}
        self._known.extend(new)
        self._due.update({call.ticket_id: call for call in new.values()})
        if self._due and not self._saying:
            call = self._due.pop(next(iter(self._due)))
            self._saying = f"{call.ticket_id}.{call.called_at.isoformat()}"
            self._speaker.tone("chime")
            self._speaker.say(self._saying, utterances(call, self._languages))

    def close(self) -> None:
        """Silence."""
        self._speaker.stop()


def utterances(call: QueueCall, languages: tuple[str, ...]) -> tuple[Utterance, ...]:
    """What is said of a call; nothing of it is private.  A number that was carried over is said with its day."""
    said = []
    for each in dict.fromkeys((*languages, call.language)):
        t = texts(each)
        words = {"number": call.number, "counter": call.counter}
        text = t.gettext(N_("Number {number}. Counter {counter}."), **words)
        if call.day != call.called_at.date():
            day = t.day(call.day, year=False)
            text = t.gettext(N_("Number {number} of {day}. Counter {counter}."), **words, day=day)
        said += [Utterance(aloud(text, each), each)] * 2
    return tuple(said)


def board_view(board: Board | None, profile: Profile, place: str, languages: tuple[str, ...]) -> BoardView:
    """The display's content, each language in its turn; before the first answer, and without calls, a friendly empty board.

    A call says what it is for, and the room of its counter where the map of the place has it.
    """
    from kiosk.base.clock import SystemClock, business_day
    from kiosk.residence.names import own_name
    from kiosk.residence.vocabulary import TicketClass
    from kiosk.views.view import BoardView, Call
    from kiosk.visit.shown.labels import service_label

    now = SystemClock().now()
    each = [texts(language) for language in languages]
    t = each[int(now.timestamp() // TURN_SECONDS) % len(each)]
    today = business_day(now)
    here = next((each for each in profile.places if each.id == place), None)

    def shown(call: QueueCall, *, fresh: bool = False) -> Call:
        day = t.day(call.day, year=False) if call.day != today else ""
        klass = TicketClass(call.klass) if call.klass in profile.tickets.classes else None
        room = here.map.room(klass) if here is not None and klass is not None else None
        return Call(
            call.number,
            call.counter,
            service_label(profile, call.klass, t.language) if klass is not None else "",
            fresh=fresh,
            day=day,
            room=own_name(t, room.name, profile) if room is not None else "",
        )

    current: Call | None = None
    recent: tuple[Call, ...] = ()
    if board is not None and board.current is not None:
        fresh = (now - board.current.called_at).total_seconds() < FRESH_SECONDS
        current = shown(board.current, fresh=fresh)
        recent = tuple(shown(call) for call in board.recent)
    return BoardView(
        language=t.language,
        title=f"{profile.name} · {here.name if here is not None else place}",
        face=profile.look.face,
        body=() if current else tuple(t.gettext(N_("Your number is shown here when it is your turn.")) for t in each),
        current=current,
        recent=recent,
        clock=t.clock(now),
        counter_label=t.gettext(N_("Counter")),
    )
