"""Published scores of models as tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import services
from dashboard.messages import plain, problems_as_messages
from dashboard.views.figure import show_table
from pipelines.model_directory import PREDICTIONS, ModelDirectory

# What a reader sees, where it stands in metrics.json, and how it is written.
_COLUMNS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "sentiment": (
        ("IMDB accuracy %", "imdb_test.accuracy", "{:.1f}"),
        ("IMDB F1 %", "imdb_test.f1", "{:.1f}"),
        ("IMDB ROC-AUC %", "imdb_test.roc_auc", "{:.1f}"),
        ("IMDB calibration error %", "imdb_test.calibration_error", "{:.1f}"),
        ("IMDB, sure of % of reviews", "imdb_test.sure.coverage", "{:.1f}"),
        ("SST-2 accuracy %", "sst2_test.accuracy", "{:.1f}"),
        ("SST-2 F1 %", "sst2_test.f1", "{:.1f}"),
        ("SST-2 calibration error %", "sst2_test.calibration_error", "{:.1f}"),
        ("SST-2, sure of % of sentences", "sst2_test.sure.coverage", "{:.1f}"),
        ("negations failed %", "behaviour.negation.failed", "{:.1f}"),
        ("reviews a second, one by one", "reviews_a_second.batch_1", "{:,}"),
        ("ms, trace of 250 tokens", "milliseconds.trace_250_tokens", "{:.0f}"),
    ),
    "captioning": (
        ("BLEU-1", "beam.bleu_1", "{:.1f}"),
        ("BLEU-2", "beam.bleu_2", "{:.1f}"),
        ("BLEU-3", "beam.bleu_3", "{:.1f}"),
        ("BLEU-4", "beam.bleu_4", "{:.1f}"),
        ("ROUGE-L", "beam.rouge_l", "{:.1f}"),
        ("CIDEr-D", "beam.cider_d", "{:.1f}"),
        ("BLEU-4, greedy", "greedy.bleu_4", "{:.1f}"),
        ("CIDEr-D, greedy", "greedy.cider_d", "{:.1f}"),
        ("distinct captions", "beam.distinct_captions", "{:,}"),
        ("words used", "beam.words_used", "{:,}"),
        ("captions learnt by heart %", "beam.from_training_captions", "{:.1f}"),
        ("unlike photos noticed %", "trust.outsiders_noticed", "{:.1f}"),
        ("ms a photo, beam 3", "milliseconds.caption_beam_3", "{:.0f}"),
    ),
    "encoder": (),
}
_SIZES = (("parameters", "parameters", "{:,}"), ("MB", "bytes", "{}"))

TESTS = {"imdb_test": "IMDB test", "sst2_test": "SST-2 test"}
_TEST_SETS = {
    "sentiment": "IMDB test, 25,000 reviews; SST-2 test, 1,821 sentences.",
    "captioning": "Flickr8k test, 1,000 photos with five references each, lower case and without "
    "punctuation on both sides; beam as chosen on validation data. Sizes hold the encoders.",
    "encoder": "Not scored by itself.",
}


def show_metrics(models: Sequence[ModelDirectory], task: str) -> None:
    """One row a score, one column a model; a dash where a model was not evaluated."""
    columns = (*_COLUMNS[task], *_SIZES)
    written = {}
    for model in models:
        with problems_as_messages():
            metrics = model.metrics()
            written[model.name] = [_written(metrics, path, form) for _, path, form in columns]
    labels = pd.Index([label for label, _, _ in columns], name="score")
    table = pd.DataFrame(written, index=labels)
    show_table(table, "Scores, size and speed of each model.", "scores")
    st.caption(_TEST_SETS[task])


def show_verdicts(models: Sequence[ModelDirectory], task: str) -> None:
    """What a test on the same items says of the first model beside each other one."""
    scored = [model for model in models if (model.path / PREDICTIONS).is_file()]
    for first, other in ((scored[0], other) for other in scored[1:]):
        with problems_as_messages():
            lines = (
                [_caption_verdict(first.name, other.name)]
                if task == "captioning"
                else [_verdict(first.name, other.name, test) for test in TESTS]
            )
            st.markdown("  \n".join(lines))


def _caption_verdict(first: str, second: str) -> str:
    found = services.caption_comparison(first, second)
    said = (
        f"{name} {found[key].verdict} ({found[key].points:+.1f}, from {found[key].low:+.1f} to "
        f"{found[key].high:+.1f})"
        for name, key in (("BLEU-4", "bleu_4"), ("CIDEr-D", "cider_d"))
    )
    return (
        f"Flickr8k test: **{plain(first)}** beside **{plain(second)}**: {', '.join(said)}; "
        "paired bootstrap, 95 %"
    )


def _verdict(first: str, second: str, test: str) -> str:
    found = services.comparison(first, second, test)
    return (
        f"{TESTS[test]}: **{plain(first)}** beside **{plain(second)}**: {found.verdict} "
        f"(it alone is right on {found.only_first:,} texts, the other alone on "
        f"{found.only_second:,}; McNemar's test, p = {found.p_value:.2g})"
    )


def _written(metrics: dict[str, Any], path: str, form: str) -> str:
    value: Any = metrics
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    # JSON may also hold NaN, or a number that is too large to be written out.
    if not isinstance(value, int | float) or not abs(value) < 1e15:
        return "–"
    return f"{value / 1e6:.1f}" if path == "bytes" else form.format(value)
