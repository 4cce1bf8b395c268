"""What each maintenance screen contains: one `StaffView` from the mode and the facts; screens draw it and decide nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from kiosk.base.i18n import Texts, texts
from kiosk.base.languages import N_
from kiosk.events.generated import ActResult, OutReason, StaffAct
from kiosk.staff.actions import StaffFacts
from kiosk.staff.acts import ACTS, TABS, icon_of, key_of, label_of
from kiosk.staff.mode import TOUCH_TARGETS, Closed, Door, Inside, Mode, Page, Tab
from kiosk.staff.signals import Doing, DoorCard
from kiosk.staff.viewparts import (
    LIVE_HINTS,
    OUT_LABELS,
    band,
    charts,
    device_rows,
    event_rows,
    first_presses,
    first_rows,
    profile_rows,
    profile_summary,
    seen_rows,
    software_rows,
    until_choices,
)
from kiosk.views.view import Action, Icon, Role, StaffRow, StaffView, Tone

_DOOR_CARDS: dict[DoorCard, str] = {
    DoorCard.STRANGE: N_("This card is not on the list."),
    DoorCard.SPENT: N_("This card has one PIN try left at most. Type your staff PIN."),
    DoorCard.UNTYPED: N_("The PIN was not checked. Take the card out and put it in again."),
    DoorCard.UNKEPT: N_("The PIN was not checked: the list of staff cannot be read or written. Call the technician."),
}
# more than these do not find room beside the rows
BUTTONS = 6
EVENTS_A_PAGE = 12
ALARMS_A_PAGE = 8
TICKETS_A_PAGE = 4


def staff_view(mode: Mode, facts: StaffFacts, language: str) -> StaffView | None:
    """The screen of this mode, or None when nobody is in maintenance mode."""
    t = texts(language)
    match mode:
        case Closed():
            return None
        case Door():
            return _door(mode, facts, t)
        case Inside():
            return _inside(mode, facts, t)


def _door(door: Door, facts: StaffFacts, t: Texts) -> StaffView:
    if door.locked > 0:
        minutes = max(1, round(door.locked / 60 + 0.49))
        body = (t.ngettext("Locked for {count} minute.", "Locked for {count} minutes.", minutes),)
        tone = Tone.STOP
    elif door.typing_elsewhere:
        body, tone = (t.gettext(N_("Type the PIN on the keys of the card reader.")),), Tone.GOOD
    elif door.checking:
        body, tone = (t.gettext(N_("One moment.")),), Tone.CALM
    elif door.member:
        body, tone = (t.gettext(N_("Your card is on the list. Type the PIN of the card.")),), Tone.GOOD
    elif door.card in _DOOR_CARDS:
        body, tone = (t.gettext(_DOOR_CARDS[door.card]),), Tone.ATTENTION
    else:
        body, tone = (t.gettext(N_("Type your staff PIN, or put in your own card.")),), Tone.CALM
    said: tuple[str, ...] = body
    if door.wrong and door.locked <= 0:
        left = t.ngettext("Wrong. {count} try left.", "Wrong. {count} tries left.", door.tries_left)
        said = (left, *body) if door.typing_elsewhere or door.card is DoorCard.SPENT else (left,)
        tone = Tone.ATTENTION
    return StaffView(
        language=t.language,
        title=t.gettext(N_("Maintenance")),
        place=facts.place,
        body=said,
        controls=(_leave(t),),
        tone=tone,
        icon=Icon.PIN,
        typed=door.pin.length,
        on_pad=door.typing_elsewhere,
    )


def _leave(t: Texts) -> Action:
    return Action("staff.leave", t.gettext(N_("Close")), Icon.STOP, role=Role.QUIET)


def _inside(mode: Inside, facts: StaffFacts, t: Texts) -> StaffView:
    body, rows, actions, tone = _content(mode, facts, t)
    first = mode.tab is Tab.STATE and mode.page is Page.MAIN
    title, icon = TABS[mode.tab.value]
    controls = [_leave(t)]
    if mode.page is not Page.MAIN:
        controls.insert(0, Action("staff.back", t.gettext(N_("Back")), Icon.BACK, role=Role.QUIET))
    tabs = tuple(
        Action(
            f"staff.tab.{name}", t.gettext(label), picture, _count(name, facts), Role.QUIET, selected=name == mode.tab
        )
        for name, (label, picture) in TABS.items()
    )
    return StaffView(
        language=t.language,
        title=t.gettext(title),
        place=f"{facts.place} · {facts.kiosk} · {t.clock(facts.now)}",
        body=(*body, *_doing(mode, t)),
        actions=actions,
        controls=tuple(controls),
        band=band(facts, tone, rows, t) if first else "",
        tabs=tabs,
        rows=rows,
        charts=charts(facts, t) if mode.tab is Tab.NUMBERS else (),
        tone=tone,
        icon=icon,
    )


def _count(tab: str, facts: StaffFacts) -> str:
    """What is to be read under a tab that somebody else than staff mends: remarks about the profile."""
    return str(len(facts.profile_alarms)) if tab == Tab.SOFTWARE and facts.profile_alarms else ""


def _doing(mode: Inside, t: Texts) -> tuple[str, ...]:
    """What became of the last act, in a sentence."""
    if mode.doing is None or mode.page in (Page.CONFIRM, Page.TEST, Page.ASK_RESULT):
        return ()
    label = t.gettext(ACTS[mode.doing.act][0])
    match mode.doing.result:
        case None:
            said = t.gettext(N_("{act}: going on."), act=label)
        case ActResult.DONE:
            said = t.gettext(N_("{act}: done."), act=label)
        case ActResult.REFUSED:
            said = t.gettext(N_("{act}: not possible on this kiosk."), act=label)
        case ActResult.FAILED:
            said = t.gettext(N_("{act}: did not work."), act=label)
        case ActResult.UNCONFIRMED:
            said = t.gettext(N_("{act}: nobody knows whether it worked."), act=label)
    detail = t.gettext(mode.doing.detail) if mode.doing.detail else ""
    return (said, detail) if detail else (said,)


_Content = tuple[tuple[str, ...], tuple[StaffRow, ...], tuple[Action, ...], Tone]


def _act(t: Texts, act: StaffAct, device: str = "", *, role: Role = Role.CHOICE, enabled: bool = True) -> Action:
    key = key_of(f"staff.act.{act}", device)
    role = Role.DANGER if act is StaffAct.SHUT_DOWN else role
    return Action(key, label_of(key, t), icon_of(key), role=role, enabled=enabled)


def _way(t: Texts, key: str, *, role: Role = Role.CHOICE, enabled: bool = True) -> Action:
    return Action(key, label_of(key, t), icon_of(key), role=role, enabled=enabled)


def _keys(actions: Iterable[Action]) -> frozenset[str]:
    """What a step beside these buttons may call by its label alone."""
    return frozenset(action.key for action in actions)


def _content(mode: Inside, facts: StaffFacts, t: Texts) -> _Content:
    match mode.page:
        case Page.CONFIRM if mode.doing is not None:
            return _confirm(mode.doing, t)
        case Page.ASK_RESULT if mode.doing is not None:
            return _ask_result(mode.doing, t)
        case Page.TEST if mode.doing is not None:
            return _test(mode.doing, mode.seen, t)
        case Page.TICKETS:
            return _tickets(mode, facts, t)
        case Page.TICKET:
            return _ticket(mode, facts, t)
        case Page.DEVICES:
            restart = tuple(_act(t, StaffAct.RESTART_DEVICE, name) for name in sorted(facts.devices))[:6]
            return (), device_rows(facts, t, _keys(restart)), restart, Tone.CALM
        case Page.PROFILE:
            return _profile(mode, facts, t)
        case Page.OUT_REASON:
            question = t.gettext(N_("Why is the kiosk out of service?"))
            reasons = tuple(Action(f"staff.out.{r}", t.gettext(OUT_LABELS[r])) for r in OutReason)
            return (question,), (), reasons, Tone.CALM
        case Page.OUT_UNTIL:
            question = t.gettext(N_("Until when?"))
            choices = tuple(Action(key, label) for key, label in until_choices(facts.now, t))
            return (question,), (), choices, Tone.CALM
        case Page.MAIN | Page.CONFIRM | Page.ASK_RESULT | Page.TEST:
            return _main(mode, facts, t)


def _main(mode: Inside, facts: StaffFacts, t: Texts) -> _Content:
    match mode.tab:
        case Tab.STATE:
            return _state(facts, t)
        case Tab.PRINTER:
            waiting = t.ngettext(
                "{count} ticket without confirmed paper.",
                "{count} tickets without confirmed paper.",
                len(facts.unprinted),
            )
            tickets = _way(t, "staff.page.tickets", enabled=bool(facts.unprinted))
            fitted = "printer" in facts.devices
            acts = (StaffAct.TEST_PRINT, StaffAct.PAPER_CHANGED, StaffAct.CUT)
            actions = (*(_act(t, act, enabled=fitted) for act in acts), tickets)
            rows = tuple(row for row in device_rows(facts, t, _keys(actions)) if row.icon is Icon.PRINTER)
            return (waiting,), rows, actions, Tone.ATTENTION if facts.unprinted else Tone.CALM
        case Tab.TESTS:
            fitted_tests = (
                (StaffAct.CARD_TEST, "card" in facts.devices),
                (StaffAct.CAMERA_TEST, "camera" in facts.devices),
                (StaffAct.PANEL_TEST, "panel" in facts.devices),
                (StaffAct.TOUCH_TEST, True),
                (StaffAct.SPEECH_TEST, "speech" in facts.devices),
            )
            return (
                (t.gettext(N_("What do you want to test?")),),
                (),
                tuple(_act(t, act, enabled=fitted) for act, fitted in fitted_tests),
                Tone.CALM,
            )
        case Tab.SERVICE:
            return _service(facts, t)
        case Tab.NUMBERS:
            return (), (), (_act(t, StaffAct.REPORT_PRINTED, enabled="printer" in facts.devices),), Tone.CALM
        case Tab.EVENTS:
            first = mode.first * EVENTS_A_PAGE
            shown = facts.events[first : first + EVENTS_A_PAGE]
            more = Action(
                "staff.more", t.gettext(N_("Older")), Icon.NEXT, enabled=len(facts.events) > first + len(shown)
            )
            export = _act(t, StaffAct.EXPORT_LOGS)
            usb = _act(t, StaffAct.EXPORT_USB, enabled=facts.usb_present)
            return (), event_rows(shown, t), (export, usb, more), Tone.CALM
        case Tab.SOFTWARE:
            tone = Tone.STOP if facts.audit_broken else Tone.CALM
            profile = _way(t, "staff.page.profile", enabled=bool(facts.profile_alarms))
            urgent, calm = profile_summary(facts, t)
            return (), (*urgent, *software_rows(facts, t), *calm), (profile,), tone


def _state(facts: StaffFacts, t: Texts) -> _Content:
    """Why the kiosk is not fully open, and beside it every button that the steps name, as far as there is room."""
    devices = _way(t, "staff.page.devices")
    actions = (*[_named(key, t) for key in first_presses(facts)][: BUTTONS - 1], devices)
    rows, tone = first_rows(facts, t, _keys(actions))
    return (), rows, actions, tone


def _named(key: str, t: Texts) -> Action:
    """A button that a step names."""
    match key.split("."):
        case ["staff", "act", act, *device]:
            return _act(t, StaffAct(act), *device)
        case _:
            return _way(t, key, role=Role.PRIMARY if key == "staff.in" else Role.CHOICE)


def _profile(mode: Inside, facts: StaffFacts, t: Texts) -> _Content:
    """Every remark about the profile, a page at a time."""
    alarms = facts.profile_alarms
    if not alarms:
        return (t.gettext(N_("Everything works.")),), (), (), Tone.GOOD
    first = mode.first * ALARMS_A_PAGE
    shown = alarms[first : first + ALARMS_A_PAGE]
    more = Action("staff.more", t.gettext(N_("More")), Icon.NEXT, enabled=len(alarms) > first + len(shown))
    hint = t.gettext(N_("Correct the file and look again with: kiosk profile check"))
    return (hint,), profile_rows(shown), (more,), Tone.ATTENTION


def _service(facts: StaffFacts, t: Texts) -> _Content:
    """Whether the kiosk serves, with its switch, and what is done to the machine; only what nobody undoes from here is red."""
    out = facts.staff_out
    if out is None:
        switch = _way(t, "staff.page.out_reason")
        row = StaffRow(t.gettext(N_("In service")), "", Tone.GOOD, icon=Icon.DONE, press=switch.key)
    else:
        switch = _way(t, "staff.in", role=Role.PRIMARY)
        why = t.gettext(OUT_LABELS[out.reason])
        row = StaffRow(t.gettext(N_("Out of service")), why, Tone.STOP, icon=Icon.NOT, press=switch.key)
    acts = (StaffAct.RESET_VISIT, StaffAct.RESTART_APPLICATION, StaffAct.RESTART_MACHINE, StaffAct.SHUT_DOWN)
    return (), (row,), (switch, *(_act(t, act) for act in acts)), Tone.CALM


def _confirm(doing: Doing, t: Texts) -> _Content:
    question = t.gettext(N_("{act}: are you sure?"), act=t.gettext(ACTS[doing.act][0]))
    yes = Action("staff.sure", t.gettext(N_("Yes")), Icon.DONE, role=Role.DANGER)
    return (question,), (), (yes,), Tone.ATTENTION


def _ask_result(doing: Doing, t: Texts) -> _Content:
    heard = doing.act is StaffAct.SPEECH_TEST
    question = t.gettext(N_("Did you hear it?")) if heard else t.gettext(N_("Did it come out, and is it easy to read?"))
    yes = Action("staff.came.yes", t.gettext(N_("Yes")), Icon.DONE, role=Role.PRIMARY)
    no = Action("staff.came.no", t.gettext(N_("No")), Icon.STOP)
    return (question,), (), (yes, no), Tone.CALM


def _test(doing: Doing, seen: tuple[str, ...], t: Texts) -> _Content:
    act = doing.act
    hint = t.gettext(LIVE_HINTS[act])
    if act is StaffAct.TOUCH_TEST:
        targets = tuple(
            Action(f"staff.target.{n}", str(n), Icon.TOUCH, selected=str(n) in seen)
            for n in range(1, TOUCH_TARGETS + 1)
        )
        done = len(seen) >= TOUCH_TARGETS
        body = (t.gettext(N_("All six were felt.")),) if done else (hint,)
        return body, (), targets, Tone.GOOD if done else Tone.CALM
    return (hint,), seen_rows(seen, t), (), Tone.GOOD if seen else Tone.CALM


def _tickets(mode: Inside, facts: StaffFacts, t: Texts) -> _Content:
    first = mode.first * TICKETS_A_PAGE
    shown = facts.unprinted[first : first + TICKETS_A_PAGE]
    if not shown:
        return (t.gettext(N_("Every ticket is on paper.")),), (), (), Tone.GOOD
    actions = [Action(f"staff.ticket.{one.ticket}", one.number, Icon.TICKET, t.clock(one.taken_at)) for one in shown]
    if len(facts.unprinted) > first + len(shown):
        actions.append(Action("staff.more", t.gettext(N_("More")), Icon.NEXT))
    return (
        (t.gettext(N_("These numbers are in the queue; nobody knows that they are on paper.")),),
        (),
        tuple(actions),
        Tone.ATTENTION,
    )


def _ticket(mode: Inside, facts: StaffFacts, t: Texts) -> _Content:
    one = next((each for each in facts.unprinted if each.ticket == mode.ticket), None)
    if one is None:
        return (t.gettext(N_("This ticket is settled.")),), (), (), Tone.GOOD
    minutes = max(0, (facts.now - one.taken_at) // timedelta(minutes=1))
    age = t.ngettext("Taken {count} minute ago.", "Taken {count} minutes ago.", minutes)
    row = StaffRow(one.number, age, Tone.ATTENTION, icon=Icon.TICKET)
    return (), (row,), (_act(t, StaffAct.REPRINT, role=Role.PRIMARY), _act(t, StaffAct.WITHDRAW)), Tone.CALM
