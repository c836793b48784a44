"""A translation as a row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.batch.scorers import DIGITS, Answer, Rows, Score, one_by_one, text_in
from pipelines.generation.strategies import Strategy
from pipelines.tasks.translation.results import Translation

if TYPE_CHECKING:
    from pipelines.tasks.translation.pipeline import TranslationPipeline


def score(model: TranslationPipeline, strategy: Strategy | None = None) -> Score:
    """What translates sentences by a model, by its own beam or another strategy."""
    return one_by_one(lambda cell: _row(model.translate(text_in(cell), strategy)))


def _row(found: Translation) -> Answer:
    return {
        "translation": found.sentence,
        "log_probability": round(found.hypothesis.log_probability, DIGITS),
        "ended": found.hypothesis.ended,
        "unknown": len(found.unknown),
        "warning": found.warning,
    }


ROWS = Rows(
    reads="text",
    named=("text", "sentence", "source"),
    columns={
        "translation": str,
        "log_probability": float,
        "ended": bool,
        "unknown": int,
        "warning": str,
    },
    score=score,
)
