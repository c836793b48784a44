"""The error lands on words as finite differences say, and a correction moves the answer its way."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pipelines.pieces import finished
from pipelines.tasks.sentiment.backwards import corrected, word_gradients
from pipelines.tasks.sentiment.network import SentimentNetwork
from tests.tasks.sentiment.test_gradients import network_of

IDS = torch.tensor([3, 7, 1, 12, 5, 9])


def logit(network: SentimentNetwork, vectors: torch.Tensor) -> float:
    return float(network.answer(vectors[None], torch.tensor([len(vectors)]))[0, 0])


@pytest.mark.parametrize("pooling", ["last", "last+max+mean"])
def test_it_agrees_with_finite_differences(pooling: str) -> None:
    network = network_of("lstm", pooling, 2).double()  # type: ignore[arg-type]
    vectors, small = network.embedding(IDS), 1e-6
    norms = word_gradients(network, IDS, len(IDS))
    for word, norm in enumerate(norms):
        slopes = []
        for unit in range(vectors.shape[1]):
            moved = vectors.clone()
            moved[word, unit] += small
            slopes.append((logit(network, moved) - logit(network, vectors)) / small)
        assert norm == pytest.approx(np.linalg.norm(slopes), rel=1e-3)


def test_a_truncated_error_reaches_no_further_and_is_the_same_as_far_as_it_goes() -> None:
    network = network_of("gru", "last")
    whole, part = (word_gradients(network, IDS, followed) for followed in (len(IDS), 2))
    np.testing.assert_allclose(part[-2:], whole[-2:], rtol=1e-4)
    assert not part[:-2].any()
    assert whole[:-2].all()


def test_a_correction_moves_the_answer_towards_what_was_meant() -> None:
    network = network_of("lstm", "last")
    before = finished(network.trace_in_pieces(IDS))[0]
    for positive in (False, True):
        after = corrected(network, IDS, positive=positive, rate=0.05)
        assert (after[-1, 0] > before[-1, 0]) == positive
    torch.testing.assert_close(finished(network.trace_in_pieces(IDS))[0], before)
