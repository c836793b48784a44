"""Which of two taggers is better, as far as the same requests can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipelines.errors import ModelError
from pipelines.models.arrays import read_arrays
from pipelines.models.files import PREDICTIONS
from pipelines.scoring import verdicts
from pipelines.scoring.bootstrap import drawn_anew, middle
from pipelines.scoring.verdicts import Comparison, Verdict, verdict
from pipelines.tasks.tagging.labels import spans

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
    _require_same_requests(first, second)
    return verdicts.compare(first.right(part), second.right(part))


def compare_slots(first: Predictions, second: Predictions) -> Verdict:
    """Which of two taggers has the better slot F1: the paired bootstrap (Koehn 2004).

    Raises:
        ModelError: they were scored on different requests.
    """
    _require_same_requests(first, second)
    draws = drawn_anew(len(first.tags))
    drawn, drawn_other = (
        slot_f1(*(draws @ span_counts(_split(one.tags), _split(one.true_tags))).T)
        for one in (first, second)
    )
    differences = drawn - drawn_other
    low, high = middle(differences)
    return verdict(low > 0 or high < 0, bool(np.median(differences) > 0))


def span_counts(said: Sequence[Sequence[str]], true: Sequence[Sequence[str]]) -> np.ndarray:
    """Of each request, spans found that are there, spans found, spans there, ``(N, 3)``."""
    found = [(set(spans(one)), set(spans(other))) for one, other in zip(said, true, strict=True)]
    return np.array([(len(one & other), len(one), len(other)) for one, other in found])


def slot_f1(right: np.ndarray, answered: np.ndarray, there: np.ndarray) -> np.ndarray:
    """F1 of whole spans, in [0, 1], from the counts of ``span_counts`` over all requests."""
    shares: np.ndarray = 2 * right / np.maximum(answered + there, 1)
    return shares


def _require_same_requests(first: Predictions, second: Predictions) -> None:
    if (first.true_tags, first.true_intents) != (second.true_tags, second.true_intents):
        raise ModelError("Two taggers were scored on different requests. Score both again.")


def _split(tags: Sequence[str]) -> list[list[str]]:
    return [one.split() for one in tags]


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
    shapes, requests = {one.shape for one in stored}, stored[0].size
    if {one.dtype.kind for one in stored} != {"U"} or shapes != {(requests,)} or not requests:
        raise ModelError(
            "{file} is damaged. Restore it, or score it again.", file=f"{path.name}/{PREDICTIONS}"
        )
    return Predictions(*(tuple(one.tolist()) for one in stored))
