"""The first shape: tickets, their moves and counts, the outbox, the back office and appointments."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "queue_counter",
        sa.Column("place", sa.String, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("klass", sa.String, primary_key=True),
        sa.Column("series", sa.String, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("issued", sa.Integer, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "queue_ticket",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("klass", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("taken_at", sa.BigInteger, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("kiosk", sa.String, nullable=False),
        sa.Column("request_id", sa.String, nullable=False, unique=True),
        sa.Column("first_class", sa.String, nullable=False),
        sa.Column("series", sa.String, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("queue_day", sa.Date, nullable=False),
        sa.Column("waiting_since", sa.BigInteger, nullable=False),
        sa.Column("paper", sa.String, nullable=False),
        sa.Column("copies", sa.Integer, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("priority", sa.Boolean, nullable=False),
        sa.Column("appointment_at", sa.BigInteger),
        sa.Column("counter", sa.String),
        sa.Column("called_at", sa.BigInteger),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("serving_at", sa.BigInteger),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.UniqueConstraint("place", "day", "number", name="queue_ticket_number"),
    )
    op.create_index("queue_ticket_line", "queue_ticket", ["place", "queue_day", "state"])
    op.create_table(
        "queue_move",
        sa.Column("ticket_id", sa.String, primary_key=True),
        sa.Column("step", sa.Integer, primary_key=True),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("before", sa.String, nullable=False),
        sa.Column("after", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("counter", sa.String),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("op", sa.String, unique=True),
    )
    op.create_table(
        "queue_count",
        sa.Column("place", sa.String, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("klass", sa.String, primary_key=True),
        sa.Column("state", sa.String, primary_key=True),
        sa.Column("tickets", sa.Integer, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("wait_seconds", sa.BigInteger, nullable=False),
        sa.Column("service_seconds", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "queue_clock",
        sa.Column("kiosk", sa.String, primary_key=True),
        sa.Column("accepted", sa.BigInteger, nullable=False),
        sa.Column("ceiling", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "queue_outbox",
        sa.Column("op", sa.String, primary_key=True),
        sa.Column("ticket_id", sa.String, nullable=False),
        sa.Column("detail", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "office_card",
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("place", sa.String),
        sa.Column("applied_on", sa.Date),
        sa.Column("applied_at", sa.String),
        sa.Column("letter_on", sa.Date),
        sa.Column("urgent", sa.Boolean, nullable=False),
    )
    op.create_table(
        "office_appointment",
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("service", sa.String, nullable=False),
        sa.Column("klass", sa.String, nullable=False),
        sa.Column("subject", sa.String),
    )
    op.create_index("office_appointment_subject", "office_appointment", ["subject"])
    op.create_table(
        "office_import",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Remove every table."""
    for name in (
        "office_import",
        "office_appointment",
        "office_card",
        "queue_outbox",
        "queue_clock",
        "queue_count",
        "queue_move",
        "queue_ticket",
        "queue_counter",
    ):
        op.drop_table(name)
