"""The HTTP API does what its description says, and nothing else: schemathesis asks it everything."""

import shutil

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from kiosk.queue.clients import Client, Doorman, Scope, token_hash
from kiosk.queue.httpapi import DESCRIPTION, make_server
from tests.support.waiting import PATIENCE

HERE = "stadskantoor"
TOKEN = {"Authorization": "Bearer token"}
EVERYBODY = Client("everybody", token_hash("token"), frozenset(Scope), per_minute=100_000, burst=100_000)


@pytest.fixture
def store_url(made_sqlite, tmp_path):
    """One engine: what is tried stands before the store."""
    return f"sqlite:///{shutil.copy(made_sqlite, tmp_path / 'tickets.db')}"


@pytest.mark.full
@pytest.mark.parametrize("mode", GenerationMode)
def test_every_address_answers_as_it_is_described(store, clock, mode):
    load_all_checks()
    # what is well formed may still be refused: another place, a class that is not there
    excluded = [CHECKS.get_one("positive_data_acceptance")]
    with make_server(store, Doorman((EVERYBODY,)), clock, place=HERE) as server:
        address = "http://{}:{}".format(*server.address)
        described = schemathesis.openapi.from_url(address + DESCRIPTION)
        tried = set()
        for operation in (result.ok() for result in described.get_all_operations()):
            tried.add((operation.method, operation.path))

            @given(operation.as_strategy(mode))
            @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
            def asked(case):
                case.call_and_validate(headers=TOKEN, excluded_checks=excluded, timeout=PATIENCE)

            asked()
        assert len(tried) == 16
