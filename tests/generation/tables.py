"""Tables that stand in for a caption model: how probable each next word is after some words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from pipelines.generation.decoding import StepOutput
from pipelines.generation.decoding import decode as decode_steps
from pipelines.generation.results import DecodingStep, Hypothesis
from pipelines.generation.strategies import END, START, Strategy
from pipelines.text import PADDING, UNKNOWN, Vocabulary

MARKERS = (PADDING, UNKNOWN, START, END)
VOCABULARY = Vocabulary([*MARKERS, "a", "b", "c", "d"])
MAX_WORDS = 6
Words = tuple[str, ...]
Table = Callable[[Words], Mapping[str, float]]


def decode(table: Table, strategy: Strategy, max_words: int = MAX_WORDS) -> list[DecodingStep]:
    """All steps, where ``table`` says how probable each next word is after the words so far."""

    def step(
        state: Sequence[Words], parents: Sequence[int], words: Sequence[int]
    ) -> StepOutput[Sequence[Words]]:
        said = [
            (*state[parent], VOCABULARY.entries[word])
            for parent, word in zip(parents, words, strict=True)
        ]
        assert all(beginning[0] == START for beginning in said)
        probabilities = [table(beginning[1:]) for beginning in said]
        rows = [[row.get(word, 0.0) for word in VOCABULARY.entries] for row in probabilities]
        with np.errstate(divide="ignore"):
            return StepOutput(np.log(np.array(rows)), said, ())

    return list(decode_steps(step, [()], VOCABULARY, strategy, max_words))


def best(table: Table, strategy: Strategy, max_words: int = MAX_WORDS) -> Hypothesis:
    return decode(table, strategy, max_words)[-1].best


def fixed(rows: Mapping[str, Mapping[str, float]]) -> Table:
    """A table by the words so far; anything that is not in it ends."""
    return lambda words: rows.get(" ".join(words), {END: 1.0})


def random_table(seed: int) -> Table:
    """Different random probabilities after every beginning, some of them for markers."""

    def table(words: Words) -> Mapping[str, float]:
        random = np.random.default_rng([seed, *VOCABULARY.encode(words)])
        row = random.dirichlet(np.full(len(VOCABULARY), 0.7)) + 1e-9
        return dict(zip(VOCABULARY.entries, row, strict=True))

    return table


def log_probability(table: Table, words: Words, word: str) -> float:
    """What the table says of ``word``, when only words and a late end may be said."""
    row = table(words)
    total = sum(row.get(allowed, 0.0) for allowed in may_follow(words))
    return math.log(row[word] / total)


def may_follow(words: Words) -> list[str]:
    return ["a", "b", "c", "d", *([END] if words else [])]


def log_probabilities(table: Table, words: Words, ended: bool) -> list[float]:
    said = (*words, END) if ended else words
    return [log_probability(table, said[:place], word) for place, word in enumerate(said)]
