"""Score a forecaster on the last thirds, through the public pipeline that also serves."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.scoring.evaluation import Evaluation
from pipelines.scoring.measured import described
from pipelines.scoring.timing import median_milliseconds
from pipelines.tasks.series.comparison import AHEAD, Predictions
from pipelines.tasks.series.data import courses_in, items
from pipelines.tasks.series.metrics import score_traces
from pipelines.tasks.series.pipeline import SeriesPipeline
from pipelines.tasks.series.results import Course, SeriesTrace
from pipelines.tasks.series.scaling import Parts, truth
from pipelines.tasks.series.task import TEST

TIMED = 100  # Values.


def evaluate(model: Path, data: Path) -> Evaluation:
    """Score a model folder on the last third of each series, and measure what it costs.

    Raises:
        ModelError: the model folder is damaged.
        DataError: a series of the data folder cannot be used.
        InputError: the model learnt others.
    """
    found, pipeline = scored(model, data), SeriesPipeline.load(model)
    costs = {"parameters": pipeline.parameters, "milliseconds": _milliseconds(pipeline)}
    return found.extended(costs)


def scored(model: Path, data: Path) -> Evaluation:
    """The scores on the last thirds alone.

    Raises:
        ModelError, DataError, InputError: as of ``evaluate``.
    """
    pipeline, courses = SeriesPipeline.load(model), courses_in(data)
    pipeline.require(courses)
    seasons = {name: one.season for name, one in pipeline.known.items()}
    traces = {name: pipeline.trace(course) for name, course in courses.items()}
    predictions = _predictions(traces).as_arrays()
    metrics = {TEST: score_traces(traces, seasons)}
    return Evaluation(metrics, {TEST: described(items(courses))}, predictions, [])


def _predictions(traces: dict[str, SeriesTrace]) -> Predictions:
    rows = []
    for name, trace in traces.items():
        values = np.array(trace.course.values)
        parts, columns = Parts.of(len(values)), [ahead - 1 for ahead in AHEAD]
        places = np.arange(parts.scored - 1, parts.end - 1)
        true = truth(trace.course.measured)[places][:, columns]
        said = trace.forecasts[places][:, columns]
        rows.append((np.full(len(places), name), places, values[places], said, true))
    return Predictions(*(np.concatenate(parts) for parts in zip(*rows, strict=True)))


def _milliseconds(pipeline: SeriesPipeline) -> dict[str, float]:
    name, values = next(iter(pipeline.series.items()))
    course = Course(name, tuple(np.resize(values, TIMED).tolist()))
    timed = {
        "predict_100_values": lambda: pipeline.predict([course]),
        "trace_100_values": lambda: pipeline.trace(course),
    }
    return {name: round(median_milliseconds(call), 1) for name, call in timed.items()}
