"""Named faults of a simulated card, as `NAME` or `NAME:ARG`; asked for by tests, the command line and the dock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FAULTS = {
    "removal": "pulled out at the given command (removal:5)",
    "mute": "does not answer from the given command on (mute:3; mute alone: from the first)",
    "silent": "does not even answer the reset",
    "status": "answers this status word to everything (status:6D00), or from a command on (status:6581@4)",
    "false-end": "reports an end of file once at this offset (false-end:252)",
    "short": "gives at most this many bytes a read (short:64)",
    "slow": "waits this many milliseconds before each answer (slow:200)",
    "bit-error": "flips a bit in the answer to the given command (bit-error:4)",
    "endless": "answers 61xx for ever",
    "wrong-length": "answers 6Cxx for ever",
    "garbage": "answers every read with the same arbitrary bytes",
    "end-warning": "reports the end of a file with 6282",
    "forged": "a forged card (forged:surname); see the forgeries of the profiles",
    "swap": "another card from the given command on (swap:belgian)",
    "other-chip": "a chip that is no residence card sits in the reader's second slot and never leaves it",
}


class FaultError(ValueError):
    """A fault that does not exist or whose argument cannot be understood."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault and its argument."""

    name: str
    argument: str = ""

    @classmethod
    def parse(cls, text: str) -> Fault:
        """From `NAME` or `NAME:ARG`."""
        name, _, argument = text.partition(":")
        if name not in FAULTS:
            raise FaultError(f"there is no fault {name!r}; there are: {', '.join(FAULTS)}")
        fault = cls(name, argument)
        if name in ("removal", "mute", "false-end", "short", "slow", "bit-error"):
            fault.number()
        if name == "swap":
            fault.swap()
        if name == "status":
            fault.status()
        return fault

    def number(self, default: int = 1) -> int:
        """The argument as a number."""
        if not self.argument:
            return default
        if not self.argument.isdigit():
            raise FaultError(f"fault {self.name} wants a number, not {self.argument!r}")
        return int(self.argument)

    def swap(self) -> tuple[str, int]:
        """The profile of the other card, and the command from which it answers."""
        name, _, at = self.argument.partition("@")
        if at and not at.isdigit():
            raise FaultError(f"fault swap wants a profile and a number, not {self.argument!r}")
        return name or "belgian", int(at or "5")

    def status(self) -> tuple[int, int]:
        """The status word, and the command from which it is answered."""
        word, _, at = self.argument.partition("@")
        try:
            return int(word, 16), int(at or "1")
        except ValueError:
            raise FaultError(f"fault status wants a status word, not {self.argument!r}") from None


class Gone(Exception):
    """The fault pulls the card out now."""


def apply(fault: Fault, count: int, command: bytes, transmit: Callable[[bytes], bytes]) -> bytes | None:
    """The faulty answer to the `count`-th command since power-up; None is no answer at all."""
    match fault.name:
        case "removal" if count >= fault.number():
            raise Gone
        case "mute" if count >= fault.number():
            return None
        case "silent":
            return None
        case "status" if count >= fault.status()[1]:
            return fault.status()[0].to_bytes(2, "big")
        case "false-end" if command[1:2] == b"\xb0" and int.from_bytes(command[2:4], "big") == fault.number(0):
            return b"\x6b\x00"
        case "short" if command[1:2] == b"\xb0":
            given = transmit(command)
            return given if len(given) <= fault.number() + 2 else given[: fault.number()] + given[-2:]
        case "bit-error" if count == fault.number():
            given = transmit(command)
            return bytes((given[0] ^ 0x10,)) + given[1:] if len(given) > 2 else given
        case "endless":
            return b"\0" * 16 + b"\x61\x10"
        case "wrong-length":
            return b"\x6c\x10"
        case "end-warning" if command[1:2] == b"\xb0":
            given = transmit(command)
            if given[-2] == 0x6C and len(given) == 2:
                given = transmit(command[:4] + given[-1:])[:-2] + b"\x62\x82"
            return given
        case "garbage" if command[1:2] == b"\xb0":
            return bytes((count * 37 + at * 11) & 0xFF for at in range(command[4] or 256)) + b"\x90\x00"
        case _:
            return transmit(command)
