"""The window perceptron sees its last words and nothing else."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from pipelines.pieces import finished
from pipelines.tasks.sentiment import window
from pipelines.tasks.sentiment.window import WindowConfig, WindowNetwork

TOLERANCE = 1e-5


@pytest.fixture
def network() -> WindowNetwork:
    torch.manual_seed(1)
    made = WindowNetwork(WindowConfig(window=3, embedding_size=4, hidden_size=5), 30)
    nn.init.normal_(made.embedding.weight, std=1.0)
    return made.eval().requires_grad_(False)


def logit(network: WindowNetwork, *ids: int) -> float:
    return float(network(torch.tensor([ids]), torch.tensor([len(ids)])))


def test_what_lies_before_the_window_does_not_exist(network: WindowNetwork) -> None:
    assert logit(network, 7, 8, 9) == logit(network, 3, 3, 3, 7, 8, 9)
    for changed in ((6, 8, 9), (7, 6, 9), (7, 8, 6)):
        assert abs(logit(network, *changed) - logit(network, 7, 8, 9)) > TOLERANCE


def test_the_trace_holds_the_answer_to_every_prefix(network: WindowNetwork) -> None:
    text = torch.tensor([5, 1, 9, 9, 2, 17])
    logits, layers = finished(network.trace_in_pieces(text))
    assert layers == []
    for end in range(1, 7):
        assert abs(logits[end - 1] - logit(network, *text[:end].tolist())) <= TOLERANCE


def test_padding_changes_no_logit(network: WindowNetwork) -> None:
    tokens = torch.tensor([[5, 6, 0, 0, 0], [1, 2, 3, 4, 5]])
    logits = network(tokens, torch.tensor([2, 5]))
    assert abs(logits[0] - logit(network, 5, 6)) <= TOLERANCE
    assert abs(logits[1] - logit(network, 3, 4, 5)) <= TOLERANCE


def test_windows_in_pieces_are_those_of_the_whole(
    network: WindowNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = torch.tensor([5, 1, 9, 9, 2, 17, 4])
    whole, _ = finished(network.trace_in_pieces(text))
    for size in (1, 2, 5):
        monkeypatch.setattr(window, "WINDOWS_A_PIECE", size)
        logits, _ = finished(network.trace_in_pieces(text))
        assert (logits - whole).abs().max() <= TOLERANCE
