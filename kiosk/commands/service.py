"""`kiosk service`: out of service and back, as staff do it on the screen; a running kiosk sees it within a second."""

from __future__ import annotations

import os
import sys
from datetime import datetime, time, timedelta
from pathlib import Path

import click

from kiosk.clock import BRUSSELS, SystemClock
from kiosk.commands.installed import config_option, configured, unwritable
from kiosk.commands.output import CommandProblem, Exit, answer, json_option
from kiosk.config import Config
from kiosk.events import CONSOLE, Event, EventLog, OutReason, StreamSink


@click.group()
def command() -> None:
    """Take the kiosk out of service, or back in."""


def _audited(config: Config) -> EventLog:
    from kiosk.staff.audit import AuditLog

    log = EventLog(SystemClock(), kiosk=config.kiosk.id)
    log.subscribe(AuditLog(config.state_dir).listener(config.kiosk.id))
    return log


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
    from kiosk.health import StaffOut
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
        _audited(config).emit(Event.OUT_OF_SERVICE_SET, reason=code, until=until, staff=CONSOLE)
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
            _audited(config).emit(Event.OUT_OF_SERVICE_CLEARED, seconds=seconds, staff=CONSOLE)
    except OSError as error:
        raise unwritable(config, error) from None
    was = before.reason.value if before else None
    said = "Back in service." if before else "The kiosk was not out of service."
    answer({"service": "in", "was": was}, as_json=as_json, human=lambda: said)


@command.command("backup")
@config_option
@click.option("--keep", default=14, show_default=True, type=click.IntRange(1, 365), help="How many copies stay.")
@json_option
def backup(*, config_file: Path | None, keep: int, as_json: bool) -> None:
    """Copy the embedded store while the kiosk runs, and read the copy back."""
    from kiosk.staff.backup import BackupFailed, back_up

    config = configured(config_file)
    if not config.store_url.startswith("sqlite:///"):
        raise CommandProblem("The store is on a server, which has backups of its own.", Exit.USAGE)
    database = Path(config.store_url.removeprefix("sqlite:///"))
    if not database.exists():
        raise CommandProblem(f"{database} is not there: has this kiosk ever given a number?", Exit.MISSING)
    clock = SystemClock()
    log = EventLog(
        clock, kiosk=config.kiosk.id, sinks=(StreamSink(sys.stderr, journal="JOURNAL_STREAM" in os.environ),)
    )
    began = clock.monotonic()
    try:
        made = back_up(database, config.state_dir / "backup", clock.now(), keep)
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
