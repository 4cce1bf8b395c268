"""Whether this is an installed kiosk: what is meant for trying out is refused there."""

from __future__ import annotations

from pathlib import Path

PRODUCTION_MARK = Path("/etc/kiosk/production")


def in_production() -> bool:
    """True on an installed kiosk: simulators, the dock and extra trust roots are refused there."""
    try:
        return PRODUCTION_MARK.exists()
    except PermissionError:
        # only the folder of an installed kiosk is closed to others
        return True
