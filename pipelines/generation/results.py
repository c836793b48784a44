"""What a decoding gives: plain values and numpy arrays, all that a page needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipelines.layers.traces import LayerTrace
from pipelines.messages import Message


@dataclass(frozen=True)
class Candidate:
    """A word that could come next.

    Attributes:
        word: ``<end>`` ends the text.
        probability: by the model, before temperature or any cut, in [0, 1].
        allowed: whether the constraints of the strategy let it stand here.
    """

    word: str
    probability: float
    allowed: bool = True


@dataclass(frozen=True)
class Branch:
    """A beginning from which a step looked ahead.

    Attributes:
        words: the beginning.
        candidates: the most probable next words, best first.
        entropy: of the whole next-word distribution, in bits.
        layers: from the bottom up, ``(H,)`` each, after the last word of ``words`` was read.
    """

    words: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    entropy: float
    layers: tuple[LayerTrace[np.ndarray], ...]


@dataclass(frozen=True)
class Hypothesis:
    """A text in the making, or a finished one.

    Attributes:
        words: without markers.
        log_probabilities: natural logarithm of each word's probability, ``<end>`` included where
            the text ended by itself.
        parent: index of the branch, in the same step, that it grew from.
        ended: whether the model ended it; else it is alive, or was cut at the word limit.
        score: what hypotheses are ranked by.
    """

    words: tuple[str, ...]
    log_probabilities: tuple[float, ...]
    parent: int
    ended: bool
    score: float

    @property
    def log_probability(self) -> float:
        """Of the whole text so far."""
        return sum(self.log_probabilities)


@dataclass(frozen=True)
class DecodingStep:
    """One step of a decoding: where it stood, and what it kept.

    Attributes:
        branches: the beginnings that were alive, best first.
        live: the hypotheses that go on, best first.
        finished: all hypotheses that finished up to this step, best first.
        dropped: those that were next best at this step, and were given up. A beginning that was
            alive and is the parent of none was given up, too.
    """

    branches: tuple[Branch, ...]
    live: tuple[Hypothesis, ...]
    finished: tuple[Hypothesis, ...]
    dropped: tuple[Hypothesis, ...]

    @property
    def best(self) -> Hypothesis:
        """The text, if decoding stopped here."""
        return (self.finished or self.live)[0]

    def branch_of(self, words: tuple[str, ...]) -> Branch | None:
        """The branch that stood at the beginning of ``words``, if it was alive."""
        matching = (b for b in self.branches if b.words == words[: len(b.words)])
        return next(matching, None)


@dataclass(frozen=True)
class Writing:
    """A finished text and how it came about.

    Attributes:
        hypothesis: words and probabilities.
        steps: every step of the decoding, in order.
        free: what the same strategy finds without its constraints, where it has any.
    """

    hypothesis: Hypothesis
    steps: tuple[DecodingStep, ...]
    free: Hypothesis | None = None

    @property
    def price(self) -> float:
        """Log-probability that the constraints cost. Below 0 where the free search found less."""
        free = self.hypothesis if self.free is None else self.free
        return free.log_probability - self.hypothesis.log_probability

    @property
    def text(self) -> str:
        """The words, as they are scored."""
        return self.spelt(self.hypothesis.words)

    def spelt(self, words: Sequence[str]) -> str:
        """Words of such a text as one writes them; here lower case, without punctuation."""
        return " ".join(words)

    @property
    def sentence(self) -> str:
        """The words as a sentence for people to read."""
        text = self.text.replace(" n't", "n't").replace(" '", "'")
        return text[:1].upper() + text[1:] + "."

    @property
    def worth(self) -> Message | None:
        """How far it can be trusted, in words; None where no model says."""
        return None

    @property
    def warning(self) -> Message | None:
        """Why nothing that is said should be believed; None where nothing speaks against it."""
        return None

    def within(self, numbers: int) -> tuple[Writing, Message | None]:
        """Without states and gates of what was given up, where they are more than ``numbers``."""
        layers = self.steps[0].branches[0].layers
        of_a_branch = sum(values.size for layer in layers for values in layer.values())
        if of_a_branch * sum(len(step.branches) for step in self.steps) <= numbers:
            return self, None
        kept = min(numbers // of_a_branch, len(self.steps))
        steps = []
        for place, step in enumerate(self.steps):
            own = step.branch_of(self.hypothesis.words) if place < kept else None
            branches = [b if b is own else replace(b, layers=()) for b in step.branches]
            steps.append(replace(step, branches=tuple(branches)))
        what = Message(
            "states and gates of all but the first {n:,} beginnings of the text itself", {"n": kept}
        )
        return replace(self, steps=tuple(steps)), what


def exhaust(steps: Iterable[DecodingStep]) -> Writing:
    """The text that ``steps`` end with."""
    taken = tuple(steps)
    return Writing(taken[-1].best, taken)
