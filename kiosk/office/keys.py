"""The office key: turns a register number into a keyed hash, a pseudonym that nobody without the key can guess back."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
from pathlib import Path
from typing import Final

from kiosk.base.codes import same
from kiosk.base.durable import make_file
from kiosk.queue.database import StoreError, refusal_of

_BYTES: Final = 32
_DIGITS: Final = re.compile(r"\D")


class KeyProblem(Exception):
    """The key file cannot be used; the message says why and what to do."""


class OfficeKey:
    """Hashes of persons and of codes, each with a name of its own so that one is no hint for the other."""

    def __init__(self, key: bytes) -> None:
        if len(key) != _BYTES:
            raise KeyProblem(f"an office key has {_BYTES} bytes")
        self._key = key

    def __repr__(self) -> str:
        return "OfficeKey(hidden)"

    def person(self, national_number: str) -> str:
        """The keyed hash of a register number, however it is written (91.08.17-123.45 or 91081712345)."""
        return self._hash(b"person", _DIGITS.sub("", national_number))

    def code(self, code: str) -> str:
        """The keyed hash of an appointment's code, in large or small letters."""
        return self._hash(b"code", same(code))

    def _hash(self, kind: bytes, text: str) -> str:
        return hmac.new(self._key, kind + b"\0" + text.encode(), hashlib.sha256).hexdigest()


def load_key(path: Path) -> OfficeKey:
    """The key in `path`; at first use it is made, readable by its owner alone.

    KeyProblem when others may read it or it is damaged; StoreError when the disk refuses.
    """
    try:
        return OfficeKey(_read(path))
    except FileNotFoundError:
        return OfficeKey(_make(path))
    except OSError as error:
        raise StoreError(refusal_of(error)) from error


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & 0o077:
            raise KeyProblem(f"{path.name} may be read by others (mode {mode:o}): chmod 600 it, then make a new key")
        return file.read(_BYTES + 1)


def _make(path: Path) -> bytes:
    key = secrets.token_bytes(_BYTES)
    try:
        # two processes that start together agree on one whole key
        return key if make_file(path, key) else _read(path)
    except OSError as error:
        raise StoreError(refusal_of(error)) from error
