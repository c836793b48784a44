"""The adding problem of Hochreiter & Schmidhuber (1997): remember two numbers, however far back.

Each step brings a number and a mark; two of the marks are 1, and the sum of their numbers is asked
for at the end. Numbers lie in [0, 1] here, which most later papers prefer to [-1, 1].
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from pipelines.layers.recurrent import RecurrentStack
from pipelines.pieces import Pieces, part
from pipelines.studies.results import Learner, Learning

HIDDEN, BATCH = 16, 32
STEPS_A_PIECE = 10
_FORGET_BIAS = 3.0  # At 1 an LSTM of this size needs several times as long.


class Sequences(NamedTuple):
    """Some of them, and what is asked for.

    Attributes:
        inputs: ``(B, T, 2)``: number and mark.
        sums: ``(B,)``.
    """

    inputs: Tensor
    sums: Tensor


def sequences(number: int, length: int, generator: torch.Generator) -> Sequences:
    """One mark in the first tenth of each, the other in its second half."""
    numbers, marks = torch.rand(number, length, generator=generator), torch.zeros(number, length)
    for low, high in ((0, max(1, length // 10)), (length // 2, length)):
        places = torch.randint(low, high, (number, 1), generator=generator)
        marks.scatter_(1, places, 1.0)
    return Sequences(torch.stack([numbers, marks], dim=-1), (numbers * marks).sum(dim=1))


def example(length: int, seed: int) -> tuple[np.ndarray, float]:
    """One of them, ``(T, 2)``, and its sum."""
    inputs, sums = sequences(1, length, torch.Generator().manual_seed(seed))
    return inputs[0].numpy(), float(sums[0])


def learn_all(learners: Sequence[Learner]) -> Pieces[list[Learning]]:
    """``learn`` of several, one after the other."""
    shares = [place / len(learners) for place in range(len(learners) + 1)]
    learnt = []
    for learner, (begin, end) in zip(learners, pairwise(shares), strict=True):
        learnt.append((yield from part(learn(learner), begin, end)))
    return learnt


def learn(learner: Learner) -> Pieces[Learning]:
    """Train it on new sequences at every step."""
    torch_state = torch.random.get_rng_state()
    torch.manual_seed(learner.seed)
    stack = RecurrentStack(learner.cell, 2, HIDDEN, 1, forget_bias=_FORGET_BIAS)
    head = nn.Linear(HIDDEN, 1)
    torch.random.set_rng_state(torch_state)  # Others may be drawing.
    with torch.no_grad():
        for layer in stack:
            layer.all_weights[0][1].mul_(learner.scale)
    parameters = [*stack.parameters(), *head.parameters()]
    kind = torch.optim.Adam if learner.optimizer == "adam" else torch.optim.SGD
    optimizer = kind(parameters, lr=learner.rate)
    generator = torch.Generator().manual_seed(learner.seed)
    losses, gradients = [], []
    for step in range(learner.steps):
        if step and step % STEPS_A_PIECE == 0:
            yield step / learner.steps
        inputs, sums = sequences(BATCH, learner.length, generator)
        loss = (head(stack(inputs)[:, -1])[:, 0] - sums).square().mean()
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        norm = nn.utils.clip_grad_norm_(parameters, learner.clip or torch.inf)
        optimizer.step()
        losses.append(float(loss.detach()))
        gradients.append(float(norm))
    return Learning(np.array(losses), np.array(gradients))
