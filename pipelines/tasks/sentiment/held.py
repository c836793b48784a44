"""The opinion of a network whose gates are held by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch

from pipelines.errors import InputError
from pipelines.layers.held import trace_with_held_gates
from pipelines.tasks.sentiment.network import SentimentNetwork
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.pooling import Pooled
from pipelines.tasks.sentiment.results import SentimentTrace


@torch.inference_mode()
def held_trace(pipeline: SentimentPipeline, text: str, held: Mapping[str, float]) -> SentimentTrace:
    """``pipeline.trace(text)`` with gates that stay at a value at every word.

    Args:
        pipeline: of a recurrent network that reads in one direction.
        text: of a length at which its layers can be kept.
        held: name of a gate to its value, from 0, shut, to 1, open; of all layers.

    Raises:
        InputError: the text cannot be used, or the model is no such network.
        KeyError: its layers have no such gate.
    """
    free = pipeline.trace(text)
    scorer = pipeline.network_scorer()
    network = scorer.network
    if not isinstance(network, SentimentNetwork) or network.backward_recurrent is not None:
        raise InputError(
            "{model} is no recurrent network that reads in one direction. Choose such a one.",
            model=pipeline.name,
        )
    (tokens,) = scorer.encode([[token.text for token in free.tokens]])
    traces = trace_with_held_gates(network.recurrent, network.embedding(tokens), held)
    hidden = traces[-1].hidden[None]
    pooled, _ = Pooled.nothing(hidden[:, 0]).prefixes(network.config.pooling, hidden)
    logits = network.head(pooled).numpy()
    probabilities = pipeline.calibration.probabilities(logits, np.arange(1, len(tokens) + 1))
    answer = float(probabilities[-1])
    return replace(
        free,
        probabilities=probabilities,
        layers=tuple(trace.map(lambda values: values.numpy()) for trace in traces),
        result=replace(
            free.result, probability=answer, level=pipeline.calibration.level(answer, None)
        ),
    )
