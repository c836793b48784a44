"""Scores of captions: on the scale that the documentation names."""

from __future__ import annotations

import pytest

from pipelines.captioning.metrics import cider_d, score_captions

SAID = (
    "a brown dog runs over the grass",
    "two men sit on a red bench",
    "the girl jumps into water",
)


def test_what_people_said_word_for_word_reaches_the_top_of_each_scale() -> None:
    scores = score_captions(SAID, [[caption.split()] * 5 for caption in SAID])
    assert scores.pop("cider_d") == pytest.approx(1_000)
    assert scores.keys() == {"bleu_1", "bleu_2", "bleu_3", "bleu_4", "rouge_l"}
    assert list(scores.values()) == pytest.approx([100] * 5)


def test_captions_of_other_photos_score_low() -> None:
    references = [[caption.split()] * 5 for caption in SAID]
    other = score_captions([SAID[1], SAID[2], SAID[0]], references)
    assert 0 < other["bleu_1"] < 40
    assert 0 <= other["cider_d"] == pytest.approx(100 * cider_d([*SAID[1:], SAID[0]], references))
    assert other["cider_d"] < 100
