"""Which of two taggers is better, as far as the same requests can show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipelines.errors import ModelError
from pipelines.models.arrays import read_arrays
from pipelines.models.files import PREDICTIONS
from pipelines.scoring import verdicts
from pipelines.scoring.verdicts import Comparison

ARRAYS = ("tags", "true_tags", "intents", "true_intents")


@dataclass(frozen=True)
class Predictions:
    """What a tagger said of ``N`` test requests, in row order, and what is true, without words.

    Attributes:
        tags: of each request, separated by blanks.
        true_tags: likewise.
        intents: of each request.
        true_intents: likewise.
    """

    tags: tuple[str, ...]
    true_tags: tuple[str, ...]
    intents: tuple[str, ...]
    true_intents: tuple[str, ...]

    def as_arrays(self) -> dict[str, np.ndarray]:
        """The same, to be kept."""
        return {name: np.array(getattr(self, name)) for name in ARRAYS}

    def right(self, part: str) -> np.ndarray:
        """Which requests have all ``tags``, or the ``intents``, right, ``(N,)``."""
        said, true = getattr(self, part), getattr(self, f"true_{part}")
        return np.array([one == other for one, other in zip(said, true, strict=True)])


def compare(first: Predictions, second: Predictions, part: str) -> Comparison:
    """Compare two taggers by their ``tags``, or by their ``intents``.

    Raises:
        ModelError: they were scored on different requests.
    """
    if (first.true_tags, first.true_intents) != (second.true_tags, second.true_intents):
        raise ModelError("Two taggers were scored on different requests. Score both again.")
    return verdicts.compare(first.right(part), second.right(part))


def load_predictions(path: Path) -> Predictions:
    """What the tagger in a model folder said of the test requests.

    Raises:
        ModelError: it was not scored, or its predictions are damaged.
    """
    stored = read_arrays(path / PREDICTIONS, ARRAYS)
    if stored is None:
        raise ModelError(
            "{model} holds no predictions. Score it: make evaluate-{model}", model=path.name
        )
    shapes = {one.shape for one in stored}
    if {one.dtype.kind for one in stored} != {"U"} or len(shapes) != 1 or stored[0].ndim != 1:
        raise ModelError(
            "{file} is damaged. Restore it, or score it again.", file=f"{path.name}/{PREDICTIONS}"
        )
    return Predictions(*(tuple(one.tolist()) for one in stored))
