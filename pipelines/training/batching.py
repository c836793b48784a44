"""Batches of rows of like length, dealt out to the processes of a training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from torch import distributed
from torch.utils.data import Sampler


class BucketSampler(Sampler[list[int]]):
    """Batches of rows of like length, in an order that differs from epoch to epoch.

    Padding inside a bucket costs little, where packing costs ten times the training time.

    Args:
        lengths: number of tokens of every row.
        batch_size: rows a batch.
        seed: order of the rows.
        always: rows that every epoch holds.
        pools: lists of rows, and how many of each every epoch draws anew.
    """

    def __init__(
        self,
        lengths: np.ndarray,
        batch_size: int,
        seed: int,
        always: np.ndarray,
        pools: Sequence[tuple[np.ndarray, int]] = (),
    ) -> None:
        self._lengths, self._batch_size, self._seed = lengths, batch_size, seed
        self._always, self._pools = always, pools
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Called by the Trainer before each epoch."""
        self._epoch = epoch

    def __iter__(self) -> Iterator[list[int]]:
        rank = distributed.get_rank() if distributed.is_initialized() else 0
        yield from (batches[rank] for batches in self._steps())

    def __len__(self) -> int:
        return len(self._steps())

    def _steps(self) -> list[list[list[int]]]:
        """For each step a batch for each process, all of like length: no process waits long."""
        random = np.random.default_rng((self._seed, self._epoch))
        drawn = [random.choice(pool, min(n, len(pool)), False) for pool, n in self._pools]
        rows = np.concatenate([self._always, *drawn])
        # Noise on the length changes a row's neighbours each epoch without adding much padding.
        noisy = self._lengths[rows] * random.uniform(0.9, 1.1, len(rows))
        ordered = rows[np.argsort(noisy, kind="stable")]
        cuts = range(0, len(ordered), self._batch_size)
        batches = [ordered[cut : cut + self._batch_size].tolist() for cut in cuts]
        processes = distributed.get_world_size() if distributed.is_initialized() else 1
        steps, left_over = divmod(len(batches), processes)
        order = random.permutation(steps)
        first = random.integers(left_over + 1)  # Which are left out differs from epoch to epoch.
        starts = first + processes * order
        return [batches[start : start + processes] for start in starts]


def in_order(lengths: np.ndarray, batch_size: int) -> list[list[int]]:
    """All rows once, by length, as batches: the order of validation."""
    ordered = np.argsort(lengths, kind="stable")
    return [ordered[cut : cut + batch_size].tolist() for cut in range(0, len(ordered), batch_size)]
