"""What a practitioner would take instead of a network: a lexicon, and counted words.

Both have no steps: an answer comes from the whole text at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pipelines.pieces import Pieces
from pipelines.spelling import respell
from pipelines.tasks.sentiment.scorers import Text

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

IDF, COEFFICIENTS, INTERCEPT = "idf", "coefficients", "intercept"


class VaderScorer:
    """The lexicon and rules of VADER (Hutto & Gilbert 2014), from the package vaderSentiment."""

    parameters = 0

    def knows(self, word: str) -> bool:  # noqa: ARG002  Rules know every word, if only as neutral.
        """Always true."""
        return True

    reads = knows

    def met(self, word: str) -> bool:  # noqa: ARG002
        """Never true: they have learnt from nothing."""
        return False

    def logits_in_pieces(self, texts: Sequence[Text]) -> Pieces[np.ndarray]:
        """VADER's compound scores ``(N, 1)``, in [-1, 1]; zero is neutral, as for a logit."""
        yield from ()
        # It reads capitals and marks as well, but knows words in plain characters only.
        plain = (respell(text.original).text for text in texts)
        scores = [self._analyzer.polarity_scores(text)["compound"] for text in plain]
        return np.array(scores, dtype=float)[:, None]

    def effects(self, text: Text) -> np.ndarray:
        """The ratings of its words alone ``(T,)``, to which the rules come on top."""
        return np.array([self._analyzer.lexicon.get(word, 0.0) for word in text.words], float)

    @cached_property
    def _analyzer(self) -> SentimentIntensityAnalyzer:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        return SentimentIntensityAnalyzer()


class NgramScorer:
    """Logistic regression on counted n-grams, TF-IDF or NBSVM, both by scikit-learn.

    Args:
        ngrams: words, and neighbours joined by blanks; a place in it is a column.
        idf: how much each n-gram weighs before the regression, ``(F,)``.
        coefficients: ``(F,)``.
        intercept: what the logit of a text of unknown words is.
    """

    def __init__(
        self,
        ngrams: Sequence[str],
        idf: np.ndarray,
        coefficients: np.ndarray,
        intercept: float,
    ) -> None:
        self._ngrams = {ngram: column for column, ngram in enumerate(ngrams)}
        self._idf, self._coefficients, self._intercept = idf, coefficients, intercept

    @property
    def parameters(self) -> int:
        """A weight for each n-gram, and the intercept."""
        return len(self._coefficients) + 1

    def knows(self, word: str) -> bool:
        """Whether ``word`` alone is one of the n-grams."""
        return word in self._ngrams

    reads = met = knows

    def logits_in_pieces(self, texts: Sequence[Text]) -> Pieces[np.ndarray]:
        """Logits ``(N, 1)``, in one piece."""
        yield from ()
        counted = self._vectorizer.transform([text.words for text in texts])
        logits: np.ndarray = counted @ self._coefficients + self._intercept
        return logits[:, None]

    def effects(self, text: Text) -> np.ndarray:
        """What each word adds to the logit ``(T,)``, an n-gram being shared out among its words."""
        counted = self._vectorizer.transform([text.words])
        added = dict(zip(counted.indices, counted.data, strict=True))
        found = [
            (self._ngrams[ngram], slice(start, start + length))
            for length in range(1, self._longest + 1)
            for start in range(len(text.words) - length + 1)
            if (ngram := " ".join(text.words[start : start + length])) in self._ngrams
        ]
        times = Counter(column for column, _ in found)
        effects = np.zeros(len(text.words))
        for column, words in found:
            share = times[column] * (words.stop - words.start)
            effects[words] += added[column] * self._coefficients[column] / share
        return effects

    @cached_property
    def _longest(self) -> int:
        return 1 + max(ngram.count(" ") for ngram in self._ngrams)

    @cached_property
    def _vectorizer(self) -> TfidfVectorizer:
        vectorizer = ngram_vectorizer(self._longest, vocabulary=self._ngrams)
        vectorizer.idf_ = self._idf
        return vectorizer


def ngram_vectorizer(longest: int, **options: object) -> TfidfVectorizer:
    """An untrained vectorizer of texts that are word lists already.

    Args:
        longest: words of the longest n-gram.
        options: further ones of scikit-learn's ``TfidfVectorizer``.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        tokenizer=list,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, longest),
        sublinear_tf=True,
        **options,
    )
