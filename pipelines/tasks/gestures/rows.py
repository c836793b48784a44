"""The labels of a path as a row of a table."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from pipelines.batch.scorers import DIGITS, Answer, Rows, Score, from_json, one_by_one
from pipelines.tasks.gestures.results import FramesResult

if TYPE_CHECKING:
    from pipelines.tasks.gestures.pipeline import GesturesPipeline


def score(model: GesturesPipeline, memory: int | None = None) -> Score:
    """What names gestures by a model.

    Args:
        model: that is asked.
        memory: how many frames a label is read from at most; None for all before it.
    """
    return one_by_one(lambda cell: _row(*model.predict([from_json(cell)], memory)))


def _row(result: FramesResult) -> Answer:
    runs = [[label, len(list(frames))] for label, frames in groupby(result.labels)]
    ((most, _),) = Counter(result.labels).most_common(1)
    return {
        "label": most,
        "last_label": result.labels[-1],
        "last_probability": round(float(result.probabilities[-1].max()), DIGITS),
        "frames": len(result.labels),
        "sure_frames": int(result.sure.sum()),
        "runs": json.dumps(runs, ensure_ascii=False),
    }


ROWS = Rows(
    reads="points",
    named=("path", "points"),
    columns={
        "label": str,
        "last_label": str,
        "last_probability": float,
        "frames": int,
        "sure_frames": int,
        "runs": str,
    },
    score=score,
)
