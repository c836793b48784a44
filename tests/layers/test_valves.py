"""How far gates stand open, on the whole."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.layers.traces import LayerTrace
from pipelines.layers.valves import valves


def test_valves_are_means_of_all_units_and_rest_where_most_steps_leave_them() -> None:
    forget = np.array([[0.5, 0.7], [0.6, 0.6], [0.0, 0.2], [0.6, 0.8], [0.5, 0.7]])
    layer = LayerTrace(forget, forget, {"forget": forget, "candidate": -forget})
    (name,) = valves(layer)
    assert name == "forget"
    assert valves(layer)[name].opened == pytest.approx(np.array([0.6, 0.6, 0.1, 0.7, 0.6]))
    assert valves(layer)[name].rest == pytest.approx(0.6)


def test_half_precision_is_enough_for_what_is_kept() -> None:
    gate = np.random.default_rng(1).random((3, 4_000))
    whole, half = (
        valves(LayerTrace(g, None, {"update": g}))["update"]
        for g in (gate, gate.astype(np.float16))
    )
    assert half.opened == pytest.approx(whole.opened, abs=1e-3)


def test_a_plain_rnn_has_no_valves() -> None:
    candidate = np.ones((2, 3))
    assert valves(LayerTrace(candidate, None, {"candidate": candidate})) == {}
