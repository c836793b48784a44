"""Small networks learn the adding problem, or do not, as theory says."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pipelines.pieces import finished
from pipelines.studies.adding import example, learn, sequences
from pipelines.studies.results import GUESSED, Learner


@pytest.mark.parametrize("length", [2, 10, 41])
def test_two_numbers_are_marked_and_their_sum_is_asked_for(length: int) -> None:
    inputs, sums = sequences(50, length, torch.Generator().manual_seed(0))
    assert inputs.shape == (50, length, 2)
    numbers, marks = inputs.unbind(-1)
    assert ((marks == 0) | (marks == 1)).all()
    assert (marks.sum(dim=1) == 2).all()
    torch.testing.assert_close(sums, (numbers * marks).sum(dim=1))


def test_who_always_guesses_the_same_is_wrong_by_a_sixth() -> None:
    _, sums = sequences(20_000, 10, torch.Generator().manual_seed(0))
    assert float((sums - 1).square().mean()) == pytest.approx(GUESSED, abs=0.01)


def test_an_example_is_the_same_for_the_same_seed() -> None:
    (first, total), (again, _), (other, _) = (example(8, seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert total == pytest.approx((first[:, 0] * first[:, 1]).sum())


def test_it_is_learnt_and_leaves_the_draws_of_others_alone() -> None:
    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    losses = finished(learn(Learner("lstm", 8, steps=300))).losses
    torch.testing.assert_close(torch.rand(3), expected)
    assert losses[-20:].mean() < GUESSED / 4 < losses[:5].mean()


def test_clipping_keeps_a_learner_from_blowing_up() -> None:
    wild = Learner("rnn", 40, scale=1.5, optimizer="sgd", rate=0.2, clip=None, steps=30)
    tamed = Learner("rnn", 40, scale=1.5, optimizer="sgd", rate=0.2, clip=1.0, steps=30)
    wild_losses, tamed_losses = (finished(learn(one)).losses for one in (wild, tamed))
    assert wild_losses[0] == tamed_losses[0]
    assert not (wild_losses < 1e6).all()
    assert (tamed_losses < 10).all()
