"""The runner: one queue of inputs, the pure machine, and the workers that carry its effects out.

Everybody posts into the queue from any thread; only `drain`, called by the main loop, steps the machine.
Answers for a visit that is over are dropped and counted.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from devices.api import (
    Camera,
    CardFault,
    CardIdentified,
    CardJudged,
    CardReader,
    ContactChanged,
    Device,
    DeviceEvent,
    HeadsetChanged,
    HealthChanged,
    MrzSeen,
    NotPrinted,
    Panel,
    PinChanged,
    PinChecked,
    Printed,
    PrintedLate,
    Printer,
    PrintStarted,
    Speaker,
    SpeechEnded,
    Utterance,
)
from kiosk.base.clock import Clock
from kiosk.station.ticketing import Ticketing
from kiosk.views.view import View
from kiosk.visit.model import effects as fx
from kiosk.visit.model.inputs import (
    CheckedIn,
    Input,
    OfficeAnswered,
    Reset,
    SlipPrinted,
    Tick,
    TicketIssued,
    TicketRefused,
)
from kiosk.visit.model.state import Moment, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import news, spoken
from kiosk.visit.steps.step import step

Answer = (
    CardIdentified
    | CardJudged
    | CardFault
    | PinChecked
    | PinChanged
    | PrintStarted
    | Printed
    | NotPrinted
    | TicketIssued
    | TicketRefused
    | OfficeAnswered
    | CheckedIn
    | SlipPrinted
    | MrzSeen
)
Stepped = Callable[[VisitState, Input, VisitState, tuple[fx.Effect, ...]], None]


@dataclass(frozen=True, slots=True)
class Devices:
    """The drivers of this kiosk; None where a device is not fitted."""

    reader: CardReader | None = None
    printer: Printer | None = None
    camera: Camera | None = None
    panel: Panel | None = None
    scanner: Device | None = None
    speaker: Speaker | None = None

    def fitted(self) -> tuple[Device, ...]:
        """Those that this kiosk has."""
        every = (self.reader, self.printer, self.camera, self.panel, self.scanner, self.speaker)
        return tuple(device for device in every if device is not None)


@dataclass(frozen=True, slots=True)
class Backends:
    """Who answers questions beyond the devices; each posts its answer as an input."""

    tickets: Ticketing
    ask_office: Callable[[fx.AskOffice], None]
    check_in: Callable[[fx.CheckIn], None]
    tell_staff: Callable[[fx.TellStaff], None]


class Runner:
    """Owns the state.  `present` gets every View that differs from the one before; `stepped` hears every step."""

    def __init__(
        self,
        state: VisitState,
        inputs: queue.SimpleQueue[Input | DeviceEvent],
        *,
        clock: Clock,
        devices: Devices,
        present: Callable[[View], None],
        stepped: Stepped,
        health_changed: Callable[[HealthChanged], None],
        device_said: Callable[[DeviceEvent], None],
        taken: Callable[[Input | DeviceEvent], bool] = lambda _: False,
        dropped: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.state = state
        self.dropped = 0
        self._clock = clock
        self._devices = devices
        self._backends: Backends | None = None
        self._present = present
        self._stepped = stepped
        self._health_changed = health_changed
        self._device_said = device_said
        self._taken = taken
        self._say_dropped = dropped
        self._queue = inputs
        self._shown: View | None = None
        self._slips: set[str] = set()
        self._said: tuple[Utterance, ...] = ()

    def connect(self, backends: Backends) -> None:
        """They post into this runner, so they come after it."""
        self._backends = backends

    def post(self, given: Input | DeviceEvent) -> None:
        """Put an input in the queue; from any thread, returns at once."""
        self._queue.put(given)

    def drain(self, limit: int = 200) -> int:
        """Step through what is queued, at most `limit` inputs; how many there were.  Main loop only."""
        done = 0
        while done < limit:
            try:
                given = self._queue.get_nowait()
            except queue.Empty:
                break
            self.feed(given)
            done += 1
        return done

    def wait(self, timeout: float) -> bool:
        """Step through the next input, waiting for it; False when none came.  For loops without a screen."""
        try:
            given = self._queue.get(timeout=timeout)
        except queue.Empty:
            return False
        self.feed(given)
        return True

    def feed(self, given: Input | DeviceEvent) -> None:
        """One input through the machine, its effects to their owners, the View to the screen."""
        if self._taken(given):
            return
        match given:
            case HealthChanged():
                self._health_changed(given)
                return
            case ContactChanged() | SpeechEnded():
                self._device_said(given)
                return
            case _:
                pass
        if isinstance(given, PrintedLate):
            given = Printed(given.request)
        if isinstance(given, (Printed, NotPrinted)) and self._backends is not None:
            self._backends.tickets.confirmed(given)
        self._step(given)  # type: ignore[arg-type]  # what is left of DeviceEvent is in the union of inputs

    def tick(self) -> None:
        """Time passes."""
        self._step(Tick())

    def reset(self) -> None:
        """End whatever visit there is, at once."""
        if self.state.visit is not None:
            self._step(Reset())

    def show_again(self) -> None:
        """Present the View of the present state, whatever was shown meanwhile."""
        self._shown = None
        self._show()

    def shown(self) -> View:
        """The View of the present state."""
        return view(self.state)

    def _step(self, given: Input) -> None:
        if isinstance(given, (Printed, NotPrinted)) and given.request in self._slips:
            self._slips.discard(given.request)
            given = SlipPrinted(given.request, isinstance(given, Printed))
        if isinstance(given, Answer) and not self._current(given):
            self.dropped += 1
            self._say_dropped(self.dropped)
            return
        if isinstance(given, HeadsetChanged) and self._devices.speaker is not None:
            self._devices.speaker.set_headset(given.inserted)
        before = self.state
        moment = Moment(self._clock.now(), self._clock.monotonic())
        self.state, effects = step(before, given, moment)
        self._stepped(before, given, self.state, effects)
        for effect in effects:
            self._carry_out(effect)
        self._show()

    def _current(self, given: Answer) -> bool:
        visit = self.state.visit
        return visit is not None and given.request.startswith(f"{visit.id}.")

    def _show(self) -> None:
        now = view(self.state)
        if now == self._shown:
            return
        before, self._shown = self._shown, now
        self._present(now)
        self._speak(before, now)

    def _speak(self, before: View | None, now: View) -> None:
        """Speech follows the View: see `kiosk.visit.shown.speech.news`."""
        speaker = self._devices.speaker
        if speaker is None:
            return
        # also when nothing is said: the next visitor begins at the usual volume (A27)
        if before is None or before.comfort.volume != now.comfort.volume:
            speaker.set_volume(now.comfort.volume)
        if not now.comfort.speech:
            self._said = ()
            if before is not None and before.comfort.speech:
                speaker.hush()
            return
        words = news(before, now)
        if not words and before is not None and before.comfort.volume != now.comfort.volume:
            # the key's tone has stopped it: go on at the new volume
            words = self._said
        if words:
            self._say(words)

    def _carry_out(self, effect: fx.Effect) -> None:
        devices, backends = self._devices, self._backends
        match effect:
            case fx.ReadCard(request=request):
                if devices.reader is not None:
                    devices.reader.read(request)
            case fx.VerifyPin(request=request, pin=pin, language=language):
                if devices.reader is not None:
                    devices.reader.verify_pin(request, pin, language)
            case fx.ChangePin(request=request, old=old, new=new, language=language):
                if devices.reader is not None:
                    devices.reader.change_pin(request, old, new, language)
            case fx.ReleaseCard():
                if devices.reader is not None:
                    devices.reader.release()
            case fx.IssueTicket():
                if backends is not None:
                    backends.tickets.issue(effect)
            case fx.PrintTicket(request=request, ticket_id=ticket_id, receipt=receipt):
                if backends is not None:
                    backends.tickets.print(request, ticket_id, receipt)
            case fx.PrintSlip(request=request, receipt=receipt):
                if devices.printer is not None:
                    self._slips.add(request)
                    devices.printer.print(request, receipt)
            case fx.AskOffice():
                if backends is not None:
                    backends.ask_office(effect)
            case fx.CheckIn():
                if backends is not None:
                    backends.check_in(effect)
            case fx.LookForCodes(request=request):
                if devices.camera is not None:
                    devices.camera.look_for_codes(request)
            case fx.LookForMrz(request=request):
                if devices.camera is not None:
                    devices.camera.look_for_mrz(request)
            case fx.RestCamera():
                if devices.camera is not None:
                    devices.camera.rest()
            case fx.Tone(name=name):
                if devices.speaker is not None:
                    devices.speaker.tone(name)
            case fx.Repeat():
                self._say_again()
            case fx.SetLight(indicator=indicator, light=light):
                if devices.panel is not None:
                    devices.panel.light(indicator, light)
            case fx.Wipe(pin=pin):
                pin.wipe()
            case fx.TellStaff():
                if backends is not None:
                    backends.tell_staff(effect)
            case fx.VisitStarted() | fx.VisitEnded():
                pass  # the recorder hears them
            case _:
                assert_never(effect)

    def _say_again(self) -> None:
        if self._shown is not None:
            self._say(spoken(self._shown))

    def _say(self, words: tuple[Utterance, ...]) -> None:
        self._said = words
        if self._devices.speaker is not None and self._shown is not None:
            visit = self.state.visit.id if self.state.visit else "-"
            self._devices.speaker.say(visit, words, rate=self._shown.comfort.rate)
