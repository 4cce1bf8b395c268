"""Who bears which off-line mark, so that two kiosks never give the same number while the line is down."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "queue_kiosk",
        sa.Column("place", sa.String, primary_key=True),
        sa.Column("mark", sa.String, primary_key=True),
        sa.Column("kiosk", sa.String, nullable=False),
        sa.Column("machine", sa.String, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("queue_kiosk")
