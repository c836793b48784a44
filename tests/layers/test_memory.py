"""How much of its memory a recurrent layer drops at a step."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pipelines.layers.memory import dropped
from pipelines.layers.recurrent import CellKind, RecurrentStack
from pipelines.layers.traces import LayerTrace

STEPS, UNITS = 7, 5


def test_shares_by_hand() -> None:
    cell = np.array([[1.0, -3.0], [0.5, 0.5], [2.0, 2.0]])
    forget = np.array([[0.0, 0.0], [0.5, 1.0], [0.0, 0.0]])
    share = dropped(LayerTrace(np.zeros_like(cell), cell, {"forget": forget}))
    assert np.isnan(share[0])
    # Of |1| and |-3|, half of the first and all of the second were kept; then nothing was.
    assert share[1:] == pytest.approx([1 - 3.5 / 4, 1.0])


@pytest.mark.parametrize("kind", ["rnn", "gru", "lstm"])
def test_shares_lie_between_nothing_and_all(kind: CellKind) -> None:
    torch.manual_seed(1)
    with torch.inference_mode():
        (trace,) = RecurrentStack(kind, 3, UNITS, 1).trace(torch.randn(STEPS, 3))
    share = dropped(trace.map(lambda values: values.numpy()))
    assert np.isnan(share[0])
    assert ((share[1:] >= 0) & (share[1:] <= 1)).all()
    assert (share[1:] == 1).all() == (kind == "rnn")


def test_half_precision_is_enough_for_what_is_kept() -> None:
    random = np.random.default_rng(1)
    cell, forget = random.normal(0, 30, (4, 4_000)), random.random((4, 4_000))
    whole = dropped(LayerTrace(cell, cell, {"forget": forget}))
    halved = cell.astype(np.float16)
    half = dropped(LayerTrace(halved, halved, {"forget": forget.astype(np.float16)}))
    assert half[1:] == pytest.approx(whole[1:], abs=1e-3)


def test_an_empty_memory_has_nothing_to_drop() -> None:
    zeros = np.zeros((3, 2))
    assert np.isnan(dropped(LayerTrace(zeros, zeros, {"forget": np.ones((3, 2))}))).all()
