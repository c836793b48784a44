"""A caption as a row of a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.batch.scorers import DIGITS, Answer, Rows, Score, one_by_one
from pipelines.errors import InputError
from pipelines.generation.strategies import Strategy
from pipelines.tasks.captioning.results import Caption

if TYPE_CHECKING:
    from pipelines.tasks.captioning.pipeline import CaptionPipeline


def score(model: CaptionPipeline, strategy: Strategy | None = None) -> Score:
    """What captions photos by a model, by its own beam or another strategy."""
    from pipelines.pictures.images import read_image

    def answer(photo: object) -> Answer:
        if not isinstance(photo, bytes | Path):
            raise InputError("This is no photo. Give the file of one.")
        return _row(model.caption(read_image(photo), strategy))

    return one_by_one(answer)


def _row(caption: Caption) -> Answer:
    confidence = caption.confidence
    return {
        "caption": caption.sentence,
        "confidence": confidence.word if confidence else None,
        "likelihood": round(confidence.likelihood, DIGITS) if confidence else None,
        "familiar": confidence.familiar if confidence else None,
        "log_probability": round(caption.hypothesis.log_probability, DIGITS),
        "ended": caption.hypothesis.ended,
        "warning": caption.warning,
    }


ROWS = Rows(
    reads="photo",
    named=(),
    columns={
        "caption": str,
        "confidence": str,
        "likelihood": float,
        "familiar": bool,
        "log_probability": float,
        "ended": bool,
        "warning": str,
    },
    score=score,
)
