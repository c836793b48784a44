"""What a translator is worth: every test sentence goes through the public loop, which also serves.

Translations are scored as sentences, against what people wrote, letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from pipelines.generation.results import exhaust
from pipelines.generation.strategies import Greedy, Strategy
from pipelines.scoring.evaluation import Evaluation
from pipelines.scoring.measured import described
from pipelines.scoring.timing import median_milliseconds
from pipelines.tasks.translation.comparison import (
    Predictions,
    as_arrays,
    corpus_bleu,
    interval,
)
from pipelines.tasks.translation.data import Pairs, items, load_pairs
from pipelines.tasks.translation.metrics import bleu, chrf, chrf_interval, ngram_counts, signatures
from pipelines.tasks.translation.pipeline import TranslationPipeline
from pipelines.tasks.translation.reading import joined
from pipelines.tasks.translation.task import LENGTHS, TEST

TIMED_TEXTS = {
    "en": "Two young men in red shirts are running along the beach.",
    "de": "Zwei junge Männer in roten Hemden laufen am Strand entlang.",
}


def evaluate(model: Path, data: Path) -> Evaluation:
    """Score a model folder on the test part, and measure what it costs.

    Raises:
        ModelError: the model folder is damaged.
        DataError: the file of the test part cannot be used.
    """
    found, pipeline = scored(model, data), TranslationPipeline.load(model)
    costs = {"parameters": pipeline.parameters, "milliseconds": _milliseconds(pipeline)}
    return found.extended(costs)


def scored(model: Path, data: Path) -> Evaluation:
    """The scores on the test part alone.

    Raises:
        ModelError, DataError: as of ``evaluate``.
    """
    pipeline = TranslationPipeline.load(model)
    pairs = load_pairs(data, "test", pipeline.source_language)
    metrics: dict[str, Any] = {}
    predictions: dict[str, Predictions] = {}
    strategies: dict[str, Strategy] = {"greedy": Greedy(), "beam": pipeline.beam}
    for name, strategy in strategies.items():
        found = score(_translations(pipeline, pairs, strategy, name), pairs)
        metrics[name], predictions[name] = scores_of(found, pairs), found
    metrics["signatures"] = signatures()
    metrics["unknown_words"] = _unknown(pipeline, pairs)
    rows = items(pairs, pipeline.source_language)
    return Evaluation(metrics, {TEST: described(rows)}, as_arrays(predictions), [])


def score(translations: Sequence[str], pairs: Pairs) -> Predictions:
    """Translations of all pairs, and what each adds to BLEU."""
    lengths = np.array([len(words) for words in pairs.source])
    return Predictions(tuple(translations), ngram_counts(translations, pairs.references), lengths)


def scores_of(found: Predictions, pairs: Pairs) -> dict[str, Any]:
    """BLEU and chrF with where 95 of 100 such test sets would put them, BLEU by source length."""
    intervals = {
        "bleu": interval(found.counts),
        "chrf": chrf_interval(found.translations, pairs.references),
    }
    by_length = {}
    for name, lengths in LENGTHS.items():
        counts = found.counts[np.isin(found.lengths, lengths)]
        if len(counts):
            low, high = interval(counts)
            by_length[name] = {
                "bleu": _rounded(corpus_bleu(counts.sum(axis=0)[None])[0]),
                "low": _rounded(low),
                "high": _rounded(high),
                "sentences": len(counts),
            }
    return {
        "bleu": _rounded(bleu(found.translations, pairs.references)),
        "chrf": _rounded(chrf(found.translations, pairs.references)),
        "intervals": {name: [*map(_rounded, bounds)] for name, bounds in intervals.items()},
        "by_length": by_length,
        "distinct_translations": len(set(found.translations)),
    }


def _translations(
    pipeline: TranslationPipeline, pairs: Pairs, strategy: Strategy, name: str
) -> list[str]:
    progress = tqdm(pairs.source, desc=f"Translating by {name}", unit="sentence")
    return [
        joined(exhaust(pipeline.decode_words(words, strategy)).hypothesis.words)
        for words in progress
    ]


def _unknown(pipeline: TranslationPipeline, pairs: Pairs) -> float:
    unknown = [word not in pipeline.source for words in pairs.source for word in words]
    return _rounded(100 * np.mean(unknown))


def _milliseconds(pipeline: TranslationPipeline) -> dict[str, float]:
    text = TIMED_TEXTS[pipeline.source_language]
    return {"translate_12_words": round(median_milliseconds(lambda: pipeline.translate(text)), 1)}


def _rounded(value: float | np.floating[Any]) -> float:
    return round(float(value), 2)
