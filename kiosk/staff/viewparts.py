"""The parts that maintenance screens are made of: labels, rows, charts, and the choices of a planned end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, time, timedelta

from devices.api.card import CardProblem
from devices.api.health import DeviceState, Health, Reason
from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.events.generated import OutReason, StaffAct
from kiosk.events.log import Record
from kiosk.health.faults import FAULTS, NAMES, Explanation, explain, explain_health
from kiosk.health.servicelevel import OUT_TEXTS, Capability, Ground, Level
from kiosk.profiles.source import Alarm, AlarmKind
from kiosk.queue.errors import EXPLAINED, Refusal, RefusalCode
from kiosk.queue.model import Line
from kiosk.staff.actions import StaffFacts
from kiosk.staff.acts import label_of, named, presses, steps_of
from kiosk.views.view import Bar, Chart, Icon, StaffRow, Tone

LIVE_HINTS: dict[StaffAct, str] = {
    StaffAct.CARD_TEST: N_("Put any eID card in, and take it out again."),
    StaffAct.CAMERA_TEST: N_("Hold a QR code under the camera."),
    StaffAct.PANEL_TEST: N_("Press every key; plug the headset in and out."),
    StaffAct.TOUCH_TEST: N_("Touch all six fields."),
}

OUT_LABELS: dict[OutReason, str] = {
    OutReason.CABLING: N_("Work on cables"),
    OutReason.CLEANING: N_("Cleaning"),
    OutReason.REPAIR: N_("Repair"),
    OutReason.MOVING: N_("Moving"),
    OutReason.EVENT: N_("Event"),
    OutReason.OTHER: N_("Something else"),
}

_ICONS: dict[str, Icon] = {
    "card": Icon.CARD,
    "printer": Icon.PRINTER,
    "camera": Icon.CAMERA,
    "panel": Icon.KEYPAD,
    "scanner": Icon.CAMERA,
    "speech": Icon.SOUND,
    "display": Icon.TOUCH,
    "store": Icon.TICKET,
    "office": Icon.NETWORK,
    "line": Icon.NETWORK,
    "clock": Icon.CLOCK,
}

_SEEN: dict[str, str] = {
    "card.in": N_("A card was put in."),
    "card.out": N_("The card was taken out."),
    "card.read": N_("The card was read."),
    "code": N_("A code was read."),
    "headset.in": N_("Headset plugged in."),
    "headset.out": N_("Headset pulled out."),
    "contact.presence": N_("Somebody stands here."),
    "contact.door": N_("Door contact."),
    "contact.tamper": N_("Tamper contact."),
}

_CARD_FAULTS: dict[CardProblem, str] = {
    CardProblem.NOT_RESIDENCE_CARD: N_("The card was read: a Belgian identity card."),
    CardProblem.CARD_NOT_SUPPORTED: N_("The chip answers, but this is no eID card."),
    CardProblem.CARD_UNREADABLE: N_("The card could not be read to the end."),
    CardProblem.CHIP_DEFECT: N_("The chip does not answer."),
    CardProblem.NO_CARD: N_("There is no card."),
    CardProblem.CARD_REMOVED: N_("The card was taken out too soon."),
    CardProblem.NO_PCSC_SERVICE: N_("The smart-card service does not run."),
    CardProblem.NOT_PERMITTED: N_("The kiosk may not use the card reader."),
    CardProblem.NO_READER: N_("No card reader is connected."),
}

TOP_BARS = 12


def steps_text(explanation: Explanation, t: Texts, offered: Collection[str]) -> str:
    """What to do, numbered; `offered` are the keys of the buttons on the same screen."""
    steps = steps_of(explanation, t, offered)
    return steps[0] if len(steps) == 1 else "  ".join(f"{n}. {step}" for n, step in enumerate(steps, start=1))


def first_presses(facts: StaffFacts) -> list[str]:
    """The keys of the buttons that the first screen's steps name, the gravest reason's first, each once."""
    told = [ground.explanation for ground in facts.level.reasons if ground.explanation is not None]
    # why the store gives no number is said in the queue's own words, which name no button
    asked = [one for one in told if not (one.device == "store" and facts.store_refused is not None)]
    keys = ["staff.in"] if facts.staff_out is not None else []
    keys += [key for one in asked for key in presses(one)]
    if facts.unprinted:
        keys.append("staff.page.tickets")
    return list(dict.fromkeys(keys))


def first_rows(facts: StaffFacts, t: Texts, offered: Collection[str] = ()) -> tuple[tuple[StaffRow, ...], Tone]:
    """The first screen: why the kiosk is not fully open and what to do, gravest first; then what is well."""
    rows = [_ground_row(ground, facts, t, offered) for ground in facts.level.reasons]
    if facts.unprinted:
        count = t.ngettext(
            "{count} ticket without confirmed paper.", "{count} tickets without confirmed paper.", len(facts.unprinted)
        )
        todo = t.gettext(N_("Press “{button}”."), button=named("staff.page.tickets", t, offered))
        rows.append(StaffRow(t.gettext(N_("Tickets")), count, Tone.ATTENTION, todo, Icon.TICKET, "staff.page.tickets"))
    if facts.audit_broken:
        text = t.gettext(N_("The log of staff acts was altered."))
        rows.append(
            StaffRow(t.gettext(N_("Log")), text, Tone.STOP, t.gettext(N_("Call the technician.")), Icon.WARNING)
        )
    tone = _tone(facts.level.level) if rows else Tone.GOOD
    if rows and tone is Tone.GOOD:
        tone = Tone.ATTENTION
    troubled = {ground.explanation.device for ground in facts.level.reasons if ground.explanation}
    others = [row for name, row in _device_rows(facts, t, offered) if name not in troubled]
    works = t.gettext(FAULTS[Reason.OK].staff)
    well = [row.label for row in others if row.tone is Tone.GOOD and row.text == works and not row.detail]
    one = (
        [StaffRow(t.forms.comma.join(well), works, Tone.GOOD, icon=Icon.DONE, press="staff.page.devices")]
        if well
        else []
    )
    return (*rows, *(row for row in others if row.label not in well), *one), tone


def band(facts: StaffFacts, tone: Tone, rows: tuple[StaffRow, ...], t: Texts) -> str:
    """How the kiosk stands: what residents can do, and how many faults there are."""
    if tone is Tone.STOP:
        return t.gettext(N_("Out of service"))
    faults = sum(row.tone in (Tone.ATTENTION, Tone.STOP) for row in rows)
    works = t.gettext(N_("Everything works."))
    if faults:
        works = t.ngettext("The kiosk works, with {count} fault.", "The kiosk works, with {count} faults.", faults)
    if Capability.TICKET not in facts.level.can:
        return works
    printed = Capability.PRINT in facts.level.can
    told = N_("Tickets are printed.") if printed else N_("Tickets are shown on the screen only.")
    return " ".join((works, t.gettext(told)))


def profile_summary(facts: StaffFacts, t: Texts) -> tuple[list[StaffRow], list[StaffRow]]:
    """What staff must know of the profile in a row a cause: (what somebody must act on, what can wait)."""
    label = t.gettext(N_("Profile"))
    by_kind = {kind: [alarm for alarm in facts.profile_alarms if alarm.kind is kind] for kind in AlarmKind}
    urgent, calm = [], []
    if broken := by_kind[AlarmKind.BROKEN]:
        text = t.gettext(N_("The changed profile has mistakes. The last good one stays in force."))
        urgent.append(StaffRow(label, text, Tone.ATTENTION, _first_of(broken, t), Icon.WARNING))
    if ended := by_kind[AlarmKind.ENDED]:
        text = t.ngettext(
            "{count} value of the profile has ended and is not shown.",
            "{count} values of the profile have ended and are not shown.",
            len(ended),
        )
        urgent.append(StaffRow(label, text, Tone.ATTENTION, _first_of(ended, t), Icon.WARNING))
    if old := by_kind[AlarmKind.OLD]:
        text = t.ngettext(
            "{count} value of the profile was read more than a year ago.",
            "{count} values of the profile were read more than a year ago.",
            len(old),
        )
        calm.append(StaffRow(label, text, Tone.CALM, _first_of(old, t), Icon.CALENDAR))
    return urgent, calm


def _first_of(alarms: list[Alarm], t: Texts) -> str:
    """File and key of the first one, and where the others are listed."""
    first = t.labelled(alarms[0].where, alarms[0].message)
    if len(alarms) == 1:
        return first
    rest = t.gettext(N_("All are listed under “{tab}”."), tab=label_of("staff.tab.software", t))
    return f"{first}  {rest}"


def profile_rows(alarms: tuple[Alarm, ...]) -> tuple[StaffRow, ...]:
    """Every remark about the profile: file and key, and the words of `kiosk profile check`."""
    tones = {AlarmKind.BROKEN: Tone.STOP, AlarmKind.ENDED: Tone.ATTENTION, AlarmKind.OLD: Tone.CALM}
    return tuple(StaffRow(alarm.key or alarm.file, alarm.message, tones[alarm.kind], alarm.file) for alarm in alarms)


def _tone(level: Level) -> Tone:
    match level:
        case Level.OPEN:
            return Tone.GOOD
        case Level.DEGRADED:
            return Tone.ATTENTION
        case Level.OUT_OF_SERVICE:
            return Tone.STOP


def _ground_row(ground: Ground, facts: StaffFacts, t: Texts, offered: Collection[str]) -> StaffRow:
    tone = Tone.STOP if ground.level is Level.OUT_OF_SERVICE else Tone.ATTENTION
    if ground.explanation is not None:
        device = ground.explanation.device
        label = t.gettext(NAMES.get(device, device))
        if device == "line" and facts.line is not None:
            return _line_row(facts.line, facts, t)
        if device == "store" and facts.store_refused is not None:
            return _store_row(facts.store_refused, t)
        text = t.gettext(ground.explanation.fault.staff)
        steps, press = steps_text(ground.explanation, t, offered), next(iter(presses(ground.explanation)), "")
        return StaffRow(label, text, tone, steps, _ICONS.get(device), press)
    if ground.staff_out is not None:
        until = ground.staff_out.until
        end = (
            t.gettext(N_("Until {time}."), time=moment_text(until, facts.now, t))
            if until
            else t.gettext(N_("Without an end."))
        )
        said = [t.gettext(OUT_TEXTS[ground.staff_out.reason]), ground.staff_out.note, end]
        button = label_of("staff.in", t)
        todo = t.gettext(N_("Press “{button}” when the work is done."), button=button)
        text = " ".join(part for part in said if part)
        return StaffRow(t.gettext(N_("Out of service")), text, tone, todo, Icon.NOT, "staff.in")
    opens = facts.level.until
    todo = t.gettext(N_("Nothing to do: it opens by itself."))
    if opens is not None:
        todo = t.gettext(N_("Nothing to do: it opens at {time}."), time=moment_text(opens, facts.now, t))
    return StaffRow(t.gettext(N_("Opening hours")), t.gettext(ground.resident), tone, todo, Icon.CLOCK)


def moment_text(moment: datetime, now: datetime, t: Texts) -> str:
    """Today the time alone, "14:00"; on another day "maandag 15 februari 08:00"."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return t.clock(local)
    return t.moment(local)


def device_rows(facts: StaffFacts, t: Texts, offered: Collection[str] = ()) -> tuple[StaffRow, ...]:
    """Every device with its state, since when, and what to do."""
    return tuple(row for _, row in _device_rows(facts, t, offered))


def _device_rows(facts: StaffFacts, t: Texts, offered: Collection[str]) -> list[tuple[str, StaffRow]]:
    rows = [(name, _device_row(name, health, facts.mono, t, offered)) for name, health in sorted(facts.devices.items())]
    links = (("store", facts.store_ok), ("office", facts.office_ok), ("clock", facts.clock_ok))
    for name, ok in links:
        if ok is None and name == "office":
            continue
        if name == "store" and facts.store_refused is not None:
            rows.append((name, _store_row(facts.store_refused, t)))
            continue
        state = DeviceState.READY if ok else DeviceState.UNAVAILABLE
        reason = Reason.OK if ok else Reason.NOT_REACHABLE
        rows.append((name, _device_row(name, Health(state, reason, since=facts.mono), facts.mono, t, offered)))
    if facts.line is not None:
        rows.append(("line", _line_row(facts.line, facts, t)))
    return rows


def _store_row(refused: Refusal, t: Texts) -> StaffRow:
    """Why no number can be given, in the queue's own words."""
    what = t.gettext(refused.what)
    text = f"{what} ({refused.detail})" if refused.detail else what
    label = NAMES["store"]
    return StaffRow(t.gettext(label), text, Tone.STOP, t.gettext(refused.todo), Icon.TICKET)


def _line_row(line: Line, facts: StaffFacts, t: Texts) -> StaffRow:
    """How the kiosk stands with the central store: since when it is away, and how many tickets wait for it."""
    name = NAMES["line"]
    label = t.gettext(name)
    waiting = t.ngettext(
        "{count} ticket waits to be handed over.", "{count} tickets wait to be handed over.", line.waiting
    )
    told = explain("line", Reason.NOT_REACHABLE, usable=True)
    if not line.online:
        since = t.gettext(N_("Since {time}."), time=moment_text(line.since, facts.now, t))
        moved = line.trouble == RefusalCode.STORE_MOVED.value
        away = t.gettext(EXPLAINED[RefusalCode.STORE_MOVED][0] if moved else told.fault.staff)
        return StaffRow(label, f"{away} {since} {waiting}", Tone.ATTENTION, steps_text(told, t, ()), Icon.NETWORK)
    if line.trouble:
        known = line.trouble in RefusalCode.__members__
        what = t.gettext(EXPLAINED[RefusalCode(line.trouble)][0]) if known else line.trouble
        todo = t.gettext(EXPLAINED[RefusalCode(line.trouble)][2]) if known else t.gettext(N_("Call the technician."))
        text = t.gettext(N_("The shared store answers, but something must be mended: {what}"), what=what)
        return StaffRow(label, f"{text} {waiting}" if line.waiting else text, Tone.ATTENTION, todo, Icon.NETWORK)
    text = t.gettext(FAULTS[Reason.OK].staff)
    return StaffRow(label, f"{text} {waiting}" if line.waiting else text, Tone.GOOD, "", Icon.NETWORK)


def _device_row(name: str, health: Health, mono: float, t: Texts, offered: Collection[str]) -> StaffRow:
    told = explain_health(name, health)
    match health.state:
        case DeviceState.READY | DeviceState.BUSY:
            tone = Tone.GOOD
        case DeviceState.DEGRADED:
            tone = Tone.ATTENTION
        case DeviceState.UNAVAILABLE | DeviceState.UNKNOWN:
            tone = Tone.CALM if health.reason is Reason.DISABLED else Tone.STOP
    text = t.gettext(told.fault.staff)
    minutes = int(max(0.0, mono - health.since) // 60)
    if tone in (Tone.STOP, Tone.ATTENTION) and minutes:
        text = f"{text} " + t.ngettext("For {count} minute.", "For {count} minutes.", minutes)
    detail = steps_text(told, t, offered) if told.fault.steps else health.detail
    return StaffRow(t.gettext(NAMES.get(name, name)), text, tone, detail, _ICONS.get(name))


def event_rows(records: Iterable[Record], t: Texts) -> tuple[StaffRow, ...]:
    """Events as staff read them: time, what happened, the fields small."""
    tones = {"normal": Tone.CALM, "warning": Tone.ATTENTION, "alarm": Tone.STOP}
    return tuple(
        StaffRow(
            t.clock(record.at),
            record.text,
            tones[record.level],
            "  ".join(f"{name} {value}" for name, value in record.fields.items() if value is not None),
        )
        for record in records
    )


def seen_rows(seen: tuple[str, ...], t: Texts) -> tuple[StaffRow, ...]:
    """What a live test saw, newest first."""
    return tuple(StaffRow(f"{n}", _seen_text(what, t), Tone.GOOD) for n, what in reversed([*enumerate(seen, start=1)]))


def _seen_text(what: str, t: Texts) -> str:
    if what.startswith("key."):
        return t.gettext(N_("Key {key}."), key=what[4:])
    if what.startswith("card.fault."):
        return t.gettext(_CARD_FAULTS[CardProblem(what[11:])])
    return t.gettext(_SEEN[what])


def charts(facts: StaffFacts, t: Texts) -> tuple[Chart, ...]:
    """Who waits now beside the day's tickets, today by hour and language, yesterday by hour for comparison."""
    names = facts.class_names or {}

    def with_names(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
        return [(f"{letter} {names[letter]}" if letter in names else letter, count) for letter, count in counts]

    total = t.ngettext("Today: {count} visit", "Today: {count} visits", facts.today.visits)
    return (
        _waiting(facts, with_names, t),
        _chart(t.gettext(N_("Tickets by service")), with_names(facts.today.classes), t),
        _chart(total, [(t.hour(hour), count) for hour, count in facts.today.hours], t),
        _chart(t.gettext(N_("Yesterday")), [(t.hour(hour), count) for hour, count in facts.yesterday.hours], t),
        _chart(t.gettext(N_("Languages")), list(facts.today.languages), t),
    )


def _waiting(
    facts: StaffFacts, with_names: Callable[[Iterable[tuple[str, int]]], list[tuple[str, int]]], t: Texts
) -> Chart:
    """Everybody in the queue now; a class that had tickets today stands there with 0 too."""
    if facts.waiting is None:
        return _chart(t.gettext(N_("Waiting now: nobody knows")), [], t)
    counts = dict.fromkeys((letter for letter, _ in facts.today.classes), 0) | dict(facts.waiting)
    people = sum(counts.values())
    title = t.ngettext("Waiting now: {count} person", "Waiting now: {count} people", people)
    return _chart(title, with_names(sorted(counts.items())), t)


def _chart(title: str, counts: list[tuple[str, int]], t: Texts) -> Chart:
    return Chart(title, tuple(Bar(label, float(count), t.number(count)) for label, count in counts[:TOP_BARS]))


def software_rows(facts: StaffFacts, t: Texts) -> tuple[StaffRow, ...]:
    """Versions, disk, clock, audit log."""
    rows = [StaffRow(t.gettext(label), value) for label, value in facts.versions]
    if facts.started_at is not None:
        rows.append(StaffRow(t.gettext(N_("Running since")), moment_text(facts.started_at, facts.now, t)))
    if facts.free_megabytes is None:
        rows.append(StaffRow(t.gettext(N_("Free disk space")), t.gettext(N_("Nobody knows.")), Tone.ATTENTION))
    else:
        low = facts.free_megabytes < 500
        text = t.size(facts.free_megabytes, "MB")
        rows.append(StaffRow(t.gettext(N_("Free disk space")), text, Tone.STOP if low else Tone.GOOD))
    if facts.audit_broken:
        text = t.gettext(N_("Altered at entry {entry}."), entry=facts.audit_broken)
        rows.append(StaffRow(t.gettext(N_("Log of staff acts")), text, Tone.STOP))
    else:
        rows.append(StaffRow(t.gettext(N_("Log of staff acts")), facts.audit_head[:16], Tone.GOOD))
    return tuple(rows)


def until_choices(now: datetime, t: Texts) -> list[tuple[str, str]]:
    """Ends to choose from, as (key, label): the next four full hours of today, the end of the day, and none."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    ends = [end for end in (hour + timedelta(hours=n) for n in range(1, 5)) if end < midnight]
    choices = [(f"staff.until.{end.isoformat()}", t.gettext(N_("Until {time}"), time=t.clock(end))) for end in ends]
    choices.append((f"staff.until.{midnight.isoformat()}", t.gettext(N_("Until tomorrow"))))
    choices.append(("staff.until.open", t.gettext(N_("Until we say so"))))
    return choices
