"""`kiosk demo`: plays one scripted visit through the real screens, machine, drivers and simulators."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.base.languages import LANGUAGES
from kiosk.commands.installed import not_in_production
from kiosk.commands.output import CommandProblem, Exit, PanelSize, answer, filling, json_option
from kiosk.commands.progress import announce
from kiosk.commands.towns import named_profile
from kiosk.demo.visits import VISITS
from kiosk.profiles.inforce import Town

if TYPE_CHECKING:
    from kiosk.demo.film import Film
    from kiosk.demo.script import Script

PAUSE = 0.45
# a visit that had to wait for the doors begins so long after they open
SETTLED = timedelta(minutes=10)
# measured on a machine that has nothing else to do: until the first act, and for each of them
START_SECONDS, ACT_SECONDS = 3.0, 0.5


@click.command(
    help="Play one scripted visit through the real screens, machine, drivers and simulators; keep its pictures."
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out/demo"), show_default=True)
@click.option("--visit", "name", type=click.Choice(sorted(VISITS)), default="renew-open", show_default=True)
@click.option("--language", type=click.Choice(list(LANGUAGES)), help="Default: the language the visit is told in.")
@click.option("--profile", "town", help="Play it in this town: a name that ships, or a file. Default: the visit's own.")
@click.option("--by-ear", is_flag=True, help="By keypad and headset alone, without a touch.")
@click.option("--size", type=PanelSize(), default="1080x1920", show_default=True, help="Pixels of the screen.")
@json_option
def command(
    out: Path, name: str, language: str | None, town: str | None, by_ear: bool, size: tuple[int, int], as_json: bool
) -> None:
    """Play a visit; leaves pictures, the ticket as PNG, ticket.bin, visit.json, and spoken.txt when it spoke.

    A visit that gets stuck leaves what there is until then, says where it stands, and exits with 4.
    """
    not_in_production("a demo")
    script = VISITS[name] if town is None else _moved(VISITS[name], town)
    if by_ear and script.staff:
        raise CommandProblem(f"demo: {name} is a visit of staff, who use the screen", Exit.USAGE)
    script = replace(script, by_ear=by_ear or script.by_ear)
    width, height = size
    spoken = language or script.language
    from devices.simulators.card.pcscd import PcscdProblem
    from kiosk.demo.film import shoot

    try:
        with filling(out):
            for old in (*out.glob("*.png"), out / "ticket.bin", out / "visit.json", out / "spoken.txt"):
                old.unlink(missing_ok=True)
            announce(f"demo: the visit {name}", START_SECONDS + ACT_SECONDS * len(script.acts(spoken)))
            film = shoot(script, spoken, out, width=width, height=height, pause=PAUSE)
            payload = _report(film, out, name, spoken)
    except PcscdProblem as problem:
        raise CommandProblem(f"demo: {problem}", Exit.MISSING) from None
    if film.stuck:
        said = f"demo: the visit {name} did not come to its end: {film.stuck}\nWhat there is of it: {out}/"
        raise CommandProblem(said, Exit.FAULT, payload)
    answer(payload, as_json=as_json, human=lambda: _told(payload, out))
    sys.stdout.flush()


def _moved(script: Script, town: str) -> Script:
    """The visit in another town: at the kiosk's own place, at the same time or, where that is closed then, soon after it opens."""
    from kiosk.residence.opening import is_open, next_opening

    profile = named_profile(town, today=script.moment.date())
    place = next((each for each in profile.places if each.id == script.place), profile.place(None))
    moment = script.moment
    if not is_open(profile, place, moment):
        opens = next_opening(profile, place, moment)
        if opens is None:
            raise CommandProblem(f"demo: {place.name} never opens: no opening hours in {town}", Exit.NO)
        moment = opens + SETTLED
    made = script.appointment
    return replace(
        script,
        profile=str(Town.named(town).file),
        place=place.id,
        moment=moment,
        office=script.office and replace(script.office, place=place.id),
        appointment=made and replace(made, place=place.id, starts_at=made.starts_at + (moment - script.moment)),
        elsewhere=True,
    )


def _report(film: Film, out: Path, name: str, language: str) -> dict[str, Any]:
    """What happened, also kept as visit.json."""
    if film.paper:
        (out / "ticket.bin").write_bytes(film.paper[0].data)
    if film.said:
        (out / "spoken.txt").write_text(film.said, encoding="utf-8")
    payload: dict[str, Any] = {
        "visit": name,
        "language": language,
        "ticket": film.ticket,
        "printed": bool(film.ticket and film.ticket["printed"]),
        "paper": [printed.png.name for printed in film.paper],
        "pictures": [step["picture"] for step in film.steps if step["picture"]],
        "spoken": "spoken.txt" if film.said else None,
        "listened": round(film.listened, 1),
        "stuck": film.stuck or None,
        "seconds": round(film.seconds, 2),
        "steps": film.steps,
    }
    (out / "visit.json").write_text(json.dumps(payload, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return payload


def _told(payload: dict[str, Any], out: Path) -> str:
    lines = [
        f"Visit {payload['visit']} ({payload['language']}): {len(payload['steps'])} steps, {payload['seconds']} s."
    ]
    lines.append(f"Pictures: {out}/ ({len(payload['pictures'])})")
    if payload["ticket"]:
        state = "printed" if payload["printed"] else "not printed; the number was shown on the screen"
        lines.append(f"Ticket {payload['ticket']['number']}: {state}.")
    if payload["paper"]:
        lines.append(f"Paper: {out / payload['paper'][0]}")
    if payload["spoken"]:
        lines.append(f"Said: {out / payload['spoken']} ({payload['listened']} s to listen to)")
    lines.append(f"Every step: {out / 'visit.json'}")
    return "\n".join(lines)
