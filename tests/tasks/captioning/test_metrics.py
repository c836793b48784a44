"""Scores of captions: on the scale that the documentation names, and as sure as they say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocoevalcap.bleu.bleu import Bleu

from pipelines.errors import ModelError
from pipelines.models.arrays import write_arrays
from pipelines.models.files import PREDICTIONS
from pipelines.tasks.captioning.comparison import (
    PhotoScores,
    Predictions,
    as_arrays,
    compare,
    intervals,
    load_predictions,
)
from pipelines.tasks.captioning.metrics import cider_d, score_photos

SAID = (
    "a brown dog runs over the grass",
    "two men sit on a red bench",
    "the girl jumps into water",
)
REFERENCES = [[caption.split()] * 5 for caption in SAID]
NAMES = {"bleu_1", "bleu_2", "bleu_3", "bleu_4", "rouge_l", "cider_d"}
WORDS = ("a", "the", "dog", "man", "runs", "sits", "on", "grass")
sentences = st.lists(st.sampled_from(WORDS), min_size=1)


def corpus(captions: Sequence[str]) -> dict[str, float]:
    scores = score_photos(captions, REFERENCES).corpus()
    return {name: float(values[0]) for name, values in scores.items()}


def test_what_people_said_word_for_word_reaches_the_top_of_each_scale() -> None:
    scores = corpus(SAID)
    assert scores.keys() == NAMES
    assert scores.pop("cider_d") == pytest.approx(1_000)
    assert list(scores.values()) == pytest.approx([100] * 5)


def test_captions_of_other_photos_score_low() -> None:
    other = [SAID[1], SAID[2], SAID[0]]
    scores = corpus(other)
    assert 0 < scores["bleu_1"] < 40
    assert 0 <= scores["cider_d"] == pytest.approx(100 * cider_d(other, REFERENCES))
    assert scores["cider_d"] < 100


@given(st.lists(st.tuples(sentences, st.lists(sentences, min_size=1)), min_size=1, max_size=6))
def test_bleu_of_all_photos_is_that_of_the_library(
    photos: list[tuple[list[str], list[list[str]]]],
) -> None:
    captions = [" ".join(said) for said, _ in photos]
    references = [humans for _, humans in photos]
    ours = score_photos(captions, references).corpus()
    told = {row: [" ".join(one) for one in humans] for row, humans in enumerate(references)}
    theirs, _ = Bleu(4).compute_score(
        told, {row: [caption] for row, caption in enumerate(captions)}, verbose=0
    )
    for order, score in enumerate(theirs, start=1):
        assert ours[f"bleu_{order}"][0] == pytest.approx(100 * score, abs=0.01)


def some_scores(seed: int, photos: int = 200, gain: float = 0.0) -> PhotoScores:
    """Captions of ten words; each finds about half of the n-grams, and ``gain`` more CIDEr-D."""
    random = np.random.default_rng(seed)
    there = np.tile([10, 9, 8, 7], (photos, 1))
    found = random.binomial(there, 0.5)
    lengths = np.full((photos, 2), 10)
    cider = random.gamma(2, 0.2, photos) + gain
    return PhotoScores(np.hstack([found, there, lengths]), random.random(photos), cider)


def test_an_interval_is_as_wide_as_theory_says() -> None:
    scores = some_scores(1)
    ends = intervals(scores)
    assert ends.keys() == NAMES
    for name, (low, high) in ends.items():
        assert low < scores.corpus()[name][0] < high
    low, high = ends["cider_d"]
    error = 100 * scores.cider.std() / np.sqrt(len(scores.cider))
    assert high - low == pytest.approx(2 * 1.96 * error, rel=0.1)


def test_photos_that_count_twice_are_a_test_set_of_their_own() -> None:
    scores = some_scores(2, photos=3)
    twice = PhotoScores(*(values[[0, 0, 2]] for values in vars(scores).values()))
    drawn, whole = scores.corpus(np.array([[2, 0, 1]])), twice.corpus()
    assert {n: v[0] for n, v in drawn.items()} == pytest.approx({n: v[0] for n, v in whole.items()})


def test_a_difference_on_every_photo_is_shown_and_chance_is_not() -> None:
    first = some_scores(3)
    better = PhotoScores(first.counts, first.rouge, first.cider + 0.01)
    found = compare(better, first)
    # Far less than each score's own spread, yet every photo agrees.
    assert found["cider_d"].points == pytest.approx(1.0)
    assert found["cider_d"].verdict == "better"
    assert compare(first, better)["cider_d"].verdict == "worse"
    assert "no difference" in found["bleu_4"].verdict
    assert "no difference" in compare(first, some_scores(4))["cider_d"].verdict


def test_different_numbers_of_photos_cannot_be_compared() -> None:
    with pytest.raises(ModelError, match="199"):
        compare(some_scores(1), some_scores(1, photos=199))


def test_captions_and_scores_are_kept(tmp_path: Path) -> None:
    kept = Predictions(SAID, score_photos(SAID, REFERENCES))
    write_arrays(tmp_path / PREDICTIONS, as_arrays({"beam": kept}))
    found = load_predictions(tmp_path)
    assert found.captions == SAID
    ours, theirs = found.scores.corpus(), kept.scores.corpus()
    assert {n: v[0] for n, v in ours.items()} == pytest.approx({n: v[0] for n, v in theirs.items()})
    with pytest.raises(ModelError, match="greedy"):
        load_predictions(tmp_path, "greedy")


def test_missing_or_damaged_captions_are_an_error_of_the_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="make evaluate"):
        load_predictions(tmp_path)
    (tmp_path / PREDICTIONS).write_bytes(b"no archive")
    with pytest.raises(ModelError, match="make evaluate"):
        load_predictions(tmp_path)
    scores = PhotoScores(np.zeros((2, 10)), np.zeros(2), np.zeros(3))
    write_arrays(tmp_path / PREDICTIONS, as_arrays({"beam": Predictions(("a", "b"), scores)}))
    with pytest.raises(ModelError, match="damaged"):
        load_predictions(tmp_path)
