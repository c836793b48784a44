"""Texts of which most words are the same: found by MinHash, so that no two are ever compared twice.

A text is the set of its runs of three words. Of two texts, the share of equal values in their
sketches estimates how much of these sets they share (Broder 1997); only those that agree in a band
of a sketch are compared at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

WORDS = 3  # Of a run. A text of fewer has none, and is like no other.
ALIKE = 0.8  # The share of runs from which on two texts are near-duplicates.
BANDS, BAND = 16, 4  # Of such a share, 1 pair in 5,000 is overlooked.
_HASHES, _TEXTS = 2**31 - 1, 1_000  # As many as scikit-learn has; texts at once.


def groups_of(texts: Sequence[str]) -> np.ndarray:
    """The group of each text, ``(N,)``: near-duplicates have the same number, and those of theirs.

    In memory and time that grow with the number of texts alone, however many are alike.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    sketches, has_runs = _sketches(texts)
    rows = np.flatnonzero(has_runs)
    found = [_pairs(sketches[rows], band) for band in range(BANDS)]
    one, other = rows[np.concatenate(found, axis=1)]
    size = len(texts)
    pairs = coo_array((np.ones(len(one), dtype=bool), (one, other)), shape=(size, size))
    groups: np.ndarray = connected_components(pairs, directed=False)[1]
    return groups


def _sketches(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The smallest value of each of many hashes of its runs, ``(N, H)``, and who has any."""
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(_HASHES, input_type="string", alternate_sign=False)
    # Multiplied by an odd number, modulo 2 ** 32, no two hashes become the same.
    factors = 2 * np.random.default_rng(BANDS).integers(_HASHES, size=BANDS * BAND) + 1
    sketches = np.zeros((len(texts), BANDS * BAND), dtype=np.uint32)
    has_runs = np.zeros(len(texts), dtype=bool)
    for start in range(0, len(texts), _TEXTS):
        found = hasher.transform(map(_runs, texts[start : start + _TEXTS]))
        rows = np.flatnonzero(np.diff(found.indptr))
        hashes, starts = found.indices.astype(np.uint32), found.indptr[rows]
        has_runs[start + rows] = True
        for place, factor in enumerate(factors.astype(np.uint32)):
            if len(rows):
                sketches[start + rows, place] = np.minimum.reduceat(hashes * factor, starts)
    return sketches, has_runs


def _runs(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[place : place + WORDS]) for place in range(len(words) - WORDS + 1)]


def _pairs(sketches: np.ndarray, band: int) -> np.ndarray:
    """Near-duplicates among texts that agree in a band, ``(2, P)``: each with the first of them."""
    values = np.ascontiguousarray(sketches[:, BAND * band : BAND * (band + 1)])
    keys = values.view(np.dtype((np.void, values.itemsize * BAND))).ravel()
    _unique, firsts, places = np.unique(keys, return_index=True, return_inverse=True)
    first = firsts[places]
    rows = np.flatnonzero(first != np.arange(len(sketches)))
    alike = np.mean(sketches[rows] == sketches[first[rows]], axis=1) >= ALIKE
    return np.stack([first[rows], rows])[:, alike]
