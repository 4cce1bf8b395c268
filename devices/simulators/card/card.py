"""A simulated BelPIC card: answers APDUs as the applet's manuals say, for applets 1.0, 1.1, 1.7 and 1.8."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from devices.simulators.card.forgery import build
from devices.simulators.card.image import Image
from devices.simulators.card.pki import Pki, PrivateKey
from devices.simulators.card.profile import Profile, load

APPLET_AID = bytes.fromhex("A00000003029057000AD13100101FF")
PKCS15_AID = bytes.fromhex("A000000177504B43532D3135")
ID_AID = bytes.fromhex("A000000177496446696C6573")
OK = b"\x90\x00"
_RSA_HASHES: dict[int, hashes.HashAlgorithm | None] = {
    0x01: None,
    0x02: hashes.SHA1(),  # noqa: S303  (an algorithm of the card)
    0x08: hashes.SHA256(),
}
_EC_HASHES: dict[int, hashes.HashAlgorithm] = {0x01: hashes.SHA256(), 0x02: hashes.SHA384(), 0x04: hashes.SHA512()}
CHALLENGES = 5000


@dataclass
class Wallet:
    """What a card remembers without power: its PIN, its counters."""

    pin: bytes
    puk: bytes
    tries: int
    puk_tries: int = 12
    challenges: int = CHALLENGES


class SimulatedCard:
    """One card.  `transmit` answers one command APDU with data and status word; `reset` is a power-up."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.profile: Profile = image.profile
        self.atr = image.atr
        self.wallet = Wallet(_block(self.profile.pin), _puk_block(self.profile.puk), self.profile.tries)
        self.log: list[tuple[bytes, bytes]] = []  # commands and answers since the last reset
        self._directory = "3F00"
        self._file = ""
        self._verified = False
        self._environment = (0, 0)
        self._pending = b""
        self._signature_ready = False
        self._commands: dict[int, Callable[[bytes, bytes, int | None], bytes]] = {
            0xA4: self._select,
            0xB0: self._read,
            0x20: self._verify,
            0x24: self._change,
            0x2C: self._unblock,
            0x22: self._manage,
            0x2A: self._sign,
            0x88: self._authenticate,
            0x84: self._challenge,
        }

    @classmethod
    def of(cls, profile: str | Profile, pki: Pki, *, forged: str = "") -> SimulatedCard:
        """A card from a profile or its name."""
        loaded = load(profile, forged=forged) if isinstance(profile, str) else profile
        return cls(build(loaded, pki))

    def reset(self) -> None:
        """Power up: master file current, no right, nothing pending."""
        self._directory, self._file = "3F00", ""
        self._drop_rights()
        self._environment = (0, 0)
        self._pending = b""
        self.log.clear()

    def transmit(self, command: bytes) -> bytes:
        """Answer data followed by the status word."""
        answer = self._answer(command)
        self.log.append((command, answer))
        return answer

    def exchange(self, command: bytes | bytearray) -> tuple[bytes, int]:
        """The same as a `Transmit` of `devices.card.apdu`: the card in memory, no reader between."""
        answer = self.transmit(bytes(command))
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def _answer(self, command: bytes) -> bytes:
        if len(command) < 4:
            return b"\x67\x00"
        cla, ins = command[0], command[1]
        data, le, fine = _body(command)
        if not fine:
            return b"\x67\x00"
        if cla == 0x00 and ins == 0xC0:
            return self._get_response(le)
        self._pending = b""
        if cla == 0x80:
            return self._proprietary(ins, command, le)
        if cla != 0x00:
            return b"\x6e\x00"
        handler = self._commands.get(ins)
        return b"\x6d\x00" if handler is None else handler(command, data, le)

    # ------------------------------------------------------------------ files

    def _select(self, command: bytes, data: bytes, _le: int | None) -> bytes:
        p1 = command[2]
        if p1 == 0x04:
            return self._select_name(data)
        if p1 == 0x08 and self.profile.select_by_path:
            path = data.hex().upper()
            if self.profile.path_needs_master and path != "3F00" and not path.startswith("3F00"):
                return b"\x6a\x82"
            return self._enter(path.removeprefix("3F00") if path != "3F00" else path)
        if p1 in (0x00, 0x01, 0x02) and len(data) == 2:
            return self._select_step(data.hex().upper())
        return b"\x6a\x86"

    def _select_name(self, name: bytes) -> bytes:
        where = {APPLET_AID: "3F00", PKCS15_AID: "DF00"}
        if self.profile.applet != "1.0":
            where[ID_AID] = "DF01"
        if name not in where:
            return b"\x6a\x82"
        self._directory, self._file = where[name], ""
        return OK

    def _select_step(self, identifier: str) -> bytes:
        if identifier in ("3F00", "DF00", "DF01"):
            self._directory, self._file = identifier, ""
            return OK
        prefix = "" if self._directory == "3F00" else self._directory
        return self._enter(prefix + identifier)

    def _enter(self, path: str) -> bytes:
        if path in ("3F00", "DF00", "DF01"):
            self._directory, self._file = path, ""
            return OK
        if path not in self.image.files:
            return b"\x6a\x82"
        self._directory, self._file = (path[:4], path) if len(path) == 8 else ("3F00", path)
        return OK

    def _read(self, command: bytes, _data: bytes, le: int | None) -> bytes:
        if not self.profile.activated:
            return b"\x6d\x00"
        if not self._file:
            return b"\x69\x86"
        if command[2] & 0x80:
            return b"\x6a\x86"
        content = self.image.files[self._file]
        offset = int.from_bytes(command[2:4], "big")
        if offset >= len(content):
            return b"\x6b\x00"
        wanted = le or 256
        rest = len(content) - offset
        if wanted > rest and self.profile.exact_length:
            return bytes((0x6C, rest))
        return content[offset : offset + wanted] + OK

    # ------------------------------------------------------------------ card data

    def _proprietary(self, ins: int, command: bytes, le: int | None) -> bytes:
        if ins == 0xE6:
            self._drop_rights()
            return OK
        if ins == 0xB2 and self.profile.applet == "1.8":
            return self._read_record(command, le)
        if ins != 0xE4:
            return b"\x6d\x00"
        data = self.image.card_data
        if command[3] == 0x01 and self.profile.applet == "1.8":
            data += bytes((self.wallet.tries if self.profile.pin_exists else 0xFF, 0xFF, 0xFF))
        elif command[3] != 0x00:
            return b"\x6a\x86"
        if le != len(data):
            return bytes((0x6C, len(data)))
        return data + OK

    def _read_record(self, command: bytes, le: int | None) -> bytes:
        """One record of the current TLV file by its tag."""
        from devices.card import tlv

        if not self._file:
            return b"\x69\x86"
        fields = tlv.parse(self.image.files[self._file])
        if command[2] not in fields:
            return b"\x6a\x83"
        record = tlv.encode({command[2]: fields[command[2]]})
        return record[: le or 256] + OK

    # ------------------------------------------------------------------ PIN

    def _drop_rights(self) -> None:
        self._verified = False
        self._signature_ready = False

    def _tries_word(self) -> bytes:
        """63Cx; on the old applets, as on 1.8, the last wrong try says 6983."""
        return bytes((0x63, 0xC0 | self.wallet.tries)) if self.wallet.tries else b"\x69\x83"

    def _verify(self, command: bytes, data: bytes, _le: int | None) -> bytes:
        if command[3] != 0x01 or not self.profile.pin_exists:
            return b"\x6a\x88"
        if self.wallet.tries == 0:
            return b"\x69\x83"
        if not data:
            return self._empty_verify()
        return OK if self._try_pin(data) else self._tries_word()

    def _empty_verify(self) -> bytes:
        """Tells the tries; on 1.0 and 1.1 the question costs one."""
        if self.profile.applet in ("1.0", "1.1"):
            self.wallet.tries -= 1
            self._drop_rights()
            return self._tries_word()
        return OK if self._verified else bytes((0x63, 0xC0 | self.wallet.tries))

    def _try_pin(self, block: bytes) -> bool:
        self._drop_rights()
        if block != self.wallet.pin:
            self.wallet.tries -= 1
            return False
        self.wallet.tries = 3
        self.wallet.challenges = CHALLENGES
        self._verified = True
        self._signature_ready = True
        return True

    def _change(self, command: bytes, data: bytes, _le: int | None) -> bytes:
        if command[3] != 0x01 or len(data) != 16 or not self.profile.pin_exists:
            return b"\x6a\x86" if command[3] != 0x01 else b"\x67\x00"
        if self.wallet.tries == 0:
            return b"\x69\x83"
        new = data[8:]
        if not _well_formed(new):
            return b"\x6a\x80"
        if not self._try_pin(data[:8]):
            return self._tries_word()
        self.wallet.pin = new
        return OK

    def _unblock(self, command: bytes, data: bytes, _le: int | None) -> bytes:
        if self.profile.applet == "1.8" or command[3] != 0x01:
            return b"\x6d\x00" if self.profile.applet == "1.8" else b"\x6a\x86"
        if self.wallet.puk_tries == 0:
            return b"\x69\x83"
        if data[:8] != self.wallet.puk:
            self.wallet.puk_tries -= 1
            return bytes((0x63, 0xC0 | self.wallet.puk_tries)) if self.wallet.puk_tries else b"\x69\x83"
        self.wallet.puk_tries = 12
        self.wallet.tries = 3
        return OK

    # ------------------------------------------------------------------ keys

    def _manage(self, command: bytes, data: bytes, _le: int | None) -> bytes:
        if command[2:4] != b"\x41\xb6" or len(data) != 5 or data[:2] != b"\x04\x80" or data[3] != 0x84:
            return b"\x6a\x80"
        algorithm, reference = data[2], data[4]
        present = {0x81: True, 0x82: self.profile.authentication, 0x83: self.profile.signature}
        if reference not in self.image.keys or not present.get(reference, False):
            return b"\x6a\x88"
        known = _EC_HASHES if isinstance(self.image.keys[reference], ec.EllipticCurvePrivateKey) else _RSA_HASHES
        if algorithm not in known:
            return b"\x94\x84"
        self._environment = (algorithm, reference)
        return OK

    def _sign(self, command: bytes, data: bytes, _le: int | None) -> bytes:
        algorithm, reference = self._environment
        if command[2:4] != b"\x9e\x9a" or reference not in (0x82, 0x83):
            return b"\x69\x85"
        allowed = self._verified if reference == 0x82 else self._signature_ready
        if not allowed:
            return b"\x69\x82"
        if reference == 0x83:
            self._drop_rights()
        try:
            return self._offer(_signature(self.image.keys[reference], algorithm, data))
        except ValueError:
            return b"\x67\x00"

    def _authenticate(self, command: bytes, data: bytes, _le: int | None) -> bytes:
        if self.profile.applet != "1.8" or 0x81 not in self.image.keys:
            return b"\x6d\x00"
        if command[2:4] != b"\x02\x81" or len(data) != 50 or data[:2] != b"\x94\x30":
            return b"\x6a\x80"
        if self.wallet.challenges == 0:
            return b"\x69\x83"
        self.wallet.challenges -= 1
        return self._offer(_raw_ecdsa(self.image.keys[0x81], data[2:], hashes.SHA384()))

    def _offer(self, answer: bytes) -> bytes:
        """T=0: the answer to a command with data waits for GET RESPONSE."""
        self._pending = answer
        return bytes((0x61, len(answer) & 0xFF))

    def _get_response(self, le: int | None) -> bytes:
        if not self._pending:
            return b"\x69\x85"
        wanted = le or 256
        if wanted > len(self._pending):
            return bytes((0x6C, len(self._pending)))
        answer, self._pending = self._pending[:wanted], self._pending[wanted:]
        return answer + (bytes((0x61, len(self._pending) & 0xFF)) if self._pending else OK)

    def _challenge(self, _command: bytes, _data: bytes, le: int | None) -> bytes:
        return os.urandom(le or 256) + OK


def _body(command: bytes) -> tuple[bytes, int | None, bool]:
    """Data and Le of a short APDU; the last value is False when lengths do not fit."""
    if len(command) == 4:
        return b"", None, True
    if len(command) == 5:
        return b"", command[4], True
    end = 5 + command[4]
    if len(command) == end:
        return command[5:end], None, True
    if len(command) == end + 1:
        return command[5:end], command[end], True
    return b"", None, False


def _block(pin: str) -> bytes:
    """2L, BCD digits, padded with F to eight bytes."""
    return bytes.fromhex(f"2{len(pin):X}" + pin.ljust(14, "F"))


def _puk_block(puk: str) -> bytes:
    return bytes.fromhex("2C" + puk.ljust(14, "F"))


def _well_formed(block: bytes) -> bool:
    count = block[0] & 0x0F
    text = block.hex().upper()
    digits = text[2 : 2 + count]
    return block[0] >> 4 == 2 and 4 <= count <= 12 and digits.isdigit() and set(text[2 + count :]) <= {"F"}


def _signature(key: PrivateKey, algorithm: int, data: bytes) -> bytes:
    """PSO: PKCS#1 over a digest or a whole DigestInfo, or raw r and s."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return _raw_ecdsa(key, data, _EC_HASHES[algorithm])
    digest = _RSA_HASHES[algorithm]
    if digest is not None:
        return key.sign(data, padding.PKCS1v15(), utils.Prehashed(digest))
    return _raw_pkcs1(key, data)


def _raw_ecdsa(key: PrivateKey, digest: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        return b"\0" * 96
    r, s = utils.decode_dss_signature(key.sign(digest, ec.ECDSA(utils.Prehashed(algorithm))))
    return r.to_bytes(48, "big") + s.to_bytes(48, "big")


def _raw_pkcs1(key: rsa.RSAPrivateKey, digest_info: bytes) -> bytes:
    """PKCS#1 v1.5 padding around what the terminal sends, as algorithm 01 does."""
    size = (key.key_size + 7) // 8
    if len(digest_info) > size - 11:
        raise ValueError("too long")
    block = b"\0\1" + b"\xff" * (size - 3 - len(digest_info)) + b"\0" + digest_info
    numbers = key.private_numbers()
    return pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n).to_bytes(size, "big")
