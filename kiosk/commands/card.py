"""`kiosk card`: read and judge a card, try a PIN, serve simulated cards to any PC/SC program."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shlex import quote
from typing import Any

import click

from devices.api.card import CardProblem, CardReading, Pin, PinChecked, PinOutcome, Verdict
from kiosk.commands.card_reading import Conversation, quiet_when
from kiosk.commands.output import Exit, answer, json_option
from kiosk.commands.untilstopped import until_interrupted


@click.group(help="Read, check and serve residence cards.")
def command() -> None:
    """The group of card commands."""


trust_root_option = click.option(
    "--trust-root",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A PEM file of roots to trust in this run besides the pinned ones (test and simulated cards).",
)
timeout_option = click.option(
    "--timeout", type=click.FloatRange(0, 3600), default=10.0, show_default=True, help="Seconds to wait for a card."
)


# ---------------------------------------------------------------------- read


@command.command()
@timeout_option
@click.option("--address", is_flag=True, help="Read the address too.")
@click.option(
    "--photo", type=click.Path(dir_okay=False, path_type=Path), help="Read the photo too and write it to this file."
)
@click.option("--personal", is_flag=True, help="Show the holder's data.")
@click.option("--accept-unverified", is_flag=True, help="Exit status 0 for an UNVERIFIED card too.")
@trust_root_option
@json_option
def read(
    timeout: float,
    address: bool,
    photo: Path | None,
    personal: bool,
    accept_unverified: bool,
    trust_root: Path | None,
    as_json: bool,
) -> None:
    """Read the card in the reader and judge it: GENUINE, FORGED or UNVERIFIED.

    Exit status 0 for a GENUINE residence card alone; 1 for a card that is forged, not verified, a Belgian identity
    card, or not readable.  With --accept-unverified a card below a root that is not known is 0 too.
    """
    if photo is not None and not os.access(photo if photo.exists() else photo.parent, os.W_OK):
        raise click.UsageError(f"{photo} cannot be written")
    quiet = quiet_when(as_json)
    with Conversation(trust_root) as conversation:
        with quiet:
            conversation.wait_for_card(timeout)
            reading = conversation.read(address=address, photo=photo is not None)
        picture = conversation.reader.last_photo
    if photo is not None and picture:
        photo.write_bytes(picture)
    payload = card_payload(reading, personal=personal)
    problem = payload.get("problem")
    if problem == CardProblem.CARD_NOT_SUPPORTED:
        payload["card"] = None
    taken = (Verdict.GENUINE, Verdict.UNVERIFIED) if accept_unverified else (Verdict.GENUINE,)
    bad = problem is not None or reading.trust.verdict not in taken
    answer(payload, as_json=as_json, human=lambda: _human(payload), status=Exit.NO if bad else Exit.DONE)


def card_payload(reading: CardReading, *, personal: bool) -> dict[str, Any]:
    """The JSON object of `kiosk card read`."""
    from kiosk.residence.cardtypes import card_type

    card, holder, trust = reading.card, reading.holder, reading.trust
    kind = card_type(card.document_type) if card.document_type is not None else None
    payload: dict[str, Any] = {
        "card": {
            "document_type": card.document_type,
            "letter": (kind.letter or None) if kind is not None else None,
            "letter_printed": (kind.letter_printed or None) if kind is not None else None,
            "child": kind.child if kind is not None else False,
            "group": kind.group if kind is not None else None,
            "applet": card.applet,
            "card_number": card.card_number,
            "chip_number": card.chip_number.lower(),
            "valid_from": card.valid_from.isoformat() if card.valid_from else None,
            "valid_until": card.valid_until.isoformat() if card.valid_until else None,
            "issued_by": card.issued_by,
        },
    }
    if personal:
        payload["holder"] = {
            "given_names": holder.given_names,
            "surname": holder.surname,
            "nationality": holder.nationality,
            "birth_place": holder.birth_place,
            "birth_date": holder.birth_date.iso() if holder.birth_date else None,
            "sex": holder.sex,
            "national_number": holder.national_number,
        }
    place = reading.address
    payload["address"] = (
        {"street": place.street, "postcode": place.postcode, "municipality": place.municipality} if place else None
    )
    payload["trust"] = {
        "verdict": trust.verdict.value,
        **{part: getattr(trust, part).value for part in ("identity", "address", "photo", "chain", "chip")},
        "reasons": list(trust.reasons),
    }
    payload["pin"] = {"tries_left": reading.tries_left}
    payload["cost"] = {"apdus": reading.cost.apdus, "bytes": reading.cost.bytes, "seconds": reading.cost.seconds}
    problem = CardProblem.CARD_NOT_SUPPORTED.value if kind is None else kind.problem
    if problem is not None:
        payload["problem"] = problem
    return payload


def _human(payload: dict[str, Any]) -> str:
    card, trust, cost = payload["card"], payload["trust"], payload["cost"]
    lines = []
    if card is None:
        lines.append("Card       not a residence card that this kiosk serves")
    else:
        letter = card["letter_printed"] or "no letter"
        lines += [
            f"Card       {letter}, document type {card['document_type']}, number {card['card_number']}, applet {card['applet']}",
            f"Valid      {card['valid_from']} to {card['valid_until']}, issued by {card['issued_by']}",
        ]
    if "holder" in payload:
        holder = payload["holder"]
        lines.append(f"Holder     {holder['given_names']} {holder['surname']}, born {holder['birth_date']}")
    if payload["address"]:
        place = payload["address"]
        lines.append(f"Address    {place['street']}, {place['postcode']} {place['municipality']}")
    parts = ", ".join(f"{part} {trust[part]}" for part in ("identity", "chain", "chip", "address", "photo"))
    lines.append(f"Verdict    {trust['verdict']} ({parts})")
    if trust["reasons"]:
        lines.append("Because    " + ", ".join(trust["reasons"]))
    tries = payload["pin"]["tries_left"]
    lines.append(f"PIN        {'tries left: ' + str(tries) if tries is not None else 'tries left: not known'}")
    lines.append(f"Cost       {cost['apdus']} commands, {cost['bytes']} bytes, {cost['seconds']:.3f} s")
    if "problem" in payload:
        lines.append(f"Problem    {payload['problem']}")
    return "\n".join(lines)


# ---------------------------------------------------------------------- verify-pin


@command.command("verify-pin")
@timeout_option
@trust_root_option
@json_option
def verify_pin(timeout: float, trust_root: Path | None, as_json: bool) -> None:
    """Try one PIN, given as the first line of standard input, and prove the chip with a signed challenge.

    On a terminal the PIN is asked for without echo.  A reader with its own keys takes the PIN there when the line is
    empty.  Exit status 1 unless the PIN is correct and nothing speaks against the card.
    """
    pin = _typed_pin()
    with Conversation(trust_root) as conversation, quiet_when(as_json):
        conversation.wait_for_card(timeout)
        reading = conversation.read()
        if pin is None and not reading.pad_verifies:
            raise click.UsageError("no PIN on standard input, and this reader has no keys of its own")
        if not reading.pin_exists:
            checked = PinChecked("verify", PinOutcome.NOT_APPLICABLE)
        else:
            checked = conversation.verify(pin)
    payload = {
        "pin": checked.outcome.value,
        "tries_left": checked.tries_left,
        "proved": checked.proved,
        "reasons": list(checked.reasons),
    }
    good = checked.outcome is PinOutcome.CORRECT and (checked.proved or checked.reasons == ("no-certificate",))
    answer(payload, as_json=as_json, human=lambda: _human_pin(checked), status=Exit.DONE if good else Exit.NO)


def _typed_pin() -> Pin | None:
    """The PIN from standard input; None for an empty line."""
    if sys.stdin.isatty():
        import getpass

        text = getpass.getpass("PIN: ")
    else:
        text = sys.stdin.readline().rstrip("\r\n")
    if not text:
        return None
    try:
        return Pin.from_text(text)
    except ValueError:
        raise click.UsageError("a PIN has 4 to 12 digits") from None


def _human_pin(checked: PinChecked) -> str:
    left = "not known" if checked.tries_left is None else str(checked.tries_left)
    lines = [f"PIN        {checked.outcome.value}, tries left: {left}"]
    if checked.outcome is PinOutcome.CORRECT:
        lines.append(f"Chip       {'proved by a signed challenge' if checked.proved else 'not proved'}")
    if checked.outcome is PinOutcome.BLOCKED:
        lines.append("The counter of the municipality can give a new PIN; nobody else can.")
    if checked.reasons:
        lines.append("Because    " + ", ".join(checked.reasons))
    return "\n".join(lines)


# ---------------------------------------------------------------------- serve, profiles


@command.command()
@click.argument("profile")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=35963, show_default=True, help="The virtual reader's port."
)
@click.option("--host", default="127.0.0.1", show_default=True, hidden=True)
@click.option("--fault", "fault_text", help="A named fault, NAME or NAME:ARG; `kiosk card profiles` lists them.")
@click.option("--tries", type=click.IntRange(0, 3), help="PIN tries left.")
@click.option("--bps", type=click.IntRange(1), help="Answer at this many bits a second, as a real reader would.")
@click.option("--pki", type=click.Path(file_okay=False, path_type=Path), help="Directory of the throwaway PKI.")
def serve(
    profile: str, port: int, host: str, fault_text: str | None, tries: int | None, bps: int | None, pki: Path | None
) -> None:
    """Put a simulated card into the virtual reader, for any PC/SC program, until interrupted."""
    from kiosk.commands.installed import not_in_production

    not_in_production("a simulated card")
    from devices.card.wire_model import WireModel
    from devices.simulators.card.faults import FaultError
    from devices.simulators.card.profile import ProfileError
    from devices.simulators.card.vpcd import CardSlot

    slot = CardSlot(port, host=host, pki_directory=pki)
    try:
        slot.fault(fault_text)
        card = slot.make(profile)
    except (FaultError, ProfileError) as error:
        raise click.UsageError(str(error)) from error
    if tries is not None:
        card.wallet.tries = tries
    if bps is not None:
        slot.wire(WireModel(bps))
    told: bool | None = None
    with until_interrupted() as done:
        slot.insert(card)
        name, secret, root = card.profile.name, card.profile.pin, slot.pki.roots_path
        click.echo(f"{name}: {card.profile.title}; PIN {secret}; trust root {root}", err=True)
        click.echo(f"read it with: kiosk card read --trust-root {quote(str(root))}", err=True)
        while not done.wait(0.2):
            if slot.connected() != told:
                told = slot.connected()
                waiting = f"waiting for the virtual reader at port {port} (Debian: pcscd with vsmartcard-vpcd)"
                click.echo(f"in the virtual reader at port {port}" if told else waiting, err=True)
    slot.close()


@command.command()
@json_option
def profiles(as_json: bool) -> None:
    """List the simulated cards that ship with the project, and the faults that they can have."""
    from devices.simulators.card.faults import FAULTS
    from devices.simulators.card.place import ROOTS_FILE, default_directory
    from devices.simulators.card.profile import FORGERIES, Profile, load, names
    from kiosk.residence.cardtypes import card_type

    def entry(profile: Profile) -> dict[str, Any]:
        kind = card_type(profile.document_type) if profile.document_type is not None else None
        return {
            "name": profile.name,
            "title": profile.title,
            "document_type": profile.document_type,
            "letter": (kind.letter or None) if kind is not None else None,
            "applet": profile.applet,
            "pin": profile.pin if profile.pin_exists else None,
            "forged": profile.forged or None,
        }

    entries = [entry(load(name)) for name in names()]
    payload = {
        "profiles": entries,
        "faults": dict(FAULTS),
        "forgeries": dict(FORGERIES),
        "trust_root": str(default_directory() / ROOTS_FILE),
    }

    def human() -> str:
        lines = [f"{item['name']:28} {item['title']}" for item in entries]
        lines += ["", "Faults (--fault NAME[:ARG]):", *(f"{name:28} {text}" for name, text in FAULTS.items())]
        return "\n".join(lines)

    answer(payload, as_json=as_json, human=human)
