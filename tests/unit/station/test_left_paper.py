"""A ticket that was not taken: a light and a sound every eight seconds, after a minute the light alone."""

from __future__ import annotations

from devices.api import Indicator, Light
from kiosk.station.leftpaper import LeftPaper


class Parts:
    """Clock, panel and speaker in one: what was asked of them, and when."""

    def __init__(self) -> None:
        self.now = 0.0
        self.lights: list[tuple[float, Light]] = []
        self.tones: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def light(self, indicator: Indicator, light: Light) -> None:
        assert indicator is Indicator.TICKET_MOUTH
        self.lights.append((self.now, light))

    def tone(self, name: str) -> None:
        assert name == "attention"
        self.tones.append(self.now)


def test_reminders_come_until_the_ticket_is_taken() -> None:
    parts = Parts()
    left = LeftPaper(parts, parts, parts)
    left.changed(there=True)
    for second in range(90):
        parts.now = float(second)
        left.tick()
    assert parts.tones == [8.0, 16.0, 24.0, 32.0, 40.0, 48.0, 56.0]
    assert [at for at, light in parts.lights if light is Light.BLINK] == [8.0 * n for n in range(1, 12)]
    left.changed(there=False)
    parts.now = 200.0
    left.tick()
    assert parts.lights[-1] == (89.0, Light.OFF)


def test_a_ticket_that_is_taken_soon_reminds_nobody() -> None:
    parts = Parts()
    left = LeftPaper(parts, parts, parts)
    left.changed(there=True)
    parts.now = 5.0
    left.tick()
    left.changed(there=False)
    assert (parts.tones, parts.lights) == ([], [(5.0, Light.OFF)])


def test_without_lights_and_voice_nothing_breaks() -> None:
    parts = Parts()
    left = LeftPaper(parts, None, None)
    left.changed(there=True)
    parts.now = 10.0
    left.tick()
    left.changed(there=False)
