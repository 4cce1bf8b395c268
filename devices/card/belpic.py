"""The Belgian applet: selecting and reading its files, card data, keys; all over a `Channel`.

Sources: content specification 5.4, applet 1.7 and 1.8 reference manuals; what real readers do to reads in the
middle of a file is handled here as well.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

from devices.card.apdu import MAX_FILE, CardHostile, CardMalformed, CardRefused, Channel, Sw, build

AID = bytes.fromhex("A00000003029057000AD13100101FF")
ATR_18 = bytes.fromhex("3B7F96000080318065B085040120120FFF829000")
_ATR_OLD = bytes.fromhex("3B980040000000000101AD1310")
_ATR_OLD_MASK = bytes.fromhex("FFFF00FF00000000FFFFFFFFF0")
_ATR_OTHER = tuple(
    map(bytes.fromhex, ("3B9813402AD000480101AD1311", "3B9895400AA507010101AD1320", "3B989540FFD000480101AD1321"))
)
_ATR_10 = tuple(map(bytes.fromhex, ("3B989440FFA503010101AD1310", "3B9894400AA503010101AD1310")))

BLOCK = 256
SMALL_BLOCK = 240  # for readers that cannot carry a whole block
_CARD_DATA = build(0x80, 0xE4, 0x00, 0x00, le=0x1C)
_CARD_DATA_LONG = build(0x80, 0xE4, 0x00, 0x01, le=0x1F)
MISSING = (Sw.NOT_FOUND, Sw.WRONG_P1P2, Sw.WRONG_LC_P1P2, Sw.CONDITIONS, Sw.NO_CURRENT_FILE, Sw.UNKNOWN_COMMAND)
END_BY_OFFSET = (Sw.WRONG_OFFSET, Sw.NO_CURRENT_FILE)
RSA_BYTES = (128, 256)  # signatures of the register's RSA keys
_SELECTED = (Sw.OK, Sw.NOT_ACTIVATED)
BASIC_KEY, AUTHENTICATION_KEY = 0x81, 0x82
ECDSA_SHA384 = 0x02


class _Way(enum.Enum):
    """How a card wants its files selected: the P1 of SELECT, and whether the master file leads the path."""

    PATH = (0x08, True)
    SHORT_PATH = (0x08, False)
    STEPS = (0x02, True)
    STEPS_BY_ANY_NAME = (0x00, True)


class File(enum.Enum):
    """The files that this kiosk may read, by their path under the master file."""

    IDENTITY = "DF014031"
    IDENTITY_SIGNATURE = "DF014032"
    ADDRESS = "DF014033"
    ADDRESS_SIGNATURE = "DF014034"
    PHOTO = "DF014035"
    BASIC_KEY = "DF014040"
    AUTHENTICATION_CERTIFICATE = "DF005038"
    CA_CERTIFICATE = "DF00503A"
    ROOT_CERTIFICATE = "DF00503B"
    REGISTER_CERTIFICATE = "DF00503C"

    @property
    def path(self) -> bytes:
        """Path with the master file in front."""
        return bytes.fromhex("3F00" + self.value)


class Applet(enum.StrEnum):
    """Applet versions; UNKNOWN until the card data were read."""

    V10 = "1.0"
    V11 = "1.1"
    V17 = "1.7"
    V18 = "1.8"
    UNKNOWN = ""


def applet_of_atr(atr: bytes) -> Applet | None:
    """What the answer to reset tells: the applet, UNKNOWN for 1.1 or 1.7, None for a card of another kind.

    1.8 shares the first bytes of its ATR with other cards of the manufacturer: selecting a file confirms it.
    """
    if atr == ATR_18:
        return Applet.V18
    if atr in _ATR_10:
        return Applet.V10
    if atr in _ATR_OTHER:
        return Applet.UNKNOWN
    head = atr[: len(_ATR_OLD)]
    masked = bytes(byte & mask for byte, mask in zip(head, _ATR_OLD_MASK, strict=False))
    return Applet.UNKNOWN if masked == _ATR_OLD else None


@dataclass(frozen=True, slots=True, repr=False)
class ChipData:
    """GET CARD DATA: the chip's serial number, its applet, and on 1.8 the PIN's retry counter."""

    serial: bytes
    applet: Applet
    tries_left: int | None = None
    pin_exists: bool = True


def parse_chip_data(data: bytes) -> ChipData:
    """28 bytes up to applet 1.7, 31 on 1.8 when asked with P2=01; byte 21 is the applet's version."""
    if len(data) < 28:
        raise CardMalformed("card data are too short")
    versions = {0x10: Applet.V10, 0x11: Applet.V11, 0x17: Applet.V17, 0x18: Applet.V18}
    applet = versions.get(data[21], Applet.UNKNOWN)
    tries: int | None = None
    exists = True
    if applet is Applet.V18 and len(data) >= 29:
        exists = data[28] != 0xFF
        tries = data[28] & 0x0F if exists else None
    return ChipData(data[:16], applet, tries, exists)


class Belpic:
    """One card, read through one channel.  Remembers how this card wants its files selected."""

    def __init__(self, channel: Channel, atr: bytes = b"") -> None:
        self.channel = channel
        self.applet = applet_of_atr(atr) or Applet.UNKNOWN
        self._applet_selected = False
        self._way: _Way | None = None
        self._block = BLOCK

    # ------------------------------------------------------------------ card data

    def chip_data(self) -> ChipData:
        """GET CARD DATA; on 1.8 in its long form, which tells the PIN's retry counter and costs no try."""
        if self.applet is Applet.V18:
            long = self.channel.send(_CARD_DATA_LONG)
            if long.ok:
                return self._known(long.data)
        short = self.channel.send(_CARD_DATA)
        if short.sw in MISSING and self._reselect_applet():
            short = self.channel.send(_CARD_DATA)
        chip = self._known(short.must("GET CARD DATA"))
        if chip.applet is not Applet.V18 or chip.tries_left is not None:
            return chip
        long = self.channel.send(_CARD_DATA_LONG)  # a 1.8 card behind an ATR that nobody knows
        return self._known(long.data) if long.ok else chip

    def _known(self, data: bytes) -> ChipData:
        chip = parse_chip_data(data)
        self.applet = chip.applet
        return chip

    # ------------------------------------------------------------------ files

    def select(self, file: File) -> bool:
        """Make the file current; False when the card does not have it.

        By path first; then, for cards and readers that do not know this, by path without the master file, and
        step by step; and once more after selecting the applet, because another program may have moved the card.
        The way that worked is the only one from then on.
        """
        if self._select_once(file):
            return True
        return self._reselect_applet() and self._select_once(file)

    def _select_once(self, file: File) -> bool:
        refused = 0
        for way in _Way if self._way is None else (self._way,):
            sw = self._select_by(way, file.path)
            if sw in _SELECTED:
                self._way = way
                return True
            refused = refused or sw
        if refused not in MISSING:
            raise CardRefused("SELECT", refused)
        return False

    def _select_by(self, way: _Way, path: bytes) -> int:
        """The status word of the last SELECT that was needed."""
        p1, master = way.value
        whole = path if master else path[2:]
        parts = (whole,) if p1 == 0x08 else (whole[0:2], whole[2:4], whole[4:6])
        sw = 0
        for part in parts:
            sw = self.channel.send(build(0x00, 0xA4, p1, 0x0C, part)).sw
            if sw not in _SELECTED:
                break
        return sw

    def _reselect_applet(self) -> bool:
        """Select the applet by its name, once an exchange; True when it answered."""
        if self._applet_selected:
            return False
        self._applet_selected = True
        answer = self.channel.send(build(0x00, 0xA4, 0x04, 0x00, AID))
        return answer.ok or answer.sw >> 8 == 0x61

    def read(
        self,
        file: File,
        *,
        length: int | None = None,
        first_block: bool = False,
        complete: Callable[[bytes], bool] = lambda _content: False,
    ) -> bytes | None:
        """A file's bytes, None when the card does not have the file.

        `length` reads exactly that much and no end-of-file probe; `first_block` stops after 256 bytes; the end of a
        file is neither sought nor doubted when `complete` says that the content is whole.
        """
        if not self.select(file):
            return None
        wanted = BLOCK if first_block else length
        return self._read_from(file, bytearray(), wanted, complete)

    def read_der(self, file: File) -> bytes | None:
        """A DER file (certificate, key) cut at its own length; None when absent or filled with zeros."""
        if not self.select(file):
            return None
        head = self._read_from(file, bytearray(), BLOCK, is_whole_der)
        total = der_length(head)
        if total is None:
            return None
        if total > len(head):
            head = self._read_from(file, bytearray(head), total)
        if len(head) < total:
            raise CardMalformed("a certificate is cut off")
        return head[:total]

    def _read_from(
        self,
        file: File,
        got: bytearray,
        wanted: int | None,
        complete: Callable[[bytes], bool] = lambda _content: False,
    ) -> bytes:
        """Go on reading at the end of `got`, up to `wanted` bytes or the end of the file.

        A block that is shorter than asked ends a file, unless the content is visibly cut: some readers carry only
        so much at a time.  Others report an end in the middle of a file; a real one is reported again after a new
        SELECT.
        """
        doubted_at = cut_at = before = -1
        while wanted is None or len(got) < wanted:
            ask = self._block if wanted is None else min(self._block, wanted - len(got))
            offset = len(got)
            answer = self.channel.send(build(0x00, 0xB0, offset >> 8 & 0x7F, offset & 0xFF, le=ask))
            if answer.sw in (Sw.OK, Sw.END_OF_FILE) and answer.data:
                if offset == cut_at:
                    self._block = before  # that was no end: this reader carries only so much at a time
                got += answer.data
                if len(got) > MAX_FILE:
                    raise CardHostile("a file without end")
                if len(answer.data) < ask:
                    if answer.sw == Sw.END_OF_FILE or complete(bytes(got)):
                        break
                    cut_at, before = len(got), len(answer.data)
                continue
            if answer.sw == Sw.WRONG_LENGTH and self._block == BLOCK:
                self._block = SMALL_BLOCK
                continue
            if answer.sw not in (Sw.OK, Sw.END_OF_FILE, *END_BY_OFFSET):
                raise CardRefused("READ BINARY", answer.sw)
            if doubted_at == offset or complete(bytes(got)):
                break
            doubted_at = offset
            if not self.select(file):
                break
        return bytes(got)

    # ------------------------------------------------------------------ keys

    def internal_authenticate(self, challenge: bytes) -> bytes:
        """The basic key's signature (r and s, 96 bytes) over 48 fresh bytes; applet 1.8, no PIN, 5000 calls a card."""
        command = build(0x00, 0x88, 0x02, BASIC_KEY, b"\x94\x30" + challenge)
        answer = self.channel.ask(command)
        if answer.sw in (Sw.CONDITIONS, Sw.KEY_NOT_FOUND):
            self.security_environment(ECDSA_SHA384, BASIC_KEY)  # masks that want the key chosen first
            answer = self.channel.ask(command)
        return answer.must("INTERNAL AUTHENTICATE")

    def sign(self, digest: bytes) -> bytes:
        """PSO: the chosen key's signature over a digest, after MSE SET and VERIFY."""
        return self.channel.ask(build(0x00, 0x2A, 0x9E, 0x9A, digest)).must("SIGN")

    def security_environment(self, algorithm: int, key: int) -> None:
        """MSE SET: choose the key and the algorithm of the next signature."""
        data = bytes((0x04, 0x80, algorithm, 0x84, key))
        self.channel.send(build(0x00, 0x22, 0x41, 0xB6, data)).must("MSE SET")

    def log_off(self) -> None:
        """Drop every right that the PIN gave; the status word does not matter, the caller resets the card too."""
        self.channel.send(build(0x80, 0xE6, 0x00, 0x00))


def is_whole_der(data: bytes) -> bool:
    """True when a DER sequence is there to its end."""
    try:
        length = der_length(data)
    except CardMalformed:
        return False
    return length is not None and length <= len(data)


def is_whole_signature(data: bytes) -> bool:
    """True for a register's signature to its end: DER (elliptic), or as long as an RSA key."""
    return len(data) in RSA_BYTES or is_whole_der(data)


def der_length(data: bytes) -> int | None:
    """Whole length of a DER SEQUENCE by its header; None when the file is empty or zeros.

    `CardMalformed` for anything that is no sequence of a sensible size.
    """
    if not data or not any(data):
        return None
    if data[0] != 0x30 or len(data) < 2:
        raise CardMalformed("not a DER sequence")
    first = data[1]
    if first < 0x80:
        return 2 + first
    octets = first & 0x7F
    if octets not in (1, 2) or len(data) < 2 + octets:
        raise CardMalformed("a DER length out of bounds")
    total = 2 + octets + int.from_bytes(data[2 : 2 + octets], "big")
    if total > MAX_FILE:
        raise CardMalformed("a DER length out of bounds")
    return total
