"""`veille store init`, `upgrade` and `status`, as people and programs read them."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.store.builders import fill
from veille_tui.cli.context import Context
from veille_tui.cli.store import run_init, run_status, run_upgrade
from veille_tui.config import Paths, Settings
from veille_tui.errors import Refused
from veille_tui.store.schema import EXPECTED
from veille_tui.store.shared import SharedStore


@dataclass
class Run:
    """A command's surroundings, and what it said."""

    url: str
    out: io.StringIO = field(default_factory=io.StringIO)
    err: io.StringIO = field(default_factory=io.StringIO)

    def context(self, *, as_json: bool = False) -> Context:
        nowhere = Path("nowhere")
        settings = Settings(Paths(nowhere, nowhere, nowhere), store=self.url)
        return Context(settings, {}, as_json=as_json, out=self.out, err=self.err)


def test_a_store_is_made_and_then_up_to_date(store_url: str):
    run = Run(store_url)
    assert run_init(run.context()) == 0
    assert "prête" in run.err.getvalue()
    assert run_upgrade(run.context(as_json=True)) == 0
    assert json.loads(run.out.getvalue()) == {"before": EXPECTED, "schema": EXPECTED}


def test_upgrading_what_was_never_made_is_refused(store_url: str):
    with pytest.raises(Refused) as failure:
        run_upgrade(Run(store_url).context())
    assert "store init" in failure.value.hint


def test_status_is_one_document(ready_url: str):
    store = SharedStore(ready_url)
    fill(store, 2)
    store.close()
    run = Run(ready_url)
    assert run_status(run.context(as_json=True)) == 0
    found = json.loads(run.out.getvalue())
    assert set(found) > {"url", "engine", "schema", "expected", "reachable", "counts"}
    assert found["counts"]["households"] == 2


def test_status_of_what_was_never_made_says_what_to_do(store_url: str):
    run = Run(store_url)
    assert run_status(run.context(as_json=True)) == 4
    assert json.loads(run.out.getvalue())["schema"] is None
    assert "store init" in run.err.getvalue()


def test_status_of_an_unreachable_store_is_told_apart():
    run = Run("postgresql://marie:s3cret@127.0.0.1:1/veille")
    assert run_status(run.context()) == 3
    assert "s3cret" not in run.out.getvalue() + run.err.getvalue()
