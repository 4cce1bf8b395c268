"""`kiosk queue`: tickets from the command line, as the screen and the counters use them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.base.clock import SystemClock, business_day
from kiosk.base.durable import whole_file
from kiosk.base.languages import LANGUAGES
from kiosk.commands.installed import kiosk_runs
from kiosk.commands.output import CivilDay, CommandProblem, Exit, answer, json_option, leave
from kiosk.commands.queueodd import odd
from kiosk.commands.queuestore import (
    OpenStore,
    StoreOptions,
    allowed,
    find,
    known_place,
    line,
    located,
    opened,
    over,
    ruled,
)
from kiosk.commands.untilstopped import until_interrupted
from kiosk.queue.errors import Refusal
from kiosk.queue.model import By, IssueRequest, Ticket, TicketState

if TYPE_CHECKING:
    from kiosk.queue.store import TicketStore


@click.group()
def command() -> None:
    """Tickets: issue, call, list, close the day."""


command.add_command(odd)


@command.command()
@click.option("--class", "klass", required=True, metavar="LETTER", help="The ticket class, such as R.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), help="Else the municipality's first official one.")
@click.option("--people", type=click.IntRange(1, 20), default=1, help="How many come together on this number.")
@click.option("--priority", is_flag=True, help="For those who cannot wait.")
@click.option("--request-id", help="The same id answers the same ticket, however often it is asked.")
@click.option("--no-print", is_flag=True, help="No paper is wanted.")
@click.option("--opening-hours", is_flag=True, help="Refuse outside opening hours, as the screen does.")
@located
@json_option
def issue(
    klass: str,
    language: str | None,
    people: int,
    priority: bool,
    request_id: str | None,
    no_print: bool,
    opening_hours: bool,
    where: StoreOptions,
    as_json: bool,
) -> None:
    """Take a ticket.  The number is kept before a byte is printed; exit 1 when the printer did not confirm.

    A ticket whose paper cannot be made is not given a number.
    """
    from kiosk.commands.printing import print_ticket, try_paper

    with ruled(where, hours=opening_hours) as queue:
        request = IssueRequest(
            queue.place,
            klass,
            language or queue.profile.official[0],
            queue.config.kiosk.id,
            request_id or secrets.token_hex(16),
            people=people,
            priority=priority,
            paper=not no_print,
        )
        if not no_print and queue.config.printer.url and kiosk_runs(where.config_file):
            said = "The kiosk runs and holds the printer, so no number was taken. Take it from the screen, or add --no-print."
            raise CommandProblem(said, Exit.MISSING)
        if not no_print and klass in queue.settings.classes:
            try_paper(queue.profile, queue.config, request)
        ticket = allowed(queue.store.issue(request))
        unknown = False
        if not no_print and not ticket.printed:
            failed = print_ticket(ticket, queue.profile, queue.config)
            if failed is None:
                ticket = allowed(queue.store.printed(ticket.id))
            else:
                unknown = failed.unknown
                ticket = allowed(queue.store.not_printed(ticket.id, failed.reason))
        estimate = queue.store.estimate(queue.place, klass, ticket_id=ticket.id)
        known = None if isinstance(estimate, Refusal) else estimate
        payload = {
            **ticket.as_json(),
            "people_ahead": known.people_ahead if known else None,
            "minutes": [known.minutes_low, known.minutes_high] if known and known.minutes_high else None,
            "paper_unknown": unknown,
        }
        unprinted = not no_print and not ticket.printed
        text = f"{ticket.number}  ({known.people_ahead} before you)" if known else ticket.number
        if unprinted:
            known_not = "Nobody knows whether it came out: look at the printer" if unknown else "Not printed"
            text += f"\n{known_not}: {ticket.note}.  The number stays in the queue."
        answer(payload, as_json=as_json, human=lambda: text, status=Exit.NO if unprinted else Exit.DONE)


@command.command()
@click.option("--counter", required=True, help="The counter that calls.")
@click.option("--class", "classes", multiple=True, metavar="LETTER", help="Only these classes; may be repeated.")
@click.option("--ticket", "ticket_id", help="This ticket out of turn, by id or number.")
@located
@json_option
def call(
    counter: str,
    classes: tuple[str, ...],
    ticket_id: str | None,
    where: StoreOptions,
    as_json: bool,
) -> None:
    """Call the next ticket to a counter: the longest waiting first."""
    with opened(where) as queue:
        if ticket_id is not None:
            called: Ticket | None = allowed(queue.store.call_ticket(find(queue, ticket_id).id, counter))
        else:
            called = allowed(queue.store.call(queue.place, counter, classes=classes or None))
        if called is None:
            known_place(queue)
            answer({"ticket": None}, as_json=as_json, human=lambda: "Nobody waits.")
            return
        shown = called
        answer(shown.as_json(), as_json=as_json, human=lambda: line(shown))


Act = Callable[["TicketStore", Ticket, By], "Ticket | Refusal"]
Reach = Callable[[StoreOptions], AbstractContextManager[OpenStore]]


def _act(name: str, text: str, act: Act, reach: Reach = opened) -> None:
    """Add one command that does something with one ticket."""

    @command.command(name, help=text)
    @click.option("--ticket", "ticket_id", required=True, help="The ticket's id, or today's number.")
    @click.option("--counter", help="The counter that does it.")
    @located
    @json_option
    def run(
        ticket_id: str,
        counter: str | None,
        where: StoreOptions,
        as_json: bool,
    ) -> None:
        with reach(where) as queue:
            ticket = find(queue, ticket_id)
            after = allowed(act(queue.store, ticket, queue.by(counter)))
            answer(after.as_json(), as_json=as_json, human=lambda: line(after))


_act(
    "recall",
    "Call a ticket again; after too many calls it is a no-show.",
    lambda d, t, by: d.recall(t.id, by=by),
    ruled,
)
_act("serve", "The person stands at the counter.", lambda d, t, by: d.serve(t.id, by=by))
_act("finish", "The ticket is done.", lambda d, t, by: d.finish(t.id, by=by))
_act("no-show", "Nobody came.", lambda d, t, by: d.no_show(t.id, by=by))
_act("return", "Back to the queue, with the waiting time.", lambda d, t, by: d.return_to_queue(t.id, by=by))
_act("park", "Set aside until it is called by its id.", lambda d, t, by: d.park(t.id, by=by))
_act("withdraw", "Take it out of the queue.", lambda d, t, by: d.withdraw(t.id, by=by))
_act("printed", "The paper came out after all.", lambda d, t, by: d.printed(t.id, by=by))


@command.command()
@click.option("--ticket", "ticket_id", required=True, help="The ticket's id, or today's number.")
@click.option("--to", required=True, metavar="LETTER", help="The class that it goes to.")
@click.option("--counter", help="The counter that does it.")
@located
@json_option
def transfer(
    ticket_id: str,
    to: str,
    counter: str | None,
    where: StoreOptions,
    as_json: bool,
) -> None:
    """To another class, with the number and the waiting time."""
    with ruled(where) as queue:
        ticket = find(queue, ticket_id)
        after = allowed(queue.store.transfer(ticket.id, to, by=queue.by(counter)))
        answer(after.as_json(), as_json=as_json, human=lambda: line(after))


@command.command("list")
@click.option("--state", type=click.Choice([state.value for state in TicketState]))
@click.option("--class", "klass", metavar="LETTER")
@click.option("--day", type=CivilDay(), help="Another day than today.")
@click.option("--all-places", is_flag=True, help="Every place of the store.")
@located
@json_option
def list_(
    state: str | None,
    klass: str | None,
    day: date | None,
    all_places: bool,
    where: StoreOptions,
    as_json: bool,
) -> None:
    """The tickets of the day."""
    with opened(where) as queue:
        found = allowed(
            queue.store.list(
                None if all_places else queue.place,
                state=TicketState(state) if state else None,
                day=day,
                klass=klass,
            )
        )
        if not found and not all_places:
            known_place(queue)
        payload = {"tickets": [ticket.as_json() for ticket in found]}
        answer(payload, as_json=as_json, human=lambda: "\n".join(map(line, found)) or "No tickets.")


@command.command("calls")
@located
@json_option
def calls(where: StoreOptions, as_json: bool) -> None:
    """What the waiting room sees: the current call, the five before it, how many wait."""
    with opened(where) as queue:
        board = allowed(queue.store.board(queue.place))
        shown = ([board.current] if board.current else []) + list(board.recent)
        if not shown:
            known_place(queue)
        today = business_day(board.as_of)
        lines = [
            f"{each.number:<8} counter {each.counter}" + ("" if each.day == today else f"  of {each.day.isoformat()}")
            for each in shown
        ]
        text = "\n".join(lines) or "Nobody is called."
        answer(board.as_json(), as_json=as_json, human=lambda: text)


@command.command("close-day")
@click.option("--yesterday", is_flag=True, help="Close up to yesterday; for a timer after midnight.")
@click.option("--all-places", is_flag=True, help="Every place of the store.")
@located
@json_option
def close_day(
    yesterday: bool,
    all_places: bool,
    where: StoreOptions,
    as_json: bool,
) -> None:
    """End the day: open tickets become unserved, or are carried over; old details are counted and dropped.

    Appointments of days that are over for as long are forgotten too.
    """
    from kiosk.commands.office import embedded

    with ruled(where) as queue:
        today = business_day(SystemClock().now())
        day = today - timedelta(days=1) if yesterday else today
        closed = allowed(
            queue.store.close_day(None if all_places else queue.place, day=day, by=By(queue.config.kiosk.id))
        )
        old = today - timedelta(days=queue.settings.retention_days)
        dropped = allowed(queue.store.purge(old))
    with embedded(where) as office:
        forgotten = office.erase_appointments(old)
    payload = {"day": day.isoformat(), "closed": closed, "dropped": dropped, "appointments": forgotten}
    told = f"{closed} closed, {dropped} old records counted and dropped, {forgotten} old appointments forgotten."
    answer(payload, as_json=as_json, human=lambda: told)


@command.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file; else standard output.")
@located
def export(out: Path | None, where: StoreOptions) -> None:
    """Every record that is kept, one JSON object a line; no person stands in it."""
    from kiosk.commands.progress import Progress

    with opened(where) as queue:
        records = (json.dumps(record, ensure_ascii=False) for record in queue.store.export())
        if out is None:
            for record in records:
                click.echo(record)
            return
        count = 0
        try:
            with whole_file(out) as file, Progress("export", 0, "records") as progress:
                for record in records:
                    file.write(record + "\n")
                    count += 1
                    progress.step()
        except OSError as error:
            raise CommandProblem(f"{out} cannot be written: {error.strerror}", Exit.USAGE) from None
        click.echo(f"{count} records in {out}")


@command.command()
@click.option("--before", required=True, type=CivilDay(), help="Records of days before this date go.")
@located
@json_option
def erase(before: date, where: StoreOptions, as_json: bool) -> None:
    """Count the tickets of the days before a date, then drop their details."""
    day = over(before)
    with opened(where) as queue:
        dropped = allowed(queue.store.purge(day))
        payload = {"before": day.isoformat(), "erased": dropped}
        answer(payload, as_json=as_json, human=lambda: f"{dropped} records counted and dropped.")


@command.command("accept-clock")
@located
def accept_clock(where: StoreOptions) -> None:
    """Vouch for the clock when it stands before the last ticket."""
    with opened(where) as queue:
        allowed(queue.store.accept_clock(queue.config.kiosk.id))
        click.echo(f"{queue.config.kiosk.id}: the clock of {SystemClock().now():%Y-%m-%d %H:%M} is accepted.")
        leave(Exit.DONE)


@command.command("take-mark")
@located
def take_mark(where: StoreOptions) -> None:
    """Vouch that another kiosk with this one's name or off-line mark is gone."""
    with opened(where, take=True) as queue:
        if queue.store.line() is None:
            raise CommandProblem("This kiosk has no central store, so nobody else can bear its mark.", Exit.USAGE)
        click.echo(f"{queue.config.kiosk.id} bears mark {queue.settings.offline_mark} at {queue.config.kiosk.place}.")
        leave(Exit.DONE)


@command.command()
@click.option("--clients", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Who may use it: TOML.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8790, show_default=True, help="0: any free one.")
@click.option("--certificate", type=click.Path(path_type=Path, dir_okay=False), help="PEM; needed beyond loopback.")
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="The certificate's key, PEM.")
@located
def api(clients: Path, host: str, port: int, certificate: Path | None, key: Path | None, where: StoreOptions) -> None:
    """Serve the HTTP API for counters' software and displays, until interrupted.  See docs/api.md."""
    from kiosk.queue.clients import ClientsProblem, Doorman, load_clients
    from kiosk.queue.httpapi import DESCRIPTION, make_server

    if (certificate is None) is not (key is None):
        raise CommandProblem("--certificate and --key belong together.", Exit.USAGE)
    try:
        doorman = Doorman(load_clients(clients))
    except ClientsProblem as problem:
        raise CommandProblem(str(problem), Exit.USAGE) from None
    pair = (certificate, key) if certificate and key else None
    with ruled(where, hours=True) as queue:
        try:
            server = make_server(
                queue.store, doorman, SystemClock(), place=queue.place, host=host, port=port, certificate=pair
            )
        except ValueError as error:
            raise CommandProblem(str(error), Exit.USAGE) from None
        except OSError as error:
            raise CommandProblem(f"{host}:{port}: {error.strerror or error}", Exit.MISSING) from None
        scheme = "https" if pair else "http"
        with until_interrupted() as done, server:
            click.echo(f"{scheme}://{host}:{server.address[1]}{DESCRIPTION}")
            done.wait()
        click.echo("stopped", err=True)


@command.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(["display", "counter", "issue"]))
def token(name: str, scopes: tuple[str, ...]) -> None:
    """Make a token for a client of the API.

    The lines for the clients' file are on standard output; the token itself, which is for the client, on standard error.
    """
    from kiosk.queue.clients import NAME, token_hash

    if not NAME.fullmatch(name):
        message = f"{name!r} cannot name a client: 1 to 32 small letters, digits and hyphens, such as hall-2"
        raise CommandProblem(message, Exit.USAGE)
    made = secrets.token_urlsafe(32)
    click.echo(f"give to {name}, it is kept nowhere: {made}", err=True)
    click.echo(f'[clients.{name}]\ntoken_sha256 = "{token_hash(made)}"\nscopes = {json.dumps(list(scopes))}')
