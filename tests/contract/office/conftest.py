"""The stores of tests/contract/queue, for the back office."""

from tests.contract.queue.conftest import clock, made_postgres, made_sqlite, store_url

__all__ = ["clock", "made_postgres", "made_sqlite", "store_url"]
