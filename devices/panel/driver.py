"""The panel's driver: keys, headset and contacts come as events; lights are kept as wanted, also over a replug."""

from __future__ import annotations

import time
from dataclasses import dataclass

from devices.api import (
    Contact,
    ContactChanged,
    DeviceState,
    Emit,
    HeadsetChanged,
    Indicator,
    KeyPressed,
    Light,
    PadKey,
    Reason,
)
from devices.driven import Driven
from devices.panel import protocol
from devices.panel.line import SerialLine, presence
from devices.worker import Backoff, PermanentFault, Seat, Session, TemporaryFault, Worker

_WAIT = 0.02  # s; how long a light may wait for the end of a read
_HELLO_LIMIT = 5.0  # s; a board that was reset by the opening of its port boots for three
_HELLO_EVERY = 0.5
_PING_EVERY = 0.5
_SILENCE = 1.2
_STATE_EVERY = 10.0  # s; a line that was lost whole leaves a headset or a contact wrong for no longer
_REPEATS = 1.0  # s; a held key says DOWN again within it, or says it once
_PAPER_LEFT = 60.0  # s; a ticket that hangs in the mouth for so long was forgotten


@dataclass(frozen=True, slots=True)
class _Lights:
    """The wanted lights changed."""


class SerialPanel(Driven[_Lights]):
    """`devices.api.Panel` on a serial line; `url` as in `devices.panel.line`.

    `serial` pins the board: another one is refused as WRONG_DEVICE.  Where a sensor looks at the printer's mouth, paper
    that was not taken for `paper_left` seconds makes the health DEGRADED, MEDIA_PRESENT.
    """

    name = "panel"

    def __init__(
        self,
        emit: Emit,
        url: str,
        *,
        serial: str = "",
        paper_left: float = _PAPER_LEFT,
        backoff: Backoff | None = None,
    ) -> None:
        self.url = url
        self.pinned = serial
        self.paper_left = paper_left
        self.wanted: dict[Indicator, Light] = dict.fromkeys(Indicator, Light.OFF)
        self.known = _Known()
        self.raised = False
        """Whether DTR and RTS are up at the next opening: tried in turn until a board answers, which then keeps its way."""
        self._emit = emit
        self._worker = Worker(self.name, emit, self._connect, present=presence(url), backoff=backoff)

    def light(self, indicator: Indicator, light: Light) -> None:
        """Set an indicator light; a panel that is away gets it when it is back."""
        self.wanted = {**self.wanted, indicator: light}
        self._worker.submit(_Lights())

    def _connect(self, seat: Seat[_Lights]) -> Session[_Lights]:
        del seat
        return _Board(self, SerialLine(self.url, raised=self.raised))


class _Known:
    """What was last told, so that only changes are told; a panel that went away leaves nothing plugged in."""

    def __init__(self) -> None:
        self.headset = False
        self.contacts: dict[Contact, bool] = {}
        self.down: dict[PadKey, float] = {}
        """The keys that are down, and when each said so last."""


class _Board(Session[_Lights]):
    """One connection to the board."""

    def __init__(self, panel: SerialPanel, line: SerialLine) -> None:
        self._panel = panel
        self._line = line
        self._shown: dict[Indicator, Light] = {}
        self._heard_at = time.monotonic()
        self._greeted = False
        self._damaged = 0
        self._asked_again = 0
        self._keypad = ""
        self._paper_since: float | None = None

    def run(self, seat: Seat[_Lights]) -> None:
        """Greet, then listen."""
        known = self._panel.known
        try:
            self._greet(seat)
            token, ping_at = 0, time.monotonic()
            state_at = ping_at + _STATE_EVERY
            while True:
                if seat.next_job(0.0) is not None:
                    seat.done()
                self._show_lights()
                self._listen(seat, _WAIT)
                now = time.monotonic()
                self._tell_health(seat, now)
                if now - self._heard_at > _SILENCE:
                    raise TemporaryFault(Reason.NOT_RESPONDING, "the panel is silent", DeviceState.UNKNOWN)
                if now >= ping_at:
                    token = token % 9999 + 1
                    self._line.write(protocol.ping(token))
                    ping_at = now + _PING_EVERY
                if now >= state_at:
                    self._line.write(protocol.hello_please())
                    state_at = now + _STATE_EVERY
        finally:
            known.down.clear()
            if known.headset:
                # without the panel nobody knows where the voice goes: take it that everybody hears it
                known.headset = False
                seat.emit(HeadsetChanged(False))

    def close(self) -> None:
        """Close the line."""
        self._line.close()

    def _greet(self, seat: Seat[_Lights]) -> None:
        """Ask until the board answers: a boot loader swallows what comes before its program runs."""
        end, ask_at = time.monotonic() + _HELLO_LIMIT, 0.0
        while (now := time.monotonic()) < end:
            seat.check()
            if now >= ask_at:
                self._line.write(protocol.hello_please())
                ask_at = now + _HELLO_EVERY
            self._listen(seat, 0.05)
            if self._greeted:
                self._tell_health(seat, time.monotonic())
                return
        # a board behind USB's modem class may say nothing before they are up, another one nothing while they are
        self._panel.raised = not self._panel.raised
        raise TemporaryFault(Reason.NOT_RESPONDING, "no panel answers on this line", DeviceState.UNKNOWN)

    def _tell_health(self, seat: Seat[_Lights], now: float) -> None:
        since = self._paper_since
        if since is not None and now - since >= self._panel.paper_left:
            seat.report(DeviceState.DEGRADED, Reason.MEDIA_PRESENT, self._keypad)
        else:
            seat.report(DeviceState.READY, detail=self._keypad)

    def _check_identity(self, hello: protocol.Hello) -> None:
        if hello.identity != protocol.IDENTITY or hello.version != protocol.VERSION:
            raise PermanentFault(Reason.WRONG_DEVICE, f"{hello.identity} {hello.version} is not our panel")
        if self._panel.pinned and hello.serial != self._panel.pinned:
            raise PermanentFault(Reason.WRONG_DEVICE, f"panel {hello.serial} instead of {self._panel.pinned}")

    def _show_lights(self) -> None:
        for indicator, light in self._panel.wanted.items():
            if self._shown.get(indicator) is not light:
                self._line.write(protocol.set_light(indicator, light))
                self._shown[indicator] = light

    def _listen(self, seat: Seat[_Lights], timeout: float) -> None:
        messages = [protocol.parse(line) for line in self._line.lines(timeout)]
        self._damaged += messages.count(None)
        damaged = self._damaged + self._line.dropped
        if self._greeted and damaged > self._asked_again:
            # a damaged line may have been a change: ask for the state of everything again
            self._asked_again = damaged
            self._line.write(protocol.hello_please())
        for message in messages:
            if message is not None:
                self._heard_at = time.monotonic()
                self._take(seat, message)

    def _take(self, seat: Seat[_Lights], message: protocol.Message) -> None:
        known = self._panel.known
        match message:
            case protocol.Key(key=key, down=True):
                # a key that is held is one press; where the line that says UP was lost, the next one counts
                now = time.monotonic()
                if key not in known.down or now - known.down[key] >= _REPEATS:
                    seat.emit(KeyPressed(key))
                known.down[key] = now
            case protocol.Key(key=key):
                known.down.pop(key, None)
            case protocol.Headset(inserted=inserted):
                if inserted != known.headset:
                    known.headset = inserted
                    seat.emit(HeadsetChanged(inserted))
            case protocol.ContactState(contact=contact, active=active):
                if contact is Contact.PAPER:
                    self._paper_since = (self._paper_since or time.monotonic()) if active else None
                if known.contacts.get(contact, False) != active:
                    known.contacts[contact] = active
                    seat.emit(ContactChanged(contact, active))
            case protocol.Hello():
                # at the beginning, and when the board has started anew: then its lights are off
                self._check_identity(message)
                self._keypad = str(message.keypad or "")
                self._greeted = True
                self._shown.clear()
            case protocol.Pong():
                pass
