"""Where the throwaway PKI of this user lies, known without a single cryptographic library."""

from __future__ import annotations

import os
from pathlib import Path

ROOTS_FILE = "trust-roots.pem"


def default_directory() -> Path:
    """`$XDG_CACHE_HOME/residence-kiosk/pki`."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "residence-kiosk" / "pki"
