"""How sure the scores of a translator are, and which of two is better on the same sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipelines.errors import ModelError
from pipelines.models.arrays import read_arrays
from pipelines.models.files import PREDICTIONS
from pipelines.scoring.bootstrap import Difference, drawn_anew, middle

ORDERS = 4  # BLEU counts n-grams of one to four words.


@dataclass(frozen=True)
class Predictions:
    """What a translator wrote for ``N`` test sentences, in row order, without what was to be read.

    Attributes:
        translations: as they are scored.
        counts: what each adds to BLEU, ``(N, 10)``: n-grams of one to four words that the reference
            has, too; n-grams of one to four words; words of the translation; words of the
            reference.
        lengths: words and marks of each source, ``(N,)``.
    """

    translations: tuple[str, ...]
    counts: np.ndarray
    lengths: np.ndarray


def corpus_bleu(counts: np.ndarray) -> np.ndarray:
    """BLEU of whole test sets, 0 to 100, from the sums ``(R, 10)`` of their counts.

    As sacreBLEU has it: of the orders without any hit each counts for half as much as the one
    before (Chen & Cherry 2014).
    """
    right, there = counts[:, :ORDERS].astype(float), counts[:, ORDERS : 2 * ORDERS]
    missed = right == 0
    right = np.where(missed, 0.5 ** missed.cumsum(axis=1), right)
    precisions = right / np.maximum(there, 1)
    possible = (there > 0).all(axis=1) & ~missed[:, 0]
    length, meant = counts[:, -2], counts[:, -1]
    brevity = np.exp(np.minimum(0, 1 - meant / np.maximum(length, 1)))
    found: np.ndarray = 100 * brevity * np.exp(np.log(precisions).mean(axis=1)) * possible
    return found


def interval(counts: np.ndarray) -> tuple[float, float]:
    """Where 95 of 100 test sets of such sentences would put BLEU."""
    return middle(corpus_bleu(drawn_anew(len(counts)) @ counts))


def compare(first: Predictions, second: Predictions) -> Difference:
    """How far apart two translators are in BLEU: the paired bootstrap.

    Raises:
        ModelError: they were scored on different sentences, or write different languages.
    """
    meant, other = first.counts[:, -1], second.counts[:, -1]
    if meant.shape != other.shape or (meant != other).any():
        raise ModelError(
            "Two translators were scored on different sentences, or into different languages. "
            "Compare two that translate the same."
        )
    one, another = (corpus_bleu(each.counts.sum(axis=0)[None])[0] for each in (first, second))
    draws = drawn_anew(len(meant))
    drawn, drawn_other = (corpus_bleu(draws @ each.counts) for each in (first, second))
    return Difference(float(one - another), *middle(drawn - drawn_other))


def as_arrays(predictions: Mapping[str, Predictions]) -> dict[str, np.ndarray]:
    """The translations by each strategy and how they scored, to be kept."""
    arrays: dict[str, np.ndarray] = {}
    for name, one in predictions.items():
        arrays[name] = np.array(one.translations)
        arrays[f"{name}_counts"] = one.counts.astype(np.uint8)
        arrays["lengths"] = one.lengths.astype(np.uint8)
    return arrays


def load_predictions(path: Path, strategy: str = "beam") -> Predictions:
    """The translations of a model folder by ``greedy`` or its own ``beam``.

    Raises:
        ModelError: the model was not scored, or its predictions are damaged.
    """
    stored = read_arrays(path / PREDICTIONS, (strategy, f"{strategy}_counts", "lengths"))
    if stored is None:
        raise ModelError(
            "{model} holds no translations by {strategy}. Score it: make evaluate-{model}",
            model=path.name,
            strategy=strategy,
        )
    texts, counts, lengths = stored
    kinds = (texts.dtype.kind, counts.dtype.kind, lengths.dtype.kind)
    fits = counts.shape == (texts.size, 2 * ORDERS + 2) and lengths.shape == texts.shape
    if kinds != ("U", "u", "u") or texts.ndim != 1 or not texts.size or not fits:
        raise ModelError(
            "{file} is damaged. Restore it, or score it again.", file=f"{path.name}/{PREDICTIONS}"
        )
    return Predictions(tuple(texts.tolist()), counts.astype(int), lengths.astype(int))
