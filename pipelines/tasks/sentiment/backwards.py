"""Backpropagation through time on a single text, as far as anybody wants to watch it."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from pipelines.errors import InputError
from pipelines.pieces import finished
from pipelines.tasks.sentiment.calibration import POSITIVE
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.pipeline import SentimentPipeline


def as_read(pipeline: SentimentPipeline, text: str) -> tuple[SentimentNetwork, Tensor]:
    """A recurrent network, and a text as it reads it, ``(T, ...)``.

    Raises:
        InputError: the text cannot be used, or the model is no such network.
    """
    scorer = pipeline.network_scorer()
    if not isinstance(scorer.network, SentimentNetwork):
        raise InputError("{model} is no recurrent network. Choose such a one.", model=pipeline.name)
    words = [token.text for token in pipeline.trace(text).tokens]
    return scorer.network, scorer.encode([words])[0]


def word_gradients(network: SentimentNetwork, tokens: Tensor, followed: int) -> np.ndarray:
    """Norm of the gradient of the logit with respect to each word vector, ``(T,)``.

    Args:
        tokens: ``(T, ...)``.
        followed: how many steps back from the end the error is followed; none further on is 0, as
            in truncated backpropagation through time.
    """
    start = max(0, len(tokens) - followed)
    vectors = network.embedding(tokens).detach()[None]
    state = network.recurrent.initial_state(1)
    hidden = [vectors.new_empty(1, 0, network.config.hidden_size)]
    with torch.no_grad():
        if start:
            before, state = network.recurrent.read(vectors[:, :start], state)
            hidden.append(before)
    seen = vectors[:, start:].clone().requires_grad_()
    hidden.append(network.recurrent.read(seen, state)[0])
    length = torch.tensor([len(tokens)])
    logit = network.read_out(torch.cat(hidden, dim=1), vectors, length)[0, POSITIVE]
    (gradient,) = torch.autograd.grad(logit, seen)
    norms: np.ndarray = np.zeros(len(tokens))
    norms[start:] = gradient[0].norm(dim=-1).numpy()
    return norms


def corrected(network: SentimentNetwork, tokens: Tensor, *, positive: bool, rate: float) -> Tensor:
    """The logits after every prefix, ``(T, O)``, once the network has learnt from one text.

    One step of gradient descent on the cross-entropy, of length ``rate``; ``network`` itself stays
    as it is.

    Args:
        tokens: ``(T, ...)``.
        positive: what would have been right.
    """
    learner = deepcopy(network).requires_grad_(True)
    length = torch.tensor([len(tokens)])
    logit = learner(tokens[None], length)[0, POSITIVE]
    loss = functional.binary_cross_entropy_with_logits(logit, logit.new_tensor(float(positive)))
    parameters = list(learner.parameters())
    gradients = torch.autograd.grad(loss, parameters, allow_unused=True, materialize_grads=True)
    size = torch.cat([gradient.flatten() for gradient in gradients]).norm()
    with torch.no_grad():
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.sub_(rate * gradient / size)
        return finished(learner.trace_in_pieces(tokens))[0]
