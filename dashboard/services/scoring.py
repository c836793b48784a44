"""Models that answer in rows, for whoever asks about many inputs."""

from __future__ import annotations

from dashboard.services.folders import asked
from dashboard.services.loading import pipeline
from pipelines.batch.scorers import Scorer, scorer_with


def scorer(task: str, model: str) -> Scorer:
    """The scorer of a model that all pages share, and that answers as when it was saved.

    Raises:
        ModelError: it does not, or its folder is damaged.
    """
    return scorer_with(task, pipeline(*asked(model)))
