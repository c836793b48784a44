"""Score a labeller of films on the test films, through the pipeline that also serves."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.frames.evaluate import evaluated
from pipelines.scoring.evaluation import Evaluation
from pipelines.scoring.measured import described
from pipelines.tasks.films.data import FRAMES, items, load_films
from pipelines.tasks.films.pipeline import load
from pipelines.tasks.films.task import TEST


def evaluate(model: Path, _: Path) -> Evaluation:
    """Score a model folder on the test films, which are generated.

    Args:
        model: the folder.

    Raises:
        ModelError: the model folder is damaged.
    """
    films = load_films("test")
    pictures = [one.pictures for one in films]
    scored = evaluated(
        load(model),
        pictures,
        [one.labels for one in films],
        # A run is a film here: its acts share a shape.
        [np.full(FRAMES, number) for number in range(len(films))],
        timed=np.concatenate(pictures[:3])[:100],
    )
    measured = {TEST: described(items(films))}
    return Evaluation({TEST: scored.scores, **scored.costs}, measured, scored.predictions, [])
