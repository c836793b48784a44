"""What sentiment models say of a text, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from dashboard.services.folders import Stamp, asked
from dashboard.services.verdicts import load_checked
from pipelines.sentiment import edits
from pipelines.sentiment.results import LayerStates, SentimentResult, SentimentTrace

if TYPE_CHECKING:
    from pipelines.sentiment.pipeline import SentimentPipeline


def answer(model: str, text: str) -> SentimentResult:
    """The opinion of a model on ``text`` as a whole.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _answer(*asked(model), text)


def trace(model: str, text: str, *, read_anew: bool = False) -> SentimentTrace:
    """The opinion of a model after every word of ``text``.

    Args:
        read_anew: of a model that reads from both ends, also get the answers at some prefixes.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _trace(*asked(model), text, read_anew)


def word_effects(
    model: str, text: str, tokens: int
) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
    """Which words the answer hangs on, in pieces, so that a page can say how far it is, and stop.

    Args:
        tokens: how many the text has.

    Yields:
        The share that is done; what the answer loses without each token, in points of probability,
        ``(T,)``, NaN where that is still to be asked; and its integrated gradient, ``(T,)``.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    from pipelines.sentiment.explanations import SEGMENTS, words_at_once

    key = (*asked(model), text)
    cuts = range(0, tokens, words_at_once(tokens))
    pieces = len(cuts) + SEGMENTS
    without, gradients = np.full(tokens, np.nan), np.zeros(tokens)
    for done, cut in enumerate(cuts, start=1):
        stop = min(cut + cuts.step, tokens)
        without[cut:stop] = _left_out(*key, cut, stop)
        yield done / pieces, without, gradients
    for segment in range(SEGMENTS):
        gradients = gradients + _integrated_gradients(*key, segment)
        yield (len(cuts) + segment + 1) / pieces, without, gradients


def smallest_flip(model: str, text: str) -> edits.Flip:
    """The least change that turns the answer, as far as it was looked for.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return _smallest_flip(*asked(model), text)


# A self-check asks for every model once; a page should find its own still there afterwards.
@st.cache_resource(max_entries=32, show_spinner=False)
def sentiment_pipeline(path: str, stamp: Stamp) -> SentimentPipeline:
    """The model in ``path``, loaded and checked once for all viewers.

    Raises:
        ModelError: the folder is damaged, or the model no longer answers as when it was saved.
    """
    from pipelines.sentiment.pipeline import SentimentPipeline, self_check

    return load_checked((path, stamp), SentimentPipeline.load, self_check)


# Of 192 LSTM units, a trace of 250 tokens takes 0.6 MB and the longest, of 100,000 tokens, 231 MB.
# Kept as they are: to unpickle such a trace at every movement of the slider took 0.4 s.
@st.cache_resource(max_entries=4, show_spinner="Reading …")
def _trace(path: str, stamp: Stamp, text: str, read_anew: bool) -> SentimentTrace:
    pipeline = sentiment_pipeline(path, stamp)
    trace = pipeline.trace(text)
    if read_anew:
        trace = replace(trace, probabilities=pipeline.answers_so_far(text))
    trace.probabilities.setflags(write=False)
    return replace(trace, layers=tuple(_kept(layer) for layer in trace.layers))


@st.cache_data(max_entries=64, show_spinner="Reading …")
def _answer(path: str, stamp: Stamp, text: str) -> SentimentResult:
    return sentiment_pipeline(path, stamp).predict([text])[0]


@st.cache_data(max_entries=512, show_spinner=False)
def _left_out(path: str, stamp: Stamp, text: str, start: int, stop: int) -> np.ndarray:
    from pipelines.sentiment import explanations

    return explanations.left_out(sentiment_pipeline(path, stamp), text, start, stop)


@st.cache_data(max_entries=128, show_spinner=False)
def _integrated_gradients(path: str, stamp: Stamp, text: str, segment: int) -> np.ndarray:
    from pipelines.sentiment import explanations

    return explanations.integrated_gradients(sentiment_pipeline(path, stamp), text, segment)


@st.cache_data(max_entries=64, show_spinner="Trying one change after another …")
def _smallest_flip(path: str, stamp: Stamp, text: str) -> edits.Flip:
    return edits.smallest_flip(sentiment_pipeline(path, stamp), text)


def _kept(layer: LayerStates) -> LayerStates:
    """States and gates in half precision, which is finer than any page shows them."""
    cell = None if layer.cell is None else _half(layer.cell)
    gates = {name: _half(gate) for name, gate in layer.gates.items()}
    return LayerStates(_half(layer.hidden), cell, gates)


def _half(values: np.ndarray) -> np.ndarray:
    half = values.astype(np.float16)
    half.setflags(write=False)  # All viewers share it.
    return half
