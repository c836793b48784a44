"""CIDEr-D of single captions, fast enough to be what a network is trained for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np

ORDERS = 4
SIGMA = 6.0
Words = Sequence[Hashable]
Ngram = tuple[Hashable, ...]


class _Vector(NamedTuple):
    """A caption as TF-IDF of its n-grams, by order, with the norm of each and its length."""

    weights: list[dict[Ngram, float]]
    norms: np.ndarray
    length: int


class CiderReward:
    """CIDEr-D (Vedantam et al. 2015) against references that are cut into n-grams once.

    pycocoevalcap's scorer, whose figures these are, cuts all references again for every caption:
    a thousand times a step, when captions are sampled in training.

    Args:
        references: for each photo, its captions as sequences of words or ids.
    """

    def __init__(self, references: Sequence[Sequence[Words]]) -> None:
        seen_with = Counter(
            ngram
            for captions in references
            for ngram in {ngram for caption in captions for ngram in _ngrams(caption)}
        )
        everywhere = float(np.log(len(references)))
        self._rarest = everywhere
        self._rarity = {n: everywhere - float(np.log(count)) for n, count in seen_with.items()}
        self._references = [[self._vector(one) for one in captions] for captions in references]

    def __call__(self, photo: int, caption: Words) -> float:
        """The score of a caption of the photo in row ``photo`` of the references, 0 to 10."""
        said = self._vector(caption)
        references = self._references[photo]
        likeness = sum(float(_likeness(said, one).mean()) for one in references)
        return 10 * likeness / len(references)

    def _vector(self, caption: Words) -> _Vector:
        weights: list[dict[Ngram, float]] = [{} for _ in range(ORDERS)]
        for ngram, count in _ngrams(caption).items():
            weights[len(ngram) - 1][ngram] = count * self._rarity.get(ngram, self._rarest)
        norms = np.array([sum(w * w for w in order.values()) for order in weights]) ** 0.5
        return _Vector(weights, norms, len(caption))


def _ngrams(caption: Words) -> Counter[Ngram]:
    words = tuple(caption)
    return Counter(
        words[start : start + order]
        for order in range(1, ORDERS + 1)
        for start in range(len(words) - order + 1)
    )


def _likeness(said: _Vector, reference: _Vector) -> np.ndarray:
    """The clipped cosine of each order, ``(4,)``, less for a caption of another length."""
    dots = np.array(
        [
            sum(min(weight, there[n]) * there[n] for n, weight in here.items() if n in there)
            for here, there in zip(said.weights, reference.weights, strict=True)
        ],
        dtype=float,
    )
    norms = said.norms * reference.norms
    cosines = np.divide(dots, norms, out=dots, where=norms > 0)
    likeness: np.ndarray = cosines * np.exp(-((said.length - reference.length) ** 2) / 2 / SIGMA**2)
    return likeness
