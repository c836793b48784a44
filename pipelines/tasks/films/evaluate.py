"""Score a labeller of films on the test films, through the pipeline that also serves."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.frames.evaluate import costs_of, scores_on
from pipelines.scoring.evaluation import Evaluation
from pipelines.scoring.measured import described
from pipelines.tasks.films.data import FRAMES, items, load_films
from pipelines.tasks.films.pipeline import load
from pipelines.tasks.films.task import TEST


def evaluate(model: Path, data: Path) -> Evaluation:
    """Score a model folder on the test films, which are generated, and measure what it costs.

    Args:
        model: the folder.
        data: none is read.

    Raises:
        ModelError: the model folder is damaged.
    """
    timed = np.concatenate([one.pictures for one in load_films("test")[:3]])[:100]
    return scored(model, data).extended(costs_of(load(model), timed))


def scored(model: Path, _: Path) -> Evaluation:
    """The scores on the test films alone.

    Raises:
        ModelError: the model folder is damaged.
    """
    films = load_films("test")
    return scores_on(
        {TEST: described(items(films))},
        load(model),
        [one.pictures for one in films],
        [one.labels for one in films],
        # A run is a film here: its acts share a shape.
        [np.full(FRAMES, number) for number in range(len(films))],
    )
