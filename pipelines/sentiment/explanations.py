"""Which words an answer hangs on, by three ways that need not agree."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from pipelines.errors import InputError
from pipelines.sentiment.network import SentimentNetwork
from pipelines.sentiment.pipeline import SentimentPipeline
from pipelines.sentiment.reading import read
from pipelines.sentiment.scorers import TOKENS_A_BATCH, Text

SEGMENTS = 8  # Of the way from no text to the text, so that whoever waits sees it go on.
STEPS_A_SEGMENT = 4


def words_at_once(tokens: int) -> int:
    """How many words of a text of so many ``tokens`` are left out in one go."""
    return max(1, TOKENS_A_BATCH // tokens)


def left_out(pipeline: SentimentPipeline, text: str, start: int, stop: int) -> np.ndarray:
    """Points of probability that each of the tokens from ``start`` to ``stop`` gives the answer.

    Each is left out in turn, all others stay: above 0, the word makes the text more positive.

    Returns:
        ``(stop - start,)``, in [-1, 1].

    Raises:
        InputError: the text cannot be read, has one token only, or the model is no network.
    """
    scorer = pipeline.network_scorer()
    words = [token.text for token in read(text, scorer.knows)]
    if len(words) < 2:
        raise InputError("The text has one word, and nothing is left without it. Write some more.")
    without = [Text("", [*words[:place], *words[place + 1 :]]) for place in range(start, stop)]
    logits = scorer.logits([Text("", words), *without])
    tokens = np.array([len(words), *[len(words) - 1] * len(without)])
    probabilities = pipeline.calibration.probabilities(logits, tokens)
    effects: np.ndarray = probabilities[0] - probabilities[1:]
    return effects


def integrated_gradients(pipeline: SentimentPipeline, text: str, segment: int) -> np.ndarray:
    """What each token adds to the logit along one of the segments of the way from no text to it.

    The way leads straight from zero word vectors to those of the text (Sundararajan et al. 2017);
    all ``SEGMENTS`` together, counted from 0, add up to what the text adds to the logit.

    Returns:
        ``(T,)``.

    Raises:
        InputError: the text cannot be read, or the model is no recurrent network.
    """
    from captum.attr import IntegratedGradients  # Takes a second, so only when it is asked for.

    scorer = pipeline.network_scorer()
    network = scorer.network
    if not isinstance(network, SentimentNetwork):
        raise InputError(f"{pipeline.name} is no recurrent network. Choose one.")
    words = [token.text for token in read(text, scorer.knows)]
    with torch.no_grad():
        vectors = network.embedding(torch.tensor(scorer.vocabulary.encode(words)))[None]

    # From vectors on: hooks on a network that other threads use would disturb their answers.
    def logits(inputs: Tensor) -> Tensor:
        return network.answer(inputs, torch.full((len(inputs),), len(words)))

    added = IntegratedGradients(logits).attribute(
        vectors * (segment + 1) / SEGMENTS,
        baselines=vectors * segment / SEGMENTS,
        n_steps=STEPS_A_SEGMENT,
        internal_batch_size=max(1, TOKENS_A_BATCH // len(words)),
    )
    effects: np.ndarray = added[0].sum(dim=-1).detach().numpy()
    return effects
