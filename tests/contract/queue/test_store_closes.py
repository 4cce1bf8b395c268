"""A store that is closed holds no line to its database, whoever was in the middle of something or comes late."""

import pytest
from sqlalchemy import text

from kiosk.queue.errors import Refusal, RefusalCode


def test_what_is_read_at_the_end_is_read_to_its_end_and_the_line_then_closed(opened):
    store = opened()
    with store.database.stream() as connection:
        line = connection.connection.driver_connection
        store.close()
        assert connection.execute(text("SELECT 1")).scalar() == 1
    with pytest.raises(Exception, match="closed"):
        line.execute("SELECT 1")


def test_whoever_comes_after_the_end_is_refused_and_opens_nothing(opened, ask):
    store = opened()
    store.close()
    for late in (store.list(), store.issue(ask())):
        assert isinstance(late, Refusal)
        assert late.code is RefusalCode.STORE_UNAVAILABLE
    assert store.database.engine.pool.checkedin() == 0
