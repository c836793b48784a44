"""Which beam writes best, by validation data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import product

from pipelines.generation.results import DecodingStep, Hypothesis, exhaust
from pipelines.generation.strategies import Beam

# Of each text all hypotheses that a search ended with.
Found = Sequence[Sequence[Hypothesis]]


def choose_beam(
    search: Callable[[Beam], Found],
    worth: Callable[[Sequence[Hypothesis]], float],
    widths: Sequence[int],
    length_penalties: Sequence[float],
    no_repeat_ngram_sizes: Sequence[int] = (0,),
) -> Beam:
    """The beam whose texts have the greatest worth.

    A length penalty only ranks what was found, so for all of them is searched once.
    """
    scored: list[tuple[float, Beam]] = []
    for width, size in product(widths, no_repeat_ngram_sizes):
        searched = Beam(width, no_repeat_ngram_size=size)
        found = search(searched)
        for exponent in length_penalties:
            best = [max(one, key=lambda text: per_word(text, exponent)) for one in found]
            scored.append((worth(best), replace(searched, length_penalty=exponent)))
    return max(scored, key=lambda one: one[0])[1]


def found_by(steps: Iterable[DecodingStep]) -> Sequence[Hypothesis]:
    """All hypotheses that a decoding ends with; its steps would take megabytes."""
    return exhaust(steps).steps[-1].finished


def per_word(text: Hypothesis, exponent: float) -> float:
    """What a beam with this length penalty ranks it by."""
    length = float(len(text.log_probabilities))
    ranked: float = text.log_probability / length**exponent
    return ranked
