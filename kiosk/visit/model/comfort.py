"""A resident's own settings: contrast, text size, reach, sound; they belong to the visit and end with it."""

from __future__ import annotations

from dataclasses import replace

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.views.view import Action, Comfort, Icon, Role, TextSize, Theme

_NEXT_SIZE = {
    TextSize.NORMAL: TextSize.LARGE,
    TextSize.LARGE: TextSize.VERY_LARGE,
    TextSize.VERY_LARGE: TextSize.NORMAL,
}
VOLUMES = range(9)
RATES = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)


def tools(texts: Texts, comfort: Comfort, *, language: bool = True) -> tuple[Action, ...]:
    """The five tools that are on every screen, in the same order."""
    t = texts.gettext
    return (
        Action("tool.language", t(N_("Language")), Icon.LANGUAGE, role=Role.QUIET, enabled=language),
        Action(
            "tool.contrast",
            t(N_("Strong contrast")),
            Icon.CONTRAST,
            role=Role.QUIET,
            selected=is_on(comfort, "tool.contrast"),
        ),
        Action(
            "tool.text",
            t(N_("Larger text")),
            Icon.TEXT_SIZE,
            role=Role.QUIET,
            selected=is_on(comfort, "tool.text"),
        ),
        Action(
            "tool.reach",
            t(N_("Buttons lower down")),
            Icon.REACH,
            role=Role.QUIET,
            selected=is_on(comfort, "tool.reach"),
        ),
        Action(
            "tool.sound",
            t(N_("Read to me")),
            Icon.SOUND,
            role=Role.QUIET,
            selected=is_on(comfort, "tool.sound"),
        ),
    )


def change(comfort: Comfort, key: str) -> Comfort:
    """The settings after a tool was pressed; unknown keys change nothing."""
    match key:
        case "tool.contrast":
            return replace(comfort, theme=Theme.LIGHT if comfort.theme is Theme.CONTRAST else Theme.CONTRAST)
        case "tool.text":
            return replace(comfort, text_size=_NEXT_SIZE[comfort.text_size])
        case "tool.reach":
            return replace(comfort, reach=not comfort.reach)
        case "tool.sound":
            return replace(comfort, speech=not comfort.speech)
        case "voice.slower":
            return faster(comfort, -1)
        case "voice.faster":
            return faster(comfort, 1)
        case "voice.softer":
            return louder(comfort, -1)
        case "voice.louder":
            return louder(comfort, 1)
        case _:
            return comfort


def voice(texts: Texts, comfort: Comfort, *, volume: bool) -> tuple[Action, ...]:
    """What stands in the help while the kiosk speaks: every keypad has a help key, none has one for the speed (A11).

    `volume`: softer and louder too, for who has no keys for them.
    """
    if not comfort.speech:
        return ()
    t = texts.gettext
    speed = (
        Action("voice.slower", t(N_("Speak slower")), Icon.SLOWER, enabled=comfort.rate > RATES[0]),
        Action("voice.faster", t(N_("Speak faster")), Icon.FASTER, enabled=comfort.rate < RATES[-1]),
    )
    loudness = (
        Action("voice.softer", t(N_("Speak softer")), Icon.VOLUME_DOWN, enabled=comfort.volume > VOLUMES[0]),
        Action("voice.louder", t(N_("Speak louder")), Icon.VOLUME_UP, enabled=comfort.volume < VOLUMES[-1]),
    )
    return (*speed, *loudness) if volume else speed


def faster(comfort: Comfort, step: int) -> Comfort:
    """Speed of the voice one step up or down, within half and twice its own."""
    return replace(comfort, rate=RATES[min(max(RATES.index(comfort.rate) + step, 0), len(RATES) - 1)])


def is_on(comfort: Comfort, key: str) -> bool:
    """Whether the tool with this key stands on; what is no switch never does."""
    match key:
        case "tool.contrast":
            return comfort.theme is Theme.CONTRAST
        case "tool.text":
            return comfort.text_size is not TextSize.NORMAL
        case "tool.reach":
            return comfort.reach
        case "tool.sound":
            return comfort.speech
        case _:
            return False


def louder(comfort: Comfort, step: int) -> Comfort:
    """Volume one step up or down, within 0 to 8."""
    return replace(comfort, volume=min(max(comfort.volume + step, VOLUMES[0]), VOLUMES[-1]))
