"""What benchmarks measure with; they themselves take too long for a test."""

from __future__ import annotations

from pathlib import Path

from benchmarks.training import REVIEWS, invent_reviews
from pipelines.tasks.sentiment.mixture import load_pools
from pipelines.tasks.sentiment.training import SentimentTraining


def test_invented_reviews_can_be_learnt_from(tmp_path: Path) -> None:
    invent_reviews(tmp_path)
    reviews, *others = load_pools(tmp_path, SentimentTraining(), {})
    # All but what is held out for validation.
    assert len(reviews.texts.tokens) == 0.9 * REVIEWS
    assert all(len(pool.texts.tokens) > 0 for pool in others)
