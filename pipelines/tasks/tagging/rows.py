"""Slots and intent of a request as a row of a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipelines.batch.scorers import DIGITS, Answer, Rows, Score, one_by_one, text_in
from pipelines.tasks.tagging.results import TaggingResult

if TYPE_CHECKING:
    from pipelines.tasks.tagging.pipeline import TaggingPipeline


def score(model: TaggingPipeline) -> Score:
    """What tags requests by a model."""
    return one_by_one(lambda cell: _row(*model.predict([text_in(cell)])))


def _row(result: TaggingResult) -> Answer:
    slots = [
        {
            "slot": span.slot,
            "text": result.text[span.start : span.end],
            "probability": round(span.probability, DIGITS),
        }
        for span in result.spans
    ]
    return {
        "intent": result.intent.label,
        "probability": round(result.intent.probability, DIGITS),
        "sure": result.intent.sure,
        "slots": json.dumps(slots, ensure_ascii=False),
        "slots_sure": all(span.sure for span in result.spans),
        "unknown": sum(not word.known for word in result.words),
    }


ROWS = Rows(
    reads="text",
    named=("text", "request", "sentence"),
    columns={
        "intent": str,
        "probability": float,
        "sure": bool,
        "slots": str,
        "slots_sure": bool,
        "unknown": int,
    },
    score=score,
)
