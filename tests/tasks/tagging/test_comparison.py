"""Which of two taggers finds slots better."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.errors import ModelError
from pipelines.tasks.tagging.comparison import Predictions, compare_slots, slot_f1, span_counts

TRUE = "B-city I-city O B-day"
SAID = {"right": TRUE, "half": "B-city O O B-day", "none": "O O O O"}


def answered(*said: str) -> Predictions:
    intents = ("ask",) * len(said)
    return Predictions(tuple(SAID[one] for one in said), (TRUE,) * len(said), intents, intents)


def test_spans_count_as_a_whole() -> None:
    counts = span_counts([one.split() for one in SAID.values()], [TRUE.split()] * 3)
    assert counts.tolist() == [[2, 2, 2], [1, 2, 2], [0, 0, 2]]
    assert slot_f1(*counts.T.astype(float)).tolist() == [1, 0.5, 0]
    assert slot_f1(*np.zeros((3, 1))).tolist() == [0]


def test_a_clear_lead_is_told_from_an_accident() -> None:
    good, bad = answered(*["right"] * 40), answered(*["half"] * 40)
    assert compare_slots(good, bad) == "better"
    assert compare_slots(bad, good) == "worse"
    once = answered("half", *["right"] * 39)
    assert compare_slots(good, once) == "no difference that this test can show"
    assert compare_slots(good, good) == "no difference that this test can show"


def test_answers_to_other_requests_are_refused() -> None:
    with pytest.raises(ModelError, match="different requests"):
        compare_slots(answered("right"), answered("right", "right"))
