"""Where a simulated kiosk of this user has its control sockets."""

from __future__ import annotations

import os
from pathlib import Path


def control_sockets() -> tuple[Path, Path]:
    """Where the simulated kiosk of this user puts its two sockets: the simulators' and its own."""
    base = os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(base) / "residence-kiosk" if base else Path.home() / ".cache" / "residence-kiosk" / "control"
    return folder / "simulators.sock", folder / "kiosk.sock"
