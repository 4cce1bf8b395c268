"""`kiosk queue odd`: rows of tickets that cannot be right, named and taken out."""

from __future__ import annotations

import click

from kiosk.commands.output import Exit, answer, json_option
from kiosk.commands.queuestore import StoreOptions, allowed, located, opened


@click.command("odd")
@click.option("--remove", is_flag=True, help="Take them out of the store, with what happened to them.")
@located
@json_option
def odd(*, remove: bool, where: StoreOptions, as_json: bool) -> None:
    """Look for tickets that break a rule of the store, such as a time that cannot be; exit 1 while there are any.

    The store refuses them, so only another program, or a hand in the database, can have put them there.  The queue goes on
    beside them.  What waits to be handed over and tells of nothing known is named "outbox".
    """
    with opened(where) as queue:
        found = allowed(queue.store.odd(remove=remove))
    payload = {
        "odd": [{"id": one.id, "number": one.number, "breaks": list(one.breaks)} for one in found],
        "removed": len(found) if remove else 0,
    }
    lines = [f"{one.number:<8} {one.id}  {', '.join(one.breaks)}" for one in found]
    if not found:
        lines.append("Every ticket keeps the rules.")
    elif remove:
        lines.append(f"Removed: {len(found)}.")
    else:
        lines.append("Take them out with: kiosk queue odd --remove")
    status = Exit.NO if found and not remove else Exit.DONE
    answer(payload, as_json=as_json, human=lambda: "\n".join(lines), status=status)
