"""What each fault means: in the resident's words, in staff's words, who can mend it, and how.

One entry for every `devices.api.Reason`; where the same reason needs other hands at another device there is one entry
more for that pair.  All texts are English source sentences for gettext.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.api.health import DeviceState, Health, Reason
from kiosk.base.languages import N_
from kiosk.base.mender import Mender
from kiosk.events.generated import Event, StaffAct


@dataclass(frozen=True, slots=True)
class Press:
    """A step that names a button of the staff screens: `text` has {button}, `button` is its key there without a device."""

    text: str
    button: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason explained: `resident` and `staff` say what is so, `steps` what to do, first thing first."""

    resident: str
    staff: str
    steps: tuple[str | Press, ...]
    mender: Mender
    event: Event


# what residents miss while a device cannot be used
EFFECTS: dict[str, str] = {
    "card": N_("The card reader does not work. Only tickets without a card are possible now."),
    "printer": N_("Tickets are shown on the screen only. Take a picture of your number."),
    "camera": N_("The camera does not work. You can type the code of your letter."),
    "panel": N_("The keys and lights beside the screen do not work now."),
    "scanner": N_("Scanning of codes does not work now."),
    "speech": N_("The voice does not work now."),
    "display": N_("This screen does not work now. Please ask at the counter."),
    "kiosk": N_("A part of this kiosk does not work. Staff know."),
    "store": N_("We cannot give numbers now. Please ask at the counter."),
    "line": N_("Numbers are given as usual."),
    "office": N_("We cannot see now whether your card is here. The counter can."),
    "clock": N_("We cannot promise dates now. Please ask at the counter."),
}

NAMES: dict[str, str] = {
    "card": N_("Card reader"),
    "printer": N_("Printer"),
    "camera": N_("Camera"),
    "panel": N_("Keys and lights"),
    "scanner": N_("Scanner"),
    "speech": N_("Voice"),
    "display": N_("Screen"),
    "kiosk": N_("Software"),
    "store": N_("Store of tickets"),
    "line": N_("Shared store of tickets"),
    "office": N_("Back office"),
    "clock": N_("Clock"),
}

_PRESS = N_("Press “{button}”.")
RESTART_DEVICE = Press(_PRESS, f"staff.act.{StaffAct.RESTART_DEVICE}")
_RESTART_APPLICATION = Press(N_("If it does not help: press “{button}”."), f"staff.act.{StaffAct.RESTART_APPLICATION}")
_PAPER_CHANGED = Press(_PRESS, f"staff.act.{StaffAct.PAPER_CHANGED}")
_TEST_PRINT = Press(_PRESS, f"staff.act.{StaffAct.TEST_PRINT}")
_CUT = Press(_PRESS, f"staff.act.{StaffAct.CUT}")
_EXPORT = Press(N_("Press “{button}” and call the technician."), f"staff.act.{StaffAct.EXPORT_LOGS}")
_OUT = Press(N_("You do not know the device? Press “{button}”."), "staff.page.out_reason")
_CALL = N_("If it comes back: call the technician.")
_WORKS = N_("Everything works.")
_CABLE = N_("Check the cable and the power of the device.")

FAULTS: dict[Reason, Fault] = {
    Reason.OK: Fault(_WORKS, N_("Works."), (), Mender.NOBODY, Event.DEVICE_RESTORED),
    Reason.NOT_STARTED: Fault(
        N_("The kiosk is starting. One moment, please."),
        N_("Has not answered yet since the start."),
        (N_("Wait half a minute."), RESTART_DEVICE),
        Mender.NOBODY,
        Event.DEVICE_STARTED,
    ),
    Reason.DISABLED: Fault(
        N_("This kiosk does not have this."),
        N_("Switched off in the configuration."),
        (N_("Nothing to do. The technician can switch it on."),),
        Mender.TECHNICIAN,
        Event.DEVICE_SWITCHED_OFF,
    ),
    Reason.NOT_REACHABLE: Fault(
        N_("A part of this kiosk does not answer. Staff know."),
        N_("The device is not there: no power, or the cable is out."),
        (_CABLE, RESTART_DEVICE, _CALL),
        Mender.STAFF,
        Event.DEVICE_LOST,
    ),
    Reason.NOT_RESPONDING: Fault(
        N_("A part of this kiosk does not answer. Staff know."),
        N_("The device is there, but it does not answer."),
        (N_("Switch the device off, count to ten, switch it on."), RESTART_DEVICE, _CALL),
        Mender.STAFF,
        Event.DEVICE_LOST,
    ),
    Reason.NOT_PERMITTED: Fault(
        N_("A part of this kiosk is not set up well. Staff know."),
        N_("The kiosk may not use this device: a right is missing on this machine."),
        (N_("Call the technician: “kiosk doctor” tells which right is missing."),),
        Mender.TECHNICIAN,
        Event.DEVICE_LOST,
    ),
    Reason.WRONG_DEVICE: Fault(
        N_("A part of this kiosk is not set up well. Staff know."),
        N_("Another device than the agreed one is connected."),
        (
            N_("Look whether somebody changed the device or put something over it."),
            _OUT,
            N_("Call the technician."),
        ),
        Mender.TECHNICIAN,
        Event.DEVICE_LOST,
    ),
    Reason.NO_PCSC_SERVICE: Fault(
        N_("The card reader does not work. Staff know."),
        N_("The smart-card service of this machine does not run (pcscd)."),
        (RESTART_DEVICE, _RESTART_APPLICATION, _CALL),
        Mender.TECHNICIAN,
        Event.DEVICE_LOST,
    ),
    Reason.NO_READER: Fault(
        N_("The card reader does not work. Staff know."),
        N_("No card reader is connected."),
        (N_("Check the cable of the card reader; its light must be on."), RESTART_DEVICE, _CALL),
        Mender.STAFF,
        Event.DEVICE_LOST,
    ),
    Reason.READER_IN_USE: Fault(
        N_("The card reader is busy. Please try again soon."),
        N_("Another program on this machine holds the card reader."),
        (N_("Take the card out."), RESTART_DEVICE, _RESTART_APPLICATION),
        Mender.STAFF,
        Event.DEVICE_DEGRADED,
    ),
    Reason.CARD_MUTE: Fault(
        N_("The chip does not answer. Take the card out and turn it."),
        N_("A card is in the reader, but its chip is silent."),
        (N_("Take the card out; look for a forgotten card or for something in the slot."), RESTART_DEVICE),
        Mender.RESIDENT,
        Event.DEVICE_DEGRADED,
    ),
    Reason.FOREIGN_CHIP: Fault(
        _WORKS,
        N_("A chip that is no residence card sits in a slot of the reader."),
        (N_("Take the other card or the stick out."), _CALL),
        Mender.STAFF,
        Event.DEVICE_DEGRADED,
    ),
    Reason.REVOCATION_SILENT: Fault(
        _WORKS,
        N_("Nobody answers whether cards were revoked. Cards are read as usual."),
        (N_("Look whether other computers reach the network."), N_("Call the technician.")),
        Mender.TECHNICIAN,
        Event.DEVICE_LOST,
    ),
    Reason.UNREADABLE_LINES: Fault(
        _WORKS,
        N_("The device sends what cannot be read: it is set otherwise than agreed, or its cable is bad."),
        (_CABLE, N_("Call the technician.")),
        Mender.TECHNICIAN,
        Event.DEVICE_DEGRADED,
    ),
    Reason.MEDIA_LOW: Fault(
        N_("Everything works. The paper is nearly used up."),
        N_("The paper roll is nearly empty."),
        (N_("Put in a new roll at a quiet moment."), _PAPER_CHANGED, _TEST_PRINT),
        Mender.STAFF,
        Event.DEVICE_DEGRADED,
    ),
    Reason.MEDIA_EMPTY: Fault(
        N_("The paper is used up. Your number is shown on the screen."),
        N_("The paper roll is empty."),
        (
            N_("Open the cover and put in a new roll; the paper comes out at the bottom front."),
            N_("Close the cover until it clicks."),
            _PAPER_CHANGED,
            _TEST_PRINT,
        ),
        Mender.STAFF,
        Event.DEVICE_LOST,
    ),
    Reason.MEDIA_JAMMED: Fault(
        N_("The paper is stuck. Your number is shown on the screen."),
        N_("Paper is stuck in the printer."),
        (
            N_("Open the cover and take out the torn paper; never pull at the knife."),
            N_("Close the cover until it clicks."),
            _TEST_PRINT,
            _CALL,
        ),
        Mender.STAFF,
        Event.DEVICE_LOST,
    ),
    Reason.MEDIA_PRESENT: Fault(
        N_("Please take the ticket that hangs in the printer."),
        N_("A ticket was not taken; it hangs in the mouth of the printer."),
        (N_("Take the ticket out."),),
        Mender.RESIDENT,
        Event.DEVICE_DEGRADED,
    ),
    Reason.COVER_OPEN: Fault(
        N_("The printer is being served. Your number is shown on the screen."),
        N_("The cover of the printer is open."),
        (N_("Close the cover until it clicks."), _TEST_PRINT),
        Mender.STAFF,
        Event.DEVICE_LOST,
    ),
    Reason.CUTTER_FAULT: Fault(
        N_("The printer does not work. Your number is shown on the screen."),
        N_("The knife of the printer is stuck."),
        (
            N_("Switch the printer off and open the cover."),
            N_("Turn the knife back with its small wheel; never with your fingers."),
            N_("Close the cover and switch the printer on."),
            _CUT,
            _CALL,
        ),
        Mender.STAFF,
        Event.DEVICE_LOST,
    ),
    Reason.OVERHEATED: Fault(
        N_("The printer rests. Your number is shown on the screen."),
        N_("The print head is too hot; it goes on by itself when it is cool."),
        (N_("Wait five minutes with the cover closed."), _CALL),
        Mender.NOBODY,
        Event.DEVICE_LOST,
    ),
    Reason.OFF_LINE: Fault(
        N_("The printer does not work. Your number is shown on the screen."),
        N_("The printer is off line: somebody pressed its button, or it waits for something."),
        (N_("Press the feed button of the printer once."), RESTART_DEVICE, _CALL),
        Mender.STAFF,
        Event.DEVICE_LOST,
    ),
    Reason.HARDWARE_ERROR: Fault(
        N_("A part of this kiosk is broken. Staff know."),
        N_("The device says that it is broken."),
        (N_("Switch the device off, count to ten, switch it on."), N_("Call the technician.")),
        Mender.TECHNICIAN,
        Event.DEVICE_LOST,
    ),
    Reason.SOFTWARE_ERROR: Fault(
        N_("A part of this kiosk does not work. Staff know."),
        N_("The software of this device made a mistake; it is tried again by itself."),
        (RESTART_DEVICE, _RESTART_APPLICATION, _EXPORT),
        Mender.TECHNICIAN,
        Event.DEVICE_LOST,
    ),
}

_AT_DEVICE: dict[tuple[str, Reason], tuple[str, tuple[str | Press, ...]]] = {
    ("camera", Reason.NOT_REACHABLE): (
        N_("The camera is not connected."),
        (N_("Check the USB cable of the camera."), RESTART_DEVICE, _CALL),
    ),
    ("panel", Reason.NOT_REACHABLE): (
        N_("The keys and lights are not connected."),
        (N_("Check the cable behind the keys."), RESTART_DEVICE, _CALL),
    ),
    ("speech", Reason.NOT_REACHABLE): (
        N_("The voice program or its sound device is missing."),
        (N_("Check the headset socket and the loudspeaker."), N_("Call the technician: “kiosk doctor” tells what is missing.")),
    ),
    ("display", Reason.NOT_RESPONDING): (
        N_("The screen does not take touches or does not light."),
        (N_("Clean the glass."), _RESTART_APPLICATION, _CALL),
    ),
    ("printer", Reason.NOT_REACHABLE): (
        N_("The printer is not there: no power, or the cable is out."),
        (N_("Look whether the light of the printer is on; switch it on."), _CABLE, RESTART_DEVICE, _CALL),
    ),
    ("kiosk", Reason.SOFTWARE_ERROR): (
        N_("The program made a mistake. It tries again by itself in a moment."),
        (N_("Wait half a minute."), _RESTART_APPLICATION, _EXPORT),
    ),
    ("store", Reason.NOT_REACHABLE): (
        N_("The store of tickets does not answer: the disk is full, or the server is away."),
        (Press(N_("Look at “{button}” for the free disk space."), "staff.tab.software"), N_("Call the technician.")),
    ),
    ("line", Reason.NOT_REACHABLE): (
        N_("The shared store does not answer. Numbers go on in this kiosk's own series."),
        (N_("Look whether other computers reach the network."), _CALL),
    ),
    ("office", Reason.NOT_REACHABLE): (
        N_("The back office does not answer. Residents are told so; tickets go on."),
        (N_("Look whether other computers reach the network."), _CALL),
    ),
    ("clock", Reason.NOT_REACHABLE): (
        N_("The time is not checked against a time server. No dates are promised."),
        (N_("Compare the time on this screen with your watch."), N_("Check the network."), _CALL),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """One device's fault, ready for a screen: `effect` is what residents miss ("" when nothing)."""

    device: str
    reason: Reason
    effect: str
    fault: Fault


def explain(device: str, reason: Reason, *, usable: bool) -> Explanation:
    """The entry for this device and reason; a device of an unknown name gets the general words."""
    fault = FAULTS[reason]
    special = _AT_DEVICE.get((device, reason))
    if special is not None:
        fault = Fault(fault.resident, special[0], special[1], fault.mender, fault.event)
    effect = "" if usable else EFFECTS.get(device, fault.resident)
    return Explanation(device, reason, effect, fault)


def explain_health(device: str, health: Health) -> Explanation:
    """The explanation of a device's health; silence is explained as "does not answer", never as "works"."""
    reason = health.reason
    if reason is Reason.OK and health.state in (DeviceState.UNKNOWN, DeviceState.UNAVAILABLE):
        reason = Reason.NOT_RESPONDING
    return explain(device, reason, usable=health.usable)
