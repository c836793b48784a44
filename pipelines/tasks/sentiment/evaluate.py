"""What a sentiment model is worth.

The whole IMDB test part, the two-class sentences of the SST test part and the short texts that are
kept back go through the public pipeline, so the scores are those of what is served.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np

from pipelines.errors import DataError
from pipelines.language import _
from pipelines.scoring.evaluation import Evaluation
from pipelines.scoring.measured import described
from pipelines.scoring.timing import median_milliseconds
from pipelines.tasks.sentiment.behaviour import failure_rates
from pipelines.tasks.sentiment.comparison import as_arrays
from pipelines.tasks.sentiment.data import load_validation_texts
from pipelines.tasks.sentiment.gradients import DISTANCE, REVIEWS, gradient_by_distance
from pipelines.tasks.sentiment.kept_back import Part, load_kept_back, load_neutral
from pipelines.tasks.sentiment.labelled import LabelledTexts, load_tests
from pipelines.tasks.sentiment.metrics import (
    accuracy_by_length,
    accuracy_interval,
    score_predictions,
)
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.results import Level, SentimentResult
from pipelines.tasks.sentiment.scorers import NetworkScorer
from pipelines.text import words

# As long as a typical review; its words do not matter to the clock.
TIMED_TEXT = " ".join(["the film was long and not bad at all ,"] * 25)


def evaluate(model: Path, data: Path) -> Evaluation:
    """Score a model folder on both test parts, and measure what else it is worth.

    Raises:
        ModelError: the model folder is damaged.
        DataError: a file of the data folder cannot be used.
    """
    found, pipeline = scored(model, data), SentimentPipeline.load(model)
    more = {
        "behaviour": failure_rates(pipeline),
        "kept_back": score_kept_back(pipeline, "test"),
        **_gradients(pipeline, data),
        "parameters": pipeline.scorer.parameters,
        **_speed(pipeline),
    }
    return found.extended(more)


def scored(model: Path, data: Path) -> Evaluation:
    """The scores on both test parts alone.

    Raises:
        ModelError, DataError: as of ``evaluate``.
    """
    pipeline = SentimentPipeline.load(model).accelerated()
    left_out: list[str] = []
    tests, results = {}, {}
    for name, test in load_tests(data).items():
        tests[name], results[name] = _answered(pipeline, name, test, left_out)
    measured = {name: described(zip(*test, strict=True)) for name, test in tests.items()}
    metrics = {name: _scores(results[name], np.array(test.labels)) for name, test in tests.items()}
    predictions = as_arrays(
        {name: _probabilities(answers) for name, answers in results.items()},
        {name: np.array(test.labels) for name, test in tests.items()},
    )
    return Evaluation(metrics, measured, predictions, left_out)


def _answered(
    pipeline: SentimentPipeline, name: str, test: LabelledTexts, left_out: list[str]
) -> tuple[LabelledTexts, list[SentimentResult]]:
    """What could be read of a test part, and the answers to it; the rest is ``left_out``."""
    results, refused = pipeline.predict_readable(test.texts)
    for row, reason in refused.items():
        said = _(
            "text {number} of {name} (“{text:.40}”): {error}",
            number=row + 1,
            name=name,
            text=test.texts[row],
            error=reason,
        )
        left_out.append(said)
    if not results:
        raise DataError(
            "No text of {name} can be read. Give other data with --data FOLDER.", name=name
        )
    texts, labels = [test.texts[row] for row in results], [test.labels[row] for row in results]
    return LabelledTexts(texts, labels), list(results.values())


def _scores(results: list[SentimentResult], labels: np.ndarray) -> dict[str, Any]:
    probabilities = _probabilities(results)
    levels = np.array([result.level for result in results])
    right = (probabilities >= 0.5) == (labels == 1)
    return {
        **score_predictions(probabilities, labels),
        "levels": {level: _level(levels == level, right) for level in get_args(Level)},
        "warned": round(100 * float(np.mean([r.warning is not None for r in results])), 2),
        "by_length": accuracy_by_length(
            probabilities, labels, np.array([result.tokens for result in results])
        ),
    }


def _level(rows: np.ndarray, right: np.ndarray) -> dict[str, float | None]:
    """How many answers have a level, and how many of these are right, in points of 100."""
    return {
        "coverage": round(100 * float(rows.mean()), 2),
        "accuracy": round(100 * float(right[rows].mean()), 2) if rows.any() else None,
    }


def _probabilities(results: list[SentimentResult]) -> np.ndarray:
    return np.array([result.probability for result in results])


def score_kept_back(pipeline: SentimentPipeline, part: Part) -> dict[str, Any]:
    """How often opinions are found, and how often one where there is none, in points of 100.

    A text that the model refuses to read counts: as a wrong answer, or as one that is not sure.
    """
    scores: dict[str, Any] = {}
    refused = 0
    for kind, (texts, labels) in load_kept_back(part).items():
        answers, unread = pipeline.predict_readable(texts)
        found = {row: int(answer.label == "positive") for row, answer in answers.items()}
        right = [found.get(row) == label for row, label in enumerate(labels)]
        scores[kind] = {
            "accuracy": round(100 * float(np.mean(right)), 2),
            "accuracy_interval": accuracy_interval(right),
            "texts": len(texts),
        }
        refused += len(unread)
    neutral = load_neutral(part)
    answers, unread = pipeline.predict_readable(neutral)
    sure = sum(answer.sure for answer in answers.values())
    scores["neutral"] = {"sure": round(100 * sure / len(neutral), 2), "texts": len(neutral)}
    return {**scores, "refused": refused + len(unread)}


def _gradients(pipeline: SentimentPipeline, data: Path) -> dict[str, Any]:
    """The gradient by distance, of recurrent networks; on validation reviews, in their order."""
    scorer = pipeline.scorer
    if not isinstance(scorer, NetworkScorer) or not isinstance(scorer.network, SentimentNetwork):
        return {}
    reviews: LabelledTexts = load_validation_texts(data)["reviews"]
    encoded = scorer.encode([words(text) for text in reviews.texts])
    long_enough = [ids for ids in encoded if len(ids) > DISTANCE][:REVIEWS]
    if not long_enough:
        return {}
    norms = gradient_by_distance(scorer.network, long_enough)
    return {"gradient_by_distance": [float(f"{norm:.3g}") for norm in norms]}


def _speed(pipeline: SentimentPipeline) -> dict[str, Any]:
    one, many = [TIMED_TEXT], [TIMED_TEXT] * 64
    milliseconds = {"predict_250_tokens": median_milliseconds(lambda: pipeline.predict(one))}
    if isinstance(pipeline.scorer, NetworkScorer):
        milliseconds["trace_250_tokens"] = median_milliseconds(lambda: pipeline.trace(TIMED_TEXT))
    batch = median_milliseconds(lambda: pipeline.predict(many))
    return {
        "milliseconds": {name: round(value, 1) for name, value in milliseconds.items()},
        "reviews_a_second": {
            "batch_1": round(1000 / milliseconds["predict_250_tokens"]),
            "batch_64": round(64 * 1000 / batch),
        },
    }
