"""The page of `kiosk profile edit` in a browser."""

from __future__ import annotations

from tests.support.chromium import page

__all__ = ["page"]
