"""The courier's tests use the shared store's own fixtures, on both kinds."""

from __future__ import annotations

from tests.store.conftest import (  # noqa: F401 - fixtures
    clock,
    made_postgres,
    made_sqlite,
    ready_postgres,
    ready_sqlite,
    ready_url,
    store,
)
