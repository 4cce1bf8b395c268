"""Dates of a machine-readable zone as dates; anything else is unknown."""

from __future__ import annotations

from datetime import date


def iso_date(text: str) -> date | None:
    """The date of an ISO 8601 text, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
