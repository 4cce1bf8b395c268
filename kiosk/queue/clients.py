"""Who may use the HTTP API: named clients with a token of their own, what each may do, and how often."""

from __future__ import annotations

import enum
import hashlib
import hmac
import re
import threading
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

NAME: Final = re.compile(r"[a-z0-9-]{1,32}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Scope(enum.StrEnum):
    """What a client may do."""

    DISPLAY = "display"  # see the board
    COUNTER = "counter"  # call, and everything a counter does
    ISSUE = "issue"  # take tickets


class ClientsProblem(ValueError):
    """The clients' file cannot be used; the message names every mistake."""


@dataclass(frozen=True, slots=True)
class Client:
    """One program: its name stands in the records; only the hash of its token is kept."""

    name: str
    token_sha256: str = field(repr=False)
    scopes: frozenset[Scope]
    per_minute: int = 60
    burst: int = 10


def token_hash(token: str) -> str:
    """The SHA-256 of a token.  Tokens are 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def load_clients(path: Path) -> tuple[Client, ...]:
    """Read the file: [clients.NAME] with token_sha256, scopes and perhaps per_minute and burst.  ClientsProblem."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ClientsProblem(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ClientsProblem(f"{path}: is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise ClientsProblem(f"{path}: is not TOML: {error}") from None
    tables = data.get("clients", {})
    mistakes = [f"{name}: only [clients.NAME] tables stand here" for name in data if name != "clients"]
    clients = []
    for name, values in tables.items() if isinstance(tables, dict) else ():
        wrong = _mistakes(name, values)
        mistakes += [f"clients.{name}: {one}" for one in wrong]
        if not wrong:
            scopes = frozenset(Scope(one) for one in values["scopes"])
            limits = {key: values[key] for key in ("per_minute", "burst") if key in values}
            clients.append(Client(name, values["token_sha256"], scopes, **limits))
    digests = [one.token_sha256 for one in clients]
    if len(set(digests)) != len(digests):
        mistakes.append("two clients share a token")
    if mistakes:
        raise ClientsProblem(f"{path}: " + "; ".join(mistakes))
    return tuple(clients)


def _mistakes(name: str, values: Any) -> list[str]:
    if not isinstance(values, dict):
        return ["is not a table"]
    found = []
    if not NAME.fullmatch(name):
        found.append("a name is a-z, 0-9, hyphen")
    unknown = set(values) - {"token_sha256", "scopes", "per_minute", "burst"}
    found += [f"{key}: unknown" for key in sorted(unknown)]
    digest = values.get("token_sha256")
    if not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
        found.append("token_sha256: 64 hexadecimal digits")
    scopes = values.get("scopes")
    if not (isinstance(scopes, list) and scopes and all(one in set(Scope) for one in scopes)):
        found.append(f"scopes: a list of {', '.join(Scope)}")
    for key in ("per_minute", "burst"):
        value = values.get(key, 1)
        if not (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100_000):
            found.append(f"{key}: a whole number from 1 to 100000")
    return found


class Doorman:
    """Knows clients by their token and lets each in as often as it may: a bucket of `burst`, filled by the minute."""

    def __init__(self, clients: tuple[Client, ...]) -> None:
        self._clients = clients
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def who(self, authorization: str | None) -> Client | None:
        """The client of an Authorization header; every token is compared, in constant time."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not 0 < len(token) <= 256:
            return None
        digest = token_hash(token)
        known = None
        for client in self._clients:
            if hmac.compare_digest(client.token_sha256, digest):
                known = client
        return known

    def wait(self, client: Client, now: float) -> float:
        """0 when the client may come in at `now` (monotonic seconds), else the seconds until it may."""
        rate = client.per_minute / 60
        with self._lock:
            level, at = self._buckets.get(client.name, (float(client.burst), now))
            level = min(float(client.burst), level + (now - at) * rate)
            if level < 1:
                self._buckets[client.name] = (level, now)
                return (1 - level) / rate
            self._buckets[client.name] = (level - 1, now)
            return 0.0
