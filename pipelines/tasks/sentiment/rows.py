"""An opinion as a row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.batch.scorers import DIGITS, Answer, Rows, Score, text_in
from pipelines.messages import Message
from pipelines.tasks.sentiment.results import SentimentResult

if TYPE_CHECKING:
    from pipelines.tasks.sentiment.pipeline import SentimentPipeline


def score(model: SentimentPipeline) -> Score:
    """What scores texts by a model."""
    pipeline = model.steady()

    def answer(cells: Sequence[object]) -> list[Answer | Message]:
        results, refused = pipeline.predict_readable([text_in(cell) for cell in cells])
        return [refused[n] if n in refused else _row(results[n]) for n in range(len(cells))]

    return answer


def _row(result: SentimentResult) -> Answer:
    opinion = result.opinion
    return {
        "label": result.label,
        "probability": round(result.probability, DIGITS),
        "level": result.level,
        "sure": result.sure,
        "opinion": None if opinion is None else round(opinion, DIGITS),
        "tokens": result.tokens,
        "unknown": result.unknown,
        "warning": result.warning,
    }


ROWS = Rows(
    reads="text",
    named=("text", "review", "sentence", "comment"),
    columns={
        "label": str,
        "probability": float,
        "level": str,
        "sure": bool,
        "opinion": float,
        "tokens": int,
        "unknown": int,
        "warning": str,
    },
    score=score,
)
