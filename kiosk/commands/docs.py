"""`kiosk docs`: writes, or checks, everything in the repository that is generated."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.commands.output import CommandProblem, Exit


@click.command(help="Write, or with --check only check, the generated documents and message catalogues.")
@click.option("--check", is_flag=True, help="Change nothing; fail when something is stale.")
def command(check: bool) -> None:
    """Only in a checkout: an installed kiosk has no documents to write."""
    root = Path(__file__).resolve().parents[2]
    if not (root / "docs").is_dir():
        raise CommandProblem("docs: this is no checkout of the project: there is no docs/ beside kiosk/", Exit.USAGE)
    from kiosk.commands.documents import generated

    stale = []
    for path, text in generated(root):
        if path.is_file() and path.read_bytes() == text:
            continue
        stale.append(path.relative_to(root))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
    if check and stale:
        names = "\n".join(f"  {path}" for path in stale)
        raise CommandProblem(f"These files are stale; run `kiosk docs` and look at the change:\n{names}", Exit.NO)
    for path in stale:
        click.echo(f"wrote {path}")
