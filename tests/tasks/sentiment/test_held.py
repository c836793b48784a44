"""What a network answers with a gate held by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines.errors import InputError
from pipelines.tasks.sentiment.held import held_trace
from pipelines.tasks.sentiment.pipeline import SentimentPipeline

GOOD, BAD = "A good, warm and funny film.", "A bad, weak and boring plot."


@pytest.mark.parametrize("name", ["lstm", "rnn", "gru"])
def test_with_nothing_held_it_is_the_answer(models_root: Path, name: str) -> None:
    pipeline = SentimentPipeline.load(models_root / f"sentiment-tiny-{name}")
    held, free = held_trace(pipeline, GOOD, {}), pipeline.trace(GOOD)
    np.testing.assert_allclose(held.probabilities, free.probabilities, atol=1e-4)
    assert held.result.probability == pytest.approx(free.result.probability, abs=1e-4)


@pytest.mark.parametrize("gate", ["input", "output"])
def test_without_what_is_read_all_texts_are_one(models_root: Path, gate: str) -> None:
    pipeline = SentimentPipeline.load(models_root / "sentiment-tiny-lstm")
    good, bad = (pipeline.trace(text).probabilities for text in (GOOD, BAD))
    assert not np.allclose(good, bad)
    good, bad = (held_trace(pipeline, text, {gate: 0.0}).probabilities for text in (GOOD, BAD))
    np.testing.assert_array_equal(good, bad)


@pytest.mark.parametrize("name", ["bilstm", "window"])
def test_a_model_that_cannot_be_held_is_refused(models_root: Path, name: str) -> None:
    pipeline = SentimentPipeline.load(models_root / f"sentiment-tiny-{name}")
    with pytest.raises(InputError, match="one direction"):
        held_trace(pipeline, GOOD, {"input": 0.0})
