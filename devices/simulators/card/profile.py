"""Profiles of simulated cards: TOML files that say who is on the card, which applet, which PIN, what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

APPLETS = ("1.0", "1.1", "1.7", "1.8")
FORGERIES = {
    "surname": "a surname changed after signing",
    "validity": "a later end date written over the signed one",
    "signature": "one bit of the identity signature flipped",
    "other-signature": "the identity signature of another card",
    "register-key": "a register certificate that the root never signed",
    "citizen-as-register": "a holder's certificate in the register's place",
    "register-below-ca": "a register certificate issued by a citizen CA",
    "register-expired": "a register certificate that ended before the card was issued",
    "address": "a street changed after signing",
    "address-signature": "the address signature of another card",
    "photo": "another photo",
    "basic-key": "a basic key that the identity file does not name",
    "cloned-chip": "all files copied, but not the key of the chip",
    "chip-number": "files copied onto a chip with another serial number",
    "downgrade": "files of a 1.8 card on a chip that says it is 1.7",
    "holder-certificate": "the authentication certificate of somebody else",
    "cloned-holder-key": "the authentication certificate copied, but not its key",
    "untrusted-root": "everything signed below a root that nobody trusts",
}


@dataclass(frozen=True)
class Profile:
    """One simulated card.  Texts of `identity` and `address` go onto the card as they are."""

    name: str
    title: str
    applet: str
    identity: Mapping[str, Any]
    address: Mapping[str, str]
    pin: str = "1234"
    puk: str = "333333111111"
    tries: int = 3
    pin_exists: bool = True
    authentication: bool = True
    signature: bool = True
    register: str = ""  # generation of the register's key where it is not the applet's own ("ec": re-keyed)
    photo_hash: str = ""  # "sha1" on re-signed cards
    padded_signatures: bool = False
    structure_version: bool = False  # the identity file starts with tag 00
    select_by_path: bool = True
    path_needs_master: bool = True
    exact_length: bool = True  # answers 6Cxx to a length beyond the file, as T=0 cards do
    activated: bool = True
    forged: str = ""
    ocsp: str = ""  # address of an OCSP responder, named in the holder's certificates
    crl: str = ""  # address of a revocation list, likewise
    extra_tags: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def generation(self) -> str:
        """The generation of this card's public key infrastructure."""
        return {"1.0": "sha1", "1.1": "sha1", "1.7": "rsa", "1.8": "ec"}[self.applet]

    @property
    def document_type(self) -> int | None:
        """The document type, None when the profile's is no number."""
        text = str(self.identity.get("document_type", ""))
        return int(text) if text.isdigit() else None


class ProfileError(ValueError):
    """A profile that does not exist or cannot be understood."""


def names() -> list[str]:
    """The profiles that ship with the project."""
    folder = resources.files("devices.simulators.card") / "profiles"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def load(name: str, *, forged: str = "") -> Profile:
    """A profile by name, or from a TOML file by its path; `forged` makes it a forgery of that kind."""
    data = _read(name)
    if forged:
        data["forged"] = forged
    return parse(Path(name).stem, data)


def _read(name: str) -> dict[str, Any]:
    """The file's tables, laid over those of its base."""
    path = Path(name)
    if name.endswith(".toml") and path.is_file():
        text = path.read_text(encoding="utf-8")
    else:
        source = resources.files("devices.simulators.card") / "profiles" / f"{name}.toml"
        if not name.replace("-", "").isalnum() or not source.is_file():
            raise ProfileError(f"there is no card profile {name!r}; `kiosk card profiles` lists them")
        text = source.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{name}: {error}") from error
    base = data.pop("base", None)
    if base is None:
        return data
    merged = _read(str(base))
    for key, value in data.items():
        merged[key] = {**merged.get(key, {}), **value} if isinstance(value, dict) else value
    return merged


def parse(name: str, data: Mapping[str, Any]) -> Profile:
    """A profile from its tables; `ProfileError` names what is wrong."""
    values = dict(data)
    pin = values.pop("pin", {})
    certificates = values.pop("certificates", {})
    extra = {int(tag, 16): bytes.fromhex(value) for tag, value in values.pop("extra_tags", {}).items()}
    known: dict[str, Any] = {
        "pin": str(pin.get("code", "1234")),
        "puk": str(pin.get("puk", "333333111111")),
        "tries": int(pin.get("tries", 3)),
        "pin_exists": bool(pin.get("exists", True)),
        "authentication": bool(certificates.get("authentication", True)),
        "signature": bool(certificates.get("signature", True)),
    }
    try:
        profile = Profile(name=name, extra_tags=extra, **known, **values)
    except TypeError as error:
        raise ProfileError(f"{name}: {error}") from error
    if profile.applet not in APPLETS:
        raise ProfileError(f"{name}: applet {profile.applet!r} is not one of {', '.join(APPLETS)}")
    if profile.forged and profile.forged not in FORGERIES:
        raise ProfileError(f"{name}: forged {profile.forged!r} is not one of {', '.join(FORGERIES)}")
    return profile


def card_date(value: object) -> bytes:
    """A date as the card writes it: DD.MM.YYYY."""
    return value.strftime("%d.%m.%Y").encode() if isinstance(value, date) else str(value).encode()
