"""Whatever callers do, in whatever order, every household and every need is in one state."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.builders import NOON, Clock
from tests.sync.lives import Lives
from veille_tui.store.clock import to_micros
from veille_tui.store.engine import open_link
from veille_tui.store.proving import Proof, prove
from veille_tui.store.shared import SharedStore


def proof_of(url: str, clock: Clock) -> Proof:
    link = open_link(url, 10, 60)
    try:
        return prove(link, to_micros(clock()))
    finally:
        link.close()


def lived(url: str, folder: Path, seed: int, steps: int) -> None:
    clock = Clock(NOON)
    store = SharedStore(url, clock=clock)
    lives = Lives(store, clock, folder, seed)
    try:
        for _stretch in range(steps // 5):
            lives.live(5)
            proof = proof_of(url, clock)
            broken = [one for one in proof.exceptions if one.is_contradiction]
            assert not broken, (seed, lives.told, broken)
            assert sum(proof.by_state.values()) == proof.cases == 10
            assert sum(proof.by_need.values()) == proof.needs
    finally:
        lives.close()
        store.close()


@settings(max_examples=25)
@given(seed=st.integers(0, 1_000_000))
def test_no_life_leaves_a_household_in_two_states(made_sqlite: Path, seed: int):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(made_sqlite, folder / "store.db")
        lived(f"sqlite:///{folder / 'store.db'}", folder, seed, 40)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nor_on_a_server(ready_postgres: str, tmp_path: Path, seed: int):
    lived(ready_postgres, tmp_path, seed, 40)
