"""The tables of the embedded back office.  Persons and codes stand in them as keyed hashes: pseudonyms, personal data still."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, MetaData, String, Table

from kiosk.queue.tables import FIRST, LAST, Day, Instant

metadata = MetaData()

cards = Table(
    "office_card",
    metadata,
    Column("subject", String, primary_key=True),
    Column("status", String, nullable=False),
    Column("place", String),
    Column("applied_on", Day),
    Column("applied_at", String),
    Column("letter_on", Day),
    Column("urgent", Boolean, nullable=False),
)

appointments = Table(
    "office_appointment",
    metadata,
    Column("code", String, primary_key=True),
    Column("place", String, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("service", String, nullable=False),
    Column("klass", String, nullable=False),
    Column("subject", String),
    Index("office_appointment_subject", "subject"),
    CheckConstraint(f"starts_at BETWEEN {FIRST} AND {LAST}", name="office_appointment_starts_at"),
)

imports = Table(
    "office_import",
    metadata,
    Column("kind", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("rows", Integer, nullable=False),
)
