"""Which rows go into which batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from torch import distributed

from pipelines.training.batching import BucketSampler, in_order

LENGTHS = np.random.default_rng(0).integers(1, 400, 1_000)


def sampler_of(always: int, pools: list[int], draw: int, size: int, seed: int = 1) -> BucketSampler:
    """A sampler over ``always`` rows followed by the rows of each pool."""
    cuts = np.cumsum([always, *pools])
    parts = np.split(np.arange(cuts[-1]), cuts[:-1])
    lengths = LENGTHS[: cuts[-1]]
    return BucketSampler(
        lengths, size, seed, always=parts[0], pools=[(pool, draw) for pool in parts[1:]]
    )


def padded_size(batches: Iterable[list[int]]) -> int:
    """Tokens of all batches once each is as long as its longest row."""
    return sum(len(rows) * int(LENGTHS[rows].max()) for rows in batches)


@given(
    always=st.integers(1, 50),
    pools=st.lists(st.integers(0, 30), max_size=3),
    draw=st.integers(0, 40),
    size=st.integers(1, 20),
    epoch=st.integers(0, 5),
)
def test_every_row_once_and_a_draw_from_each_pool(
    always: int, pools: list[int], draw: int, size: int, epoch: int
) -> None:
    sampler = sampler_of(always, pools, draw, size)
    sampler.set_epoch(epoch)
    batches = list(sampler)
    taken = Counter(row for rows in batches for row in rows)
    cuts = np.cumsum([0, always, *pools])
    from_part = [sum(low <= r < high for r in taken) for low, high in pairwise(cuts)]
    assert set(taken.values()) == {1}
    assert from_part == [always, *(min(draw, pool) for pool in pools)]
    assert all(1 <= len(rows) <= size for rows in batches)
    assert len(sampler) == len(batches) == -(-sum(from_part) // size)


def test_the_order_depends_on_seed_and_epoch_alone() -> None:
    def epoch(number: int, seed: int = 1) -> list[list[int]]:
        sampler = sampler_of(300, [200], draw=100, size=16, seed=seed)
        sampler.set_epoch(number)
        return list(sampler)

    assert epoch(3) == epoch(3)
    assert epoch(3) != epoch(4)
    assert epoch(3) != epoch(3, seed=2)
    drawn = [{row for rows in epoch(n) for row in rows if row >= 300} for n in (3, 4)]
    assert drawn[0] != drawn[1]
    assert {frozenset(rows) for rows in epoch(3)} != {frozenset(rows) for rows in epoch(4)}


def test_batches_hold_rows_of_like_length() -> None:
    batches = list(sampler_of(1_000, [], draw=0, size=32))
    shuffled = np.random.default_rng(1).permutation(1_000).tolist()
    mixed = [shuffled[cut : cut + 32] for cut in range(0, 1_000, 32)]
    wasted, wasted_mixed = (padded_size(b) - LENGTHS.sum() for b in (batches, mixed))
    assert wasted < wasted_mixed / 4


def test_batches_do_not_come_by_length() -> None:
    means = [LENGTHS[rows].mean() for rows in sampler_of(1_000, [], draw=0, size=32)]
    assert abs(np.corrcoef(means, range(len(means)))[0, 1]) < 0.5


@pytest.mark.parametrize("processes", [2, 3])
def test_processes_share_an_epoch_in_equal_parts(
    processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sampler = sampler_of(100, [], draw=0, size=10)
    alone = list(sampler)
    monkeypatch.setattr(distributed, "is_initialized", lambda: True)
    monkeypatch.setattr(distributed, "get_world_size", lambda: processes)
    shares = []
    for rank in range(processes):
        monkeypatch.setattr(distributed, "get_rank", lambda rank=rank: rank)
        shares.append(list(sampler))
        assert len(sampler) == len(shares[-1]) == len(alone) // processes
    rows = Counter(row for share in shares for batch in share for row in batch)
    assert set(rows.values()) == {1}
    assert sum(rows.values()) == 100 - 100 % (10 * processes)


def test_the_processes_get_batches_of_like_length_at_every_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sampler = sampler_of(1_000, [], draw=0, size=10)
    monkeypatch.setattr(distributed, "is_initialized", lambda: True)
    monkeypatch.setattr(distributed, "get_world_size", lambda: 2)
    monkeypatch.setattr(distributed, "get_rank", lambda: 0)
    first = [LENGTHS[rows].mean() for rows in sampler]
    monkeypatch.setattr(distributed, "get_rank", lambda: 1)
    second = [LENGTHS[rows].mean() for rows in sampler]
    waiting = np.abs(np.subtract(first, second)).mean()
    assert waiting < np.abs(np.subtract(first, np.roll(second, 1))).mean() / 10


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60), st.integers(1, 20))
def test_in_order_covers_all_rows_by_length(lengths: list[int], size: int) -> None:
    batches = in_order(np.array(lengths), size)
    rows = [row for batch in batches for row in batch]
    assert sorted(rows) == list(range(len(lengths)))
    assert [lengths[row] for row in rows] == sorted(lengths)
    assert all(len(batch) == size for batch in batches[:-1])
