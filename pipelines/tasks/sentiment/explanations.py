"""Which words an answer hangs on, by three ways that need not agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from pipelines.errors import InputError
from pipelines.pieces import Pieces, part
from pipelines.tasks.sentiment.calibration import POSITIVE
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.reading import read
from pipelines.tasks.sentiment.results import TOKENS_TRACED, WordEffects
from pipelines.tasks.sentiment.scorers import TOKENS_A_BATCH, NetworkScorer, Text

SEGMENTS = 16  # Of the way from no text to the text: its pieces.
STEPS_A_SEGMENT = 2


def word_effects(pipeline: SentimentPipeline, text: str) -> Pieces[WordEffects]:
    """What every token gives the answer, when it is left out and by integrated gradients.

    Raises:
        InputError: the text cannot be read, has one token only or more than ``TOKENS_TRACED``, or
            the model is no recurrent network.
    """
    scorer = pipeline.network_scorer()
    words = [token.text for token in read(text, scorer)]
    if len(words) < 2:
        raise InputError("The text has one word, and nothing is left without it. Write some more.")
    if len(words) > TOKENS_TRACED:  # Time grows with the square.
        raise InputError(
            "Every word is weighed in texts of up to {most:,} words and marks; this one "
            "has {n:,}. Shorten it.",
            most=TOKENS_TRACED,
            n=len(words),
        )
    if not isinstance(scorer.network, SentimentNetwork):
        raise InputError("{model} is no recurrent network. Choose one.", model=pipeline.name)
    left_out = yield from part(_left_out(pipeline, scorer, words), 0, 0.5)
    pieces = _integrated_gradients(scorer, scorer.network, words)
    return WordEffects(left_out, (yield from part(pieces, 0.5, 1)))


def _left_out(
    pipeline: SentimentPipeline, scorer: NetworkScorer, words: Sequence[str]
) -> Pieces[np.ndarray]:
    """Each is left out in turn, while all others stay."""
    logits = [(yield from part(scorer.logits_in_pieces([Text("", words)]), 0, 0))]
    at_once = max(1, TOKENS_A_BATCH // len(words))
    for start in range(0, len(words), at_once):
        stop = min(start + at_once, len(words))
        without = [Text("", [*words[:n], *words[n + 1 :]]) for n in range(start, stop)]
        pieces = scorer.logits_in_pieces(without)
        logits.append((yield from part(pieces, start / len(words), stop / len(words))))
    tokens = np.array([len(words), *[len(words) - 1] * len(words)])
    probabilities = pipeline.calibration.probabilities(np.concatenate(logits), tokens)
    effects: np.ndarray = probabilities[0] - probabilities[1:]
    return effects


def _integrated_gradients(
    scorer: NetworkScorer, network: SentimentNetwork, words: Sequence[str]
) -> Pieces[np.ndarray]:
    """Along the straight way from zero word vectors to those of the text, segment by segment."""
    from captum.attr import IntegratedGradients  # Takes a second, so only when it is asked for.

    with torch.no_grad():
        vectors = network.embedding(scorer.encode([words])[0][None])

    # From vectors on: hooks on a network that other threads use would disturb their answers.
    def logits(inputs: Tensor) -> Tensor:
        lengths = torch.full((len(inputs),), len(words))
        return network.answer(inputs, lengths)[:, POSITIVE]

    effects = np.zeros(len(words))
    for segment in range(SEGMENTS):
        if segment:
            yield segment / SEGMENTS
        added = IntegratedGradients(logits).attribute(
            vectors * (segment + 1) / SEGMENTS,
            baselines=vectors * segment / SEGMENTS,
            n_steps=STEPS_A_SEGMENT,
        )
        effects += added[0].sum(dim=-1).detach().numpy()
    return effects
