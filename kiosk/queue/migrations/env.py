"""How Alembic runs here: on the connection and in the transaction that it is given."""

from alembic import context

from kiosk.queue.migrate import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
context.run_migrations()
