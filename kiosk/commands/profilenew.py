"""`kiosk profile new`: questions on a terminal or answers from a file, and a whole commented profile of them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from shlex import quote
from typing import IO, TYPE_CHECKING, Final

import click

from kiosk.base.clock import BRUSSELS
from kiosk.base.durable import make_file, replace_file
from kiosk.commands.output import CivilDay, CommandProblem, Exit, leave

if TYPE_CHECKING:
    from kiosk.profiles.beginning.fromfile import Written
    from kiosk.profiles.beginning.question import Question
    from kiosk.profiles.problems import CheckResult

BACK: Final = "<"
HELP: Final = "?"
_MODE: Final = 0o644


@click.command("new")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--answers", type=click.File("rb"),
    help="Ask nothing: a TOML file with answers (-: standard input); what it leaves out takes the suggestion, as an assumption.",
)  # fmt: skip
@click.option("--today", type=CivilDay(), help="The day on which you read your page; default: today.")
def new_command(file: Path, answers: IO[bytes] | None, today: date | None) -> None:
    """Begin a profile by answering questions; Enter takes the suggestion in brackets.

    Every answer is kept in FILE.answers at once: stop whenever you like, and go on with the same command.  A profile that
    has no mistake is written to FILE, each value with what it means.
    """
    from kiosk.profiles.beginning.asking import questions
    from kiosk.profiles.loader import as_file

    file = as_file(file)
    if file.exists():
        raise CommandProblem(f"{file} is there already; choose another name.", Exit.USAGE)
    kept = file.with_name(f"{file.name}.answers")
    day = today or datetime.now(BRUSSELS).date()
    if answers is not None:
        said, unsaid = _of_a_file(answers)
        text, result = _made(said, file, day, unsaid)
        if not result.ok:
            raise CommandProblem(_told(result), Exit.NO)
        _write(file, text, result)
        for question in questions(said):
            if understood := question.understood(said[question.key]):
                click.echo(f"{question.part} · {question.text}: {understood}")
        if unsaid:
            click.echo(f"Nobody answered these; the suggestions stand there as assumptions: {', '.join(unsaid)}.")
        return
    talk = _Talk(file, kept, day)
    try:
        text, result = talk.until_it_fits()
    except click.Abort:
        click.echo(f"\nYour answers are kept in {kept}. Go on with: kiosk profile new {quote(str(file))}")
        leave(Exit.NO)
    _write(file, text, result)
    click.echo(f"Your answers are kept in {kept}; with --answers it can be made again from them.")


class _Talk:
    """The questions and answers; `given` is in force, `typed` what was ever answered, as a suggestion."""

    def __init__(self, file: Path, kept: Path, today: date) -> None:
        self._file, self._kept, self._today = file, kept, today
        self.given: dict[str, str] = {}
        if kept.exists():
            before = _written(kept.read_bytes(), str(kept))
            _refuse(str(kept), before.slips)
            self.given = before.given
        self.typed = dict(self.given)
        self._taken = self._as_suggested()
        self._part = ""
        self._keep()
        click.echo(f"Questions about your municipality; the answers become {file}.")
        click.echo(
            f"Enter takes what stands in brackets. {HELP} tells more, {BACK} goes back, - is “my page does not say it”."
        )
        if self.given:
            click.echo(f"{len(self.given)} answers of last time are in {kept}; delete it to begin anew.")

    def until_it_fits(self) -> tuple[str, CheckResult]:
        """Ask until the answers make a profile without mistakes, and the person agrees; click.Abort when it is left."""
        while True:
            self._ask_all()
            text, result = _made(self.given, self._file, self._today)
            if not result.ok:
                click.echo(_told(result))
            again = self._looked_over(ready=result.ok)
            if again is None:
                return text, result
            del self.given[again]

    def _ask_all(self) -> None:
        from kiosk.profiles.beginning.asking import following

        while (question := following(self.given)) is not None:
            answer = self._asked(question)
            if answer is None:
                self._back(question)
                continue
            self.given[question.key] = self.typed[question.key] = answer
            self._follow(question, answer)
            self._keep()

    def _as_suggested(self) -> set[str]:
        """The questions whose suggestion was taken, of the answers in force."""
        from kiosk.profiles.beginning.asking import questions

        return {each.key for each in questions(self.given) if self.given.get(each.key, each.usual) == each.usual}

    def _follow(self, question: Question, answer: str) -> None:
        """What was only taken from a suggestion is asked again where another answer now suggests something else."""
        from kiosk.profiles.beginning.asking import questions

        (self._taken.add if answer == question.usual else self._taken.discard)(question.key)
        for each in questions(self.given):
            if each.key in self._taken and self.given.get(each.key, each.usual) != each.usual:
                del self.given[each.key]

    def _asked(self, question: Question) -> str | None:
        """A sound answer; None to go back."""
        if question.part != self._part:
            self._part = question.part
            click.echo("\n" + click.style(question.part, bold=True))
        wrong = ""
        while True:
            with _put_back(wrong):
                said = click.prompt(f"  {question.text}", default=self._suggested(question), value_proc=str.strip)
            if said == BACK:
                return None
            if said == HELP:
                click.echo(f"    {question.help}")
                continue
            try:
                question.value(said)
            except ValueError as error:
                click.echo(f"    Not understood: {error}.")
                wrong = said
            else:
                return str(said)

    def _suggested(self, question: Question) -> str | None:
        """What was answered before, else what is usual."""
        before = self.typed.get(question.key)
        if before is not None and question.key not in self._taken:
            try:
                question.value(before)
            except ValueError:
                pass
            else:
                return before
        return question.usual

    def _back(self, question: Question) -> None:
        """The question before this one is open again; its answer is the suggestion."""
        from kiosk.profiles.beginning.asking import questions

        before = ""
        for each in questions(self.given):
            if each.key == question.key:
                break
            before = each.key
        if before:
            del self.given[before]
        else:
            click.echo("    This is the first question.")

    def _looked_over(self, *, ready: bool) -> str | None:
        """All answers, by number; the key of one that shall be given again, None to write the file."""
        from kiosk.profiles.beginning.asking import questions

        known = list(questions(self.given))
        click.echo("\n" + click.style("Your answers", bold=True))
        for number, question in enumerate(known, 1):
            said = self.given[question.key]
            meant = f" (understood: {understood})" if (understood := question.understood(said)) else ""
            click.echo(f"  {number:2} {question.part} · {question.text}: {said}{meant}")
        self._part = ""
        writes = f"Enter writes {self._file}; a number" if ready else "A number"
        while True:
            said = click.prompt(f"{writes} gives that answer again", default="" if ready else None, show_default=False)
            if said == "" and ready:
                return None
            if said.isascii() and said.isdigit() and 1 <= int(said) <= len(known):
                return known[int(said) - 1].key
            click.echo(f"    Not understood: write a number, 1 to {len(known)}.")

    def _keep(self) -> None:
        lines = (f"{json.dumps(key)} = {json.dumps(said, ensure_ascii=False)}\n" for key, said in self.typed.items())
        try:
            replace_file(self._kept, "".join(lines).encode(), _MODE)
        except OSError as error:
            raise CommandProblem(f"{self._kept} cannot be written: {error.strerror}.", Exit.USAGE) from None


def _of_a_file(answers: IO[bytes]) -> tuple[dict[str, str], list[str]]:
    """Complete answers, and which of them nobody gave; CommandProblem with every one that is missing or means nothing."""
    from kiosk.profiles.beginning.asking import filled
    from kiosk.profiles.beginning.assumed import left_out

    name = str(getattr(answers, "name", "standard input"))
    written = _written(answers.read(), name)
    said, wrong = filled(written.given, written.lines)
    _refuse(name, (*written.slips, *wrong))
    return said, left_out(written.given, said)


def _written(content: bytes, name: str) -> Written:
    from kiosk.profiles.beginning.fromfile import read_answers

    try:
        return read_answers(content)
    except ValueError:
        raise CommandProblem(f"{name} cannot be read: it is no text in UTF-8.", Exit.USAGE) from None


def _refuse(name: str, wrong: Sequence[str]) -> None:
    if wrong:
        lines = "\n".join(f"  {each}" for each in wrong)
        raise CommandProblem(
            f"{name}: nothing is written; these answers are missing or not understood:\n{lines}", Exit.USAGE
        )


def _made(said: dict[str, str], file: Path, today: date, unsaid: Iterable[str] = ()) -> tuple[str, CheckResult]:
    """The text of the profile that the answers make, and what the check says of it; `unsaid`: answers that nobody gave."""
    from kiosk.profiles.beginning.asking import values
    from kiosk.profiles.beginning.assumed import marked
    from kiosk.profiles.beginning.drafting import drafted, slug
    from kiosk.profiles.beginning.writing import written
    from kiosk.profiles.loader import check

    table = drafted(values(said), slug(file.stem, 40) or "municipality", today)
    marked(table, unsaid)
    text = written(table, file.name)
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / file.name
        trial.write_text(text, encoding="utf-8")
        return text, check((trial,), today)


def _told(result: CheckResult) -> str:
    lines = "\n".join(f"  {each}" for each in result.errors)
    return f"These answers do not go together:\n{lines}"


def _write(file: Path, text: str, result: CheckResult) -> None:
    try:
        made = make_file(file, text.encode(), _MODE)
    except OSError as error:
        raise CommandProblem(f"{file} cannot be written: {error.strerror}.", Exit.USAGE) from None
    if not made:
        raise CommandProblem(f"{file} is there already; choose another name.", Exit.USAGE)
    click.echo(
        f"{file} is written: 0 errors, {len(result.notices)} notices. "
        f"Look at it, then run: kiosk profile check {quote(str(file))}"
    )


@contextmanager
def _put_back(wrong: str) -> Iterator[None]:
    """On a terminal, an answer that was not understood stands there again to be mended."""
    import readline

    hook: Callable[[], None] | None = (lambda: readline.insert_text(wrong)) if wrong else None
    readline.set_startup_hook(hook)
    try:
        yield
    finally:
        readline.set_startup_hook(None)
