"""`kiosk say`: what the voice makes of a sentence: the words that it is given, and their sounds."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.base.languages import LANGUAGES
from kiosk.commands.output import CommandProblem, Exit, answer, json_option


@click.command()
@click.argument("text")
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default=next(iter(LANGUAGES)),
    show_default=True,
    help="In which voice.",
)
@click.option("--wav", type=click.Path(dir_okay=False, path_type=Path), help="Write what is heard to this file.")
@json_option
def command(text: str, language: str, wav: Path | None, as_json: bool) -> None:
    """What the voice makes of TEXT: each value in words, and the sounds in the International Phonetic Alphabet.

    A better voice that is installed for the language is given the same words, and is heard in the file.  Exit status 3 when espeak-ng is not installed.
    """
    from devices.api import Utterance
    from devices.speech.engine import Espeak
    from devices.worker import PermanentFault
    from kiosk.base.languages import paces, voices
    from kiosk.base.values.aloud import aloud
    from kiosk.wiring.drivers import open_voices

    engine, said = Espeak(voices(), paces()), aloud(text, language)
    try:
        engine.check()
        sounds = engine.sounds(said, language)
        heard = b""
        if wav is not None:
            better = open_voices()
            heard = better.speak(Utterance(said, language), 1.0)
            better.close()
    except PermanentFault as fault:
        raise CommandProblem("There is no voice: install espeak-ng.", Exit.MISSING) from fault
    except OSError as error:
        raise CommandProblem(f"The voice did not speak: {error}.", Exit.MISSING) from error
    if wav is not None:
        try:
            wav.write_bytes(heard)
        except OSError as error:
            raise CommandProblem(f"{wav} cannot be written: {error.strerror}", Exit.USAGE) from error
    payload = {"language": language, "said": said, "sounds": sounds, "wav": str(wav) if wav is not None else None}

    def human() -> str:
        return f"{said}\n{sounds}" + (f"\n{wav}: written" if wav is not None else "")

    answer(payload, as_json=as_json, human=human)
