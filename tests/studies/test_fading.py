"""Gradients fade and grow on their way back by what they are multiplied with."""

from __future__ import annotations

from pipelines.studies.fading import gradient_by_depth, gradient_by_distance


def test_small_weights_let_a_gradient_fade_and_large_ones_let_it_grow() -> None:
    small, large = (gradient_by_distance("rnn", 40, scale=scale) for scale in (0.7, 1.5))
    assert small[0] == large[0] == 1
    assert small[-1] < 1e-4
    assert large[-1] > 1


def test_an_open_gate_carries_it_further() -> None:
    for cell in ("gru", "lstm"):
        shut, opened = (gradient_by_distance(cell, 40, gate_bias=bias)[-1] for bias in (0.0, 2.0))
        assert opened > 1_000 * shut
    rnn = [gradient_by_distance("rnn", 5, gate_bias=bias)[-1] for bias in (0.0, 2.0)]
    assert rnn[0] == rnn[1]  # Which has no gate.


def test_rectifiers_carry_it_down_a_deep_perceptron() -> None:
    sigmoid, relu = (gradient_by_depth(kind, 20)[-1] for kind in ("sigmoid", "relu"))
    assert sigmoid < 1e-6 < 1e-2 < relu
