"""From a step function to a caption: greedy, beam and sampling are one loop.

The loop knows no network. A ``StepFunction`` says how probable each next word is; a strategy says
which continuations to keep. Everything here is numpy, so a hand-worked table can stand in for a
model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeVar

import numpy as np

from pipelines.captioning.results import Branch, Candidate, DecodingStep, Hypothesis, LayerStep
from pipelines.errors import InputError
from pipelines.text import PADDING, UNKNOWN, Vocabulary

START, END = "<start>", "<end>"
CANDIDATES_SHOWN = 10
MAX_BEAM_WIDTH = 20
MAX_LENGTH_EXPONENT = 2.0
MAX_WORDS = 100


@dataclass(frozen=True)
class Greedy:
    """Take the most probable word at each step."""


@dataclass(frozen=True)
class Beam:
    """Keep the ``width`` most probable beginnings; rank finished ones per word.

    Attributes:
        width: 1 to 20.
        length_exponent: a finished caption scores log-probability / length ** exponent, 0 to 2;
            0 ranks by probability alone, which favours short captions.

    Raises:
        InputError: a value is out of range.
    """

    width: int = 3
    length_exponent: float = 0.7

    def __post_init__(self) -> None:
        _require("beam width", self.width, 1, MAX_BEAM_WIDTH)
        _require("length exponent", self.length_exponent, 0, MAX_LENGTH_EXPONENT)


@dataclass(frozen=True)
class Sample:
    """Draw each word at random.

    Attributes:
        temperature: above 1 flattens the distribution, below 1 sharpens it; 0.05 to 5.
        top_k: draw among the k most probable words; 0 for all.
        top_p: draw among the most probable words that together reach this probability
            (nucleus sampling, Holtzman et al. 2020), above 0 to 1.
        seed: the same seed draws the same caption.

    Raises:
        InputError: a value is out of range.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    seed: int = 1

    def __post_init__(self) -> None:
        _require("temperature", self.temperature, 0.05, 5)
        _require("top-k", self.top_k, 0, 1_000_000)
        _require("top-p", self.top_p, 0.01, 1)
        _require("seed", self.seed, 0, 2**32 - 1)


Strategy = Greedy | Beam | Sample
State = TypeVar("State")


class StepOutput(NamedTuple, Generic[State]):
    """What a step function says about ``W`` beginnings at once.

    Attributes:
        log_probabilities: ``(W, V)``, of each next word.
        state: what the step function needs to go on.
        layers: for each beginning, what each recurrent layer did.
    """

    log_probabilities: np.ndarray
    state: State
    layers: Sequence[tuple[LayerStep, ...]]


class StepFunction(Protocol[State]):
    """Reads one word for each of ``W`` beginnings."""

    def __call__(
        self, state: State, parents: Sequence[int], words: Sequence[int]
    ) -> StepOutput[State]:
        """Go on from rows ``parents`` of ``state`` by the ids ``words``, both of length ``W``."""
        ...


class _Continuation(NamedTuple):
    parent: int
    word: int


def decode(
    step: StepFunction[State],
    state: State,
    vocabulary: Vocabulary,
    strategy: Strategy,
    max_words: int,
) -> Iterator[DecodingStep]:
    """Write one caption, yielding every step. It always ends, at ``max_words`` at the latest.

    Args:
        step: says how probable each next word is.
        state: with one row, before the start marker is read.
        vocabulary: with the markers ``<start>`` and ``<end>``.
        strategy: which continuations to keep.
        max_words: the longest caption.
    """
    width = strategy.width if isinstance(strategy, Beam) else 1
    choose = _chooser(strategy)
    end = vocabulary.id(END)
    unspeakable = [vocabulary.id(marker) for marker in (PADDING, UNKNOWN, START)]
    live = [Hypothesis((), (), 0, False, 0.0)]
    finished: list[Hypothesis] = []
    kept = [_Continuation(0, vocabulary.id(START))]
    for position in range(max_words):
        output = step(state, [k.parent for k in kept], [k.word for k in kept])
        state = output.state
        # An empty caption is none, so the first word cannot be the end.
        banned = [*unspeakable, end] if position == 0 else unspeakable
        log_probabilities = _without(output.log_probabilities, banned)
        branches = tuple(
            _branch(hypothesis.words, row, layers, vocabulary)
            for hypothesis, row, layers in zip(live, log_probabilities, output.layers, strict=True)
        )
        totals = np.array([hypothesis.log_probability for hypothesis in live])
        grown: list[tuple[_Continuation, Hypothesis]] = []
        for rank, (parent, word) in enumerate(choose(totals, log_probabilities)):
            gained = float(log_probabilities[parent, word])
            hypothesis = _extend(live[parent], parent, word, gained, vocabulary, strategy)
            if not hypothesis.ended:
                grown.append((_Continuation(parent, word), hypothesis))
            elif rank < width:
                finished.append(hypothesis)
        grown = grown[:width]
        kept, live = [k for k, _ in grown], [hypothesis for _, hypothesis in grown]
        last = len(finished) >= width or not live or position == max_words - 1
        if last and len(finished) < width:
            finished.extend(live)
        finished.sort(key=lambda hypothesis: -hypothesis.score)
        yield DecodingStep(branches, () if last else tuple(live), tuple(finished))
        if last:
            return


class _Chooser(Protocol):
    def __call__(self, totals: np.ndarray, rows: np.ndarray, /) -> list[_Continuation]: ...


def _chooser(strategy: Strategy) -> _Chooser:
    """A function of totals ``(W,)`` and log-probabilities ``(W, V)``: continuations, best first."""
    if isinstance(strategy, Sample):
        random = np.random.default_rng(strategy.seed)
        return lambda _, rows: [_Continuation(0, _draw(rows[0], strategy, random))]
    width = strategy.width if isinstance(strategy, Beam) else 1

    def best(totals: np.ndarray, rows: np.ndarray) -> list[_Continuation]:
        # Each of the W rows has one ending, so 2 W continuations hold at least W that go on.
        scores = (totals[:, None] + rows).ravel()
        possible = [int(index) for index in _top(scores, 2 * width) if np.isfinite(scores[index])]
        return [_Continuation(*divmod(index, rows.shape[1])) for index in possible]

    return best


def _draw(row: np.ndarray, strategy: Sample, random: np.random.Generator) -> int:
    order = _top(row, strategy.top_k or len(row))
    weights = np.exp((row[order] - row[order[0]]) / strategy.temperature)
    weights /= weights.sum()
    # The word that crosses top_p still belongs to the nucleus.
    nucleus = int(np.searchsorted(weights.cumsum(), strategy.top_p)) + 1
    weights = weights[:nucleus] / weights[:nucleus].sum()
    return int(random.choice(order[:nucleus], p=weights))


def _extend(
    parent: Hypothesis,
    index: int,
    word: int,
    log_probability: float,
    vocabulary: Vocabulary,
    strategy: Strategy,
) -> Hypothesis:
    ended = word == vocabulary.id(END)
    words = parent.words if ended else (*parent.words, vocabulary.entries[word])
    log_probabilities = (*parent.log_probabilities, log_probability)
    exponent = strategy.length_exponent if isinstance(strategy, Beam) else 0.0
    score = sum(log_probabilities) / len(log_probabilities) ** exponent
    return Hypothesis(words, log_probabilities, index, ended, score)


def _branch(
    words: tuple[str, ...],
    row: np.ndarray,
    layers: tuple[LayerStep, ...],
    vocabulary: Vocabulary,
) -> Branch:
    probabilities = np.exp(row)
    candidates = tuple(
        Candidate(vocabulary.entries[index], float(probabilities[index]))
        for index in _top(row, CANDIDATES_SHOWN)
        if probabilities[index] > 0
    )
    positive = probabilities[probabilities > 0]
    entropy = float(-(positive * np.log2(positive)).sum())
    return Branch(words, candidates, entropy, layers)


def _top(values: np.ndarray, number: int) -> np.ndarray:
    """Indices of the largest ``values``, best first, equal ones in order of their index."""
    number = min(number, len(values))
    # Sorting a whole vocabulary would take longer than the network's step.
    found = np.argpartition(-values, number - 1)[:number]
    best: np.ndarray = found[np.lexsort((found, -values[found]))]
    return best


def _without(log_probabilities: np.ndarray, banned: Sequence[int]) -> np.ndarray:
    """The distributions ``(W, V)`` over all words but the ``banned`` ones."""
    rest = log_probabilities.astype(np.float64)
    rest[:, list(banned)] = -np.inf
    peak = rest.max(axis=1, keepdims=True)
    normal: np.ndarray = rest - peak - np.log(np.exp(rest - peak).sum(axis=1, keepdims=True))
    return normal


def _require(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InputError(f"The {name} is {value:g}; give a value from {low:g} to {high:g}.")
