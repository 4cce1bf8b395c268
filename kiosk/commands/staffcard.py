"""Reads the chip number of the card in the reader, and nothing else: no file of the card is opened."""

from __future__ import annotations

from devices.card.apdu import CardError, Channel
from devices.card.belpic import Belpic
from devices.card.pcsc import Context, PcscError, PcscTrouble, ignored

IN_USE = (
    "Another program holds the card. If the kiosk runs: sudo systemctl stop kiosk; else close what reads eID cards."
)


class CardAbsent(RuntimeError):
    """There is no card whose chip answers; the message says what to do."""


def read_chip_number() -> str:
    """The chip's serial number in hexadecimal capitals, as the card's identity file has it.  CardAbsent without one."""
    return read_chip()[1]


def read_chip() -> tuple[str, str]:
    """The reader whose card answers, and the chip's serial number.  CardAbsent without one."""
    try:
        context = Context()
    except PcscError as error:
        raise CardAbsent(f"The smart-card service does not answer ({error.trouble.value}). Run: kiosk doctor") from None
    held = False
    try:
        for reader in context.readers():
            if ignored(reader):
                continue
            number = _try(context, reader)
            if number:
                return reader, number
            held = held or number is None
    except PcscError as error:
        raise CardAbsent(f"The card reader does not answer ({error.trouble.value}). Run: kiosk doctor") from None
    finally:
        context.close()
    raise CardAbsent(IN_USE if held else "There is no eID card in a reader: put it in and try again.")


def _try(context: Context, reader: str) -> str | None:
    """The number, "" where no card answers, None where another program holds it."""
    try:
        card = context.connect(reader)
    except PcscError as error:
        return None if error.trouble is PcscTrouble.IN_USE else ""
    try:
        return Belpic(Channel(card.transmit), card.atr()).chip_data().serial.hex().upper()
    except CardError:
        return ""
    finally:
        card.release()
