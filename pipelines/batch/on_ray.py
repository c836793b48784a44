"""A batch on the machines of a Ray cluster, by the same scorer as on one machine.

Input and output lie on a file system that all of them share. Each actor loads the model once,
reads a shard of inputs, and writes that of its answers. Ray Data starts actors anew where a process
or a machine is lost, and gives their shards to others; one that was written is not done again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.batch.job import Plan
from pipelines.batch.running import Engine, Shard
from pipelines.batch.scorers import scorer_of
from pipelines.batch.shards import answers_to, read_inputs, write_answers, write_inputs
from pipelines.errors import InputError

if TYPE_CHECKING:
    import numpy as np

# Before Ray is loaded: nobody without its token may use the cluster, and nothing is sent anywhere.
_SETTINGS = {"RAY_AUTH_MODE": "token", "RAY_USAGE_STATS_ENABLED": "0"}


def on_ray(**settings: Any) -> Engine:
    """On a Ray cluster: the one that is running, or one of this machine's cores.

    Args:
        settings: of ``ray.init``.

    Raises:
        InputError: Ray is not installed.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError as error:
        raise InputError(
            "Ray is not installed. Install it: pip install -r requirements-ray.txt"
        ) from error

    def answer(plan: Plan, shards: Iterable[Shard]) -> Iterator[int]:
        if not ray.is_initialized():
            ray.init(include_dashboard=False, log_to_driver=False, **settings)
        numbers = []
        for number, given in shards:
            write_inputs(plan.input_shard(number), given, plan.job.language)
            numbers.append(number)
        yield from _answered(plan, numbers)

    return answer


def _answered(plan: Plan, numbers: list[int]) -> Iterator[int]:
    import ray
    from ray.data import ActorPoolStrategy

    if not numbers:
        return
    ray.data.DataContext.get_current().enable_progress_bars = False
    answers = ray.data.from_items(numbers, override_num_blocks=len(numbers)).map_batches(
        Answering,
        fn_constructor_args=(plan,),
        batch_size=1,
        compute=ActorPoolStrategy(min_size=1),
        num_cpus=1,
    )
    for row in answers.iter_rows():
        yield int(row["item"])


class Answering:
    """An actor with a model."""

    def __init__(self, plan: Plan) -> None:
        import torch

        torch.set_num_threads(1)
        self._plan = plan
        self._scorer = scorer_of(plan.job.task, plan.job.model, **plan.job.options)

    def __call__(self, batch: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Answer shards by their numbers, which are given back."""
        for number in map(int, batch["item"]):
            path: Path = self._plan.shard(number)
            if not path.exists():  # Written by an actor that was lost before it could say so.
                given = read_inputs(self._plan.input_shard(number))
                answers = answers_to(self._scorer, given)
                write_answers(path, self._plan.rows, answers, self._plan.job.language)
        return batch
