"""What a row must be, held by the engine too; rows that another program wrote otherwise are put right first."""

# ruff: noqa: S608  (names and numbers of this file alone)

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_FIRST, _LAST = 0, 7_258_118_399_999_999  # 1970 to the end of 2199, in microseconds
_DAYS = "BETWEEN '1970-01-01' AND '2200-01-01'"
_STATES = (
    "'called', 'done', 'no_show', 'not_printed', 'parked', 'returned', 'serving', 'transferred', 'unserved', 'waiting',"
    " 'withdrawn'"
)
_PAPERS = "'failed', 'not_wanted', 'pending', 'printed'"
_NEEDED = ("taken_at", "waiting_since")
_OTHERS = ("appointment_at", "called_at", "serving_at", "ended_at")

RULES = {
    "queue_ticket": {
        "state": f"state IN ({_STATES})",
        "paper": f"paper IN ({_PAPERS})",
        "day": f"day {_DAYS}",
        "queue_day": f"queue_day {_DAYS}",
        **{name: f"{name} BETWEEN {_FIRST} AND {_LAST}" for name in _NEEDED},
        **{name: f"({name} IS NULL OR {name} BETWEEN {_FIRST} AND {_LAST})" for name in _OTHERS},
        "counts": "people >= 1 AND seq >= 0 AND copies >= 0 AND calls >= 0 AND steps >= 0",
    },
    "queue_move": {"at": f"at BETWEEN {_FIRST} AND {_LAST}"},
    "office_appointment": {"starts_at": f"starts_at BETWEEN {_FIRST} AND {_LAST}"},
}

# who holds such a number stays in the queue: only what cannot be meant goes
REPAIRS = (
    *(f"UPDATE queue_ticket SET {name} = NULL WHERE NOT {name} BETWEEN {_FIRST} AND {_LAST}" for name in _OTHERS),
    *(
        f"UPDATE {table} SET {name} = CASE WHEN {name} > {_LAST} THEN {_LAST} ELSE {_FIRST} END"
        f" WHERE NOT {name} BETWEEN {_FIRST} AND {_LAST}"
        for table, name in (
            *(("queue_ticket", name) for name in _NEEDED),
            ("queue_move", "at"),
        )
    ),
    f"UPDATE queue_ticket SET state = 'unserved' WHERE state NOT IN ({_STATES})",
    f"UPDATE queue_ticket SET paper = 'not_wanted' WHERE paper NOT IN ({_PAPERS})",
    f"DELETE FROM queue_ticket WHERE NOT (day {_DAYS}) OR NOT (queue_day {_DAYS})",
    "UPDATE queue_ticket SET people = 1 WHERE people < 1",
    *(f"UPDATE queue_ticket SET {name} = 0 WHERE {name} < 0" for name in ("seq", "copies", "calls", "steps")),
    f"DELETE FROM office_appointment WHERE NOT starts_at BETWEEN {_FIRST} AND {_LAST}",
)


def upgrade() -> None:
    """Put right, then rule."""
    for statement in REPAIRS:
        op.execute(sa.text(statement))
    if op.get_bind().dialect.name == "postgresql":
        for table, rules in RULES.items():
            for name, rule in rules.items():
                # not looked at again: a long table would stand still for every kiosk of the city meanwhile
                op.execute(sa.text(f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} CHECK ({rule}) NOT VALID"))
        return
    for table, rules in RULES.items():
        with op.batch_alter_table(table, recreate="always") as batch:
            for name, rule in rules.items():
                batch.create_check_constraint(f"{table}_{name}", sa.text(rule))


def downgrade() -> None:
    """Without rules, as an older program made the tables."""
    for table, rules in RULES.items():
        with op.batch_alter_table(table) as batch:
            for name in rules:
                batch.drop_constraint(f"{table}_{name}", type_="check")
