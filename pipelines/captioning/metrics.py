"""Scores of captions, by pycocoevalcap's scorers, none of which needs Java."""

from __future__ import annotations

from collections.abc import Sequence

from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.rouge.rouge import Rouge


def score_captions(
    captions: Sequence[str], references: Sequence[Sequence[Sequence[str]]]
) -> dict[str, float]:
    """Corpus BLEU-1 to 4, ROUGE-L and CIDEr-D, each times 100, as they are usually published.

    BLEU and ROUGE-L are shares, so they reach 100. CIDEr-D reaches 10, so its figure reaches 1,000.

    Args:
        captions: one a photo, words separated by blanks, lower case, no punctuation.
        references: the word lists of each photo's human captions, in the same form.
    """
    hypotheses = {row: [caption] for row, caption in enumerate(captions)}
    humans = {row: [" ".join(one) for one in several] for row, several in enumerate(references)}
    bleu, _ = Bleu(4).compute_score(humans, hypotheses, verbose=0)
    rouge, _ = Rouge().compute_score(humans, hypotheses)
    scores = {f"bleu_{order}": value for order, value in enumerate(bleu, start=1)}
    scores |= {"rouge_l": float(rouge), "cider_d": cider_d(captions, references)}
    return {name: 100 * value for name, value in scores.items()}


def cider_d(captions: Sequence[str], references: Sequence[Sequence[Sequence[str]]]) -> float:
    """CIDEr-D (Vedantam et al. 2015), 0 to 10, with the document frequencies of ``references``."""
    hypotheses = {row: [caption] for row, caption in enumerate(captions)}
    humans = {row: [" ".join(one) for one in several] for row, several in enumerate(references)}
    score, _ = Cider().compute_score(humans, hypotheses)
    return float(score)
