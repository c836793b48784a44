"""From a step function to a text: greedy, beam and sampling are one loop.

The loop knows no network. A ``StepFunction`` says how probable each next word is; a strategy says
which continuations to keep. Everything here is numpy, so a hand-worked table can stand in for a
model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

import numpy as np

from pipelines.errors import InputError
from pipelines.generation.results import Branch, Candidate, DecodingStep, Hypothesis
from pipelines.generation.strategies import END, SPECIAL_TOKENS, START, Beam, Sample, Strategy
from pipelines.layers.traces import LayerTrace
from pipelines.text import Vocabulary

CANDIDATES_SHOWN = 10
State = TypeVar("State")


class StepOutput(NamedTuple, Generic[State]):
    """What a step function says about ``W`` beginnings at once.

    Attributes:
        log_probabilities: ``(W, V)``, of each next word.
        state: what the step function needs to go on.
        layers: what each recurrent layer did, ``(W, H)``, from the bottom up.
    """

    log_probabilities: np.ndarray
    state: State
    layers: tuple[LayerTrace[np.ndarray], ...]

    def layers_of(self, beginning: int) -> tuple[LayerTrace[np.ndarray], ...]:
        """The same of one of the beginnings, ``(H,)``."""
        return tuple(layer.map(lambda values: values[beginning]) for layer in self.layers)


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
    """Write one text, yielding every step. It always ends, at ``max_words`` at the latest.

    Probabilities are the model's own, whatever the strategy forces or bans.

    Args:
        step: says how probable each next word is.
        state: with one row, before the start marker is read.
        vocabulary: with the markers ``<start>`` and ``<end>``.
        strategy: which continuations to keep.
        max_words: how long it may become.

    Raises:
        InputError: the constraints of the strategy cannot be met.
    """
    search = _Search(vocabulary, strategy, max_words)
    live = [Hypothesis((), (), 0, False, 0.0)]
    finished: list[Hypothesis] = []
    kept = [_Continuation(0, vocabulary.id(START))]
    for position in range(max_words):
        output = step(state, [k.parent for k in kept], [k.word for k in kept])
        state = output.state
        rows, may_follow = search.look_ahead(live, output.log_probabilities)
        branches = tuple(
            _branch(hypothesis.words, rows[at], may_follow[at], output.layers_of(at), vocabulary)
            for at, hypothesis in enumerate(live)
        )
        grown = search.grow(live, rows, may_follow)
        finished += [hypothesis for _, hypothesis in grown[: search.width] if hypothesis.ended]
        going = [one for one in grown if not one[1].ended][: search.width]
        kept, live = [k for k, _ in going], [hypothesis for _, hypothesis in going]
        last = len(finished) >= search.width or not live or position == max_words - 1
        if last:
            finished += live if len(finished) < search.width else []
            live = []
        finished.sort(key=lambda hypothesis: -hypothesis.score)
        dropped = [h for _, h in grown if h not in live and h not in finished]
        yield DecodingStep(branches, tuple(live), tuple(finished), tuple(dropped))
        if last:
            return


class _Search:
    """What stays the same from step to step: a strategy and what it may say."""

    def __init__(self, vocabulary: Vocabulary, strategy: Strategy, max_words: int) -> None:
        self.width = strategy.width if isinstance(strategy, Beam) else 1
        self._vocabulary, self._strategy = vocabulary, strategy
        self._allowed = strategy.constraints.allowed(vocabulary, max_words)
        self._choose = _chooser(strategy)

    def look_ahead(
        self, live: Sequence[Hypothesis], log_probabilities: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """How probable each next word is, and whether it may follow, each ``(W, V)``."""
        position = len(live[0].words)
        # An empty text is none, so the first word cannot be the end.
        unspeakable = [*SPECIAL_TOKENS, END] if position == 0 else SPECIAL_TOKENS
        rows = _without(log_probabilities, self._vocabulary.encode(unspeakable))
        may_follow = np.tile(self._allowed[min(position, len(self._allowed) - 1)], (len(live), 1))
        if position not in self._strategy.constraints.forced:
            for hypothesis, may in zip(live, may_follow, strict=True):
                may[self._vocabulary.encode(_repeats(hypothesis.words, self._strategy))] = False
        return rows, may_follow

    def grow(
        self, live: Sequence[Hypothesis], rows: np.ndarray, may_follow: np.ndarray
    ) -> list[tuple[_Continuation, Hypothesis]]:
        """The best continuations of the beginnings that are alive, best first."""
        totals = np.array([hypothesis.log_probability for hypothesis in live])
        chosen = self._choose(totals, np.where(may_follow, rows, -np.inf))
        if not chosen:
            raise InputError(
                "Nothing that is allowed is possible as word {n}.", n=len(live[0].words) + 1
            )
        return [(k, self._extend(live[k.parent], k, float(rows[k]))) for k in chosen]

    def _extend(self, parent: Hypothesis, by: _Continuation, log_probability: float) -> Hypothesis:
        word = self._vocabulary.entries[by.word]
        words = parent.words if word == END else (*parent.words, word)
        gains = (*parent.log_probabilities, log_probability)
        exponent = self._strategy.length_penalty if isinstance(self._strategy, Beam) else 0.0
        score = sum(gains) / len(gains) ** exponent
        return Hypothesis(words, gains, by.parent, word == END, score)


class _Chooser(Protocol):
    def __call__(self, totals: np.ndarray, rows: np.ndarray, /) -> list[_Continuation]: ...


def _chooser(strategy: Strategy) -> _Chooser:
    """A function of totals ``(W,)`` and log-probabilities ``(W, V)``: continuations, best first."""
    if isinstance(strategy, Sample):
        random = np.random.default_rng(strategy.seed)
        return lambda _, rows: _draw(rows[0], strategy, random)
    width = strategy.width if isinstance(strategy, Beam) else 1

    def best(totals: np.ndarray, rows: np.ndarray) -> list[_Continuation]:
        # Each of the W rows has one ending, so 2 W continuations hold at least W that go on.
        scores = (totals[:, None] + rows).ravel()
        possible = [int(index) for index in _top(scores, 2 * width) if np.isfinite(scores[index])]
        return [_Continuation(*divmod(index, rows.shape[1])) for index in possible]

    return best


def _draw(row: np.ndarray, strategy: Sample, random: np.random.Generator) -> list[_Continuation]:
    order = _top(row, strategy.top_k or len(row))
    if row[order[0]] == -np.inf:
        return []
    weights = np.exp((row[order] - row[order[0]]) / strategy.temperature)
    weights /= weights.sum()
    # The word that crosses top_p still belongs to the nucleus.
    nucleus = int(np.searchsorted(weights.cumsum(), strategy.top_p)) + 1
    weights = weights[:nucleus] / weights[:nucleus].sum()
    return [_Continuation(0, int(random.choice(order[:nucleus], p=weights)))]


def _repeats(words: tuple[str, ...], strategy: Strategy) -> set[str]:
    """Words that would say again what ``words`` say already, as far as the strategy minds."""
    size = strategy.no_repeat_ngram_size if isinstance(strategy, Beam) else 0
    if not 0 < size <= len(words):
        return set()
    last = words[len(words) - size + 1 :]
    runs = (words[start : start + size] for start in range(len(words) - size + 1))
    return {run[-1] for run in runs if run[:-1] == last}


def _branch(
    words: tuple[str, ...],
    row: np.ndarray,
    may_follow: np.ndarray,
    layers: tuple[LayerTrace[np.ndarray], ...],
    vocabulary: Vocabulary,
) -> Branch:
    probabilities = np.exp(row)
    candidates = tuple(
        Candidate(vocabulary.entries[index], float(probabilities[index]), bool(may_follow[index]))
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
