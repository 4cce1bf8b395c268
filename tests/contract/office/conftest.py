"""The stores of tests/contract/queue, for the back office."""

import importlib.util
from pathlib import Path

_path = Path(__file__).parents[1] / "queue" / "conftest.py"
_spec = importlib.util.spec_from_file_location("queue_conftest", _path)
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)

postgres = _module.postgres
made_sqlite = _module.made_sqlite
made_postgres = _module.made_postgres
store_url = _module.store_url
clock = _module.clock
