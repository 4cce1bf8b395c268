"""`kiosk doctor`: checks everything that a kiosk needs, device by device, and says what to do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.commands.installed import config_option, configured
from kiosk.commands.output import Exit, answer, json_option, leave

if TYPE_CHECKING:
    from kiosk.base.config import Config
    from kiosk.commands.findings import Check, Finding

_MARKS = {"good": ("✓", "green"), "warning": ("!", "yellow"), "missing": ("✗", "red"), "left_out": ("–", None)}


@click.command()
@config_option
@click.option("--wizard", is_flag=True, help="Walk through every device with you, and print the acceptance slip.")
@click.option(
    "--slip", type=click.Path(path_type=Path, dir_okay=False), help="With --wizard: also write the slip as text."
)
@json_option
def command(*, config_file: Path | None, wizard: bool, slip: Path | None, as_json: bool) -> None:
    """Check packages, fonts, devices, store, clock and staff.  Exit 3 when something that a kiosk needs is missing."""
    config = configured(config_file)
    if wizard:
        from kiosk.commands.wizard import walk

        leave(Exit.DONE if walk(config, slip) else Exit.NO)
    findings = examine(config)
    bad = any(one.found.value == "missing" for one in findings)
    payload = {
        "ok": not bad,
        "checks": [{"name": f.name, "found": f.found.value, "said": f.said, "do": f.todo} for f in findings],
    }
    answer(payload, as_json=as_json, human=lambda: _lines(findings), status=Exit.MISSING if bad else Exit.DONE)


def examine(config: Config) -> list[Finding]:
    """Every check's findings, in the checks' order; they are made beside each other, as most of them wait for a device."""
    from kiosk.commands.checks import CHECKS

    with ThreadPoolExecutor(len(CHECKS)) as beside:
        return [finding for found in beside.map(lambda check: _made(check, config), CHECKS) for finding in found]


def _made(check: Check, config: Config) -> list[Finding]:
    """One check's findings; a check that itself fails is a finding, so that the others are still made."""
    from kiosk.commands.findings import Finding, Found

    try:
        return list(check(config))
    except Exception as fault:
        said = f"could not be checked: {type(fault).__name__}: {fault}"
        return [Finding(check.__name__, Found.MISSING, said, "Install again; then tell us this line.")]


def _lines(findings: list[Finding]) -> str:
    width = max(len(one.name) for one in findings)
    lines = []
    for one in findings:
        mark, colour = _MARKS[one.found.value]
        lines.append(f"{click.style(mark, fg=colour)} {one.name:<{width}}  {one.said}")
        if one.todo:
            lines.append(f"  {'':<{width}}  → {one.todo}")
    count = sum(one.found.value == "missing" for one in findings)
    lines += ["", f"{count} missing." if count else "Everything that a kiosk needs is there."]
    return "\n".join(lines)
