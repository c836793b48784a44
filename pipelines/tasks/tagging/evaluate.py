"""Score a tagger on the SNIPS test part, through the public pipeline that also serves."""

from __future__ import annotations

from pathlib import Path

from pipelines.scoring.evaluation import Evaluation
from pipelines.scoring.measured import described
from pipelines.scoring.timing import median_milliseconds
from pipelines.tasks.tagging.comparison import Predictions
from pipelines.tasks.tagging.data import items, load_requests
from pipelines.tasks.tagging.metrics import score_results
from pipelines.tasks.tagging.pipeline import TaggingPipeline
from pipelines.tasks.tagging.task import TEST

# As long as a typical request; its words do not matter to the clock.
TIMED_TEXT = "please add the first song by anyone to my playlist"


def evaluate(model: Path, data: Path) -> Evaluation:
    """Score a model folder on the test part, and measure what it costs.

    Raises:
        ModelError: the model folder is damaged.
        DataError: a file of the data folder cannot be used.
    """
    pipeline = TaggingPipeline.load(model)
    costs = {"parameters": pipeline.parameters, "milliseconds": _milliseconds(pipeline)}
    return scored(model, data).extended(costs)


def scored(model: Path, data: Path) -> Evaluation:
    """The scores on the test part alone.

    Raises:
        ModelError, DataError: as of ``evaluate``.
    """
    pipeline = TaggingPipeline.load(model)
    requests = load_requests(data, "test")
    results = pipeline.predict([" ".join(words) for words in requests.words])
    metrics = {TEST: score_results(results, requests)}
    predictions = Predictions(
        tags=tuple(" ".join(result.tags) for result in results),
        true_tags=tuple(" ".join(tags) for tags in requests.tags),
        intents=tuple(result.intent.label for result in results),
        true_intents=tuple(requests.intents),
    )
    return Evaluation(metrics, {TEST: described(items(requests))}, predictions.as_arrays(), [])


def _milliseconds(pipeline: TaggingPipeline) -> dict[str, float]:
    timed = {
        "predict_10_words": lambda: pipeline.predict([TIMED_TEXT]),
        "trace_10_words": lambda: pipeline.trace(TIMED_TEXT),
    }
    return {name: round(median_milliseconds(call), 1) for name, call in timed.items()}
