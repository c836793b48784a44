"""The gradient by distance is the derivative that it claims to be."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from pipelines.layers.recurrent import CellKind
from pipelines.tasks.sentiment import gradients
from pipelines.tasks.sentiment.gradients import gradient_by_distance
from pipelines.tasks.sentiment.network import SentimentConfig, SentimentNetwork
from pipelines.tasks.sentiment.pooling import Pooling


def network_of(cell: CellKind, pooling: Pooling, layers: int = 1) -> SentimentNetwork:
    torch.manual_seed(2)
    made = SentimentNetwork(SentimentConfig(cell, 4, 5, layers, pooling=pooling), 20)
    nn.init.normal_(made.embedding.weight, std=1.0)
    return made.eval().requires_grad_(False)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("pooling", ["last", "last+max+mean"])
def test_it_agrees_with_finite_differences(
    cell: CellKind, pooling: Pooling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gradients, "DISTANCE", 3)
    network = network_of(cell, pooling).double()
    ids = [3, 7, 1, 12, 5, 9]
    norms = gradient_by_distance(network, [torch.tensor(ids)])
    for distance, norm in enumerate(norms):
        assert norm == pytest.approx(_numeric_norm(network, ids, len(ids) - distance), rel=1e-4)


def _numeric_norm(network: SentimentNetwork, ids: list[int], read: int) -> float:
    """From the answers to small changes of the state after ``read`` words."""
    vectors = network.embedding(torch.tensor(ids))

    def logit(change: torch.Tensor) -> float:
        (state,) = network.recurrent.initial_state(1)
        hidden = []
        for index, vector in enumerate(vectors, start=1):
            _, (state,), _ = network.recurrent.step(vector[None], [state])
            if index == read:
                cell = None if state.cell is None else state.cell + change[5:]
                state = state._replace(hidden=state.hidden + change[:5], cell=cell)
            hidden.append(state.hidden)
        length = torch.tensor([len(ids)])
        return float(network.read_out(torch.cat(hidden)[None], vectors[None], length)[0, 0])

    size = 10 if network.config.cell == "lstm" else 5
    step = 1e-6
    slopes = [
        (logit(step * unit) - logit(-step * unit)) / (2 * step)
        for unit in torch.eye(size, dtype=torch.double)
    ]
    return float(np.linalg.norm(slopes))


def test_it_vanishes_where_a_cell_forgets() -> None:
    network = network_of("lstm", "last")
    _, weight_state, bias_input, _ = next(iter(network.recurrent)).all_weights[0]
    bias_input[5:10] = -20.0  # Forget gates shut.
    weight_state.mul_(0.01)
    norms = gradient_by_distance(network, [torch.arange(1, 20).repeat(6)])
    assert len(norms) == gradients.DISTANCE + 1
    assert norms[0] > 1e-3
    assert max(norms[20:]) < 1e-12
