"""The buttons of the maintenance screens: their keys, labels and places, and the steps of a fault that name them.

A step never spells a button's label: it takes it from here, so that what staff read is what they see.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.events.generated import StaffAct
from kiosk.health.faults import NAMES, RESTART_DEVICE, Explanation, Press
from kiosk.views.view import Icon

ACTS: dict[StaffAct, tuple[str, Icon]] = {
    StaffAct.TEST_PRINT: (N_("Test print"), Icon.PRINTER),
    StaffAct.PAPER_CHANGED: (N_("Paper changed"), Icon.PAPER),
    StaffAct.REPRINT: (N_("Print again"), Icon.TICKET),
    StaffAct.WITHDRAW: (N_("Withdraw this number"), Icon.STOP),
    StaffAct.CUT: (N_("Cut"), Icon.PAPER),
    StaffAct.CARD_TEST: (N_("Card reader"), Icon.CARD),
    StaffAct.CAMERA_TEST: (N_("Camera"), Icon.CAMERA),
    StaffAct.PANEL_TEST: (N_("Keys and lights"), Icon.KEYPAD),
    StaffAct.TOUCH_TEST: (N_("Touch"), Icon.TOUCH),
    StaffAct.SPEECH_TEST: (N_("Voice"), Icon.SOUND),
    StaffAct.RESET_VISIT: (N_("Reset the visit"), Icon.STOP),
    StaffAct.RESTART_DEVICE: (N_("Restart this device"), Icon.RESTART),
    StaffAct.RESTART_APPLICATION: (N_("Restart the kiosk"), Icon.RESTART),
    StaffAct.RESTART_MACHINE: (N_("Restart the machine"), Icon.RESTART),
    StaffAct.SHUT_DOWN: (N_("Shut the machine down"), Icon.POWER),
    StaffAct.REPORT_PRINTED: (N_("Print the readiness report"), Icon.DOCUMENTS),
    StaffAct.EXPORT_LOGS: (N_("Export the log to a file"), Icon.DOCUMENTS),
    StaffAct.EXPORT_USB: (N_("Export the log to a USB stick"), Icon.DOCUMENTS),
}

# buttons that lead somewhere
WAYS: dict[str, tuple[str, Icon]] = {
    "staff.in": (N_("Back in service"), Icon.DONE),
    "staff.page.out_reason": (N_("Out of service"), Icon.NOT),
    "staff.page.tickets": (N_("Tickets that did not print"), Icon.TICKET),
    "staff.page.devices": (N_("All devices"), Icon.SETTINGS),
    "staff.page.profile": (N_("Profile"), Icon.DOCUMENTS),
}

TABS: dict[str, tuple[str, Icon]] = {
    "state": (N_("State"), Icon.INFO),
    "printer": (N_("Printer"), Icon.PRINTER),
    "tests": (N_("Tests"), Icon.CARD),
    "service": (N_("Service"), Icon.POWER),
    "numbers": (N_("Numbers"), Icon.CHART),
    "events": (N_("Events"), Icon.CLOCK),
    "software": (N_("Software"), Icon.SETTINGS),
}

# what a fault's steps may name, and the screen that always has it
_PLACES: dict[str, tuple[str, ...]] = {
    f"staff.act.{StaffAct.RESTART_DEVICE}": (TABS["state"][0], WAYS["staff.page.devices"][0]),
    f"staff.act.{StaffAct.TEST_PRINT}": (TABS["printer"][0],),
    f"staff.act.{StaffAct.PAPER_CHANGED}": (TABS["printer"][0],),
    f"staff.act.{StaffAct.CUT}": (TABS["printer"][0],),
    f"staff.act.{StaffAct.EXPORT_LOGS}": (TABS["events"][0],),
    f"staff.act.{StaffAct.RESTART_APPLICATION}": (TABS["service"][0],),
    "staff.page.out_reason": (TABS["service"][0],),
    "staff.page.tickets": (TABS["printer"][0],),
}

# what the kiosk can stop and start by itself
RESTARTABLE = frozenset({"card", "printer", "camera", "panel", "scanner", "speech"})


def key_of(button: str, device: str = "") -> str:
    """A button's key as the View has it: a restart is one device's."""
    return f"{button}.{device}" if button == f"staff.act.{StaffAct.RESTART_DEVICE}" and device else button


def label_of(key: str, t: Texts) -> str:
    """What stands on the button."""
    match key.removeprefix("staff.").split("."):
        case ["act", name, device] if name == StaffAct.RESTART_DEVICE:
            return t.gettext(N_("Restart: {device}"), device=t.gettext(NAMES.get(device, device)))
        case ["act", name]:
            return t.gettext(ACTS[StaffAct(name)][0])
        case ["tab", name]:
            return t.gettext(TABS[name][0])
        case _:
            return t.gettext(WAYS[key][0])


def icon_of(key: str) -> Icon:
    """What is drawn on the button."""
    match key.removeprefix("staff.").split("."):
        case ["act", name, *_]:
            return ACTS[StaffAct(name)][1]
        case _:
            return WAYS[key][1]


def named(button: str, t: Texts, offered: Collection[str], device: str = "") -> str:
    """A button as a sentence names it: its label, and the way to it where this screen does not have it."""
    key = key_of(button, device)
    label = label_of(key, t)
    if key in offered or button.startswith("staff.tab."):
        return label
    return " › ".join((*(t.gettext(place) for place in _PLACES[button]), label))


def presses(explanation: Explanation) -> list[str]:
    """The keys of the buttons that the steps of a fault name, in their order."""
    return [
        key_of(step.button, explanation.device)
        for step in _possible(explanation)
        if isinstance(step, Press) and not step.button.startswith("staff.tab.")
    ]


def steps_of(explanation: Explanation, t: Texts, offered: Collection[str] = ()) -> list[str]:
    """What to do, a sentence each; `offered` are the keys of the buttons on the screen that shows it."""
    return [
        t.gettext(step.text, button=named(step.button, t, offered, explanation.device))
        if isinstance(step, Press)
        else t.gettext(step)
        for step in _possible(explanation)
    ]


def _possible(explanation: Explanation) -> tuple[str | Press, ...]:
    """What has no worker of its own is restarted with the whole kiosk, and that is said once."""
    if explanation.device in RESTARTABLE:
        return explanation.fault.steps
    kiosk = replace(RESTART_DEVICE, button=f"staff.act.{StaffAct.RESTART_APPLICATION}")
    steps: list[str | Press] = []
    for step in explanation.fault.steps:
        said = kiosk if step == RESTART_DEVICE else step
        if not (isinstance(said, Press) and any(isinstance(s, Press) and s.button == said.button for s in steps)):
            steps.append(said)
    return tuple(steps)
