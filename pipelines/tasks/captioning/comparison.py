"""How sure the scores of a captioner are, and which of two is better on the same photos.

All scores are of a whole test set, so their spread is found by drawing its photos anew, with
replacement (bootstrap; Koehn 2004 for the comparison of two).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipelines.errors import ModelError
from pipelines.models.arrays import read_arrays
from pipelines.models.files import PREDICTIONS
from pipelines.scoring.bootstrap import Difference, drawn_anew, middle

ORDERS = 4  # BLEU counts n-grams of one to four words.
MAX_PHOTOS = 20_000  # Resampled, they take 160 MB.


@dataclass(frozen=True)
class PhotoScores:
    """What the caption of each of ``N`` photos adds to the scores of them all.

    Attributes:
        counts: ``(N, 10)``: n-grams of one to four words that a reference has, too; n-grams of one
            to four words; words of the caption; words of the reference of the closest length.
        rouge: ROUGE-L, ``(N,)``, in [0, 1].
        cider: CIDEr-D, ``(N,)``, in [0, 10].
    """

    counts: np.ndarray
    rouge: np.ndarray
    cider: np.ndarray

    def corpus(self, draws: np.ndarray | None = None) -> dict[str, np.ndarray]:
        """Scores of all photos together, each ``(R,)`` and times 100, as is usual.

        BLEU is that of Papineni et al. (2002), ROUGE-L and CIDEr-D are means over the photos.

        Args:
            draws: how often each photo counts, ``(R, N)``; without it, each counts once.
        """
        if draws is None:
            draws = np.ones((1, len(self.counts)), dtype=int)
        totals = draws @ self.counts.astype(float)
        found, there = totals[:, :ORDERS], totals[:, ORDERS : 2 * ORDERS]
        length, closest = totals[:, -2], totals[:, -1]
        precision = np.where(found > 0, found, 1e-15) / np.maximum(there, 1e-9)
        geometric = np.exp(np.log(precision).cumsum(axis=1) / np.arange(1, ORDERS + 1))
        brevity = np.exp(np.minimum(0, 1 - closest / np.maximum(length, 1e-9)))
        scores = {f"bleu_{n + 1}": geometric[:, n] * brevity for n in range(ORDERS)}
        photos = draws.sum(axis=1)
        scores |= {"rouge_l": draws @ self.rouge / photos, "cider_d": draws @ self.cider / photos}
        return {name: 100 * values for name, values in scores.items()}


def intervals(scores: PhotoScores) -> dict[str, tuple[float, float]]:
    """Where 95 of 100 test sets of such photos would put each score."""
    drawn = scores.corpus(drawn_anew(len(scores.counts)))
    return {name: middle(values) for name, values in drawn.items()}


def compare(first: PhotoScores, second: PhotoScores) -> dict[str, Difference]:
    """How far apart two captioners are in each score: the paired bootstrap.

    Raises:
        ModelError: they were scored on different numbers of photos.
    """
    require_same_photos(first, second)
    draws = drawn_anew(len(first.counts))
    ones, others = first.corpus(), second.corpus()
    drawn, drawn_other = first.corpus(draws), second.corpus(draws)
    return {
        name: Difference(
            float(ones[name][0] - others[name][0]), *middle(drawn[name] - drawn_other[name])
        )
        for name in ones
    }


def require_same_photos(first: PhotoScores, second: PhotoScores) -> None:
    """See that two captioners can be compared photo by photo.

    Raises:
        ModelError: they were scored on different numbers of photos.
    """
    if len(first.counts) != len(second.counts):
        raise ModelError(
            "One captioner was scored on {n:,} photos, the other on {other:,}. Score both on the "
            "same.",
            n=len(first.counts),
            other=len(second.counts),
        )


@dataclass(frozen=True)
class Predictions:
    """What a captioner wrote under the test photos, in row order, and how each caption scored."""

    captions: tuple[str, ...]
    scores: PhotoScores


def as_arrays(predictions: dict[str, Predictions]) -> dict[str, np.ndarray]:
    """The captions of each strategy and their scores, without photos, to be kept."""
    arrays: dict[str, np.ndarray] = {}
    for name, one in predictions.items():
        arrays[name] = np.array(one.captions)
        arrays[f"{name}_counts"] = one.scores.counts.astype(np.uint8)
        arrays[f"{name}_rouge"] = one.scores.rouge.astype(np.float32)
        arrays[f"{name}_cider"] = one.scores.cider.astype(np.float32)
    return arrays


def load_predictions(path: Path, strategy: str = "beam") -> Predictions:
    """The captions of a model folder by ``greedy`` or its own ``beam``.

    Raises:
        ModelError: the model was not scored, or its predictions are damaged.
    """
    names = [strategy, *(f"{strategy}_{kind}" for kind in ("counts", "rouge", "cider"))]
    stored = read_arrays(path / PREDICTIONS, names)
    if stored is None:
        raise ModelError(
            "{model} holds no captions by {strategy}. Score it: make evaluate-{model}",
            model=path.name,
            strategy=strategy,
        )
    captions, *scores = stored
    found = PhotoScores(*scores)
    if captions.dtype.kind != "U" or not _fit(found, captions.shape):
        raise ModelError(
            "{file} is damaged. Restore it, or score it again.", file=f"{path.name}/{PREDICTIONS}"
        )
    return Predictions(tuple(captions.tolist()), found)


def _fit(scores: PhotoScores, shape: tuple[int, ...]) -> bool:
    """Whether ``scores`` are those of captions of that ``shape``."""
    counts, rouge, cider = scores.counts, scores.rouge, scores.cider
    return (
        len(shape) == 1
        and 0 < shape[0] <= MAX_PHOTOS
        and (counts.shape, rouge.shape, cider.shape) == ((*shape, 2 * ORDERS + 2), shape, shape)
        and counts.dtype == np.uint8
        and rouge.dtype == cider.dtype == np.float32
        and bool(((rouge >= 0) & (rouge <= 1.001) & (cider >= 0) & (cider <= 10.001)).all())
    )
