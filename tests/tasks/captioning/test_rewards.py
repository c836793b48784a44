"""The reward of a caption is the score that is published, one photo at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.tasks.captioning.metrics import score_photos
from pipelines.tasks.captioning.rewards import CiderReward

WORDS = ("a", "the", "dog", "man", "runs", "sits", "on", "grass")
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9)
photos = st.tuples(sentences, st.lists(sentences, min_size=1, max_size=3))


@given(st.lists(photos, min_size=2, max_size=5))
def test_it_is_the_score_of_the_library(asked: list[tuple[list[str], list[list[str]]]]) -> None:
    captions, references = [said for said, _ in asked], [humans for _, humans in asked]
    reward = CiderReward(references)
    theirs = score_photos([" ".join(caption) for caption in captions], references).cider
    ours = [reward(photo, caption) for photo, caption in enumerate(captions)]
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_words_and_ids_are_rewarded_alike() -> None:
    references = [[["a", "dog", "runs"]], [["the", "man", "sits"], ["a", "man"]]]
    ids = [[[WORDS.index(word) for word in one] for one in several] for several in references]
    by_words, by_ids = CiderReward(references), CiderReward(ids)
    said = ["the", "man", "runs"]
    expected = by_ids(1, [WORDS.index(word) for word in said])
    assert by_words(1, said) == pytest.approx(expected)
    assert 0 < expected < by_words(1, ["the", "man", "sits"]) < 10


def test_nothing_said_is_worth_nothing() -> None:
    assert CiderReward([[["a"]], [["b"]]])(0, []) == 0
    assert np.isfinite(CiderReward([[["a"]], [["b"]]])(0, ["a"]))
