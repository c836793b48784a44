"""Scores of translations, by sacreBLEU, of whole sentences as people write them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from pipelines.scoring.bootstrap import RESAMPLES


def bleu(translations: Sequence[str], references: Sequence[str]) -> float:
    """BLEU (Papineni et al. 2002) of all together, 0 to 100."""
    return float(BLEU().corpus_score(translations, [references]).score)


def chrf(translations: Sequence[str], references: Sequence[str]) -> float:
    """ChrF (Popović 2015), which counts letters in a row, 0 to 100."""
    return float(CHRF().corpus_score(translations, [references]).score)


def chrf_interval(translations: Sequence[str], references: Sequence[str]) -> tuple[float, float]:
    """Where 95 of 100 test sets of such sentences would put chrF, by sacreBLEU's own bootstrap."""
    metric = CHRF()
    score = metric.corpus_score(translations, [references], n_bootstrap=RESAMPLES)
    told = json.loads(score.format(width=4, signature=str(metric.get_signature()), is_json=True))
    # Of a score of 0 it tells none.
    centre, reach = told.get("confidence_mean", 0.0), told.get("confidence_var", 0.0)
    return centre - reach, centre + reach


def signatures() -> dict[str, str]:
    """How both are computed, so that others can do the same (Post 2018)."""
    found = {}
    for name, metric in (("bleu", BLEU()), ("chrf", CHRF())):
        metric.corpus_score(["A dog."], [["A dog."]])  # Before, it does not know.
        found[name] = str(metric.get_signature())
    return found


def ngram_counts(translations: Sequence[str], references: Sequence[str]) -> np.ndarray:
    """What each translation adds to BLEU, ``(N, 10)``.

    N-grams of one to four words that the reference has, too; n-grams of one to four words; words of
    the translation; words of the reference.
    """
    metric = BLEU(effective_order=True)  # Only to spare a warning: of one sentence, counts matter.
    scores = (
        metric.sentence_score(translation, [reference])
        for translation, reference in zip(translations, references, strict=True)
    )
    return np.array([[*one.counts, *one.totals, one.sys_len, one.ref_len] for one in scores])
