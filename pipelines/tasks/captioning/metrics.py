"""Scores of captions, by pycocoevalcap's scorers, none of which needs Java."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from pycocoevalcap.bleu.bleu_scorer import BleuScorer
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.rouge.rouge import Rouge

from pipelines.tasks.captioning.comparison import ORDERS, PhotoScores

References = Sequence[Sequence[Sequence[str]]]


def score_photos(captions: Sequence[str], references: References) -> PhotoScores:
    """What each caption adds to the scores of them all.

    Args:
        captions: one a photo, words separated by blanks, lower case, no punctuation.
        references: the word lists of each photo's human captions, in the same form.
    """
    humans, hypotheses = _in_library_form(captions, references)
    bleu = BleuScorer(n=ORDERS)
    for row, caption in enumerate(captions):
        bleu += (caption, humans[row])
    counts = np.array([_counts(found) for found in bleu.ctest])
    _, rouge = Rouge().compute_score(humans, hypotheses)
    _, cider = Cider().compute_score(humans, hypotheses)
    return PhotoScores(counts, np.asarray(rouge), np.asarray(cider))


def _counts(found: dict[str, Any]) -> list[int]:
    length = found["testlen"]
    closest = min(found["reflen"], key=lambda other: (abs(other - length), other))
    return [*found["correct"], *found["guess"], length, closest]


def cider_d(captions: Sequence[str], references: References) -> float:
    """CIDEr-D (Vedantam et al. 2015), 0 to 10, with the document frequencies of ``references``."""
    score, _ = Cider().compute_score(*_in_library_form(captions, references))
    return float(score)


def _in_library_form(
    captions: Sequence[str], references: References
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    humans = {row: [" ".join(one) for one in several] for row, several in enumerate(references)}
    return humans, {row: [caption] for row, caption in enumerate(captions)}
