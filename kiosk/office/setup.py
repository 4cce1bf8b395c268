"""From the configuration to the back office that the kiosk asks: the embedded table or the office's own service."""

from __future__ import annotations

from pathlib import Path

from kiosk.base.clock import Clock
from kiosk.base.config import Config
from kiosk.office.embedded import EmbeddedOffice, open_office
from kiosk.office.keys import OfficeKey, load_key
from kiosk.office.remote import Access, RemoteOffice
from kiosk.queue.database import protected
from kiosk.queue.errors import Refusal
from kiosk.queue.setup import prepared


def key_file(config: Config) -> Path:
    """Where the office key is kept: in the state directory, readable by its owner alone."""
    return config.state_dir / "office.key"


def office_key(config: Config) -> OfficeKey:
    """The key, made at first use.  KeyProblem or StoreError when it cannot be used."""
    return load_key(key_file(config))


def open_embedded(config: Config, *, clock: Clock, url: str | None = None) -> EmbeddedOffice | Refusal:
    """The embedded table, in the store's database."""
    address = protected(url or config.store.central_url or config.store_url, config.store.ca)
    return open_office(prepared(address), key=office_key(config), clock=clock)


def open_configured(config: Config, *, clock: Clock) -> EmbeddedOffice | RemoteOffice | Refusal:
    """What answers lookups and check-ins: the configured service, else the embedded table."""
    if not config.office.url:
        return open_embedded(config, clock=clock)
    office = config.office
    token = office.token_file.read_text(encoding="utf-8").strip() if office.token_file else None
    access = Access(
        url=office.url,
        token=token,
        certificate=office.certificate,
        certificate_key=office.certificate_key,
        ca=office.ca,
    )
    return RemoteOffice(access, key=office_key(config), clock=clock)
