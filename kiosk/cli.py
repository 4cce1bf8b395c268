"""The console script `kiosk`: finds a command's module when it is asked for, so that every start stays light."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from kiosk import __version__
from kiosk.commands.output import Exit
from kiosk.commands.registry import COMMANDS
from kiosk.commands.terminal import guard


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in alphabetical order."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command's click object, imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kiosk.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a file that the system refuses is no fault of ours and is said with what to do."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.filename is None or _said_nothing(error):
                raise
            from kiosk.commands.denied import denied

            raise denied(error) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing one of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiosk")
def kiosk() -> None:
    """Self-service kiosk for residents with a Belgian electronic residence card."""


def main() -> None:
    """Run the command line; an unexpected fault is said in one line and leaves with status 4."""
    guard()
    try:
        kiosk(standalone_mode=True)
    except Exception as error:
        if isinstance(error, OSError) and _said_nothing(error):
            # what could not be written is still in the buffer, and the interpreter would fail on it once more at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            text = f"the answer cannot be written to standard output: {error.strerror}.  Make room there and ask again."
        else:
            text = f"unexpected fault: {type(error).__name__}: {error}"
        click.echo(f"kiosk: {text}", err=True)
        sys.exit(int(Exit.FAULT))


def _said_nothing(error: OSError) -> bool:
    """True when the fault is that of writing the answer: it came out of click's `echo`, and not out of a command."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_globals.get("__name__") == click.utils.__name__
