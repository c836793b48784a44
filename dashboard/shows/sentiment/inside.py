"""What is seen of a network by laying hands on its inside; told by lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.services.folders import Stamp, asked
from dashboard.services.loading import pipeline
from pipelines.tasks.sentiment.results import SentimentTrace

if TYPE_CHECKING:
    from pipelines.tasks.sentiment.pipeline import SentimentPipeline


def recurrent_numbers(model: str) -> int:
    """How many numbers the recurrent layers of a model have learnt.

    Raises:
        ModelError: the model is damaged.
    """
    network = _pipeline(*asked(model)).network_scorer().network
    numbers = network.state_dict()
    return sum(n.numel() for name, n in numbers.items() if "recurrent" in name)


def held(model: str, text: str, **gates: float) -> SentimentTrace:
    """The opinion of a model with gates that stay at a value at every word.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _held(*asked(model), text, tuple(sorted(gates.items())))


@st.cache_data(max_entries=64, show_spinner=False)
def _held(
    path: str, stamp: Stamp, text: str, gates: tuple[tuple[str, float], ...]
) -> SentimentTrace:
    from pipelines.tasks.sentiment.held import held_trace

    return held_trace(_pipeline(path, stamp), text, dict(gates))


def _pipeline(path: str, stamp: Stamp) -> SentimentPipeline:
    found: SentimentPipeline = pipeline(path, stamp)
    return found
