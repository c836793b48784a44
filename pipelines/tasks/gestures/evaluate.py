"""Score a recogniser of gestures on the test part, through the pipeline that also serves."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.frames.evaluate import costs_of, scores_on
from pipelines.scoring.evaluation import Evaluation
from pipelines.scoring.measured import described
from pipelines.tasks.gestures.data import items, load_runs, streams_of
from pipelines.tasks.gestures.examples import EXAMPLES
from pipelines.tasks.gestures.pipeline import load
from pipelines.tasks.gestures.task import TEST

TIMED = np.array(next(iter(EXAMPLES.values()))[:100])


def evaluate(model: Path, data: Path) -> Evaluation:
    """Score a model folder on the test part, and measure what it costs.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the runs of the data folder cannot be used.
        InputError: the model knows other labels.
    """
    return scored(model, data).extended(costs_of(load(model), TIMED))


def scored(model: Path, data: Path) -> Evaluation:
    """The scores on the test part alone.

    Raises:
        ModelError, DataError: as of ``evaluate``.
    """
    runs, pipeline = load_runs(data, "test"), load(model)
    streams = streams_of(runs, pipeline.names)
    return scores_on(
        {TEST: described(items(runs))},
        pipeline,
        [one.path for one in streams],
        [one.labels for one in streams],
        [one.runs for one in streams],
    )
