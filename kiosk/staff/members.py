"""Who is staff: an argon2 hash of a PIN and keyed hashes of their own cards, in one file that only the kiosk reads.

There is no default member and no default PIN.  A card is listed by HMAC-SHA256 with a random key of this kiosk, so that the
file does not tell whose card it is.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import math
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from devices.api.card import Pin
from kiosk.base.durable import make_file, only_writer, replace_file
from kiosk.staff.lockout import Lock

STAFF_PIN_MIN = 6
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_VERSION = 1
_KEYS = frozenset({"version", "members", "lockout", "lock"})  # `lock` is 0.2.0's, which went by the date: not heard
_WAY_BACK = "Bring it back: sudo kiosk staff restore"


class StaffProblem(ValueError):
    """Something that the person at the terminal can put right; the message says what."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of staff: `id` is what logs hold, `label` their own word for it (only in this file), hashes, when added."""

    id: str
    label: str
    pin: str
    cards: tuple[str, ...]
    added: str


def weakness(text: str) -> str:
    """Why these digits are no staff PIN; "" when they are one."""
    if not (text.isascii() and text.isdigit() and STAFF_PIN_MIN <= len(text) <= 12):
        return f"a staff PIN has {STAFF_PIN_MIN} to 12 digits"
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(text)}
    if steps in ({0}, {1}, {9}):
        return "digits in a row or all the same are guessed first"
    if len(set(text)) < 3:
        return "use at least three different digits"
    return ""


class Members:
    """The file `staff.json` and its key `staff.key` in a folder that only the kiosk's user reads (both 0600).

    Every change is written to a new file that replaces the old one, by one program at a time: what another one changed
    meanwhile stays.  A copy of the list lies beside it, `staff.json.copy`.  Every method raises OSError when the disk does
    not take or give it, and StaffProblem when the file is damaged, lost (its copy is there) or of a newer program.
    """

    def __init__(self, folder: Path, hasher: PasswordHasher | None = None) -> None:
        self._path = folder / "staff.json"
        self._copy = folder / "staff.json.copy"
        self._key_path = folder / "staff.key"
        # argon2id, 64 MiB, 3 rounds: about 0.1 s on a small kiosk, which is far too slow for guessing
        self._hasher = hasher or PasswordHasher()

    def all(self) -> tuple[Member, ...]:
        """Everybody, in the order they were added."""
        return self._read()[0]

    def add(self, label: str, pin_text: str, now: datetime, cards: tuple[str, ...] = ()) -> Member:
        """A new member; StaffProblem for a weak PIN or one that another member has."""
        problem = weakness(pin_text)
        if problem:
            raise StaffProblem(problem)
        pin = Pin.from_text(pin_text)
        try:
            seen = self.all()
            self._refuse_taken(pin)
            hashed = self._hasher.hash(bytes(pin.block()))
            with only_writer(self._path):
                # every hash takes its time, and the door waits for this lock: looked at again only after a change
                if self.all() != seen:
                    self._refuse_taken(pin)
                taken = {member.id for member in self.all()}
                while (fresh := "s" + "".join(secrets.choice(_ALPHABET) for _ in range(4))) in taken:
                    pass
                member = Member(fresh, label, hashed, cards, now.isoformat(timespec="seconds"))
                self._write(members=(*self.all(), member))
        finally:
            pin.wipe()
        return member

    def _refuse_taken(self, pin: Pin) -> None:
        """The PIN alone tells who it is, so two members cannot share one."""
        if self.by_pin(pin) is not None:
            raise StaffProblem("this PIN is already taken: choose another one")

    def remove(self, member_id: str) -> bool:
        """Take a member off; False when there is none of this id."""
        with only_writer(self._path):
            members = self.all()
            kept = tuple(member for member in members if member.id != member_id)
            if len(kept) == len(members):
                return False
            self._write(members=kept)
        return True

    def by_pin(self, pin: Pin) -> Member | None:
        """The member with this PIN.  Every hash is tried, whoever it is, so that the time tells nothing."""
        block = pin.block()
        found: Member | None = None
        for member in self.all():
            try:
                self._hasher.verify(member.pin, bytes(block))
            except (VerificationError, InvalidHashError):
                continue
            found = member
        for at in range(len(block)):
            block[at] = 0
        return found

    def by_card(self, fingerprint: str) -> Member | None:
        """The member whose card has this fingerprint."""
        for member in self.all():
            if any(hmac.compare_digest(card, fingerprint) for card in member.cards):
                return member
        return None

    def fingerprint(self, chip_number: str) -> str:
        """HMAC-SHA256 of a chip's number with this kiosk's key, in hexadecimal."""
        return hmac.new(self._key(), chip_number.encode(), hashlib.sha256).hexdigest()

    def lock(self) -> Lock:
        """The lock-out as it was kept."""
        return self._read()[1]

    def keep_lock(self, change: Callable[[Lock], Lock]) -> Lock:
        """Keep the lock-out that `change` makes of the kept one, before the answer is known."""
        with only_writer(self._path):
            lock = change(self.lock())
            self._write(lock=lock)
        return lock

    def restore(self) -> tuple[Member, ...]:
        """Bring a damaged or lost list back from its copy, without the lock; the members of it.

        StaffProblem when the list is whole, or the copy is not.
        """
        with only_writer(self._path):
            try:
                self._read()
            except StaffProblem:
                if not self._copy.exists():
                    raise
                members, _ = _understood(self._copy)
            else:
                raise StaffProblem("the list of staff is whole")
            replace_file(self._path, _text(members, Lock()))
        return self.all()

    def _key(self) -> bytes:
        if not self._key_path.exists():
            make_file(self._key_path, secrets.token_bytes(32))
        return self._key_path.read_bytes()

    def _read(self) -> tuple[tuple[Member, ...], Lock]:
        if self._path.exists():
            return _understood(self._path)
        if self._copy.exists():
            raise StaffProblem(f"{self._path} is lost. {_WAY_BACK}")
        return (), Lock()

    def _write(self, members: tuple[Member, ...] | None = None, lock: Lock | None = None) -> None:
        text = _text(self.all() if members is None else members, self.lock() if lock is None else lock)
        if members is not None or not self._copy.exists():
            # first, so that nobody who was removed comes back out of it
            replace_file(self._copy, text)
        replace_file(self._path, text)


def _text(members: tuple[Member, ...], lock: Lock) -> bytes:
    data = {"version": _VERSION, "members": [asdict(member) for member in members], "lockout": asdict(lock)}
    return json.dumps(data, indent=1).encode()


def _understood(path: Path) -> tuple[tuple[Member, ...], Lock]:
    """The list and the lock in a file that is there: whole, or StaffProblem."""
    try:
        data = dict(json.loads(path.read_bytes()))
        version = int(data["version"])
        if version == _VERSION:
            if not data.keys() <= _KEYS:
                raise ValueError
            return tuple(map(_member, data["members"])), _lock(data.get("lockout"))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise StaffProblem(f"{path} is damaged. {_WAY_BACK}") from None
    raise StaffProblem(f"{path}: version {version} is newer than this program")


def _member(kept: dict[str, Any]) -> Member:
    member = Member(**(kept | {"cards": tuple(kept["cards"])}))
    if not all(isinstance(text, str) for text in (member.id, member.label, member.pin, member.added, *member.cards)):
        raise ValueError
    return member


def _lock(kept: dict[str, Any] | None) -> Lock:
    if kept is None:
        return Lock()
    lock = Lock(**(kept | {"failures": tuple(kept["failures"])}))
    if not all(0 <= number < math.inf for number in (*lock.failures, lock.left, lock.locks, lock.at)):
        raise ValueError
    return lock
