"""Published scores of models as tables and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import services
from dashboard.messages import plain, problems_as_messages
from dashboard.views.figure import show_table
from pipelines.models.directory import PREDICTIONS, ModelDirectory, Task
from pipelines.scoring.measured import (
    PUBLISHED,
    TESTS_OF,
    in_words,
    is_published,
    measured_on,
    title_of,
)

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

TESTS = {test: PUBLISHED[test].title for test in TESTS_OF["sentiment"]}
# Of ``predictions.npz``: what models are compared by.
PARTS: dict[Task, tuple[str, ...]] = {
    "sentiment": tuple(TESTS),
    "captioning": ("beam",),
    "encoder": (),
}
_HOW: dict[Task, str] = {
    "sentiment": "",
    "captioning": " Five references a photo; captions and references lower case, without "
    "punctuation; beam as chosen on validation data. Sizes hold the encoders.",
    "encoder": "Not scored by itself.",
}


def show_metrics(models: Sequence[ModelDirectory], task: Task) -> None:
    """One row a score, one column a model; a dash where a model was not evaluated."""
    columns = (*_COLUMNS[task], *_SIZES)
    written, measured = {}, {}
    for model in models:
        with problems_as_messages():
            metrics = model.metrics()
            if metrics:
                measured[model.name] = in_words(metrics, task)
            published = all(is_published(metrics, task, test) for test in TESTS_OF[task])
            written[model.name + ("" if published else ", other tests")] = [
                _written(metrics, path, form) for _, path, form in columns
            ]
    labels = pd.Index([label for label, _, _ in columns], name="score")
    table = pd.DataFrame(written, index=labels)
    show_table(table, "Scores, size and speed of each model.", "scores")
    st.caption(f"{_measured_in_words(measured)}{_HOW[task]}")


def _measured_in_words(measured: Mapping[str, str]) -> str:
    """What all models were measured on, or each of them."""
    if len(set(measured.values())) <= 1:
        return "".join(f"{said}." for said in set(measured.values()) if said)
    each = (f"{plain(name)}: {said}." for name, said in measured.items() if said)
    return f"**Measured on different tests**, so these scores cannot be compared. {' '.join(each)}"


def measured_alike(first: ModelDirectory, other: ModelDirectory) -> bool:
    """Whether two models were measured on the same tests.

    Raises:
        ModelError: the record of one is damaged.
    """
    one, two = (measured_on(model.metrics(), model.task) for model in (first, other))
    return one == two


def not_compared(first: ModelDirectory, other: ModelDirectory) -> str:
    """Why two models that were measured on different tests are not compared."""
    one, two = (in_words(model.metrics(), model.task) for model in (first, other))
    return (
        f"**{plain(first.name)}** and **{plain(other.name)}** were measured on different tests, so "
        f"they are not compared: {one}, and {two}."
    )


def show_verdicts(models: Sequence[ModelDirectory], task: str) -> None:
    """What a test on the same items says of the first model beside each other one."""
    scored = []
    for model in models:
        if model.has(PREDICTIONS):
            with problems_as_messages():
                services.require_predictions(model, PARTS[model.task])
                scored.append(model)
    for first, other in ((scored[0], other) for other in scored[1:]):
        with problems_as_messages():
            if not measured_alike(first, other):
                st.markdown(not_compared(first, other))
                continue
            lines = (
                [_caption_verdict(first, other)]
                if task == "captioning"
                else [_verdict(first, other, test) for test in TESTS]
            )
            st.markdown("  \n".join(lines))


def _caption_verdict(first: ModelDirectory, second: ModelDirectory) -> str:
    found = services.caption_comparison(first.name, second.name)
    said = (
        f"{name} {found[key].verdict} ({found[key].points:+.1f}, from {found[key].low:+.1f} to "
        f"{found[key].high:+.1f})"
        for name, key in (("BLEU-4", "bleu_4"), ("CIDEr-D", "cider_d"))
    )
    return (
        f"{_title(first, 'flickr8k_test')}: **{plain(first.name)}** beside "
        f"**{plain(second.name)}**: {', '.join(said)}; "
        "paired bootstrap, 95 %"
    )


def _verdict(first: ModelDirectory, second: ModelDirectory, test: str) -> str:
    found = services.comparison(first.name, second.name, test)
    return (
        f"{_title(first, test)}: **{plain(first.name)}** beside **{plain(second.name)}**: "
        f"{found.verdict} "
        f"(it alone is right on {found.only_first:,} texts, the other alone on "
        f"{found.only_second:,}; McNemar's test, p = {found.p_value:.2g})"
    )


def _title(model: ModelDirectory, test: str) -> str:
    return title_of(model.metrics(), model.task, test)


def score_at(metrics: dict[str, Any], path: str) -> float | None:
    """A score by its place in ``metrics.json``; None where it was not measured."""
    value: Any = metrics
    for part in path.split("."):
        value = None if value is None else value.get(part)
    number: float | None = value
    return number


def _written(metrics: dict[str, Any], path: str, form: str) -> str:
    value = score_at(metrics, path)
    if value is None:
        return "–"
    return f"{value / 1e6:.1f}" if path == "bytes" else form.format(value)
