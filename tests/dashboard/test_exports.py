"""What can be taken away as JSON: all where that is little, else what is left out is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard import exports
from dashboard.exports import as_json, left_out
from pipelines.generation.strategies import Beam
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning.pipeline import GOLDEN_PHOTOS, CaptionPipeline
from pipelines.tasks.captioning.results import Caption
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.results import SentimentTrace

TEXT = "A good film with a bad ending, and great music."
UNITS = 8  # Of the tiny model, an LSTM: six numbers for each of them at every token.


@pytest.fixture(scope="module")
def trace(models_root: Path) -> SentimentTrace:
    return SentimentPipeline.load(models_root / "sentiment-tiny-lstm").trace(TEXT)


@pytest.fixture(scope="module")
def caption(models_root: Path) -> Caption:
    photo = read_image(scikit_image_photo(GOLDEN_PHOTOS[0]))
    return CaptionPipeline.load(models_root / "caption-tiny-lstm").caption(photo, Beam(4))


def test_what_fits_is_saved_whole(trace: SentimentTrace, caption: Caption) -> None:
    assert left_out(trace) == left_out({"a": trace, "b": caption}) == ""
    saved = json.loads(as_json({"a": trace, "b": caption}))
    assert saved["a"]["left_out"] is saved["b"]["left_out"] is None
    assert saved["a"]["tokens"][1] == {"text": "good", "start": 2, "end": 6}
    np.testing.assert_allclose(
        saved["a"]["layers"][0]["gates"]["forget"], trace.layers[0].gates["forget"], atol=6e-4
    )
    for step, right in zip(saved["b"]["steps"], caption.steps, strict=True):
        for branch, right_branch in zip(step["branches"], right.branches, strict=True):
            hidden = branch["layers"][0]["hidden"]
            np.testing.assert_allclose(hidden, right_branch.layers[0].hidden, atol=6e-4)


def test_of_a_long_trace_the_first_states_are_saved_and_all_answers(
    trace: SentimentTrace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MAX_NUMBERS", 5 * 6 * UNITS)
    saved = json.loads(as_json(trace))
    assert saved["left_out"] == left_out(trace)
    assert f"the first 5 of {len(trace.tokens)} tokens" in saved["left_out"]
    assert states(saved) == 5 * 6 * UNITS
    assert saved["probabilities"] == pytest.approx(trace.probabilities, abs=1e-5)
    assert len(saved["tokens"]) == len(trace.tokens)
    both = {"one": trace, "other": trace}
    assert sum(map(states, json.loads(as_json(both)).values())) <= exports.MAX_NUMBERS
    assert left_out(both).count("the first 2 of") == 2


def test_of_a_wide_beam_the_states_of_the_caption_itself_are_saved(
    caption: Caption, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MAX_NUMBERS", 3 * 6 * 32)
    saved = json.loads(as_json(caption))
    assert saved["left_out"] == left_out(caption)
    assert "the first 3 beginnings" in saved["left_out"]
    words = list(caption.hypothesis.words)
    for place, step in enumerate(saved["steps"]):
        for branch in step["branches"]:
            own = branch["words"] == words[:place]
            assert bool(branch["layers"]) == (own and place < 3)
            assert branch["candidates"]


def states(saved: dict[str, Any]) -> int:
    layers = saved["layers"]
    parts = [
        p for layer in layers for p in (layer["hidden"], layer["cell"], *layer["gates"].values())
    ]
    return sum(np.array(part).size for part in parts)
