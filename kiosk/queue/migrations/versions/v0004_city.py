"""Indexes for a whole city: the board, a list by state, the estimate and a kiosk's newest ticket read what they tell."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INDEXES = {
    "queue_ticket_state": ["place", "queue_day", "state", "klass", "ended_at"],
    "queue_ticket_called": ["place", "queue_day", "called_at"],
    "queue_ticket_kiosk": ["kiosk", "taken_at"],
}
_WHERE = {"queue_ticket_called": sa.text("called_at IS NOT NULL")}


def upgrade() -> None:
    """Make what is not there: on a server that is in use they were made beforehand, beside the kiosks' work."""
    for name, columns in INDEXES.items():
        where = _WHERE.get(name)
        op.create_index(name, "queue_ticket", columns, if_not_exists=True, postgresql_where=where, sqlite_where=where)
    op.drop_index("queue_ticket_line", "queue_ticket")


def downgrade() -> None:
    """The one index that an older program made."""
    op.create_index("queue_ticket_line", "queue_ticket", ["place", "queue_day", "state"])
    for name in INDEXES:
        op.drop_index(name, "queue_ticket")
