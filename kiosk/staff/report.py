"""What staff print: the readiness report of the morning, the test print, and an installer's acceptance slip."""

from __future__ import annotations

from datetime import datetime

from devices.api.printer import Align, Block, Feed, QrCode, Receipt, Rule, Size, Text
from kiosk.base.i18n import Texts, texts
from kiosk.base.languages import LANGUAGES, N_
from kiosk.health.faults import NAMES, explain_health
from kiosk.health.servicelevel import Level
from kiosk.staff.actions import StaffFacts
from kiosk.staff.viewparts import profile_summary

_LEVELS: dict[Level, str] = {
    Level.OPEN: N_("Ready"),
    Level.DEGRADED: N_("Ready in part"),
    Level.OUT_OF_SERVICE: N_("Out of service"),
}


def readiness_report(facts: StaffFacts, language: str) -> Receipt:
    """The state of everything, yesterday's numbers, the newest hash of the audit log, and a line to sign."""
    t = texts(language)
    blocks: list[Block] = [
        *_head(t.gettext(N_("Readiness report")), facts.kiosk, facts.place, facts.now, t),
        Text(t.gettext(_LEVELS[facts.level.level]), language, Size.LARGE, bold=True, align=Align.CENTER),
    ]
    for ground in facts.level.reasons:
        told = ground.explanation.fault.staff if ground.explanation else ground.resident
        if told:
            blocks.append(Text("! " + t.gettext(told), language))
    blocks += [Text(f"! {row.text} {row.detail}", language) for row in profile_summary(facts, t)[0]]
    blocks.append(Rule())
    for name, health in sorted(facts.devices.items()):
        well = health.usable and not explain_health(name, health).fault.steps
        mark = t.gettext(N_("works")) if well else t.gettext(explain_health(name, health).fault.staff)
        blocks.append(Text(t.labelled(t.gettext(NAMES.get(name, name)), mark), language))
    clock = NAMES["clock"]
    mark = t.gettext(N_("checked")) if facts.clock_ok else t.gettext(N_("not checked: no dates are promised"))
    blocks.append(Text(t.labelled(t.gettext(clock), mark), language))
    blocks.append(Rule())
    numbers = facts.yesterday
    blocks += [
        Text(t.gettext(N_("Yesterday")), language, bold=True),
        Text(t.ngettext("{count} visit", "{count} visits", numbers.visits), language),
        Text(t.ngettext("{count} ticket", "{count} tickets", numbers.tickets), language),
        Text(
            t.ngettext("{count} ticket without paper", "{count} tickets without paper", numbers.not_printed), language
        ),
    ]
    blocks += [Text(t.labelled(klass, str(count)), language, Size.SMALL) for klass, count in numbers.classes]
    blocks.append(Rule())
    blocks += [Text(t.labelled(t.gettext(label), value), language, Size.SMALL) for label, value in facts.versions]
    if facts.free_megabytes is not None:
        free = t.size(facts.free_megabytes, "MB")
        blocks.append(Text(t.labelled(t.gettext(N_("Free disk space")), free), language, Size.SMALL))
    chain = (
        t.gettext(N_("Altered at entry {entry}."), entry=facts.audit_broken) if facts.audit_broken else facts.audit_head
    )
    blocks += [
        Text(t.gettext(N_("Log of staff acts")), language, Size.SMALL, bold=True),
        Text(chain, language, Size.SMALL),
        *_signature(t),
    ]
    return Receipt(tuple(blocks))


def trial_receipt(kiosk: str, place: str, now: datetime, languages: tuple[str, ...]) -> Receipt:
    """Everything that a ticket has: large type, the script of every language, a code, a line and the cut.

    `languages` are the municipality's; the first is that of the sentences.
    """
    t = texts(languages[0])
    language = t.language
    samples = tuple((LANGUAGES[code], code) for code in languages if code in LANGUAGES)
    return Receipt((
        *_head(t.gettext(N_("Test print")), kiosk, place, now, t),
        Text("R 000", language, Size.HUGE, bold=True, align=Align.CENTER),
        *(Text(sample, code) for sample, code in samples),
        Text(t.gettext(N_("Small letters must be easy to read.")), language, Size.SMALL),
        Feed(2.0),
        QrCode("TEST-0000"),
    ))  # fmt: skip


def acceptance_slip(
    kiosk: str, place: str, now: datetime, checks: tuple[tuple[str, bool | None, str], ...], language: str
) -> Receipt:
    """What an installer tried and saw: (what, works, remark), all three messages; None was left out, "" has no remark."""
    t = texts(language)
    words = {True: N_("works"), False: N_("does NOT work"), None: N_("left out")}
    blocks: list[Block] = _head(t.gettext(N_("Acceptance")), kiosk, place, now, t)
    for what, works, remark in checks:
        blocks.append(Text(t.labelled(t.gettext(what), t.gettext(words[works])), language, bold=works is False))
        if remark:
            blocks.append(Text(t.gettext(remark), language, Size.SMALL))
    return Receipt((*blocks, *_signature(t)))


def _head(title: str, kiosk: str, place: str, now: datetime, t: Texts) -> list[Block]:
    stamp = t.stamp(now)
    return [
        Text(title, t.language, Size.LARGE, bold=True, align=Align.CENTER),
        Text(f"{place} · {kiosk}", t.language, align=Align.CENTER),
        Text(stamp, t.language, Size.SMALL, align=Align.CENTER),
        Rule(),
    ]


def _signature(t: Texts) -> tuple[Block, ...]:
    return (Feed(4.0), Text(t.gettext(N_("Seen by:")), t.language), Feed(12.0), Rule())
