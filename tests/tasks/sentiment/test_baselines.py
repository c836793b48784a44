"""What the words of a text add to the answer of a model that only adds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines.pieces import finished
from pipelines.tasks.sentiment.baselines import NgramScorer
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.scorers import Text
from pipelines.text import tokenize

TEXT = "not a good film, not good but not bad, not bad at all zzz"
WORDS = [token.text for token in tokenize(TEXT)]


def test_what_words_add_is_the_logit(models_root: Path) -> None:
    scorer = SentimentPipeline.load(models_root / "baseline-tiny-tfidf").scorer
    assert isinstance(scorer, NgramScorer)
    texts = [Text("", WORDS), Text("", ["zzz"])]
    logit, intercept = finished(scorer.logits_in_pieces(texts))[:, 0]
    effects = scorer.effects(texts[0])
    assert effects.shape == (len(WORDS),)
    assert effects.sum() == pytest.approx(logit - intercept)
    assert effects[WORDS.index("zzz")] == 0
    assert np.abs(effects).max() > 0.01


def test_words_of_a_lexicon_add_their_ratings(models_root: Path) -> None:
    pipeline = SentimentPipeline.load(models_root / "baseline-tiny-vader")
    whole = finished(pipeline.whole_in_pieces("A GOOD film, a bad ending."))
    assert whole.effects is not None
    signs = dict(zip((token.text for token in whole.tokens), np.sign(whole.effects), strict=True))
    assert (signs["good"], signs["bad"], signs["film"]) == (1, -1, 0)
    assert whole.result == pipeline.predict([whole.text])[0]


def test_words_of_a_network_do_not_simply_add(models_root: Path) -> None:
    pipeline = SentimentPipeline.load(models_root / "sentiment-tiny-lstm")
    assert finished(pipeline.whole_in_pieces("A good film.")).effects is None
