"""The dock's page in a browser."""

from __future__ import annotations

from tests.support.chromium import page

__all__ = ["page"]
