"""What sentiment models say of a text, and why."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import streamlit as st

from dashboard.language import _
from dashboard.services.folders import Stamp, asked
from dashboard.services.loading import pipeline
from dashboard.services.work import Work, result_of
from pipelines.pieces import Pieces
from pipelines.tasks.sentiment.edits import Flip
from pipelines.tasks.sentiment.results import (
    SentimentResult,
    SentimentTrace,
    WholeReading,
    WordEffects,
)

if TYPE_CHECKING:
    from pipelines.tasks.sentiment.behaviour import Case
    from pipelines.tasks.sentiment.pipeline import SentimentPipeline

_MOST_ENDS = 80  # Answers on the way whose parts are asked for; time grows with their square.


def answer(model: str, text: str) -> SentimentResult:
    """The opinion of a model on ``text`` as a whole.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return result_of(partial(_answer, *asked(model), text), _("Reading …"))[0]


def probabilities(model: str, texts: tuple[str, ...]) -> list[float]:
    """How probably each of a few short texts is positive to a model.

    Raises:
        PipelineError: the model is damaged.
    """
    return _probabilities(*asked(model), texts)


def whole(model: str, text: str) -> WholeReading:
    """The opinion of a model without steps, and what the words add where that is known.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    return result_of(partial(_whole, *asked(model), text), _("Reading …"))


class Failure(NamedTuple):
    """A behaviour case, and the answer that is wrong."""

    case: Case
    result: SentimentResult


def typical_failure(model: str, capability: str) -> Failure | None:
    """Of the behaviour cases of a capability, the one that the model gets wrong most surely.

    Raises:
        ModelError: the model is damaged.
    """
    with st.spinner(_("Reading …")):
        return _typical_failure(*asked(model), capability)


def trace(model: str, text: str, *, read_anew: bool = False) -> SentimentTrace:
    """The opinion of a model after every word of ``text``.

    Args:
        read_anew: of a model that reads from both ends, also get the answers at some prefixes.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    key = (*asked(model), text)
    trace = result_of(partial(_trace, *key), _("Reading …"))
    if not read_anew:
        return trace
    anew = result_of(partial(_answers_so_far, *key), _("Reading beginnings anew …"))
    return replace(trace, probabilities=anew)


def memory_parts(model: str, trace: SentimentTrace) -> np.ndarray | None:
    """What each word's part of the memory of a model gives its answer, as a logit.

    Args:
        trace: of this model.

    Returns:
        ``(T, T)``, after each of the ``T`` words that were traced; of a long text, and of a model
        that reads from both ends, ``(1, T)``, after the last one. None of a memory without parts.

    Raises:
        PipelineError: the model is damaged.
    """
    return _memory_parts(*asked(model), trace) if trace.layers else None


def word_effects(model: str, text: str, *, stop: str) -> WordEffects:
    """Which words the answer hangs on.

    Args:
        stop: the key of the toggle that asks for it, to be switched off by who waits no longer.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    start = partial(_word_effects, *asked(model), text)
    return result_of(start, _("One word after another is left out …"), stop)


def smallest_flip(model: str, text: str, *, stop: str) -> Flip:
    """The least change that turns the answer, as far as it was looked for.

    Args:
        stop: as ``word_effects`` takes it.

    Raises:
        PipelineError: the text cannot be used, or the model is damaged.
    """
    start = partial(_smallest_flip, *asked(model), text)
    return result_of(start, _("Trying one change after another …"), stop)


# Kept as it is: to unpickle a long trace at every movement of the slider took 0.4 s. Tokens and
# answers of the longest text take 20 MB, states and gates of 512 cells at 3,000 of them 18 MB more.
@st.cache_resource(max_entries=4, show_spinner=False)
def _trace(path: str, stamp: Stamp, text: str) -> Work[SentimentTrace]:
    return Work(_kept_trace(_pipeline(path, stamp), text))


def _kept_trace(pipeline: SentimentPipeline, text: str) -> Pieces[SentimentTrace]:
    trace = yield from pipeline.trace_in_pieces(text)
    trace.probabilities.setflags(write=False)
    return replace(trace, layers=tuple(layer.map(_half) for layer in trace.layers))


@st.cache_resource(max_entries=4, show_spinner=False)
def _answers_so_far(path: str, stamp: Stamp, text: str) -> Work[np.ndarray]:
    return Work(_pipeline(path, stamp).answers_so_far_in_pieces(text))


@st.cache_resource(
    max_entries=16, show_spinner=False, hash_funcs={SentimentTrace: lambda trace: trace.text}
)
def _memory_parts(path: str, stamp: Stamp, trace: SentimentTrace) -> np.ndarray | None:
    from pipelines.tasks.sentiment.memory import answer_parts
    from pipelines.tasks.sentiment.network import SentimentNetwork

    network = _pipeline(path, stamp).network_scorer().network
    if not isinstance(network, SentimentNetwork):
        return None
    steps = len(trace.layers[0].hidden)
    each = steps <= _MOST_ENDS and not trace.backward_layers
    return answer_parts(network, trace, range(steps) if each else [steps - 1])


@st.cache_data(max_entries=64, show_spinner=False)
def _typical_failure(path: str, stamp: Stamp, capability: str) -> Failure | None:
    from pipelines.tasks.sentiment.behaviour import load_cases

    cases = [
        case
        for case in load_cases()
        if case.capability == capability and case.expect in ("positive", "negative")
    ]
    if not cases:
        return None
    results = _pipeline(path, stamp).predict([case.text for case in cases])
    pairs = map(Failure, cases, results)
    wrong = [one for one in pairs if one.result.label != one.case.expect]
    return max(wrong, key=lambda one: one.result.confidence, default=None)


@st.cache_resource(max_entries=16, show_spinner=False)
def _answer(path: str, stamp: Stamp, text: str) -> Work[list[SentimentResult]]:
    return Work(_pipeline(path, stamp).predict_in_pieces([text]))


@st.cache_data(max_entries=64, show_spinner=False)
def _probabilities(path: str, stamp: Stamp, texts: tuple[str, ...]) -> list[float]:
    return [result.probability for result in _pipeline(path, stamp).predict(list(texts))]


@st.cache_resource(max_entries=16, show_spinner=False)
def _whole(path: str, stamp: Stamp, text: str) -> Work[WholeReading]:
    return Work(_pipeline(path, stamp).whole_in_pieces(text))


@st.cache_resource(max_entries=16, show_spinner=False)
def _word_effects(path: str, stamp: Stamp, text: str) -> Work[WordEffects]:
    from pipelines.tasks.sentiment.explanations import word_effects

    return Work(word_effects(_pipeline(path, stamp), text))


@st.cache_resource(max_entries=16, show_spinner=False)
def _smallest_flip(path: str, stamp: Stamp, text: str) -> Work[Flip]:
    from pipelines.tasks.sentiment.flips import smallest_flip

    return Work(smallest_flip(_pipeline(path, stamp), text))


def _half(values: np.ndarray) -> np.ndarray:
    """In half precision, which is finer than any page shows it."""
    half = values.astype(np.float16)
    half.setflags(write=False)  # All viewers share it.
    return half


def _pipeline(path: str, stamp: Stamp) -> SentimentPipeline:
    found: SentimentPipeline = pipeline(path, stamp)
    return found
