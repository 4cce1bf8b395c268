"""Where a fault came from, as an event may say it: a module and a line, never a message."""

from __future__ import annotations

import re
import traceback
from pathlib import Path


def place_of(fault: BaseException) -> str:
    """The innermost line of code, such as "stage:120"; "unknown" for a fault that was never raised."""
    frames = traceback.extract_tb(fault.__traceback__)
    if not frames:
        return "unknown"
    # code that has no file is called "<string>" or "<frozen importlib._bootstrap>"
    name = re.sub(r"[^A-Za-z0-9_.]", "", Path(frames[-1].filename).stem)[:60].lstrip("0123456789.")
    return f"{name or 'unknown'}:{frames[-1].lineno or 0}"
