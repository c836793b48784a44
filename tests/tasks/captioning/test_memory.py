"""The next word, shared out among the photo and the words so far."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from pipelines.generation.strategies import END, Beam
from pipelines.layers.ledger import Ledger
from pipelines.layers.traces import LayerTrace
from pipelines.tasks.captioning.memory import answer_parts
from pipelines.tasks.captioning.network import CaptionConfig, CaptionDecoder
from pipelines.tasks.captioning.pipeline import CaptionPipeline

MODELS = Path(__file__).parents[3] / "models"
TOLERANCE = 1e-5


@pytest.mark.parametrize("name", ["caption-lstm", "caption-gru", "caption-lstm-stacked"])
def test_photo_and_words_add_up_to_memory_and_answer(name: str) -> None:
    pipeline = CaptionPipeline.load(MODELS / name)
    size = pipeline.decoder.config.feature_size
    features = torch.rand(1, size, generator=torch.Generator().manual_seed(3))
    caption = pipeline.caption_features(features, Beam(1))
    words = caption.hypothesis.words
    branches = [step.branch_of(words) for step in caption.steps]
    by_step = [branch.layers for branch in branches if branch is not None]
    layers = [LayerTrace.joined(steps, np.stack) for steps in zip(*by_step, strict=True)]
    for trace, start in zip(layers, pipeline.decoder.start(features), strict=True):
        ledger = Ledger.of(trace)
        assert ledger is not None
        before, memory = (
            (start.hidden, trace.hidden) if trace.cell is None else (start.cell, trace.cell)
        )
        assert before is not None
        # What is left of the photo is what was there before the start marker was read.
        carried = before.detach().numpy()[0] * ledger.kept[0]
        assert ledger.carried == pytest.approx(carried, abs=TOLERANCE)
        for step, state in enumerate(memory):
            assert ledger.parts(step).sum(axis=0) == pytest.approx(state, abs=TOLERANCE)
    following = pipeline.vocabulary.encode([*words, END][: len(by_step)])
    parts = answer_parts(pipeline.decoder, layers[-1], following)
    assert parts is not None
    head = pipeline.decoder.head
    logits = head(torch.from_numpy(layers[-1].hidden)).detach().numpy()
    bias = head.bias.detach().numpy()
    above = (logits - logits.mean(axis=1, keepdims=True))[range(len(parts)), following]
    given = parts.sum(axis=1) + bias[following] - bias.mean()
    assert given == pytest.approx(above, abs=10 * TOLERANCE)  # Logits reach 20.
    assert not np.triu(parts, 2).any()


def test_a_plain_rnn_has_no_parts() -> None:
    decoder = CaptionDecoder(CaptionConfig("rnn", 3, 4, 5), vocabulary_size=6)
    states = np.zeros((2, 5))
    assert answer_parts(decoder, LayerTrace(states, None, {"candidate": states}), [1, 2]) is None
