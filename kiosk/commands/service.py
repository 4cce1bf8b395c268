"""`kiosk service`: out of service and back, as staff do it on the screen; a running kiosk sees it within a second."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.base.clock import BRUSSELS, SystemClock
from kiosk.commands.installed import audited_log, config_option, configured, unwritable
from kiosk.commands.output import CommandProblem, Exit, answer, json_option
from kiosk.commands.progress import copying, going_on
from kiosk.events.fields import CONSOLE
from kiosk.events.file import read_lines
from kiosk.events.generated import Event, OutReason
from kiosk.events.log import EventLog, StreamSink

if TYPE_CHECKING:
    from kiosk.staff.restore import Restored


@click.group()
def command() -> None:
    """Take the kiosk out of service, or back in."""


@command.command("out")
@config_option
@click.option(
    "--reason",
    required=True,
    metavar="TEXT",
    help=f"One of {', '.join(OutReason)}, shown in every language; any other text is for staff alone.",
)
@click.option("--until", "until_text", metavar="TIME", help='"13:00", or a date and time in ISO 8601; else until "in".')
@json_option
def out(*, config_file: Path | None, reason: str, until_text: str | None, as_json: bool) -> None:
    """Out of service: a visit that goes on may finish, no other begins."""
    from kiosk.health.servicelevel import StaffOut
    from kiosk.staff.override import Override

    config = configured(config_file)
    now = SystemClock().now()
    until = _until(until_text, now)
    known = reason.strip().lower()
    if not known:
        raise CommandProblem(f"--reason: say why; one of {', '.join(OutReason)}, or your own words.", Exit.USAGE)
    code = OutReason(known) if known in set(OutReason) else OutReason.OTHER
    note = "" if known in set(OutReason) else reason.strip()[:120]
    try:
        Override(config.state_dir).set(StaffOut(code, now, until, note))
        audited_log(config).emit(Event.OUT_OF_SERVICE_SET, reason=code, until=until, staff=CONSOLE)
    except OSError as error:
        raise unwritable(config, error) from None
    payload = {"service": "out", "reason": code.value, "note": note, "until": until.isoformat() if until else None}
    end = f"until {until:%Y-%m-%d %H:%M}" if until else "until “kiosk service in”"
    answer(payload, as_json=as_json, human=lambda: f"Out of service ({code.value}), {end}.")


def _until(text: str | None, now: datetime) -> datetime | None:
    """The planned end; a time of day that has passed today is tomorrow's."""
    if text is None:
        return None
    try:
        if "-" not in text:
            moment = datetime.combine(now.date(), time.fromisoformat(text), BRUSSELS)
            return moment if moment > now else moment + timedelta(days=1)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandProblem(
            f'--until: {text!r} is no time: write "13:00" or "2027-02-20T13:00".', Exit.USAGE
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)
    if moment <= now:
        raise CommandProblem(f"--until: {text} has passed.", Exit.USAGE)
    return moment


@command.command("in")
@config_option
@json_option
def back_in(*, config_file: Path | None, as_json: bool) -> None:
    """Back in service; what is wrong with devices or the store stays what it is."""
    from kiosk.staff.override import Override

    config = configured(config_file)
    try:
        before = Override(config.state_dir).clear()
        if before is not None:
            seconds = max(0.0, (SystemClock().now() - before.since).total_seconds())
            audited_log(config).emit(Event.OUT_OF_SERVICE_CLEARED, seconds=seconds, staff=CONSOLE)
    except OSError as error:
        raise unwritable(config, error) from None
    was = before.reason.value if before else None
    said = "Back in service." if before else "The kiosk was not out of service."
    answer({"service": "in", "was": was}, as_json=as_json, human=lambda: said)


@command.command("backup")
@config_option
@click.option("--keep", type=click.IntRange(1, 365), help="How many copies stay; default: `copies` of [store].")
@json_option
def backup(*, config_file: Path | None, keep: int | None, as_json: bool) -> None:
    """Copy the embedded store while the kiosk runs, and read the copy back."""
    from kiosk.staff.backup import BackupFailed, back_up

    config = configured(config_file)
    if not config.store_url.startswith("sqlite:///"):
        raise CommandProblem("The store is on a server, which has backups of its own.", Exit.USAGE)
    database = Path(config.store_url.removeprefix("sqlite:///"))
    if not database.exists():
        raise CommandProblem(f"{database} is not there: has this kiosk ever given a number?", Exit.MISSING)
    clock = SystemClock()
    # the timer's service tells the journal; a person reads the answer alone
    sinks = (StreamSink(sys.stderr, journal=True),) if "JOURNAL_STREAM" in os.environ else ()
    log = EventLog(clock, kiosk=config.kiosk.id, sinks=sinks)
    began = clock.monotonic()
    try:
        with ExitStack() as ended:
            tell = copying("backup", ended)
            checking = going_on("backup", "the copy is read back")
            kept = keep or config.store.copies
            made = back_up(database, config.state_dir / "backup", clock.now(), kept, tell, checking)
        log.emit(Event.BACKUP_MADE, seconds=clock.monotonic() - began, megabytes=made.size // 1_000_000)
    except BackupFailed as problem:
        log.emit(Event.BACKUP_FAILED, errno=problem.errno)
        raise CommandProblem(f"No backup was made: {problem}", Exit.NO, {"file": None}) from None
    payload = {"file": str(made.file), "bytes": made.size, "kept": made.kept}
    answer(
        payload,
        as_json=as_json,
        human=lambda: f"{made.file} ({made.size} bytes), read back and whole; {made.kept} kept.",
    )


@command.command("restore")
@click.argument("copy", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@config_option
@json_option
def restore(*, copy: Path | None, config_file: Path | None, as_json: bool) -> None:
    """Put a copy in the place of the store; without COPY the newest backup.  The kiosk must be stopped.

    The copy is verified, the old store is kept, and today's numbers go on behind a gap, so that none is given twice.
    """
    from kiosk.commands.towns import configured_profile
    from kiosk.queue.setup import settings_of
    from kiosk.staff import restore as restoring

    config = configured(config_file)
    if not config.store_url.startswith("sqlite:///"):
        raise CommandProblem("The store is on a server, which has backups of its own.", Exit.USAGE)
    copies = sorted((config.state_dir / "backup").glob("*.db"))
    chosen = copy or (copies[-1] if copies else None)
    if chosen is None:
        raise CommandProblem(f"There is no copy in {config.state_dir / 'backup'}.", Exit.MISSING)
    who, profile = config.kiosk, configured_profile(config)
    settings = settings_of(profile, who.place, kiosk=who.id, mark=who.offline_mark)
    mark = settings.offline_mark if config.store.central_url else ""
    now = SystemClock().now()
    try:
        with ExitStack() as ended:
            done = restoring.restore(
                chosen,
                Path(config.store_url.removeprefix("sqlite:///")),
                restoring.Series(who.place, settings.classes, mark),
                now,
                restoring.given_today(read_lines(config.log_dir), now),
                copying("restore", ended),
                going_on("restore", "the copy is read through"),
            )
        audited_log(config).emit(Event.STORE_REPLACED, staff=CONSOLE, count=sum(done.lost.values()))
    except restoring.StoreOpen as problem:
        raise CommandProblem(str(problem), Exit.MISSING, {"file": None}) from None
    except restoring.RestoreRefused as problem:
        raise CommandProblem(str(problem), Exit.NO, {"file": None}) from None
    except OSError as error:
        raise unwritable(config, error) from None
    payload = {
        "file": str(done.copy),
        "replaced": str(done.replaced) if done.replaced else None,
        "next_numbers": dict(done.next_numbers),
        "lost": dict(done.lost),
    }
    answer(payload, as_json=as_json, human=lambda: _told(done))


def _told(done: Restored) -> str:
    numbers = ", ".join(done.next_numbers.values())
    lines = [f"{done.copy} was whole and is the store now."]
    if done.replaced:
        lines.append(f"The old store is kept in {done.replaced}; delete it when nobody needs it.")
    lines.append(f"Today goes on with {numbers}: the numbers between are given to nobody.")
    if done.lost:
        held = ", ".join(f"{klass}: {count}" for klass, count in sorted(done.lost.items()))
        lines.append(f"NOT in the queue any more, though people hold them (by class): {held}. Call these by voice.")
    lines.append("Start the kiosk: systemctl start kiosk")
    return "\n".join(lines)
