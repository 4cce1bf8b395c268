"""The page of `kiosk profile edit` in a browser, and a folder to begin a profile in."""

from __future__ import annotations

import pytest

from tests.support.chromium import page

__all__ = ["here", "page"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path
