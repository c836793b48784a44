"""Weights in eight bits."""

from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from pipelines.models.quantization import dequantized, quantized


@given(st.integers(0, 1_000), st.floats(1e-3, 1e3))
def test_no_weight_moves_by_more_than_half_a_step_of_its_row(seed: int, scale: float) -> None:
    torch.manual_seed(seed)
    matrix = torch.randn(5, 7) * scale * torch.logspace(-1, 1, 5)[:, None]
    read = dequantized(quantized({"weight": matrix}))["weight"]
    steps = matrix.abs().amax(dim=1, keepdim=True) / 127
    assert ((read - matrix).abs() <= 0.501 * steps).all()


def test_only_matrices_of_floats_lose_anything() -> None:
    weights = {
        "bias": torch.randn(3),
        "counted": torch.arange(6).reshape(2, 3),
        "weight": torch.zeros(2, 3),
    }
    stored = quantized(weights)
    assert stored["weight"].dtype is torch.int8
    assert stored.keys() - weights.keys() == {"weight.scale"}
    read = dequantized(stored)
    assert read.keys() == weights.keys()
    assert all(torch.equal(read[name], value) for name, value in weights.items())
