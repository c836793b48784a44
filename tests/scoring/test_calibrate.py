"""What a few answers can vouch for."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import softmax

from pipelines.scoring.calibrate import fit_temperature, sure_from

BOUNDS = (0.01, 100.0)


@pytest.mark.parametrize("n", [3, 30, 3_000])
def test_answers_that_are_all_right_are_as_probable_as_the_next_one_is_right(n: int) -> None:
    true = np.arange(4 * n) % 4
    logits = 5.0 * np.eye(4)[true]
    temperature = fit_temperature(logits, true, BOUNDS)
    likely = softmax(logits / temperature, axis=1).max()
    assert likely == pytest.approx((4 * n + 1) / (4 * n + 2), abs=0.005)


def test_many_answers_are_as_probable_as_they_are_often_right() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(0, 2, (20_000, 3))
    true = (logits + random.gumbel(size=logits.shape)).argmax(axis=1)
    assert fit_temperature(3 * logits, true, BOUNDS) == pytest.approx(3, rel=0.05)


def test_a_large_share_takes_many_answers() -> None:
    assert sure_from(np.full(50, 0.9), np.ones(50, dtype=bool), 0.99) == 1
    assert sure_from(np.full(500, 0.9), np.ones(500, dtype=bool), 0.99) < 0.9
    assert sure_from(np.array([]), np.array([], dtype=bool), 0.99) == 1
