"""`kiosk staff`: who may enter maintenance mode."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.commands.installed import audited_log, config_option, configured, unwritable
from kiosk.commands.output import CommandProblem, Exit, answer, json_option
from kiosk.events.generated import Event

if TYPE_CHECKING:
    from kiosk.base.config import Config


@click.group()
def command() -> None:
    """Who may enter maintenance mode, with a PIN or with their own card."""


@contextmanager
def _told(config: Config, what: str) -> Iterator[None]:
    """A list that cannot be used, and a disk that does not take it, in one sentence."""
    from kiosk.staff.members import StaffProblem

    try:
        yield
    except StaffProblem as problem:
        raise CommandProblem(f"{what}: {problem}.", Exit.NO) from None
    except OSError as error:
        raise unwritable(config, error) from None


@command.command("add")
@config_option
@click.option("--label", default="", metavar="WORD", help="Your own word for this person, kept on this machine alone.")
@click.option("--card", is_flag=True, help="Also list the card that is in the reader now.")
@json_option
def add(*, config_file: Path | None, label: str, card: bool, as_json: bool) -> None:
    """Add a member.  The PIN comes from the first line of standard input, or is asked for twice in a terminal."""
    from kiosk.base.clock import SystemClock
    from kiosk.staff.members import Members

    config = configured(config_file)
    pin = _pin()
    members = Members(config.state_dir)
    with _told(config, "Not added"):
        cards = (members.fingerprint(_chip_number()),) if card else ()
        if cards and members.by_card(cards[0]) is not None:
            raise CommandProblem("This card is on the list already.", Exit.NO)
        member = members.add(label, pin, SystemClock().now(), cards)
        audited_log(config).emit(Event.STAFF_ADDED, staff=member.id, card=card)
    payload = {"id": member.id, "label": member.label, "card": card, "added": member.added}
    answer(payload, as_json=as_json, human=lambda: f"Added {member.id}. The log knows this member by that id alone.")


def _pin() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Staff PIN (6 to 12 digits)", hide_input=True, confirmation_prompt="Once more"))
    return sys.stdin.readline().strip()


def _chip_number() -> str:
    """The chip number of the card in the reader; any eID card will do."""
    from kiosk.commands.staffcard import CardAbsent, read_chip_number

    try:
        return read_chip_number()
    except CardAbsent as problem:
        raise CommandProblem(str(problem), Exit.MISSING) from None


@command.command("list")
@config_option
@json_option
def show(*, config_file: Path | None, as_json: bool) -> None:
    """List the members: id, own word, cards, since when."""
    from kiosk.staff.members import Members

    config = configured(config_file)
    with _told(config, "Not listed"):
        members = Members(config.state_dir).all()
    rows = [{"id": m.id, "label": m.label, "cards": len(m.cards), "added": m.added} for m in members]

    def human() -> str:
        if not rows:
            return "Nobody may enter maintenance mode. Add somebody with: kiosk staff add"
        return "\n".join(f"{r['id']}  {r['added']}  cards: {r['cards']}  {r['label']}".rstrip() for r in rows)

    answer({"staff": rows}, as_json=as_json, human=human)


@command.command("remove")
@config_option
@click.argument("member")
@json_option
def remove(*, config_file: Path | None, member: str, as_json: bool) -> None:
    """Take a member off the list, by id."""
    from kiosk.staff.members import Members

    config = configured(config_file)
    with _told(config, "Not removed"):
        gone = Members(config.state_dir).remove(member)
        if gone:
            audited_log(config).emit(Event.STAFF_REMOVED, staff=member)
    if not gone:
        raise CommandProblem(f"There is no member {member}. Look with: kiosk staff list", Exit.NO, {"removed": None})
    answer({"removed": member}, as_json=as_json, human=lambda: f"Removed {member}.")


@command.command("unlock")
@config_option
@json_option
def unlock(*, config_file: Path | None, as_json: bool) -> None:
    """Take the lock after wrong tries away, and forget them.  The kiosk need not be restarted.

    A door that is shown as locked is closed first, and opened with the gesture again.
    """
    from kiosk.base.clock import SystemClock
    from kiosk.staff.lockout import Lock, remaining
    from kiosk.staff.members import Members

    config = configured(config_file)
    members = Members(config.state_dir)
    with _told(config, "Not unlocked"):
        seconds = round(remaining(members.lock(), SystemClock().monotonic()))
        members.keep_lock(lambda _: Lock())
        if seconds:
            audited_log(config).emit(Event.STAFF_UNLOCKED, seconds=seconds)
    minutes = -(-seconds // 60)
    said = f"Unlocked; {minutes} minutes of the lock were left." if seconds else "Maintenance mode was not locked."
    answer({"unlocked": bool(seconds), "seconds": seconds}, as_json=as_json, human=lambda: said)


@command.command("restore")
@config_option
@json_option
def restore(*, config_file: Path | None, as_json: bool) -> None:
    """Bring the list of staff back from its copy when its file is damaged or lost.  Exit 1 when it is whole."""
    from kiosk.staff.members import Members

    config = configured(config_file)
    with _told(config, "Not restored"):
        members = Members(config.state_dir).restore()
        audited_log(config).emit(Event.STAFF_RESTORED, count=len(members))
    said = f"{len(members)} may enter maintenance mode again. Look with: kiosk staff list"
    answer({"restored": len(members)}, as_json=as_json, human=lambda: said)


@command.command("audit")
@config_option
@click.option("--printed", metavar="HASH", help="The hash on a readiness report: was anything cut off since?")
@json_option
def audit(*, config_file: Path | None, printed: str | None, as_json: bool) -> None:
    """Check the chain of the log of staff acts; exit 1 when it was altered.

    A chain that was cut at its end is whole in itself: only a hash that was printed before tells it.
    """
    from kiosk.staff.audit import NAME, holds, verify

    head = None if printed is None else printed.strip().lower()
    if head is not None and not (len(head) >= 8 and set(head) <= set("0123456789abcdef")):
        raise CommandProblem("--printed: give at least the first eight characters of the hash.", Exit.USAGE)
    folder = configured(config_file).state_dir
    try:
        chain = verify(folder)
        cut = head is not None and chain.good and not holds(folder, head)
    except OSError as error:
        raise unwritable(configured(config_file), error) from None
    payload = {"entries": chain.entries, "head": chain.head, "broken": chain.broken or None, "cut": cut}
    todo = f"Keep a copy of {folder / NAME}, and ask who was at this machine: the kiosk itself never alters it."

    def human() -> str:
        if cut:
            return f"{chain.entries} entries fit, but none has this hash: the end was cut off since.\n{todo}"
        if chain.good:
            return f"{chain.entries} entries, whole. Newest: {chain.head}"
        said = f"Entry {chain.broken} was altered, moved, put in, or one before it was taken away;"
        return f"{said} the {chain.entries} before it are whole.\n{todo}"

    answer(payload, as_json=as_json, human=human, status=Exit.DONE if chain.good and not cut else Exit.NO)
