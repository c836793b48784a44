"""What is seen of a network by laying hands on its inside; told by lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from dashboard.services.folders import Stamp, asked
from dashboard.services.loading import pipeline
from pipelines.tasks.sentiment.results import SentimentTrace

if TYPE_CHECKING:
    from pipelines.tasks.sentiment.pipeline import SentimentPipeline

_RATE = 0.05  # Length of a correction, over all that was learnt together: seen, and no more.


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


def state_gradients(model: str, text: str) -> np.ndarray:
    """How much the answer of a model would change with its state, ``(T,)``, at the end first.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _state_gradients(*asked(model), text)


def word_gradients(model: str, text: str, followed: int) -> np.ndarray:
    """How much the answer would change with each word, ``(T,)``.

    Args:
        followed: how many steps back from the end the error is followed.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _word_gradients(*asked(model), text, followed)


def corrected(model: str, text: str, *, positive: bool) -> np.ndarray:
    """The answers so far, ``(T,)``, once a model has learnt a little from the text.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _corrected(*asked(model), text, positive)


@st.cache_data(max_entries=64, show_spinner=False)
def _held(
    path: str, stamp: Stamp, text: str, gates: tuple[tuple[str, float], ...]
) -> SentimentTrace:
    from pipelines.tasks.sentiment.held import held_trace

    return held_trace(_pipeline(path, stamp), text, dict(gates))


@st.cache_data(max_entries=32, show_spinner=False)
def _state_gradients(path: str, stamp: Stamp, text: str) -> np.ndarray:
    from pipelines.tasks.sentiment.backwards import as_read
    from pipelines.tasks.sentiment.gradients import state_gradients

    network, tokens = as_read(_pipeline(path, stamp), text)
    return state_gradients(network, tokens, len(tokens) - 1)


@st.cache_data(max_entries=128, show_spinner=False)
def _word_gradients(path: str, stamp: Stamp, text: str, followed: int) -> np.ndarray:
    from pipelines.tasks.sentiment import backwards

    found = _pipeline(path, stamp)
    return backwards.word_gradients(*backwards.as_read(found, text), followed)


@st.cache_data(max_entries=32, show_spinner=False)
def _corrected(path: str, stamp: Stamp, text: str, positive: bool) -> np.ndarray:
    from pipelines.tasks.sentiment import backwards

    found = _pipeline(path, stamp)
    network, tokens = backwards.as_read(found, text)
    logits = backwards.corrected(network, tokens, positive=positive, rate=_RATE).numpy()
    return found.calibration.probabilities(logits, np.arange(1, len(tokens) + 1))


def _pipeline(path: str, stamp: Stamp) -> SentimentPipeline:
    found: SentimentPipeline = pipeline(path, stamp)
    return found
